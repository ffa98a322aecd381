"""A widget takes the room it needs and moves nothing that a visitor is looking at; what they do
before its script has come is not lost, and the focus stays where they are."""

from __future__ import annotations

import re
from html import unescape

import pytest
from playwright.sync_api import Frame, Route, expect

from scarwidget.plugins import Publication
from tests.browser.hosting import CLINIC, csp
from tests.browser.staging import DRAWN, Place, Stage, eventually, in_both_neighbourhoods, settled
from tests.browser.walking import ROLLING, SCAR_FILTER, labels

pytestmark = pytest.mark.browser

KESTREL = "kestrel-bay-aesthetics"
MOST = 20_000
"""Pixels that no widget needs, and more than which no frame gets."""

TOP = '<div style="height: 560px">Above</div>'
SCRIPT = re.compile(r"/-/static/widget\.\w+\.js$")


def said(publication: Publication, count: int = 3) -> list[str]:
    """The first answers of a way through the picker, in words."""
    return labels(publication.editions[CLINIC], "en", ROLLING[:count])


def answer(place: Place, label: str) -> None:
    """Click an answer of the picker, and wait until it has been taken."""
    link = place.get_by_role("link", name=re.compile("^" + re.escape(label)))
    link.click()
    expect(link).to_have_count(0)
    settled(place)


def content(frame: Frame) -> int:
    """How tall a frame's document is, in the steps in which it says so."""
    height: int = frame.evaluate("Math.ceil(document.documentElement.offsetHeight / 64) * 64")
    return height


