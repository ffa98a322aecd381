"""What the widget server knows, and what an address on somebody's page means to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from scarwidget.bundle import bundled
from scarwidget.edition import Edition
from scarwidget.faults import Fault, FaultsFound
from scarwidget.installation.addresses import Origin, origin_of, resolve
from scarwidget.plugins import Publication
from scarwidget.plugins.data import DataPlugin
from scarwidget.rendering import Assets
from scarwidget.rendering.assets import Asset
from scarwidget.settings import Settings
from scarwidget.widgets import BUILT_IN

LOADER = "embed.js"
STYLESHEET = "scarwidget.css"

PlaceForm = Literal["page", "frame", "fragment", "gallery", "loader", "asset", "other"]

_HASHED = re.compile(r"(?P<stem>.+)\.[0-9a-f]{6,64}\.(?P<suffix>\w+)")


@dataclass(frozen=True)
class Place:
    """An address as the widget server would read it.

    ``server`` is ``ours``, ``scheme`` where only http and https differ, else ``other``.
    ``asset`` is the name of a static file as it stands there.
    """

    written: str
    url: str
    origin: Origin
    server: Literal["ours", "scheme", "other"]
    form: PlaceForm
    clinic: str | None = None
    widget: str | None = None
    asset: str = ""
    query: str = ""

    @property
    def is_loader(self) -> bool:
        """Whether this is the loader, pinned or not."""
        return self.form == "loader" or self.plain == LOADER

    @property
    def plain(self) -> str:
        """The file's name without its hash."""
        found = _HASHED.fullmatch(self.asset)
        return f"{found['stem']}.{found['suffix']}" if found else self.asset


@dataclass(frozen=True)
class Knows:
    """Clinics, widgets and files of the widget server that a page is held against.

    ``configured`` says whether the operator has set its public address, ``described``
    where a clinic's own words stand, ``files`` are the static files by plain name.
    """

    base_url: str
    configured: bool
    editions: Mapping[str, Edition]
    extra_origins: tuple[str, ...]
    described: Mapping[str, str]
    files: Mapping[str, Asset]

    @cached_property
    def origin(self) -> Origin:
        """The widget server's origin."""
        return _own_origin(self.base_url)

    @cached_property
    def widgets(self) -> frozenset[str]:
        """The ids of the widgets that any clinic has."""
        return frozenset(BUILT_IN).union(*(edition.widgets for edition in self.editions.values()))

    def address(self, clinic: str, widget: str, form: str = "") -> str:
        """A widget's address: its page, or another form of it."""
        return f"{self.base_url}/{clinic}/{widget}" + (f"/{form}" if form else "")

    def read(self, written: str, base: str) -> Place | None:
        """What an address on a page leads to; None where it is no web address."""
        url = resolve(base, written)
        origin = origin_of(url) if url else None
        if url is None or origin is None:
            return None
        parts = urlsplit(url)
        path = unquote(parts.path)
        root = unquote(urlsplit(self.base_url).path)
        here = origin.same_host(self.origin) and path.startswith(f"{root}/")
        segments = path.removeprefix(f"{root}/" if here else "/").split("/")
        if not here:
            segments = segments[-3:]
        form, clinic, widget, asset = _read(segments)
        same = origin.scheme == self.origin.scheme
        return Place(
            written=written,
            url=url,
            origin=origin,
            server=("ours" if same else "scheme") if here else "other",
            form=form,
            clinic=clinic,
            widget=widget,
            asset=asset,
            query=parts.query,
        )

    def seems_ours(self, place: Place) -> bool:
        """Whether a place is on the widget server, or looks as if it were on another one."""
        if place.server != "other":
            return place.form not in ("asset", "other", "loader")
        return place.form in ("frame", "fragment") and self._named(place)

    def seems_moved(self, place: Place) -> bool:
        """Whether a link leads to a clinic's widget on another server.

        Websites have pages of such names themselves, so both parts must be known.
        """
        known = place.clinic in self.editions and place.widget in self.widgets
        return place.server == "other" and known

    def _named(self, place: Place) -> bool:
        return place.widget in self.widgets or place.clinic in self.editions


def _read(segments: list[str]) -> tuple[PlaceForm, str | None, str | None, str]:
    match segments:
        case [*_, name] if name == LOADER:
            return "loader", None, None, ""
        case [*_, "-", "static", name]:
            return "asset", None, None, name
        case [clinic] | [clinic, ""] if clinic:
            return "gallery", clinic, None, ""
        case ["-", *_] | [_, "embed"]:
            return "other", None, None, ""
        case [clinic, widget, "frame" | "fragment" as form] if clinic and widget:
            return ("frame" if form == "frame" else "fragment"), clinic, widget, ""
        case [clinic, widget] if clinic and widget:
            return "page", clinic, widget, ""
        case _:
            return "other", None, None, ""


def knowledge(settings: Settings, publication: Publication) -> Knows:
    """What the server of these settings knows, its static files too.

    Raises :class:`~scarwidget.faults.FaultsFound` when they name no host that a page can.
    """
    _own_origin(settings.base_url)
    described: dict[str, str] = {}
    for plugin in publication.plugins:
        for clinic in plugin.clinics:
            data = isinstance(plugin.plugin, DataPlugin)
            described[clinic] = str(Path(plugin.where) / "clinic.toml") if data else plugin.where
    clinics = (edition.clinic for edition in publication.editions.values())
    # As the application makes them, so that their names are the same.
    assets = Assets(bundled("static"), clinics, public_url=settings.base_url)
    current = {name: assets.get(hashed) for name, hashed in assets.names.items()}
    return Knows(
        base_url=settings.base_url,
        configured=settings.public_url is not None,
        editions=publication.editions,
        extra_origins=settings.extra_origins,
        described=described,
        files={name: asset for name, asset in current.items() if asset is not None},
    )


def _own_origin(base_url: str) -> Origin:
    found = origin_of(base_url)
    if found is None:
        problem = f"{base_url!r} has no host that a page could name"
        raise FaultsFound([Fault("settings", "public_url", problem)])
    return found
