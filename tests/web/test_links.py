"""Every link of every clinic is followed: it answers, keeps its form, and is canonical."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from msgspec.structs import replace
from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.plugins import Publication
from scarwidget.settings import Settings
from tests.conftest import CLINICS, OWN_WIDGETS, PUBLIC_URL, WIDGETS
from tests.web.asgi import Answer, get
from tests.web.documents import ADDRESSES, Document, Element, internal, relative

BILINGUAL = "kestrel-bay-aesthetics"
LISTS = ("pick", "done")
PERSONAL = ("a", *LISTS)
"""The keys that hold what a visitor told us."""

FORMS = ("page", "frame", "fragment")
MOST = {"page": 40, "frame": 20, "fragment": 20}
"""How many documents of a clinic are opened, of the many thousand that there are."""


@dataclass(frozen=True)
class Visit:
    """A document that was opened."""

    url: str
    answer: Answer
    document: Document


@dataclass
class Crawl:
    """Follows links from a start, and first those of a kind it has seen least of."""

    app: Starlette
    form: str
    most: int
    waiting: dict[str, str]
    """Addresses still to open, and where each was found."""
    visits: dict[str, Visit] = field(default_factory=dict)

    def run(self) -> list[Visit]:
        """Every document on the way; a link that leads nowhere fails."""
        kinds = Counter[tuple[str, ...]]()
        while self.waiting and len(self.visits) < self.most:
            url = min(self.waiting, key=lambda waiting: kinds[kind(waiting)])
            found_on = self.waiting.pop(url)
            kinds[kind(url)] += 1
            visit = open_(self.app, url, found_on)
            self.visits[url] = visit
            for _, _, address in visit.document.addresses():
                target = relative(address)
                if target not in self.visits and self.follows(target):
                    self.waiting.setdefault(target, url)
        return list(self.visits.values())

    def follows(self, target: str) -> bool:
        """Pages lead everywhere; the other forms are followed as long as they are kept."""
        return self.form == "page" or form_of(target) == self.form


def kind(url: str) -> tuple[str, ...]:
    """What two addresses have in common that differ in their values alone."""
    path, _, query = url.partition("?")
    return path, *(f"{key} {len(value.split('.'))}" for key, value in parse_qsl(query))


def open_(app: Starlette, url: str, found_on: str) -> Visit:
    """What a link leads to, after a redirect if there is one."""
    answer = get(app, url)
    if answer.status in (301, 303):
        answer = get(app, answer.headers["location"])
    assert answer.status == 200, f"{url}, linked from {found_on}"
    html = answer.headers["content-type"].startswith("text/html")
    return Visit(url, answer, Document(answer.text if html else ""))


def form_of(url: str) -> str:
    """Which of the three forms an address asks for."""
    last = urlsplit(url).path.rpartition("/")[2]
    return last if last in ("frame", "fragment") else "page"


@pytest.fixture(scope="module", params=CLINICS)
def clinic(request: pytest.FixtureRequest) -> str:
    """Each of the examples."""
    name: str = request.param
    return name


def mine(clinic: str) -> tuple[str, ...]:
    """The widgets of a clinic, its own the last."""
    return (*WIDGETS, *OWN_WIDGETS.get(clinic, ()))


@pytest.fixture(scope="module")
def visited(app: Starlette, clinic: str) -> dict[str, list[Visit]]:
    """The documents of a clinic in each form, as following its links finds them."""
    found: dict[str, list[Visit]] = {}
    for form, tail in (("page", ""), ("frame", "/frame"), ("fragment", "/fragment")):
        starts = [f"/{clinic}/{widget}{tail}" for widget in mine(clinic)]
        if form == "page":
            starts.insert(0, f"/{clinic}/")
        crawl = Crawl(app, form, MOST[form], dict.fromkeys(starts, "the start"))
        found[form] = crawl.run()
    return found


def in_each(visited: dict[str, list[Visit]], *forms: str) -> Iterator[tuple[str, Visit]]:
    """Every visit of these forms, files left out."""
    for form in forms:
        for visit in visited[form]:
            if visit.document.elements:
                yield form, visit


def test_the_crawl_reaches_every_widget_and_state(
    visited: dict[str, list[Visit]], clinic: str
) -> None:
    for form in FORMS:
        opened = [visit.url for _, visit in in_each(visited, form)]
        assert len(opened) > MOST[form] / 2
        for widget in mine(clinic):
            assert any(f"/{widget}" in url for url in opened), (form, widget)
        keys = {key for url in opened for key in parse_qs(urlsplit(url).query)}
        assert keys >= {"a", "pick", "scar", "tone", "by", "topic"}


def test_hx_get_is_the_address_of_the_link_in_pages_and_frames(
    visited: dict[str, list[Visit]],
) -> None:
    for _, visit in in_each(visited, "page", "frame"):
        for element in visit.document.elements:
            if "hx-get" in element.attrs:
                plain = element.attrs.get("href") or element.attrs["action"]
                assert element.attrs["hx-get"] == plain.partition("#")[0], visit.url


def test_links_of_a_frame_stay_in_frames(visited: dict[str, list[Visit]]) -> None:
    for _, visit in in_each(visited, "frame"):
        for element, name, url in visit.document.addresses():
            if element.tag in ("a", "form"):
                assert form_of(url) == "frame", (visit.url, name, url)
                assert url.startswith("/"), (visit.url, url)


def test_links_of_a_page_stay_in_pages(visited: dict[str, list[Visit]]) -> None:
    for _, visit in in_each(visited, "page"):
        for element, name, url in visit.document.addresses():
            assert form_of(url) == "page", (visit.url, name, url)
            assert element.tag == "link" or url.startswith("/"), (visit.url, url)


def test_links_of_a_fragment_are_absolute_and_swap_by_fragments(
    visited: dict[str, list[Visit]],
) -> None:
    for _, visit in in_each(visited, "fragment"):
        for element, name, url in visit.document.addresses():
            assert url.startswith(f"{PUBLIC_URL}/"), (visit.url, url)
            assert form_of(url) == ("fragment" if name == "hx-get" else "page")
            if name == "hx-get":
                plain = element.attrs.get("href") or element.attrs["action"]
                page, _, query = url.partition("/fragment")
                assert page + query == plain.partition("#")[0], visit.url


def test_every_link_is_canonical(visited: dict[str, list[Visit]]) -> None:
    for _, visit in in_each(visited, *FORMS):
        for _, _, url in visit.document.addresses():
            pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
            assert pairs == sorted(dict(pairs).items()), url
            for key, value in pairs:
                assert value, url
                if key in LISTS:
                    values = value.split(".")
                    assert values == sorted(set(values)), url


def test_only_pages_push_their_address(visited: dict[str, list[Visit]]) -> None:
    for form, visit in in_each(visited, *FORMS):
        for element in visit.document.elements:
            pushes = element.attrs.get("hx-push-url:inherited") == "true"
            region = "scarwidget" in element.classes and "hx-target:inherited" in element.attrs
            assert pushes == (form == "page" and region), visit.url


def test_pages_that_hold_answers_are_noindex_and_others_are_not(
    visited: dict[str, list[Visit]],
) -> None:
    for _, visit in in_each(visited, "page"):
        personal = any(key in parse_qs(urlsplit(visit.url).query) for key in PERSONAL)
        by_header = "noindex" in visit.answer.headers.get("x-robots-tag", "")
        by_document = any(
            meta.attrs.get("name") == "robots" and "noindex" in meta.attrs["content"]
            for meta in visit.document.all("meta")
        )
        assert (by_header, by_document) == (personal, personal), visit.url


def test_a_fragment_brings_nothing_into_its_host_but_markup(
    visited: dict[str, list[Visit]],
) -> None:
    for _, visit in in_each(visited, "fragment"):
        document = visit.document
        assert document.elements[0].tag == "section"
        assert not document.all("html", "head", "body", "title", "base", "meta", "link")
        assert not document.all("style", "script", "iframe", "object", "embed", "main", "h1")
        for element in document.elements:
            assert all(name.startswith("scarwidget") for name in element.classes), element
            assert not any(name.startswith("on") or name == "style" for name in element.attrs)


def test_every_place_a_document_points_to_in_itself_is_there_once(
    visited: dict[str, list[Visit]],
) -> None:
    for _, visit in in_each(visited, *FORMS):
        ids = Counter(e.attrs["id"] for e in visit.document.elements if "id" in e.attrs)
        assert not [name for name, count in ids.items() if count > 1], visit.url
        for anchor in visit.document.all("a"):
            target = anchor.attrs.get("href", "")
            if target.startswith("#"):
                assert target.removeprefix("#") in ids, (visit.url, target)


def test_every_page_says_its_address_and_its_other_languages(
    app: Starlette, visited: dict[str, list[Visit]], publication: Publication, clinic: str
) -> None:
    locales = publication.editions[clinic].clinic.locales
    for _, visit in in_each(visited, "page"):
        if urlsplit(visit.url).path == "/":
            continue
        [canonical] = [link.attrs["href"] for link in visit.document.links("canonical")]
        assert canonical == PUBLIC_URL + visit.url
        alternates = alternates_of(visit.document)
        if len(locales) == 1:
            assert not alternates
            continue
        assert tuple(alternates) == locales
        assert canonical in alternates.values()
        for url in alternates.values():
            assert url.startswith(f"{PUBLIC_URL}/{clinic}/")


def alternates_of(document: Document) -> dict[str, str]:
    """The addresses of the other languages, by language."""
    links = document.links("alternate")
    return {
        link.attrs["hreflang"]: link.attrs["href"] for link in links if "hreflang" in link.attrs
    }


@pytest.mark.parametrize("place", ["", *WIDGETS, "treatments?pick=silicone", "picker?a=none"])
def test_languages_point_at_each_other(app: Starlette, place: str) -> None:
    start = Document(get(app, f"/{BILINGUAL}/{place}").text)
    alternates = alternates_of(start)
    assert len(alternates) == 2
    for url in alternates.values():
        other = Document(get(app, relative(url)).text)
        assert alternates_of(other) == alternates
        assert [link.attrs["href"] for link in other.links("canonical")] == [url]
        shown = [a for a in other.all("a") if a.attrs.get("aria-current") == "true"]
        assert [PUBLIC_URL + a.attrs["href"] for a in shown if "hreflang" in a.attrs] == [url]


def test_structured_data_can_be_read_and_names_the_page(visited: dict[str, list[Visit]]) -> None:
    seen = 0
    for _, visit in in_each(visited, "page"):
        if not visit.document.scripts:
            continue
        seen += 1
        [data] = map(json.loads, visit.document.scripts)
        assert data["@type"] == "MedicalWebPage"
        assert data["url"] == PUBLIC_URL + visit.url
        assert data["publisher"]["name"]
        assert all(internal(link.attrs["href"]) for link in visit.document.links("canonical"))
    assert seen > MOST["page"] / 2


UNKNOWN = (
    *(("/picker", lang) for lang in ("xx-YY", "no-such-language", "-", "*", "a" * 400)),
    ("/", "tlh"),
    *((f"/{widget}{form}", "tlh") for widget in WIDGETS for form in ("", "/frame", "/fragment")),
)


@pytest.mark.parametrize(("path", "lang"), UNKNOWN)
def test_a_language_that_nobody_has_gives_the_default_and_one_notice(
    app: Starlette, path: str, lang: str
) -> None:
    plain = Document(get(app, f"/{BILINGUAL}{path}").text)
    answer = get(app, f"/{BILINGUAL}{path}?lang={lang}")
    assert answer.status == 200
    document = Document(answer.text)
    [notice] = document.with_class("scarwidget-notice")
    document.elements.remove(notice)
    assert document.elements == plain.elements


@pytest.mark.parametrize("lang", ["en", "EN", "en-GB", "zh-HK", "zh-Hant", "zh-TW"])
def test_a_language_near_to_one_it_has_needs_no_notice(app: Starlette, lang: str) -> None:
    document = Document(get(app, f"/{BILINGUAL}/services?lang={lang}").text)
    assert not document.with_class("scarwidget-notice")
    switch = [a.attrs for a in document.all("a") if "hreflang" in a.attrs]
    current = [attrs["hreflang"] for attrs in switch if "aria-current" in attrs]
    assert current == ["en" if lang.lower().startswith("en") else "zh-Hant-HK"]


REPEATED = (
    ("treatments", "pick=sunscreen&pick=silicone", "pick=silicone.sunscreen"),
    ("treatments", "pick=sunscreen.silicone&pick=silicone", "pick=silicone.sunscreen"),
    ("treatments", "pick=&pick=silicone&scar=rolling&by=", "pick=silicone&scar=rolling"),
    ("treatments", "pick=&pick=&tone=", ""),
    ("checklist", "done=p4&utm_source=x&done=p2", "done=p2.p4"),
    ("checklist", "lang=en&done=p4&done=p4", "done=p4&lang=en"),
)


@pytest.mark.parametrize(("widget", "query", "canonical"), REPEATED)
def test_a_form_sent_by_a_browser_leads_to_the_canonical_address(
    app: Starlette, widget: str, query: str, canonical: str
) -> None:
    page = get(app, f"/{BILINGUAL}/{widget}?{query}")
    assert page.status == 303
    tail = f"?{canonical}" if canonical else ""
    assert page.headers["location"] == f"/{BILINGUAL}/{widget}{tail}"
    assert get(app, page.headers["location"]).status == 200
    for form in ("frame", "fragment"):
        answer = get(app, f"/{BILINGUAL}/{widget}/{form}?{query}")
        wanted = get(app, f"/{BILINGUAL}/{widget}/{form}{tail}")
        assert (answer.status, answer.text) == (200, wanted.text)


@pytest.mark.parametrize("unsorted", ["pick=subcision.silicone", "pick=silicone..subcision."])
def test_a_list_out_of_order_shows_the_same_and_names_the_canonical_address(
    app: Starlette, unsorted: str
) -> None:
    answer = get(app, f"/{CLINICS[0]}/treatments?{unsorted}")
    wanted = get(app, f"/{CLINICS[0]}/treatments?pick=silicone.subcision")
    assert (answer.status, answer.text) == (200, wanted.text)


def fields(document: Document, ticked: int) -> list[tuple[str, str]]:
    """What a form sends with its hidden fields and some of its boxes ticked."""
    found: list[tuple[str, str]] = []
    for element in document.all("input"):
        pair = element.attrs["name"], element.attrs["value"]
        if element.attrs["type"] == "hidden" or "checked" in element.attrs:
            found.append(pair)
        elif ticked:
            found.append(pair)
            ticked -= 1
    return found


def sent_by_browser(form: Element, sent: list[tuple[str, str]]) -> str:
    """A browser puts the fields in place of the query that the address had."""
    return f"{form.attrs['action'].partition('#')[0].partition('?')[0]}?{urlencode(sent)}"


def sent_by_htmx_4(form: Element, sent: list[tuple[str, str]]) -> str:
    """The htmx of pages and frames replaces the keys that the form has too."""
    path, _, query = form.attrs["hx-get"].partition("?")
    kept = [(key, value) for key, value in parse_qsl(query) if key not in dict(sent)]
    return f"{path}?{urlencode([*kept, *sent])}"


def sent_by_htmx_2(form: Element, sent: list[tuple[str, str]]) -> str:
    """The htmx of many a host appends the fields to the address as it stands."""
    url = form.attrs["hx-get"]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(sent)}"


SENDERS = (
    ("page", sent_by_browser),
    ("page", sent_by_htmx_4),
    ("frame", sent_by_browser),
    ("frame", sent_by_htmx_4),
    ("fragment", sent_by_browser),
    ("fragment", sent_by_htmx_4),
    ("fragment", sent_by_htmx_2),
)


@pytest.mark.parametrize(("form", "sender"), SENDERS)
@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize(
    ("widget", "state", "kept"),
    [
        ("treatments", {"scar": "any"}, {"scar": ["any"]}),
        ("treatments", {"pick": "silicone", "scar": "any"}, {"scar": ["any"]}),
        ("treatments", {"tone": "IV"}, {"tone": ["IV"]}),
        (
            "treatments",
            {"by": "cost", "pick": "silicone", "scar": "rolling"},
            {"scar": ["rolling"]},
        ),
        ("checklist", {}, {}),
        ("checklist", {"done": "p2"}, {}),
    ],
    ids=str,
)
def test_ticks_can_be_sent(
    app: Starlette,
    widget: str,
    state: dict[str, str],
    kept: dict[str, list[str]],
    lang: str,
    form: str,
    sender: Callable[[Element, list[tuple[str, str]]], str],
) -> None:
    tail = "" if form == "page" else f"/{form}"
    query = urlencode({**state, **({"lang": lang} if lang else {})})
    document = Document(get(app, f"/{BILINGUAL}/{widget}{tail}?{query}").text)
    [element] = document.all("form")
    url = sender(element, fields(document, ticked=2))
    answer = get(app, relative(url))
    while answer.status == 303:
        url = answer.headers["location"]
        answer = get(app, url)
    assert answer.status == 200, url
    before = sum(1 for box in document.all("input") if "checked" in box.attrs)
    after = Document(answer.text)
    assert sum(1 for box in after.all("input") if "checked" in box.attrs) == before + 2
    assert parse_qs(urlsplit(url).query).items() >= kept.items()
    if lang:
        assert ("lang", lang) in parse_qsl(urlsplit(url).query)


@pytest.mark.parametrize("query", ["", "lang=en"])
def test_a_gallery_without_its_slash_leads_to_the_gallery(app: Starlette, query: str) -> None:
    bare = get(app, f"/{BILINGUAL}?{query}")
    assert bare.status == 301
    assert get(app, bare.headers["location"]).text == get(app, f"/{BILINGUAL}/?{query}").text


def test_the_home_page_leads_to_every_clinic(app: Starlette) -> None:
    links = {a.attrs["href"] for a in Document(get(app, "/").text).all("a")}
    assert links == {f"/{clinic}/" for clinic in CLINICS}
    assert all(get(app, link).status == 200 for link in links)


def test_behind_a_public_url_with_a_path_every_link_begins_with_it(
    settings: Settings, publication: Publication
) -> None:
    public = "https://widgets.example/scar"
    app = create_app(replace(settings, public_url=public), publication=publication)
    for form, begin in (("", "/scar/"), ("/frame", "/scar/"), ("/fragment", f"{public}/")):
        document = Document(get(app, f"/{CLINICS[0]}/treatments{form}").text)
        urls = [e.attrs[name] for e in document.elements for name in ADDRESSES if name in e.attrs]
        absolute = [url for url in urls if url.startswith("https://widgets.example")]
        ours = [url for url in urls if url.startswith("/")] if begin.startswith("/") else absolute
        assert len(ours) > 50
        assert all(url.startswith(begin) for url in ours)
        assert all(url.startswith(f"{public}/") for url in absolute)
    for url in (f"/{CLINICS[0]}", f"/{CLINICS[0]}/checklist?done=p2&done=p1"):
        assert get(app, url).headers["location"].startswith(f"/scar/{CLINICS[0]}/")