class TestHeight:
    def test_it_grows_where_nobody_sees_anything_move(self, stage: Stage) -> None:
        """At once where its end is out of sight; else when it gets there; never back."""
        stage.show(
            stage.widgets.adopted("picker", id="a", height=200),
            '<p id="between" style="height: 300px">Between</p>',
            stage.widgets.mount("checklist", id="b", eager=""),
            '<div style="height: 3000px"></div>',
        )
        stage.ready("a", "b")
        wanted = content(stage.frame("b"))
        assert eventually(lambda: stage.height("b"), wanted) == wanted
        assert stage.height("a") == 200, "its end is in sight"
        where = stage.page.evaluate("between.offsetTop")
        stage.page.evaluate("document.body.style.color = '#111'")
        stage.page.evaluate(DRAWN)
        assert stage.page.evaluate("between.offsetTop") == where
        assert stage.height("a") == 200

    @in_both_neighbourhoods
    def test_it_grows_when_its_visitor_answers(
        self, stage: Stage, publication: Publication, afar: bool
    ) -> None:
        """Who is inside sees all of it, and the other frame of the same widget stays."""
        stage.show(
            stage.widgets.adopted("picker", id="a", height=150),
            stage.widgets.mount("picker", id="b", inside="b", style="min-height: 100px"),
            stage.widgets.mount("picker", id="c", eager="", inside="c", style="height: 60px"),
            origin=stage.site.afar if afar else stage.site.url,
        )
        stage.ready("a", "b", "c")
        assert stage.height("a") == 150
        first, *_ = said(publication)
        answer(stage.frame("a"), first)
        wanted = content(stage.frame("a"))
        assert eventually(lambda: stage.height("a"), wanted) == wanted
        for other in "bc":
            assert stage.height(other) in (320, content(stage.frame(other))), other
        stage.frame("a").get_by_role("link", name="Start again").click()
        expect(stage.frame("a").get_by_role("link", name=first)).to_be_visible()
        tallest = content(stage.frame("a"))
        assert tallest > wanted
        assert eventually(lambda: stage.height("a"), tallest) == tallest
        answer(stage.frame("a"), first)
        stage.until("window.seen.said.findLast((s) => s.message === 'height').value", wanted)
        stage.page.evaluate(DRAWN)
        assert stage.height("a") == tallest, "it never shrinks"
        stage.assert_clean()

    def test_in_somebodys_shadow_root(self, stage: Stage, publication: Publication) -> None:
        """The visitor is inside, though the page sees only who holds the mount."""
        stage.show('<div id="somebody"></div>')
        stage.until("customElements.get('scar-widget') !== undefined")
        stage.page.evaluate(
            "html => { somebody.attachShadow({ mode: 'open' }).innerHTML = html; }",
            stage.widgets.adopted("picker", id="a", height=200),
        )
        first, *_ = said(publication)
        answer(stage.frame("a"), first)
        wanted = content(stage.frame("a"))
        assert eventually(lambda: stage.height("a"), wanted) == wanted

    def test_messages_from_others_and_nonsense(self, stage: Stage) -> None:
        """Only the frame itself is heard, and no height harms the page."""
        stage.site.publish("<p>Somebody else's frame</p>", path="/other")
        stage.show(
            TOP,
            stage.widgets.mount("explainer", id="a", eager="", style="height: 400px"),
            stage.widgets.mount("explainer", id="b", eager="", style="height: 400px"),
            '<iframe id="other" src="/other" width="100" height="100"></iframe>',
        )
        stage.ready("a", "b")
        heights = stage.height("a"), stage.height("b")
        secret = stage.frame("a").evaluate(
            "new URLSearchParams(location.hash.slice(2)).get('secret')"
        )
        assert secret
        right = {"message": "height", "value": 7000, "print": 7000, "secret": secret}
        send = "(data) => top.postMessage(data, '*')"
        other = stage.page.frame(url="**/other")
        assert other
        for source in (stage.page.main_frame, other, stage.frame("b")):
            source.evaluate(send, right)
            stage.until("window.seen.said.some((said) => said?.value === 7000)")
            stage.page.evaluate(DRAWN)
            assert (stage.height("a"), stage.height("b")) == heights
            stage.page.evaluate("window.seen.said.length = 0")
        inside = stage.frame("a")
        inside.evaluate(send, {**right, "secret": "guessed"})
        inside.evaluate(send, {**right, "message": "width"})
        inside.evaluate(
            """(secret) => {
              const odd = [
                null, "x", 5, [], {}, { secret }, { secret, message: null },
                { secret, message: "contact" , value: { secret } },
              ];
              const values = [
                -5, 0, "x", "-1e9", null, undefined, NaN, -Infinity, [], {}, [[1]], true, 10n,
                new Date(), new Map(), new ArrayBuffer(8), "64px; position: fixed",
              ];
              for (const value of values) {
                odd.push({ message: "height", value, print: value, secret });
              }
              for (const data of odd) parent.postMessage(data, "*");
              parent.postMessage({ message: "height", value: 1, print: 1, secret: [secret] }, "*");
            }""",
            secret,
        )
        inside.evaluate(send, "the last")
        stage.until("window.seen.said.includes('the last')")
        stage.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert (stage.height("a"), stage.height("b")) == heights
        assert len(stage.events("ready")) == 2

        stage.page.mouse.wheel(0, 10)
        inside.evaluate(send, {**right, "value": 1e9, "print": 1e9})
        inside.evaluate(send, {**right, "value": "Infinity", "print": "Infinity"})
        assert eventually(lambda: stage.height("a"), MOST) <= MOST
        stage.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert stage.height("a") <= MOST, "on paper"
        stage.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert stage.height("b") == heights[1]
        stage.assert_clean()


def shifts(stage: Stage) -> list[object]:
    """Every shift of the layout that browsers count, and what moved."""
    stage.page.wait_for_load_state("networkidle")
    stage.page.evaluate(DRAWN)
    found: list[object] = stage.page.evaluate("window.seen.shifts")
    return found


