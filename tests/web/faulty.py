"""A publication with what the examples lack: a clinic that no site embeds, a widget that fails."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.plugins import Publication

UNEMBEDDED = "unembedded-clinic"
"""A clinic without origins."""

BROKEN = "broken"
"""A widget of every clinic whose view raises, with its input in the message."""


def fail(edition: Edition, locale: str, params: Params) -> View:
    """A view with a fault; as exceptions do, its message and its cause tell the input."""
    try:
        raise KeyError(params["a"])
    except KeyError as error:
        raise RuntimeError(f"no idea what to do with {dict(params)}") from error


WIDGET = Widget(
    id=BROKEN,
    title="Broken",
    about="Always fails.",
    template="widgets/none.html",
    keys=frozenset({"a"}),
    view=fail,
)


def with_faults(publication: Publication) -> Publication:
    """The same publication, and those two."""
    editions = {
        name: replace(edition, widgets={**edition.widgets, BROKEN: WIDGET})
        for name, edition in publication.editions.items()
    }
    first = next(iter(editions.values()))
    clinic = msgspec.structs.replace(first.clinic, id=UNEMBEDDED, origins=())
    editions[UNEMBEDDED] = replace(first, clinic=clinic)
    return replace(publication, editions=editions)
