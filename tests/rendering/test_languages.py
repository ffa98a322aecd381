"""What a visitor reads is in the language it says it is in, numbers and dates included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.catalogue import Catalogue
from scarwidget.clinics import Price
from scarwidget.locales import match, spoken
from scarwidget.plugins import Publication
from scarwidget.rendering.languages import (
    MESSAGES,
    day,
    direction,
    interface_locale,
    language_name,
    price_range,
    translations,
)
from scarwidget.settings import Settings
from scarwidget.text import Text
from tests.conftest import PUBLIC_URL, TODAY
from tools import messages

CLINIC = "kestrel-bay-aesthetics"
CHINESE, ENGLISH = "zh-Hant-HK", "en"
NOTICE = "We do not have this page in that language yet."

STATES = (
    "picker",
    "picker?a=tell.dip.pinprick.lt2.flattens.same.I_II",
    "treatments",
    "treatments?scar=any",
    "treatments?scar=boxcar&tone=IV&by=cost&pick=hydrafacial.laser_pico",
    "checklist?done=list-medicines",
    "explainer",
    "explainer?topic=not-scars",
    "services",
)
FORMS = ("page", "frame", "fragment")

HAN = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"(?:[A-Za-z][\w'’,-]* ){3}")
"""Four words of Latin letters are more than a name."""

SOURCES = "scarwidget-sources"
"""The class around titles as they were published, which may be words of the catalogue too."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True)
class Node:
    """A piece of text, the language of the element around it, and the classes up to the root."""

    lang: str
    text: str
    classes: frozenset[str]


