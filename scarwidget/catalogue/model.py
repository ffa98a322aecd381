"""The catalogue itself: every fact by id, and what each locale says about it.

While it is read there is a :class:`Draft`, which knows what is broken and what is unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from scarwidget.catalogue.facts import (
    Brand,
    Caution,
    PickerRules,
    Review,
    ScarType,
    Source,
    Sourced,
    Tip,
    Topic,
    Treatment,
)
from scarwidget.catalogue.words import Words
from scarwidget.text import BASE_LOCALE

T = TypeVar("T")

NO_TREATMENT = "no_treatment"
"""The option that is always there, and always first."""


@dataclass(frozen=True)
class Catalogue:
    """The reviewed clinical content, checked and frozen.

    Facts are mappings by id, in the order in which they are shown. ``words`` holds one
    :class:`~scarwidget.catalogue.words.Words` a locale; those of a locale that lacks a
    string hold the English one, marked as such.
    """

    review: Review
    sources: Mapping[str, Source]
    treatments: Mapping[str, Treatment]
    brands: Mapping[str, Brand]
    scar_types: Mapping[str, ScarType]
    lookalikes: Mapping[str, Sourced]
    severity: Mapping[str, Sourced]
    tones: Mapping[str, Sourced]
    tips: Mapping[str, Tip]
    myths: Mapping[str, Sourced]
    topics: Mapping[str, Topic]
    cautions: Mapping[str, Caution]
    picker: PickerRules
    words: Mapping[str, Words]

    def say(self, locale: str) -> Words:
        """The words of a locale, or the English ones where it has none at all."""
        return self.words.get(locale) or self.words[BASE_LOCALE]

    def cite(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources with these ids, each once, in catalogue order."""
        wanted = frozenset(ids)
        return tuple(source for source in self.sources.values() if source.id in wanted)

    @cached_property
    def brands_by_treatment(self) -> Mapping[str, tuple[Brand, ...]]:
        """The brands that belong to each treatment."""
        return {
            treatment: tuple(b for b in self.brands.values() if treatment in b.treatments)
            for treatment in self.treatments
        }


@dataclass(frozen=True)
class Entries(Generic[T]):
    """A collection as far as it could be read.

    ``broken`` are the ids of entries that something is wrong with. Where the collection is
    not ``whole`` there may be more ids than these: its file is unread, or a row has no name.
    """

    sound: Mapping[str, T]
    broken: frozenset[str] = frozenset()
    whole: bool = True

    @classmethod
    def named(cls, ids: Iterable[T]) -> Entries[T]:
        """A collection of nothing but ids."""
        return cls({str(name): name for name in ids})

    @property
    def ids(self) -> frozenset[str]:
        """Every id that is known, of whatever state."""
        return self.broken.union(self.sound)

    def lacks(self, name: str) -> bool:
        """Whether an id is certainly not there."""
        return self.whole and name not in self.sound and name not in self.broken


@dataclass(frozen=True)
class Draft:
    """The facts as far as they could be read, for checks that must not wait for the rest."""

    review: Review | None
    picker: PickerRules | None
    sources: Entries[Source]
    treatments: Entries[Treatment]
    brands: Entries[Brand]
    scar_types: Entries[ScarType]
    lookalikes: Entries[Sourced]
    severity: Entries[Sourced]
    tones: Entries[Sourced]
    tips: Entries[Tip]
    myths: Entries[Sourced]
    topics: Entries[Topic]
    cautions: Entries[Caution]
