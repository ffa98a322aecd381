"""The catalogue itself: every fact by id, and what each locale says about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

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