@dataclass
class Document(HTMLParser):
    """What a document says to those who read it, and the languages it says so in."""

    nodes: list[Node] = field(default_factory=list)
    lang: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, lang, classes = self._open[-1] if self._open else ("", "", frozenset())
        lang = given.get("lang") or lang
        if tag == "html":
            self.lang = lang
        if "data-scarwidget-widget" in given:
            self.region = given.get("lang")
        if tag not in VOID:
            self._open.append((tag, lang, classes | set((given.get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self._open[-1][0] != "script":
            _, lang, classes = self._open[-1]
            self.nodes.append(Node(lang, text, classes))

    def says(self, text: str, lang: str) -> bool:
        """Whether a piece of text holds this, in this language."""
        return any(text in node.text for node in self.nodes if node.lang == lang)


@pytest.fixture(scope="module")
def untranslated(settings: Settings, publication: Publication) -> TestClient:
    """The same clinics where the catalogue has English words alone."""
    catalogue = replace(publication.catalogue, words={ENGLISH: publication.catalogue.say(ENGLISH)})
    editions = {
        name: replace(edition, catalogue=catalogue)
        for name, edition in publication.editions.items()
    }
    bare = replace(publication, catalogue=catalogue, editions=editions)
    app = create_app(settings, publication=bare, today=lambda: TODAY)
    return TestClient(app, base_url=PUBLIC_URL, follow_redirects=False)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
class TestEveryForm:
    """Kestrel Bay's widgets, in each form and language."""

    def test_is_in_chinese(self, client: TestClient, form: str, state: str) -> None:
        document = _read(client, _address(state, form))
        assert document.region == CHINESE
        assert document.lang == (None if form == "fragment" else CHINESE)
        assert not [n for n in document.nodes if n.lang == CHINESE and n.text in _interface()]
        assert document.says(_chinese("Which kind of mark is it?"), CHINESE) or form != "page"

    def test_is_in_english(self, client: TestClient, form: str, state: str) -> None:
        document = _read(client, _address(state, form, "en"))
        assert document.region == ENGLISH
        assert document.lang == (None if form == "fragment" else ENGLISH)
        for node in document.nodes:
            assert not HAN.search(node.text) or node.lang == CHINESE, node.text
        chinese = {node.text for node in document.nodes if HAN.search(node.text)}
        assert chinese == ({"繁體中文"} if form == "page" else set())

    def test_marks_what_is_still_english(
        self,
        client: TestClient,
        untranslated: TestClient,
        publication: Publication,
        form: str,
        state: str,
    ) -> None:
        known = publication.catalogue
        bare = replace(known, words={ENGLISH: known.say(ENGLISH)})
        for source, catalogue in ((client, known), (untranslated, bare)):
            document = _read(source, _address(state, form))
            english = _english(catalogue)
            sentences = [said for said in english if SENTENCE.search(said)]
            for node in document.nodes:
                if node.lang != ENGLISH and SOURCES not in node.classes:
                    assert node.text not in english, node.text
                    if SENTENCE.search(node.text):
                        assert not [said for said in sentences if said in node.text], node.text


def test_a_fallback_stands_there_and_is_marked(
    untranslated: TestClient, publication: Publication
) -> None:
    document = _read(untranslated, _address("explainer", "page"))
    for topic in publication.catalogue.say(ENGLISH).topics.values():
        assert document.says(topic.title.value, ENGLISH)
        assert not document.says(topic.title.value, CHINESE)


@pytest.mark.parametrize("form", FORMS)
def test_the_services_speak_chinese(
    client: TestClient, publication: Publication, form: str
) -> None:
    document = _read(client, _address("services", form))
    english = _read(client, _address("services", form, "en"))
    edition = publication.editions[CLINIC]
    assert len(edition.offers) == 4
    for offer in edition.offers:
        for said in (offer.service.name, offer.service.benefits, offer.service.risks):
            assert said is not None
            for locale, read in ((CHINESE, document), (ENGLISH, english)):
                assert read.says(spoken(said, locale, edition.clinic.locales).value, locale)


def test_the_gallery_and_a_problem_speak_chinese(client: TestClient) -> None:
    gallery = _read(client, f"/{CLINIC}/")
    problem = _read(client, f"/{CLINIC}/nowhere", 404)
    assert gallery.lang == problem.lang == CHINESE
    assert gallery.says(_chinese("Acne scars, explained plainly"), CHINESE)
    assert problem.says(_chinese("There is nothing at this address"), CHINESE)
    for document in (gallery, problem):
        assert not [n for n in document.nodes if n.lang == CHINESE and n.text in _interface()]


@pytest.mark.parametrize("asked", ["zh-HK", "zh-TW", "yue-HK", "zh-Hant", "zh-hant-hk"])
def test_other_tags_lead_to_chinese(client: TestClient, asked: str) -> None:
    assert match(asked, (ENGLISH, CHINESE)) == CHINESE
    for form in FORMS:
        document = _read(client, _address("explainer", form, asked))
        assert document.region == CHINESE
        assert not document.says(_chinese(NOTICE), CHINESE)


@pytest.mark.parametrize("asked", ["en-GB", "en-US", "EN"])
def test_other_tags_lead_to_english(client: TestClient, asked: str) -> None:
    assert _read(client, _address("explainer", "frame", asked)).region == ENGLISH


@pytest.mark.parametrize("asked", ["fr", "tlh", "nonsense!", "x" * 200])
@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_language_gets_one_notice(client: TestClient, form: str, asked: str) -> None:
    document = _read(client, _address("explainer", form, asked))
    assert document.region == CHINESE
    assert [n.text for n in document.nodes].count(_chinese(NOTICE)) == 1


def test_an_unknown_language_gets_one_notice_in_the_gallery(client: TestClient) -> None:
    document = _read(client, f"/{CLINIC}/?lang=fr")
    assert [n.text for n in document.nodes].count(_chinese(NOTICE)) == 1


@pytest.mark.parametrize("locale", [CHINESE, ENGLISH])
@pytest.mark.parametrize(
    ("price", "written"),
    [
        (Price(currency="HKD", from_=2200, to=3800), "HKD\u00a02,200 – 3,800"),
        (Price(currency="HKD", from_=2200), "HKD\u00a02,200"),
        (Price(currency="HKD", from_=2200, to=2200), "HKD\u00a02,200"),
        (Price(currency="SGD", from_=1280.5), "SGD\u00a01,280.50"),
    ],
)
def test_a_price_has_its_currency_code(locale: str, price: Price, written: str) -> None:
    assert price_range(price, locale) == written


@pytest.mark.parametrize("lang", [CHINESE, ENGLISH])
def test_a_price_stands_on_the_page(client: TestClient, lang: str) -> None:
    body = client.get(_address("services", "page", lang)).text
    assert "HKD\u00a02,200 – 3,800" in body
    assert "HK$" not in body


@pytest.mark.parametrize(
    ("locale", "written"),
    [(CHINESE, "2026年11月22日"), (ENGLISH, "November 22, 2026"), ("en-GB", "22 November 2026")],
)
def test_a_date_is_written_as_the_language_does(locale: str, written: str) -> None:
    assert day(date(2026, 11, 22), locale) == written


@pytest.mark.parametrize("lang", [CHINESE, ENGLISH])
def test_the_dates_of_the_review_stand_on_the_page(
    client: TestClient, publication: Publication, lang: str
) -> None:
    review = publication.catalogue.review
    document = _read(client, _address("explainer", "page", lang))
    for when in (review.reviewed_on, review.review_due):
        assert document.says(day(when, lang), lang)


def test_a_language_without_messages_is_spoken_to_in_english() -> None:
    assert interface_locale(CHINESE) == CHINESE
    assert interface_locale("fr") == interface_locale(ENGLISH) == ENGLISH
    assert translations("fr").gettext("Not known") == "Not known"


def test_chinese_has_one_form_for_any_number() -> None:
    said = translations(CHINESE)
    forms = {said.ngettext("%(count)s source", "%(count)s sources", n) for n in (0, 1, 2, 100)}
    assert forms == {"%(count)s 項資料來源"}


@pytest.mark.parametrize(
    ("locale", "name", "written"),
    [
        (CHINESE, "繁體中文", "ltr"),
        ("zh-Hans-CN", "简体中文", "ltr"),
        (ENGLISH, "English", "ltr"),
        ("fr", "Français", "ltr"),
        ("ar", "العربية", "rtl"),
    ],
)
def test_a_language_has_a_name_and_a_direction(locale: str, name: str, written: str) -> None:
    assert language_name(locale) == name
    assert direction(locale) == written


def _address(state: str, form: str, lang: str = "") -> str:
    widget, _, query = state.partition("?")
    tail = "" if form == "page" else f"/{form}"
    parts = [part for part in (query, f"lang={lang}" if lang else "") if part]
    return f"/{CLINIC}/{widget}{tail}" + ("?" + "&".join(parts) if parts else "")


def _read(client: TestClient, address: str, status: int = 200) -> Document:
    response = client.get(address)
    assert response.status_code == status, address
    document = Document()
    document.feed(response.text)
    document.close()
    return document


def _chinese(english: str) -> str:
    said = translations(CHINESE).gettext(english)
    assert said != english
    return said


def _interface() -> frozenset[str]:
    """The interface's English strings."""
    found = messages.load(MESSAGES / f"{CHINESE}.po")
    return frozenset(message.id for message in found if message.id and isinstance(message.id, str))


def _english(catalogue: Catalogue) -> frozenset[str]:
    """What the catalogue says in English to somebody who asked for Chinese."""
    texts = list(_texts(catalogue.say(CHINESE)))
    return frozenset(text.value for text in texts if text.lang == ENGLISH)


def _texts(words: Any) -> Iterator[Text]:
    """Every text within some words."""
    if isinstance(words, Text):
        yield words
    elif isinstance(words, msgspec.Struct):
        for name in words.__struct_fields__:
            yield from _texts(getattr(words, name))
    elif isinstance(words, dict):
        for value in words.values():
            yield from _texts(value)
    elif isinstance(words, tuple):
        for value in words:
            yield from _texts(value)
