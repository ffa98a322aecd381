"""How the browser tests get about: to a widget in one of its forms, and along the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playwright.sync_api import Frame, Locator, Page, expect

from scarwidget.catalogue.picker import decide
from scarwidget.edition import Edition
from tests.conftest import Demo

Form: TypeAlias = Literal["page", "frame"]
FORMS: tuple[Form, ...] = ("page", "frame")

ROLLING = ("none", "dip", "wave", "gt4", "flattens", "same", "IV")
"""Answers that end in a type with a list of treatments."""

COMPARE_THESE = "Compare these treatments"
ABOUT_SERVICE = re.compile("About this service")
COMPARE = "Compare side by side"
ALL_CARDS = re.compile(r"^Show all \d+ options as cards$")
DETAILS = re.compile("Details and sources")
SCAR_FILTER, TONE_FILTER, ORDER_FILTER = (
    "Kind of mark",
    "Your skin in strong sun",
    "What matters most to you?",
)


@dataclass(frozen=True)
class Host:
    """A page of the example site with widgets on it, and the language it asks them for.

    Juniper's holds four frames, with or without a script. Tamarind's and Kestrel's loaders make
    theirs: all four there, the picker's alone here.
    """

    clinic: str
    path: str
    lang: str = ""

    @property
    def locale(self) -> str:
        """The locale its widgets answer in."""
        return self.lang or "en"

    def url(self, demo: Demo) -> str:
        """Where it stands."""
        return f"{demo.site}/{self.clinic}/{self.path}"


JUNIPER = Host("juniper-skin-clinic", "acne-scars.html")
KESTREL = Host("kestrel-bay-aesthetics", "acne-scars.en.html", "en")
KESTREL_CHINESE = Host("kestrel-bay-aesthetics", "acne-scars.html")
TAMARIND = Host("tamarind-derma", "acne-scars.html")


def labels(edition: Edition, locale: str, answers: Sequence[str]) -> list[str]:
    """What the visitor chooses, in words, to give these answers."""
    words = edition.catalogue.say(locale).picker.questions
    given = decide(edition.catalogue.picker, answers).answers
    return [words[answer.question].options[answer.option].label.value for answer in given]


def framed(page: Page, widget: str) -> Frame:
    """The document in the iframe of a widget on a host's page, loaded."""
    iframe = page.locator(f'iframe[src*="/{widget}/frame"]')
    iframe.scroll_into_view_if_needed()
    element = iframe.element_handle()
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    frame.wait_for_url(f"**/{widget}/frame**")
    frame.wait_for_load_state()
    return frame


def opened(
    page: Page, demo: Demo, widget: str, form: Form, *, host: Host = TAMARIND, query: str = ""
) -> Frame:
    """A widget, as a page or inside a frame of the example site.

    A frame that should begin in some state is sent there: the host's snippet never does it.
    """
    if form == "page":
        page.goto(f"{demo.widget}/{host.clinic}/{widget}{query}")
        return page.main_frame
    page.goto(host.url(demo))
    frame = framed(page, widget)
    if query:
        frame.goto(f"{demo.widget}/{host.clinic}/{widget}/frame{query}")
    return frame


def choose(frame: Frame, label: str) -> None:
    """Click an answer of the picker."""
    choice(frame, label).click()


def choice(frame: Frame, label: str) -> Locator:
    """An answer of the picker: its link's name begins with its label."""
    return frame.get_by_role("link", name=re.compile("^" + re.escape(label)))


def heading(frame: Frame) -> Locator:
    """The one heading of the first level."""
    return frame.get_by_role("heading", level=1)


def filter_summary(frame: Frame, title: str) -> Locator:
    """What opens a filter of the treatments."""
    return frame.locator("summary").filter(has_text=title)


def open_filter(frame: Frame, title: str) -> Locator:
    """A filter, unfolded."""
    summary = filter_summary(frame, title)
    details = frame.locator("details").filter(has=summary)
    if details.get_attribute("open") is None:
        summary.click()
    return details


def index_links(frame: Frame) -> Locator:
    """The links of the index of the treatments: every one of them by its name."""
    return frame.locator(".scarwidget-index").get_by_role("link")


def mark(frame: Frame) -> None:
    """Leave a mark on the document's window, which only a navigation wipes off."""
    frame.evaluate("window.stillHere = true")


def is_marked(frame: Frame) -> bool:
    """Whether the document is still the one that was marked."""
    return bool(frame.evaluate("window.stillHere === true"))


def settled(frame: Frame) -> None:
    """Wait until htmx neither waits for an answer nor puts one in place."""
    expect(frame.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
