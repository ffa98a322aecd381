"""What a clinic says about itself and its services, as frozen, strict structs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec

from scarwidget.clinics.contrast import contrast
from scarwidget.origins import BadOrigin, Origin, check_origin

Market = Literal["US", "GB", "SG", "HK", "AU"]
ClinicId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9-]{1,39}$(?!\n)",
        description="2 to 40 small letters, digits and hyphens, a letter first",
    ),
]
ItemId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)",
        description="up to 40 small letters, digits and hyphens, a letter first",
    ),
]
Locale = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$(?!\n)",
        description="a language tag such as 'en' or 'zh-Hant-HK'",
    ),
]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
LocalText = Annotated[
    Line | dict[Locale, Line],
    msgspec.Meta(
        description="a text of 1 to 1,000 characters, or one a language such as {en = 'Hello'}"
    ),
]
"""A string in the clinic's default locale, or one string a locale."""

Label = Annotated[
    str, msgspec.Meta(max_length=200, description="a name or number of at most 200 characters")
]
Prose = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=20_000, description="Markdown of 1 to 20,000 characters"),
]
LocalProse = Annotated[
    Prose | dict[Locale, Prose],
    msgspec.Meta(
        description="Markdown of 1 to 20,000 characters, or once a language such as {en = '…'}"
    ),
]
"""Markdown in the clinic's default locale, or once a locale."""

_HEX = re.compile(r"^#[0-9a-fA-F]{6}$(?!\n)")
Colour = Annotated[
    str, msgspec.Meta(pattern=_HEX.pattern, description="a colour such as '#0f5c5a'")
]
Phone = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^\+[0-9][0-9 ()-]{5,24}$(?!\n)",
        description="an international number such as '+1 617 555 0100'",
    ),
]
Email = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^@\s<>?&]+@[^@\s<>?&]+\.[^@\s<>?&]+$(?!\n)",
        description="an address such as 'hello@clinic.example'",
    ),
]
SecureUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https://[^\s\"'<>]+$(?!\n)", description="an address that begins with 'https://'"
    ),
]
Currency = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Z]{3}$(?!\n)", description="a currency's code such as 'USD'")
]
Amount = Annotated[float, msgspec.Meta(ge=0, le=100_000_000)]

PAPER = "#ffffff"
INK_PAPER = "#16181d"
LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def _contrast_problem(colour: str, paper: str) -> str:
    """What is wrong with a colour of text on a paper; nothing where it is no colour at all."""
    ratio = contrast(colour, paper) if _HEX.match(colour) else LEAST_CONTRAST
    if ratio >= LEAST_CONTRAST:
        return ""
    return f"has a contrast of {ratio:.1f} on {paper}, expected {LEAST_CONTRAST} or more"


def _readable_on(paper: str) -> msgspec.Meta:
    def check(colour: str) -> None:
        if problem := _contrast_problem(colour, paper):
            raise ValueError(f"{colour} {problem}")

    return msgspec.Meta(extra={"check": check})


def _unreadable_accents(theme: Theme) -> Iterator[str]:
    for name, paper in (("accent", PAPER), ("accent_dark", INK_PAPER)):
        colour = getattr(theme, name)
        if problem := _contrast_problem(colour, paper):
            yield f"{name} = {colour} {problem}"


def _bad_origins(clinic: Clinic) -> Iterator[str]:
    for origin in clinic.origins:
        try:
            check_origin(origin)
        except BadOrigin as error:
            yield f"origins: {error}"


def _raise_all(problems: Iterator[str]) -> None:
    if found := list(problems):
        raise ValueError("; ".join(found))


class Price(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a service costs, in whole units of an ISO 4217 currency; ``per`` names the unit."""

    currency: Currency
    from_: Amount = msgspec.field(name="from")
    to: Amount | None = None
    per: LocalText | None = None

    def __post_init__(self) -> None:
        if self.to is not None and self.to < self.from_:
            raise ValueError(f"to = {self.to:g} is less than from = {self.from_:g}")


class Device(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A device as a register of devices knows it; ``market`` says whose register that is."""

    brand: Line
    model: Line
    registration_no: Line
    market: Market

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.brand} {self.model}"


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something a clinic offers: a treatment of the catalogue, perhaps by a brand.

    A ``treatment`` that the catalogue does not have is allowed; its card then says that
    nobody reviewed it. ``details`` is Markdown, for what does not fit into a sentence;
    ``device`` is a name, or all that a register says of it.
    """

    id: ItemId
    treatment: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    name: LocalText | None = None
    brand: Label | None = None
    device: Label | Device | None = None
    price: Price | None = None
    visits: LocalText | None = None
    benefits: LocalText | None = None
    risks: LocalText | None = None
    notice: LocalText | None = None
    details: LocalProse | None = None
    citations: tuple[Line, ...] = ()
    reviewed_on: date | None = None
    review_due: date | None = None
    min_age: Annotated[int, msgspec.Meta(ge=0, le=120)] | None = None

    @property
    def device_name(self) -> str | None:
        """The device as people call it."""
        return self.device.name if isinstance(self.device, Device) else self.device


class ChecklistItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A habit that a clinic adds to the checklist, always labelled as the clinic's."""

    id: ItemId
    action: LocalText
    how_often: LocalText
    why: LocalText


