"""From the bytes after the question mark to the state of a widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from scarwidget.edition import BadQuery, Params, Widget

LONGEST_QUERY = 2_048
"""Bytes. The longest state there is takes a few hundred."""

LANG = "lang"
HEADING = "heading"
HEADINGS = frozenset("1234")
"""Levels that a host can ask the widget's title to have, so that two more fit below."""


@dataclass(frozen=True)
class Query:
    """What a request asks for.

    ``repeated`` says that a list came as a form sends it, key by key, and so has another
    address than its canonical one. ``heading`` is the level that a host wants the widget's
    title to have; None when it said nothing that is one.
    """

    lang: str
    params: Params
    repeated: bool
    heading: int | None = None


def parse_query(raw: bytes, widget: Widget | None) -> Query:
    """Read a query string against the keys a widget knows; a gallery knows ``lang`` alone.

    Raises :class:`~scarwidget.edition.BadQuery` for one that is too long, is not UTF-8, or
    has a known key twice. Keys that nobody knows are ignored, whatever they hold.
    """
    if len(raw) > LONGEST_QUERY:
        raise BadQuery("too_long")
    keys = widget.keys if widget else frozenset()
    lists = widget.lists if widget else frozenset()
    given: dict[str, list[str]] = {}
    for key, value in _pairs(raw):
        if key in (LANG, HEADING) or key in keys:
            given.setdefault(key, []).append(_decoded(value))
    for key, values in given.items():
        if len(values) > 1 and key not in lists:
            raise BadQuery("twice")
    repeated = any(len(values) > 1 for values in given.values())
    merged = {key: ".".join(filter(None, values)) for key, values in sorted(given.items())}
    lang = merged.pop(LANG, "")
    level = merged.pop(HEADING, "")
    heading = int(level) if level in HEADINGS else None
    params = {key: value for key, value in merged.items() if value}
    return Query(lang, params, repeated, heading)


def _pairs(raw: bytes) -> Iterator[tuple[str, bytes]]:
    for part in raw.split(b"&"):
        if part:
            key, _, value = part.partition(b"=")
            yield _decoded(key), value


def _decoded(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadQuery("encoding") from None
