"""A page's HTML as the elements that matter here, in time that grows with its length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = Sequence[tuple[str, str | None]]

KEPT = frozenset({"scar-widget", "iframe", "script", "link", "base", "meta", "a"})
MARKS = frozenset({"data-scarwidget", "data-scarwidget-widget", "hx-get", "data-hx-get"})
HTMX_OPTIONS = ("hx-config", "hx-request", "data-hx-config", "data-hx-request")

VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
IN_HEAD = re.compile("html|head|meta|title|link|script|style|base|noscript|template|bgsound")
CLOSE_P = re.compile(
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|"
    "hr|main|menu|nav|ol|p|pre|search|section|table|ul"
)
INERT = re.compile("iframe|noembed|noframes|noscript|template|textarea|title|xmp")
"""What stands in these is text to a browser that runs scripts, or waits for one."""

# Whatever a page leaves open ends here, so that the parser never looks for its end twice.
_END = "\">'>-->"


@dataclass(frozen=True, eq=False)
class Element:
    """A start tag.

    ``order`` counts all start tags of the page; ``inside`` is the ``order`` of the innermost
    mount or included fragment around it; ``inert`` names the element that makes it mere
    text, empty when nothing does; ``slashed`` says that the tag ends in ``/>``.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int
    order: int
    inside: int | None
    in_head: bool
    inert: str
    slashed: bool

    def get(self, name: str) -> str:
        """An attribute's value without white space around it; empty when it is not there."""
        return self.attributes.get(name, "").strip()

    def words(self, name: str) -> frozenset[str]:
        """An attribute's words in small letters."""
        return frozenset(self.attributes.get(name, "").lower().split())

    @property
    def is_mount(self) -> bool:
        """Whether this is a place for a widget."""
        return self.tag == "scar-widget" or "data-scarwidget" in self.attributes

    @property
    def holds(self) -> bool:
        """Whether this is a mount or an included fragment."""
        return self.is_mount or "data-scarwidget-widget" in self.attributes


@dataclass
class Document:
    """What a page's source says, as far as it matters here.

    ``unclosed`` are mounts without an end tag of their own, by order; ``commented`` the
    lines of comments that hold a snippet; ``styled`` says that the page's own style sheet
    speaks of widgets.
    """

    html: str
    elements: list[Element] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    unclosed: set[int] = field(default_factory=set)
    commented: list[int] = field(default_factory=list)
    styled: bool = False

    def every(self, tag: str) -> list[Element]:
        """The elements of one name that are no mere text."""
        return [element for element in self.elements if element.tag == tag and not element.inert]


def parse(html: str) -> Document:
    """The document of a source, whatever it is."""
    reader = _Reader(html)
    reader.feed(html + _END)
    reader.close()
    return reader.document


class _Reader(HTMLParser):
    """Keeps what matters, and as much of the tree as tells what stands in a mount."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document(html)
        self._order = 0
        self._stack: list[tuple[str, int | None]] = []
        self._open: Counter[str] = Counter()
        self._mounts: list[int] = []
        self._inert = ""
        self._depth = 0
        self._in_head = True
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._start(tag, attrs, slashed=False)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._start(tag, attrs, slashed=True)

    def _start(self, tag: str, attrs: Attributes, *, slashed: bool) -> None:
        self._order += 1
        self._tag = tag
        self._in_head = self._in_head and (IN_HEAD.fullmatch(tag) is not None or bool(self._inert))
        attributes = {name: value or "" for name, value in reversed(attrs)}
        element = Element(
            tag=tag,
            attributes=attributes,
            line=self.getpos()[0],
            order=self._order,
            inside=self._mounts[-1] if self._mounts else None,
            in_head=self._in_head,
            inert=self._inert,
            slashed=slashed,
        )
        if tag in KEPT or not MARKS.isdisjoint(attributes) or _has_htmx_options(attributes):
            self.document.elements.append(element)
        if self._inert:
            self._depth += tag == self._inert == "template"
            return
        if identity := attributes.get("id"):
            self.document.ids[identity] += 1
        self._push(element)

    def _push(self, element: Element) -> None:
        tag = element.tag
        if CLOSE_P.fullmatch(tag) and self._stack and self._stack[-1][0] == "p":
            self._pop()
        # Only drawings may end a tag by a slash; a browser takes any other for open.
        if VOID.fullmatch(tag) or (element.slashed and not element.holds):
            return
        if INERT.fullmatch(tag) and "shadowrootmode" not in element.attributes:
            self._inert, self._depth = tag, 1
            return
        self._stack.append((tag, element.order if element.holds else None))
        self._open[tag] += 1
        if element.holds:
            self._mounts.append(element.order)
            if element.is_mount:
                self.document.unclosed.add(element.order)

    def _pop(self) -> tuple[str, int | None]:
        tag, mount = self._stack.pop()
        self._open[tag] -= 1
        if mount is not None:
            self._mounts.pop()
        return tag, mount

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""
        if self._inert:
            self._depth -= tag == self._inert
            if self._depth == 0:
                self._inert = ""
            return
        # Without this look, end tags of what was never open would each search everything.
        while self._open[tag]:
            name, mount = self._pop()
            if name == tag:
                if mount is not None:
                    self.document.unclosed.discard(mount)
                return

    def handle_comment(self, data: str) -> None:
        if "scar-widget" in data or "data-scarwidget" in data:
            self.document.commented.append(self.getpos()[0])

    def handle_data(self, data: str) -> None:
        if self._tag == "style" and ".scarwidget" in data:
            self.document.styled = True

    def parse_html_declaration(self, i: int) -> int:
        # A comment in HTML, whatever follows; some versions of the parser raise at it.
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)


def _has_htmx_options(attributes: Mapping[str, str]) -> bool:
    return any(name.startswith(HTMX_OPTIONS) for name in attributes)
