"""What became of each plugin, for people and for programs."""

from __future__ import annotations

from typing import Literal

import msgspec

from scarwidget.faults import Fault
from scarwidget.plugins.publication import Publication


class FaultRow(msgspec.Struct, frozen=True):
    """A fault in its parts: the file or plugin, the line if known, the hook or key, and so on."""

    where: str
    line: int | None
    key: str
    problem: str
    advice: str


class PluginRow(msgspec.Struct, frozen=True):
    """One plugin. ``failed`` means that something of it fell away.

    ``faults`` says what, each in one line, and ``details`` the same in parts.
    """

    name: str
    where: str
    status: Literal["loaded", "failed"]
    clinics: tuple[str, ...]
    faults: tuple[str, ...]
    details: tuple[FaultRow, ...] = ()


def plugin_rows(publication: Publication) -> tuple[PluginRow, ...]:
    """A row for every plugin that was found, in the order in which they loaded."""
    return tuple(
        PluginRow(
            name=plugin.name,
            where=plugin.where,
            status="failed" if plugin.faults else "loaded",
            clinics=tuple(plugin.clinics),
            faults=tuple(str(fault) for fault in plugin.faults),
            details=tuple(map(_row, plugin.faults)),
        )
        for plugin in publication.plugins
    )


def _row(fault: Fault) -> FaultRow:
    return FaultRow(fault.where, fault.line, fault.key, fault.problem, fault.advice)
