"""What a plugin's template may put into a page: text, structure and links, and nothing that acts.

``docs/hooks.md`` shows the lists below to authors, and a test holds the two together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nh3

from scarwidget.clinics.models import unreadable

_TEXT_AND_STRUCTURE = """
    a abbr address article aside b bdi blockquote br caption cite code col colgroup dd del details
    dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark nav ol p q rp rt ruby
    s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr
"""
TAGS = frozenset(_TEXT_AND_STRUCTURE.split())
"""Text and structure. No form: a state of a widget has an address, so a link leads to it."""

EVERYWHERE = frozenset(
    {
        *("class", "data-scarwidget-focus", "data-scarwidget-status", "dir", "hidden"),
        *("id", "lang", "role", "tabindex", "title"),
    }
)
"""Attributes of every element, beside those that begin with ``aria-``."""

ATTRIBUTES = {
    "a": frozenset({"data-scarwidget-leads", "href", "hreflang", "hx-get", "target"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start"}),
    "td": frozenset({"colspan", "headers", "rowspan"}),
    "th": frozenset({"abbr", "colspan", "headers", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""Attributes of some elements only."""

SCHEMES = ("https", "mailto", "tel")
TARGETS = ("_blank", "_top")

_PREFIX = "scarwidget-"
_OURS = frozenset({"scarwidget-languages", "scarwidget-main"})
"""Ids of the pages themselves, which their links and scripts look for."""

_DROPPED = frozenset(
    {"iframe", "noscript", "object", "script", "style", "svg", "template", "title"}
)
"""Elements of which not even the text inside stays."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_LAID_OUT = str.maketrans("", "", "\t\n\r")


@dataclass(frozen=True)
class Ground:
    """Where a fragment of HTML stands, which decides what it may link to.

    ``root`` is what every address of this server begins with there: a path in a page and in
    a frame, the public URL in a fragment. ``clinic`` is whose widget it is.
    """

    public_url: str
    root: str
    clinic: str

    def links_to(self, address: str) -> bool:
        """Whether a link may lead to an address."""
        if any(character <= " " or character == "\\" for character in address):
            return False
        if address.startswith("#"):
            return True
        if scheme := _SCHEME.match(address):
            ours = address.startswith(f"{self.public_url}/")
            return scheme[1].lower() in SCHEMES or ours
        # A path of ours in somebody else's document would lead to a page of theirs.
        return not address.startswith("//") and address.startswith(self.root + "/")

    def fetches(self, address: str) -> bool:
        """Whether htmx may fetch an address: one of the clinic's own, and no other."""
        inside = f"{self.root}/{self.clinic}/"
        if not self.links_to(address) or not address.startswith(inside):
            return False
        steps = unquote(urlsplit(address).path).split("/")
        return ".." not in steps and "." not in steps


def sanitised(html: str, ground: Ground) -> str:
    """The HTML with nothing in it but what the lists allow."""

    def kept(_: str, name: str, value: str) -> str | None:
        return _kept(name, value, ground)

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={"*": set(EVERYWHERE), **{tag: set(known) for tag, known in ATTRIBUTES.items()}},
        generic_attribute_prefixes={"aria-"},
        attribute_filter=kept,
        url_schemes={*SCHEMES, "http"},
        link_rel="noopener noreferrer",
    )
    return "".join(c for c in clean if c in "\t\n\r" or not _unseen(c)) if _unseen(clean) else clean


def lost(html: str, clean: str) -> tuple[str, ...]:
    """What sanitising took out: elements, attributes and characters, each once, in words."""
    gone = Counter(_parts(html)) - Counter(_parts(clean))
    return tuple(dict.fromkeys((*gone, *_unseen(html))))


def text_of(clean: str) -> str:
    """The words of sanitised HTML, a line for each block."""
    reader = _Words()
    reader.feed(clean)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(filter(None, lines))


def _kept(name: str, value: str, ground: Ground) -> str | None:
    """The value of an attribute as far as it may stay; None where it may not."""
    match name:
        case "class":
            ours = [word for word in value.split() if word.startswith(_PREFIX)]
            return " ".join(ours) or None
        case "id" | "data-scarwidget-leads":
            return value if value.startswith(_PREFIX) and value not in _OURS else None
        case "href":
            return value if ground.links_to(value) else None
        case "hx-get":
            return value if ground.fetches(value) else None
        case "target":
            return value if value in TARGETS else None
        case "tabindex":
            return value if value == "-1" else None
        case _:
            return value


def _unseen(text: str) -> tuple[str, ...]:
    plain = text.translate(_LAID_OUT)
    if plain.isascii() and plain.isprintable():
        return ()
    return tuple(problem for _, problem in unreadable(plain))


def _parts(html: str) -> Iterator[str]:
    reader = _Elements()
    reader.feed(html)
    reader.close()
    return iter(reader.found)


class _Elements(HTMLParser):
    """Every element and attribute, in words. ``rel`` is left out: all links get the same."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag}>")
        # Of an element that goes as a whole, nobody needs to hear the rest.
        for name, value in attrs if tag in TAGS else ():
            if name == "rel":
                continue
            words = (value or "").split() if name == "class" else [value or ""]
            self.found.extend(f'{name}="{word}" of <{tag}>' for word in words)


_INLINE = """
    a abbr b bdi cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup
    time u var wbr
"""
_WITHIN_A_LINE = frozenset(_INLINE.split())


class _Words(HTMLParser):
    """The words, with a line's end wherever an element begins or ends that is a block.

    The parser hands over attributes too, and there is no word in them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _WITHIN_A_LINE:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHIN_A_LINE:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(" ".join(data.split("\n")))
