"""What a clinic says about itself and its services, as frozen, strict structs."""

from __future__ import annotations

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
LocalText = Line | dict[Locale, Line]
"""A string in the clinic's default locale, or one string a locale."""

Prose = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
LocalProse = Prose | dict[Locale, Prose]
"""Markdown in the clinic's default locale, or once a locale."""

Colour = Annotated[
    str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$(?!\n)", description="a colour such as '#0f5c5a'")
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
    brand: str | None = None
    device: str | Device | None = None
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
    registration: str | None = None


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

    accent: Colour = "#0f5c5a"
    accent_dark: Colour = "#7fd1cc"
    font: Literal["sans", "serif", "rounded"] = "sans"
    corners: Literal["sharp", "soft", "round"] = "soft"

    def __post_init__(self) -> None:
        for name, paper in (("accent", PAPER), ("accent_dark", INK_PAPER)):
            ratio = contrast(getattr(self, name), paper)
            if ratio < LEAST_CONTRAST:
                raise ValueError(
                    f"{name} = {getattr(self, name)} has a contrast of {ratio:.1f} on {paper}, "
                    f"expected {LEAST_CONTRAST} or more"
                )


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A finding of the claims linter that somebody answers for, until a day.

    It stands for the words ``words`` that the rule ``rule`` found under ``key``, and for
    nothing else. Findings that no one may wave through are found all the same.
    """

    rule: Annotated[str, msgspec.Meta(pattern=r"^SW[0-9]{3}$", description="a rule, as 'SW008'")]
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
    plugins: tuple[str, ...] = ()
    licence_no: str | None = None
    premises_type: LocalText | None = None
    practitioners: tuple[Practitioner, ...] = msgspec.field(default=(), name="practitioner")
    contact: Contact = Contact()
    theme: Theme = Theme()
    accepted: tuple[Accepted, ...] = ()

    def __post_init__(self) -> None:
        for origin in self.origins:
            try:
                check_origin(origin)
            except BadOrigin as error:
                raise ValueError(f"origins: {error}") from None


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, formats, surrogates, line and paragraph separators."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Hangul letters that are drawn as nothing."""


def unreadable(item: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, problem) for every string that holds what no reader can see.

    Control characters, zero-width characters and direction overrides can make a text read
    differently from what it says.
    """
    match item:
        case str():
            for character in item:
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
