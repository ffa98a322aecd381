"""Proves that nothing of the five seed texts was lost on the way into the catalogue.

``tests/data/inventory.toml`` has a line for each thing the seeds say and an entry for each
claim that was checked, with the places of the English catalogue that carry it. Every phrase
must stand in one of those places, and no phrase of a wrong claim may stand anywhere.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest

from scarwidget.catalogue import Catalogue, load_catalogue
from scarwidget.text import BASE_LOCALE

INVENTORY = Path(__file__).parents[1] / "data" / "inventory.toml"

LINES_IN_SECTION = {
    "1.1": 22,
    "1.2": 14,
    "1.3": 25,
    "1.4": 12,
    "1.5": 14,
    "1.6": 30,
    "1.7": 21,
    "1.8": 8,
    "1.9": 10,
}
"""How many lines each section of the project's evidence inventory comes to."""

CLAIM_IDS = tuple(f"c{number:02}" for number in range(1, 55))

COLLECTION_OF = {
    "brand": "brands",
    "caution": "cautions",
    "lookalike": "lookalikes",
    "myth": "myths",
    "scar_type": "scar_types",
    "severity": "severity",
    "tip": "tips",
    "topic": "topics",
    "treatment": "treatments",
}
"""Where the words keep what a place such as ``myth:m3`` names."""

Phrase = Annotated[str, msgspec.Meta(min_length=2, pattern=r"^[^A-Z]+$")]
Phrases = tuple[Phrase, ...]
Somewhere = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
Something = Annotated[Phrases, msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the seeds say, and what to look for where."""

    says: str
    found_in: Somewhere
    words: Something
    never: Phrases = ()


class Line(Entry, frozen=True, kw_only=True):
    """A line of the inventory."""

    section: str


class Claim(Entry, frozen=True, kw_only=True):
    """A claim that was checked."""

    id: str


class Inventory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    line: tuple[Line, ...]
    claim: tuple[Claim, ...]


def read_inventory() -> Inventory:
    return msgspec.convert(tomllib.loads(INVENTORY.read_text("utf-8")), Inventory)


def cases() -> Iterator[object]:
    inventory = read_inventory()
    seen = Counter[str]()
    for line in inventory.line:
        seen[line.section] += 1
        yield pytest.param(line, id=f"{line.section}-{seen[line.section]}")
    for claim in inventory.claim:
        yield pytest.param(claim, id=claim.id)


CASES = tuple(cases())


def strings(tree: object) -> Iterator[str]:
    """Every string below ``tree``, the marks of its language left out."""
    match tree:
        case {"value": str(value), "lang": str()}:
            yield value
        case dict():
            for branch in tree.values():
                yield from strings(branch)
        case list() | tuple():
            for branch in tree:
                yield from strings(branch)


def joined(tree: object) -> str:
    return "\n".join(strings(tree)).lower()


class Said:
    """The English words of the catalogue, by place."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.words: Mapping[str, Any] = msgspec.to_builtins(catalogue.say(BASE_LOCALE))
        self.brand_names = {name: brand.name for name, brand in catalogue.brands.items()}
        self.everything = joined(self.words)

    def at(self, place: str) -> str:
        """What is said at a place such as ``tip:p4`` or ``picker``."""
        kind, _, name = place.partition(":")
        if kind in ("picker", "ask") and not name:
            return joined(self.words[kind])
        collection = COLLECTION_OF.get(kind)
        assert collection is not None, f"{place!r}: there is no such kind of place"
        assert name in self.words[collection], f"{place!r}: the catalogue has no such id"
        own_name = self.brand_names.get(name, "") if kind == "brand" else ""
        return f"{own_name.lower()}\n{joined(self.words[collection][name])}"


@pytest.fixture(scope="module")
def said() -> Said:
    return Said(load_catalogue())


@pytest.mark.parametrize("entry", CASES)
def test_the_catalogue_says_it(entry: Line | Claim, said: Said) -> None:
    text = "\n".join(said.at(place) for place in entry.found_in)
    missing = [phrase for phrase in entry.words if phrase not in text]
    assert not missing, (
        f"{entry.says!r} should be covered by {', '.join(entry.found_in)}, "
        f"but they do not say {missing}"
    )


@pytest.mark.parametrize("entry", CASES)
def test_the_wrong_claim_is_nowhere(entry: Line | Claim, said: Said) -> None:
    found = [phrase for phrase in entry.never if phrase in said.everything]
    assert not found, f"the catalogue says {found}, which repeats: {entry.says!r}"


def test_each_place_is_needed(said: Said) -> None:
    idle = [
        f"{place} for {entry.says!r}"
        for entry in (*read_inventory().line, *read_inventory().claim)
        for place in entry.found_in
        if not any(phrase in said.at(place) for phrase in entry.words)
    ]
    assert not idle, "named, but they hold none of the phrases: " + "; ".join(idle)


def test_no_line_of_the_inventory_is_dropped() -> None:
    assert Counter(line.section for line in read_inventory().line) == LINES_IN_SECTION


def test_no_claim_is_dropped() -> None:
    assert tuple(claim.id for claim in read_inventory().claim) == CLAIM_IDS
