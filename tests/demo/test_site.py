"""The example site as its own server sends it: policies, placeholders, and what it includes."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient

from scarwidget.demo.site import create_site
from scarwidget.rendering.snippets import SANDBOX
from scarwidget.serving import LOOPBACK
from tests.conftest import CLINICS, PUBLIC_URL, ROOT
from tests.web.documents import Document, Element

PAGES = sorted(
    path.relative_to(ROOT / "example_site").as_posix()
    for path in (ROOT / "example_site").rglob("*.html")
)
WIDGET_PAGES = [page for page in PAGES if re.search("/(acne-scars|services)", page)]
W = PUBLIC_URL

NEEDS = {
    "": {},
    "juniper-skin-clinic": {"frame-src": {W}, "script-src": {W}},
    "tamarind-derma": {"frame-src": {W}, "script-src": {W}},
    "kestrel-bay-aesthetics": {
        "frame-src": {W},
        "script-src": {W},
        "connect-src": {W},
        "form-action": {W},
        "require-trusted-types-for": {"'script'"},
        "trusted-types": {"scarwidget"},
    },
    "northlight-laser-studio": {
        "frame-src": {W},
        "script-src": {W},
        "connect-src": {W},
        "style-src": {"'self'", W},
        "form-action": {W},
    },
    "public-skin-guide": {
        "frame-src": {W},
        "style-src": {"'self'", W},
        "form-action": {W},
    },
}
"""What each clinic's mode needs beside the strictest there is, and no more."""

