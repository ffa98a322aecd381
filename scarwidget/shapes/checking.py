"""Checks data against a struct, and finds every fault of it, not the first one only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from scarwidget.faults import Fault, FaultsFound, close, nearest

T = TypeVar("T")

_PATH = re.compile(r" - at `(?:key` in `)?\$(?P<path>.*)`$")


def shaped(where: str, key: str, value: object, kind: type[T]) -> T:
    """The value as a ``kind``; :class:`~scarwidget.faults.FaultsFound` with all that is wrong.

    ``where`` is the file and ``key`` the place in it that faults name. A description in a
    field's :class:`msgspec.Meta` says what was expected, in a person's words; a ``check``
    among its ``extra`` is called with the value and raises ValueError where it does not hold.
    """
    try:
        converted = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    else:
        if not _has_checks(kind):
            return converted
    # Looking for every fault takes a thousand times as long as finding that there is none.
    faults = list(_faults(where, key, value, kind))
    if faults:
        raise FaultsFound(faults)
    return msgspec.convert(value, kind)


def _has_checks(kind: Any) -> bool:
    """Whether a type has checks of its own, which msgspec does not know."""
    struct, item = _struct(kind), _item(kind)
    if struct is not None:
        return _struct_has_checks(struct)
    if item is not None:
        return _has_checks(item)
    return any(note.extra and "check" in note.extra for note in _notes(kind))


@cache
def _struct_has_checks(struct: type[msgspec.Struct]) -> bool:
    return any(_has_checks(field.type) for field in msgspec.structs.fields(struct))


def _faults(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    inside = list(_faults_inside(where, key, value, kind))
    yield from inside or _own_fault(where, key, value, kind)


def _faults_inside(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    """The faults of the parts that a value is made of."""
    struct, item, entry = _struct(kind), _item(kind), _entry(kind)
    if struct is not None and isinstance(value, dict):
        yield from _field_faults(where, key, value, struct)
    elif item is not None and isinstance(value, list):
        for index, part in enumerate(value, 1):
            yield from _faults(where, f"{key}[{index}]", part, item)
    elif entry is not None and isinstance(value, dict):
        for name, part in value.items():
            yield from _own_fault(where, f"{key}.{name}", name, entry[0])
            yield from _faults(where, f"{key}.{name}", part, entry[1])


def _field_faults(
    where: str, key: str, value: dict[str, Any], struct: type[msgspec.Struct]
) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    found = [
        Fault(where, _join(key, name), "is not a known key", nearest(name, fields))
        for name in value
        if name not in fields
    ]
    sound: dict[str, Any] = {}
    for name, field in fields.items():
        if name in value:
            faults = list(_faults(where, _join(key, name), value[name], field.type))
            found.extend(faults)
            if not faults:
                sound[name] = value[name]
        elif field.required:
            found.append(Fault(where, _join(key, name), "is missing"))
    yield from found
    if found and all(name in sound for name, field in fields.items() if field.required):
        # What its fields say of one another can be wrong too, and is told in the same run.
        yield from _own_fault(where, key, sound, struct)


def _own_fault(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    """The one fault that a value has as a whole, all its parts being well."""
    try:
        converted = msgspec.convert(value, kind)
        for note in _notes(kind):
            if note.extra and "check" in note.extra:
                note.extra["check"](converted)
    except msgspec.ValidationError as error:
        if _struct(kind) is not None and isinstance(value, dict):
            found = _PATH.search(said := str(error))
            place = key + _from_one(found["path"] if found else "")
            yield Fault(where, place, _PATH.sub("", said))
        else:
            advice = close(str(value), map(str, get_args(_bare(kind)))) if _is_choice(kind) else ""
            yield Fault(where, key, f"{_shown(value)}: expected {expectation(kind)}", advice)
    except ValueError as error:
        yield Fault(where, key, str(error))


def expectation(kind: Any) -> str:
    """What a value of a type looks like, in a person's words."""
    described = next((note.description for note in _notes(kind) if note.description), "")
    bare = _bare(kind)
    if described:
        return described
    if _is_choice(kind):
        return _listed(map(repr, get_args(bare)), "or")
    if get_origin(bare) in (Union, UnionType):
        return " or ".join(expectation(option) for option in _options(bare))
    if (struct := _struct(bare)) is not None:
        return f"a table with {_listed(struct.__struct_encode_fields__, 'and')}"
    if (item := _item(bare)) is not None:
        least = "at least one of " if any(note.min_length for note in _notes(kind)) else ""
        return f"a list, {least}each {expectation(item)}"
    if (entry := _entry(bare)) is not None:
        return f"a table, each value {expectation(entry[1])}"
    return _NAMES.get(bare, "another value") + _bounds(kind)


_NAMES: Mapping[Any, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date such as 2026-11-22",
}


def _bounds(kind: Any) -> str:
    """The limits of a string's length or of a number, ready to be added to its name."""
    bounds: dict[str, Any] = {}
    for note in _notes(kind):
        for name in ("min_length", "max_length", "ge", "le"):
            if (value := getattr(note, name)) is not None:
                bounds[name] = f"{value:,}"
    match bounds:
        case {"min_length": low, "max_length": high}:
            return f" of {low} to {high} characters"
        case {"ge": low, "le": high}:
            return f" from {low} to {high}"
        case {"min_length": low}:
            return f" of {low} or more characters"
        case {"max_length": high}:
            return f" of up to {high} characters"
        case {"ge": low}:
            return f" of {low} or more"
        case {"le": high}:
            return f" of up to {high}"
    return ""


def _listed(names: Iterable[str], last: str) -> str:
    *rest, final = names
    return f"{', '.join(rest)} {last} {final}" if rest else final


def _from_one(path: str) -> str:
    """A path as people count: from one."""
    return re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + 1}]", path)


def _bare(kind: Any) -> Any:
    """A type without its annotations, and without None where it is optional."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        options = _options(kind)
        if len(options) == 1:
            return _bare(options[0])
    return kind


def _options(kind: Any) -> list[Any]:
    """The choices of a union but None, those of a union within it included; else the type."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, UnionType):
        return [kind]
    return [option for option in get_args(kind) if option is not NoneType]


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    """The struct that a table becomes, also where it is one of several choices."""
    for option in _options(_bare(kind)):
        bare = _bare(option)
        if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
            return bare
    return None


def _is_choice(kind: Any) -> bool:
    return get_origin(_bare(kind)) is Literal


def _item(kind: Any) -> Any:
    """What a ``tuple[X, ...]`` or ``list[X]`` holds; None for anything else."""
    bare = _bare(kind)
    arguments = get_args(bare)
    if get_origin(bare) is list or (get_origin(bare) is tuple and arguments[1:] == (...,)):
        return arguments[0]
    return None


def _entry(kind: Any) -> tuple[Any, Any] | None:
    """Key and value of a ``dict[K, V]``, also where it is one of several choices."""
    for option in _options(_bare(kind)):
        bare = _bare(option)
        if get_origin(bare) is dict:
            key, value = get_args(bare)
            return key, value
    return None


def _notes(kind: Any) -> Iterator[msgspec.Meta]:
    """The annotations of a type, also where None is allowed beside it."""
    if get_origin(kind) is Annotated:
        yield from (note for note in get_args(kind)[1:] if isinstance(note, msgspec.Meta))
        yield from _notes(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType) and len(options := _options(kind)) == 1:
        yield from _notes(options[0])


def _shown(value: object) -> str:
    """A value as a person would write it, cut short."""
    match value:
        case bool():
            text = str(value).lower()
        case date() | time():
            text = value.isoformat()
        case _:
            text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