class TestShift:
    """Nothing moves while a page with widgets loads, where it keeps room for them. The loader
    comes last: when all else is there and has been drawn."""

    @pytest.mark.parametrize("place", ["above the fold", "below it"])
    @pytest.mark.parametrize("policy", ["no policy", "a strict one"])
    def test_nothing_moves(self, stage: Stage, place: str, policy: str) -> None:
        widgets = stage.widgets
        strict = policy == "a strict one"
        # A strict policy ignores a style in the HTML: there the site's own sheet says it.
        styled = ", #d, #e, #f" if strict else ""
        room = {"reserve": "760"} | ({} if strict else {"style": "min-height: 760px"})
        sheet = f"#b, #c{styled} {{ display: block; min-height: 760px }}"
        body = [
            widgets.adopted("picker", id="a", height=760),
            widgets.plain_mount("treatments", id="b"),
            widgets.mount("explainer", id="c", mode="inline"),
            widgets.plain_mount("checklist", id="d", **room),
            widgets.plain_mount("treatments", id="e", mode="inline", **room),
            widgets.plain_mount("services", KESTREL, id="f", **room),
        ]
        above = place == "above the fold"
        if above:
            stage.page.set_viewport_size({"width": 1000, "height": 5200})
        else:
            sheet += "h1 { height: 800px }"
        stage.site.publish(sheet, path="/site.css", kind="text/css")
        policies = csp(
            "default-src 'none'",
            f"script-src {widgets.url}",
            f"frame-src {widgets.url}",
            f"connect-src {widgets.url}",
            "style-src 'self'",
        )
        stage.show(
            "<h1>A clinic</h1>",
            *(f"{mount}<p>After {n}</p>" for n, mount in enumerate(body)),
            head='<link rel="stylesheet" href="/site.css">',
            headers=policies if strict else None,
            loader=False,
        )
        stage.page.evaluate(DRAWN)
        stage.load_loader()
        if not above:
            # They grow while they are out of sight, and so does the way.
            while not stage.page.evaluate("scrollY + innerHeight >= document.body.offsetHeight"):
                stage.page.mouse.wheel(0, 600)
                stage.page.evaluate(DRAWN)
        stage.ready(*"abcdef")
        assert shifts(stage) == []
        stage.assert_clean()

    @pytest.mark.parametrize("mode", ["frame", "inline"])
    def test_the_builders_own_snippet_moves_nothing(self, stage: Stage, mode: str) -> None:
        """What a clinic copies keeps room before the loader has come."""
        builder = stage.page.request.get(
            f"{stage.widgets.url}/{CLINIC}/embed?widget=treatments&mode={mode}&height=600"
        )
        text = unescape(builder.text())
        [snippet, *_] = re.findall(r"<scar-widget.*?</scar-widget>", text, re.S)
        rules = re.findall(r"scar-widget\[widget=[^{]*\{[^}]*\}", text)
        assert len(rules) == (mode == "inline")
        head = f"<style>{''.join(rules)}</style>"
        stage.show("<h1>A clinic</h1>", snippet, "<p>After</p>", head=head, loader=False)
        stage.page.evaluate(DRAWN)
        stage.load_loader()
        stage.ready("")
        assert shifts(stage) == []


class TestFocus:
    def test_it_goes_to_the_new_question_and_else_stays(
        self, stage: Stage, publication: Publication
    ) -> None:
        """A step moves the focus to its heading; a tick or a filter leaves it where it is."""
        stage.show(
            stage.widgets.adopted("picker", id="a"),
            stage.widgets.adopted("checklist", id="b"),
            stage.widgets.mount("checklist", id="c", mode="inline", eager=""),
            stage.widgets.adopted("treatments", id="d"),
            stage.widgets.mount("treatments", id="e", mode="inline", eager=""),
            stage.widgets.mount("picker", id="f", mode="inline", eager=""),
            tall=True,
        )
        stage.ready(*"abcdef")
        for picker, level in ((stage.frame("a"), 1), (stage.inline("f"), 2)):
            for label in said(publication):
                answer(picker, label)
                expect(picker.get_by_role("heading", level=level)).to_be_focused()
        checklists: list[Place] = [stage.frame("b"), stage.inline("c")]
        for checklist in checklists:
            for count, number in enumerate((0, 3), 1):
                box = checklist.get_by_role("checkbox").nth(number)
                box.check()
                expect(checklist.get_by_role("status")).to_have_text(re.compile(f"^{count} of "))
                expect(box).to_be_focused()
                expect(box).to_be_checked()
        lists: list[Place] = [stage.frame("d"), stage.inline("e")]
        for treatments in lists:
            summary = treatments.locator("summary", has_text=SCAR_FILTER)
            for name in ("Rolling", "Keloid"):
                chip = summary.locator("..").get_by_role("link", name=re.compile(f"^{name}"))
                chip.click()
                expect(summary).to_contain_text(name)
                settled(treatments)
                expect(chip).to_be_focused()
                expect(treatments.get_by_role("status")).to_have_text(re.compile("options"))
        stage.assert_clean()


