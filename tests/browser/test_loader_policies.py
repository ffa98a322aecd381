"""A clinic's own policies: what the documentation asks for is enough, and what a site refuses
leaves a link; in a sandbox the frame works, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, expect

from scarwidget.plugins import Publication
from tests.browser.hosting import CLINIC, TITLES, csp
from tests.browser.staging import Stage, settled
from tests.browser.walking import (
    COMPARE,
    COMPARE_THESE,
    ROLLING,
    SCAR_FILTER,
    labels,
)

pytestmark = pytest.mark.browser

NONE = "default-src 'none'"
TRUSTED = "require-trusted-types-for 'script'"


def use(stage: Stage, mount: str) -> None:
    """Filter the treatments of an inline mount, for which htmx must come."""
    place = stage.inline(mount)
    summary = place.locator("summary", has_text=SCAR_FILTER)
    summary.locator("..").get_by_role("link", name=re.compile("^Rolling")).click()
    settled(place)
    expect(summary).to_contain_text("Rolling")


def tick(frame: Frame) -> None:
    """Tick a habit, and see it counted without a step to another document."""
    frame.evaluate("window.stillHere = true")
    frame.get_by_role("checkbox").first.check()
    expect(frame.get_by_role("status")).to_have_text(re.compile("^1 of "))
    assert frame.evaluate("window.stillHere === true")


class TestContentSecurityPolicy:
    def test_frames_need_two_directives(self, stage: Stage) -> None:
        origin = stage.widgets.url
        stage.show(
            stage.widgets.adopted("checklist", id="a"),
            stage.widgets.plain_mount("checklist", id="b", eager=""),
            headers=csp(NONE, f"script-src {origin}", f"frame-src {origin}"),
            tall=True,
        )
        stage.ready("a", "b")
        tick(stage.frame("a"))
        tick(stage.frame("b"))
        stage.assert_clean()

    def test_a_frame_alone_needs_one(self, stage: Stage) -> None:
        stage.show(
            stage.widgets.iframe("checklist"),
            headers=csp(NONE, f"frame-src {stage.widgets.url}"),
            loader=False,
        )
        frame = stage.page.frames[1]
        frame.wait_for_url("**/checklist/frame")
        tick(frame)
        stage.assert_clean()

    def test_inline_needs_no_style(self, stage: Stage) -> None:
        """Nor does it break where every string must be trusted."""
        origin = stage.widgets.url
        stage.show(
            stage.widgets.mount("treatments", id="a", mode="inline"),
            stage.widgets.plain_mount("treatments", id="b", mode="inline", accent="#123456"),
            headers=csp(
                *(NONE, f"script-src {origin}", f"connect-src {origin}", "style-src 'self'"),
                *(TRUSTED, "trusted-types scarwidget"),
            ),
            tall=True,
        )
        stage.ready("a", "b")
        use(stage, "a")
        use(stage, "b")
        card = stage.inline("a").locator(".scarwidget-card").first
        assert card.evaluate("(card) => getComputedStyle(card).display") == "flex"
        stage.assert_clean()

    def test_a_nonce_is_enough(self, stage: Stage) -> None:
        origin = stage.widgets.url
        stage.show(
            stage.widgets.mount("treatments", id="a", mode="inline"),
            stage.widgets.plain_mount("checklist", id="b", eager=""),
            stage.widgets.loader.replace("<script", '<script nonce="abc"'),
            headers=csp(
                *(NONE, "script-src 'nonce-abc' 'strict-dynamic'"),
                *(f"connect-src {origin}", f"frame-src {origin}"),
            ),
            loader=False,
            tall=True,
        )
        stage.ready("a", "b")
        use(stage, "a")
        tick(stage.frame("b"))
        stage.assert_clean()

    def test_the_digest_of_the_pinned_loader(self, stage: Stage) -> None:
        """With the right one it runs; with another it does not, and the link stays."""
        widgets = stage.widgets
        stage.show(widgets.mount("treatments", id="a", mode="inline"), widgets.pinned, loader=False)
        stage.ready("a")
        stage.assert_clean()
        wrong = widgets.pinned.replace("sha384-", "sha384-AAAA")
        stage.show(
            widgets.mount("treatments", id="a", mode="inline"),
            widgets.plain_mount("picker", id="b"),
            wrong,
            loader=False,
        )
        stage.page.wait_for_load_state("networkidle")
        for mount, widget in (("a", "treatments"), ("b", "picker")):
            expect(stage.inline(mount)).to_have_text(TITLES[widget])
            expect(stage.inline(mount).get_by_role("link")).to_be_visible()
        assert stage.events() == []

    @pytest.mark.parametrize(
        "refusal",
        [
            f"{TRUSTED}; trusted-types 'none'",
            "connect-src 'none'",
            "script-src {origin}/embed.js",
            "frame-src 'none'",
        ],
    )
    def test_what_is_refused_leaves_the_link(self, stage: Stage, refusal: str) -> None:
        origin = stage.widgets.url
        allowed = {
            "script-src": f"script-src {origin}",
            "connect-src": f"connect-src {origin}",
            "frame-src": f"frame-src {origin}",
        }
        allowed.pop(refusal.split(maxsplit=1)[0], None)
        mode = "frame" if refusal.startswith("frame-src") else "inline"
        stage.show(
            stage.widgets.mount("treatments", id="a", mode=mode, eager=""),
            '<p id="after">After</p>',
            headers=csp(NONE, *allowed.values(), refusal.format(origin=origin)),
            hash_="#hurried",
        )
        stage.until("window.seen.events.length > 0")
        told = '{"clinic":"tamarind-derma","widget":"treatments","reason":"unreachable"}'
        assert stage.events() == [["error", "a", told]]
        link = stage.page.locator("#a > a")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", stage.widgets.page("treatments"))
        expect(stage.iframe("a")).to_be_visible(visible=False)
        assert stage.violations()

    def test_an_isolated_page(self, stage: Stage) -> None:
        """One that lets nothing in that does not ask to be let in."""
        headers = {
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        stage.show(
            stage.widgets.mount("treatments", id="a", mode="inline"),
            stage.widgets.plain_mount("checklist", id="b", eager=""),
            stage.widgets.adopted("picker", id="c"),
            headers=headers,
            tall=True,
        )
        stage.ready("a", "b", "c")
        assert stage.page.evaluate("crossOriginIsolated") is True
        use(stage, "a")
        tick(stage.frame("b"))
        stage.assert_clean()


class TestSandbox:
    def test_an_origin_of_its_own(self, stage: Stage, publication: Publication) -> None:
        """With scripts and nothing else: no form is sent, no storage and no cookie exists."""
        boxed = {
            widget: stage.widgets.iframe(widget, sandbox="allow-scripts")
            for widget in ("picker", "checklist", "treatments")
        }
        mounts = zip("abc", boxed.items(), strict=True)
        stage.show(
            *(stage.widgets.mount(w, id=id_, inside=inside) for id_, (w, inside) in mounts),
            tall=True,
        )
        stage.ready("a", "b", "c")
        picker = stage.frame("a")
        assert picker.evaluate("origin") == "null"
        picker.evaluate("window.stillHere = true")
        for label in labels(publication.editions[CLINIC], "en", ROLLING):
            link = picker.get_by_role("link", name=re.compile("^" + re.escape(label)))
            link.click()
            expect(link).to_have_count(0)
            settled(picker)
        expect(picker.get_by_role("link", name=COMPARE_THESE)).to_be_visible()
        assert picker.evaluate("window.stillHere === true")
        tick(stage.frame("b"))
        treatments = stage.frame("c")
        treatments.get_by_role("link", name=re.compile("^Show all")).click()
        settled(treatments)
        for number in (1, 3):
            treatments.get_by_role("checkbox").nth(number).check()
            settled(treatments)
        treatments.get_by_role("button", name=COMPARE).click()
        settled(treatments)
        table = treatments.get_by_role("table")
        expect(table.get_by_role("columnheader")).to_have_count(2)
        expect(table.locator("..")).to_be_focused()
        stage.assert_clean()

    def test_no_script_at_all(self, stage: Stage, publication: Publication) -> None:
        """Links lead all the way, and the loader does not take the silence for a failure."""
        boxed = stage.widgets.iframe("picker", sandbox="")
        stage.show(stage.widgets.mount("picker", id="a", inside=boxed), hash_="#hurried")
        stage.page.wait_for_timeout(800)
        assert stage.events() == []
        picker = stage.frame("a")
        for label in labels(publication.editions[CLINIC], "en", ROLLING):
            with picker.expect_navigation():
                picker.get_by_role("link", name=re.compile("^" + re.escape(label))).click()
        expect(picker.get_by_role("link", name=COMPARE_THESE)).to_be_visible()
        assert stage.events() == []
