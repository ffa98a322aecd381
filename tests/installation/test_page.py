"""Answers that are no page, pages in every charset, and whatever else there may be."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.installation import FetchedPage, Knows, examine
from scarwidget.installation.addresses import Origin, ascii_host, on_the_wire, origin_of, resolve
from scarwidget.installation.page import LARGEST
from tests.installation.conftest import Examine
from tests.installation.pages import FRAME, LINK, LOADER, MOUNT, PAGE, SERVER, SITE, page

BODY = f"<!doctype html><title>Clínica</title>{FRAME}{LINK}"
HTML = ("Content-Type", "text/html")


def answer(
    body: bytes = BODY.encode(), *headers: tuple[str, str], status: int = 200
) -> FetchedPage:
    """An answer with these headers, HTML if they do not say otherwise."""
    named = {name.lower() for name, _ in headers}
    return FetchedPage(
        PAGE, status, (*headers, *(() if "content-type" in named else (HTML,))), body
    )


REFUSED = {
    "a redirect": (
        answer(b"", ("Location", "/neu/größe?a=ü#x"), status=301),
        ["redirects (301)", f"scarwidget verify {SITE}/neu/gr%C3%B6%C3%9Fe?a=%C3%BC"],
    ),
    "a redirect elsewhere": (
        answer(b"", ("Location", "https://bücher.example"), status=308),
        ["scarwidget verify https://xn--bcher-kva.example/"],
    ),
    "a redirect to nowhere": (answer(b"", ("Location", "app://x"), status=302), ["'app://x'"]),
    "a redirect to rubbish": (answer(b"", ("Location", "http://["), status=302), ["'http://['"]),
    "not modified": (answer(b"", status=304), ["304"]),
    "not found": (answer(status=404), ["404 Not Found", "published"]),
    "forbidden": (answer(status=403), ["403 Forbidden", "'scarwidget-verify'"]),
    "a password": (answer(status=401), ["401 Unauthorized", "password"]),
    "a status of nobody's": (answer(status=599), ["answers 599."]),
    "a picture": (answer(BODY.encode(), ("Content-Type", "image/png")), ["'image/png'"]),
    "plain text": (answer(BODY.encode(), ("Content-Type", "text/plain; x=y")), ["'text/plain'"]),
    "nothing": (answer(b""), ["empty"]),
    "white space": (answer(b" \r\n\t"), ["empty"]),
    "brotli": (answer(b"\x0b\x02\x80", ("Content-Encoding", "br")), ["compressed by 'br'"]),
    "broken gzip": (answer(b"\x1f\x8b", ("Content-Encoding", "gzip")), ["empty"]),
    "no gzip": (answer(BODY.encode(), ("Content-Encoding", "gzip")), ["cannot be unpacked"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_is_told_in_words(look: Examine, name: str) -> None:
    fetched, words = REFUSED[name]
    said = look(fetched)
    assert said.kinds == []
    said.one("error", *words)
    assert len(said.told) == 1


READ = {
    "no content type": FetchedPage(PAGE, 200, (), BODY.encode()),
    "XHTML": answer(BODY.encode(), ("Content-Type", "application/xhtml+xml")),
    "gzip": answer(gzip.compress(BODY.encode()), ("Content-Encoding", "gzip")),
    "deflate": answer(zlib.compress(BODY.encode()), ("content-encoding", "Deflate")),
    "bare deflate": answer(zlib.compress(BODY.encode())[2:-4], ("Content-Encoding", "deflate")),
    "UTF-8": answer(BODY.encode(), ("Content-Type", "text/html; charset=UTF-8")),
    "a mark": answer(BODY.encode("utf-8-sig"), ("Content-Type", "text/html; charset=big5")),
    "UTF-16": answer(BODY.encode("utf-16")),
    "UTF-16 by header": answer(
        BODY.encode("utf-16-le"), ("Content-Type", "text/html; charset=utf-16le")
    ),
    "UTF-16 by meta, which cannot be": answer(b'<meta charset="utf-16">' + BODY.encode()),
    "Latin by header": answer(
        BODY.encode("latin-1"), ("Content-Type", 'text/html;charset="iso-8859-1"')
    ),
    "Latin by meta": answer(b"<meta charset=windows-1252>" + BODY.encode("cp1252")),
    "Latin by no word": answer(BODY.encode("latin-1")),
    "Big5": answer(
        f"{BODY}暗瘡".replace("í", "i").encode("big5"), ("Content-Type", "text/html; charset=Big5")
    ),
}


@pytest.mark.parametrize("name", READ)
def test_pages_are_read_as_a_browser_reads_them(look: Examine, name: str) -> None:
    said = look(READ[name])
    assert said.kinds == ["frame", "link"]
    assert said.told == []


@pytest.mark.parametrize(
    "charset", ["utf-9", "punycode", "rot13", "zlib", "unicode_escape", "\x00"]
)
def test_a_charset_that_is_none(look: Examine, charset: str) -> None:
    said = look(answer(BODY.encode(), ("Content-Type", f"text/html; charset={charset}")))
    assert said.kinds == ["frame", "link"]
    said.one("notice", "charset", "which is none")


def test_a_charset_that_is_another(look: Examine) -> None:
    said = look(answer(BODY.encode("latin-1"), ("Content-Type", "text/html; charset=utf-8")))
    assert said.kinds == ["frame", "link"]
    said.one("notice", "'utf-8'", "some of its bytes are not")


def test_a_page_that_goes_on_and_on(look: Examine) -> None:
    body = BODY.encode() + b" " * LARGEST
    for fetched in (
        answer(body),
        answer(gzip.compress(body), ("Content-Encoding", "gzip")),
        FetchedPage(PAGE, 200, (HTML,), BODY.encode(), cut=True),
    ):
        said = look(fetched)
        assert said.kinds == ["frame", "link"]
        said.one("warning", "longer than 2 MB")


JUNK = {
    "elements": "<div>",
    "start tags without an end": "<a ",
    "quotes without an end": "<a '",
    "attributes": "<a x=\"'",
    "comments": "<!--",
    "sections": "<![",
    "character data": "<![CDATA[",
    "instructions": "<?",
    "end tags": "</p>",
    "half end tags": "</x ",
    "brackets": "<",
    "references": "&#",
    "scripts": "<script>",
    "styles": "<style>.scarwidget</style>",
    "mounts": "<scar-widget>",
    "whole mounts": MOUNT,
    "frames": FRAME,
    "loaders": LOADER,
    "escaped": "&lt;iframe ",
    "policies": '<meta http-equiv=content-security-policy content="frame-src a b c d e">',
    "identities": "<p id=scarwidget>",
    "addresses": f"<a href={SERVER}/x>",
    "templates": "<template>",
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_takes_a_time_that_is_bounded(look: Examine, name: str) -> None:
    times = LARGEST // len(JUNK[name])
    began = time.process_time()
    look(answer((JUNK[name] * times).encode()))
    # Some tenths of a second; what grows with the square of the length takes hours.
    assert time.process_time() - began < 30


PARTS = st.sampled_from(
    [
        *JUNK.values(),
        *(name for name in ("</scar-widget>", "</script>", "</a>", "-->", '">', "'>", ">", "/>")),
        *("<base href=//x>", "<base href='http://['>", "<!doctype html>", "<noscript>", "\x00"),
        '<div data-scarwidget="" data-clinic="\ud800">'.encode("utf-8", "replace").decode(),
        f'<iframe src="{SERVER}/birch-skin/picker/frame?a=%ff">',
        '<iframe src="//[::1/x/picker/frame">',
        '<meta http-equiv=refresh content="0;url=http://[">',
        '<a hx-get="/x/picker/fragment">',
        "<section data-scarwidget-widget>",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(PARTS, st.text(max_size=9)), max_size=30), st.text(max_size=60))
def test_no_page_raises(knows: Knows, parts: list[str], csp: str) -> None:
    body = "".join(parts).encode("utf-8", "replace")
    examined = examine(answer(body, ("Content-Security-Policy", csp)), knows)
    "\n".join(examined.lines()).encode()


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=200),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Content-Type", "Content-Encoding", "Location", "Content-Security-Policy"]
            ),
            st.one_of(
                st.text(max_size=40),
                st.sampled_from(["text/html", "text/html; charset=utf-16", "gzip", "deflate"]),
            ),
        ),
        max_size=4,
    ),
    st.integers(100, 599),
)
def test_no_answer_raises(
    knows: Knows, body: bytes, headers: list[tuple[str, str]], status: int
) -> None:
    examined = examine(FetchedPage(PAGE, status, tuple(headers), body), knows)
    "\n".join(examined.lines()).encode("utf-8", "backslashreplace")


def test_what_a_page_holds_cannot_act_on_a_terminal(look: Examine) -> None:
    body = MOUNT.replace('"birch-skin"', '"\x1b[2J\u202e\r"', 1)
    text = "\n".join(look(page(body, head=LOADER)).report.lines())
    assert "\\x1b[2J\\u202e" in text
    assert not {"\x1b", "\u202e", "\r"} & set(text)


HOSTS = [
    ("Example.COM", "example.com"),
    ("example.com.", "example.com"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("straße.example", "xn--strae-oqa.example"),
    ("暗瘡。example", "xn--zlvv95a.example"),
    ("ＡＢＣ.example", "abc.example"),
    ("a_b.example", "a_b.example"),
    ("2001:DB8:0:0::1", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("a..b", None),
    ("a b", None),
    ("x" * 64, None),
    ("ü" * 3000, None),
    (":", None),
    ("", None),
]


@pytest.mark.parametrize(("host", "expected"), HOSTS)
def test_hosts(host: str, expected: str | None) -> None:
    assert ascii_host(host) == expected


@given(st.text())
def test_no_address_raises(text: str) -> None:
    ascii_host(text)
    origin_of(text)
    for address in (resolve(PAGE, text), resolve(text, PAGE)):
        if address is not None and origin_of(address) is not None:
            assert on_the_wire(address).isascii()


def test_origins() -> None:
    assert str(origin_of("HTTPS://A.example:443/x")) == "https://a.example"
    assert str(origin_of("http://[::1]:8000/x")) == "http://[::1]:8000"
    assert origin_of("https://a.example:99999/") is None
    assert origin_of("ftp://a.example/") is None
    assert Origin("http", "127.0.0.2", 80).here
    assert Origin("http", "::1", 80).here
    assert Origin("http", "x.localhost", 80).here
    assert not Origin("http", "localhost.example", 80).here
