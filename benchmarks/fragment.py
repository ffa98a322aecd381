"""How long a fragment takes, in the process, nothing cached: ``make bench``.

The whole application is called, query in and compressed bytes out, in turn with a bare
Starlette route in the same run, so that the ratio holds when the machine's speed drifts.
Prints medians in milliseconds and the ratio of medians.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from scarwidget.app import create_app
from scarwidget.settings import Settings

ROUNDS = 200
CLINIC = "/juniper-skin-clinic"
STATES = {
    "treatments, 12 cards": (f"{CLINIC}/treatments/fragment", "scar=pih_pie&tone=IV"),
    "treatments, first view": (f"{CLINIC}/treatments/fragment", ""),
    "treatments, all cards": (f"{CLINIC}/treatments/fragment", "scar=any"),
    "comparison of four": (
        f"{CLINIC}/treatments/fragment",
        "pick=laser_afl.microneedling.no_treatment.subcision&scar=rolling",
    ),
    "picker, first question": (f"{CLINIC}/picker/fragment", ""),
    "picker, a result": (f"{CLINIC}/picker/fragment", "a=tell.dip.wave.gt4.flattens.same.IV"),
    "checklist": (f"{CLINIC}/checklist/fragment", ""),
    "explainer, a topic": (f"{CLINIC}/explainer/fragment", "topic=colour-marks"),
    "services": (f"{CLINIC}/services/fragment", ""),
    "a plugin's own widget": (f"{CLINIC}/home-care/fragment", ""),
}


async def call(app: ASGIApp, path: str, query: str) -> int:
    """One request through the application; the number of bytes that come back."""
    size = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal size
        size += len(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"accept-encoding", b"gzip")],
        "client": None,
        "server": ("127.0.0.1", 8000),
    }
    await app(scope, receive, send)
    return size


async def main() -> None:
    """Time each state against the bare route, one call of each in turn."""

    async def bare(_request: Request) -> Response:
        return HTMLResponse("x" * 8_000)

    plugins = Path(__file__).parents[1] / "plugins"
    ours: ASGIApp = create_app(Settings(plugins_dir=str(plugins)))
    reference: ASGIApp = Starlette(routes=[Route("/bare", bare)])
    print(f"{'state':<26} {'ms':>7} {'bare ms':>8} {'ratio':>7} {'gzip bytes':>11}")
    for name, (path, query) in STATES.items():
        mine, bares, size = [], [], 0
        for round_ in range(ROUNDS + 10):
            start = time.perf_counter()
            size = await call(ours, path, query)
            middle = time.perf_counter()
            await call(reference, "/bare", "")
            end = time.perf_counter()
            if round_ >= 10:
                mine.append((middle - start) * 1000)
                bares.append((end - middle) * 1000)
        ratio = median(mine) / median(bares)
        print(f"{name:<26} {median(mine):7.2f} {median(bares):8.3f} {ratio:7.0f} {size:11,}")


if __name__ == "__main__":
    asyncio.run(main())
