"""A page's address is all that a site needs to embed its widget: oEmbed 1.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, quote_from_bytes, urlencode, urlsplit
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.plugins import Publication
from scarwidget.rendering.languages import translations
from scarwidget.rendering.snippets import RESERVE
from scarwidget.settings import Settings
from tests.browser.wordpress import KEPT, READ, Pasted, kses, pasted
from tests.conftest import CLINICS, PUBLIC_URL, TODAY, WIDGETS
from tests.web.asgi import Answer, ask, get
from tests.web.documents import Document, Element

CLINIC = "tamarind-derma"
BILINGUAL = "kestrel-bay-aesthetics"
PAGE = f"{PUBLIC_URL}/{CLINIC}/treatments"
HEIGHT = RESERVE["treatments"]
CANARY = "<script>canary</script>\"onx='canary"
WHATEVER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

JSON_LINK, XML_LINK = "application/json+oembed", "text/xml+oembed"
REQUIRED = {"type", "version", "html", "width", "height"}
SAID = {*REQUIRED, "title", "provider_name", "provider_url", "cache_age"}

TELLING = ("picker?a=none", "picker?a=stop", "treatments?pick=silicone", "checklist?done=p1")
"""States that hold what a visitor told us."""

PLAIN = ("treatments?by=cost&scar=rolling", "explainer?topic=not-scars", "treatments?tone=IV")
"""States that hold what whoever made the page chose."""


def embed(app: Starlette, url: str, method: str = "GET", **more: str) -> Answer:
    """The answer for a page."""
    return ask(app, "/-/oembed", urlencode({"url": url, **more}).encode(), method=method)


def said(answer: Answer) -> dict[str, str | int]:
    """What an answer says, as JSON or XML, its numbers as numbers."""
    if answer.headers["content-type"] == "application/json":
        found: dict[str, str | int] = json.loads(answer.body)
        return found
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.text.startswith("<?xml version=")
    root = ET.fromstring(answer.body)  # noqa: S314 - it is what we wrote
    assert root.tag == "oembed"
    numbers = ("width", "height", "cache_age", "status")
    return {
        child.tag: int(child.text or "") if child.tag in numbers else child.text or ""
        for child in root
    }


@dataclass(frozen=True)
class Html:
    """The HTML of an answer: a link that stands in a quotation, and a frame."""

    link: dict[str, str]
    words: str
    frame: dict[str, str]


def html_of(answer: Answer) -> Html:
    """The HTML of an answer, which holds nothing else."""
    document = Document(str(said(answer)["html"]))
    quotation, link, frame = document.elements
    assert (quotation.tag, link.tag, frame.tag) == ("blockquote", "a", "iframe")
    return Html(link.attrs, document.words, frame.attrs)


@pytest.mark.parametrize("clinic", CLINICS)
def test_every_page_of_every_clinic_can_be_embedded(
    app: Starlette, publication: Publication, clinic: str
) -> None:
    edition = publication.editions[clinic]
    for widget in edition.widgets.values():
        page = f"{PUBLIC_URL}/{clinic}/{widget.id}"
        answer = embed(app, page)
        assert answer.status == 200
        found = said(answer)
        assert set(found) == SAID
        assert (found["type"], found["version"], found["cache_age"]) == ("rich", "1.0", 3600)
        locale = edition.default_locale
        own = publication.templates.get(widget.plugin)
        said_in = translations(locale).gettext(widget.title)
        assert found["title"] == (own.messages.say(widget.title, locale).value if own else said_in)
        assert found["provider_name"] == edition.name(locale).value
        assert found["provider_url"] == f"{PUBLIC_URL}/{clinic}/"
        html = html_of(answer)
        assert html.link["href"] == page
        assert html.words == f"{found['title']} · {found['provider_name']}"
        assert html.frame["src"] == f"{page}/frame"
        assert html.frame["title"] == found["title"]
        assert (html.frame["width"], html.frame["height"]) == (
            str(found["width"]),
            str(found["height"]),
        )
        assert get(app, f"/{clinic}/{widget.id}/frame").status == 200


@pytest.mark.parametrize("place", [*WIDGETS, *PLAIN])
def test_xml_says_what_json_says(app: Starlette, place: str) -> None:
    url = f"{PUBLIC_URL}/{BILINGUAL}/{place}"
    assert said(embed(app, url, format="xml")) == said(embed(app, url, format="json"))
    assert embed(app, url).body == embed(app, url, format="json").body
    assert embed(app, url).body == embed(app, url, format="").body


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, (640, HEIGHT)),
        ({"maxwidth": "500"}, (500, HEIGHT)),
        ({"maxwidth": "2000", "maxheight": "2000"}, (640, HEIGHT)),
        ({"maxwidth": "500", "maxheight": "750"}, (500, 750)),
        ({"maxwidth": "1", "maxheight": "1"}, (1, 1)),
        ({"maxwidth": "0", "maxheight": ""}, (640, HEIGHT)),
    ],
    ids=str,
)
def test_it_is_no_larger_than_the_host_has_room_for(
    app: Starlette, given_: Mapping[str, str], expected: tuple[int, int]
) -> None:
    for kind in ("json", "xml"):
        answer = embed(app, PAGE, format=kind, **given_)
        found = said(answer)
        assert (found["width"], found["height"]) == expected
        frame = html_of(answer).frame
        assert (frame["width"], frame["height"]) == tuple(map(str, expected))


@pytest.mark.parametrize("place", TELLING)
@pytest.mark.parametrize("lang", ["", "en", "zh-Hant-HK"])
def test_a_pasted_result_publishes_nobodys_answers(app: Starlette, place: str, lang: str) -> None:
    widget = place.partition("?")[0]
    told = f"{PUBLIC_URL}/{BILINGUAL}/{place}" + (f"&lang={lang}" if lang else "")
    plain = f"{PUBLIC_URL}/{BILINGUAL}/{widget}" + (f"?lang={lang}" if lang else "")
    answer = embed(app, told)
    assert answer.status == 200
    assert answer.body == embed(app, plain).body
    html = html_of(answer)
    for url in (html.frame["src"], html.link["href"]):
        assert set(parse_qs(urlsplit(url).query)) <= {"lang"}


@pytest.mark.parametrize("place", PLAIN)
def test_a_state_without_answers_is_embedded_as_it_is(app: Starlette, place: str) -> None:
    html = html_of(embed(app, f"{PUBLIC_URL}/{CLINIC}/{place}"))
    assert html.link["href"] == f"{PUBLIC_URL}/{CLINIC}/{place}"
    assert html.frame["src"] == f"{PUBLIC_URL}/{CLINIC}/{place.replace('?', '/frame?')}"
    assert get(app, html.frame["src"].removeprefix(PUBLIC_URL)).status == 200


@pytest.mark.parametrize(
    ("lang", "title", "kept"),
    [
        ("", "療程比較", ""),
        ("en", "Treatments compared", "?lang=en"),
        ("en-GB", "Treatments compared", "?lang=en"),
        ("zh-HK", "療程比較", ""),
        ("tlh", "療程比較", ""),
    ],
)
def test_it_speaks_the_language_of_the_page(
    app: Starlette, lang: str, title: str, kept: str
) -> None:
    page = f"{PUBLIC_URL}/{BILINGUAL}/treatments"
    answer = embed(app, page + (f"?lang={lang}" if lang else ""))
    assert said(answer)["title"] == title
    html = html_of(answer)
    assert html.frame["src"] == f"{page}/frame{kept}"
    assert html.link["href"] == page + kept
    assert said(answer)["provider_url"] == f"{PUBLIC_URL}/{BILINGUAL}/{kept}"


@pytest.mark.parametrize(
    "url",
    [
        f"{PAGE}/",
        f"{PAGE}#sources",
        f"{PAGE}/?#",
        f"{PAGE}?utm_source=a&fbclid=%FF&heading=2",
        f"{PAGE}?&&x=1&x=2",
        f"HTTP://127.0.0.1:8000/{CLINIC}/treatments",
        f"{PUBLIC_URL}/{CLINIC}/%74reatments",
    ],
)
def test_what_stands_around_an_address_does_not_matter(app: Starlette, url: str) -> None:
    assert embed(app, url).body == embed(app, PAGE).body


NOT_OURS = "not an address of this server"
NO_PAGE = "not the address of a widget's page"

REFUSED = (
    ("https://elsewhere.example/", NOT_OURS),
    (PAGE.replace("http:", "https:"), NOT_OURS),
    (PAGE.replace(":8000", ":8001"), NOT_OURS),
    (PAGE.replace(":8000", ""), NOT_OURS),
    (PAGE.replace(":8000", ":nine"), NOT_OURS),
    (PAGE.replace("127.0.0.1", "localhost"), NOT_OURS),
    (PAGE.replace("127.0.0.1", "127.0.0.1.evil.example"), NOT_OURS),
    (PAGE.replace("//", "//somebody@"), NOT_OURS),
    (PAGE.replace("//", "//elsewhere.example\\@"), NOT_OURS),
    (PAGE.replace("127.0.0.1", "[127.0.0.1"), NOT_OURS),
    (PAGE.replace("http:", ""), NOT_OURS),
    (PAGE.removeprefix(PUBLIC_URL), NOT_OURS),
    (PUBLIC_URL, NOT_OURS),
    (f"javascript:{PAGE}", NOT_OURS),
    (CANARY, NOT_OURS),
    ("\x00", NOT_OURS),
    (f"{PUBLIC_URL}/", "a clinic that is not here"),
    (f"{PUBLIC_URL}/{CANARY.replace('/', '')}", "a clinic that is not here"),
    (f"{PUBLIC_URL}/nobody/picker", "a clinic that is not here"),
    (f"{PUBLIC_URL}/-/healthz", "a clinic that is not here"),
    (f"{PUBLIC_URL}/{CLINIC}/", "a clinic's list of widgets"),
    (f"{PUBLIC_URL}/{CLINIC}", "a clinic's list of widgets"),
    (f"{PUBLIC_URL}/{CLINIC}/nothing", "a widget that this clinic does not have"),
    (f"{PUBLIC_URL}/{CLINIC}/{quote('a/picker', '')}", "a widget that this clinic does not"),
    (f"{PAGE}/frame", NO_PAGE),
    (f"{PAGE}/fragment", NO_PAGE),
    (f"{PAGE}//", NO_PAGE),
    (f"{PUBLIC_URL}//{CLINIC}/treatments", NO_PAGE),
    (f"{PAGE}?scar={CANARY}", "a choice that the widget does not know"),
    (f"{PAGE}?scar=icepick&scar=rolling", "the same key twice"),
    (f"{PAGE}?scar=%FF", "characters that are not UTF-8"),
    (f"{PAGE}?pick=dermabrasion.silicone.subcision.sunscreen.tca_cross", "more than four"),
    (f"{PUBLIC_URL}/{CLINIC}/picker?a=nonsense", "an answer that these questions do not have"),
    (f"{PAGE}?x={'x' * 2048}", "longer than 2048 bytes"),
    (f"{PAGE}?x={'ä' * 1024}", "longer than 2048 bytes"),
)


@pytest.mark.parametrize("kind", ["json", "xml"])
@pytest.mark.parametrize(("url", "reason"), REFUSED, ids=lambda value: value[:60])
def test_what_is_no_page_of_ours_is_not_found(
    app: Starlette, url: str, reason: str, kind: str
) -> None:
    answer = embed(app, url, format=kind)
    assert answer.status == 404
    found = said(answer)
    assert set(found) == {"status", "error"}
    assert found["status"] == 404
    assert reason in str(found["error"])
    assert "canary" not in answer.text
    assert "nobody" not in answer.text


URL = "url=" + quote(PAGE, "")

UNREADABLE = (
    ("", 400, "url is missing"),
    ("url=", 400, "url is missing"),
    ("format=xml", 400, "url is missing"),
    (f"{URL}&{URL}", 400, "url is given more than once"),
    (f"{URL}&{URL}&format=xml", 400, "url is given more than once"),
    ("url=%FF", 400, "url holds characters that are not UTF-8"),
    ("url=\xff", 400, "url holds characters that are not UTF-8"),
    (f"{URL}&format=json&format=xml", 400, "format is given more than once"),
    (f"{URL}&format=%FF", 400, "format holds characters"),
    (f"{URL}&maxwidth=wide", 400, "maxwidth is not a whole number of pixels"),
    (f"{URL}&maxheight=-1", 400, "maxheight is not a whole number of pixels"),
    (f"{URL}&maxheight=1.5&format=xml", 400, "maxheight is not a whole number of pixels"),
    (f"{URL}&maxwidth={'9' * 5000}", 400, "maxwidth is not a whole number of pixels"),
    (f"{URL}&maxwidth=%D9%A3", 400, "maxwidth is not a whole number of pixels"),
    (f"{URL}&maxwidth=1&maxwidth=1", 400, "maxwidth is given more than once"),
    (f"{URL}&x={'x' * 8192}", 400, "the query is longer than 8192 bytes"),
    (f"{URL}&format=yaml", 501, "expected json or xml"),
    (f"{URL}&format=JSON", 501, "expected json or xml"),
    ("format=yaml", 501, "expected json or xml"),
)


@pytest.mark.parametrize(
    ("query", "status", "reason"), UNREADABLE, ids=lambda value: str(value)[-60:]
)
def test_a_query_that_cannot_be_read_says_why(
    app: Starlette, query: str, status: int, reason: str
) -> None:
    answer = ask(app, "/-/oembed", query.encode("latin-1"))
    assert answer.status == status
    found = said(answer)
    assert found["status"] == status
    assert reason in str(found["error"])
    asked = parse_qs(query, encoding="latin-1").get("format")
    assert ("xml" in answer.headers["content-type"]) == (asked == ["xml"])


@pytest.mark.parametrize("query", ["dnt=1&callback=x", "%FF=1", "x=%FF", "&&=&=x&%00", "A=1&A=2"])
def test_keys_that_nobody_knows_are_as_if_they_were_not_there(app: Starlette, query: str) -> None:
    assert ask(app, "/-/oembed", f"{URL}&{query}".encode()).body == embed(app, PAGE).body


def test_a_server_behind_a_path(settings: Settings, publication: Publication) -> None:
    base = "https://clinics.example/a/b"
    moved = create_app(
        msgspec.structs.replace(settings, public_url=base),
        publication=publication,
        today=lambda: TODAY,
    )
    for url in (f"{base}/{CLINIC}/picker", f"https://CLINICS.example:443/a/b/{CLINIC}/picker/"):
        html = html_of(embed(moved, url))
        assert html.frame["src"] == f"{base}/{CLINIC}/picker/frame"
        assert html.link["href"] == f"{base}/{CLINIC}/picker"
    for url in (
        f"https://clinics.example/{CLINIC}/picker",
        f"https://clinics.example/a/bb/{CLINIC}/picker",
        f"{base}{CLINIC}/picker",
        f"https://clinics.example:8443/a/b/{CLINIC}/picker",
    ):
        assert embed(moved, url).status == 404
    document = Document(get(moved, f"/{CLINIC}/picker").text)
    [link] = [link for link in document.links("alternate") if link.attrs["type"] == JSON_LINK]
    assert link.attrs["href"].startswith(f"{base}/-/oembed?")


@pytest.mark.parametrize("kind", ["json", "xml"])
@pytest.mark.parametrize("url", [PAGE, f"{PUBLIC_URL}/nobody/picker"], ids=["found", "not found"])
def test_any_site_may_read_it_and_nothing_is_kept(app: Starlette, url: str, kind: str) -> None:
    answer, head = (embed(app, url, method, format=kind) for method in ("GET", "HEAD"))
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    document = get(app, url.removeprefix(PUBLIC_URL)).headers["cache-control"]
    assert answer.headers["cache-control"] == document
    assert (document == "no-store") == (answer.status == 404)
    assert head.status == answer.status
    assert head.headers["content-type"] == answer.headers["content-type"]


def discovery(document: Document) -> dict[str, Element]:
    """The oEmbed links of a page, by type."""
    return {
        link.attrs["type"]: link
        for link in document.links("alternate")
        if "oembed" in link.attrs.get("type", "")
    }


@pytest.mark.parametrize("clinic", CLINICS)
def test_every_page_says_where_its_answer_is(app: Starlette, clinic: str) -> None:
    places = [*WIDGETS, *PLAIN, *TELLING]
    if clinic == BILINGUAL:
        places += [f"{place}{'&' if '?' in place else '?'}lang=en" for place in places]
    for place in places:
        page = get(app, f"/{clinic}/{place}").text
        head = page.encode()[:READ].partition(b"</head>")[0].decode()
        before = head.partition('rel="stylesheet"')[0]
        links = discovery(Document(before))
        assert set(links) == {JSON_LINK, XML_LINK}
        for kind, link in links.items():
            assert link.attrs["href"].startswith(f"{PUBLIC_URL}/-/oembed?")
            answer = get(app, link.attrs["href"].removeprefix(PUBLIC_URL))
            assert answer.status == 200
            assert answer.headers["content-type"].startswith(kind.removesuffix("+oembed"))
            assert link.attrs["title"] == said(answer)["title"]
            assert said(answer) == said(embed(app, f"{PUBLIC_URL}/{clinic}/{place}"))
            [named] = parse_qs(urlsplit(link.attrs["href"]).query)["url"]
            assert not {"a", "pick", "done"} & set(parse_qs(urlsplit(named).query))


@pytest.mark.parametrize("form", ["frame", "fragment"])
def test_only_pages_are_discovered(app: Starlette, form: str) -> None:
    for place in ("picker", "picker?a=nonsense"):
        path, mark, query = place.partition("?")
        answer = get(app, f"/{CLINIC}/{path}/{form}{mark}{query}")
        assert "oembed" not in answer.text
    assert "oembed" not in get(app, f"/{CLINIC}/").text


def paste(app: Starlette, url: str, width: int = 640) -> Pasted | None:
    """What WordPress makes of an address of ours."""

    def fetch(address: str) -> tuple[int, bytes]:
        assert address.startswith(PUBLIC_URL)
        answer = get(app, address.removeprefix(PUBLIC_URL))
        return answer.status, answer.body

    return pasted(fetch, url, width=width)


@pytest.mark.parametrize("place", [*WIDGETS, *PLAIN, *TELLING, "picker?lang=en&a=none"])
def test_wordpress_keeps_the_link_and_the_frame(app: Starlette, place: str) -> None:
    url = f"{PUBLIC_URL}/{BILINGUAL}/{place}"
    found = paste(app, url, 500)
    assert found is not None
    assert parse_qs(urlsplit(found.endpoint).query)["url"] == [url]
    ours = html_of(embed(app, url, maxwidth="500", maxheight="750"))
    document = Document(found.html)
    quotation, link, frame = document.elements
    assert link.attrs == {"href": ours.link["href"]}
    assert document.words == ours.words
    assert quotation.attrs == {"class": "wp-embedded-content", "data-secret": found.secret}
    kept = {name: v for name, v in ours.frame.items() if name in KEPT["iframe"]}
    assert set(kept) == {"src", "title", "width", "height", "frameborder"}
    assert (kept["width"], kept["height"]) == ("500", "750")
    added = {
        "class": "wp-embedded-content",
        "sandbox": "allow-scripts",
        "security": "restricted",
        "style": "position: absolute; visibility: hidden;",
        "data-secret": found.secret,
        "src": f"{ours.frame['src']}#?secret={found.secret}",
    }
    assert frame.attrs == {**kept, **added}
    assert found.brings_script


def test_wordpress_leaves_other_addresses_alone(app: Starlette) -> None:
    for place in (f"{CLINIC}/", f"{CLINIC}/nothing", f"{CLINIC}/treatments/frame", "-/healthz"):
        assert paste(app, f"{PUBLIC_URL}/{place}") is None


@pytest.mark.parametrize(
    "name", ["A & B <b>\"C\"</b> 'D'", "]]>&lt;iframe src=x>", "診所 <!-- --> 😀"]
)
def test_a_clinic_may_have_any_name(
    settings: Settings, publication: Publication, name: str
) -> None:
    edition = publication.editions[CLINIC]
    clinic = msgspec.structs.replace(edition.clinic, name=name)
    renamed = replace(publication, editions={CLINIC: replace(edition, clinic=clinic)})
    app = create_app(settings, publication=renamed, today=lambda: TODAY)
    for kind in ("json", "xml"):
        answer = embed(app, PAGE, format=kind)
        assert said(answer)["provider_name"] == name
        assert html_of(answer).words == " ".join(f"Treatments compared · {name}".split())
    found = paste(app, PAGE)
    assert found is not None
    assert [element.tag for element in Document(found.html).elements] == [
        "blockquote",
        "a",
        "iframe",
    ]


NOISE = st.one_of(st.binary(max_size=30), st.text(max_size=12).map(str.encode))
KEYS = st.sampled_from(["url", "format", "maxwidth", "maxheight", "dnt"]).map(str.encode)
PLACES = st.sampled_from(
    [
        PAGE,
        f"{PAGE}?lang=tlh",
        f"{PUBLIC_URL}/{BILINGUAL}/picker?a=none",
        f"{PUBLIC_URL}/{CLINIC}/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        CANARY,
    ]
).map(str.encode)
VALUES = st.one_of(
    PLACES,
    st.tuples(PLACES, NOISE).map(b"".join),
    st.sampled_from([b"json", b"xml", b"0", b"640", b"-1", b"yaml", b""]),
    NOISE,
)
PAIRS = st.tuples(
    st.one_of(KEYS, NOISE),
    st.tuples(VALUES, st.booleans()).map(
        lambda pair: quote_from_bytes(pair[0]).encode() if pair[1] else pair[0]
    ),
).map(b"=".join)
QUERIES = st.one_of(st.binary(max_size=120), st.lists(PAIRS, max_size=6).map(b"&".join))


@settings(WHATEVER, max_examples=400)
@given(query=QUERIES)
@example(query=b"url=http://[::1&format=xml")
@example(query=b"format=xml&url=" + PAGE.encode() + b"\x00%0B")
@example(query=b"format=xml&url=%00&url=%FF")
def test_any_query_gets_an_answer_that_can_be_read(app: Starlette, query: bytes) -> None:
    answer = ask(app, "/-/oembed", query)
    assert answer.status in (200, 400, 404, 501)
    found = said(answer)
    if answer.status == 200:
        assert found.keys() == SAID
        assert kses(str(found["html"])).count("<iframe") == 1
    else:
        assert found["status"] == answer.status
        assert found["error"]
    assert "<script>canary" not in answer.text
    pairs = [part.partition(b"=") for part in query.split(b"&")]
    if [value for key, _, value in pairs if key == b"format"] == [b"xml"]:
        assert answer.headers["content-type"].startswith("text/xml")
