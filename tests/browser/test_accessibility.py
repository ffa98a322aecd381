"""Every widget in every kind of state, and the pages they stand in: axe, reflow, spacing,
headings, forced colours."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Frame, Page, ViewportSize, expect

from tests.browser import axe
from tests.browser.walking import (
    KESTREL,
    KESTREL_CHINESE,
    SCAR_FILTER,
    TAMARIND,
    Host,
    filter_summary,
    framed,
    opened,
)
from tests.conftest import ROOT, Demo

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 800}
DESK: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}

STATES = {
    "picker-first": "picker",
    "picker-question": "picker?a=none.dip.wave",
    "picker-scar": "picker?a=tell.dip.wave.gt4.flattens.different.V_VI",
    "picker-mark": "picker?a=none.flat.both.same.I_II",
    "picker-not-a-scar": "picker?a=none.flat.pores.different.unsure",
    "picker-unclear": "picker?a=none.unsure.unsure.unsure",
    "picker-doctor-first": "picker?a=doctor.dip.steep.2to4.no_change.same.IV",
    "picker-stop": "picker?a=stop",
    "treatments-first": "treatments",
    "treatments-plain": "treatments?scar=any",
    "treatments-filtered": "treatments?by=visits&scar=rolling&tone=V_VI",
    "treatments-detail": "treatments?pick=laser_pico",
    "treatments-compared": "treatments?pick=hydrafacial.laser_pico.microneedling.no_treatment",
    "checklist-plain": "checklist",
    "checklist-ticked": "checklist?done=p1.p8",
    "explainer-list": "explainer",
    "explainer-topic": "explainer?topic=how-lasers-work",
    "services": "services",
    "own-first-visit": "first-visit?topic=laser",
    "own-home-care": "/juniper-skin-clinic/home-care?time=evening",
    "gallery": "",
}
IN_CHINESE = (
    "picker-first",
    "picker-scar",
    "picker-doctor-first",
    "picker-stop",
    "treatments-first",
    "treatments-plain",
    "treatments-compared",
    "checklist-ticked",
    "explainer-list",
    "explainer-topic",
    "services",
    "own-first-visit",
    "gallery",
)
LOCALES = {"en": "lang=en", "zh": ""}

EXAMPLES = sorted(
    path.relative_to(ROOT / "example_site").as_posix()
    for path in (ROOT / "example_site").rglob("*.html")
)

FOLDS = "for (const fold of document.querySelectorAll('details')) fold.open = true"

LEVELS = """
() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility())
  .map((heading) => [Number(heading.localName[1]), heading.textContent.trim().slice(0, 60)])
"""

WIDE = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5;
  return [...document.body.querySelectorAll("*")]
    .filter((element) => out(element) && ![...element.children].some(out))
    .map((element) => element.outerHTML.slice(0, 160))
    .slice(0, 4)
    .concat("")
    .map((culprit) => `${root.scrollWidth} of ${root.clientWidth} px: ${culprit}`);
}
"""

SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
"""

CLIPPED = """
() => [...document.body.querySelectorAll("*")]
  .filter((element) => {
    const style = getComputedStyle(element);
    // What is hidden from sight on purpose is one pixel wide.
    if (element.clientWidth <= 1 || element.clientHeight <= 1 || !element.textContent.trim()) {
      return false;
    }
    const cut = (overflow) => overflow === "hidden" || overflow === "clip";
    return (
      (cut(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (cut(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
    );
  })
  .map((element) => element.outerHTML.slice(0, 160))
"""


@dataclass(frozen=True)
class Still:
    """A page in which nothing moves, so that colours are what they will be."""

    page: Page
    demo: Demo

    def show(self, locale: str, state: str) -> Frame:
        """A state as a page, Kestrel Bay's unless it says another's, everything unfolded."""
        mark = "&" if "?" in state else "?"
        place = state if state.startswith("/") else f"/{KESTREL.clinic}/{state}"
        address = f"{self.demo.widget}{place}"
        answer = self.page.goto(f"{address}{mark}{LOCALES[locale]}".rstrip("?&"))
        assert answer
        assert answer.ok
        self.page.evaluate(FOLDS)
        return self.page.main_frame

    def example(self, path: str) -> list[Frame]:
        """A page of the example site and every frame on it, loaded and unfolded."""
        self.page.goto(f"{self.demo.site}/{path}")
        mounts = self.page.locator("scar-widget:not([mode=inline]), [data-scarwidget]")
        expect(mounts.filter(has_not=self.page.locator("iframe"))).to_have_count(0)
        for iframe in self.page.locator("iframe").all():
            iframe.scroll_into_view_if_needed()
        expect(self.page.locator("[hx-get] > p:only-child > a")).to_have_count(0)
        frames = self.page.frames
        for frame in frames[1:]:
            frame.wait_for_url("**/frame*")
            frame.wait_for_load_state()
        for frame in frames:
            frame.evaluate(FOLDS)
        return frames


@pytest.fixture
def still(tab: Page, demo: Demo) -> Still:
    """The shared tab: what is tested here is a document, not a way."""
    return Still(tab, demo)


def assert_none(faults: list[str]) -> None:
    """No fault was found; else all of them are told, each once."""
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


def axe_faults(frame: Frame, where: str) -> list[str]:
    """What axe objects to, in a list's first cards and in all that is not in a list."""
    found = axe.check(frame, without=axe.SAME_AGAIN)["violations"]
    return [f"{where}: {fault}" for fault in found]


def outline_faults(frame: Frame) -> list[str]:
    """What is wrong with the headings: one of the first level, none left out on the way down."""
    found: list[tuple[int, str]] = frame.evaluate(LEVELS)
    faults = [] if [level for level, _ in found].count(1) == 1 else [f"not one h1: {found}"]
    before = 0
    for level, text in found:
        if level > before + 1:
            faults.append(f"{text!r} is h{level} after h{before}")
        before = level
    return faults


def layout_faults(frame: Frame) -> list[str]:
    """What sticks out of a narrow page, and what is cut off once text is set wider."""
    faults = [f"sticks out: {what}" for what in frame.evaluate(WIDE)]
    faults += [f"cut off: {what}" for what in frame.evaluate(CLIPPED)]
    frame.evaluate(SPACED)
    return faults + [f"cut off when spaced: {what}" for what in frame.evaluate(CLIPPED)]


@pytest.mark.parametrize("state", STATES)
def test_a_state(still: Still, state: str) -> None:
    """Axe on a phone by day and on a desk by night; headings; 320 px; text spacing."""
    page = still.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    frame = still.show("en", STATES[state])
    report = axe.check(frame)
    assert {"target-size", "color-contrast", "heading-order", "region"} <= {*report["ran"]}
    faults = outline_faults(frame) + report["violations"]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(DESK)
    faults += axe_faults(frame, "wide, dark")
    page.set_viewport_size(NARROW)
    assert_none(faults + layout_faults(frame))


@pytest.mark.parametrize("state", IN_CHINESE)
def test_a_state_in_chinese(still: Still, state: str) -> None:
    """The other language on a phone by night and on a desk by day."""
    page = still.page
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    frame = still.show("zh", STATES[state])
    faults = outline_faults(frame) + axe_faults(frame, "narrow, dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    faults += axe_faults(frame, "wide")
    page.set_viewport_size(NARROW)
    assert_none(faults + layout_faults(frame))


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_page(still: Still, path: str) -> None:
    """A host's page, and every frame and fragment on it; every frame has its own name."""
    page = still.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    frames = still.example(path)
    faults: list[str] = []
    for frame in frames:
        faults += outline_faults(frame) + axe_faults(frame, frame.url)
    page.set_viewport_size(PHONE)
    faults += axe_faults(page.main_frame, "host on a phone")
    page.set_viewport_size(NARROW)
    for frame in frames:
        faults += [f"{frame.url}: {fault}" for fault in layout_faults(frame)]
    titles = [iframe.get_attribute("title") for iframe in page.locator("iframe").all()]
    if not all(titles) or len(titles) != len(set(titles)):
        faults.append(f"titles of frames: {titles}")
    assert_none(faults)


@pytest.mark.parametrize("query", ["?a=tell.dip.wave.gt4.flattens.different.V_VI", "?a=stop"])
def test_a_frame_that_was_used(still: Still, demo: Demo, query: str) -> None:
    """The states that a frame comes to are as good as the one it starts in."""
    still.page.set_viewport_size(PHONE)
    frame = opened(still.page, demo, "picker", "frame", host=TAMARIND, query=query)
    frame.evaluate(FOLDS)
    assert_none(outline_faults(frame) + axe_faults(frame, query) + layout_faults(frame))


@pytest.mark.parametrize(
    "address", ["", "nobody/", "nobody/picker/frame", "tamarind-derma/picker?a=nonsense"]
)
def test_what_no_clinic_has(still: Still, address: str) -> None:
    """The list of clinics, and the accounts of what went wrong."""
    page = still.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    page.goto(f"{still.demo.widget}/{address}")
    frame = page.main_frame
    faults = outline_faults(frame) + axe_faults(frame, "light")
    page.emulate_media(color_scheme="dark")
    assert_none(faults + axe_faults(frame, "dark") + layout_faults(frame))


@pytest.mark.parametrize("state", ["picker-first", "treatments-compared", "checklist-ticked"])
def test_what_is_pressed_is_large(still: Still, state: str) -> None:
    """Buttons, folds and answers are 44 px high; the law of 24 px is axe's."""
    still.page.set_viewport_size(PHONE)
    frame = still.show("en", STATES[state])
    main = frame.get_by_role("main")
    pressed = [*main.get_by_role("button").all(), *main.locator("summary").all()]
    if state == "picker-first":
        pressed += main.get_by_role("listitem").get_by_role("link").all()
    assert pressed
    for control in pressed:
        box = control.bounding_box()
        assert box
        assert round(box["height"]) >= 44, control.inner_text()


def test_forced_colours(browser: Browser, demo: Demo) -> None:
    """With the system's own colours every widget works, and borders stand in for fills."""
    context = browser.new_context(forced_colors="active", reduced_motion="reduce", viewport=PHONE)
    context.set_default_timeout(8_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    still = Still(page, demo)
    for state in ("picker-scar", "treatments-compared", "checklist-ticked", "services"):
        frame = still.show("en", STATES[state])
        assert frame.evaluate("matchMedia('(forced-colors: active)').matches")
        expect(frame.get_by_role("heading", level=1)).to_be_visible()
        for button in frame.get_by_role("button").all():
            assert button.evaluate("(b) => parseFloat(getComputedStyle(b).borderTopWidth)") >= 1
    frame = still.show("en", "picker")
    page.keyboard.press("Tab")
    assert frame.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    frame.get_by_role("link", name=re.compile("^None of these")).click()
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    assert faults == []
    context.close()


@pytest.mark.parametrize("host", [KESTREL, KESTREL_CHINESE], ids=["en", "zh"])
def test_the_language_is_said(still: Still, host: Host) -> None:
    """Every document says its language, a frame the one of the page; the switch keeps the state."""
    still.page.set_viewport_size(DESK)
    still.page.goto(host.url(still.demo))
    frame = framed(still.page, "picker")
    expected = "en" if host is KESTREL else "zh-Hant-HK"
    assert frame.evaluate("document.documentElement.lang") == expected
    assert str(still.page.evaluate("document.documentElement.lang")).startswith(expected)

    frame = still.show("en" if host is KESTREL else "zh", "treatments?scar=rolling")
    assert frame.evaluate("document.documentElement.lang") == expected
    other = "zh-Hant-HK" if host is KESTREL else "en"
    frame.locator(f'nav a[hreflang="{other}"]').click()
    frame.wait_for_load_state()
    assert frame.evaluate("document.documentElement.lang") == other
    assert "scar=rolling" in frame.url
    if other == "en":
        expect(filter_summary(frame, SCAR_FILTER)).to_contain_text("Rolling")
