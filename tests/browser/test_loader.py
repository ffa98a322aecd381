"""The loader on a clinic's page: each widget appears once, as its mount asks, and nothing else
changes; and where it cannot appear, a readable line with a link does."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from scarwidget.plugins import Publication
from tests.browser.hosting import CLINIC, TITLES
from tests.browser.staging import DRAWN, Place, Stage, eventually, in_both_neighbourhoods, settled
from tests.browser.walking import ROLLING, SCAR_FILTER, labels

pytestmark = pytest.mark.browser

KESTREL = "kestrel-bay-aesthetics"
"""Chinese first, then English."""

FAR = '<div style="height: 12000px"></div>'
"""More than any browser fetches ahead of a lazy frame."""

HOST_STATE = """
() => ({
  names: Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name)),
  sheets: document.adoptedStyleSheets.length,
  styles: document.querySelectorAll("style, link").length,
  head: [...document.head.children].filter((e) => !/embed/.test(e.src)).length,
  history: [history.length, history.state, location.href],
  kept: [document.cookie, localStorage.length, sessionStorage.length],
  title: document.title,
  focus: document.activeElement.localName,
  scroll: [scrollX, scrollY],
})
"""


def title(place: Place, widget: str, level: int = 1) -> None:
    """A widget shows its title as a heading of that level."""
    name = TITLES[widget] if widget != "picker" else None
    found = place.get_by_role("heading", level=level)
    if name:
        found = found.filter(has_text=name)
    expect(found).to_have_count(1)
    expect(found).to_be_visible()


def choose(place: Place, label: str) -> None:
    """Click an answer of the picker."""
    place.get_by_role("link", name=re.compile("^" + re.escape(label))).click()


def filter_by(place: Place, name: str) -> None:
    """Choose a kind of mark among the treatments, and wait for the cards."""
    summary = place.locator("summary", has_text=SCAR_FILTER)
    link = summary.locator("..").get_by_role("link", name=re.compile(f"^{name}"))
    # Else a click can go to what was in that place before it was scrolled: a frame of another
    # process, say.
    link.scroll_into_view_if_needed()
    link.evaluate(DRAWN)
    link.click()
    settled(place)
    expect(place.get_by_role("checkbox").first).to_be_visible()


def asked_for(stage: Stage, clinic: str) -> list[str]:
    """The widgets of a clinic that the page asked for, whether its browser knew them or not."""
    addresses = [url.split("?")[0].split("/") for url in stage.asked]
    return [parts[4] for parts in addresses if parts[3] == clinic and parts[-1] != parts[4]]


class TestMounting:
    @in_both_neighbourhoods
    def test_three_widgets_and_two_loaders(
        self, stage: Stage, publication: Publication, afar: bool
    ) -> None:
        """Each widget appears once, works, and leaves the page as it was."""
        widgets = stage.widgets
        stage.show(
            "<h1>Acne scars</h1>",
            widgets.adopted("picker", id="a", height=400),
            widgets.plain_mount("checklist", id="b", reserve="400", eager=""),
            widgets.mount("treatments", id="c", mode="inline", eager=""),
            origin=stage.site.afar if afar else stage.site.url,
            loader=False,
        )
        before = stage.page.evaluate(HOST_STATE)
        stage.load_loader()
        pinned = re.search(r'src="([^"]*)"', widgets.pinned)
        assert pinned
        stage.load_loader(pinned[1])
        stage.ready("a", "b", "c")
        assert stage.page.evaluate(HOST_STATE) == before

        for mount, widget in (("a", "picker"), ("b", "checklist"), ("c", "treatments")):
            told = [json.loads(detail) for _, id_, detail in stage.events() if id_ == mount]
            assert told == [{"clinic": CLINIC, "widget": widget}]
        for mount in ("a", "b"):
            expect(stage.iframe(mount)).to_have_count(1)
            assert stage.iframe(mount).get_attribute("title")
        said = labels(publication.editions[CLINIC], "en", ROLLING[:2])
        choose(stage.frame("a"), said[0])
        expect(stage.frame("a").get_by_role("link", name=said[1])).to_be_visible()
        stage.frame("b").get_by_role("checkbox").first.check()
        expect(stage.frame("b").get_by_role("status")).to_have_text(re.compile("^1 of "))
        filter_by(stage.inline("c"), "Rolling")
        after = stage.page.evaluate(HOST_STATE)
        changing = ("focus", "scroll")
        assert {k: v for k, v in after.items() if k not in changing} == {
            k: v for k, v in before.items() if k not in changing
        }
        stage.ready("a", "b", "c")
        # Files may come twice: browsers keep them apart for each site.
        once = [request.target for request in widgets.heard if "/-/" not in request.path]
        assert len(set(once)) == len(once), once
        stage.assert_clean()

    def test_mounts_that_come_late(self, stage: Stage) -> None:
        """A script makes them, one of them in a shadow root of its own."""
        stage.show('<div id="somebody"></div>')
        stage.until("customElements.get('scar-widget') !== undefined")
        stage.page.evaluate(
            """([html, root]) => {
              document.body.insertAdjacentHTML("beforeend", html);
              const shadow = document.querySelector("#somebody").attachShadow({ mode: "open" });
              shadow.addEventListener("scarwidget:ready", ({ target, detail }) => {
                window.seen.events.push(["ready", "in shadow", JSON.stringify(detail)]);
              });
              shadow.innerHTML = root;
              const made = document.createElement("scar-widget");
              made.id = "c";
              made.setAttribute("data-clinic", "tamarind-derma");
              made.setAttribute("data-widget", "explainer");
              made.dataset.mode = "inline";
              document.body.append(made);
            }""",
            [
                stage.widgets.mount("picker", id="a")
                + stage.widgets.plain_mount("explainer", id="b", mode="inline"),
                stage.widgets.mount("checklist", id="d", eager=""),
            ],
        )
        stage.ready("a", "b", "c", "in shadow")
        title(stage.frame("a"), "picker")
        title(stage.frame("d"), "checklist")
        for mount in ("b", "c"):
            title(stage.inline(mount), "explainer", level=2)
        link = stage.page.locator("#c > a")
        assert link.evaluate("(a) => a.href") == stage.widgets.page("explainer")
        stage.assert_clean()

    def test_nothing_is_fetched_before_it_is_near(self, stage: Stage) -> None:
        """What is far below costs a visitor nothing until they come near it."""
        widgets = stage.widgets
        stage.show(
            widgets.plain_mount("checklist", id="a", eager="", reserve="300"),
            FAR,
            widgets.adopted("picker", id="b", height=200),
            widgets.plain_mount("services", id="c", style="height: 360px"),
            widgets.mount("treatments", id="d", mode="inline"),
            FAR,
            widgets.mount("explainer", id="e", mode="inline", eager=""),
            widgets.plain_mount("checklist", KESTREL, id="f", eager=""),
        )
        stage.ready("a", "e", "f")
        assert sorted(asked_for(stage, CLINIC)) == ["checklist", "explainer"]
        stage.page.mouse.wheel(0, 12_250)
        stage.ready("a", "b", "c", "d", "e", "f")
        assert len(asked_for(stage, CLINIC)) == len("abcde")
        stage.assert_clean()

    def test_the_root_of_an_inline_widget_is_closed(self, stage: Stage) -> None:
        """No script of the clinic's page finds its way in."""
        stage.show(stage.widgets.mount("explainer", id="a", mode="inline"), hash_="#closed")
        stage.ready("a")
        inside = stage.page.evaluate("[a.shadowRoot, a.children.length, a.textContent]")
        assert inside == [None, 1, TITLES["explainer"]]
        stage.assert_clean()


