"""A tab that shows a clinic's page with widgets on it, and what can be seen of it from there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Locator, expect

from tests.browser.hosting import Headers, Site, Widgets, document

in_both_neighbourhoods = pytest.mark.parametrize("afar", [False, True], ids=["near", "afar"])
"""On a page of another origin, and on one of another site, whose frames run somewhere else."""

PATIENCE = 8.0
"""Seconds."""

Place: TypeAlias = Frame | Locator
"""Where a widget stands: a frame's document, or a mount whose shadow root can be looked into."""

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Resolves when all that has happened so far has been drawn."""

BEFORE_ALL = """
(() => {
  const seen = { events: [], policy: [], shifts: [], said: [] };
  Object.defineProperty(window, "seen", { value: seen });
  for (const name of ["ready", "error", "contact"]) {
    addEventListener(`scarwidget:${name}`, ({ target, detail }) => {
      seen.events.push([name, target.id, JSON.stringify(detail)]);
    });
  }
  addEventListener("securitypolicyviolation", (event) => {
    seen.policy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  addEventListener("message", ({ data }) => seen.said.push(data));
  const told = ({ node, previousRect, currentRect }) => [
    node?.id || node?.nodeName, previousRect.y, previousRect.height, currentRect.y,
    currentRect.height,
  ].join(" ");
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      seen.shifts.push([value, sources.map(told)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  if (location.hash.includes("leaving") && parent !== window) {
    try {
      top.location.href = "about:blank";
    } catch (error) {
      seen.refused = error.name;
    }
  }
  if (location.hash.includes("hurried")) {
    const { setTimeout } = window;
    window.setTimeout = (run, time, ...given) => setTimeout(run, Math.min(time, 500), ...given);
  }
  if (!location.hash.includes("closed")) {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, { ...init, mode: "open" });
    };
  }
})();
"""
"""What every document runs first, whatever its policy. Closed roots are opened, so that the
tests can look inside, but for pages whose address says #closed. Under #hurried, whoever would
give up after seconds gives up at once; a frame with #leaving tries to take the visitor away."""


class Stage:
    """One tab, used for page after page."""

    def __init__(self, context: BrowserContext, site: Site, widgets: Widgets) -> None:
        self.site = site
        self.widgets = widgets
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.shown = 0
        context.add_init_script(BEFORE_ALL)
        self.page = context.new_page()
        self.size = self.page.viewport_size
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.wrong.append(message.text)

    def clear(self) -> None:
        """Take back whatever a test has done to the tab."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.emulate_media(media="null", color_scheme="null")
        assert self.size
        self.page.set_viewport_size(self.size)
        self.page.goto("about:blank")
        self.wrong.clear()
        self.asked.clear()
        self.widgets.heard.clear()
        self.site.requests.clear()

    def show(
        self,
        *body: str,
        head: str = "",
        headers: Headers | None = None,
        lang: str = "en",
        origin: str = "",
        hash_: str = "",
        loader: bool = True,
        tall: bool = False,
    ) -> None:
        """Open a page with this in its body, and the loader at its end. ``tall``: in a window
        that shows all of it."""
        if tall:
            self.page.set_viewport_size({"width": 1000, "height": 9000})
        last = self.widgets.loader if loader else ""
        # A new address each time: at one that it has seen, a browser brings frames back to
        # where they were.
        self.shown += 1
        html = document(*body, last, head=head, lang=lang)
        path = self.site.publish(html, headers, path=f"/page-{self.shown}")
        self.page.goto((origin or self.site.url) + path + hash_)

    def load_loader(self, address: str = "") -> None:
        """Bring the loader into a page that is there already."""
        self.page.evaluate(
            """(src) => new Promise((done) => {
              const script = document.createElement("script");
              script.onload = script.onerror = done;
              script.src = src;
              document.head.append(script);
            })""",
            address or f"{self.widgets.url}/embed.js",
        )

    def until(self, expression: str, wanted: Any = True, *, frame: Frame | None = None) -> None:
        """Wait until an expression has a value. No policy forbids to ask like this."""
        found = eventually(lambda: (frame or self.page).evaluate(expression), wanted)
        assert found == wanted, f"{expression}: {found}"

    def events(self, name: str = "") -> list[list[str]]:
        """The events of mounts so far: name, id of the mount, and details as JSON."""
        found: list[list[str]] = self.page.evaluate("window.seen.events")
        return [event for event in found if name in ("", event[0])]

    def ready(self, *ids: str) -> None:
        """Wait until these mounts have said, once each, that they are there; and no other."""
        found = eventually(lambda: sorted(e[1] for e in self.events("ready")), sorted(ids))
        assert found == sorted(ids), f"{self.events()} {self.wrong}"

    def iframe(self, mount: str) -> Locator:
        """The frame in a mount."""
        return self.page.locator(f"#{mount} iframe")

    def frame(self, mount: str) -> Frame:
        """The document in the frame in a mount, loaded."""
        element = self.iframe(mount).element_handle()
        assert element is not None
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_url("http**")
        frame.wait_for_load_state()
        return frame

    def inline(self, mount: str) -> Locator:
        """A mount with the widget itself in it."""
        return self.page.locator(f"#{mount}")

    def height(self, mount: str) -> float:
        """How tall the document in the frame in a mount can be without scrolling."""
        height: float = self.iframe(mount).evaluate("(frame) => frame.clientHeight")
        return height

    def violations(self) -> list[str]:
        """Every violation of a policy, in the page and in its frames."""
        found: list[str] = []
        for frame in self.page.frames:
            found += frame.evaluate("window.seen?.policy ?? []")
        return found

    def assert_clean(self) -> None:
        """Nothing went wrong, and no policy was violated."""
        found = self.violations() + self.wrong
        assert not found, found


def eventually(look: Callable[..., Any], wanted: Any, *given: Any) -> Any:
    """What a look shows once it is what is wanted, or when patience ends."""
    end = time.monotonic() + PATIENCE
    while (found := look(*given)) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    return found


def settled(place: Place) -> None:
    """Wait until htmx neither waits for an answer nor puts one in place."""
    busy = place.locator(".htmx-request, .htmx-swapping, .htmx-settling")
    expect(busy).to_have_count(0)
