"""The data-only plugin: a folder of TOML that needs no Python.

``clinic.toml`` describes the clinic whose id is the folder's name, ``services.toml`` what
it offers. Every fault of a file is found in one run.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from scarwidget.clinics import Clinic, Service
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins.hooks import hookimpl
from scarwidget.shapes import shaped

CLINIC_FILE = "clinic.toml"
SERVICES_FILE = "services.toml"


class DataPlugin:
    """A plugin made of a folder. It speaks through the same hooks as any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        """The clinic that ``clinic.toml`` describes."""
        tree = self._read(CLINIC_FILE)
        where = str(self.folder / CLINIC_FILE)
        if "id" in tree:
            raise FaultsFound([Fault(where, "id", "is not needed", "the folder's name is the id")])
        return [shaped(where, "", {"id": self.folder.name, **tree}, Clinic)]

    @hookimpl
    def register_services(self, clinic: Clinic) -> list[Service]:
        """The services of ``services.toml``, for the folder's own clinic."""
        if clinic.id != self.folder.name or not (self.folder / SERVICES_FILE).is_file():
            return []
        tree = self._read(SERVICES_FILE)
        where = str(self.folder / SERVICES_FILE)
        rows = tree.pop("service", [])
        faults = [Fault(where, key, "is not a known table", "expected [[service]]") for key in tree]
        if not isinstance(rows, list):
            faults.append(Fault(where, "service", f"is {rows!r}, expected [[service]]"))
            rows = []
        services: list[Service] = []
        for index, row in enumerate(rows, 1):
            try:
                services.append(shaped(where, f"service[{index}]", row, Service))
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