class TestAttributes:
    def test_language(self, stage: Stage) -> None:
        """The mount's own attribute, then the nearest language around it, then the clinic's."""
        mount, link = stage.widgets.mount, "link"

        def both(name: str, **more: str) -> str:
            return mount(
                "services", KESTREL, inside=link, id=f"{name}-frame", eager="", **more
            ) + mount(
                *("services", KESTREL),
                inside=link,
                id=f"{name}-inline",
                mode="inline",
                eager="",
                **more,
            )

        stage.show(
            both("page"),
            f'<div lang="en"><p>{both("near")}</p></div>',
            both("own", lang="en"),
            f'<div lang="fr">{both("none")}</div>',
            f'<div lang="en">{both("chinese", data_lang="zh-Hant-HK")}</div>',
            lang="zh-HK",
            tall=True,
        )
        names = ("page", "near", "own", "none", "chinese")
        stage.ready(*(f"{name}-{mode}" for name in names for mode in ("frame", "inline")))
        for name in names:
            wanted = "en" if name in ("near", "own") else "zh-Hant-HK"
            for place in (stage.frame(f"{name}-frame"), stage.inline(f"{name}-inline")):
                expect(place.locator(".scarwidget")).to_have_attribute("lang", wanted)
        stage.assert_clean()

    def test_heading_presets_and_room(self, stage: Stage) -> None:
        """What a mount asks for is what its widget begins with, and keeps."""
        widgets = stage.widgets
        given = {"heading": "3", "eager": "", "scar": "rolling", "reserve": "640"}
        topic = {"topic": "how-lasers-work", "eager": "", "data_heading": "4"}
        stage.show(
            widgets.mount("treatments", id="a", **given),
            widgets.mount("treatments", id="b", mode="inline", **given),
            widgets.mount("explainer", id="c", **topic),
            widgets.plain_mount("explainer", id="d", mode="inline", topic="how-lasers-work"),
            widgets.mount("checklist", id="e", mode="inline", eager=""),
            tall=True,
        )
        stage.ready("a", "b", "c", "d", "e")
        places: list[Place] = [stage.frame("a"), stage.inline("b")]
        for place in places:
            title(place, "treatments", level=3)
            expect(place.get_by_role("checkbox").first).to_be_visible()
            summary = place.locator("summary", has_text=SCAR_FILTER)
            expect(summary).to_contain_text("Rolling")
            summary.click()
            filter_by(place, "Keloid")
            title(place, "treatments", level=3)
        for place, level in ((stage.frame("c"), 4), (stage.inline("d"), 2)):
            heading = place.get_by_role("heading", level=level).first
            expect(heading).to_have_text(re.compile("laser", re.IGNORECASE))
        places = [stage.frame("c"), stage.inline("d"), stage.inline("e")]
        for place in places:
            expect(place.get_by_role("heading", level=1)).to_have_count(0)
        assert stage.page.evaluate("[a, b].map((m) => m.style.minHeight)") == ["640px"] * 2
        stage.assert_clean()


