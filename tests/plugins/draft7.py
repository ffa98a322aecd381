"""As much of JSON Schema's draft 7 as the schemas of the project use; anything else raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

TOLD = frozenset({"$schema", "title", "description", "examples", "default"})
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def errors(schema: dict[str, Any], value: Any, path: str = "") -> Iterator[str]:
    """Where a value breaks a schema."""
    for keyword, expected in schema.items():
        if keyword not in TOLD:
            yield from _broken(keyword, expected, schema, value, path)


def _broken(
    keyword: str, expected: Any, schema: dict[str, Any], value: Any, path: str
) -> Iterator[str]:
    match keyword:
        case "type":
            wrong = not isinstance(value, TYPES[expected])
            if wrong or (isinstance(value, bool) and expected != "boolean"):
                yield path
        case "enum":
            if value not in expected:
                yield path
        case "anyOf":
            if all(list(errors(option, value)) for option in expected):
                yield path
        case "properties" if isinstance(value, dict):
            for name, inner in expected.items():
                if name in value:
                    yield from errors(inner, value[name], f"{path}.{name}")
        case "required" if isinstance(value, dict):
            if set(expected) - value.keys():
                yield path
        case "additionalProperties" if isinstance(value, dict):
            for name in value.keys() - schema.get("properties", {}).keys():
                if expected is False:
                    yield path
                else:
                    yield from errors(expected, value[name], f"{path}.{name}")
        case "propertyNames" if isinstance(value, dict):
            for name in value:
                yield from errors(expected, name, f"{path}.{name}")
        case "items" if isinstance(value, list):
            for index, inner in enumerate(value, 1):
                yield from errors(expected, inner, f"{path}[{index}]")
        case _:
            if not _holds(keyword, expected, value):
                yield path


def _holds(keyword: str, expected: Any, value: Any) -> bool:
    """Whether the keyword, which is about one type alone, holds for a value."""
    number = isinstance(value, (int, float))
    match keyword:
        case "pattern":
            return not isinstance(value, str) or re.search(expected, value) is not None
        case "format" if expected == "date":
            return not isinstance(value, str) or _is_date(value)
        case "minLength":
            return not isinstance(value, str) or len(value) >= expected
        case "maxLength":
            return not isinstance(value, str) or len(value) <= expected
        case "minItems":
            return not isinstance(value, list) or len(value) >= expected
        case "minimum":
            return not number or bool(value >= expected)
        case "maximum":
            return not number or bool(value <= expected)
        case "properties" | "required" | "additionalProperties" | "propertyNames" | "items":
            return True
    raise AssertionError(f"{keyword} is a keyword that no test knows")


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