STRICTEST = {
    "default-src": {"'none'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
    "frame-ancestors": {"'none'"},
}

FRAGMENT = '<section class="scarwidget scarwidget-explainer">Nummer {}</section>'


@pytest.fixture(scope="module")
def site() -> TestClient:
    """The example site of a widget server that is not there."""
    return TestClient(create_site(PUBLIC_URL))


def policy(site: TestClient, path: str) -> Mapping[str, set[str]]:
    """The directives that a page came with."""
    header = site.get(path).headers["content-security-policy"]
    directives = (directive.split() for directive in header.split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_allows_what_its_mode_needs_and_no_more(site: TestClient, page: str) -> None:
    folder = page.rpartition("/")[0]
    assert policy(site, page) == STRICTEST | NEEDS[folder]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_to_its_policy(site: TestClient, page: str) -> None:
    """Nothing stands inline, and all that it loads is the site's own or the widget server's."""
    allowed = policy(site, page)
    document = Document(site.get(page).text)
    assert not document.scripts
    assert not document.all("style", "base", "object", "embed")
    for element in document.elements:
        assert "style" not in element.attrs
        assert not [name for name in element.attrs if re.fullmatch("on[a-z]+", name)]
    loads = {
        "script-src": [script.attrs["src"] for script in document.all("script")],
        "frame-src": [frame.attrs["src"] for frame in document.all("iframe")],
        "style-src": [link.attrs["href"] for link in document.links("stylesheet")],
        "img-src": [image.attrs["src"] for image in document.all("img")],
    }
    for directive, addresses in loads.items():
        for address in addresses:
            origin = W if address.startswith(f"{W}/") else "'self'"
            assert origin == W or "//" not in address
            assert origin in allowed[directive]


@pytest.mark.parametrize("page", PAGES)
def test_no_placeholder_is_left(site: TestClient, page: str) -> None:
    assert not re.findall("%[A-Z]{2,}[ %]", site.get(page).text)


@pytest.mark.parametrize("page", WIDGET_PAGES)
def test_a_frame_is_as_the_docs_want_it(site: TestClient, page: str) -> None:
    """It has a name and reserves its room, and its address tells nobody where it stands."""
    for frame in Document(site.get(page).text).all("iframe"):
        assert frame.attrs["title"]
        assert int(frame.attrs["height"]) >= 800
        assert frame.attrs["width"] == "100%"
        assert frame.attrs["loading"] == "lazy"
        assert frame.attrs["referrerpolicy"] == "no-referrer"
        assert frame.attrs["sandbox"] == SANDBOX


def mounts(document: Document) -> Iterator[tuple[str, str, Element]]:
    """Each place of a widget: the clinic, the widget and the element."""
    for element in document.elements:
        said = element.attrs
        if element.tag == "scar-widget":
            yield said["clinic"], said["widget"], element
        elif "data-scarwidget" in said:
            yield said["data-clinic"], said["data-scarwidget"], element
        elif match := re.search("/([a-z-]+)/([a-z]+)/fra", said.get("src", said.get("hx-get", ""))):
            yield match[1], match[2], element


@pytest.mark.parametrize("page", WIDGET_PAGES)
def test_every_place_has_a_link_in_it_or_beside_it(site: TestClient, page: str) -> None:
    """So has the place of what the widget server, which is not there, did not give."""
    document = Document(site.get(page).text)
    addresses = {link.attrs["href"].partition("?")[0] for link in document.all("a")}
    found = list(mounts(document))
    assert found or page == "public-skin-guide/services.html"
    for clinic, widget, _ in found:
        assert page.startswith(clinic)
        assert f"{W}/{clinic}/{widget}" in addresses
    if page == "public-skin-guide/acne-scars.html":
        assert {f"{W}/public-skin-guide/{name}" for name in ("checklist", "explainer")} < addresses


def test_the_modes() -> None:
    """The site's five clinics show five ways, and its own page says which."""
    site = TestClient(create_site(PUBLIC_URL))

    def places(page: str) -> list[tuple[str, str, str]]:
        document = Document(site.get(page).text)
        return [(e.tag, widget, e.attrs.get("mode", "")) for _, widget, e in mounts(document)]

    everything = ("picker", "treatments", "checklist", "explainer")
    assert set(places("juniper-skin-clinic/acne-scars.html")) == {
        (tag, widget, "") for widget in everything for tag in ("scar-widget", "iframe")
    }
    assert places("tamarind-derma/acne-scars.html") == [("div", name, "") for name in everything]
    for page in ("acne-scars.html", "acne-scars.en.html"):
        assert places(f"kestrel-bay-aesthetics/{page}") == [
            ("scar-widget", "picker", ""),
            *(("scar-widget", name, "inline") for name in everything[1:]),
        ]
    assert places("northlight-laser-studio/acne-scars.html") == [
        ("iframe", "picker", ""),
        *(("div", name, "") for name in everything[1:]),
    ]
    assert places("public-skin-guide/acne-scars.html") == [("iframe", "picker", "")]

    said = Document(site.get("/").text)
    assert len(said.with_class("how")) == len(CLINICS)
    assert {f"{clinic}/index.html" for clinic in CLINICS} <= {
        link.attrs["href"] for link in said.all("a")
    }


def test_the_pinned_loader_is_the_one_that_is_served(site: TestClient, client: TestClient) -> None:
    """The digest in the page is that of the bytes at the address in the page."""
    [loader] = Document(site.get("tamarind-derma/acne-scars.html").text).all("script")
    address = loader.attrs["src"]
    assert address.startswith(f"{W}/-/static/embed.")
    assert loader.attrs["crossorigin"] == "anonymous"
    served = client.get(address)
    assert served.status_code == 200
    assert served.headers["access-control-allow-origin"] == "*"
    digest = base64.b64encode(hashlib.sha384(served.content).digest()).decode()
    assert loader.attrs["integrity"] == f"sha384-{digest}"


@dataclass
class Stub:
    """A widget server that counts what it is asked for, and answers as it is told."""

    server: ThreadingHTTPServer
    asked: list[str] = field(default_factory=list)
    status: int = 200
    body: str = FRAGMENT
    held: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.server.server_port}"


@pytest.fixture
def stub() -> Iterator[Stub]:
    """Such a server; ``held`` is set unless a test lets it wait."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            number = len(found.asked)
            found.held.wait(10)
            self.send_response(found.status)
            self.end_headers()
            self.wfile.write(found.body.format(number).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    found = Stub(server)
    found.held.set()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.held.set()
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


Including = Callable[..., TestClient]


@pytest.fixture
def including(stub: Stub, clock: Clock, tmp_path: Path) -> Including:
    """Makes a site with a page that includes what ``pattern`` says, beside a link."""

    def make(*paths: str, widget: str = stub.url, patience: float = 5.0) -> TestClient:
        places = "".join(f"<div>%INCLUDE {path}%</div>" for path in paths)
        page = f'<!doctype html><title>Æ</title>{places}<a href="%WIDGET%/a/explainer">Link</a>'
        (tmp_path / "page.html").write_text(page, "utf-8")
        return TestClient(create_site(widget, tmp_path, clock=clock, patience=patience))

    return make


def body(site: TestClient) -> str:
    """The page, which is always whole."""
    answer = site.get("/page.html")
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.startswith("<!doctype html><title>Æ</title><div>")
    return answer.text


def test_a_fragment_stands_where_the_page_asks_for_it(including: Including, stub: Stub) -> None:
    paths = ("/a/explainer/fragment?heading=3&lang=zh-Hant-HK", "/a/checklist/fragment")
    text = body(including(*paths))
    assert set(stub.asked) == set(paths)
    assert re.findall(r"<div><section [^>]*>Nummer \d</section></div>", text)
    assert f'</div><a href="{stub.url}/a/explainer">Link</a>' in text


def test_a_fragment_is_kept_for_a_minute(including: Including, stub: Stub, clock: Clock) -> None:
    site = including("/a/explainer/fragment")
    for passing, number in ((0, 1), (59.9, 1), (0.2, 2), (59.0, 2), (3600.0, 3)):
        clock.now += passing
        assert f">Nummer {number}<" in body(site)
        assert len(stub.asked) == number


def test_two_fragments_are_waited_for_together(including: Including, stub: Stub) -> None:
    stub.held.clear()
    site = including("/a/explainer/fragment", "/a/checklist/fragment")

    def answer_once_both_are_asked_for() -> None:
        end = time.monotonic() + 10
        while len(stub.asked) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        if len(stub.asked) == 2:
            stub.held.set()

    release = Thread(target=answer_once_both_are_asked_for)
    release.start()
    assert body(site).count("Nummer") == 2
    release.join()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, FRAGMENT),
        (503, "<h1>Service unavailable</h1>"),
        (200, "<h1>Please log in</h1>"),
        (200, ""),
    ],
    ids=["not-found", "error", "somebody-else", "nothing"],
)
def test_without_a_fragment_the_link_stands_alone(
    including: Including, stub: Stub, status: int, said: str
) -> None:
    """And the next visitor finds the widget as soon as it is back."""
    site = including("/a/explainer/fragment")
    stub.status, stub.body = status, said
    assert f'<div></div><a href="{stub.url}/a/explainer">Link</a>' in body(site)
    stub.status, stub.body = 200, FRAGMENT
    assert ">Nummer 2<" in body(site)


def test_a_widget_server_that_is_not_there(including: Including) -> None:
    site = including("/a/explainer/fragment", widget=f"http://{LOOPBACK}:1")
    assert f'<div></div><a href="http://{LOOPBACK}:1/a/explainer">' in body(site)


def test_a_slow_widget_server_is_not_waited_for(including: Including, stub: Stub) -> None:
    stub.held.clear()
    site = including("/a/explainer/fragment", patience=0.1)
    assert "<div></div><a" in body(site)
    stub.held.set()
