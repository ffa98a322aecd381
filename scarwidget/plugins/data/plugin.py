"""The data-only plugin: a folder of TOML and Markdown that needs no Python.

``clinic.toml`` describes the clinic whose id is the folder's name, ``services.toml`` what
it offers, ``checklist.toml`` what it adds to the checklist, and ``services/pico.md`` tells
more of the service ``pico``. Every fault of a file is found in one run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from reprlib import repr as shortened
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.clinics.models import Locale, Prose, unreadable
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins.data.folders import (
    CHECKLIST_FILE,
    CLINIC_FILE,
    SERVICES_FILE,
    DetailsFile,
    Folder,
)
from scarwidget.plugins.details import details_faults
from scarwidget.plugins.hooks import hookimpl
from scarwidget.plugins.prose import prose_faults
from scarwidget.shapes import Document, shaped

T = TypeVar("T")
Item = TypeVar("Item", Service, ChecklistItem)


class Named(Protocol):
    """Whatever a plugin gives has an id."""

    @property
    def id(self) -> str: ...


TABLES: Mapping[type, tuple[str, str]] = {
    Service: (SERVICES_FILE, "service"),
    ChecklistItem: (CHECKLIST_FILE, "item"),
}
"""Where the items of each kind stand: the file, and the name of its one table."""


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The rows of a file: those that hold, and the ids of all, each with its key."""

    items: Mapping[str, T]
    keys: Mapping[str, str]
    document: Document | None


