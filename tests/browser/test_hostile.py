"""A clinic's page that is full of other people's scripts, and one of them listens everywhere: in
a frame it learns no answer; inline it learns what the documentation says, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ElementHandle, expect

from scarwidget.plugins import Publication
from tests.browser.hostile import HOSTILE, OLD_HTMX, PIXEL, RESET, WORKER
from tests.browser.hosting import CLINIC, Site, Widgets
from tests.browser.staging import Stage, settled
from tests.browser.walking import COMPARE, COMPARE_THESE, ROLLING, labels
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Walk:
    """A way through the picker, and the treatments that are compared afterwards."""

    answers: tuple[str, ...]
    picks: tuple[int, int]


WALKS = (
    Walk(ROLLING, (1, 3)),
    Walk(("tell", "dip", "pinprick", "lt2", "partly", "different", "V_VI"), (2, 5)),
)
"""Two of equal length, with no answer in common but one that everybody gives."""


@pytest.fixture
def hostile(context: BrowserContext, hosting: tuple[Site, Widgets]) -> Iterator[Stage]:
    """A profile of its own, in which the site has a service worker and a cookie."""
    site, widgets = hosting
    site.publish(WORKER, path="/worker.js", kind="text/javascript")
    htmx = (ROOT / "static" / "htmx.min.js").read_text("utf-8")
    site.publish(htmx, path="/htmx.js", kind="text/javascript")
    site.publish("<b>A part</b>", path="/part")
    site.publish("", path="/pixel", kind="image/gif")
    stage = Stage(context, site, widgets)
    stage.clear()
    yield stage
    site.reports.clear()


def secrets(publication: Publication, walk: Walk) -> list[str]:
    """What must not be found: every answer in words, and as it stands in addresses."""
    edition = publication.editions[CLINIC]
    steps = [".".join(walk.answers[: count + 2]) for count in range(len(walk.answers) - 1)]
    treatments = [treatment for treatment in edition.catalogue.treatments if "_" in treatment]
    words = edition.catalogue.say("en")
    names = [words.treatments[treatment].name.value for treatment in treatments]
    said = labels(edition, "en", walk.answers)
    return [*steps, *said, *treatments, *names, f"a={walk.answers[0]}", "pick=", "scar=", "tone="]


def enter(stage: Stage, mount: str, origin: str) -> None:
    """Open the hostile page, with its service worker in charge."""
    head = f"<script>{HOSTILE}</script><style>{RESET}</style><script>{OLD_HTMX}{PIXEL}</script>"
    stage.show(
        '<h1>A clinic</h1><button id="own" hx-get="/part" hx-target="#part">Load</button>'
        '<div id="part"></div>',
        mount,
        head=head + '<script src="/htmx.js"></script>',
        origin=origin,
        hash_="?utm_source=canary#closed",
    )
    stage.page.evaluate(
        """async () => {
          const { serviceWorker } = navigator;
          if (serviceWorker.controller) return;
          document.cookie = "visitor=canary";
          const claimed = new Promise((done) => { serviceWorker.oncontrollerchange = done; });
          await serviceWorker.register("/worker.js");
          await claimed;
        }"""
    )


def learnt(stage: Stage) -> list[list[str]]:
    """What the page learnt, as it tells its own server, and what that server heard besides."""
    stage.site.reports.clear()
    stage.page.evaluate("tellAll()")
    [told] = stage.site.reported()
    pixels = [["pixel", request.target] for request in stage.site.requests]
    found: list[list[str]] = told + pixels
    return found


def scrubbed(entry: list[str]) -> str | None:
    """An entry without what differs from visit to visit: numbers and secrets; and none at all
    for what is a matter of time."""
    kind, what, *rest = entry
    if kind == "worker" or (kind == "performance" and what not in ("resource", "navigation")):
        return None
    if kind == "mutation" and rest[0] in ("HTML", "BODY"):
        return None  # in how many pieces the page itself came
    if kind == "look" and ("about:blank" in entry or "SecurityError" not in entry):
        return None  # before the frame has come
    return re.sub(r"secret[=:] ?\w+|\d+(\.\d+)?", "#", json.dumps(entry))


def test_in_a_frame_it_learns_no_answer(hostile: Stage, publication: Publication) -> None:
    """Whatever a visitor answers, the page learns the same: that somebody is there, and how
    tall the frame is."""
    enter(hostile, "", hostile.site.afar)
    found: list[set[str]] = []
    for walk in WALKS:
        enter(hostile, hostile.widgets.adopted("picker", id="a"), hostile.site.afar)
        hostile.page.evaluate("navigator.serviceWorker.controller.scriptURL")
        hostile.ready("a")
        frame = hostile.frame("a")
        for label in labels(publication.editions[CLINIC], "en", walk.answers):
            link = frame.get_by_role("link", name=re.compile("^" + re.escape(label)))
            link.click()
            expect(link).to_have_count(0)
            settled(frame)
        frame.get_by_role("link", name=COMPARE_THESE).click()
        frame.wait_for_url(re.compile("/treatments/frame"))
        for number in walk.picks:
            frame.get_by_role("checkbox").nth(number).check()
            settled(frame)
        frame.get_by_role("button", name=COMPARE).click()
        settled(frame)
        expect(frame.get_by_role("table").get_by_role("columnheader")).to_have_count(2)
        entries = learnt(hostile)
        everything = json.dumps(entries)
        assert "height" in everything
        assert [secret for secret in secrets(publication, walk) if secret in everything] == []
        found.append({scrub for entry in entries if (scrub := scrubbed(entry))})
    first, second = found
    assert first ^ second == set()


def test_inline_it_learns_what_the_documentation_says(
    hostile: Stage, publication: Publication
) -> None:
    """The address of every step, where a visitor clicks and which keys they press; but nothing
    that is shown, and nothing by way of htmx."""
    site, widgets = hostile.site, hostile.widgets
    enter(hostile, "", site.url)
    enter(hostile, widgets.mount("treatments", id="a", mode="inline", eager=""), site.url)
    hostile.ready("a")
    hostile.page.locator("#own").click()
    expect(hostile.page.locator("#part")).to_have_text("A part")
    state = hostile.page.evaluate("[history.length, history.state, location.href]")
    parts = len([request for request in site.requests if request.path == "/part"])

    def by_htmx() -> list[list[str]]:
        return [entry for entry in learnt(hostile) if entry[0] == "event" and "htmx:" in entry[1]]

    before = by_htmx()
    assert before, "its own htmx is heard"

    def inside(selector: str, number: int = 0) -> ElementHandle:
        look = "([selector, number]) => roots[0].querySelectorAll(selector)[number]"
        hostile.page.wait_for_function(look, arg=[selector, number])
        found = hostile.page.evaluate_handle(look, [selector, number]).as_element()
        assert found
        return found

    inside(".scarwidget-actions a").click()
    inside("input[type=checkbox]", 1).check()
    inside("td")
    inside("input[type=checkbox]", 3).focus()
    hostile.page.keyboard.press("Space")
    inside("thead th", 1)
    inside(".scarwidget-button").press("Enter")
    hostile.page.wait_for_function("roots[0].activeElement?.matches('.scarwidget-compare')")
    ticked = (inside("input[type=checkbox]:checked", number) for number in (0, 1))
    picked = sorted(box.get_attribute("value") or "" for box in ticked)

    entries = learnt(hostile)
    kinds = {entry[0] for entry in entries}
    assert kinds >= {"attachShadow", "event", "fetch", "performance", "worker", "look"}
    addresses = [entry[1] for entry in entries if entry[0] == "fetch"]
    assert f"pick={'.'.join(picked)}" in addresses[-1]
    assert ["attachShadow", "a", "closed"] in entries
    events = [entry for entry in entries if entry[0] == "event"]
    clicks = [e for e in events if e[1] == "click" and e[2].startswith("SCAR-WIDGET#a")]
    assert clicks
    assert [e for e in events if e[1] == "keydown" and " " in e]
    assert by_htmx() == before
    words = publication.editions[CLINIC].catalogue.say("en").treatments
    names = [words[treatment].name.value for treatment in words]
    # Who has taken over addEventListener is handed elements, as with attachShadow.
    heard = [entry for entry in entries if entry[0] != "listener"]
    assert [entry for entry in heard if any(name in str(entry) for name in names)] == []
    assert hostile.page.evaluate("[history.length, history.state, location.href]") == state
    assert len([request for request in site.requests if request.path == "/part"]) == parts

    asked = [request for request in widgets.heard if "/fragment" in request.path]
    assert len(asked) == len({request.target for request in asked}) >= 4
    for request in widgets.heard:
        assert request.method == "GET", request
        headers = request.headers
        assert not [name for name in headers if name.startswith(("hx-", "x-"))], request
        assert site.url not in headers.get("referer", ""), request
        # The site's own tag asks for the loader, with what the browser has for this host.
        assert "cookie" not in headers or request.path == "/embed.js", request


@pytest.mark.parametrize("mode", ["frame", "inline"])
def test_it_looks_and_works_as_ever(hostile: Stage, mode: str) -> None:
    """A style sheet that undoes everything undoes nothing of a widget, nor its room."""
    site, widgets = hostile.site, hostile.widgets
    enter(hostile, widgets.mount("checklist", id="a", mode=mode, reserve="500"), site.url)
    hostile.ready("a")
    look = """
      (inside) => [".scarwidget-h1", ".scarwidget-button", ".scarwidget-habit", "progress", "a"]
        .map((selector) => {
          const { display, fontSize, fontWeight, color, padding, cursor, minHeight } =
            getComputedStyle(inside.querySelector(selector));
          return { display, fontSize, fontWeight, color, padding, cursor, minHeight };
        })
    """

    def looks() -> Any:
        if mode == "frame":
            return hostile.frame("a").evaluate(f"({look})(document)")
        return hostile.page.evaluate(f"({look})(roots[0])")

    found = looks()
    box = hostile.page.locator("#a iframe" if mode == "frame" else "#a").evaluate(
        """(element) => {
          const inner = window.roots[0]?.querySelector(".scarwidget-frame");
          const { width, height } = (inner ?? element).getBoundingClientRect();
          return [width, height];
        }"""
    )
    assert box[0] > 900, box
    assert box[1] > (300 if mode == "frame" else 150), box
    hostile.page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
    assert looks() == found
