"""The snippet builder as a clinic's web person meets it: with and without a script, by keyboard,
on a phone and on a desk, in both languages."""

from __future__ import annotations

import re
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from scarwidget.bundle import bundled
from tests.browser import axe
from tests.browser.conftest import PATIENCE
from tests.browser.hosting import Site, Widgets, csp, document
from tests.browser.keyboard import Keyboard
from tests.browser.test_accessibility import (
    DESK,
    NARROW,
    PHONE,
    assert_none,
    layout_faults,
    outline_faults,
)
from tests.conftest import Demo

pytestmark = pytest.mark.browser

KESTREL = "kestrel-bay-aesthetics"
COPIED = "Copied"
OPEN_ROOTS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  return attach.call(this, { ...init, mode: "open" });
};
"""
"""Shadow roots that a test can look into."""
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"


def address(demo: Demo, query: str = "lang=en") -> str:
    return f"{demo.widget}/{KESTREL}/embed?{query}"


def snippet(page: Page, name: str) -> Locator:
    return page.locator(f"#scarwidget-code-{name}")


def previewed(page: Page) -> Frame:
    """The document in the preview, loaded."""
    page.locator(".scarwidget-builder-preview iframe").scroll_into_view_if_needed()
    handle = page.locator(".scarwidget-builder-preview iframe").element_handle()
    assert handle is not None
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_url(re.compile(r"/frame|/preview"))
    frame.wait_for_load_state()
    return frame


def test_without_a_script_a_button_shows_the_snippet(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address(demo))
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_label("Widget", exact=True).select_option(label="Treatments compared")
    page.get_by_label("Where does it go?").select_option("wordpress")
    page.locator("summary", has_text="Colours and size").click()
    page.get_by_label("Height in pixels").fill("777")
    page.get_by_role("button", name="Show the snippet").click()
    assert urlsplit(page.url).fragment == "scarwidget-copy"
    expect(snippet(page, "author")).to_have_value(re.compile('data-scarwidget="treatments"'))
    expect(snippet(page, "author")).to_have_value(re.compile('data-reserve="777"'))
    # What was chosen is still chosen, and what belongs to this widget can be chosen now.
    expect(page.get_by_label("Height in pixels")).to_have_value("777")
    page.get_by_label("Start with a kind of mark").select_option("keloid")
    page.get_by_label("Height in pixels").fill("7")
    page.get_by_role("button", name="Show the snippet").click()
    expect(snippet(page, "author")).to_have_value(re.compile('data-scar="keloid"'))
    expect(page.get_by_text("Write a whole number from 200 to 4000.")).to_be_visible()
    expect(previewed(page).get_by_role("heading", level=1)).to_have_text("Treatments compared")
    context.close()


def test_a_change_shows_at_once(page: Page, demo: Demo) -> None:
    page.goto(address(demo))
    expect(page.get_by_role("button", name="Show the snippet")).to_be_hidden()
    page.evaluate("window.same = true")
    page.get_by_label("Widget", exact=True).select_option("explainer")
    expect(snippet(page, "html")).to_have_value(re.compile('widget="explainer"'))
    expect(page.get_by_role("status")).to_have_text("The snippets follow your choice.")
    page.get_by_label("Start with a topic").focus()
    page.get_by_label("Start with a topic").select_option("colour-marks")
    expect(snippet(page, "html")).to_have_value(re.compile("topic=colour-marks"))
    expect(page.get_by_label("Start with a topic")).to_be_focused()
    assert "topic=colour-marks" in page.url
    expect(previewed(page).get_by_role("heading", level=2).first).to_be_visible()
    assert "topic=colour-marks" in previewed(page).url

    page.locator("summary", has_text="Colours and size").click()
    colour = page.get_by_label("Colour of links and buttons")
    colour.fill("#777777")
    expect(page.get_by_role("status")).to_contain_text("4.47")
    expect(colour).to_have_attribute("aria-invalid", "true")
    expect(colour).to_have_accessible_description(re.compile("Choose a darker one"))
    expect(snippet(page, "html")).not_to_have_value(re.compile("accent"))
    colour.fill("#8a3f1f")
    expect(snippet(page, "html")).to_have_value(re.compile('accent="#8a3f1f"'))
    expect(colour).not_to_have_attribute("aria-invalid", "true")
    page.get_by_label("Pick the colour").fill("#10405f")
    expect(snippet(page, "html")).to_have_value(re.compile('accent="#10405f"'))
    expect(colour).to_have_value("#10405f")
    assert page.evaluate("window.same") is True

    page.reload()
    expect(snippet(page, "html")).to_have_value(re.compile('accent="#10405f"'))
    page.get_by_label("Language", exact=True).select_option("zh-Hant-HK")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant-HK")
    expect(snippet(page, "html")).to_have_value(re.compile('accent="#10405f"'))


def test_where_fetching_fails_the_browser_goes_there(page: Page, demo: Demo) -> None:
    page.goto(address(demo))
    page.route(
        "**/embed?*",
        lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_(),
    )
    page.get_by_label("Widget", exact=True).select_option("checklist")
    expect(snippet(page, "html")).to_have_value(re.compile('widget="checklist"'))


def test_the_picker_inline_asks_for_a_tick(page: Page, demo: Demo) -> None:
    page.goto(address(demo))
    expect(page.get_by_label("Widget", exact=True)).to_have_value("picker")
    page.get_by_label("Inline, as part of the page").check()
    expect(page.get_by_role("status")).to_contain_text("For this widget the frame stays")
    expect(snippet(page, "html")).to_have_value(re.compile("<iframe"))
    page.get_by_label("I know that scripts on our page").check()
    expect(snippet(page, "html")).to_have_value(re.compile('mode="inline"'))
    page.get_by_label("Widget", exact=True).focus()
    page.get_by_label("Widget", exact=True).select_option("checklist")
    expect(page.get_by_label("I know that scripts on our page")).to_have_count(0)


def test_the_keyboard_gets_everywhere(page: Page, demo: Demo) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address(demo))
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("Widget", exact=True))
    page.keyboard.press("ArrowDown")
    expect(snippet(page, "html")).to_have_value(re.compile('widget="treatments"'))
    keyboard.tab_to(page.get_by_label("In a frame (recommended)"))
    keyboard.tab_to(page.locator("summary", has_text="Colours and size"))
    keyboard.press("Enter")
    keyboard.tab_to(page.get_by_label("Height in pixels"))
    page.keyboard.type("640")
    expect(snippet(page, "html")).to_have_value(re.compile('height="640"'))
    copy = page.get_by_role("button", name="Copy HTML")
    keyboard.tab_to(copy)
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(COPIED)
    expect(page.locator(".scarwidget-builder-said")).to_be_in_viewport()
    assert keyboard.is_at(copy)
    assert page.evaluate("navigator.clipboard.readText()") == snippet(page, "html").input_value()


def test_every_snippet_can_be_copied(page: Page, demo: Demo) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for platform in ("html", "wordpress", "wix", "htmx", "server"):
        page.goto(address(demo, f"lang=en&widget=treatments&platform={platform}"))
        buttons = page.get_by_role("button", name=re.compile("^Copy"))
        areas = page.get_by_role("textbox").and_(page.locator("[readonly]"))
        assert buttons.count() == areas.count() > 1
        for button, area in zip(buttons.all(), areas.all(), strict=True):
            button.click()
            expect(page.get_by_role("status")).to_have_text(COPIED)
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == area.input_value()


def test_without_a_clipboard_the_text_is_selected(page: Page, demo: Demo) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address(demo))
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.get_by_role("status")).to_contain_text("Selected")
    expect(snippet(page, "html")).to_be_focused()
    code = snippet(page, "html").input_value()
    assert page.evaluate("getSelection().toString()") == code


@pytest.mark.parametrize("query", ["", "&scheme=dark", "&accent=%238a3f1f"])
def test_the_preview_of_a_frame_is_the_widget(page: Page, demo: Demo, query: str) -> None:
    page.goto(address(demo, f"lang=en&widget=checklist&heading=3{query}"))
    frame = previewed(page)
    expect(frame.get_by_role("heading", level=3).first).to_be_visible()
    frame.get_by_role("checkbox").first.check()
    expect(frame.locator("[data-scarwidget-status]").first).to_contain_text("1 of ")
    ink = frame.evaluate("getComputedStyle(document.querySelector('.scarwidget')).color")
    root = frame.evaluate_handle("getComputedStyle(document.documentElement)")
    accent = root.evaluate("(style) => style.getPropertyValue('--scar-accent')")
    assert (ink == "rgb(236, 239, 240)") == ("dark" in query)
    assert (accent == "#8a3f1f") == ("accent" in query)


def test_the_preview_of_inline_is_the_pasted_snippet(page: Page, demo: Demo) -> None:
    """A page as strict as a clinic's may be; the widget is there and works."""
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.add_init_script(OPEN_ROOTS)
    page.goto(address(demo, "lang=en&widget=checklist&mode=inline"))
    frame = previewed(page)
    mount = frame.locator("scar-widget")
    expect(mount.get_by_role("heading", level=2).first).to_be_visible()
    mount.get_by_role("checkbox").first.check()
    expect(mount.locator("[data-scarwidget-status]").first).to_contain_text("1 of ")
    assert faults == []


