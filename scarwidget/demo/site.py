"""Serves the hand-written files of the example site, as each clinic's own server would."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException as BrokenAnswer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scarwidget.bundle import bundled
from scarwidget.rendering import Assets

WIDGET_VARIABLE = "EXAMPLE_SITE_WIDGET"

STRICTEST = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What every page of the site may do: show itself."""

POLICIES: Mapping[str, str] = {
    "juniper-skin-clinic": "frame-src W; script-src W",
    "tamarind-derma": "frame-src W; script-src W",
    "kestrel-bay-aesthetics": (
        "frame-src W; script-src W; connect-src W; form-action W; "
        "require-trusted-types-for 'script'; trusted-types scarwidget"
    ),
    "northlight-laser-studio": (
        "frame-src W; script-src W; connect-src W; style-src 'self' W; form-action W"
    ),
    "public-skin-guide": "frame-src W; style-src 'self' W; form-action W",
}
"""What a clinic's pages need beside that, by its folder; W is the widget server's origin.

``form-action`` is for widgets that stand in the page itself: their buttons work without a script.
"""

PATIENCE = 3.0
"""Seconds that a page waits for what it includes."""

KEPT = 60.0
"""Seconds that a fragment is kept before it is asked for again."""

_INCLUDE = re.compile(r"%INCLUDE (/[^\s%]+)%")


def create_site(
    widget: str,
    folder: Path | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    patience: float = PATIENCE,
) -> Starlette:
    """The example site for a widget server at ``widget``, each clinic under a policy of its own.

    ``clock`` gives the seconds by which a fragment grows old, and ``patience`` how many of them
    a page waits for one.
    """
    included = _Included(widget, clock, patience)
    pages = _Pages(widget, folder or bundled("example_site"), included)
    return Starlette(routes=[Route("/{path:path}", pages.file)])


def from_environment() -> Starlette:
    """The example site as a server's worker starts it."""
    return create_site(os.environ[WIDGET_VARIABLE])


class _Included:
    """Fragments that the site's server puts into its pages, each kept for a minute."""

    def __init__(self, widget: str, clock: Callable[[], float], patience: float) -> None:
        self._widget = widget
        self._clock = clock
        self._patience = patience
        self._kept: dict[str, tuple[float, str]] = {}

    async def fragment(self, path: str) -> str:
        """The fragment at a path; nothing where it cannot be had in time.

        That there was none is not kept: the next visitor may find the widget server back.
        """
        since, html = self._kept.get(path, (float("-inf"), ""))
        if self._clock() - since < KEPT:
            return html
        try:
            html = await asyncio.wait_for(asyncio.to_thread(self._ask, path), self._patience)
        except (OSError, BrokenAnswer, UnicodeDecodeError):
            return ""
        # Whatever else answers there, a proxy's own page for one, is no widget.
        if 'class="scarwidget ' not in html:
            return ""
        self._kept[path] = (self._clock(), html)
        return html

    def _ask(self, path: str) -> str:
        # The two servers are on one machine: no proxy of the environment stands between them.
        opener = build_opener(ProxyHandler({}))
        try:
            with opener.open(self._widget + path, timeout=self._patience) as answer:
                body: bytes = answer.read()
        except HTTPError as refusal:
            refusal.close()
            return ""
        return body.decode("utf-8")


class _Pages:
    """The files, read once: there are few, and they do not change."""

    def __init__(self, widget: str, folder: Path, included: _Included) -> None:
        names = Assets(bundled("static"), public_url=widget)
        self.placeholders: Mapping[str, str] = {
            "%WIDGET%": widget,
            "%LOADER%": f"{widget}/-/static/{names.name('embed.js')}",
            "%INTEGRITY%": names.integrity("embed.js"),
            "%STYLESHEET%": f"{widget}/-/static/{names.name('scarwidget.css')}",
            "%HTMX%": f"{widget}/-/static/{names.name('htmx.min.js')}",
        }
        self.included = included
        self.policies = {folder: _policy(needs, widget) for folder, needs in POLICIES.items()}
        self.policy = _policy("", widget)
        self.files = {
            path.relative_to(folder).as_posix(): self._read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def _read(self, path: Path) -> bytes | list[str]:
        """A file's bytes; of a page its text, where every second part is a fragment's path."""
        if path.suffix != ".html":
            return path.read_bytes()
        text = path.read_text("utf-8")
        for placeholder, value in self.placeholders.items():
            text = text.replace(placeholder, value)
        return _INCLUDE.split(text)

    async def file(self, request: Request) -> Response:
        """A file by its path; a folder gives its ``index.html``."""
        path = request.path_params["path"]
        if not path or path.endswith("/"):
            path += "index.html"
        found = self.files.get(path)
        if found is None:
            raise HTTPException(404)
        body = found if isinstance(found, bytes) else await self._whole(found)
        headers = {
            "Content-Security-Policy": self.policies.get(path.partition("/")[0], self.policy),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        media_type = mimetypes.guess_type(path)[0] or "text/plain"
        return Response(body, media_type=media_type, headers=headers)

    async def _whole(self, parts: list[str]) -> str:
        fragments = await asyncio.gather(*map(self.included.fragment, parts[1::2]))
        whole = list(parts)
        whole[1::2] = fragments
        return "".join(whole)


def _policy(needs: str, widget: str) -> str:
    """A policy as a header says it: the strictest, with what a clinic needs in its place."""
    directives = {}
    for directive in STRICTEST.split("; ") + (needs.split("; ") if needs else []):
        name, *sources = directive.split(" ")
        directives[name] = [widget if source == "W" else source for source in sources]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
