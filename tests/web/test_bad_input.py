"""Whatever is asked, the answer can be read, says what is wrong, leads on, and echoes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from tests.conftest import CLINICS, WIDGETS
from tests.web.asgi import Answer, ask, get
from tests.web.documents import Document, relative
from tests.web.servers import SERVERS, Served, serving, status_of

CLINIC = "tamarind-derma"
BILINGUAL = "kestrel-bay-aesthetics"
CANARY = "<script>canary</script>\"onx='canary"
FORMS = ("", "/frame", "/fragment")
WHATEVER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def short(value: object) -> str:
    """A test's name for a value that may be very long."""
    said = repr(value)
    return said if len(said) < 50 else f"{said[:40]}, {len(said)} long"


SAID = {
    "answer": "an answer that these questions do not have",
    "choice": "a choice that we do not know",
    "many": "more than four",
    "twice": "the same thing twice",
    "long": "too long",
    "unreadable": "characters that cannot be read",
    "missing": "nothing at this address",
    "method": "can only be read",
}
"""What each kind of fault is called, in general terms."""

ESCAPED = quote(CANARY)
ESCAPED_PART = quote(CANARY.replace("/", ""))
FIVE = "dermabrasion.silicone.subcision.sunscreen.tca_cross"

BAD_QUERIES = (
    ("picker", f"a={ESCAPED}", "answer"),
    ("picker", "a=none.nonsense", "answer"),
    ("picker", "a=flat", "answer"),
    ("picker", "a=.", "answer"),
    ("picker", "a=none..flat", "answer"),
    ("picker", "a=stop.none", "answer"),
    ("picker", "a=NONE", "answer"),
    ("picker", "a=%00", "answer"),
    ("picker", "a=none%2Cflat", "answer"),
    ("picker", "a=none&a=none", "twice"),
    ("picker", "lang=en&a=none&lang=en", "twice"),
    ("picker", f"a={'none.' * 700}", "long"),
    ("picker", f"utm_source={'x' * 3000}", "long"),
    ("picker", "a=%FF", "unreadable"),
    ("picker", "a=%C0%AF", "unreadable"),
    ("picker", "a=%ED%A0%80", "unreadable"),
    ("picker", "%FF=x", "unreadable"),
    ("picker", "lang=%80", "unreadable"),
    ("treatments", f"scar={ESCAPED}", "choice"),
    ("treatments", "scar=icepick&scar=rolling", "twice"),
    ("treatments", "tone=VII", "choice"),
    ("treatments", "by=profit", "choice"),
    ("treatments", "by=cost&by=cost", "twice"),
    ("treatments", f"pick={ESCAPED}", "choice"),
    ("treatments", "pick=silicone.nonsense", "choice"),
    ("treatments", f"pick={FIVE}", "many"),
    ("treatments", "pick=" + FIVE.replace(".", "&pick="), "many"),
    ("treatments", "pick=silicone&pick=%FF", "unreadable"),
    ("checklist", f"done={ESCAPED}", "choice"),
    ("checklist", "done=p1&done=nonsense", "choice"),
    ("checklist", "done=p1,p2", "choice"),
    ("explainer", f"topic={ESCAPED}", "choice"),
    ("explainer", "topic=acne-or-scars&topic=acne-or-scars", "twice"),
    ("explainer", "topic=../../etc/passwd", "choice"),
    ("services", "lang=en&lang=de", "twice"),
    ("services", "lang=%FE%FF", "unreadable"),
)

NOWHERE = (
    "/nobody/picker",
    f"/{CLINIC}/nothing",
    f"/{CLINIC.upper()}/picker",
    f"/{CLINIC}/{ESCAPED_PART}",
    f"/{ESCAPED_PART}/picker",
)


def check_readable(app: Starlette, answer: Answer, kind: str, *, fragment: bool) -> None:
    """A document (a fragment, where one was asked for) that says so and leads to a start."""
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "canary" not in answer.text
    document = Document(answer.text)
    assert SAID[kind] in document.words
    if fragment:
        assert document.elements[0].tag == "section"
    else:
        assert answer.text.lstrip().startswith("<!doctype html>")
        assert [element.tag for element in document.elements[:2]] == ["html", "head"]
    # A frame tells its host that it is there, or the loader would take it for a blank.
    scripts = [script.attrs["src"] for script in document.all("script")]
    assert all("/frame." in src for src in scripts)
    ways_back = [element.attrs["href"] for element in document.all("a")]
    assert len(ways_back) == 1
    fresh = get(app, relative(ways_back[0]))
    assert fresh.status == 200
    assert Document(fresh.text).words


