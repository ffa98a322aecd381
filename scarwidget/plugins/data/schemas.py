"""JSON Schemas of the files that people write, made of the structs that read them.

They are draft 7, the newest that the TOML extensions of editors know, and refer to nothing:
there a description beside a reference would be lost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from scarwidget.catalogue import Catalogue
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.plugins.data import TABLES
from scarwidget.plugins.data.fields import FIELDS
from scarwidget.plugins.data.folders import CLINIC_FILE
from scarwidget.settings import CONFIG_NAME, Settings
from scarwidget.shapes import expectation

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

NOT_WRITTEN = frozenset({(Clinic, "id")})
"""Fields that no file has: a clinic's id is the name of its folder."""

_NEVER_FOLLOWED = r"(?!\n)"
"""Ends the patterns of ours, for Python's ``$`` lets a line feed pass; no editor's does."""


def schemas(catalogue: Catalogue) -> Mapping[str, Schema]:
    """The schema of each file by its short name; the catalogue's ids are suggestions."""
    walk = _Walk(catalogue)
    return {
        "clinic": _file(CLINIC_FILE, "A clinic of a data-only plugin.", walk.table(Clinic)),
        "services": _file(*_rows("What a clinic offers.", Service, walk)),
        "checklist": _file(*_rows("What a clinic adds to the checklist.", ChecklistItem, walk)),
        "settings": _file(CONFIG_NAME, "How a server runs.", walk.table(Settings)),
    }


def encoded(schema: Schema) -> bytes:
    """A schema as a file."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def _file(name: str, description: str, schema: Schema) -> Schema:
    return {"$schema": DRAFT, "title": name, "description": description, **schema}


def _rows(
    description: str, kind: type[Service] | type[ChecklistItem], walk: _Walk
) -> tuple[str, str, Schema]:
    file, table = TABLES[kind]
    rows = {"type": "array", "description": f"[[{table}]]", "items": walk.table(kind)}
    return (
        file,
        description,
        {"type": "object", "properties": {table: rows}, "additionalProperties": False},
    )


class _Walk:
    """One walk over structs."""

    def __init__(self, catalogue: Catalogue) -> None:
        brands = sorted(brand.name for brand in catalogue.brands.values())
        self._suggested: Mapping[tuple[type, str], list[str]] = {
            (Service, "treatment"): list(catalogue.treatments),
            (Service, "brand"): brands,
        }

    def table(self, kind: type[msgspec.Struct]) -> Schema:
        """A struct as a table."""
        known = inspect.type_info(kind)
        assert isinstance(known, inspect.StructType)  # noqa: S101 - mypy cannot know
        annotated = {f.encode_name: f.type for f in msgspec.structs.fields(kind)}
        fields = [f for f in known.fields if (kind, f.encode_name) not in NOT_WRITTEN]
        schema: Schema = {
            "type": "object",
            "properties": {
                f.encode_name: self._field(kind, f, annotated[f.encode_name]) for f in fields
            },
            "additionalProperties": False,
        }
        if required := [f.encode_name for f in fields if f.required]:
            schema["required"] = required
        return schema

    def _field(self, kind: type[msgspec.Struct], field: inspect.Field, annotated: object) -> Schema:
        said = FIELDS[kind][field.encode_name]
        schema = self._type(field.type)
        if suggested := self._suggested.get((kind, field.encode_name)):
            schema = {"anyOf": [{"enum": suggested}, schema]}
        meaning = said.meaning
        if not _holds_tables(schema):
            meaning += f" Expected: {expectation(annotated)}."
        found: Schema = {"description": meaning, **schema}
        if said.example:
            example = tomllib.loads(f"example = {said.example}")["example"]
            found["examples"] = [msgspec.to_builtins(example)]
        if isinstance(field.default, (str, bool, int)) or field.default == ("en",):
            found["default"] = field.default
        return found

    def _type(self, kind: inspect.Type) -> Schema:
        match kind:
            case inspect.Metadata():
                return self._type(kind.type)
            case inspect.StructType():
                return self.table(kind.cls)
            case inspect.UnionType():
                options = [t for t in kind.types if not isinstance(t, inspect.NoneType)]
                schemas = [self._type(option) for option in options]
                return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
            case inspect.VarTupleType():
                items = {"type": "array", "items": self._type(kind.item_type)}
                return items | ({"minItems": kind.min_length} if kind.min_length else {})
            case inspect.DictType():
                return {
                    "type": "object",
                    "propertyNames": self._type(kind.key_type),
                    "additionalProperties": self._type(kind.value_type),
                }
            case inspect.LiteralType():
                return {"enum": list(kind.values)}
            case _:
                return _plain(kind)


_BOUNDS: Mapping[str, str] = {
    "min_length": "minLength",
    "max_length": "maxLength",
    "ge": "minimum",
    "le": "maximum",
}

_PLAIN: Mapping[type[inspect.Type], Schema] = {
    inspect.StrType: {"type": "string"},
    inspect.IntType: {"type": "integer"},
    inspect.FloatType: {"type": "number"},
    inspect.BoolType: {"type": "boolean"},
    inspect.DateType: {"type": "string", "format": "date"},
}


def _plain(kind: inspect.Type) -> Schema:
    """A string, a number, a date, within its limits."""
    schema = dict(_PLAIN[type(kind)])
    for name, keyword in _BOUNDS.items():
        if (value := getattr(kind, name, None)) is not None:
            schema[keyword] = value
    if pattern := getattr(kind, "pattern", None):
        schema["pattern"] = pattern.replace(_NEVER_FOLLOWED, "")
    return schema


def _holds_tables(schema: Schema) -> bool:
    """Whether a value is a table with keys of its own, which say for themselves."""
    return "properties" in schema or "properties" in schema.get("items", {})