Hosting: TypeAlias = tuple[Site, Widgets]


def copied(page: Page, widgets: Widgets, names: str, query: str) -> tuple[str, str]:
    """These snippets, and a policy of the lines that the builder names with them and no more."""
    page.goto(f"{widgets.url}/{KESTREL}/embed?lang=en&widget=treatments&{query}")
    code = ""
    allowed: dict[str, set[str]] = {}
    for name in names.split():
        code += snippet(page, name).input_value()
        for line in page.locator(f"article:has(#scarwidget-code-{name}) code").all_inner_texts():
            directive, _, source = line.partition(" ")
            allowed.setdefault(directive, set()).add(source)
    assert allowed
    named = [f"{directive} {' '.join(sources)}" for directive, sources in allowed.items()]
    return code, "; ".join(["default-src 'none'", *named])


def pasted(page: Page, hosting: Hosting, names: str, query: str) -> list[str]:
    """Open a clinic's page, on another site, with these snippets and under that policy.

    Gives what the console complains of; a refusal by the policy is one.
    """
    site, widgets = hosting
    code, policy = copied(page, widgets, names, query)
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.add_init_script(OPEN_ROOTS)
    path = site.publish(document(code), csp(policy), path="/pasted")
    page.goto(site.afar + path)
    return faults