@pytest.mark.parametrize("form", FORMS, ids=["page", "frame", "fragment"])
@pytest.mark.parametrize(("widget", "query", "kind"), BAD_QUERIES, ids=short)
def test_a_query_that_no_widget_can_answer(
    app: Starlette, widget: str, query: str, kind: str, form: str
) -> None:
    answer = get(app, f"/{CLINIC}/{widget}{form}?{query}")
    assert answer.status == 400
    check_readable(app, answer, kind, fragment=form == "/fragment")
    ways_back = [element.attrs["href"] for element in Document(answer.text).all("a")]
    kept = form if form == "/frame" else ""
    assert [relative(way) for way in ways_back] == [f"/{CLINIC}/{widget}{kept}"]


@pytest.mark.parametrize("form", FORMS, ids=["page", "frame", "fragment"])
@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_where_nothing_is(app: Starlette, path: str, form: str) -> None:
    answer = get(app, path + form)
    assert answer.status == 404
    check_readable(app, answer, "missing", fragment=form == "/fragment")


@pytest.mark.parametrize(
    "path", ["/nobody", "/nobody/", f"/{CLINIC}/picker/frame/", "/-/", "/-/static/", "/robots.txt"]
)
def test_an_address_that_no_route_has(app: Starlette, path: str) -> None:
    answer = get(app, path)
    assert answer.status == 404
    check_readable(app, answer, "missing", fragment=False)


@pytest.mark.parametrize("form", FORMS, ids=["page", "frame", "fragment"])
def test_a_method_that_writes(app: Starlette, form: str) -> None:
    answer = ask(app, f"/{CLINIC}/picker{form}", CANARY.encode(), method="POST")
    assert answer.status == 405
    check_readable(app, answer, "method", fragment=form == "/fragment")


@pytest.mark.parametrize(
    "query", ["lang=en&lang=de", "lang=%FF", "utm_source=" + "x" * 3000], ids=short
)
def test_a_gallery_that_cannot_be_answered(app: Starlette, query: str) -> None:
    answer = get(app, f"/{BILINGUAL}/?{query}")
    assert answer.status == 400
    [way_back] = [element.attrs["href"] for element in Document(answer.text).all("a")]
    assert get(app, way_back).status == 200
    assert way_back == f"/{BILINGUAL}/"


@pytest.mark.parametrize("form", FORMS, ids=["page", "frame", "fragment"])
@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize(
    "query", [f"utm_source={ESCAPED}&fbclid=%FF", f"x={ESCAPED}&x=y", "&&=&=x&%00", "?", "A=x"]
)
def test_keys_that_no_widget_knows_are_as_if_they_were_not_there(
    app: Starlette, widget: str, query: str, form: str
) -> None:
    plain = get(app, f"/{CLINIC}/{widget}{form}")
    answer = get(app, f"/{CLINIC}/{widget}{form}?{query}")
    assert (answer.status, answer.text) == (200, plain.text)
    assert answer.headers.items() == plain.headers.items()


WORDS = st.sampled_from(
    ["none", "stop", "tell.flat", "rolling", "IV", "cost", "p1", "silicone", "en", "zh-HK"]
)
KEYS = st.sampled_from(["a", "scar", "tone", "by", "pick", "done", "topic", "lang", "utm_source"])
NOISE = st.one_of(st.binary(max_size=40), st.text(max_size=20).map(lambda text: text.encode()))
VALUES = st.one_of(
    st.lists(WORDS, max_size=6).map(lambda words: ".".join(words).encode()),
    st.just(CANARY.encode()),
    NOISE,
)
SENT = st.tuples(VALUES, st.booleans()).map(
    lambda pair: quote_from_bytes(pair[0]).encode() if pair[1] else pair[0]
)
PAIRS = st.tuples(st.one_of(KEYS.map(str.encode), NOISE), SENT).map(b"=".join)
QUERIES = st.one_of(st.binary(max_size=200), st.lists(PAIRS, max_size=5).map(b"&".join))

