"""In Firefox, too: what the widget server really receives, and that policies and frames behave.

One Firefox opens page after page: each acts by itself, tells its site what it saw, and goes on
to the next.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.browser.firefox import firefox
from tests.browser.hosting import Headers, Received, Site, Widgets, csp, document
from tools.browser import find_firefox, firefox_is_due

pytestmark = pytest.mark.browser

TOOLS = """
const seen = { ready: [], error: [], policy: [], said: [], names: [] };
for (const name of ["ready", "error"]) {
  addEventListener(`scarwidget:${name}`, ({ target }) => seen[name].push(target.id));
}
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  seen.policy.push(`${violatedDirective} ${blockedURI}`);
});
addEventListener("message", ({ data }) => seen.said.push(data));
addEventListener("error", ({ message }) => seen.policy.push(message));
const roots = [];
const { attachShadow } = Element.prototype;
Element.prototype.attachShadow = function (init) {
  const root = attachShadow.call(this, init);
  roots.push(root);
  return root;
};
const until = async (what) => {
  const end = Date.now() + 8000;
  while (!what()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((done) => setTimeout(done, 15));
  }
};
const act = async (name, next, play) => {
  const names = Object.getOwnPropertyNames(window);
  const told = { name };
  try {
    await play(told);
  } catch (error) {
    told.failed = String(error);
  }
  const more = Object.getOwnPropertyNames(window).filter((key) => !names.includes(key));
  Object.assign(told, seen, { names: more.filter((key) => !/^\\d+$/.test(key)) });
  told.history = [history.length, history.state];
  await fetch("/report", { method: "POST", body: JSON.stringify(told) });
  if (next) location.replace(next);
};
"""

USE_INLINE = """
async (told) => {
  document.cookie = "visitor=canary";
  await until(() => seen.ready.includes("a"));
  told.closed = a.shadowRoot === null;
  const [root] = roots;
  root.querySelector(".scarwidget-actions a").click();
  await until(() => root.querySelector("input[type=checkbox]"));
  const box = () => root.querySelectorAll("input[type=checkbox]")[1];
  box().focus();
  box().click();
  await until(() => root.querySelector("table") && box().checked);
  told.focused = root.activeElement === box();
  told.status = root.querySelector("[role=status]").textContent;
  root.querySelector("form .scarwidget-button").click();
  await until(() => root.activeElement?.matches(".scarwidget-compare"));
  told.card = getComputedStyle(root.querySelector(".scarwidget-card")).display;
  told.sheets = document.adoptedStyleSheets.length;
  document.body.style.color = "white";
  await until(() => root.querySelector(".scarwidget-dark"));
  document.cookie = "visitor=; max-age=0";
}
"""

REFUSED = """
async (told) => {
  await until(() => seen.ready.length + seen.error.length);
  told.trusted = typeof trustedTypes !== "undefined";
  told.link = a.querySelector("a").checkVisibility();
}
"""

USE_FRAMES = """
async (told) => {
  await until(() => seen.ready.length === 2);
  const height = () => document.querySelector("#b iframe").clientHeight;
  told.before = height();
  scrollTo(0, 0);
  await until(() => height() > 700);
  told.heights = [...document.querySelectorAll("iframe")].map((frame) => frame.clientHeight);
  const heard = () => seen.said.filter(({ message }) => message === "height").length;
  const count = heard();
  document.body.className = "dark";
  await until(() => heard() >= count + 2);
  try {
    told.inside = String(document.querySelector("iframe").contentWindow.document);
  } catch (error) {
    told.inside = error.name;
  }
}
"""

Told = Mapping[str, Any]


def page(site: Site, name: str, body: str, play: str, headers: Headers, then: str) -> None:
    """A page that plays its part and goes on to another."""
    script = f'{TOOLS} act("{name}", "{then}", {play});'
    site.publish(script, path=f"/{name}.js", kind="text/javascript")
    style = "body { color: #222 } .dark { color: oklch(0.95 0 0); background: #111 }"
    site.publish(style, path="/firefox.css", kind="text/css")
    head = f'<link rel="stylesheet" href="/firefox.css"><script src="/{name}.js"></script>'
    site.publish(document(body, head=head), headers, path=f"/{name}")


@pytest.fixture(scope="session")
def told(hosting: tuple[Site, Widgets]) -> dict[str, Told]:
    """What each page told, by its name, and under ``heard`` all that reached the server."""
    path = find_firefox()
    if path is None:
        if os.environ.get("CI") == "true" and firefox_is_due():
            pytest.fail("no Firefox was found, and CI must not pass without its tests")
        pytest.skip("no Firefox was found: `make test` says why")
    site, widgets = hosting
    inline = widgets.mount("treatments", id="a", mode="inline", eager="") + widgets.loader
    frames = (
        widgets.adopted("picker", id="a", height=400)
        + '<p style="height: 600px"></p>'
        + widgets.plain_mount("checklist", id="b", eager="")
        + widgets.loader
    )
    strict = (
        "default-src 'none'",
        f"script-src 'self' {widgets.url}",
        f"connect-src 'self' {widgets.url}",
        "style-src 'self'",
    )
    trusted = "require-trusted-types-for 'script'"
    page(site, "inline", inline, USE_INLINE, {}, "/strict?utm_source=canary")
    page(
        *(site, "strict", inline, USE_INLINE),
        csp(*strict, trusted, "trusted-types scarwidget"),
        "/refused",
    )
    page(site, "refused", inline, REFUSED, csp(*strict, trusted, "trusted-types 'none'"), "/frames")
    framing = (f"frame-src {widgets.url}", "style-src 'self' 'unsafe-inline'")
    page(site, "frames", frames, USE_FRAMES, csp(*strict[:3], *framing), "")
    site.reports.clear()
    widgets.heard.clear()
    site.requests.clear()
    with firefox(path, f"{site.url}/inline?utm_source=canary", proxy=site.port):
        reports = {report["name"]: report for report in site.reported(4, patience=60)}
    reports["heard"] = {"requests": [r for r in widgets.heard if "Firefox" in str(r.headers)]}
    reports["elsewhere"] = {"requests": [r for r in site.requests if not r.target.startswith("/")]}
    site.reports.clear()
    return reports


@pytest.mark.parametrize("name", ["inline", "strict"])
def test_inline(told: dict[str, Told], name: str) -> None:
    """It works, in a strict page, too, and leaves the page as it was."""
    found = told[name]
    assert "failed" not in found, found
    assert found["policy"] == found["error"] == found["names"] == []
    assert found["ready"] == ["a"]
    assert found["closed"] is found["focused"] is True
    assert "1 of 4" in found["status"]
    assert (found["card"], found["sheets"]) == ("flex", 0)
    assert found["history"][1] is None


def test_what_is_refused_leaves_the_link(told: dict[str, Told]) -> None:
    """A page that allows no policy for trusted types gets no widget, where Firefox knows them."""
    found = told["refused"]
    assert "failed" not in found, found
    assert found["link"] is True
    assert found["trusted"] is True, "as of version 148"
    assert (found["ready"], found["error"]) == ([], ["a"])


def test_frames(told: dict[str, Told]) -> None:
    """They come, grow where nobody sees it, and are told when the page turns dark."""
    found = told["frames"]
    assert "failed" not in found, found
    assert found["policy"] == found["error"] == found["names"] == []
    assert sorted(found["ready"]) == ["a", "b"]
    assert found["heights"][0] == 400
    assert found["inside"] == "SecurityError"


def test_what_reaches_the_server(told: dict[str, Told]) -> None:
    """Plain GETs: nothing that asks for leave, nothing of htmx, nothing about the page."""
    requests: list[Received] = told["heard"]["requests"]
    fragments = [request for request in requests if "/fragment" in request.path]
    assert len(fragments) == len({request.target for request in fragments}) >= 3
    for request in requests:
        assert request.method == "GET", request
        assert not [name for name in request.headers if name.startswith("hx-")], request
        assert "canary" not in request.headers.get("referer", ""), request
        if request.path != "/embed.js":
            assert not {"referer", "cookie", "authorization"} & set(request.headers), request


def test_nobody_else_is_asked(told: dict[str, Told]) -> None:
    """What is not for this machine comes to the tests' own proxy: no page asks for anything.
    A new version of Firefox may have found something new to ask its maker."""
    requests: list[Received] = told["elsewhere"]["requests"]
    others = {request.target.partition(":")[0] for request in requests}
    assert [name for name in others if not re.search(r"\.(mozilla|firefox)\.\w+$", name)] == []
