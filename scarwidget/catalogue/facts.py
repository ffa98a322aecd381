"""The language-neutral half of the catalogue: ids, numbers, grades and sources.

Every struct here is frozen and refuses keys it does not know. The words that go with it
live in :mod:`scarwidget.catalogue.words`, under the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

import msgspec

ScarTypeId = Literal[
    "icepick",
    "boxcar_shallow",
    "boxcar_deep",
    "rolling",
    "hypertrophic",
    "keloid",
    "papular",
    "pih",
    "pie",
]
ToneId = Literal["I_II", "III", "IV", "V_VI", "unsure"]
TreatmentGroup = Literal[
    "none", "topical", "resurfacing", "focal", "needling", "laser", "surgery", "injection"
]
Setting = Literal["none", "home", "home_prescribed", "clinic", "clinic_or_hospital"]
ScarGroup = Literal["sunken", "raised", "mark"]
TipGroup = Literal["treat_early", "gentle_care", "hands_off", "sun", "everyday", "get_help"]
Grade = Literal["A", "B", "C", "D"]
Confidence = Literal["high", "medium", "low"]
Score = Annotated[int, msgspec.Meta(ge=0, le=3)]
Band = Annotated[int, msgspec.Meta(ge=1, le=4)]
Tier = Annotated[int, msgspec.Meta(ge=1, le=3)]
Span = tuple[Annotated[int, msgspec.Meta(ge=0)], Annotated[int, msgspec.Meta(ge=0)]]
Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
SourceIds = tuple[str, ...]

Statement = Literal[
    "mechanism",
    "fit",
    "visits",
    "interval",
    "downtime",
    "time_to_result",
    "longevity",
    "cost",
    "discomfort",
    "risks",
    "skin_tone",
    "not_for",
    "provider",
]
"""What a card says about a treatment, in the order a card says it."""

ScarStatement = Literal[
    "look",
    "width",
    "depth",
    "edge",
    "stretch",
    "colour",
    "location",
    "frequency",
    "confused_with",
]
"""What the catalogue says about a scar type, in the order it is shown."""


COMBINED: Mapping[str, tuple[ScarTypeId, ...]] = {
    "boxcar": ("boxcar_shallow", "boxcar_deep"),
    "pih_pie": ("pih", "pie"),
}
"""Filters for two types at once: the depth is not clear, or there are both colours."""


def _steps(kind: Any) -> tuple[str, ...]:
    """The steps of a number that has a least and a greatest."""
    bounds = get_args(kind)[1]
    return tuple(map(str, range(bounds.ge, bounds.le + 1)))


SCALES: Mapping[str, tuple[str, ...]] = {
    "group": get_args(TreatmentGroup),
    "setting": get_args(Setting),
    "cost_band": _steps(Band),
    "risk_tier": _steps(Tier),
    "pigment_risk": _steps(Tier),
    "grade": get_args(Grade),
    "score": _steps(Score),
    "confidence": get_args(Confidence),
    "tip_group": get_args(TipGroup),
    "scar_group": get_args(ScarGroup),
}
"""Every scale, with the steps that the words must name."""


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all facts: frozen, strict."""


class Source(_Facts, frozen=True, kw_only=True):
    """Where a statement comes from. ``read`` says how much of it was seen."""

    id: Id
    title: str
    publisher: str
    year: str
    ident: str
    read: Literal["seen", "seen-secondary", "memory"]
    url: str = ""


class Review(_Facts, frozen=True, kw_only=True):
    """Who stands behind the content, and until when. Dates are ISO days."""

    reviewed_on: date
    review_due: date


class Fit(_Facts, frozen=True, kw_only=True):
    """How well a treatment suits a scar type: the project's own reading of the sources.

    ``score`` is 0 (no use) to 3 (leading option), ``grade`` the evidence letter, and
    ``avoid`` says that it may make this type worse.
    """

    score: Score
    grade: Grade
    avoid: bool = False


class Treatment(_Facts, frozen=True, kw_only=True):
    """One option, with what orders it.

    ``visits`` and ``downtime_days`` are (fewest, most); an absent number is one that no
    source gives. ``sources`` holds the ids behind each statement of the card; a statement
    that no source supports is named in ``unknown`` instead, and has no words.
    """

    id: Id
    group: TreatmentGroup
    setting: Setting
    risk_tier: Tier | None = None
    cost_band: Band | None = None
    pigment_risk: Tier | None = None
    visits: Span | None = None
    downtime_days: Span | None = None
    fit: dict[ScarTypeId, Fit] = {}
    sources: dict[Statement, SourceIds]
    unknown: tuple[Statement, ...] = ()


class Brand(_Facts, frozen=True, kw_only=True):
    """A named device or product, and the treatments it belongs to."""

    id: Id
    name: str
    treatments: tuple[Id, ...]
    sources: SourceIds


class ScarType(_Facts, frozen=True, kw_only=True):
    """A kind of scar or mark; ``mark`` is a colour change and not a true scar."""

    id: ScarTypeId
    group: ScarGroup
    sources: dict[ScarStatement, SourceIds]
    unknown: tuple[ScarStatement, ...] = ()


class Sourced(_Facts, frozen=True, kw_only=True):
    """Anything that needs no more than an id and its sources."""

    id: Id
    sources: SourceIds


class Tip(Sourced, frozen=True, kw_only=True):
    """A prevention habit, with the grade of its evidence and the group it is shown in."""

    group: TipGroup
    grade: Grade


class Topic(_Facts, frozen=True, kw_only=True):
    """An explainer: its sections in order, each with the sources behind it."""

    id: Id
    sections: tuple[Sourced, ...]


class Caution(_Facts, frozen=True, kw_only=True):
    """A circumstance that changes what may be done.

    ``level`` is the word that the picker's first screen has for it (``stop``, ``doctor``,
    ``tell``), ``tone`` when the skin tone sets it, or ``support``. For a treatment,
    ``avoid`` beats ``discuss`` beats ``prefer``.
    """

    id: Id
    level: Literal["stop", "doctor", "tell", "tone", "support"]
    tones: tuple[ToneId, ...] = ()
    avoid: tuple[Id, ...] = ()
    discuss: tuple[Id, ...] = ()
    prefer: tuple[Id, ...] = ()
    sources: SourceIds


class Question(_Facts, frozen=True, kw_only=True):
    """A screen of the picker: asked when the answer to ``after`` is one of ``when``."""

    id: Id
    options: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    after: str = ""
    when: tuple[str, ...] = ()


class Outcome(_Facts, frozen=True, kw_only=True):
    """Where answers lead.

    ``scars`` are the types it may be, and ``filter`` is what the list of treatments is then
    filtered by: a type, or one of :data:`COMBINED`.
    """

    id: Id
    kind: Literal["scar", "mark", "not_scar", "unclear", "stop"]
    scars: tuple[ScarTypeId, ...] = ()
    filter: str = ""
    doctor_first: bool = False
    lookalike: str = ""


class DipRow(_Facts, frozen=True, kw_only=True):
    """A row of the table for sunken marks; each cell is ``(outcome, confidence)``."""

    edges: str
    width: str
    flattens: tuple[Id, Confidence]
    partly: tuple[Id, Confidence]
    no_change: tuple[Id, Confidence]
    not_tried: tuple[Id, Confidence]


class PickerRules(_Facts, frozen=True, kw_only=True):
    """The whole decision table of the picker, as data."""

    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    dip: tuple[DipRow, ...]
    flat: dict[str, tuple[Id, Confidence]]
    raised: dict[str, tuple[Id, Confidence]]
    unsure: tuple[Id, Confidence]
