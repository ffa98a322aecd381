"""What whoever starts a clinic answers, each checked by itself.

A question takes what was typed and gives what it means, or raises :class:`Unfit` with what
was expected and, where there is one, the nearest answer that would do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

import msgspec

from scarwidget.clinics.contrast import contrast
from scarwidget.clinics.models import (
    INK_PAPER,
    LEAST_CONTRAST,
    PAPER,
    ClinicId,
    Line,
    Market,
    Theme,
    unreadable,
)
from scarwidget.faults import nearest
from scarwidget.locales import match
from scarwidget.origins import BadOrigin, check_origin

MARKETS: tuple[Market, ...] = get_args(Market)
LOCALES = ("en", "zh-Hant-HK")
"""The languages that the starters have words in."""

LONGEST_ID = 40
HALF_A_YEAR = timedelta(days=182)
LEGIBLE = 7.0
"""The contrast that a colour made here has, comfortably above the least."""

_COUNTRIES: Mapping[str, Market] = {
    "AUSTRALIA": "AU",
    "BRITAIN": "GB",
    "ENGLAND": "GB",
    "HONGKONG": "HK",
    "SINGAPORE": "SG",
    "UK": "GB",
    "UNITEDKINGDOM": "GB",
    "UNITEDSTATES": "US",
    "USA": "US",
}
_CURRENCIES: Mapping[Market, str] = {
    "US": "USD",
    "GB": "GBP",
    "SG": "SGD",
    "HK": "HKD",
    "AU": "AUD",
}


class Unfit(ValueError):
    """An answer that cannot be taken; it says what was expected."""


@dataclass(frozen=True)
class Answers:
    """All that the starters are made from. ``names`` has every one of the ``locales``."""

    id: str
    names: Mapping[str, str]
    markets: tuple[Market, ...]
    locales: tuple[str, ...]
    origins: tuple[str, ...]
    accent: str
    today: date

    @property
    def name(self) -> str:
        """What the clinic is called in its first language."""
        return self.names[self.locales[0]]

    @property
    def module(self) -> str:
        """The Python package of a plugin: no keyword and no other module is called so."""
        return f"scarwidget_{self.id.replace('-', '_')}"

    @property
    def accent_dark(self) -> str:
        """The accent for dark paper: the same hue, made light enough to be read there."""
        theme = Theme()
        return theme.accent_dark if self.accent == theme.accent else _lighter(self.accent)

    @property
    def currency(self) -> str:
        """The currency of the first market."""
        return _CURRENCIES[self.markets[0]]

    @property
    def review_due(self) -> date:
        """When the words of today have to be looked at again."""
        return self.today + HALF_A_YEAR


def read_id(said: str) -> str:
    """A clinic's id, as it stands or made of a name."""
    found = _slug(said)
    if not _is_id(found):
        shown = " ".join(said.split())
        raise Unfit(
            f"no id can be made of {shown!r}, expected 2 to {LONGEST_ID} small letters, digits "
            "and hyphens, a letter first: 'birch-skin'"
        )
    return found


def read_name(said: str) -> str:
    """A clinic's name, word for word."""
    name = said.strip()
    for _, problem in unreadable(name):
        raise Unfit(f"the name {problem}, expected one line of text")
    try:
        return msgspec.convert(name, Line)
    except msgspec.ValidationError:
        raise Unfit("the name is empty or very long, expected 1 to 1000 characters") from None


def name_of(said: str) -> str:
    """The name that somebody means who gives an id, or a name."""
    return said.replace("-", " ").title() if _is_id(said) else said


def read_markets(said: Iterable[str]) -> tuple[Market, ...]:
    """Markets by their codes, in any case, each once."""
    return tuple(dict.fromkeys(_market(code) for code in said))


def read_locales(said: Iterable[str]) -> tuple[str, ...]:
    """Languages that the starters have words in, the clinic's first one first, each once."""
    return tuple(dict.fromkeys(_locale(tag) for tag in said))


def read_origins(said: Iterable[str]) -> tuple[str, ...]:
    """The web sites that will embed the widgets, each once."""
    return tuple(dict.fromkeys(_origin(address) for address in said))


def read_accent(said: str) -> str:
    """A colour that can be read on white."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", said):
        raise Unfit(f"{said!r} is not a colour, expected a form such as {Theme().accent!r}")
    ratio = contrast(said, PAPER)
    if ratio < LEAST_CONTRAST:
        raise Unfit(
            f"{said} has a contrast of {ratio:.1f} on white, expected {LEAST_CONTRAST} or more; "
            f"the nearest of its hue is {_darker(said)!r}"
        )
    return said


def usual_locales(markets: Iterable[Market]) -> tuple[str, ...]:
    """The languages of a clinic that names none."""
    return ("zh-Hant-HK", "en") if tuple(markets) == ("HK",) else ("en",)


def _is_id(said: str) -> bool:
    try:
        msgspec.convert(said, ClinicId)
    except msgspec.ValidationError:
        return False
    return True


def _slug(name: str) -> str:
    """The Latin letters and digits of a name, without accents, its words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).lower().replace("&", " and ")
    kept = "".join(
        character for character in plain if not unicodedata.combining(character)
    ).translate({ord("'"): None, ord("’"): None})
    words = re.findall(r"[a-z0-9]+", kept)
    while len("-".join(words)) > LONGEST_ID and len(words) > 1:
        words.pop()
    return "-".join(words).lstrip("0123456789-")[:LONGEST_ID]


def _market(said: str) -> Market:
    code = said.strip().upper()
    for market in MARKETS:
        if market == code:
            return market
    meant = _COUNTRIES.get(re.sub("[^A-Z]", "", code))
    advice = f"did you mean {meant!r}?" if meant else nearest(code, MARKETS)
    raise Unfit(f"{said!r} is not a market ({advice})")


def _locale(said: str) -> str:
    tag = said.strip()
    if tag in LOCALES:
        return tag
    meant = match(tag, LOCALES)
    advice = f"did you mean {meant!r}?" if meant else nearest(tag, LOCALES)
    raise Unfit(f"the starters have no words in {said!r} ({advice}); add further ones by hand")


def _origin(said: str) -> str:
    address = said.strip()
    try:
        return check_origin(address)
    except BadOrigin as error:
        meant = _origin_in(address)
        raise Unfit(f"{error}" + (f" (did you mean {meant!r}?)" if meant else "")) from None


def _origin_in(address: str) -> str | None:
    """The origin of what is nearly one: with a path, in capitals, without its ``https://``."""
    host = re.sub(r"^[a-z]+:/*", "", address.lower()).partition("/")[0]
    if "." not in host:
        return None
    try:
        return check_origin(f"https://{host}")
    except BadOrigin:
        return None


def _lighter(colour: str) -> str:
    return next(
        mixed
        for share in range(101)
        if contrast(mixed := _mixed(colour, 255, share), INK_PAPER) >= LEGIBLE
    )


def _darker(colour: str) -> str:
    return next(
        mixed
        for share in range(101)
        if contrast(mixed := _mixed(colour, 0, share), PAPER) >= LEAST_CONTRAST
    )


def _mixed(colour: str, other: int, share: int) -> str:
    """A colour with so many hundredths of white (255) or black (0)."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(c + (other - c) * share / 100):02x}" for c in channels)
