"""The page as it was fetched, and its bytes as text."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from http import HTTPStatus

from scarwidget.installation.addresses import on_the_wire, origin_of, resolve
from scarwidget.installation.finding import Finding, quoted

LARGEST = 2 * 1024 * 1024
"""Bytes of a page that are read; a page of a clinic takes a tenth of it."""

PRESCAN = 1024
"""Bytes in which a browser looks for a page's own word on its charset."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
HTML = frozenset({"", "text/html", "application/xhtml+xml"})
PACKED = frozenset({"gzip", "x-gzip", "deflate"})

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""", re.IGNORECASE)
_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';]+)""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's names of the charsets that browsers know; it knows others, some of them slow.
_CHARSETS = re.compile(
    "utf-8|utf-16(-[lb]e)?|ascii|iso8859-([1-9]|1[03456])|cp(866|874|125[0-8]|932|949)|koi8-[ru]|"
    "mac-roman|gb2312|gbk|gb18030|big5(hkscs)?|euc_(jp|kr)|iso2022_jp|shift_jis"
)
# Browsers take these for larger ones.
_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


@dataclass(frozen=True)
class FetchedPage:
    """One answer to one request.

    ``cut`` says that there was more than was read.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False

    def header(self, name: str) -> str:
        """The first header of this name, empty where there is none."""
        return next(iter(self.every(name)), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All headers of this name."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


@dataclass(frozen=True)
class Source:
    """A page's text; ``html`` is None where ``findings`` say why there is nothing to examine."""

    html: str | None
    findings: tuple[Finding, ...]


def read(page: FetchedPage) -> Source:
    """The text of a page, or the words for what came instead of one."""
    refusal = _refusal(page)
    if refusal is not None:
        return Source(None, (refusal,))
    body, cut = _unpacked(page)
    if body is None:
        what = "The answer says that it is compressed, and it cannot be unpacked."
        return Source(
            None,
            (
                Finding(
                    "error", what, "A browser cannot read it either. Ask whoever runs the website."
                ),
            ),
        )
    if not body.strip():
        what = "The answer is empty."
        fix = "See whether the page is published, and whether its address is right."
        return Source(None, (Finding("error", what, fix),))
    html, findings = _decoded(page, body)
    if cut:
        what = f"The page is longer than {LARGEST // 1024**2} MB: only its beginning was read."
        fix = "A snippet further down was not seen. Check a shorter page with the same snippet."
        findings = [*findings, Finding("warning", what, fix)]
    return Source(html, tuple(findings))


def _refusal(page: FetchedPage) -> Finding | None:
    """Why an answer is no page to examine; None when it may be one."""
    if page.status in REDIRECTS and page.header("Location"):
        target = resolve(page.url, page.header("Location"))
        what = f"The address redirects ({page.status}), and redirects are not followed."
        if target is None or origin_of(target) is None:
            return Finding(
                "error",
                what,
                f"It leads to {quoted(page.header('Location'))}, which is no web address.",
            )
        return Finding(
            "error", what, f"Try where it leads: scarwidget verify {on_the_wire(target)}"
        )
    if page.status != HTTPStatus.OK:
        return Finding("error", f"The page answers {_named(page.status)}.", _about(page.status))
    kind = page.header("Content-Type").partition(";")[0].strip().lower()
    if kind not in HTML:
        what = f"The answer is {quoted(kind)}, which no browser shows as a page."
        return Finding(
            "error", what, "Give the address of the page that visitors see, in text/html."
        )
    packed = page.header("Content-Encoding").strip().lower()
    if packed not in {"", "identity", *PACKED}:
        what = f"The answer is compressed by {quoted(packed)}, though none was asked for."
        fix = "Ask whoever runs the website to heed Accept-Encoding, or check a copy of the page."
        return Finding("error", what, fix)
    return None


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _about(status: int) -> str:
    match status:
        case 401 | 407:
            return "It asks for a password. Check a page that every visitor can open."
        case 403 | 429 | 503:
            return "It may refuse what is no browser. Have the website let 'scarwidget-verify' in."
        case 404 | 410:
            return "See whether the page is published, and whether its address is right."
        case _:
            return "See whether the page opens in a browser."


def _unpacked(page: FetchedPage) -> tuple[bytes | None, bool]:
    """The body without compression and whether it was cut; no more of it than is read."""
    packed = page.header("Content-Encoding").strip().lower()
    if packed not in PACKED:
        return page.body[:LARGEST], page.cut or len(page.body) > LARGEST
    # 47: zlib's or gzip's own head; -15: the bare stream that some servers call deflate.
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        try:
            body = unpacker.decompress(page.body, LARGEST)
        except zlib.error:
            continue
        return body, page.cut or bool(unpacker.unconsumed_tail)
    return None, False


def _decoded(page: FetchedPage, body: bytes) -> tuple[str, list[Finding]]:
    said = _charset(page, body)
    known = _known(said) if said else None
    findings = []
    if said and known is None:
        what = f"The page says that its charset is {quoted(said)}, which is none."
        fix = 'It was read as UTF-8. Write <meta charset="utf-8">.'
        findings.append(Finding("notice", what, fix))
    for charset in dict.fromkeys(filter(None, (known, "utf-8"))):
        try:
            return body.decode(charset), findings
        except UnicodeDecodeError:
            continue
    if known is not None and not page.cut:
        what = f"The page says that its charset is {quoted(said)}, and some of its bytes are not."
        findings.append(Finding("notice", what, "Save the page in the charset that it names."))
    return body.decode(known or "cp1252", "replace"), findings


def _charset(page: FetchedPage, body: bytes) -> str:
    """What the page says its charset is: by a mark, the header, or a meta element."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return charset
    found = _PARAMETER.search(page.header("Content-Type"))
    if found is not None:
        return found[1]
    inside = _META.search(body, 0, PRESCAN)
    if inside is None:
        return ""
    said = inside[1].decode("ascii")
    # A page whose meta element can be read as ASCII is not in UTF-16, whatever it says.
    return "utf-8" if said.lower().startswith("utf-16") else said


def _known(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return _AS.get(name, name) if _CHARSETS.fullmatch(name) else None