class TestBeforeTheScript:
    """What a visitor does before htmx has come, or where it never comes, is not lost."""

    @pytest.mark.parametrize("act", ["click", "Enter"])
    def test_it_is_done_when_the_script_is_there(
        self, stage: Stage, publication: Publication, act: str
    ) -> None:
        held: list[Route] = []
        stage.page.route(SCRIPT, lambda route: held.extend([route]))
        stage.show(
            stage.widgets.adopted("picker", id="a"),
            stage.widgets.mount("picker", id="b", mode="inline", eager=""),
            stage.widgets.adopted("checklist", id="c"),
            tall=True,
        )
        stage.ready(*"abc")
        first, second, _ = said(publication)
        address = stage.page.url
        places: list[Place] = [stage.frame("a"), stage.inline("b")]
        for place in places:
            link = place.get_by_role("link", name=re.compile("^" + re.escape(first)))
            if act == "click":
                link.click()
            else:
                link.focus()
                stage.page.keyboard.press("Enter")
        box = stage.frame("c").get_by_role("checkbox").nth(2)
        if act == "click":
            box.check()
        else:
            box.focus()
            stage.page.keyboard.press("Space")
        expect(box).to_be_checked()
        count = len(stage.page.frames)
        assert eventually(lambda: len(held), count) == count, "one for each document"
        frames = [frame.url for frame in stage.page.frames]
        for route in held:
            route.continue_()
        for place in places:
            expect(place.get_by_role("link", name=second)).to_be_visible()
        expect(stage.frame("c").get_by_role("status")).to_have_text(re.compile("^1 of "))
        expect(box).to_be_checked()
        assert [frame.url for frame in stage.page.frames] == frames, "nobody went away"
        assert stage.page.url == address
        stage.assert_clean()

    def test_who_has_gone_meanwhile_does_nothing(
        self, stage: Stage, publication: Publication
    ) -> None:
        """A page that takes the widget out before htmx has come must not be left for another."""
        held: list[Route] = []
        stage.page.route(SCRIPT, lambda route: held.extend([route]))
        stage.show(stage.widgets.mount("picker", id="a", mode="inline", eager=""))
        stage.ready("a")
        first, *_ = said(publication)
        stage.inline("a").get_by_role("link", name=re.compile("^" + re.escape(first))).click()
        assert eventually(lambda: len(held), 1) == 1
        address = stage.page.url
        stage.page.evaluate("a.remove()")
        stage.page.evaluate(DRAWN)
        held[0].continue_()
        stage.page.wait_for_timeout(400)
        assert stage.page.url == address
        stage.assert_clean()

    def test_without_it_links_lead_on_by_themselves(
        self, stage: Stage, publication: Publication
    ) -> None:
        stage.page.route(SCRIPT, lambda route: route.abort())
        stage.show(
            stage.widgets.adopted("picker", id="a"),
            stage.widgets.mount("picker", id="b", mode="inline", eager=""),
        )
        stage.ready("a", "b")
        for label in said(publication):
            stage.frame("a").get_by_role("link", name=re.compile("^" + re.escape(label))).click()
            expect(stage.frame("a").get_by_role("link", name=label)).to_have_count(0)
            expect(stage.frame("a").get_by_role("heading", level=1)).to_be_visible()
        assert "a=" + ".".join(ROLLING[:3]) in stage.frame("a").url
        first, second, _ = said(publication)
        stage.inline("b").get_by_role("link", name=re.compile("^" + re.escape(first))).click()
        stage.page.wait_for_url(f"{stage.widgets.page('picker')}?a={ROLLING[0]}*")
        expect(stage.page.get_by_role("link", name=second)).to_be_visible()
