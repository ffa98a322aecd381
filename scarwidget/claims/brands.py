"""Names that a market lets no card show, looked for in what a clinic writes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from scarwidget.catalogue.loader import CONTENT
from scarwidget.clinics import showing

RULE = "SW057"


def hidden_brands(
    text: str, markets: Collection[str]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a folded text names a brand, and the markets that show its treatment without it."""
    for name, pattern in _patterns().items():
        for found in pattern.finditer(text):
            refusing = tuple(m for m in markets if _shows_no_brand(name, m))
            if refusing:
                yield *found.span(), refusing


def _shows_no_brand(name: str, market: str) -> bool:
    return all(showing(treatment, (market,)) != "show" for treatment in _treatments()[name])


@cache
def _treatments() -> Mapping[str, tuple[str, ...]]:
    """The treatments of each brand of the catalogue, by its name in small letters.

    Read from the one file rather than with the whole catalogue: a linter of texts needs no
    clinical content.
    """
    rows = tomllib.loads((CONTENT / "facts" / "brands.toml").read_text("utf-8"))["brand"]
    return {row["name"].casefold(): tuple(row["treatments"]) for row in rows}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(
            r"(?<![a-z0-9])"
            + "[ -]?".join(re.split("[ -]", re.escape(name).replace("\\", "")))
            + r"(?![a-z0-9])"
        )
        for name in _treatments()
    }
