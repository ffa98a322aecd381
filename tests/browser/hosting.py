"""Two origins for the tests: a clinic's web site whose pages the tests write themselves, and a
widget server whose every request is heard as it really arrives."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape, unescape
from http import HTTPStatus
from threading import Event, Thread
from typing import Any, TypeAlias
from urllib.request import urlopen

from scarwidget.rendering.snippets import SANDBOX
from scarwidget.serving import LOOPBACK, free_port
from tests.web.servers import serving

PATIENCE = 30.0
"""Seconds. What is waited for takes a moment, but the machine may be busy."""

CLINIC = "tamarind-derma"
TITLES: Mapping[str, str] = {
    "picker": "Which kind of mark is it?",
    "treatments": "Treatments compared",
    "checklist": "Can you prevent acne scars?",
    "explainer": "Acne scars explained",
    "services": "Our services",
}

Headers: TypeAlias = Mapping[str, str]
_Streams: TypeAlias = Callable[
    [asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]
]


@dataclass(frozen=True)
class Received:
    """The head of a request as it came; the headers by small names."""

    method: str
    target: str
    headers: Headers

    @classmethod
    def read(cls, head: bytes) -> Received:
        """Read one, without the empty line at its end."""
        first, *rest = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in rest)
        return cls(method, target, {name.lower(): value.strip() for name, _, value in pairs})

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


class Site:
    """A clinic's web site. Its pages are what a test publishes, and post to ``/report``."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, tuple[int, Headers, bytes]] = {}
        self.requests: list[Received] = []
        self.reports: list[Any] = []

    @property
    def url(self) -> str:
        """Its origin: another than the widget's, but the same site to a browser."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def afar(self) -> str:
        """Its origin under the name that makes it another site, too."""
        return f"http://localhost:{self.port}"

    def publish(
        self,
        body: str,
        headers: Headers | None = None,
        *,
        path: str = "/",
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
    ) -> str:
        """Put something at a path, and give the path."""
        self.pages[path] = (status, {"Content-Type": kind, **(headers or {})}, body.encode())
        return path

    def reported(self, count: int = 1, patience: float = PATIENCE) -> list[Any]:
        """What the pages posted, once there is so much of it."""
        end = time.monotonic() + patience
        while len(self.reports) < count:
            assert time.monotonic() < end, f"{len(self.reports)} of {count} reports came"
            time.sleep(0.02)
        return self.reports

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, which is good for one request."""
        request = Received.read((await reader.readuntil(b"\r\n\r\n"))[:-4])
        body = await reader.readexactly(int(request.headers.get("content-length", "0")))
        self.requests.append(request)
        status, headers, content = self.pages.get(
            request.path, (404, {"Content-Type": "text/plain"}, b"Nothing here")
        )
        if request.path == "/report":
            self.reports.append(json.loads(body))
            status, headers, content = 204, {}, b""
        elif request.path == "/favicon.ico":
            status, headers, content = 204, {}, b""
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Cache-Control: no-store"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if status != HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(content)}")
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        writer.write(head.encode() + content)


