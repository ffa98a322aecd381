"""The snippet builder: a page on which a clinic's web person chooses, looks and copies.

Whatever the query holds, the page answers. A choice that cannot be taken is shown as its
default, with a line beside it that says why; what was sent is never echoed unchecked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from scarwidget.clinics.contrast import contrast
from scarwidget.clinics.models import INK_PAPER, LEAST_CONTRAST, PAPER
from scarwidget.edition import Edition, Widget
from scarwidget.locales import match
from scarwidget.plugins import Publication
from scarwidget.rendering import Renderer
from scarwidget.rendering.snippets import (
    LEAST_HEIGHT,
    MOST_HEIGHT,
    PRIVATE,
    Choices,
    Mode,
    Platform,
    Scheme,
)
from scarwidget.web.headers import DOCUMENT_CACHE, form_headers
from scarwidget.widgets.treatments import ANY, SCARS

MODES: tuple[Mode, ...] = get_args(Mode)
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
PLATFORMS: tuple[Platform, ...] = get_args(Platform)
HEADINGS = ("1", "2", "3", "4")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_HEIGHT = re.compile(r"[0-9]{1,5}")

_STRICT_HOST = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types scarwidget; "
    "base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The policy of the page that a preview stands in: as strict as a clinic's may be."""

T = TypeVar("T", bound=str)


@dataclass(frozen=True)
class Builder:
    """The endpoints of the snippet builder, and what they read."""

    publication: Publication
    renderer: Renderer

    async def page(self, request: Request) -> Response:
        """``/{clinic}/embed``: the choices, what they look like, and what to copy."""
        edition = self._edition(request)
        choices = read_choices(request.scope["query_string"], edition)
        headers = form_headers("page", edition, (), index=False)
        headers["Content-Security-Policy"] += "; frame-src 'self'"
        return _document(self.renderer.builder(edition, choices), headers)

    async def preview(self, request: Request) -> Response:
        """``/{clinic}/embed/preview``: a bare page that holds one snippet and nothing else."""
        edition = self._edition(request)
        choices = read_choices(request.scope["query_string"], edition)
        headers = form_headers("page", edition, (), index=False)
        headers["Content-Security-Policy"] = _STRICT_HOST
        return _document(self.renderer.preview(edition, choices), headers)

    def _edition(self, request: Request) -> Edition:
        edition = self.publication.editions.get(request.path_params["clinic"])
        if edition is None:
            raise HTTPException(404)
        return edition


def read_choices(raw: bytes, edition: Edition) -> Choices:
    """What a query string chooses for a clinic. It never raises.

    Of a key given more than once the first value counts; keys that nobody knows are ignored.
    """
    pairs = parse_qsl(raw.decode("ascii", "replace"), errors="replace")
    given: dict[str, str] = {}
    for key, value in pairs:
        given.setdefault(key, value.strip())
    return _Reading(edition, given).choices()


def offered(edition: Edition) -> Mapping[str, Widget]:
    """The widgets to choose from: services only where there are any."""
    return {
        name: widget
        for name, widget in edition.widgets.items()
        if name != "services" or edition.offers
    }


@dataclass(frozen=True)
class _Accent:
    """An accent and the scheme it goes with, or the colour that was refused and its contrast."""

    colour: str
    scheme: Scheme
    refused: str = ""
    contrast: float = 0.0


@dataclass(frozen=True)
class _Reading:
    """One query, and the problems found while reading it."""

    edition: Edition
    given: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def choices(self) -> Choices:
        widgets = offered(self.edition)
        widget = widgets[self.one_of("widget", widgets, next(iter(widgets)))]
        aware = widget.id == PRIVATE and self.one_of("aware", ("1",), "") == "1"
        accent = self.accent(self.one_of("scheme", SCHEMES, "auto"))
        heading = self.one_of("heading", HEADINGS, "")
        return Choices(
            widget=widget,
            locale=self.locale(),
            mode=self.mode(widget, aware),
            aware=aware,
            preset=self.preset(widget),
            accent=accent.colour,
            scheme=accent.scheme,
            heading=int(heading) if heading else None,
            height=self.height(),
            platform=self.one_of("platform", PLATFORMS, "html"),
            problems=self.problems,
            refused_accent=accent.refused,
            contrast=accent.contrast,
        )

    def one_of(self, key: str, known: Iterable[T], default: T) -> T:
        """The value of a key among those there are; nothing said is the default."""
        value = self.given.get(key, "")
        found = next((one for one in known if one == value), None)
        if value and found is None:
            self.problems[key] = "unknown"
        return default if found is None else found

    def locale(self) -> str:
        wanted = self.given.get("lang", "")
        found = match(wanted, self.edition.clinic.locales) if wanted else None
        if wanted and found is None:
            self.problems["lang"] = "unknown"
        return found or self.edition.default_locale

    def mode(self, widget: Widget, aware: bool) -> Mode:
        mode = self.one_of("mode", MODES, "frame")
        if mode == "inline" and widget.id == PRIVATE and not aware:
            self.problems["mode"] = "private"
            return "frame"
        return mode

    def preset(self, widget: Widget) -> Mapping[str, str]:
        """The state to start in. What another widget knows is left over from choosing it."""
        if widget.plugin:
            return {}  # what its keys may hold, only its plugin knows
        known = {"scar": (ANY, *SCARS), "topic": tuple(self.edition.catalogue.topics)}
        chosen = {
            key: self.one_of(key, values, "") for key, values in known.items() if key in widget.keys
        }
        return {key: value for key, value in chosen.items() if value}

    def height(self) -> int | None:
        value = self.given.get("height", "")
        if not value:
            return None
        if _HEIGHT.fullmatch(value) and LEAST_HEIGHT <= int(value) <= MOST_HEIGHT:
            return int(value)
        self.problems["height"] = "height"
        return None

    def accent(self, scheme: Scheme) -> _Accent:
        """The accent, if it is a colour that stands out enough from its paper.

        None does from light and dark paper alike, so one of the clinic's choice decides the
        scheme where nothing else does.
        """
        colour = self.given.get("accent", "").lower()
        theme = self.edition.clinic.theme
        own = theme.accent_dark if scheme == "dark" else theme.accent
        if colour in ("", own.lower()):
            return _Accent("", scheme)
        if not _COLOUR.fullmatch(colour):
            self.problems["accent"] = "colour"
            return _Accent("", scheme)
        on_light, on_dark = contrast(colour, PAPER), contrast(colour, INK_PAPER)
        paper = scheme
        if paper == "auto":
            paper = "light" if on_light > on_dark else "dark"
        ratio = on_light if paper == "light" else on_dark
        if ratio < LEAST_CONTRAST:
            self.problems["accent"] = f"contrast_{paper}"
            # Rounded down, so that nothing reads as if it were enough.
            return _Accent("", scheme, colour, math.floor(ratio * 100) / 100)
        if scheme == "auto":
            self.problems["scheme"] = f"only_{paper}"
        return _Accent(colour, paper)


def _document(html: str, headers: Mapping[str, str]) -> Response:
    return HTMLResponse(html, headers={"Cache-Control": DOCUMENT_CACHE, **headers})
