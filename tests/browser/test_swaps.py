"""With JavaScript the widgets swap in place, and the visitor loses neither their place nor
their way back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Locator, Page, Request, Route, expect

from scarwidget.plugins import Publication
from tests.browser.walking import (
    ALL_CARDS,
    COMPARE,
    DETAILS,
    FORMS,
    KESTREL,
    ORDER_FILTER,
    ROLLING,
    SCAR_FILTER,
    TAMARIND,
    TONE_FILTER,
    Form,
    choice,
    choose,
    filter_summary,
    heading,
    index_links,
    is_marked,
    labels,
    mark,
    open_filter,
    opened,
    settled,
)
from tests.conftest import Demo

pytestmark = pytest.mark.browser
in_both_forms = pytest.mark.parametrize("form", FORMS)

CLINIC = TAMARIND.clinic


@pytest.fixture
def page(tab: Page) -> Page:
    """The shared tab: every test here begins at an address."""
    return tab


def comparison(frame: Frame) -> Locator:
    """What was picked, side by side or one in detail."""
    return frame.get_by_role("table")


def in_comparison(frame: Frame) -> bool:
    """Whether the focus is on the comparison or what surrounds it."""
    return bool(
        frame.evaluate(
            "document.activeElement !== document.body"
            " && document.activeElement.querySelector(':scope table') !== null"
        )
    )


def assert_focus_is_somewhere(frame: Frame) -> None:
    """The next Tab goes on from where the visitor was, and not from the top of the document."""
    assert frame.evaluate("document.activeElement !== document.body"), "the focus is lost"


def status(frame: Frame) -> Locator:
    """What a screen reader is told without being asked."""
    return frame.get_by_role("status")


def assert_address(page: Page, frame: Frame, form: Form, query: str) -> None:
    """A page shows the canonical address of its state; around a frame nothing moves."""
    if form == "page":
        expect(page).to_have_url(re.compile(re.escape(query) + "$"))
    else:
        assert not re.search(r"[?&]\w+=", page.url), page.url
        assert re.search(r"/frame(\?lang=[\w-]+)?(#\?.*)?$", frame.url), frame.url


@in_both_forms
def test_answers(page: Page, demo: Demo, publication: Publication, form: Form) -> None:
    """Every answer swaps in place, moves the focus to the new heading and has an address."""
    frame = opened(page, demo, "picker", form)
    mark(frame)
    said = labels(publication.editions[CLINIC], "en", ROLLING)
    for index, label in enumerate(said, start=1):
        choose(frame, label)
        settled(frame)
        expect(choice(frame, label)).to_have_count(0)
        expect(heading(frame)).to_be_focused()
        assert_address(page, frame, form, "/picker?a=" + ".".join(ROLLING[:index]))
    assert is_marked(frame)

    frame.get_by_role("link", name=re.compile("^Change")).nth(1).click()
    expect(choice(frame, said[1])).to_be_visible()
    expect(heading(frame)).to_be_focused()
    assert_address(page, frame, form, "/picker?a=none")
    frame.get_by_role("link", name="Start again").click()
    expect(choice(frame, said[0])).to_be_visible()
    assert_address(page, frame, form, "/picker")
    assert is_marked(frame)


@in_both_forms
def test_filters(page: Page, demo: Demo, form: Form) -> None:
    """A filter that was chosen keeps the focus, and the new list is announced."""
    frame = opened(page, demo, "treatments", form)
    mark(frame)
    live = status(frame).element_handle()
    query = ""
    for title, name, key in (
        (SCAR_FILTER, "^Rolling scar", "scar=rolling"),
        (TONE_FILTER, "Hardly ever burns", "tone=IV"),
    ):
        details = open_filter(frame, title)
        chip = details.locator("a", has_text=re.compile(name))
        chip.click()
        settled(frame)
        expect(details.locator("[aria-current=true]")).to_have_text(re.compile(name))
        query = f"{query}&{key}" if query else f"?{key}"
        assert_address(page, frame, form, f"/treatments{query}")
        expect(status(frame)).to_have_text(re.compile(r"^\d+ options"))
        assert live.evaluate("(element) => element.isConnected"), "another live region"
        expect(chip).to_be_visible()
        expect(chip).to_be_focused()
    open_filter(frame, ORDER_FILTER).get_by_role("link", name="Fewest visits").click()
    settled(frame)
    assert_address(page, frame, form, "/treatments?by=visits&scar=rolling&tone=IV")
    assert is_marked(frame)


@in_both_forms
def test_the_index(page: Page, demo: Demo, form: Form) -> None:
    """From details to details and back, then to the cards, which stay when none is picked."""
    frame = opened(page, demo, "treatments", form)
    mark(frame)
    scar = frame.locator("details").filter(has=filter_summary(frame, SCAR_FILTER))
    expect(scar).to_have_attribute("open", "")
    for index in (5, 30):
        link = index_links(frame).nth(index)
        name = link.inner_text()
        link.click()
        settled(frame)
        expect(comparison(frame).get_by_role("columnheader")).to_contain_text(name)
        expect(status(frame)).to_have_text(f"In detail: {name}")
        expect(comparison(frame)).to_be_in_viewport()
        assert in_comparison(frame)
        expect(frame.get_by_role("checkbox")).to_have_count(0)
    frame.get_by_role("link", name="Clear", exact=True).click()
    settled(frame)
    expect(index_links(frame).nth(30)).to_be_visible()
    expect(status(frame)).to_have_text("All options, A to Z")
    assert_focus_is_somewhere(frame)
    assert_address(page, frame, form, "/treatments")

    frame.get_by_role("link", name=ALL_CARDS).click()
    settled(frame)
    expect(status(frame)).to_have_text(re.compile(r"^\d+ options. 0 of 4 picked"))
    assert_focus_is_somewhere(frame)
    assert_address(page, frame, form, "/treatments?scar=any")
    box = frame.get_by_role("checkbox").nth(2)
    box.check()
    settled(frame)
    expect(status(frame)).to_have_text(re.compile("1 of 4 picked"))
    box.uncheck()
    settled(frame)
    expect(box).to_be_focused()
    expect(status(frame)).to_have_text(re.compile("0 of 4 picked"))
    assert_address(page, frame, form, "/treatments?scar=any")
    assert is_marked(frame)


def test_the_last_pick_of_a_treatment_from_the_index(page: Page, demo: Demo) -> None:
    """It goes along to the cards; taking off its tick there leaves its box, and the focus on it."""
    frame = opened(page, demo, "treatments", "page")
    mark(frame)
    index_links(frame).nth(5).click()
    settled(frame)
    frame.get_by_role("link", name=ALL_CARDS).click()
    settled(frame)
    expect(status(frame)).to_have_text(re.compile("1 of 4 picked"))
    box = frame.get_by_role("checkbox", checked=True)
    treatment = box.get_attribute("value")
    assert_address(page, frame, "page", f"/treatments?pick={treatment}&scar=any")
    box.uncheck()
    settled(frame)
    assert_address(page, frame, "page", "/treatments?scar=any")
    assert frame.evaluate("document.activeElement.type") == "checkbox"
    page.go_back()
    expect(status(frame)).to_have_text(re.compile("1 of 4 picked"))
    page.go_back()
    expect(frame.get_by_role("checkbox")).to_have_count(0)
    expect(comparison(frame)).to_have_count(1)
    assert_address(page, frame, "page", f"/treatments?pick={treatment}")
    page.go_back()
    expect(comparison(frame)).to_have_count(0)
    expect(index_links(frame).nth(5)).to_be_visible()


def test_taking_out_of_a_comparison_above_the_index(page: Page, demo: Demo) -> None:
    """The other one stays in detail, and after the last there is the index alone."""
    frame = opened(page, demo, "treatments", "frame", query="?pick=silicone.subcision")
    mark(frame)
    columns = comparison(frame).get_by_role("columnheader")
    for left, said in ((1, re.compile("^In detail: ")), (0, "All options, A to Z")):
        comparison(frame).get_by_role("link").filter(has_text="Take out").first.click()
        settled(frame)
        expect(columns).to_have_count(left)
        expect(status(frame)).to_have_text(said)
        assert_focus_is_somewhere(frame)
    assert is_marked(frame)


@in_both_forms
def test_picks(page: Page, demo: Demo, form: Form) -> None:
    """Ticking keeps the focus; the button and the link for details lead to the comparison."""
    frame = opened(page, demo, "treatments", form, query="?scar=rolling")
    base = frame.url
    mark(frame)
    boxes = frame.get_by_role("checkbox")
    for index in range(1, 5):
        expect(boxes.nth(index)).to_be_enabled()
        boxes.nth(index).check()
        settled(frame)
        expect(status(frame)).to_have_text(re.compile(f"{index} of 4 picked"))
        expect(boxes.nth(index)).to_be_focused()
        expect(comparison(frame).get_by_role("columnheader")).to_have_count(index)
        picked = sorted(boxes.nth(n).get_attribute("value") or "" for n in range(1, index + 1))
        if form == "page":
            assert_address(page, frame, form, f"/treatments?pick={'.'.join(picked)}&scar=rolling")
        else:
            assert frame.url == base
    free = [n for n in range(boxes.count()) if boxes.nth(n).is_enabled()]
    assert free == [1, 2, 3, 4], "four are the most, and each can be taken out again"

    frame.get_by_role("button", name=COMPARE).click()
    settled(frame)
    assert in_comparison(frame)
    expect(comparison(frame)).to_be_in_viewport()
    boxes.nth(1).uncheck()
    settled(frame)
    expect(boxes.nth(1)).to_be_focused()
    expect(status(frame)).to_have_text(re.compile("3 of 4 picked"))
    expect(boxes.nth(7)).to_be_enabled()
    assert is_marked(frame)


def test_details(page: Page, demo: Demo, publication: Publication) -> None:
    """The link for details shows the treatment in the comparison, and leads there."""
    frame = opened(page, demo, "treatments", "page", query="?scar=rolling")
    mark(frame)
    name = publication.editions[CLINIC].catalogue.say("en").treatments["subcision"].name.value
    details = frame.get_by_role("link", name=DETAILS).filter(has_text=name)
    details.scroll_into_view_if_needed()
    details.click()
    settled(frame)
    expect(comparison(frame).get_by_role("columnheader")).to_have_text(re.compile(name))
    expect(comparison(frame)).to_be_in_viewport()
    assert in_comparison(frame)
    expect(frame.get_by_role("checkbox", name=name)).to_be_checked()
    assert is_marked(frame)


def test_what_was_taken_out_stays_out(page: Page, demo: Demo) -> None:
    """The boxes follow the state they stand in, however it was reached."""
    frame = opened(page, demo, "treatments", "frame", query="?scar=rolling")
    mark(frame)
    boxes = frame.get_by_role("checkbox")
    ticked = frame.get_by_role("checkbox", checked=True)
    for index in (1, 2):
        boxes.nth(index).check()
        settled(frame)
    comparison(frame).get_by_role("link").filter(has_text="Take out").first.click()
    settled(frame)
    expect(comparison(frame).get_by_role("columnheader")).to_have_count(1)
    expect(ticked).to_have_count(1)
    assert_focus_is_somewhere(frame)
    boxes.nth(3).check()
    settled(frame)
    expect(comparison(frame).get_by_role("columnheader")).to_have_count(2)
    frame.get_by_role("link", name="Clear").click()
    settled(frame)
    expect(comparison(frame)).to_have_count(0)
    expect(status(frame)).to_have_text(re.compile("0 of 4 picked"))
    expect(ticked).to_have_count(0)
    assert_focus_is_somewhere(frame)
    assert is_marked(frame)


@in_both_forms
def test_ticks(page: Page, demo: Demo, form: Form) -> None:
    """The checklist counts what is ticked, in the bar, in words and aloud."""
    frame = opened(page, demo, "checklist", form)
    mark(frame)
    boxes = frame.get_by_role("checkbox")
    total = boxes.count()
    for done, index in enumerate((0, 3, 1), start=1):
        boxes.nth(index).check()
        settled(frame)
        expect(boxes.nth(index)).to_be_focused()
        expect(status(frame)).to_have_text(f"{done} of {total} done")
        expect(frame.locator("progress")).to_have_js_property("value", done)
    boxes.nth(3).uncheck()
    settled(frame)
    expect(status(frame)).to_have_text(f"2 of {total} done")
    ticked = sorted(boxes.nth(n).get_attribute("value") or "" for n in (0, 1))
    assert_address(page, frame, form, f"/checklist?done={'.'.join(ticked)}")
    frame.get_by_role("link", name="Clear all").click()
    settled(frame)
    expect(frame.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert_address(page, frame, form, "/checklist")
    assert_focus_is_somewhere(frame)
    assert is_marked(frame)


@in_both_forms
def test_topics(page: Page, demo: Demo, publication: Publication, form: Form) -> None:
    """A topic swaps in place, and the focus goes to its heading."""
    frame = opened(page, demo, "explainer", form)
    mark(frame)
    topics = publication.editions[CLINIC].catalogue.say("en").topics
    for topic in ("how-lasers-work", "home-care"):
        title = topics[topic].title.value
        frame.get_by_role("navigation", name="Topics").get_by_role(
            "link", name=re.compile("^" + re.escape(title))
        ).click()
        settled(frame)
        expect(heading(frame)).to_have_text(title)
        expect(heading(frame)).to_be_focused()
        assert_address(page, frame, form, f"/explainer?topic={topic}")
    assert is_marked(frame)


def test_the_language_keeps_the_state(page: Page, demo: Demo) -> None:
    """The switch leads to the state that is on the screen, not to the one the page came with."""
    frame = opened(page, demo, "treatments", "page", host=KESTREL, query="?lang=en")
    for key in ("scar=rolling", "scar=icepick"):
        open_filter(frame, SCAR_FILTER).locator(f'a[href*="{key}"]').first.click()
        settled(frame)
        switch = page.locator('nav a[hreflang="zh-Hant-HK"]')
        expect(switch).to_have_attribute("href", re.compile(key))
    page.go_back()
    expect(page.locator('nav a[hreflang="zh-Hant-HK"]')).to_have_attribute(
        "href", re.compile("scar=rolling")
    )


@in_both_forms
def test_the_last_of_quick_clicks_wins(page: Page, demo: Demo, form: Form) -> None:
    """An answer that is overtaken by a later one never comes back."""
    frame = opened(page, demo, "treatments", form)
    mark(frame)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("scar=keloid"), hold)
    details = open_filter(frame, SCAR_FILTER)
    details.get_by_role("link", name=re.compile("^Keloid")).click()
    expect(frame.locator(".htmx-request")).not_to_have_count(0)
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(20)
    details.get_by_role("link", name=re.compile("^Rolling")).click()
    settled(frame)
    current = details.locator("[aria-current=true]")
    expect(current).to_have_text(re.compile("^Rolling"))
    assert len(held) == 1
    held[0].fulfill(status=200, body='<section class="scarwidget late">Too late</section>')
    expect(frame.get_by_text("Too late")).to_have_count(0)
    assert_address(page, frame, form, "/treatments?scar=rolling")

    page.unroute_all()
    frame.evaluate(
        "(chips) => { for (const chip of chips) document.querySelector(chip).click(); }",
        [f'a[href*="scar={scar}"]' for scar in ("icepick", "keloid", "pie")],
    )
    settled(frame)
    expect(current).to_have_text(re.compile("^Red mark"))
    assert_address(page, frame, form, "/treatments?scar=pie")
    assert is_marked(frame)


def refuse(route: Route) -> None:
    """The network is gone."""
    route.abort()


def unavailable(route: Route) -> None:
    """A proxy in front of the server says so, in a page of its own."""
    body = "<!doctype html><title>503</title><h1>Service unavailable</h1>"
    route.fulfill(status=503, body=body, content_type="text/html")


@in_both_forms
@pytest.mark.parametrize("fail", [refuse, unavailable])
def test_a_failed_fetch_leaves_no_blank(
    page: Page, demo: Demo, publication: Publication, form: Form, fail: Callable[[Route], None]
) -> None:
    """The browser goes to the address itself, with what the visitor chose."""
    said = labels(publication.editions[CLINIC], "en", ROLLING[:2])

    def fetches_fail(route: Route) -> None:
        if route.request.resource_type == "fetch":
            fail(route)
        else:
            route.continue_()

    page.route("**/*", fetches_fail)
    frame = opened(page, demo, "picker", form)
    mark(frame)
    choose(frame, said[0])
    expect(choice(frame, said[1])).to_be_visible()
    assert not is_marked(frame), "the answer should have come as a document"

    frame = opened(page, demo, "checklist", form)
    box = frame.get_by_role("checkbox").nth(2)
    box.check()
    frame.wait_for_url(re.compile("[?&]done="))
    expect(box).to_be_checked()
    expect(frame.get_by_text(re.compile("^1 of "))).to_be_visible()

    frame = opened(page, demo, "treatments", form)
    open_filter(frame, SCAR_FILTER).get_by_role("link", name=re.compile("^Rolling")).click()
    frame.wait_for_url(re.compile("[?&]scar=rolling"))
    expect(heading(frame)).to_be_visible()
    expect(frame.get_by_role("checkbox").first).to_be_visible()


def test_the_servers_own_account_is_shown(page: Page, demo: Demo) -> None:
    """An answer that the questions do not have any more: what went wrong, and a way back."""
    frame = opened(page, demo, "picker", "frame")
    mark(frame)

    def outdated(request: Request) -> str:
        return re.sub("a=[^&]*", "a=none.gone", request.url)

    page.route("**/picker/frame?a=*", lambda route: route.continue_(url=outdated(route.request)))
    frame.get_by_role("link", name=re.compile("^None of these")).click()
    expect(heading(frame)).to_have_text("We could not read this address")
    page.unroute_all()
    frame.get_by_role("link", name="Start afresh").click()
    expect(frame.get_by_role("link", name=re.compile("^None of these"))).to_be_visible()


@in_both_forms
class TestBack:
    """Back leads through the states of a page, and around a frame to the page before."""

    def test_answers(self, page: Page, demo: Demo, publication: Publication, form: Form) -> None:
        said = labels(publication.editions[CLINIC], "en", ROLLING)
        if form == "frame":
            page.goto(f"{demo.site}/{CLINIC}/index.html")
        frame = opened(page, demo, "picker", form)
        for label in said[:3]:
            choose(frame, label)
            settled(frame)
        if form == "frame":
            length = page.evaluate("history.length")
            page.go_back()
            expect(page).to_have_url(re.compile("index.html$"))
            assert page.evaluate("history.length") == length
            return
        expect(choice(frame, said[3])).to_be_visible()
        for left in (2, 1, 0):
            page.go_back()
            expect(choice(frame, said[left])).to_be_visible()
            tail = "?a=" + ".".join(ROLLING[:left]) if left else ""
            assert_address(page, frame, form, "/picker" + tail)
        page.go_forward()
        expect(choice(frame, said[1])).to_be_visible()
        choose(frame, said[1])
        settled(frame)
        expect(choice(frame, said[2])).to_be_visible()
        expect(heading(frame)).to_be_focused()

    def test_ticks(self, page: Page, demo: Demo, form: Form) -> None:
        frame = opened(page, demo, "checklist", form)
        boxes = frame.get_by_role("checkbox")
        total = boxes.count()
        for index in (0, 1):
            boxes.nth(index).check()
            settled(frame)
        services = frame.goto(frame.url.replace("checklist", "services"))
        assert services
        assert services.ok
        page.evaluate("void setTimeout(() => history.back())")
        frame.wait_for_url(re.compile("checklist"))
        frame.wait_for_load_state()
        settled(frame)
        if form == "frame":
            # The address of a frame does not follow its state, so it starts afresh: what is
            # ticked and what is counted must still be the same.
            ticked = frame.get_by_role("checkbox", checked=True).count()
            expect(frame.get_by_text(re.compile(f"^{ticked} of {total} done"))).to_be_visible()
            return
        assert [boxes.nth(n).is_checked() for n in range(3)] == [True, True, False]
        page.go_back()
        expect(boxes.nth(1)).not_to_be_checked()
        expect(boxes.nth(0)).to_be_checked()
        page.go_back()
        expect(boxes.nth(0)).not_to_be_checked()
        boxes.nth(2).check()
        settled(frame)
        expect(status(frame)).to_have_text(f"1 of {total} done")
