"""On paper: what was compared, with its sources and where they stand, and how to reach the
clinic; and nothing that only a screen can use."""

from __future__ import annotations

import re
import zlib

import pytest
from playwright.sync_api import Locator, Page, expect

from scarwidget.plugins import Publication
from tests.browser.walking import (
    COMPARE,
    DETAILS,
    SCAR_FILTER,
    TAMARIND,
    filter_summary,
    index_links,
)
from tests.conftest import Demo

pytestmark = pytest.mark.browser

PICKED = ("laser_pico", "no_treatment", "subcision")


@pytest.fixture
def page(tab: Page) -> Page:
    """The shared tab: every test here begins at an address."""
    return tab


def on_paper(found: Locator) -> None:
    """Every one of these elements would be printed, folded away or not."""
    count = found.count()
    assert count, found
    for index in range(count):
        assert found.nth(index).evaluate(
            "(e) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })"
            " && e.getBoundingClientRect().height > 0"
        ), found.nth(index).text_content()


def read(pdf: bytes) -> bytes:
    """The objects of a PDF, unpacked; its text is in glyphs, its links in plain words."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = [pdf]
    for stream in streams:
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


def test_the_comparison(page: Page, demo: Demo, publication: Publication) -> None:
    """Both the table and every source it cites, with its address."""
    edition = publication.editions[TAMARIND.clinic]
    words = edition.catalogue.say("en").treatments
    page.goto(
        f"{demo.widget}/{TAMARIND.clinic}/treatments?pick={'.'.join(PICKED)}&scar=rolling&tone=IV"
    )
    page.emulate_media(media="print")
    table = page.get_by_role("table")
    on_paper(table.get_by_role("columnheader"))
    on_paper(table.get_by_role("cell"))
    for treatment in PICKED:
        for text in (words[treatment].name, words[treatment].mechanism, words[treatment].risks):
            if text is not None:
                expect(table).to_contain_text(text.value)
    on_paper(page.get_by_text(re.compile("Content checked against its sources")))

    refs = {
        (link.get_attribute("href") or "").removeprefix("#")
        for link in table.locator('a[href^="#"]').all()
    }
    assert len(refs) > 10
    for ref in refs:
        on_paper(page.locator(f"li#{ref}"))
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )

    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    told = read(pdf)
    cited = [link.get_attribute("href") for link in page.locator("details li a[href^=http]").all()]
    assert cited
    for address in cited:
        assert address
        assert address.encode().split(b"(")[0] in told, f"{address} is not on paper"


def test_the_checklist(page: Page, demo: Demo) -> None:
    """Ticks, what they come to, and the myths."""
    page.goto(f"{demo.widget}/{TAMARIND.clinic}/checklist?done=p1")
    page.emulate_media(media="print")
    on_paper(page.get_by_role("checkbox"))
    on_paper(page.get_by_role("term"))
    on_paper(page.get_by_text(re.compile("^1 of ")))
    expect(page.get_by_role("button")).to_have_count(0)


def test_what_only_a_screen_can_use(page: Page, demo: Demo) -> None:
    """No way about, no filters, no buttons, no boxes to compare by; black on white."""
    page.goto(f"{demo.widget}/{TAMARIND.clinic}/treatments?pick=subcision")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(filter_summary(page.main_frame, SCAR_FILTER)).to_be_hidden()
    expect(page.get_by_role("button", name=COMPARE)).to_have_count(0)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_role("link", name=DETAILS)).to_have_count(0)
    on_paper(page.get_by_role("table"))
    expect(index_links(page.main_frame)).to_have_count(0)
    expect(page.get_by_text("All options, A to Z")).to_be_hidden()

    page.goto(f"{demo.widget}/{TAMARIND.clinic}/treatments")
    on_paper(index_links(page.main_frame))


def test_the_contact(page: Page, demo: Demo, publication: Publication) -> None:
    """Who to ask and where they are, and every service with its risks."""
    edition = publication.editions[TAMARIND.clinic]
    page.goto(f"{demo.widget}/{TAMARIND.clinic}/services")
    page.emulate_media(media="print")
    contact = edition.clinic.contact
    assert isinstance(contact.address, str)
    assert contact.phone
    for line in (contact.address, contact.phone):
        on_paper(page.get_by_text(line))
    on_paper(page.get_by_text("What may go wrong"))
    on_paper(page.locator("details li"))
