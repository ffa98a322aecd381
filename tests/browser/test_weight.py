"""What an embed weighs until its first view, against the budgets, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from benchmarks import weight
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

WITHIN = ("picker", "treatments", "explainer")
"""The checklist and the services are heavier by their own text, as docs/weight.md says."""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, weight.Site]]:
    """A widget server, and a host site on another origin."""
    with weight.two_origins() as found:
        yield found


@pytest.fixture(scope="module")
def weights(browser: Browser, server: tuple[str, weight.Site]) -> list[weight.Weight]:
    """Every mode and widget, loaded cold."""
    return list(weight.measure(browser, *server))


def test_the_loader(server: tuple[str, weight.Site]) -> None:
    assert weight.body_bytes(f"{server[0]}/embed.js") <= weight.LOADER_BUDGET


def test_the_first_view(weights: list[weight.Weight]) -> None:
    for found in weights:
        assert len(found.first) <= weight.REQUESTS[found.mode], found
        if found.widget in WITHIN:
            assert found.total <= weight.VIEW_BUDGET, found


def test_htmx_comes_with_the_first_touch_and_not_before(weights: list[weight.Weight]) -> None:
    for found in weights:
        assert not [request.url for request in found.first if "/widget." in request.url]
        assert [request.url for request in found.touch if "/widget." in request.url], found


def test_the_docs_say_what_it_weighs(weights: list[weight.Weight]) -> None:
    """Within a twentieth: contents change by a word here and there."""
    page = (ROOT / "docs/weight.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| ")
    ][1:]
    told = {(mode, widget): (requests, size) for mode, widget, requests, size, _ in rows}
    assert set(told) == {(found.mode, found.widget) for found in weights}
    for found in weights:
        requests, size = told[found.mode, found.widget]
        assert int(requests) == len(found.first)
        assert int(size.replace(",", "")) == pytest.approx(found.total, rel=0.05)