PARTS = st.one_of(
    st.sampled_from([*CLINICS, *WIDGETS, "frame", "fragment", "-", "static", "plugins.json", ""]),
    st.just(CANARY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
SOMEWHERE = st.one_of(
    st.builds(
        "/{}/{}{}".format,
        st.sampled_from(CLINICS),
        st.sampled_from(WIDGETS),
        st.sampled_from(FORMS),
    ),
    st.sampled_from(CLINICS).map("/{}/".format),
)
ANYWHERE = st.lists(PARTS, max_size=5).map(lambda parts: "/" + "/".join(parts))


def check_any(answer: Answer) -> None:
    """What holds for every answer there is."""
    assert answer.status < 500
    for text in (answer.text, *answer.headers.values()):
        assert "<script>canary" not in text
        assert "onx='canary" not in text
    if 300 <= answer.status < 400:
        assert answer.headers["location"].startswith("/")
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    if answer.status >= 400:
        assert media_type == "text/html"
    if media_type == "text/html":
        assert Document(answer.text).words
    assert answer.body


@settings(WHATEVER, max_examples=250)
@given(path=SOMEWHERE, query=QUERIES)
@example(path=f"/{BILINGUAL}/", query=b"lang=" + b"a-" * 17)
@example(path=f"/{BILINGUAL}/", query=b"lang=x-")
@example(path=f"/{BILINGUAL}/picker", query=b"lang=zh\x00")
def test_any_query_on_any_widget(app: Starlette, path: str, query: bytes) -> None:
    check_any(ask(app, path, query))


@settings(WHATEVER, max_examples=150)
@given(path=ANYWHERE, query=QUERIES)
def test_any_query_on_any_path(app: Starlette, path: str, query: bytes) -> None:
    check_any(ask(app, path, query))


PICKER = f"/{CLINIC}/picker".encode()

REFUSED = (
    (PICKER + b"?a=%FF", 400),
    (PICKER + b"?a=%00", 400),
    (PICKER + b"?a=" + b"x" * 3_000, 400),
    (PICKER + b"/frame?a=%C3%28", 400),
    (PICKER + b"/fragment?pick=a&a=%ED%A0%80", 400),
    (b"/%FF%FE/picker", 404),
    (b"/" + CLINIC.encode() + b"/%C3%28", 404),
    (b"/%00/picker", 404),
    (b"/%ED%A0%80", 404),
    (b"/%zz?%zz=%", 404),
    (b"//evil.example/%2e%2e", 404),
)
"""What reaches the application through a server, which then answers with a document."""

REFUSED_OR_CLOSED = (
    PICKER + b"?a=" + b"x" * 60_000,
    PICKER + b"?a=\xff\xfe",
    b"/\xff\xfe/picker",
    b"/" + b"x" * 60_000,
    b"/" + b"x" * 600_000,
    PICKER + b"?a=\x00",
    b"http://evil.example/" + CLINIC.encode() + b"?a=%FF",
    b"*",
    b"",
)
"""What a server may refuse by itself."""


@pytest.fixture(scope="module", params=SERVERS)
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The examples behind a real server, each that can be chosen."""
    with serving("--server", request.param) as running:
        yield running


@pytest.mark.parametrize(("target", "status"), REFUSED, ids=short)
def test_a_real_server_passes_on_what_is_not_text(
    served: Served, target: bytes, status: int
) -> None:
    answer = served.get(target)
    assert status_of(answer) == status
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"text/html" in head
    assert Document(body.decode("utf-8")).with_class("scarwidget-problem")


@pytest.mark.parametrize("target", REFUSED_OR_CLOSED, ids=short)
def test_a_real_server_survives_any_request_line(served: Served, target: bytes) -> None:
    survives(served, served.get(target))


@pytest.mark.parametrize("size", [60_000, 2_000_000])
def test_a_real_server_survives_huge_headers(served: Served, size: int) -> None:
    survives(served, served.get(PICKER, b"X-Huge: " + b"x" * size))
    survives(served, served.get(PICKER, b"Referer: http://x/\xff\x80", b"Cookie: " + b"x" * size))


def survives(served: Served, answer: bytes) -> None:
    """Closed, or answered with no fault of the server; and the next request is well."""
    assert not answer or status_of(answer) < 500
    assert status_of(served.get(b"/-/healthz")) == 200
