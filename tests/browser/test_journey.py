"""The journey: from "I have marks on my cheeks" to a result, to the treatments of that type, to
a clinic's service and its contact, on the example site."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from scarwidget.edition import Edition
from scarwidget.plugins import Publication
from tests.browser.keyboard import Keyboard
from tests.browser.walking import (
    ABOUT_SERVICE,
    ALL_CARDS,
    COMPARE,
    COMPARE_THESE,
    FORMS,
    JUNIPER,
    KESTREL,
    ROLLING,
    TAMARIND,
    Form,
    Host,
    choice,
    choose,
    filter_summary,
    framed,
    heading,
    index_links,
    labels,
    opened,
    settled,
)
from tests.conftest import Demo

pytestmark = pytest.mark.browser

MARKS = re.compile("I have marks on my cheeks")
HOSTS = [pytest.param(host, id=host.clinic) for host in (KESTREL, TAMARIND)]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab in which no script runs."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def arrived(frame: Frame, widget: str) -> None:
    """Wait until a frame or page shows another widget."""
    frame.wait_for_url(re.compile(rf"/{widget}(/frame)?([?#]|$)"))
    frame.wait_for_load_state()


def outcome(edition: Edition, locale: str) -> str:
    """What the journey's answers sound like."""
    return edition.catalogue.say(locale).picker.outcomes["rolling"].label.value


def assert_treatments_of_the_type(frame: Frame, edition: Edition, locale: str) -> None:
    """The list is set to the type and the skin tone that the answers gave."""
    words = edition.catalogue.say(locale)
    kind = words.scar_types["rolling"].name.value
    assert "scar=rolling" in frame.url
    assert "tone=IV" in frame.url
    expect(filter_summary(frame, "Kind of mark")).to_contain_text(kind)
    expect(filter_summary(frame, "Your skin")).to_contain_text(words.tones["IV"].name.value)
    expect(frame.get_by_text(words.treatments["no_treatment"].name.value).first).to_be_visible()


def assert_contact(frame: Frame, edition: Edition, locale: str) -> None:
    """Every channel is a link that may leave a frame, and a text that can be read out."""
    contact = edition.clinic.contact
    assert contact.phone
    assert contact.email
    phone = frame.locator(f'a[href="tel:+{re.sub("[^0-9]", "", contact.phone)}"]')
    expect(phone).to_have_text(contact.phone)
    expect(phone).to_have_attribute("target", "_top")
    expect(frame.locator(f'a[href="mailto:{contact.email}"]')).to_have_text(contact.email)
    if contact.whatsapp:
        chat = frame.locator(f'a[href="https://wa.me/{re.sub("[^0-9]", "", contact.whatsapp)}"]')
        expect(chat).to_have_text(contact.whatsapp)
        expect(chat).to_have_attribute("target", "_blank")
    assert contact.address
    address = contact.address if isinstance(contact.address, str) else contact.address[locale]
    expect(frame.get_by_text(address)).to_be_visible()


@pytest.mark.parametrize("host", HOSTS)
def test_by_keyboard_alone(page: Page, demo: Demo, publication: Publication, host: Host) -> None:
    """Tab, Shift+Tab, Enter and Space lead all the way, inside the frame of the clinic's page."""
    edition = publication.editions[host.clinic]
    keyboard = Keyboard(page)
    page.goto(host.url(demo))
    expect(page.get_by_role("heading", level=1, name=MARKS)).to_be_visible()
    keyboard.tab_to(page.locator('nav a[href="#picker"]'))
    keyboard.press("Enter")
    frame = framed(page, "picker")

    said = labels(edition, host.locale, ROLLING)
    keyboard.tab_to(choice(frame, said[0]))
    keyboard.press("Enter")
    for label in said[1:]:
        expect(heading(frame)).to_be_focused()
        expect(heading(frame)).to_be_in_viewport()
        keyboard.tab_to(choice(frame, label))
        # One too far and back again: both directions stop at the same places.
        keyboard.press("Tab")
        keyboard.assert_visible()
        keyboard.tab_to(choice(frame, label), back=True, most=1)
        keyboard.press("Enter")
        settled(frame)
    expect(heading(frame)).to_be_focused()
    expect(heading(frame)).to_have_text(outcome(edition, host.locale))

    keyboard.tab_to(frame.get_by_role("link", name=COMPARE_THESE))
    keyboard.press("Enter")
    arrived(frame, "treatments")
    assert_treatments_of_the_type(frame, edition, host.locale)
    keyboard.tab_to(filter_summary(frame, "What matters most"))
    details = frame.locator("details").filter(has=filter_summary(frame, "What matters most"))
    keyboard.press("Space")
    expect(details).to_have_attribute("open", "")
    keyboard.press("Enter")
    expect(details).not_to_have_attribute("open", "")
    pick = frame.get_by_role("checkbox").nth(1)
    keyboard.tab_to(pick)
    keyboard.press("Space")
    expect(pick).to_be_checked()
    settled(frame)
    assert keyboard.is_at(pick)

    service = frame.get_by_role("link", name=ABOUT_SERVICE).first
    address = service.get_attribute("href")
    assert address
    keyboard.tab_to(service)
    keyboard.press("Enter")
    arrived(frame, "services")
    expect(frame.locator("#" + address.partition("#")[2])).to_be_in_viewport()
    assert_contact(frame, edition, host.locale)
    keyboard.tab_to(frame.locator('a[href^="tel:"]'))
    assert page.url.partition("#")[0] == host.url(demo)


