"""Fragments on a page that runs htmx itself: they work there, and tell nobody about the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from scarwidget.plugins import Publication
from tests.browser.walking import ALL_CARDS, ORDER_FILTER, SCAR_FILTER, open_filter, settled
from tests.conftest import Demo

pytestmark = pytest.mark.browser

PATH = "northlight-laser-studio/acne-scars.html"


class Wire:
    """What really leaves the browser, preflights included, which Playwright does not show."""

    def __init__(self, page: Page, to: str) -> None:
        self.to = to
        self.asked: dict[str, dict[str, Any]] = {}
        self.sent: dict[str, dict[str, str]] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._note)
        session.on("Network.requestWillBeSentExtraInfo", self._note_headers)
        session.send("Network.enable")

    def _note(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = event

    def _note_headers(self, event: dict[str, Any]) -> None:
        self.sent[event["requestId"]] = event["headers"]

    def fetches(self) -> list[dict[str, str]]:
        """The headers of each fetch to the widget server, by small names."""
        return [
            {
                name.lower(): value
                for name, value in {
                    **event["request"]["headers"],
                    **self.sent.get(request, {}),
                }.items()
            }
            for request, event in self.asked.items()
            if event["request"]["url"].startswith(self.to) and event.get("type") == "Fetch"
        ]

    def preflights(self) -> list[str]:
        """The addresses that the browser asked for leave first."""
        return [
            event["request"]["url"]
            for event in self.asked.values()
            if event.get("type") == "Preflight" or event["request"]["method"] == "OPTIONS"
        ]


def mounted(page: Page, widget: str) -> Locator:
    """The region of a widget in the host's document."""
    return page.locator(f'[data-scarwidget-widget="{widget}"]')


def test_the_host_keeps_its_address_and_its_secrets(
    page: Page, demo: Demo, publication: Publication
) -> None:
    """Filters, picks, ticks and topics swap inside their mounts, by plain GETs."""
    wire = Wire(page, demo.widget)
    url = f"{demo.site}/{PATH}?utm_source=canary#treatments"
    page.goto(url)
    for widget in ("treatments", "checklist", "explainer"):
        expect(mounted(page, widget)).to_be_visible()
    title, length = page.title(), page.evaluate("history.length")
    frame = page.main_frame

    treatments = mounted(page, "treatments")
    expect(treatments.get_by_role("checkbox")).to_have_count(0)
    treatments.get_by_role("link", name=ALL_CARDS).click()
    expect(treatments.get_by_role("checkbox")).not_to_have_count(0)
    count = treatments.get_by_role("checkbox").count()
    open_filter(frame, SCAR_FILTER).get_by_role("link", name=re.compile("^Rolling")).click()
    expect(treatments.locator("summary", has_text=SCAR_FILTER)).to_contain_text("Rolling")
    assert treatments.get_by_role("checkbox").count() < count
    open_filter(frame, ORDER_FILTER).get_by_role("link", name="Fewest visits").click()
    expect(treatments.locator("summary", has_text=ORDER_FILTER)).to_contain_text("Fewest visits")
    treatments.get_by_role("checkbox").nth(1).check()
    expect(treatments.get_by_text(re.compile("1 of 4 picked"))).to_be_visible()
    expect(treatments.get_by_role("table")).to_be_visible()
    expect(treatments.locator("summary", has_text=SCAR_FILTER)).to_contain_text("Rolling")

    checklist = mounted(page, "checklist")
    checklist.get_by_role("checkbox").nth(0).check()
    expect(checklist.get_by_text(re.compile("^1 of "))).to_be_visible()
    explainer = mounted(page, "explainer")
    clinic = publication.editions["northlight-laser-studio"]
    topic = clinic.catalogue.say("en").topics["how-lasers-work"].title.value
    explainer.get_by_role("link", name=re.compile("^" + re.escape(topic))).click()
    expect(explainer.get_by_role("heading", level=2)).to_have_text(topic)
    settled(frame)

    assert page.url == url
    assert page.title() == title
    assert page.evaluate("history.length") == length
    assert page.evaluate("history.state") is None
    for widget in ("treatments", "checklist", "explainer"):
        expect(mounted(page, widget)).to_have_count(1)

    fetches = wire.fetches()
    assert len(fetches) >= 3 + 6
    for headers in fetches:
        assert not [name for name in headers if name.startswith("hx-")], headers
        assert not any(headers.get(name) for name in ("referer", "cookie", "authorization"))
        assert "canary" not in str(headers)
    assert wire.preflights() == []
    assert page.context.cookies() == []

    # The proof that a preflight would have been noticed.
    page.evaluate(
        "url => fetch(url, { headers: { 'HX-Request': 'true' } }).catch(() => {})",
        f"{demo.widget}/northlight-laser-studio/explainer/fragment",
    )
    assert len(wire.preflights()) == 1


def test_links_open_the_page(page: Page, demo: Demo) -> None:
    """What a fragment links to is a page of the widget server, by its whole address."""
    page.goto(f"{demo.site}/{PATH}")
    treatments = mounted(page, "treatments")
    treatments.get_by_role("link", name=ALL_CARDS).click()
    service = treatments.get_by_role("link", name=re.compile("About this service")).first
    expect(service).to_have_attribute(
        "href", re.compile(f"^{re.escape(demo.widget)}/northlight-laser-studio/services#")
    )


def test_a_fragment_that_fails_leaves_the_link(page: Page, demo: Demo) -> None:
    """Where the widget server is out of order, the host's own link stays."""
    page.route(
        "**/fragment*",
        lambda route: route.fulfill(
            status=503,
            body="<h1>Service unavailable</h1>",
            content_type="text/html",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.goto(f"{demo.site}/{PATH}")
    page.wait_for_load_state("networkidle")
    link = page.get_by_role("link", name="Compare the options")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"{demo.widget}/northlight-laser-studio/treatments")
