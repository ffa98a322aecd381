"""What a visitor answers stays between them and the widget: nothing is kept, nothing is told."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request, expect

from scarwidget.plugins import Publication
from tests.browser.walking import (
    ABOUT_SERVICE,
    ALL_CARDS,
    COMPARE,
    COMPARE_THESE,
    FORMS,
    JUNIPER,
    KESTREL,
    ORDER_FILTER,
    ROLLING,
    SCAR_FILTER,
    Form,
    choose,
    framed,
    heading,
    index_links,
    labels,
    open_filter,
    opened,
    settled,
)
from tests.conftest import Demo

pytestmark = pytest.mark.browser

WATCH = """
(() => {
  addEventListener("securitypolicyviolation", (event) => {
    window.tattle("policy", `${event.violatedDirective} ${event.blockedURI}`);
  });
  if (window === top) {
    addEventListener("message", (event) => {
      window.tattle("message", JSON.stringify(event.data));
    });
  }
  for (const name of ["setItem", "removeItem", "clear"]) {
    Storage.prototype[name] = () => window.tattle("storage", name);
  }
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    window.tattle("storage", "indexedDB");
    return open.apply(this, given);
  };
  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function (...given) {
    window.tattle("beacon", String(given[0]));
    return sendBeacon.apply(this, given);
  };
})();
"""

STEP = 64
"""Pixels. A frame tells its height in steps of them."""

ANSWERS = re.compile(r"[?&](a|scar|tone|by|pick|done|topic)=")

Told: TypeAlias = list[tuple[str, str]]


class Watch:
    """Everything that leaves a context or goes wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.told: Told = []
        self.messages: list[dict[str, Any]] = []
        self.requests: list[Request] = []
        context.expose_binding("tattle", self._tattle)
        context.add_init_script(WATCH)
        context.on("request", self._request)
        context.on("console", self._console)

    def _tattle(self, source: dict[str, Any], kind: str, what: str) -> None:
        if kind == "message":
            self.messages.append(json.loads(what))
        else:
            self.told.append((kind, f"{what} in {source['frame'].url}"))

    def _request(self, request: Request) -> None:
        self.requests.append(request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.told.append((message.type, message.text))

    def assert_nothing_happened(self, demo: Demo) -> None:
        """Nothing was kept, told to anybody else, or refused; a frame told heights alone."""
        assert self.told == []
        for message in self.messages:
            assert message.keys() <= {"message", "value", "print", "secret"}
            assert message["message"] in ("height", "show")
            assert message["value"] % STEP == message.get("print", 0) % STEP == 0
        assert self.context.cookies() == []
        assert self.context.storage_state()["origins"] == []
        assert self.context.service_workers == []
        assert self.requests
        origins = set()
        for request in self.requests:
            parts = urlsplit(request.url)
            origins.add(f"{parts.scheme}://{parts.netloc}")
            assert request.method == "GET"
            headers = request.all_headers()
            assert not headers.get("referer"), (request.url, headers)
            assert not headers.get("cookie"), (request.url, headers)
        assert origins <= {demo.widget, demo.site}


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    """A watch over the context of ``page``, from before its first document."""
    return Watch(context)


def assert_nothing_kept(frame: Frame) -> None:
    """No storage of any kind holds anything, and nobody said where the visitor came from."""
    kept = frame.evaluate(
        """async () => [
          localStorage.length, sessionStorage.length, document.cookie, document.referrer,
          (await indexedDB.databases()).length, (await caches.keys()).length, window.name,
        ]"""
    )
    assert kept == [0, 0, "", "", 0, 0, ""]


def swap_about(frame: Frame) -> None:
    """Use every control of the treatments that swaps."""
    if frame.get_by_role("link", name=ALL_CARDS).count():
        index_links(frame).nth(3).click()
        settled(frame)
        expect(frame.get_by_role("table")).to_be_visible()
        frame.get_by_role("link", name="Clear", exact=True).click()
        settled(frame)
        frame.get_by_role("link", name=ALL_CARDS).click()
        settled(frame)
    open_filter(frame, SCAR_FILTER).get_by_role("link", name=re.compile("^Rolling")).click()
    settled(frame)
    open_filter(frame, ORDER_FILTER).get_by_role("link", name="Fewest visits").click()
    settled(frame)
    for index in (1, 2):
        frame.get_by_role("checkbox").nth(index).check()
        settled(frame)
    frame.get_by_role("button", name=COMPARE).click()
    settled(frame)
    expect(frame.get_by_role("table")).to_be_visible()


def tick(frame: Frame) -> None:
    """Tick a habit."""
    frame.get_by_role("checkbox").nth(0).check()
    settled(frame)
    expect(frame.get_by_text(re.compile("^1 of "))).not_to_have_count(0)


def read(frame: Frame) -> None:
    """Read a topic."""
    frame.get_by_role("navigation", name="Topics").get_by_role("link").nth(2).click()
    settled(frame)
    expect(heading(frame)).to_be_focused()


def answer(frame: Frame, said: list[str]) -> None:
    """Answer every question of the picker."""
    for label in said:
        choose(frame, label)
        settled(frame)
    expect(frame.get_by_role("link", name=COMPARE_THESE)).to_be_visible()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_kept_and_nothing_told(
    page: Page, watch: Watch, demo: Demo, publication: Publication, form: Form
) -> None:
    """A walk through every widget leaves no trace anywhere."""
    host, query = (KESTREL, "?lang=en") if form == "page" else (JUNIPER, "")
    said = labels(publication.editions[host.clinic], "en", ROLLING)

    def start(widget: str) -> Frame:
        return opened(page, demo, widget, form, host=host, query=query)

    frame = start("picker")
    answer(frame, said)
    frame.get_by_role("link", name=COMPARE_THESE).click()
    frame.wait_for_url(re.compile("treatments"))
    swap_about(frame)
    frame.get_by_role("link", name=ABOUT_SERVICE).first.click()
    frame.wait_for_url(re.compile("services"))
    expect(heading(frame)).to_be_visible()
    assert_nothing_kept(frame)
    frame = start("checklist")
    tick(frame)
    assert_nothing_kept(frame)
    frame = start("explainer")
    read(frame)
    assert_nothing_kept(frame)
    if form == "page":
        page.get_by_role("navigation").get_by_role("link", name="中文").click()
        page.wait_for_url(re.compile("^(?!.*lang=en)"))
        page.goto(f"{demo.widget}/{KESTREL.clinic}/")
        page.go_back()
        page.wait_for_load_state()
    else:
        assert_nothing_kept(page.main_frame)
    watch.assert_nothing_happened(demo)


def test_the_host_learns_no_answer(
    page: Page, watch: Watch, demo: Demo, publication: Publication
) -> None:
    """Around its frames, a clinic's page sees what it wrote there, and how tall each is."""
    said = labels(publication.editions[JUNIPER.clinic], "en", ROLLING)
    url = JUNIPER.url(demo)
    page.goto(url)
    title = page.title()
    frames = {
        widget: framed(page, widget)
        for widget in ("picker", "treatments", "checklist", "explainer")
    }
    length = page.evaluate("history.length")
    sources = page.evaluate("[...document.querySelectorAll('iframe')].map((f) => f.src)")
    answer(frames["picker"], said)
    swap_about(frames["treatments"])
    tick(frames["checklist"])
    read(frames["explainer"])

    def assert_unmoved() -> None:
        assert page.url == url
        assert page.title() == title
        assert page.evaluate("history.state") is None
        assert sources == page.evaluate(
            "[...document.querySelectorAll('iframe')].map((f) => f.src)"
        )
        entries = page.evaluate("performance.getEntries().map((entry) => entry.name)")
        assert not [entry for entry in entries if ANSWERS.search(entry)]
        loaded = {e for e in entries if e.startswith(demo.widget)}
        assert loaded == {*sources, f"{demo.widget}/embed.js"}

    assert page.evaluate("history.length") == length, "a swap in a frame is no step in history"
    assert_unmoved()
    picker = frames["picker"]
    picker.get_by_role("link", name=COMPARE_THESE).click()
    picker.wait_for_url(re.compile("treatments"))
    picker.get_by_role("link", name=ABOUT_SERVICE).first.click()
    picker.wait_for_url(re.compile("services"))
    assert_unmoved()
    with pytest.raises(Exception, match=r"cross-origin|Blocked a frame"):
        page.evaluate("document.querySelector('iframe').contentWindow.document.title")
    watch.assert_nothing_happened(demo)
