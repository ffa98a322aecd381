"""Texts that mean harm, and every place in which a plugin can put one.

The places are found by walking the structs that a plugin gives, so a new field is one by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from msgspec import inspect

from scarwidget.clinics import (
    Accepted,
    ChecklistItem,
    Clinic,
    Contact,
    Device,
    Practitioner,
    Price,
    Service,
    Theme,
)

MARKUP: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "single quotes": "' onmouseover='alert(1)' x='<svg/onload=alert(1)>",
    "style": "<style>*{display:none}</style>",
    "tracker": '<img src="https://tracker.example/p.gif">',
    "remote sheet": "</style><link rel=stylesheet href=https://tracker.example/a.css>",
    "Markdown link": "[x](javascript:alert(1)) ![x](https://tracker.example/p.gif)",
    "script address": "javascript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "template": "{{ 7+7 }} {{ edition }} {% raw %} {# #} ${7+7} %(clinic)s %s",
    "ends of elements": "</textarea></script></title></style>--><!-- ]]>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#x202e; &amp;",
    "htmx": '<b hx-get="https://tracker.example/" hx-trigger="load">x</b>',
    "meta": '<meta http-equiv=refresh content="0;url=https://tracker.example/">',
    "as long as may be": "word " * 39 + "words",
}
"""What is refused where it can mean something, and shown as it was written elsewhere."""

ALL_AT_ONCE = " ".join(text for name, text in MARKUP.items() if name != "as long as may be")

UNSEEN: Mapping[str, str] = {
    f"U+{ord(character):04X}": f"se{character}en"
    for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00\u2028\ud800"
}
REFUSED: Mapping[str, str] = {
    **UNSEEN,
    "marks": "scars " + "a" + "\u0301\u0323" * 40,
    "rings": "b" + "\u20dd" * 40,
    "too long": "endless " * 3_000,
}
"""What no field may hold."""

GIVEN: Mapping[type, Mapping[str, Any]] = {
    Clinic: {"name": "Elm Skin", "markets": ["US"]},
    Contact: {},
    Practitioner: {"name": "Dr Elm"},
    Theme: {},
    Accepted: {
        "rule": "SW008",
        "key": "x",
        "words": "x",
        "reason": "Agreed by all of us",
        "reviewer": "Dr Elm",
        "expires": date(2027, 1, 1),
    },
    Service: {"id": "own", "treatment": "laser_pico"},
    Price: {"currency": "USD", "from": 300},
    Device: {"brand": "Elm", "model": "One", "registration_no": "1", "market": "US"},
    ChecklistItem: {"id": "hat", "action": "Wear a hat", "how_often": "Daily", "why": "Shade"},
}
"""What else a table needs."""


@dataclass(frozen=True)
class Place:
    """A text of a struct: its key as faults name it, and a table that holds a text there."""

    kind: type
    key: str
    holding: Callable[[str], dict[str, Any]]


def places(kind: type) -> tuple[Place, ...]:
    """Every text of a struct, at any depth; not the words of a closed list."""
    return tuple(Place(kind, key, put) for key, put in _texts(inspect.type_info(kind)))


def _texts(of: inspect.Type) -> Iterator[tuple[str, Callable[[str], Any]]]:
    match of:
        case inspect.Metadata():
            yield from _texts(of.type)
        case inspect.StrType():
            yield "", lambda text: text
        case inspect.UnionType():
            for option in of.types:
                yield from _texts(option)
        case inspect.VarTupleType():
            for key, put in _texts(of.item_type):
                yield f"[1]{_after(key)}", partial(_list, put)
        case inspect.StructType():
            for field in of.fields:
                for key, put in _texts(field.type):
                    name = field.encode_name
                    yield name + _after(key), partial(_table, of.cls, name, put)


def _list(put: Callable[[str], Any], text: str) -> list[Any]:
    return [put(text)]


def _table(kind: type, name: str, put: Callable[[str], Any], text: str) -> dict[str, Any]:
    return {**GIVEN[kind], name: put(text)}


def _after(key: str) -> str:
    return f".{key}" if key and not key.startswith("[") else key


def merged(one: Any, other: Any, text: str) -> Any:
    """Two tables, or lists of one part, as one that holds the text wherever either does."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{k: merged(one.get(k), value, text) for k, value in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return [merged(one[0], other[0], text)]
    return one if one == text else other


def table(kind: type, text: str, at: list[Place]) -> dict[str, Any]:
    """A table that holds a text at all of these places."""
    found: dict[str, Any] = dict(GIVEN[kind])
    for place in at:
        found = merged(found, place.holding(text), text)
    return found


def made(kind: type, value: Any) -> Any:
    """The struct of a table as Python makes it: nobody checks what stands in it."""
    return _made(inspect.type_info(kind), value)


def _made(of: inspect.Type, value: Any) -> Any:
    match of:
        case inspect.Metadata():
            return _made(of.type, value)
        case inspect.UnionType() if isinstance(value, dict):
            [struct] = (o for o in of.types if isinstance(o, inspect.StructType))
            return _made(struct, value)
        case inspect.VarTupleType():
            return tuple(_made(of.item_type, part) for part in value)
        case inspect.StructType():
            names = {field.encode_name: field for field in of.fields}
            parts = {names[k].name: _made(names[k].type, part) for k, part in value.items()}
            return of.cls(**parts)
    return value