@dataclass
class Ear:
    """Passes what browsers say on to a server, and keeps the head of every request."""

    port: int
    to: int = 0
    heard: list[Received] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        back, on = await asyncio.open_connection(LOOPBACK, self.to)
        try:
            await asyncio.gather(self._listen(reader, on), _pass_on(back, writer))
        finally:
            on.close()

    async def _listen(self, reader: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
        """Widgets are asked by heads alone, so whatever comes is one."""
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                on.close()
                return
            self.heard.append(Received.read(head[:-4]))
            on.write(head)
            await on.drain()


@dataclass
class Widgets:
    """A widget server that allows the site to frame every clinic."""

    url: str
    ear: Ear
    pinned: str = ""

    @property
    def heard(self) -> list[Received]:
        """Every request that arrived, in order."""
        return self.ear.heard

    @property
    def loader(self) -> str:
        """The line of a snippet that loads the loader."""
        return f'<script src="{self.url}/embed.js" async referrerpolicy="no-referrer"></script>'

    def page(self, widget: str, clinic: str = CLINIC) -> str:
        """The address of a widget's page."""
        return f"{self.url}/{clinic}/{widget}"

    def link(self, widget: str, clinic: str = CLINIC) -> str:
        """The link that stands in every mount."""
        return f'<a href="{self.page(widget, clinic)}">{TITLES.get(widget, widget)}</a>'

    def iframe(
        self, widget: str, clinic: str = CLINIC, *, height: int | str = 700, **more: str
    ) -> str:
        """A frame as it stands in a snippet."""
        given = {
            "src": f"{self.page(widget, clinic)}/frame",
            "title": TITLES.get(widget, widget),
            "width": "100%",
            "height": str(height),
            "frameborder": "0",
            "loading": "lazy",
            "referrerpolicy": "no-referrer",
            "sandbox": SANDBOX,
            **more,
        }
        return f"<iframe{_attributes(given)}></iframe>"

    def mount(
        self, widget: str, clinic: str = CLINIC, *, inside: str | None = None, **more: str
    ) -> str:
        """A ``<scar-widget>``. ``inside`` is what stands in it, else the link alone."""
        given = {"clinic": clinic, "widget": widget, **more}
        inside = self.link(widget, clinic) if inside is None else inside
        return f"<scar-widget{_attributes(given)}>{inside}</scar-widget>"

    def adopted(
        self, widget: str, clinic: str = CLINIC, *, height: int | str = 700, **more: str
    ) -> str:
        """A ``<scar-widget>`` that holds its frame, as snippets give it."""
        inside = f"{self.iframe(widget, clinic, height=height)}<p>{self.link(widget, clinic)}</p>"
        return self.mount(widget, clinic, inside=inside, **more)

    def plain_mount(self, widget: str, clinic: str = CLINIC, **more: str) -> str:
        """A ``<div>`` where other tags are lost."""
        given = {"scarwidget": widget, "clinic": clinic, **more}
        named = {n if n in ("id", "style") else f"data-{n}": value for n, value in given.items()}
        return f"<div{_attributes(named)}>{self.link(widget, clinic)}</div>"


def document(*body: str, head: str = "", lang: str = "en", title: str = "A clinic") -> str:
    """A clinic's page."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width">{head}</head>'
        f"<body>{''.join(body)}</body></html>"
    )


def csp(*directives: str) -> Headers:
    """A Content-Security-Policy."""
    return {"Content-Security-Policy": "; ".join(directives)}


@contextmanager
def sites() -> Iterator[tuple[Site, Widgets]]:
    """A web site and a widget server, until the end of a ``with``."""
    site, ear = Site(free_port()), Ear(free_port())
    url = f"http://{LOOPBACK}:{ear.port}"
    environ = {
        "SCARWIDGET_PUBLIC_URL": url,
        "SCARWIDGET_EXTRA_ORIGINS": f"{site.url},{site.afar}",
    }
    with serving(environ=environ) as served:
        ear.to = served.port
        with _listening((site.port, site.answer), (ear.port, ear.answer)):
            widgets = Widgets(url, ear)
            widgets.pinned = _pinned(widgets)
            yield site, widgets


def _pinned(widgets: Widgets) -> str:
    """The loader's line with its digest, from the page that offers it."""
    with urlopen(f"{widgets.url}/{CLINIC}/embed") as answer:
        found = re.search(
            r"<script [^>]*integrity=[^>]*></script>", unescape(answer.read().decode())
        )
    assert found, "the snippet builder should offer a pinned loader"
    return found[0]


def _attributes(given: Mapping[str, str]) -> str:
    names = ((name.rstrip("_").replace("_", "-"), value) for name, value in given.items())
    return "".join(f' {name}="{escape(value)}"' for name, value in names)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()
    writer.close()


@contextmanager
def _listening(*servers: tuple[int, _Streams]) -> Iterator[None]:
    """Serve on these ports, in a thread of their own."""
    loop = asyncio.new_event_loop()
    ready, stop = Event(), asyncio.Event()

    def kept(answer: _Streams) -> _Streams:
        """A browser may go away at any time, and then there is nobody to tell."""

        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await answer(reader, writer)
                await writer.drain()
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                writer.close()

        return one

    async def serve() -> None:
        listening = [
            await asyncio.start_server(kept(answer), LOOPBACK, port) for port, answer in servers
        ]
        ready.set()
        await stop.wait()
        for server in listening:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        loop.close()
