"""What became of each plugin, for people and for programs."""

from __future__ import annotations

from typing import Literal

import msgspec

from scarwidget.plugins.publication import Publication


class PluginRow(msgspec.Struct, frozen=True):
    """One plugin. ``failed`` means that something of it fell away; ``faults`` says what."""

    name: str
    where: str
    status: Literal["loaded", "failed"]
    clinics: tuple[str, ...]
    faults: tuple[str, ...]


def plugin_rows(publication: Publication) -> tuple[PluginRow, ...]:
    """A row for every plugin that was found, in the order in which they loaded."""
    return tuple(
        PluginRow(
            name=plugin.name,
            where=plugin.where,
            status="failed" if plugin.faults else "loaded",
            clinics=tuple(plugin.clinics),
            faults=tuple(str(fault) for fault in plugin.faults),
        )
        for plugin in publication.plugins
    )