@pytest.mark.parametrize(
    ("host", "form"),
    [
        pytest.param(JUNIPER, "frame", id="frame"),
        *(pytest.param(host, "page", id=host.clinic) for host in (KESTREL, TAMARIND)),
    ],
)
def test_without_javascript(
    plain: Page, demo: Demo, publication: Publication, host: Host, form: Form
) -> None:
    """Links lead all the way where no script runs, in a frame that the clinic's page holds and
    on pages of their own."""
    edition = publication.editions[host.clinic]
    plain.goto(host.url(demo))
    expect(plain.get_by_role("heading", level=1, name=MARKS)).to_be_visible()
    if form == "frame":
        frame = framed(plain, "picker")
    else:
        plain.locator(f'a[href^="{demo.widget}/{host.clinic}/picker"]').click()
        frame = plain.main_frame
        arrived(frame, "picker")

    answers: list[str] = []
    for answer, label in zip(ROLLING, labels(edition, host.locale, ROLLING), strict=True):
        choose(frame, label)
        answers.append(answer)
        frame.wait_for_url(re.compile(rf"[?&]a={re.escape('.'.join(answers))}(&|$)"))
    expect(heading(frame)).to_have_text(outcome(edition, host.locale))

    frame.get_by_role("link", name=COMPARE_THESE).click()
    arrived(frame, "treatments")
    assert_treatments_of_the_type(frame, edition, host.locale)
    treatments = edition.catalogue.say(host.locale).treatments
    for picked in ("no_treatment", "microneedling"):
        frame.get_by_role("checkbox", name=treatments[picked].name.value).check()
    frame.get_by_role("button", name=COMPARE).click()
    frame.wait_for_url(re.compile("pick="))
    table = frame.get_by_role("table")
    for picked in ("no_treatment", "microneedling"):
        name = re.compile(re.escape(treatments[picked].name.value))
        expect(table.get_by_role("columnheader", name=name)).to_be_visible()
    assert_treatments_of_the_type(frame, edition, host.locale)

    frame.get_by_role("link", name=ABOUT_SERVICE).first.click()
    arrived(frame, "services")
    assert_contact(frame, edition, host.locale)
    if form == "frame":
        assert plain.url == host.url(demo)


@pytest.mark.parametrize("form", FORMS)
def test_to_one_treatment_without_javascript(
    plain: Page, demo: Demo, publication: Publication, form: Form
) -> None:
    """Who knows a treatment by its name gets to its details by a link, and on to the cards."""
    treatments = publication.editions[JUNIPER.clinic].catalogue.say("en").treatments
    name = treatments["subcision"].name.value
    frame = opened(plain, demo, "treatments", form, host=JUNIPER)
    expect(index_links(frame)).to_have_count(len(treatments))
    boxes = frame.get_by_role("checkbox")
    expect(boxes).to_have_count(0)
    index_links(frame).get_by_text(name, exact=True).click()
    frame.wait_for_url(re.compile(r"[?&]pick=subcision#scarwidget-compare$"))
    table = frame.get_by_role("table")
    expect(table).to_be_in_viewport()
    expect(table.get_by_role("columnheader")).to_have_text(re.compile(re.escape(name)))
    expect(boxes).to_have_count(0)

    other = treatments["silicone"].name.value
    index_links(frame).get_by_text(other, exact=True).click()
    frame.wait_for_url(re.compile(r"[?&]pick=silicone#scarwidget-compare$"))
    expect(table).to_be_in_viewport()
    expect(table.get_by_role("columnheader")).to_have_text(re.compile(re.escape(other)))

    frame.get_by_role("link", name=ALL_CARDS).click()
    frame.wait_for_url(re.compile(r"\?pick=silicone&scar=any$"))
    expect(boxes).to_have_count(len(treatments))
    frame.get_by_role("checkbox", checked=True).uncheck()
    frame.get_by_role("button", name=COMPARE).click()
    frame.wait_for_url(re.compile(r"\?scar=any#"))
    expect(table).to_have_count(0)
    expect(boxes).to_have_count(len(treatments))


@pytest.mark.parametrize("form", FORMS)
def test_to_every_card_without_javascript(
    plain: Page, demo: Demo, publication: Publication, form: Form
) -> None:
    """Who does not know the kind of mark sees every card, compares, and clears again."""
    treatments = publication.editions[JUNIPER.clinic].catalogue.say("en").treatments
    frame = opened(plain, demo, "treatments", form, host=JUNIPER)
    frame.get_by_role("link", name=ALL_CARDS).click()
    frame.wait_for_url(re.compile(r"\?scar=any$"))
    for picked in ("no_treatment", "subcision"):
        frame.get_by_role("checkbox", name=treatments[picked].name.value).check()
    frame.get_by_role("button", name=COMPARE).click()
    frame.wait_for_url(re.compile("pick="))
    expect(frame.get_by_role("table").get_by_role("columnheader")).to_have_count(2)
    frame.get_by_role("link", name="Clear", exact=True).click()
    frame.wait_for_url(re.compile(r"\?scar=any$"))
    expect(frame.get_by_role("checkbox")).to_have_count(len(treatments))
