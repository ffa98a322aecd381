"""What each way of embedding weighs until its first view: ``make weight``.

A real server process, a host page on another origin and a real Chromium that loads it cold:
every request to the widget server before anybody touches the page, and then those of the first
interaction. Bytes are the bodies as the server sends them to a browser that takes brotli.
``--write`` puts the table into docs/weight.md.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from scarwidget.serving import LOOPBACK, free_port
from tools.browser import FLAGS, find

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "weight.md"
CLINIC = "juniper-skin-clinic"
WIDGETS = ("picker", "treatments", "explainer", "checklist", "services")
LOADER_BUDGET = 2_048
"""Bytes of the loader."""
VIEW_BUDGET = 9_000
"""Bytes until the first view, loader included."""
REQUESTS: Mapping[str, int] = {"frame": 4, "frame, no loader": 3, "inline": 3}
"""Requests until the first view, loader included."""


@dataclass(frozen=True)
class Request:
    """One request to the widget server, and the bytes of its body."""

    url: str
    bytes: int


@dataclass(frozen=True)
class Weight:
    """What one widget in one mode asks for until its first view, and at the first touch."""

    mode: str
    widget: str
    first: tuple[Request, ...]
    touch: tuple[Request, ...]

    @property
    def total(self) -> int:
        """Bytes until the first view."""
        return sum(request.bytes for request in self.first)

    @property
    def on_touch(self) -> int:
        """Bytes of the first interaction."""
        return sum(request.bytes for request in self.touch)


def host_page(widget_server: str, mode: str, widget: str) -> str:
    """A clinic's page with one widget."""
    address = f"{widget_server}/{CLINIC}/{widget}"
    loader = f'<script src="{widget_server}/embed.js" async referrerpolicy="no-referrer"></script>'
    frame = (
        f'<iframe src="{address}/frame" title="x" width="100%" height="900" loading="lazy" '
        'referrerpolicy="no-referrer" sandbox="allow-scripts allow-forms allow-same-origin '
        "allow-popups allow-popups-to-escape-sandbox "
        'allow-top-navigation-by-user-activation"></iframe>'
    )
    link = f'<p><a href="{address}">x</a></p>'
    mount = f'<scar-widget clinic="{CLINIC}" widget="{widget}"'
    body = {
        "frame": f"{mount}>{frame}{link}</scar-widget>{loader}",
        "frame, no loader": frame + link,
        "inline": f'{mount} mode="inline" reserve="900">{link}</scar-widget>{loader}',
    }[mode]
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>Clinic</title>{body}"


def measure(browser: Browser, widget_server: str, site: Site) -> Iterator[Weight]:
    """Yield the weight of every mode and widget that it makes sense for."""
    for mode in REQUESTS:
        for widget in WIDGETS:
            if mode == "inline" and widget == "picker":
                continue
            site.html = host_page(widget_server, mode, widget)
            yield _weigh(browser, widget_server, site, mode, widget)


def _weigh(browser: Browser, widget_server: str, site: Site, mode: str, widget: str) -> Weight:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    urls: list[str] = []
    page.on(
        "request",
        lambda request: urls.append(request.url) if request.url.startswith(widget_server) else None,
    )
    # So that the first interaction can be made at all in what is closed otherwise.
    page.add_init_script(
        "const attach = Element.prototype.attachShadow;"
        "Element.prototype.attachShadow = function () {"
        "  return attach.call(this, { mode: 'open' }); };"
    )
    page.goto(site.url)
    inside = page.frame_locator("iframe") if mode != "inline" else page
    control = inside.locator(".scarwidget a[hx-get], .scarwidget input[type=checkbox]")
    summary = inside.locator(".scarwidget summary").first
    summary.wait_for()
    page.wait_for_load_state("networkidle")
    before = tuple(urls)
    if control.count():
        control.first.focus()
    else:
        summary.focus()
    page.wait_for_load_state("networkidle")
    touched = urls[len(before) :]
    context.close()
    return Weight(
        mode,
        widget,
        tuple(Request(url, body_bytes(url)) for url in before),
        tuple(Request(url, body_bytes(url)) for url in touched),
    )


def body_bytes(url: str) -> int:
    """The bytes of a body as sent to a client that takes brotli."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or (answer.headers["Content-Encoding"] != "br" and len(body) > 500):
        raise ValueError(f"{url} answered {answer.status}, {len(body)} bytes, not in brotli")
    return len(body)


class _QuietServer(ThreadingHTTPServer):
    """Says nothing of a browser that went away in the middle of an answer."""

    def handle_error(self, *_: object) -> None:
        return


class Site:
    """A clinic's web site of one page."""

    def __init__(self) -> None:
        self.html = ""
        self.port = free_port(LOOPBACK)
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.html.encode() if self.path == "/" else b""
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = _QuietServer((LOOPBACK, self.port), Handler)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/"


@contextlib.contextmanager
def two_origins() -> Iterator[tuple[str, Site]]:
    """A widget server process and a host site, until the block ends."""
    site = Site()
    Thread(target=site.server.serve_forever, daemon=True).start()
    port = free_port(LOOPBACK)
    address = f"http://{LOOPBACK}:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "scarwidget", "serve", "--port", str(port)],
        cwd=ROOT,
        env={
            **os.environ,
            "SCARWIDGET_PLUGINS_DIR": str(ROOT / "plugins"),
            "SCARWIDGET_EXTRA_ORIGINS": site.url.rstrip("/"),
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield address, site
    finally:
        process.terminate()
        process.wait(timeout=20)
        site.server.shutdown()
        site.server.server_close()


def _wait(port: int) -> None:
    for _ in range(300):
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=1)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/-/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the widget server did not become ready")


def table(weights: list[Weight], loader: int) -> str:
    """The weights as a Markdown table."""
    lines = [
        f"The loader alone: {loader:,} bytes.",
        "",
        "| mode | widget | requests | bytes until the first view | bytes of the first touch |",
        "|---|---|---:|---:|---:|",
    ]
    lines.extend(
        f"| {weight.mode} | {weight.widget} | {len(weight.first)} | {weight.total:,} | "
        f"{weight.on_touch:,} |"
        for weight in weights
    )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, print, and with ``--write`` keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"put the table into {TABLE.name}")
    args = parser.parse_args()
    path = find()
    if path is None:
        print("There is no Chromium to measure with.", file=sys.stderr)
        return 1
    with two_origins() as (server, site), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        weights = list(measure(browser, server, site))
        found = table(weights, body_bytes(f"{server}/embed.js"))
        browser.close()
    print(found)
    if args.write:
        text = TABLE.read_text("utf-8")
        kept = re.sub(
            r"(?s)(<!-- measured -->\n).*(<!-- /measured -->)",
            lambda marks: f"{marks[1]}{found}{marks[2]}",
            text,
        )
        TABLE.write_text(kept, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
