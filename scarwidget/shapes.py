"""Checks data against a struct, and finds every fault of it, not the first one only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from scarwidget.faults import Fault, FaultsFound, nearest

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
        return any(_has_checks(field.type) for field in msgspec.structs.fields(struct))
    if item is not None:
        return _has_checks(item)
    return any(note.extra and "check" in note.extra for note in _notes(kind))


def _faults(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    inside = list(_faults_inside(where, key, value, kind))
    yield from inside or _own_fault(where, key, value, kind)


def _faults_inside(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    """The faults of the parts that a value is made of."""
    struct, item, entry = _struct(kind), _item(kind), _entry(kind)
    if value is None:
        return
    if struct is not None:
        if isinstance(value, dict):
            yield from _field_faults(where, key, value, struct)
        else:
            yield Fault(where, key, f"is {_shown(value)}, expected a table")
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
    for name in value:
        if name not in fields:
            yield Fault(where, _join(key, name), "is not a known key", nearest(name, fields))
    for name, field in fields.items():
        if name in value:
            yield from _faults(where, _join(key, name), value[name], field.type)
        elif field.required:
            yield Fault(where, _join(key, name), "is missing")


def _own_fault(where: str, key: str, value: object, kind: Any) -> Iterator[Fault]:
    """The one fault that a value has as a whole, all its parts being well."""
    try:
        converted = msgspec.convert(value, kind)
        for note in _notes(kind):
            if note.extra and "check" in note.extra:
                note.extra["check"](converted)
    except msgspec.ValidationError as error:
        said = str(error)
        found = _PATH.search(said)
        problem = _PATH.sub("", said)
        described = next((note.description for note in _notes(kind) if note.description), "")
        if get_origin(_bare(kind)) is Literal:
            described = " or ".join(map(repr, get_args(_bare(kind))))
        if described:
            problem = f"expected {described}"
        elif problem.startswith("Expected"):
            problem = problem.replace("Expected", "expected", 1)
        shown = "" if _struct(kind) else f"{_shown(value)}: "
        yield Fault(where, key + _from_one(found["path"] if found else ""), shown + problem)
    except ValueError as error:
        yield Fault(where, key, str(error))


def _from_one(path: str) -> str:
    """A path as people count: from one."""
    return re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + 1}]", path)


def _bare(kind: Any) -> Any:
    """A type without its annotations, and without None where it is optional."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        options = [option for option in get_args(kind) if option is not NoneType]
        if len(options) == 1:
            return _bare(options[0])
    return kind


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    bare = _bare(kind)
    return bare if isinstance(bare, type) and issubclass(bare, msgspec.Struct) else None


def _item(kind: Any) -> Any:
    """What a ``tuple[X, ...]`` or ``list[X]`` holds; None for anything else."""
    bare = _bare(kind)
    arguments = get_args(bare)
    if get_origin(bare) is list or (get_origin(bare) is tuple and arguments[1:] == (...,)):
        return arguments[0]
    return None


def _entry(kind: Any) -> tuple[Any, Any] | None:
    """Key and value of a ``dict[K, V]``, also where it is one of several choices."""
    for option in (kind, *get_args(_bare(kind))):
        bare = _bare(option)
        if get_origin(bare) is dict:
            key, value = get_args(bare)
            return key, value
    return None


def _notes(kind: Any) -> Iterator[msgspec.Meta]:
    """The annotations of a type, also where None is allowed beside it."""
    if get_origin(kind) is Annotated:
        yield from (note for note in get_args(kind)[1:] if isinstance(note, msgspec.Meta))
    elif get_origin(kind) in (Union, UnionType) and _bare(kind) is not kind:
        for option in get_args(kind):
            yield from _notes(option)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
