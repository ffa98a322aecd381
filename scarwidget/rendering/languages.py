"""The interface's own strings in every language that has them, and numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_currency

from scarwidget.clinics import Price
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins.own_widgets.messages import compiled
from scarwidget.text import BASE_LOCALE

MESSAGES = Path(__file__).parent / "messages"
"""One ``.po`` file a language, named by its BCP 47 tag; English is in the templates."""


_read: dict[str, NullTranslations | None] = {}
"""What is known of each locale that was asked for; None for one without a file."""


def interface_locale(locale: str) -> str:
    """The language the interface speaks for a locale: the locale itself, or English."""
    return BASE_LOCALE if _known(locale) is None else locale


def translations(locale: str) -> NullTranslations:
    """The interface's strings in a language; English ones are the message ids themselves."""
    return _known(locale) or NullTranslations()


def reread() -> Callable[[], None]:
    """Read every language anew, and give what takes that back.

    Raises :class:`~scarwidget.faults.FaultsFound`, and changes nothing, where a file is faulty.
    """
    before = dict(_read)
    now: dict[str, NullTranslations | None] = {}
    faults: list[Fault] = []
    for path in sorted(MESSAGES.glob("*.po")):
        try:
            now[path.stem] = _messages(path.stem, strict=True)
        except PoFileError as error:
            faults.append(Fault(str(path), f"line {error.lineno + 1}", str(error.args[0])))
        except (OSError, ValueError) as error:
            faults.append(Fault(str(path), "", f"cannot be read: {error}"))
    if faults:
        raise FaultsFound(faults)
    _change(now)
    return lambda: _change(before)


def _change(known: dict[str, NullTranslations | None]) -> None:
    _read.clear()
    _read.update(known)


def _known(locale: str) -> NullTranslations | None:
    try:
        return _read[locale]
    except KeyError:
        found = _read[locale] = _messages(locale)
        return found


def _messages(locale: str, *, strict: bool = False) -> NullTranslations | None:
    path = MESSAGES / f"{locale}.po"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return compiled(read_po(file, locale=locale.replace("-", "_"), abort_invalid=strict))


@cache
def _babel(locale: str) -> Locale:
    return Locale.parse(locale, sep="-")


def day(value: date, locale: str) -> str:
    """A date in full, as the language writes it."""
    return format_date(value, "long", locale=_babel(locale))


def price_range(price: Price, locale: str) -> str:
    """A price with its currency's code, ``HKD 1,280``: a bare ``$`` is many currencies."""
    low = _money(price.from_, price.currency, locale)
    if price.to is None or price.to == price.from_:
        return low
    high = _money(price.to, price.currency, locale)
    return f"{low} \u2013 {high.removeprefix(price.currency).strip()}"


def _money(amount: float, currency: str, locale: str) -> str:
    pattern = "\u00a4\u00a4\u00a0#,##0" if amount == int(amount) else "\u00a4\u00a4\u00a0#,##0.00"
    return format_currency(amount, currency, pattern, locale=_babel(locale), currency_digits=False)


def language_name(locale: str) -> str:
    """What speakers of a language call it; the script only where it tells two apart."""
    parsed = _babel(locale)
    if parsed.language == "zh":
        return "繁體中文" if parsed.script == "Hant" else "简体中文"
    return (parsed.get_language_name(parsed) or locale).capitalize()


def direction(locale: str) -> str:
    """``ltr`` or ``rtl``."""
    return _babel(locale).text_direction
