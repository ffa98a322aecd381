"""A brand stands under its own treatment, however it is written: no service takes it elsewhere,
past the rule of a market."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from scarwidget.catalogue.naming import brands_in, find_brand
from scarwidget.clinics import Clinic, Service, restricted_as
from scarwidget.clinics.models import Market
from scarwidget.plugins import hookimpl, publish
from scarwidget.plugins.found import Found
from scarwidget.settings import Settings
from tests.markets.clinics import CATALOGUE, TABLE, allowed, files
from tests.plugins.planting import planted, published

BRANDS = tuple(CATALOGUE.brands.values())

ALONE: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "small": str.lower,
    "capitals": str.upper,
    "swapped": str.swapcase,
    "wide": lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
    "mathematical": lambda name: "".join(
        chr(0x1D5D4 + ord(c) - ord("A")) if "A" <= c <= "Z" else c for c in name
    ),
    "spaced": " ".join,
    "split": lambda name: f"{name[:2]} {name[2:]}",
    "dotted": ".".join,
    "accented": lambda name: name[0] + "\u0301" + name[1] + "\u0308" + name[2:],
    "registered": lambda name: f"{name}\u00ae",
    "trademark": lambda name: f"{name}\u2122",
}
AMONG: Mapping[str, Callable[[str], str]] = {
    "among words": lambda name: f"Extra {name} 4",
    "possessive": lambda name: f"{name}'s best",
    "in Chinese": lambda name: f"注射{name}療程",
    "split among words": lambda name: f"New {name[:2]} {name[2:]} for you",
}
WHOLLY = "AU"
"""Every way of writing is tried in the market that hides the most, and a few in the others."""

FEW = ("as it is", "wide", "split", "among words")

HARMLESS = ("Botany facial", "Retinal cream", "A differing approach", "Zone", "Picot", "Sculpture")
"""Names that hold a brand's letters, and no brand."""


def rows(market: str) -> Mapping[str, tuple[str, str, bool, Mapping[str, object]]]:
    """By id: the key and brand of a service under a treatment that nobody reviewed."""
    found: dict[str, tuple[str, str, bool, Mapping[str, object]]] = {}
    for brand in BRANDS:
        for alone, ways in ((True, ALONE), (False, AMONG)):
            for way in (way for way in ways if market == WHOLLY or way in FEW):
                said = ways[way](brand.name)
                device = {"brand": said, "model": "X", "registration_no": "1", "market": "GB"}
                for key, whole, value in (
                    ("brand", alone, said),
                    ("device", alone, said),
                    ("device", False, device),
                    ("name", False, {"en": said} if alone else said),
                ):
                    row = {"id": f"s{len(found)}", "treatment": "moon-light", key: value}
                    found[f"s{len(found)}"] = (key, brand.id, whole, row)
    return found


class Offering:
    """A Python plugin with a clinic in one market, and its services."""

    def __init__(self, market: Market, services: list[Service]) -> None:
        self.clinic = Clinic(id="rowan", name="Rowan Skin", markets=(market,))
        self.services = services

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        return [self.clinic]

    @hookimpl
    def register_services(self) -> list[Service]:
        return self.services


def found_as(name: str, plugin: object) -> Found:
    return Found(name, f"{name}.py", lambda: plugin)


@pytest.mark.parametrize("market", TABLE.markets)
def test_no_writing_takes_a_brand_past_its_rule(market: Market) -> None:
    planned = rows(market)
    plugin = Offering(market, [msgspec.convert(row, Service) for *_, row in planned.values()])
    found = {
        tuple(fault.key.split(".", 1)): fault.problem
        for plugin in publish(Settings(), CATALOGUE, [found_as("rowan", plugin)]).plugins
        for fault in plugin.faults
    }
    expected = {}
    for id_, (key, name, whole, _) in planned.items():
        brand = CATALOGUE.brands[name]
        if whole or any(allowed(t, (market,)) != "show" for t in brand.treatments):
            expected[id_, key] = brand.name
    assert found.keys() == expected.keys()
    for place, brand_name in expected.items():
        assert found[place].startswith(f"{brand_name} belongs to "), place


@pytest.mark.parametrize("key", ["id", "treatment"])
def test_no_brand_hides_in_an_id(key: str, tmp_path: Path) -> None:
    row = {"id": "own", "treatment": "moon-light", key: "botox-forehead"}
    publication = published(planted(tmp_path, files("rowan", ("GB",), [row])))
    [fault] = (fault for plugin in publication.plugins for fault in plugin.faults)
    assert fault.key == f"{row['id']}.{key}"
    assert "Botox belongs to botulinum" in fault.problem
    assert "GB" in fault.advice
    assert publication.editions["rowan"].offers == ()


@pytest.mark.parametrize("market", TABLE.markets)
def test_what_only_looks_like_a_brand_is_none(market: str, tmp_path: Path) -> None:
    harmless = [
        {"id": f"s{number}", "treatment": "moon-light", "name": said, "brand": said}
        for number, said in enumerate(HARMLESS)
    ]
    own = [
        {
            "id": f"b{number}",
            "treatment": brand.treatments[0],
            "brand": brand.name,
            "name": f"{brand.name} treatment",
        }
        for number, brand in enumerate(BRANDS)
    ]
    tree = files("rowan", (market,), [*harmless, *own])
    publication = published(planted(tmp_path, tree), strict=True)
    assert [offer.service.id for offer in publication.editions["rowan"].offers][: len(HARMLESS)]


@pytest.mark.parametrize("write", ALONE.values(), ids=list(ALONE))
def test_a_brand_is_found_however_it_is_written(write: Callable[[str], str]) -> None:
    for brand in BRANDS:
        assert find_brand(CATALOGUE, write(brand.name)) == brand
        assert brand in brands_in(CATALOGUE, write(brand.name))


def test_what_is_no_brand_is_not_found() -> None:
    for said in (None, "", " ", "\u2122", "\u0301", *HARMLESS):
        assert find_brand(CATALOGUE, said) is None
        assert brands_in(CATALOGUE, said or "") == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Botulinum", "botulinum"),
        ("ｂｏｔｕｌｉｎｕｍ", "botulinum"),
        ("botulinium", "botulinum"),
        ("botulinum-toxin", "botulinum"),
        ("Filler-HA", "filler_ha"),
        ("filler ha", "filler_ha"),
        ("topical retinoids", "topical_retinoid"),
    ],
)
@pytest.mark.parametrize("market", TABLE.markets)
def test_a_misspelt_treatment_takes_nothing_past_its_rule(
    market: str, written: str, meant: str, tmp_path: Path
) -> None:
    row = {"id": "own", "treatment": written, "name": "Smooth"}
    publication = published(planted(tmp_path, files("rowan", (market,), [row])))
    faults = [fault for plugin in publication.plugins for fault in plugin.faults]
    if allowed(meant, (market,)) == "show":
        assert faults == []
        assert len(publication.editions["rowan"].offers) == 1
    else:
        [fault] = faults
        assert (fault.key, repr(meant) in fault.problem) == ("own.treatment", True)
        assert publication.editions["rowan"].offers == ()


@pytest.mark.parametrize("treatment", ["moon-light", "laser_co2", "facial", "microdermabrasion"])
def test_a_treatment_of_its_own_is_left_alone(treatment: str) -> None:
    assert restricted_as(treatment, TABLE.markets) is None
