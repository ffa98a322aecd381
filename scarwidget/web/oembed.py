"""oEmbed 1.0: how a site that was given the address of a page learns to embed its widget.

The address is compared with those of our own pages, and never fetched. What an answer says is
for WordPress as it treats providers it does not know: of its HTML a ``blockquote`` with a link
and an ``iframe`` stay, and the link is what readers see until the frame says how tall it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from scarwidget.edition import BadQuery, Edition, Problem, View, Widget
from scarwidget.locales import match
from scarwidget.plugins import Publication
from scarwidget.rendering import Renderer
from scarwidget.rendering.snippets import RESERVE, RESERVE_OTHERS, SANDBOX
from scarwidget.web.headers import DOCUMENT_CACHE, EMBEDDABLE
from scarwidget.web.queries import parse_query

Format = Literal["json", "xml"]

LONGEST_QUERY = 8_192
"""Bytes: the longest address, every byte of it escaped, and the other keys."""

LONGEST_URL = 2_048
LONGEST_SIZE = 6
"""Digits."""

WIDTH = 640
CACHE_AGE = 3_600
"""Seconds, as caches between us and a host may keep a document."""

_MEDIA_TYPES: Mapping[Format, str] = {
    "json": "application/json",
    "xml": "text/xml; charset=utf-8",
}
_PORTS = {"http": 80, "https": 443}

# WordPress strips what it does not know and puts its own sandbox and classes in place; the
# classes here serve a site that named us as a provider, whose HTML stays as it is.
_HTML = Markup(
    '<blockquote class="wp-embedded-content"><a href="{page}">{title} · {clinic}</a></blockquote>'
    '<iframe class="wp-embedded-content" src="{frame}" title="{title}" width="{width}"'
    ' height="{height}" frameborder="0" loading="lazy" referrerpolicy="no-referrer"'
    ' sandbox="{sandbox}"></iframe>'
)

_PROBLEMS: Mapping[Problem, str] = {
    "answer": "an answer that these questions do not have",
    "choice": "a choice that the widget does not know",
    "too_many": "more than four treatments to compare",
    "twice": "the same key twice",
    "too_long": "too much",
    "encoding": "characters that are not UTF-8",
}


class Refused(ValueError):
    """A request that has no oEmbed answer. Its words never echo what was asked."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class OEmbed:
    """The endpoint, and all it reads."""

    publication: Publication
    renderer: Renderer
    base_url: str

    async def answer(self, request: Request) -> Response:
        """``/-/oembed``: how to embed the page at ``url``, as JSON or XML."""
        kind: Format = "json"
        try:
            asked = _Asked(request.scope["query_string"])
            kind = asked.format()
            said = self._described(asked)
        except Refused as refusal:
            body = _written({"status": refusal.status, "error": str(refusal)}, kind)
            return Response(body, refusal.status, EMBEDDABLE, _MEDIA_TYPES[kind])
        headers = {"Cache-Control": DOCUMENT_CACHE, **EMBEDDABLE}
        return Response(_written(said, kind), 200, headers, _MEDIA_TYPES[kind])

    def _described(self, asked: _Asked) -> dict[str, str | int]:
        url = asked.one("url")
        if not url:
            raise Refused(400, "url is missing, expected the address of a widget's page")
        if len(url.encode()) > LONGEST_URL:
            raise Refused(404, f"url is longer than {LONGEST_URL} bytes, so it is no page of ours")
        widest, highest = asked.size("maxwidth"), asked.size("maxheight")
        edition, widget, view, locale = self._found(url)
        embedding = self.renderer.embedding(edition, widget, view, locale)
        reserve = RESERVE.get(widget.id, RESERVE_OTHERS)
        size = {"width": min(WIDTH, widest or WIDTH), "height": min(reserve, highest or reserve)}
        return {
            "type": "rich",
            "version": "1.0",
            "title": embedding.title,
            "provider_name": embedding.clinic,
            "provider_url": embedding.gallery,
            "cache_age": CACHE_AGE,
            **size,
            "html": str(_HTML.format(sandbox=SANDBOX, **size, **asdict(embedding))),
        }

    def _found(self, url: str) -> tuple[Edition, Widget, View, str]:
        """What the page at an address shows. Raises :class:`Refused`, where it is no page."""
        clinic, name, query = self._place(url)
        edition = self.publication.editions.get(clinic)
        if edition is None:
            raise Refused(404, "url names a clinic that is not here")
        if not name:
            raise Refused(
                404, "url is a clinic's list of widgets, expected the page of one of them"
            )
        widget = edition.widgets.get(name)
        if widget is None:
            raise Refused(404, "url names a widget that this clinic does not have")
        try:
            state = parse_query(query.encode(), widget)
            locale = match(state.lang, edition.clinic.locales) or edition.default_locale
            return edition, widget, widget.view(edition, locale, state.params), locale
        except BadQuery as error:
            raise Refused(404, f"the query of url holds {_PROBLEMS[error.problem]}") from None

    def _place(self, url: str) -> tuple[str, str, str]:
        """Clinic, widget and query of an address; the widget is empty for a gallery's."""
        expected = f"expected {self.base_url}/clinic/widget"
        ours = urlsplit(self.base_url)
        below = ours.path.rstrip("/") + "/"
        elsewhere = Refused(404, f"url is not an address of this server, {expected}")
        try:
            theirs = urlsplit(url)
            here = "@" not in theirs.netloc and _origin(theirs) == _origin(ours)
        except ValueError:  # brackets or a port that are none
            raise elsewhere from None
        if not here or not theirs.path.startswith(below):
            raise elsewhere
        path = theirs.path.removeprefix(below).removesuffix("/")
        clinic, *rest = (unquote(part) for part in path.split("/"))
        if len(rest) > 1:
            raise Refused(404, f"url is not the address of a widget's page, {expected}")
        return clinic, "".join(rest), theirs.query


class _Asked:
    """The query of a request. A key that nobody knows may hold anything."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > LONGEST_QUERY:
            raise Refused(400, f"the query is longer than {LONGEST_QUERY} bytes")
        self._given: dict[bytes, list[bytes]] = {}
        for part in raw.replace(b"+", b" ").split(b"&"):
            key, _, value = part.partition(b"=")
            self._given.setdefault(unquote_to_bytes(key), []).append(unquote_to_bytes(value))

    def one(self, key: str) -> str:
        """The value of a key, empty when it is not given."""
        values = self._given.get(key.encode(), [b""])
        if len(values) > 1:
            raise Refused(400, f"{key} is given more than once")
        try:
            return values[0].decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(400, f"{key} holds characters that are not UTF-8") from None

    def format(self) -> Format:
        """What to answer in: JSON, where nothing is said."""
        match self.one("format"):
            case "" | "json":
                return "json"
            case "xml":
                return "xml"
            case _:
                raise Refused(501, "format is one we do not speak, expected json or xml")

    def size(self, key: str) -> int | None:
        """The most pixels a host has room for; none said, or 0, is no limit."""
        value = self.one(key)
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_SIZE):
            raise Refused(400, f"{key} is not a whole number of pixels, expected one such as 600")
        return int(value) or None


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port as a browser compares them. Raises ValueError for a bad port."""
    port = parts.port
    return parts.scheme, parts.hostname, _PORTS.get(parts.scheme) if port is None else port


def _written(said: Mapping[str, str | int], kind: Format) -> bytes:
    if kind == "json":
        return msgspec.json.encode(said)
    root = Element("oembed")
    for key, value in said.items():
        SubElement(root, key).text = str(value)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body
