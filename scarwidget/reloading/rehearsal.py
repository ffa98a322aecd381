"""Asks a new application for its pages before any visitor does."""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Message

from scarwidget.edition import Edition
from scarwidget.faults import Fault

FEW = 5
"""Clinics in which each widget's page is tried: one template serves them all."""


def rehearse(app: Starlette, editions: Mapping[str, Edition]) -> tuple[Fault, ...]:
    """What is wrong with the documents of an application: those that could not be made."""
    # A server may have a loop running in this thread while it waits for its application.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _rehearse(app, editions)).result()


async def _rehearse(app: Starlette, editions: Mapping[str, Edition]) -> tuple[Fault, ...]:
    # Without the application's own middleware, which would make a document of an exception.
    answers = ExceptionMiddleware(app.router, handlers=app.exception_handlers)
    found: dict[tuple[str, str, str], Fault] = {}
    for target in _targets(editions):
        fault = await _tried(answers, app, target)
        if fault is not None:
            # One template is often many pages: the first is named.
            found.setdefault((fault.where, fault.key, fault.problem), fault)
    return tuple(found.values())


def fault_of(error: BaseException, advice: str = "") -> Fault:
    """An exception as a fault of the file, template or code, in which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    # What is undefined in a template is found out by the code below it.
    last = next((f for f in reversed(frames) if f.filename.endswith(".html")), frames[-1])
    said = " ".join(str(error).split())
    problem = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Fault(last.filename, "", problem, advice, last.lineno)


def _targets(editions: Mapping[str, Edition]) -> Iterator[str]:
    yield "/"
    yield "/-"
    seen: Counter[str] = Counter()
    for name, edition in editions.items():
        clinic = f"/{name}"
        pages = {"": f"{clinic}/", **{widget: f"{clinic}/{widget}" for widget in edition.widgets}}
        for widget, page in pages.items():
            if seen[widget] < FEW:
                yield from (f"{page}?lang={locale}" for locale in edition.clinic.locales)
            if not seen[widget]:
                others = ("frame", "fragment") if widget else ("embed", "embed/preview")
                yield from (f"{page.removesuffix('/')}/{other}" for other in others)
            seen[widget] += 1


async def _tried(answers: ASGIApp, app: Starlette, target: str) -> Fault | None:
    path, _, query = target.partition("?")
    status = 0

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [],
        "app": app,
    }
    try:
        await answers(scope, receive, send)
    except Exception as error:
        return fault_of(error, f"on {target}")
    return Fault(target, "", f"answers {status}") if status >= 500 else None