class TestTrouble:
    """A widget that cannot be shown leaves a line to read and a link, and moves nothing."""

    def assert_readable(self, stage: Stage, mount: str) -> None:
        """Something can be read and followed where the mount stands."""
        texts = [stage.inline(mount).inner_text()]
        if stage.iframe(mount).count() and stage.iframe(mount).is_visible():
            box = stage.iframe(mount).bounding_box()
            assert box
            texts.append(stage.frame(mount).locator("body").inner_text())
            link = stage.frame(mount).get_by_role("link").first
        else:
            link = stage.inline(mount).get_by_role("link").first
        assert any(text.strip() for text in texts), (mount, texts)
        expect(link).to_be_visible()
        assert link.evaluate("(a) => a.href").startswith(stage.widgets.url), mount

    def test_what_does_not_exist(self, stage: Stage) -> None:
        """A clinic or widget that the server does not know, or that the mount does not name."""
        widgets, room = stage.widgets, {"reserve": "300", "eager": ""}
        wrong = {
            "no-such-clinic": widgets.mount("picker", "birch", id="a", **room),
            "inline": widgets.mount("picker", "birch", id="b", mode="inline", **room),
            "no-such-widget": widgets.mount("horoscope", id="c", **room),
            "inline too": widgets.mount("horoscope", id="d", mode="inline", **room),
            "no clinic named": f'<scar-widget id="e" widget="picker" reserve="300">'
            f"{widgets.link('picker')}</scar-widget>",
            "no widget named": '<scar-widget id="f" clinic="tamarind-derma" reserve="300">'
            "</scar-widget>",
            "nothing named": '<div id="g" data-scarwidget="" data-reserve="300"></div>',
            "nonsense": widgets.mount("../..", "%00", id="h", **room),
            "markup": widgets.mount("picker", '"><img src=x>', id="i", **room),
        }
        style = (
            "<style>scar-widget, [data-scarwidget] { display: block; min-height: 300px }</style>"
        )
        stage.show(
            *wrong.values(), '<p id="after">After</p>', head=style, hash_="#hurried", tall=True
        )
        where = stage.page.evaluate("after.offsetTop")
        failed = [*"efgh"]
        found = eventually(
            lambda: sorted({e[1] for e in stage.events("error")} & {*failed}), failed
        )
        assert found == failed, stage.events()
        shown: list[Place] = [stage.frame(n) for n in "ac"] + [stage.inline(n) for n in "bd"]
        for place in shown:
            expect(place.get_by_role("heading")).to_be_visible()
        for mount in "abcdefghi":
            self.assert_readable(stage, mount)
        reasons = {id_: json.loads(detail) for _, id_, detail in stage.events("error")}
        assert reasons["e"]["reason"] == reasons["f"]["reason"] == reasons["g"]["reason"]
        assert stage.page.evaluate("after.offsetTop") == where
        refusals = re.compile("status of 404|frame-ancestors 'none'")
        assert [error for error in stage.wrong if not refusals.search(error)] == []
        assert stage.violations() == []

    def test_no_server_and_no_permission(self, stage: Stage) -> None:
        """The widget server is down, or does not allow this site: the browser would show its
        own refusal, or nothing."""
        widgets, room = stage.widgets, {"reserve": "400", "eager": ""}

        def refuse(route: Route) -> None:
            route.abort("connectionrefused")

        for form in ("**/tamarind-derma/*/frame*", "**/tamarind-derma/*/fragment*"):
            stage.page.route(form, refuse)
        style = "<style>scar-widget { display: block; min-height: 400px }</style>"
        stage.show(
            widgets.mount("picker", id="a", **room),
            widgets.adopted("checklist", id="b", height=300),
            widgets.mount("treatments", id="c", mode="inline", **room),
            widgets.mount("picker", KESTREL, id="d", **room),
            widgets.adopted("checklist", KESTREL, id="e", height=300),
            '<p id="after">After</p>',
            head=style,
            origin=f"http://stranger.localhost:{stage.site.port}",
            hash_="#hurried",
            loader=False,
            tall=True,
        )
        where = stage.page.evaluate("after.offsetTop")
        stage.page.wait_for_load_state("networkidle")
        stage.load_loader()
        found = eventually(lambda: sorted({e[1] for e in stage.events("error")}), [*"abcde"])
        assert found == [*"abcde"], stage.events()
        for mount in "abcde":
            expect(stage.iframe(mount)).to_be_visible(visible=False)
            self.assert_readable(stage, mount)
        assert stage.page.evaluate("after.offsetTop") == where

    def test_a_frame_below_the_fold_waits_for_the_visitor(self, stage: Stage) -> None:
        """It was fetched ahead, but is not drawn before it is in sight, however long that
        takes; so it must not be taken for broken meanwhile."""
        stage.show(
            '<div style="height: 1400px"></div>',
            stage.widgets.adopted("picker", id="a"),
            stage.widgets.plain_mount("checklist", id="b", reserve="500"),
            hash_="#hurried",
        )
        for mount in ("a", "b"):
            expect(stage.frame(mount).get_by_role("heading", level=1)).to_have_count(1)
        stage.page.wait_for_timeout(1000)
        assert stage.events("error") == []
        stage.page.mouse.wheel(0, 1400)
        stage.ready("a", "b")
        for mount in ("a", "b"):
            expect(stage.iframe(mount)).to_be_visible()

    def test_no_script(self, stage: Stage) -> None:
        """The loader itself does not come: the frame works by itself, and the link is there."""
        stage.page.route("**/embed.js", lambda route: route.abort())
        stage.show(
            stage.widgets.adopted("picker", id="a"),
            stage.widgets.plain_mount("treatments", id="b"),
        )
        expect(stage.frame("a").get_by_role("heading", level=1)).to_be_visible()
        for mount in ("a", "b"):
            expect(stage.inline(mount).get_by_role("link")).to_be_visible()