class Practitioner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody who treats, with the registration that a visitor can look up."""

    name: LocalText
    title: LocalText | None = None
    registration: Label | None = None


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to reach a clinic. Numbers are international, ``+852 5550 0142``."""

    phone: Phone | None = None
    whatsapp: Phone | None = None
    email: Email | None = None
    booking: SecureUrl | None = None
    address: LocalText | None = None
    hours: LocalText | None = None
    note: LocalText | None = None


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a clinic's widgets look. Both accents must be readable on their paper."""

    accent: Annotated[Colour, _readable_on(PAPER)] = "#0f5c5a"
    accent_dark: Annotated[Colour, _readable_on(INK_PAPER)] = "#7fd1cc"
    font: Literal["sans", "serif", "rounded"] = "sans"
    corners: Literal["sharp", "soft", "round"] = "soft"

    def __post_init__(self) -> None:
        _raise_all(_unreadable_accents(self))


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A finding of the claims linter that somebody answers for, until a day.

    It stands for the words ``words`` that the rule ``rule`` found under ``key``, and for
    nothing else. Findings that no one may wave through are found all the same.
    """

    rule: Annotated[
        str,
        msgspec.Meta(pattern=r"^SW[0-9]{3}$(?!\n)", description="a rule's id such as 'SW008'"),
    ]
    key: Line
    words: Line
    reason: Annotated[str, msgspec.Meta(min_length=10, max_length=1000)]
    reviewer: Line
    expires: date


class Clinic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One customer. The first of ``locales`` is the default; no market means no services."""

    id: ClinicId
    name: LocalText
    markets: tuple[Market, ...] = ()
    locales: Annotated[tuple[Locale, ...], msgspec.Meta(min_length=1)] = ("en",)
    origins: tuple[Origin, ...] = ()
    plugins: tuple[Label, ...] = ()
    licence_no: Label | None = None
    premises_type: LocalText | None = None
    practitioners: tuple[Practitioner, ...] = msgspec.field(default=(), name="practitioner")
    contact: Contact = Contact()
    theme: Theme = Theme()
    accepted: tuple[Accepted, ...] = ()

    def __post_init__(self) -> None:
        _raise_all(_bad_origins(self))


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, formats, surrogates, line and paragraph separators."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Hangul letters that are drawn as nothing."""

_PILED = 4
"""The most marks on one letter. Hebrew needs so many; a pile of more covers the lines around."""


def unreadable(item: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, problem) for every string that holds what no reader can see.

    Control characters, zero-width characters and direction overrides can make a text read
    differently from what it says; so can marks piled up on a letter. A service's ``details``
    have lines, and tabs.
    """
    match item:
        case str():
            pile = 0
            for character in item:
                pile = pile + 1 if _is_mark(character) else 0
                if pile > _PILED:
                    yield path, f"piles more than {_PILED} marks on one letter"
                    return
                if character in "\n\t" and path.partition(".")[0] == "details":
                    continue
                if unicodedata.category(character) in _UNSEEN or character in _FILLERS:
                    yield path, f"holds the invisible character U+{ord(character):04X}"
                    return
        case dict():
            for key, value in item.items():
                yield from unreadable(value, f"{path}.{key}" if path else str(key))
        case tuple() | list():
            for index, value in enumerate(item, 1):
                yield from unreadable(value, f"{path}[{index}]")
        case msgspec.Struct():
            for field in msgspec.structs.fields(item):
                value = getattr(item, field.name)
                name = field.encode_name
                yield from unreadable(value, f"{path}.{name}" if path else name)


def _is_mark(character: str) -> bool:
    """Whether a character is drawn over, under or around the one before it."""
    return unicodedata.combining(character) > 0 or unicodedata.category(character) == "Me"
