"""The headers of every response, errors and static files included."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scarwidget.edition import Edition
from scarwidget.rendering import Form
from scarwidget.rendering.assets import theme_hash

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{theme}; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types scarwidget; "
    "frame-ancestors {ancestors}"
)
LOCKED = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
"""The policy of whatever is no document: nothing may load, nobody may frame it."""

EMBEDDABLE: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""For what stands in other people's pages: readable from any origin, opaque ones too."""

DOCUMENT_CACHE = "public, max-age=60, s-maxage=3600"
LOADER_CACHE = "public, max-age=600, stale-while-revalidate=86400"
STATIC_CACHE = "public, max-age=31536000, immutable"
NO_CACHE = "no-store"


def policy(form: Form, edition: Edition | None, extra_origins: tuple[str, ...]) -> str:
    """The Content-Security-Policy of a document in one of its forms.

    A frame names its clinic's origins; for an unknown clinic, or one without origins, it
    lets anyone frame it, so that a visitor reads a line and not the browser's refusal.
    """
    theme = f" {theme_hash(edition.clinic.theme)}" if edition else ""
    if form != "frame":
        ancestors = "'none'"
    elif edition is None or not edition.clinic.origins:
        ancestors = "*"
    else:
        ancestors = " ".join(("'self'", *dict.fromkeys((*edition.clinic.origins, *extra_origins))))
    return _POLICY.format(theme=theme, ancestors=ancestors)


def form_headers(
    form: Form, edition: Edition | None, extra_origins: tuple[str, ...], *, index: bool
) -> dict[str, str]:
    """The headers of a document or fragment, caching apart."""
    headers = {"Content-Security-Policy": policy(form, edition, extra_origins)}
    if form != "page":
        headers |= EMBEDDABLE
        headers["X-Robots-Tag"] = "noindex, indexifembedded"
    elif not index:
        headers["X-Robots-Tag"] = "noindex"
    if form == "frame":
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return headers


class HeadersMiddleware:
    """Sets what every response carries. Pure ASGI: it wraps ``send`` and nothing else."""

    def __init__(self, app: ASGIApp, *, encrypted: bool) -> None:
        self.app = app
        self.encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and complete the headers of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, completed)

    def _complete(self, headers: MutableHeaders) -> None:
        headers["Vary"] = "Accept-Encoding"
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers.setdefault("Content-Security-Policy", LOCKED)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", NO_CACHE)
        if self.encrypted:
            headers["Strict-Transport-Security"] = "max-age=31536000"
