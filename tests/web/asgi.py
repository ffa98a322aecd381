"""Requests as a server hands them to the application: any bytes, and no client that tidies them."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

import brotli
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

HOST = b"127.0.0.1:8000"
UNPACK: Mapping[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


@dataclass(frozen=True)
class Answer:
    """What came back; ``body`` with its encoding taken off."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8; anything else raises."""
        return self.body.decode("utf-8")


def ask(
    app: ASGIApp,
    path: str,
    query: bytes = b"",
    *,
    method: str = "GET",
    headers: Iterable[tuple[bytes, bytes]] = (),
    host: bytes = HOST,
) -> Answer:
    """One request for a decoded path and a query as it was sent."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", host), *headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, send)

    # In a thread of its own: where a browser runs, this one has a loop already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, call()).result()
    start, *rest = sent
    answered = Headers(raw=start["headers"])
    body = b"".join(message.get("body", b"") for message in rest)
    if unpack := UNPACK.get(answered.get("content-encoding", "")):
        body = unpack(body)
    return Answer(start["status"], answered, body)


def get(app: ASGIApp, url: str) -> Answer:
    """The answer to a GET of a URL's path and query, its host and anchor left out."""
    path, _, query = url.partition("#")[0].partition("?")
    return ask(app, unquote(path), query.encode())