CYCLE = """
async ([html, times, wait]) => {
  const drawn = async () => {
    await null;
    await new Promise(requestAnimationFrame);
  };
  for (let n = 0; n < times; n++) {
    let missing = 10;
    place.innerHTML = html.repeat(missing);
    if (wait) {
      await new Promise((done) => {
        place.addEventListener("scarwidget:ready", () => --missing || done());
      });
      // The first touch brings htmx, which must go again, too.
      const roots = [...place.children].map((mount) => mount.shadowRoot).filter((root) => root);
      for (const root of roots) root.querySelector("a[hx-get]").click();
      while (roots.some((root) => !root.querySelector(".scarwidget-result"))) await drawn();
    } else await drawn();
    place.textContent = "";
    await drawn();
    place.replaceWith(place.cloneNode());
  }
}
"""


class TestComingAndGoing:
    def test_a_widget_can_leave_and_come_back(self, stage: Stage) -> None:
        """Whether it is moved at once or was away for a while: it stands there once, alive."""
        stage.show(
            '<div id="one">',
            stage.widgets.mount("picker", id="a", eager=""),
            stage.widgets.mount("checklist", id="b", mode="inline", eager=""),
            '</div><div id="two"></div>',
            tall=True,
        )
        stage.ready("a", "b")
        box = stage.inline("b").get_by_role("checkbox").first
        box.check()
        status = stage.inline("b").get_by_role("status")
        expect(status).to_have_text(re.compile("^1 of "))
        stage.page.evaluate("two.append(a, b)")
        expect(box).to_be_checked()
        title(stage.frame("a"), "picker")

        stage.page.evaluate("window.kept = [a, b]; kept.forEach((mount) => mount.remove())")
        stage.page.evaluate("new Promise((done) => setTimeout(done, 100))")
        stage.page.evaluate("one.append(...window.kept)")
        stage.ready("a", "b", "a", "b")
        assert stage.events("error") == []
        title(stage.frame("a"), "picker")
        expect(stage.iframe("a")).to_have_count(1)
        expect(box).to_be_checked()
        stage.inline("b").get_by_role("checkbox").nth(1).check()
        expect(status).to_have_text(re.compile("^2 of "))
        stage.page.evaluate("document.body.style.color = 'white'")
        for place in (stage.frame("a"), stage.inline("b")):
            expect(place.locator(".scarwidget-dark")).not_to_have_count(0)
        stage.assert_clean()

    def test_a_frame_that_left_before_it_had_loaded(self, stage: Stage) -> None:
        """What was begun for it then must not hide it when it is back."""
        stage.show('<div id="one"></div>', hash_="#hurried")
        stage.until("customElements.get('scar-widget') !== undefined")
        stage.page.evaluate(
            """async (html) => {
              const frame = () => new Promise(requestAnimationFrame);
              one.innerHTML = html;
              await frame();
              await frame();
              const mount = one.firstChild;
              mount.remove();
              await frame();
              await frame();
              one.append(mount);
            }""",
            stage.widgets.mount("picker", id="a", eager=""),
        )
        stage.ready("a")
        stage.page.wait_for_timeout(800)
        assert stage.events("error") == []
        expect(stage.iframe("a")).to_be_visible()

    @pytest.mark.parametrize("mode", ["frame", "inline"])
    def test_a_hundred_times_leave_nothing_behind(self, stage: Stage, mode: str) -> None:
        """Nodes, listeners and documents are those of a page that never had a widget."""
        widgets = stage.widgets
        stage.show('<div id="place"></div>', tall=True)
        stage.until("customElements.get('scar-widget') !== undefined")
        html = widgets.mount("picker", "public-skin-guide", mode=mode, eager="")
        stage.page.evaluate(CYCLE, [html, 1, True])
        before = counted(stage)
        stage.page.evaluate(CYCLE, [html, 5, True])
        stage.page.evaluate(CYCLE, [html, 5, False])
        # Less than one of a kind for every widget that was there.
        spare = 80

        def more() -> dict[str, float]:
            after = counted(stage)
            return {what: n for what, n in after.items() if n > before[what] + spare}

        assert eventually(more, {}) == {}, before
        stage.assert_clean()


