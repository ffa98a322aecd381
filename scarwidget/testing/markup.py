"""HTML as a tree of elements, as far as the checks of this package ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input")) | frozenset(
    ("link", "meta", "param", "source", "track", "wbr")
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(eq=False)
class Element:
    """An element. ``children`` are elements and texts, in order."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def __str__(self) -> str:
        """The start tag, for a person to find it by."""
        given = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        shown = f"<{self.tag}{given}>"
        return shown if len(shown) <= 120 else f"{shown[:117]}..."

    def get(self, name: str) -> str:
        """An attribute's value without white space around it; empty when it is not there."""
        return self.attributes.get(name, "").strip()

    def every(self, *tags: str) -> Iterator[Element]:
        """The elements inside, in order; of some names only where there are any."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.every(*tags)

    def inside(self, *tags: str) -> bool:
        """Whether it stands in an element of one of these names."""
        return self.parent is not None and (self.parent.tag in tags or self.parent.inside(*tags))

    @property
    def text(self) -> str:
        """The words that somebody hears who cannot see: pictures say their ``alt``."""
        if self.get("aria-hidden") == "true" or "hidden" in self.attributes:
            return ""
        if self.tag == "img":
            return self.get("alt")
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(" ".join(parts).split())


def parse(html: str) -> Element:
    """A document, or a part of one, under an element without a name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    """An end tag closes the innermost element of its name; one that fits none is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Of an attribute given twice a browser takes the first.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        element = Element(tag, dict(reversed(attributes.items())), self._at)
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        found: Element | None = self._at
        while found is not None and found.tag != tag:
            found = found.parent
        if found is not None and found.parent is not None:
            self._at = found.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)
