"""What a visitor asks is kept nowhere: in no log, in no cookie, and told to nobody else."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.bundle import bundled
from scarwidget.plugins import Publication
from scarwidget.serving import LOOPBACK
from scarwidget.settings import Settings
from tests.conftest import CLINICS, OWN_WIDGETS, PUBLIC_URL, TODAY, WIDGETS
from tests.web.asgi import ask, get
from tests.web.documents import Document
from tests.web.faulty import BROKEN, with_faults
from tests.web.servers import SERVERS, Served, serving, status_of

CANARY = "kanarienvogel"
CLINIC = CLINICS[0]
VISITOR = "127.0.0.2" if sys.platform == "linux" else LOOPBACK
"""Linux has more than one address of its own, so that the visitor's can be told from others."""

TELLING = tuple(
    (name.encode(), f"{CANARY}-{name}".encode())
    for name in ("referer", "user-agent", "cookie", "x-forwarded-for", "hx-current-url", "origin")
)
TARGETS = (
    (f"/{CLINIC}/picker?a=none&utm_source={CANARY}", 200),
    (f"/{CLINIC}/treatments/frame?pick=silicone&{CANARY}=1", 200),
    (f"/{CLINIC}/checklist?done=p2&done=p4&x={CANARY}", 303),
    (f"/{CLINIC}/picker?a={CANARY}", 400),
    (f"/{CLINIC}/picker/fragment?a={CANARY}%FF", 400),
    (f"/{CLINIC}/treatments?scar={CANARY}{'x' * 3000}", 400),
    (f"/{CLINIC}/{CANARY}", 404),
    (f"/{CANARY}/picker/frame?a={CANARY}", 404),
    (f"/-/static/{CANARY}.css", 404),
    (f"/-/healthz?{CANARY}", 200),
)
LOADS = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
"""What a browser fetches by itself, apart from links."""

NOT_LOADED = frozenset({"canonical", "alternate", "author", "license", "help"})


@pytest.fixture
def faulty_app(settings: Settings, publication: Publication) -> Starlette:
    """The examples, with a widget whose exception tells what the visitor asked."""
    return create_app(settings, publication=with_faults(publication), today=lambda: TODAY)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        *TARGETS,
        (f"/{CLINIC}/{BROKEN}?a={CANARY}", 500),
        (f"/{CLINIC}/{BROKEN}/frame?a={CANARY}", 500),
        (f"/{CLINIC}/{BROKEN}/fragment?a={CANARY}", 500),
    ],
    ids=lambda value: str(value)[:60],
)
def test_no_log_record_and_no_answer_holds_what_was_asked(
    faulty_app: Starlette, target: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path, _, query = target.partition("?")
    answer = ask(faulty_app, path, query.encode(), headers=TELLING)
    assert answer.status == status
    for record in caplog.records:
        assert CANARY not in caplog.handler.format(record)
        assert CANARY not in repr(vars(record))
        assert record.exc_info is None
    if status == 500:
        [told] = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert "RuntimeError" in told.getMessage()
        assert "faulty.py" in told.getMessage()
    assert CANARY not in answer.text
    assert CANARY not in str(answer.headers.raw)


@pytest.fixture(params=SERVERS)
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """Each real server, watched until it has stopped."""
    with serving("--server", request.param) as running:
        yield running
    assert "listens on" in running.wrote, "nothing was heard of it at all"
    assert CANARY not in running.wrote
    if VISITOR != LOOPBACK:
        assert VISITOR not in running.wrote


def test_a_real_server_writes_down_nothing_of_what_was_asked(served: Served) -> None:
    headers = [name + b": " + value for name, value in TELLING]
    for target, status in TARGETS:
        answer = served.get(target.encode(), *headers, source=VISITOR)
        assert status_of(answer) == status
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nset-cookie:" not in head
        assert CANARY.encode() not in answer
    canary = CANARY.encode()
    served.get(b"/" + canary + b" \xff\x00", *headers, source=VISITOR)
    served.get(b"/" + b"x" * 600_000 + canary, source=VISITOR)
    served.send(canary + b" not HTTP at all\r\n\r\n", source=VISITOR)
    form = b"POST /" + canary + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
    length = str(len(canary)).encode()
    assert status_of(served.send(form + length + b"\r\n\r\n" + canary, source=VISITOR)) == 405


@pytest.mark.parametrize("form", ["", "/frame", "/fragment"], ids=["page", "frame", "fragment"])
@pytest.mark.parametrize("clinic", CLINICS)
def test_nothing_is_loaded_from_anybody_else(app: Starlette, clinic: str, form: str) -> None:
    places = [(widget, "") for widget in (*WIDGETS, *OWN_WIDGETS.get(clinic, ()))]
    places += [("picker", "?a=stop"), ("treatments", "?pick=silicone"), ("picker", "?a=wrong")]
    urls = [f"/{clinic}/{widget}{form}{query}" for widget, query in (*places, ("none", ""))]
    for place in ("/", f"/{clinic}/", *urls):
        answer = get(app, place)
        assert "set-cookie" not in answer.headers
        document = Document(answer.text)
        for url in loaded(document):
            assert ours(url)
            assert get(app, url.removeprefix(PUBLIC_URL)).status == 200
        for element in document.elements:
            for name in ("hx-get", "action", "formaction"):
                assert ours(element.attrs.get(name, "/"))


def ours(url: str) -> bool:
    """Whether a URL leads to this server."""
    return url.startswith(("/", f"{PUBLIC_URL}/")) and not url.startswith("//")


def loaded(document: Document) -> Iterator[str]:
    """The address of everything that a browser fetches for a document by itself."""
    for element in document.elements:
        for name in LOADS.get(element.tag, ()):
            if name in element.attrs:
                yield element.attrs[name]
        if element.tag == "link" and element.attrs["rel"] not in NOT_LOADED:
            yield element.attrs["href"]
        assert "ping" not in element.attrs
        assert "url(" not in element.attrs.get("style", "")
        assert not (element.tag == "meta" and element.attrs.get("http-equiv", "") == "refresh")


@pytest.mark.parametrize("file", sorted(bundled("static").glob("*.css")), ids=lambda f: f.name)
def test_no_stylesheet_names_another_host(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert "@import" not in text
    assert not re.findall(r"url\(\s*['\"]?(?!data:|#)", text)


@pytest.mark.parametrize("name", ["document.cookie", "localStorage", "sessionStorage", "indexedDB"])
def test_our_own_script_keeps_nothing(name: str) -> None:
    for script in bundled("static").glob("scarwidget*.js"):
        assert name not in script.read_text("utf-8")
