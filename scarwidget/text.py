"""Words and the language they are in."""

from __future__ import annotations

import msgspec

BASE_LOCALE = "en"
"""The locale every string exists in; the others may lag behind it."""


class Text(msgspec.Struct, frozen=True, order=True):
    """A string that knows its language, so that a fallback can be marked as one."""

    value: str
    lang: str = BASE_LOCALE

    def __str__(self) -> str:
        return self.value
