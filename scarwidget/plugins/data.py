"""The data-only plugin: a folder of TOML that needs no Python.

``clinic.toml`` describes the clinic whose id is the folder's name, ``services.toml`` what
it offers. Every fault of a file is found in one run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from scarwidget.clinics import Clinic, Service
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins.hooks import hookimpl

CLINIC_FILE = "clinic.toml"
SERVICES_FILE = "services.toml"

T = TypeVar("T", bound=msgspec.Struct)


class DataPlugin:
    """A plugin made of a folder. It speaks through the same hooks as any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        """The clinic that ``clinic.toml`` describes."""
        tree = self._read(CLINIC_FILE)
        if "id" in tree:
            where = str(self.folder / CLINIC_FILE)
            raise FaultsFound([Fault(where, "id", "is not needed", "the folder's name is the id")])
        return [self._convert(CLINIC_FILE, "", {"id": self.folder.name, **tree}, Clinic)]

    @hookimpl
    def register_services(self, clinic: Clinic) -> list[Service]:
        """The services of ``services.toml``, for the folder's own clinic."""
        if clinic.id != self.folder.name or not (self.folder / SERVICES_FILE).is_file():
            return []
        tree = self._read(SERVICES_FILE)
        where = str(self.folder / SERVICES_FILE)
        faults = [
            Fault(where, key, "is not a known table", "expected [[service]]")
            for key in tree
            if key != "service"
        ]
        services: list[Service] = []
        for index, row in enumerate(tree.get("service", []), 1):
            try:
                services.append(self._convert(SERVICES_FILE, f"service[{index}]", row, Service))
            except FaultsFound as found:
                faults.extend(found.faults)
        if faults:
            raise FaultsFound(faults)
        return services

    def _read(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            problem = f"a folder that is no Python package needs a {name}"
            raise FaultsFound([Fault(str(self.folder), "", problem)]) from None
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise FaultsFound([Fault(str(path), "", f"cannot be read: {error}")]) from None

    def _convert(self, name: str, key: str, value: Any, kind: type[T]) -> T:
        faults = list(field_faults(str(self.folder / name), key, value, kind))
        if faults:
            raise FaultsFound(faults)
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            raise FaultsFound([_fault(str(self.folder / name), key, value, error)]) from None


def field_faults(where: str, key: str, value: Any, kind: type[msgspec.Struct]) -> Iterator[Fault]:
    """Yield a fault for each key of a table that is unknown, missing or of the wrong kind."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    if not isinstance(value, dict):
        yield Fault(where, key, f"is {value!r}, expected a table")
        return
    for name in value.keys() - fields.keys():
        yield Fault(where, _join(key, name), "is not a known key", nearest(name, fields))
    for name, field in fields.items():
        if name not in value:
            if field.required:
                yield Fault(where, _join(key, name), "is missing")
            continue
        try:
            msgspec.convert(value[name], field.type)
        except msgspec.ValidationError as error:
            yield _fault(where, _join(key, name), value[name], error)


def _fault(where: str, key: str, value: Any, error: msgspec.ValidationError) -> Fault:
    problem, _, path = str(error).partition(" - at `")
    inner = path.rstrip("`").removeprefix("$")
    shown = f"{value!r}: " if isinstance(value, (str, int, float, bool)) else ""
    return Fault(where, key + inner, f"{shown}{problem}")


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
