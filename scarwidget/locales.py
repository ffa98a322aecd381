"""Which language to answer in, and what a string says in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import langcodes
from langcodes.tag_parser import LanguageTagError

from scarwidget.text import BASE_LOCALE, Text

FAR = 25
"""The largest langcodes distance that still counts as the same language."""

LONGEST_TAG = 35
"""No registered language tag is longer (RFC 5646, section 4.4.1)."""


@lru_cache(maxsize=512)
def match(wanted: str, available: tuple[str, ...]) -> str | None:
    """The available locale nearest to a BCP 47 tag; None when none is near, or it is no tag.

    One of the same language counts where none is nearer: who reads simplified Chinese is
    served better by traditional characters than by English.
    """
    if len(wanted) > LONGEST_TAG:
        return None
    if wanted in available:
        return wanted
    try:
        found, _ = langcodes.closest_match(wanted, list(available), max_distance=FAR)
    except (LanguageTagError, ValueError):
        return None
    if found != "und":
        return found
    language = wanted.partition("-")[0].lower()
    return next((locale for locale in available if locale.partition("-")[0] == language), None)


def spoken(said: str | Mapping[str, str], locale: str, locales: Sequence[str]) -> Text:
    """What a clinic says, in ``locale`` if it says it there, else in its first locale.

    A plain string is in the default locale, which is the first of ``locales``.
    """
    default = locales[0] if locales else BASE_LOCALE
    if isinstance(said, str):
        return Text(said, default)
    for candidate in (locale, default):
        if candidate in said:
            return Text(said[candidate], candidate)
    lang, value = next(iter(said.items()))
    return Text(value, lang)