def counted(stage: Stage) -> dict[str, float]:
    """What lives in the page after a collection of garbage."""
    session = stage.page.context.new_cdp_session(stage.page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    wanted = ("JSEventListeners", "Nodes", "Documents", "Frames")
    return {entry["name"]: entry["value"] for entry in metrics if entry["name"] in wanted}


def contacts(stage: Stage, mount: str) -> list[object]:
    """The details of every event of a mount that says that a contact link was followed."""
    return [json.loads(detail) for _, id_, detail in stage.events("contact") if id_ == mount]


class TestContact:
    def test_a_click_is_told_and_only_a_click_leaves(
        self, stage: Stage, publication: Publication
    ) -> None:
        """The clinic learns that somebody wants to reach it, and no more; what stands in the
        link can be read, too; and no script of a frame can take the visitor away."""
        contact = publication.editions[CLINIC].clinic.contact
        # Not lazy: what looks into the page before the frame has come passes for a click.
        frame = stage.widgets.iframe(
            "services", src=f"{stage.widgets.page('services')}/frame#?leaving", loading="eager"
        )
        stage.show(
            stage.widgets.mount("services", id="a", inside=frame),
            stage.widgets.mount("services", id="b", mode="inline", eager=""),
        )
        stage.ready("a", "b")
        assert stage.frame("a").evaluate("window.seen.refused") == "SecurityError"
        assert contact.phone
        places: list[Place] = [stage.frame("a"), stage.inline("b")]
        for place, mount in zip(places, "ab", strict=True):
            link = place.locator('a[href^="tel:"]')
            expect(link).to_have_text(contact.phone)
            expect(link).to_have_attribute("target", "_top")
            expect(place.get_by_text(str(contact.address))).to_be_visible()
            # Nothing here opens a "tel:", and the tab would wait for it for ever.
            link.evaluate("(a) => a.addEventListener('click', (event) => event.preventDefault())")
            link.click()
            detail = {"clinic": CLINIC, "widget": "services"}
            assert eventually(contacts, [detail], stage, mount) == [detail]
        assert stage.page.url.startswith(stage.site.url)
