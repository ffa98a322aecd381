"""A widget wears what the clinic's page wears: its tokens, its scheme, and every change of it;
and on paper it is all there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hosting import TITLES
from tests.browser.staging import Stage, eventually

pytestmark = pytest.mark.browser

WORN = """
(inside) => {
  const region = inside.querySelector(".scarwidget");
  const style = getComputedStyle(region);
  const arrow = getComputedStyle(region.querySelector(".scarwidget-choice"), "::after");
  return {
    scheme: region.closest(".scarwidget-dark") ? "dark" : "light",
    ink: style.color,
    paper: style.getPropertyValue("--paper").trim(),
    accent: arrow.borderTopColor,
    font: style.fontFamily,
    corners: style.getPropertyValue("--corners").trim(),
    line: style.getPropertyValue("--scar-line").trim(),
    muted: style.getPropertyValue("--scar-muted").trim(),
    "on-accent": style.getPropertyValue("--scar-on-accent").trim(),
  };
}
"""

DARK_HOST = """
  <style>
    body { color: #222; background: #fff; transition: color 0.15s, background-color 0.15s }
    .night, .night body { color: rgb(230, 230, 230); background: #111 }
    .dusk body { color: oklch(0.93 0.02 250); background: oklch(0.2 0.02 250) }
    .neon body { color: color(display-p3 0.9 1 0.9); background: #000 }
  </style>
"""


def worn(stage: Stage, mount: str) -> dict[str, str]:
    """What a widget looks like, in a frame or inline."""
    found: dict[str, str]
    if stage.iframe(mount).count():
        found = stage.frame(mount).evaluate(f"({WORN})(document)")
    else:
        found = stage.page.evaluate(f"({WORN})({mount}.shadowRoot)")
    return found


def part(stage: Stage, mount: str, *names: str) -> list[str]:
    """Some of what a widget looks like."""
    found = worn(stage, mount)
    return [found[name] for name in names]


def assert_scheme(stage: Stage, wanted: str, *mounts: str) -> None:
    """Every widget comes to have this scheme, and colours that go with it."""
    for mount in mounts:
        assert eventually(part, [wanted], stage, mount, "scheme") == [wanted], mount
        ink = int(re.findall(r"\d+", worn(stage, mount)["ink"])[0])
        assert (ink > 128) == (wanted == "dark"), (mount, worn(stage, mount))


class TestTokens:
    def test_by_attribute_and_by_the_clinics_own_style_sheet(self, stage: Stage) -> None:
        given = {"accent": "#123456", "paper": "rgb(250, 240, 230)", "corners": "3px", "eager": ""}
        head = """<style>
          scar-widget { --scar-ink: #112233; --scar-font: Georgia, serif; --scar-accent: red }
        </style>"""
        stage.show(
            stage.widgets.mount("explainer", id="a", **given),
            stage.widgets.mount("explainer", id="b", mode="inline", **given),
            stage.widgets.adopted("explainer", id="c", **given),
            head=head,
            tall=True,
        )
        stage.ready("a", "b", "c")
        wanted = {
            "scheme": "light",
            "ink": "rgb(17, 34, 51)",
            "paper": "rgb(250, 240, 230)",
            "accent": "rgb(18, 52, 86)",
            "font": "Georgia, serif",
            "corners": "3px",
        }
        for mount in "abc":
            values = [*wanted.values()]
            assert eventually(part, values, stage, mount, *wanted) == values, mount
        stage.page.evaluate("a.setAttribute('accent', 'rgb(1, 2, 3)')")
        stage.page.evaluate("b.style.setProperty('--scar-ink', 'rgb(4, 5, 6)')")
        assert eventually(part, ["rgb(1, 2, 3)"], stage, "a", "accent") == ["rgb(1, 2, 3)"]
        assert eventually(part, ["rgb(4, 5, 6)"], stage, "b", "ink") == ["rgb(4, 5, 6)"]
        stage.assert_clean()

    def test_hostile_ones_are_ignored(self, stage: Stage) -> None:
        """A token that is not what it says does nothing, and fetches nothing."""
        given = {
            "line": "url(https://evil.test/line)",
            "muted": "red;}body{display:none",
            "on-accent": "expression(alert(1))",
            "corners": "10px;position:fixed",
            "font": "url(https://evil.test/font)",
            "ink": "image-set('https://evil.test/ink')",
            "paper": "</style><script>alert(1)</script>",
            "eager": "",
        }
        head = """<style>
          scar-widget { --scar-accent: url("https://evil.test/accent") }
        </style>"""
        asked: list[str] = []
        stage.page.route("https://evil.test/**", lambda route: asked.append(route.request.url))
        stage.show(
            stage.widgets.mount("explainer", id="plain", eager=""),
            stage.widgets.mount("explainer", id="a", **given),
            stage.widgets.mount("explainer", id="b", mode="inline", **given),
            stage.widgets.mount("explainer", id="inline", mode="inline", eager=""),
            head=head,
            tall=True,
        )
        stage.ready("plain", "a", "b", "inline")
        assert worn(stage, "a") == worn(stage, "plain")
        assert worn(stage, "b") == worn(stage, "inline")
        for place in (stage.frame("a"), stage.inline("b")):
            expect(place.get_by_role("heading", name=TITLES["explainer"])).to_be_visible()
        assert asked == []
        stage.assert_clean()


class TestScheme:
    def test_it_follows_the_page(self, stage: Stage) -> None:
        """A switch on the clinic's page, whatever its colours are written in, and back again;
        but a mount that says which it wants keeps it."""
        stage.show(
            stage.widgets.mount("explainer", id="a", eager=""),
            stage.widgets.mount("explainer", id="b", mode="inline", eager=""),
            stage.widgets.adopted("explainer", id="c"),
            stage.widgets.mount("explainer", id="d", scheme="light", eager=""),
            stage.widgets.mount("explainer", id="e", scheme="dark", mode="inline", eager=""),
            head=DARK_HOST,
            tall=True,
        )
        stage.ready("a", "b", "c", "d", "e")
        assert_scheme(stage, "light", "a", "b", "c", "d")
        for dress in ("night", "dusk", "neon"):
            stage.page.evaluate(f"document.documentElement.className = '{dress}'")
            assert_scheme(stage, "dark", "a", "b", "c", "e")
            assert_scheme(stage, "light", "d")
            stage.page.evaluate("document.documentElement.className = ''")
            assert_scheme(stage, "light", "a", "b", "c", "d")
            assert_scheme(stage, "dark", "e")
        stage.assert_clean()

    def test_it_follows_the_visitor_only_where_the_page_does(self, stage: Stage) -> None:
        """A visitor's own setting counts on a page that follows it, and on no other."""
        mounts = (
            stage.widgets.mount("explainer", id="a", eager=""),
            stage.widgets.mount("explainer", id="b", mode="inline", eager=""),
        )
        stage.page.emulate_media(color_scheme="dark")
        stage.show(*mounts, tall=True)
        stage.ready("a", "b")
        assert_scheme(stage, "light", "a", "b")
        stage.show(*mounts, head="<style>:root { color-scheme: light dark }</style>", tall=True)
        stage.ready("a", "b")
        assert_scheme(stage, "dark", "a", "b")
        stage.page.emulate_media(color_scheme="light")
        assert_scheme(stage, "light", "a", "b")
        stage.page.emulate_media(color_scheme="dark")
        assert_scheme(stage, "dark", "a", "b")
        stage.assert_clean()

    def test_in_somebodys_shadow_root(self, stage: Stage) -> None:
        """What changes outside a component that holds the mount reaches it, too."""
        head = "<style>body { color: black } .night body { color: white }</style>"
        stage.show('<div id="somebody"></div>', head=head)
        stage.until("customElements.get('scar-widget') !== undefined")
        stage.page.evaluate(
            "html => { somebody.attachShadow({ mode: 'open' }).innerHTML = html; }",
            stage.widgets.mount("explainer", id="a", eager=""),
        )
        frame = stage.frame("a")
        expect(frame.get_by_role("heading", level=1)).to_be_visible()
        for dress, count in (("night", 1), ("", 0)):
            stage.page.evaluate(f"document.documentElement.className = '{dress}'")
            expect(frame.locator(".scarwidget-dark body")).to_have_count(count)
        stage.assert_clean()
