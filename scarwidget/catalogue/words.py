"""The half of the catalogue that is language: what is said about each id.

Each struct mirrors one of :mod:`scarwidget.catalogue.facts`. Every leaf is a
:class:`~scarwidget.text.Text`, so that a string which a locale still lacks keeps the mark
of the language it fell back to.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from scarwidget.text import Text


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all words: frozen, strict."""


class TreatmentWords(_Words, frozen=True, kw_only=True):
    """A card. An absent statement is one the facts list as unknown."""

    name: Text
    summary: Text
    mechanism: Text | None = None
    fit: Text | None = None
    visits: Text | None = None
    interval: Text | None = None
    downtime: Text | None = None
    time_to_result: Text | None = None
    longevity: Text | None = None
    cost: Text | None = None
    discomfort: Text | None = None
    risks: Text | None = None
    skin_tone: Text | None = None
    not_for: Text | None = None
    provider: Text | None = None
    note: Text | None = None


class BrandWords(_Words, frozen=True, kw_only=True):
    """One honest line on the evidence for a brand."""

    line: Text


class ScarTypeWords(_Words, frozen=True, kw_only=True):
    """A scar type in plain words; ``plain`` is one sentence that stands alone."""

    name: Text
    plain: Text
    look: Text | None = None
    width: Text | None = None
    depth: Text | None = None
    edge: Text | None = None
    stretch: Text | None = None
    colour: Text | None = None
    location: Text | None = None
    frequency: Text | None = None
    confused_with: Text | None = None


class NamedText(_Words, frozen=True, kw_only=True):
    """A name and what there is to say about it."""

    name: Text
    text: Text


class TipWords(_Words, frozen=True, kw_only=True):
    """A habit: one action, how often, and why."""

    action: Text
    how_often: Text
    why: Text


class MythWords(_Words, frozen=True, kw_only=True):
    """What people say, and what is known."""

    myth: Text
    fact: Text


class SectionWords(_Words, frozen=True, kw_only=True):
    """A section of an explainer, as paragraphs."""

    heading: Text
    body: tuple[Text, ...]


class TopicWords(_Words, frozen=True, kw_only=True):
    """An explainer; ``sections`` by the ids that the facts give."""

    title: Text
    lead: Text
    sections: dict[str, SectionWords]


class CautionWords(_Words, frozen=True, kw_only=True):
    """What a card says when a caution concerns its treatment, and why."""

    name: Text
    why: Text
    avoid: Text | None = None
    discuss: Text | None = None
    prefer: Text | None = None


class OptionWords(_Words, frozen=True, kw_only=True):
    """An answer, the examples under it, and how a result refers back to it."""

    label: Text
    because: Text
    examples: tuple[Text, ...] = ()
    help: Text | None = None


class QuestionWords(_Words, frozen=True, kw_only=True):
    """A question of the picker with its answers, by option id."""

    text: Text
    help: Text | None = None
    options: dict[str, OptionWords]


class OutcomeWords(_Words, frozen=True, kw_only=True):
    """A result: never a diagnosis, always what it sounds like."""

    label: Text
    meaning: Text
    could_be: Text
    next_step: Text


class PickerWords(_Words, frozen=True, kw_only=True):
    """Everything the picker says."""

    questions: dict[str, QuestionWords]
    outcomes: dict[str, OutcomeWords]
    doctor_first: Text
    tell_the_clinic: Text
    mixed: Text
    support: Text
    not_a_diagnosis: Text


class AskWords(_Words, frozen=True, kw_only=True):
    """Questions to take to a consultation."""

    ask: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class ReviewWords(_Words, frozen=True, kw_only=True):
    """Who stands behind the content, and how it was made."""

    purpose: Text
    method: Text
    written_by: Text
    reviewed_by: Text
    funding: Text
    not_advice: Text
    licence: Text


class Words(_Words, frozen=True, kw_only=True):
    """All that one locale says."""

    treatments: dict[str, TreatmentWords]
    brands: dict[str, BrandWords]
    scar_types: dict[str, ScarTypeWords]
    lookalikes: dict[str, NamedText]
    severity: dict[str, NamedText]
    tones: dict[str, NamedText]
    tips: dict[str, TipWords]
    myths: dict[str, MythWords]
    topics: dict[str, TopicWords]
    cautions: dict[str, CautionWords]
    picker: PickerWords
    scales: dict[str, dict[str, NamedText]]
    ask: tuple[Text, ...]
    review: ReviewWords
