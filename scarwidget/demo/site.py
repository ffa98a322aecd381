"""Serves the hand-written files of the example site, with the widget's address filled in."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scarwidget.bundle import bundled
from scarwidget.rendering import Assets

WIDGET_VARIABLE = "EXAMPLE_SITE_WIDGET"


def create_site(widget: str, folder: Path | None = None) -> Starlette:
    """The example site for a widget server at ``widget``, under a strict policy of its own."""
    pages = _Pages(widget, folder or bundled("example_site"))
    return Starlette(routes=[Route("/{path:path}", pages.file)])


def from_environment() -> Starlette:
    """The example site as a server's worker starts it."""
    return create_site(os.environ[WIDGET_VARIABLE])


class _Pages:
    """The files, read once: there are few, and they do not change."""

    def __init__(self, widget: str, folder: Path) -> None:
        names = Assets(bundled("static"))
        self.placeholders: Mapping[str, str] = {
            "%WIDGET%": widget,
            "%STYLESHEET%": f"{widget}/-/static/{names.name('scarwidget.css')}",
            "%HTMX%": f"{widget}/-/static/{names.name('htmx.min.js')}",
        }
        self.headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; script-src {widget}; style-src 'self' {widget}; "
                f"img-src 'self'; connect-src {widget}; frame-src {widget}; base-uri 'none'; "
                f"form-action {widget}; frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        self.files = {
            path.relative_to(folder).as_posix(): self._read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def _read(self, path: Path) -> bytes:
        if path.suffix != ".html":
            return path.read_bytes()
        text = path.read_text("utf-8")
        for placeholder, value in self.placeholders.items():
            text = text.replace(placeholder, value)
        return text.encode()

    async def file(self, request: Request) -> Response:
        """A file by its path; a folder gives its ``index.html``."""
        path = request.path_params["path"]
        if not path or path.endswith("/"):
            path += "index.html"
        body = self.files.get(path)
        if body is None:
            raise HTTPException(404)
        media_type = mimetypes.guess_type(path)[0] or "text/plain"
        return Response(body, media_type=media_type, headers=self.headers)
