"""Makes one checked, frozen catalogue of the content folder.

Every fault of a run is gathered before anything is refused, each with its file, its key,
what was there and what was expected. No fault hides another, and none is told twice.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from scarwidget.catalogue import facts
from scarwidget.catalogue.checks import check_facts, check_words
from scarwidget.catalogue.model import Catalogue, Draft, Entries
from scarwidget.catalogue.reading import Reading, Tree, under
from scarwidget.catalogue.wording import Said, read_english, read_locale
from scarwidget.faults import Fault, FaultsFound
from scarwidget.text import BASE_LOCALE

CONTENT = Path(__file__).parent / "content"
"""The content that ships with scarwidget."""

FACTS = "facts"
ROWS: dict[str, tuple[str, Any]] = {
    "sources": ("source", facts.Source),
    "brands": ("brand", facts.Brand),
    "scar_types": ("scar_type", facts.ScarType),
    "lookalikes": ("lookalike", facts.Sourced),
    "severity": ("grade", facts.Sourced),
    "tones": ("tone", facts.Sourced),
    "tips": ("tip", facts.Tip),
    "myths": ("myth", facts.Sourced),
    "topics": ("topic", facts.Topic),
    "cautions": ("caution", facts.Caution),
}
"""The files of facts that hold rows: their table, and what a row is."""

TREATMENTS = "treatments"
FILES = (*(f"{name}.toml" for name in ROWS), "review.toml", "picker.toml")


def load_catalogue(content: Path = CONTENT) -> Catalogue:
    """Read, check and freeze the catalogue under ``content``.

    Raises :class:`~scarwidget.faults.FaultsFound` with everything that is wrong.
    """
    if not content.is_dir():
        raise FaultsFound([Fault(str(content), "", "is not a folder", "it holds the content")])
    reading = Reading(content)
    draft = _read_facts(reading)
    said = _read_words(reading)
    found = (*reading.faults, *check_facts(draft), *check_words(draft, said[BASE_LOCALE]))
    if found:
        raise FaultsFound(sorted(found, key=lambda fault: fault.where))
    return _frozen(draft, said)


def _read_facts(reading: Reading) -> Draft:
    pages = reading.whole(FACTS, FILES, (TREATMENTS,))
    return Draft(
        review=reading.one(pages, FACTS, "review.toml", facts.Review),
        picker=reading.one(pages, FACTS, "picker.toml", facts.PickerRules),
        treatments=_treatments(reading, under(pages, TREATMENTS)),
        **{
            name: reading.rows(pages, FACTS, f"{name}.toml", table, kind)
            for name, (table, kind) in ROWS.items()
        },
    )


def _treatments(reading: Reading, found: Entries[Tree]) -> Entries[facts.Treatment]:
    sound: dict[str, facts.Treatment] = {}
    for name, tree in found.sound.items():
        where = f"{FACTS}/{TREATMENTS}/{name}.toml"
        treatment = reading.shape(where, "", tree, facts.Treatment)
        if treatment is None:
            continue
        sound[name] = treatment
        if treatment.id != name:
            reading.fault(where, "id", f"{treatment.id!r} is not the name of its file, {name!r}")
    return Entries(sound, found.ids - sound.keys(), found.whole)


def _read_words(reading: Reading) -> dict[str, Said]:
    """What each locale says, English first."""
    english = read_english(reading)
    locales = sorted(
        path.name
        for path in reading.content.iterdir()
        if path.is_dir() and path.name not in (FACTS, BASE_LOCALE)
    )
    return {
        BASE_LOCALE: english,
        **{locale: read_locale(reading, locale, english) for locale in locales},
    }


def _frozen(draft: Draft, said: dict[str, Said]) -> Catalogue:
    """The catalogue, of a draft in which nothing was at fault."""
    parts = {field.name: getattr(draft, field.name) for field in fields(Draft)}
    found: dict[str, Any] = {
        name: part.sound if isinstance(part, Entries) else part for name, part in parts.items()
    }
    return Catalogue(**found, words={locale: each.words() for locale, each in said.items()})