class DataPlugin:
    """A plugin made of a folder. It speaks through the same hooks as any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = Folder(folder)
        self._spared: dict[type, list[Any]] = {}
        self._read: dict[type, Rows[Any]] = {}

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        """The clinic that ``clinic.toml`` describes."""
        if not self._files.has(CLINIC_FILE):
            problem = f"a folder that is no Python package needs a {CLINIC_FILE}"
            raise FaultsFound([Fault(str(self.folder), "", problem)])
        document = self._files.document(CLINIC_FILE)
        faults: list[Fault] = []
        if "id" in document.tree:
            advice = "the folder's name is the id"
            faults.append(document.fault("id", "is not needed", advice))
        described = {**document.tree, "id": self.folder.name}
        clinic = _item(document, "", described, Clinic, faults)
        if clinic is None or faults:
            raise FaultsFound(faults)
        return [clinic]

    @hookimpl
    def register_services(self, clinic: Clinic) -> list[Service]:
        """The services of ``services.toml``, for the folder's own clinic."""
        if clinic.id != self.folder.name:
            return []
        faults: list[Fault] = []
        rows = self._rows(Service, faults)
        services = dict(rows.items)
        if rows.document is not None:
            for name, service in rows.items.items():
                for key, problem, advice in details_faults(service):
                    faults.append(rows.document.fault(f"{rows.keys[name]}.{key}", problem, advice))
                    services[name] = msgspec.structs.replace(service, details=None)
        for name, details in self._details(rows, clinic.locales[0], faults).items():
            if name in services:
                services[name] = msgspec.structs.replace(services[name], details=details)
        return self._answer(Service, services, faults)

    @hookimpl
    def register_checklist_items(self, clinic: Clinic) -> list[ChecklistItem]:
        """The habits of ``checklist.toml``, for the folder's own clinic."""
        if clinic.id != self.folder.name:
            return []
        faults: list[Fault] = []
        rows = self._rows(ChecklistItem, faults)
        return self._answer(ChecklistItem, rows.items, faults)

    def strays(self) -> Iterator[Fault]:
        """What lies in the folder and is not read."""
        return self._files.strays()

    def place(self, item: Clinic | Service | ChecklistItem, key: str) -> tuple[str, int | None]:
        """The file in which an item of this plugin has a key, and the line if it is known."""
        try:
            if isinstance(item, Clinic):
                document = self._files.document(CLINIC_FILE)
                return document.where, document.line(key)
            if (path := self._details_path(item.id, key)) is not None:
                return str(path), None
            rows = self._read.get(type(item)) or self._rows(type(item), [])
        except FaultsFound:
            return str(self.folder), None
        if rows.document is None or item.id not in rows.keys:
            return str(self.folder), None
        place = rows.keys[item.id] + (f".{key}" if key else "")
        return rows.document.where, rows.document.line(place)

    def spared(self, kind: type[Item]) -> tuple[Item, ...]:
        """The items of a kind that held by themselves, whatever became of the others."""
        return tuple(self._spared.get(kind, ()))

    def _details_path(self, service: str, key: str) -> Path | None:
        """The Markdown file in which ``details``, or ``details.en``, of a service stand."""
        name, _, locale = key.partition(".")
        own = [file for file in self._files.details() if file.service == service]
        if name != "details" or not own:
            return None
        # A text in the clinic's first language stands in the file that names none.
        own.sort(key=lambda file: (file.locale != locale, file.locale))
        return own[0].path

    def _answer(
        self, kind: type[Item], items: Mapping[str, Item], faults: list[Fault]
    ) -> list[Item]:
        self._spared[kind] = list(items.values())
        if faults:
            raise FaultsFound(faults)
        return list(items.values())

    def _rows(self, kind: type[Item], faults: list[Fault]) -> Rows[Item]:
        """The rows of the file for one kind of item; none where there is no such file."""
        name, table = TABLES[kind]
        if not self._files.has(name):
            return Rows({}, {}, None)
        try:
            document = self._files.document(name)
        except FaultsFound as found:
            faults.extend(found.faults)
            return Rows({}, {}, None)
        faults.extend(
            document.fault(key, "is not a known table", f"expected [[{table}]]")
            for key in document.tree
            if key != table
        )
        rows = document.tree.get(table, [])
        if not isinstance(rows, list):
            faults.append(document.fault(table, f"is {shortened(rows)}, expected [[{table}]]"))
            rows = []
        items: dict[str, Item] = {}
        keys: dict[str, str] = {}
        for index, row in enumerate(rows, 1):
            key = f"{table}[{index}]"
            item = _item(document, key, row, kind, faults)
            row_id = row.get("id") if isinstance(row, dict) else None
            if not isinstance(row_id, str):
                continue
            if row_id in keys:
                first = f"is there twice, first as {keys[row_id]}"
                faults.append(document.fault(f"{key}.id", f"{row_id!r} {first}"))
                continue
            keys[row_id] = key
            if item is not None:
                items[row_id] = item
        # Whoever asks later where a row stands means the file as it was read here.
        return self._read.setdefault(kind, Rows(items, keys, document))

    def _details(
        self, rows: Rows[Service], default: str, faults: list[Fault]
    ) -> dict[str, str | dict[str, str]]:
        """What the Markdown files say of each service."""
        said: dict[str, dict[str, str]] = {}
        for file in self._files.details():
            where = str(file.path)
            locale = file.locale or default
            if file.service not in rows.keys:
                problem = f"is for {file.service!r}, which is no service of {SERVICES_FILE}"
                faults.append(Fault(where, "", problem, nearest(file.service, rows.keys)))
            elif rows.items.get(file.service) and rows.items[file.service].details is not None:
                problem = f"the details of {file.service!r} stand in {SERVICES_FILE} too"
                faults.append(Fault(where, "", problem, "keep one of the two"))
            elif locale in said.get(file.service, {}):
                problem = f"{file.service}.md and this file are both in {locale!r}"
                faults.append(Fault(where, "", problem, "keep one of the two"))
            elif (text := self._prose(file, faults)) is not None:
                said.setdefault(file.service, {})[locale] = text
        return dict(said)

    def _prose(self, file: DetailsFile, faults: list[Fault]) -> str | None:
        where = str(file.path)
        try:
            text = shaped(where, "", self._files.text(file).rstrip(), Prose)
            shaped(where, "", file.locale or "en", Locale)
        except FaultsFound as found:
            faults.extend(found.faults)
            return None
        before = len(faults)
        for line, problem, advice in prose_faults(text):
            faults.append(Fault(where, "", problem, advice, line))
        return text if len(faults) == before else None


def spared(plugin: object, kind: type[Item]) -> tuple[Item, ...]:
    """What held by itself of a plugin of data that gave nothing; of any other plugin, nothing."""
    return plugin.spared(kind) if isinstance(plugin, DataPlugin) else ()


def placed(
    plugin: object,
    where: str,
    item: Named,
    key: str,
    problem: str,
    advice: str = "",
) -> Fault:
    """A fault of an item that a plugin gave: with file and line, where the plugin is data."""
    named = key if isinstance(item, Clinic) else f"{item.id}.{key}" if key else item.id
    if not isinstance(plugin, DataPlugin) or not isinstance(item, Clinic | Service | ChecklistItem):
        return Fault(where, named, problem, advice)
    file, line = plugin.place(item, key)
    return Fault(file, named, problem, advice, line)


def _item(
    document: Document, key: str, value: object, kind: type[T], faults: list[Fault]
) -> T | None:
    """A part of a file as a ``kind``; None, and all that is wrong, where it is none."""
    found: list[Fault] = []
    item: T | None = None
    try:
        item = document.shaped(key, value, kind)
    except FaultsFound as error:
        found.extend(error.faults)
    told = {fault.key for fault in found}
    for part, problem in unreadable(value):
        place = f"{key}.{part}" if key else part
        if place not in told and part.partition(".")[0] != "details":
            found.append(document.fault(place, problem))
    faults.extend(found)
    return None if found else item
