"""What the tests share: one publication of the examples, an in-process client, and, for the
browser tests, a real server, a real second origin and a real browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.plugins import Publication, publish
from scarwidget.settings import Settings
from tools.browser import FLAGS, find

ROOT = Path(__file__).parents[1]
PLUGINS = ROOT / "plugins"
SITE = "http://127.0.0.1:8001"
PUBLIC_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 11, 23)
"""The day the tests take place: no test may fail because time passes."""

CLINICS = (
    "juniper-skin-clinic",
    "kestrel-bay-aesthetics",
    "northlight-laser-studio",
    "public-skin-guide",
    "tamarind-derma",
)
WIDGETS = ("picker", "treatments", "checklist", "explainer", "services")
OWN_WIDGETS = {
    "juniper-skin-clinic": ("home-care",),
    "kestrel-bay-aesthetics": ("first-visit",),
}
"""The widgets that a clinic's plugin adds."""


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of the demo, without its ports."""
    return Settings(
        plugins_dir=str(PLUGINS),
        public_url=PUBLIC_URL,
        extra_origins=(SITE,),
        introspection=True,
        strict=True,
    )


@pytest.fixture(scope="session")
def publication(settings: Settings) -> Publication:
    """The five example clinics, loaded strictly."""
    return publish(settings)


@pytest.fixture(scope="session")
def app(settings: Settings, publication: Publication) -> Starlette:
    """The application that serves them."""
    return create_app(settings, publication=publication, today=lambda: TODAY)


@pytest.fixture(scope="session")
def client(app: Starlette) -> TestClient:
    """A client that talks to the application in this process, and follows no redirect."""
    return TestClient(app, base_url=PUBLIC_URL, follow_redirects=False)


@dataclass(frozen=True)
class Demo:
    """The running demo: two origins."""

    widget: str
    site: str


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """``scarwidget demo`` as a process of its own, on free ports."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scarwidget", "demo", "--port", "0", "--site-port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found: dict[str, str] = {}
    for line in process.stdout:
        name, _, address = line.partition(":")
        found[name.strip()] = address.strip()
        if "Example site" in found:
            break
    try:
        yield Demo(found["Widget server"], found["Example site"])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser. Without one the browser tests are skipped, in CI they fail."""
    path = find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium was found, and CI must not pass without its browser tests")
        pytest.skip("no Chromium was found: `make test` says why")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in a fresh profile; a script error on it fails the test at once."""
    tab = context.new_page()

    def fail(error: object) -> None:
        raise AssertionError(f"script error: {error}")

    tab.on("pageerror", fail)
    return tab
