"""HTML as the tests look at it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.conftest import PUBLIC_URL

UNSEEN = frozenset({"script", "style", "title"})
ADDRESSES = ("href", "src", "action", "hx-get")


class Element(NamedTuple):
    """A start tag; an attribute without a value has an empty one."""

    tag: str
    attrs: dict[str, str]

    @property
    def classes(self) -> list[str]:
        """The words of its ``class``."""
        return self.attrs.get("class", "").split()


class Document(HTMLParser):
    """The elements of a document or fragment in their order, its words and its data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._inside = ""
        self._words: list[str] = []
        self._unseen: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag in UNSEEN:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._unseen.append((self._inside, data))
        else:
            self._words.append(data)

    @property
    def words(self) -> str:
        """What a reader sees, its spaces made one."""
        return " ".join(" ".join(self._words).split())

    @property
    def scripts(self) -> list[str]:
        """What stands inside ``script`` elements."""
        return [data for tag, data in self._unseen if tag == "script"]

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def links(self, rel: str) -> list[Element]:
        """The ``link`` elements of a relation."""
        return [link for link in self.all("link") if rel in link.attrs.get("rel", "").split()]

    def with_class(self, name: str) -> list[Element]:
        """Every element of a class."""
        return [element for element in self.elements if name in element.classes]

    def addresses(self) -> Iterator[tuple[Element, str, str]]:
        """Every address on this server: element, attribute and URL."""
        for element in self.elements:
            for name in ADDRESSES:
                url = element.attrs.get(name)
                if url is not None and internal(url):
                    yield element, name, url


def internal(url: str) -> bool:
    """Whether a URL leads to this server, and not only to a place in its own document."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return url == PUBLIC_URL or url.startswith((f"{PUBLIC_URL}/", f"{PUBLIC_URL}?"))
    return not url.startswith("#")


def relative(url: str) -> str:
    """An internal URL without its host and its anchor."""
    return url.removeprefix(PUBLIC_URL).partition("#")[0]