@pytest.mark.parametrize(
    ("names", "query"),
    [
        ("html", ""),
        ("iframe", ""),
        ("author loader", "platform=wordpress"),
        ("block", "platform=wordpress&accent=%238a3f1f"),
        ("embed", "platform=webflow&scheme=dark"),
    ],
)
def test_a_frame_works_where_it_is_pasted(
    page: Page, hosting: Hosting, names: str, query: str
) -> None:
    faults = pasted(page, hosting, names, query)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Treatments compared")
    expect(page.get_by_role("link", name="Treatments compared")).to_have_attribute(
        "href", f"{hosting[1].url}/{KESTREL}/treatments?lang=en"
    )
    assert faults == []


@pytest.mark.parametrize(
    ("names", "query"),
    [
        ("html", "mode=inline"),
        ("author loader", "platform=wordpress&mode=inline"),
        ("code_block", "platform=squarespace&mode=inline&heading=3"),
    ],
)
def test_inline_works_where_it_is_pasted(
    page: Page, hosting: Hosting, names: str, query: str
) -> None:
    faults = pasted(page, hosting, names, query)
    level = 3 if "heading=3" in query else 2
    mount = page.locator("scar-widget, [data-scarwidget]")
    title = mount.get_by_role("heading", level=level, name="Treatments compared")
    expect(title).to_be_visible()
    assert faults == []


def test_the_pinned_line_takes_the_place_of_the_other(page: Page, hosting: Hosting) -> None:
    """The digest is right, since a browser runs no script with a wrong one."""
    site, widgets = hosting
    code, policy = copied(page, widgets, "html", "mode=inline")
    assert widgets.loader in code
    code = code.replace(widgets.loader, snippet(page, "pinned").input_value())
    page.add_init_script(OPEN_ROOTS)
    page.goto(site.afar + site.publish(document(code), csp(policy), path="/pasted"))
    mount = page.locator("scar-widget")
    expect(mount.get_by_role("heading", name="Treatments compared")).to_be_visible()


def test_a_site_with_htmx_4_takes_the_widget_in(page: Page, hosting: Hosting) -> None:
    """Its own htmx is ours here, under the site's address."""
    site, widgets = hosting
    code, policy = copied(page, widgets, "htmx4", "platform=htmx")
    script = (bundled("static") / "htmx.min.js").read_text("utf-8")
    own = site.publish(script, path="/htmx.js", kind="text/javascript")
    page.goto(
        site.afar
        + site.publish(
            document(code, f'<script src="{own}"></script>'),
            csp(policy, "script-src 'self'"),
            path="/pasted",
        )
    )
    region = page.locator("[data-scarwidget-widget]")
    title = region.get_by_role("heading", level=2, name="Treatments compared")
    expect(title).to_be_visible()
    assert title.evaluate("(e) => getComputedStyle(e).fontWeight") == "700"
    assert page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--scar-font')"
    )


@pytest.mark.parametrize("lang", ["en", "zh-Hant-HK"])
@pytest.mark.parametrize(
    "query",
    [
        "widget=treatments&platform=wordpress&accent=%23123456",
        "widget=picker&mode=inline&platform=htmx&accent=%23777777&height=1&scheme=light",
        "widget=explainer&platform=server&scheme=dark&lang=tlh",
    ],
)
def test_it_is_accessible(tab: Page, demo: Demo, query: str, lang: str) -> None:
    """Axe on a phone by day and on a desk by night; headings; 320 px; text spacing."""
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(PHONE)
    tab.goto(address(demo, f"{query}&lang={lang}"))
    tab.evaluate(UNFOLD)
    frame = tab.main_frame
    report = axe.check(frame)
    assert {"target-size", "color-contrast", "label", "select-name"} <= {*report["ran"]}
    faults = outline_faults(frame) + report["violations"]
    tab.emulate_media(color_scheme="dark")
    tab.set_viewport_size(DESK)
    faults += axe.check(frame)["violations"]
    tab.set_viewport_size(NARROW)
    assert_none(faults + layout_faults(frame))


def test_what_is_pressed_is_large(tab: Page, demo: Demo) -> None:
    tab.set_viewport_size(PHONE)
    tab.goto(address(demo))
    tab.evaluate(UNFOLD)
    main = tab.get_by_role("main")
    pressed = main.locator("select, button, summary, input:not([type=radio], [type=checkbox])")
    labels = main.locator("label:has(input)")
    assert labels.count() == 3
    for control in [*pressed.all(), *labels.all()]:
        if not control.is_visible():
            continue
        box = control.bounding_box()
        assert box
        assert round(box["height"]) >= 44, control.evaluate("(e) => e.outerHTML")
