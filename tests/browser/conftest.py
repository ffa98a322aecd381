"""What the browser tests share besides a browser: patience that ends, and stillness."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

PATIENCE = 8_000
"""Milliseconds. Everything here comes from the same machine within a few of them."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile that gives up early, and in which nothing moves by itself."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()
