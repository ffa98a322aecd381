"""What the browser tests share besides a browser: patience that ends, and tabs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.hosting import Site, Widgets, sites
from tests.browser.staging import Stage

PATIENCE = 8_000
"""Milliseconds. Everything here comes from the same machine within a few of them."""


SIZE: ViewportSize = {"width": 1000, "height": 720}


def still(browser: Browser) -> BrowserContext:
    """A profile that gives up early, and in which nothing moves by itself."""
    fresh = browser.new_context(viewport=SIZE, reduced_motion="reduce")
    fresh.set_default_timeout(PATIENCE)
    return fresh


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, for one test alone."""
    fresh = still(browser)
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def shared(browser: Browser) -> Iterator[Page]:
    """The tab behind ``tab``."""
    fresh = still(browser)
    yield fresh.new_page()
    fresh.close()


@pytest.fixture
def tab(shared: Page) -> Iterator[Page]:
    """A tab that was used before, as tabs are; nothing of that is left but a history."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    shared.on("pageerror", note)
    shared.set_viewport_size(SIZE)
    yield shared
    shared.remove_listener("pageerror", note)
    shared.unroute_all()
    shared.emulate_media(media="null", color_scheme="null")
    assert errors == []


@pytest.fixture(scope="session")
def hosting() -> Iterator[tuple[Site, Widgets]]:
    """A clinic's web site whose pages the tests write, and a widget server beside it."""
    with sites() as both:
        yield both


@pytest.fixture(scope="session")
def staged(browser: Browser, hosting: tuple[Site, Widgets]) -> Iterator[Stage]:
    """The tab behind ``stage``."""
    context = still(browser)
    yield Stage(context, *hosting)
    context.close()


@pytest.fixture
def stage(staged: Stage) -> Stage:
    """A tab for page after page of that site."""
    staged.clear()
    return staged
