"""Clinics as their authors plant them: a folder of TOML for some markets, with a service of every
treatment, each of whose texts can be told from all others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from scarwidget.catalogue import NO_TREATMENT, load_catalogue
from scarwidget.clinics import Showing

CATALOGUE = load_catalogue()
TREATMENTS = tuple(name for name in CATALOGUE.treatments if name != NO_TREATMENT)

CONTACT = ("+44 20 7946 0958", "tel:+442079460958", "desk@rowan.example", "rowan.example/book")

CLINIC = """\
name = "Rowan Skin"
markets = [{markets}]

[contact]
phone = "+44 20 7946 0958"
email = "desk@rowan.example"
booking = "https://rowan.example/book"
address = "1 Rowan Road"
"""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The copied classes."""

    about: str
    markets: tuple[str, ...]
    default: Showing
    unlisted_market: Showing
    treatments: dict[str, dict[str, Showing]]


TABLE = msgspec.json.decode(
    (Path(__file__).parents[1] / "data" / "markets.json").read_bytes(), type=Table
)


@cache
def allowed(treatment: str, markets: tuple[str, ...]) -> Showing:
    """What the copied table says, the strictest of the markets."""
    row = TABLE.treatments.get(treatment, {})
    strictness: tuple[Showing, ...] = ("show", "generic", "hide")
    return max((row.get(m, "show") for m in markets), key=strictness.index, default="show")


def brand_of(treatment: str) -> str:
    """A brand of the catalogue where it has one, else one that nobody knows."""
    known = CATALOGUE.brands_by_treatment[treatment]
    return known[0].name if known else f"Brand{TREATMENTS.index(treatment):02}x"


def marks_of(treatment: str) -> Mapping[str, str]:
    """What to look for in a document, by the key that brings it there."""
    number = f"{TREATMENTS.index(treatment):02}x"
    said = {key: f"{key.title()}{number}" for key in ("name", "device", "visits", "benefits")}
    return {**said, "per": f"Per{number}", "price": f"{71_000 + TREATMENTS.index(treatment):,}"}


def service(treatment: str) -> Mapping[str, object]:
    """A row that says all there is to say."""
    marks = marks_of(treatment)
    price = {"currency": "XTS", "from": int(marks["price"].replace(",", "")), "per": marks["per"]}
    said = {key: marks[key] for key in ("name", "device", "visits", "benefits")}
    about = {"id": f"s{TREATMENTS.index(treatment)}", "treatment": treatment}
    return {**about, **said, "brand": brand_of(treatment), "price": price}


def files(
    clinic: str, markets: Iterable[str], rows: Iterable[Mapping[str, object]]
) -> Mapping[str, str]:
    """The folder of a clinic in these markets that offers these services."""
    tables = (
        "\n".join(["[[service]]", *(f"{key} = {toml(value)}" for key, value in row.items())])
        for row in rows
    )
    return {
        f"{clinic}/clinic.toml": CLINIC.format(markets=", ".join(map(toml, markets))),
        f"{clinic}/services.toml": "\n\n".join(tables) + "\n",
    }


def toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml(key)} = {toml(part)}" for key, part in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
