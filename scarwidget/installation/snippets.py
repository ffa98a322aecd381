"""The snippets of a page: which of its elements belong to widgets, and what each names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from scarwidget.installation.addresses import Origin, resolve
from scarwidget.installation.finding import Found, Kind
from scarwidget.installation.knowledge import LOADER, STYLESHEET, Knows, Place
from scarwidget.installation.markup import Document, Element

MOST = 200
"""More snippets of one kind than this are no page of a clinic, and are not looked at."""

_LASTS = frozenset({"frame", "fragment"})
_PARTS = frozenset({"a", "iframe"})
_NOWHERE = ("about:", "data:", "javascript:")


@dataclass(frozen=True)
class Located:
    """An element and what its address leads to.

    ``held`` names the attribute that keeps the address from the browser until a script puts
    it in its place, empty where nothing does.
    """

    element: Element
    place: Place
    held: str = ""


@dataclass(frozen=True)
class Include:
    """A fragment in the source of the page."""

    element: Element
    widget: str
    clinic: str | None


@dataclass(frozen=True)
class Mount:
    """A place for a widget, with what stands in it."""

    element: Element
    frames: tuple[Located, ...]
    links: tuple[Located, ...]

    def get(self, name: str) -> str:
        """The value of an attribute of the mount, as the loader reads it."""
        element = self.element
        if name == "widget" and element.get("data-scarwidget"):
            return element.get("data-scarwidget")
        return element.get(name if name in element.attributes else f"data-{name}")

    @property
    def clinic(self) -> str:
        """The clinic that it names, known or not."""
        return self.get("clinic")

    @property
    def widget(self) -> str:
        """The widget that it names, known or not."""
        return self.get("widget")

    @property
    def inline(self) -> bool:
        """Whether the widget's HTML is to stand in the page itself."""
        return self.get("mode") == "inline"


@dataclass
class Snippets:
    """Everything on a page that belongs to widgets, in the order of its source.

    ``base`` is what relative addresses begin with, ``based_on`` the element that says so.
    ``frames`` are those outside of mounts, ``links`` those outside of mounts and included
    fragments. ``lost`` are snippets where a browser reads text, ``styled`` says that the page
    has the stylesheet from elsewhere.
    """

    base: str
    based_on: Element | None
    mounts: list[Mount] = field(default_factory=list)
    frames: list[Located] = field(default_factory=list)
    htmx: list[Located] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    links: list[Located] = field(default_factory=list)
    loaders: list[Located] = field(default_factory=list)
    stylesheets: list[Located] = field(default_factory=list)
    lost: list[Element] = field(default_factory=list)
    styled: bool = False

    @property
    def all_frames(self) -> Iterator[Located]:
        """The frames in mounts and outside of them."""
        for mount in self.mounts:
            yield from mount.frames
        yield from self.frames

    @property
    def stands(self) -> bool:
        """Whether there is a widget, and not links alone."""
        return bool(self.mounts or self.frames or self.htmx or self.includes)

    def found(self) -> tuple[Found, ...]:
        """What there is, for a report."""
        items = [
            *(_found("mount", m.element, m.clinic, m.widget) for m in self.mounts),
            *(_located("oembed" if is_oembed(f.element) else "frame", f) for f in self.frames),
            *(_located("htmx", asked) for asked in self.htmx),
            *(_found("include", i.element, i.clinic, i.widget) for i in self.includes),
            *(_located("link", link) for link in self.links),
            *(_located("loader", loader) for loader in self.loaders),
        ]
        return tuple(sorted(items, key=lambda item: item.line))


def is_oembed(frame: Element) -> bool:
    """Whether WordPress made a frame out of a pasted address."""
    return "wp-embedded-content" in frame.words("class")


def gather(document: Document, page: str, knows: Knows) -> Snippets:
    """The snippets of a document at an absolute address."""
    based = next((e for e in document.every("base") if "href" in e.attributes), None)
    base = (resolve(page, based.attributes["href"]) if based else None) or page
    return _Gatherer(knows, Snippets(base, based)).gather(document)


class _Gatherer:
    """Goes through the elements once, then puts together what stands in mounts."""

    def __init__(self, knows: Knows, snippets: Snippets) -> None:
        self.knows = knows
        self.snippets = snippets
        self.holders: dict[int, Element] = {}
        self.inside: dict[int, list[Located]] = {}

    def gather(self, document: Document) -> Snippets:
        snippets = self.snippets
        for element in document.elements:
            if element.inert:
                self._inert(element)
            elif element.holds:
                if len(self.holders) < MOST:
                    self.holders[element.order] = element
            else:
                self._element(element)
        for element in self.holders.values():
            self._hold(element, self.inside.get(element.order, []))
        snippets.loaders = self._loaders()
        return snippets

    def _element(self, element: Element) -> None:
        snippets, knows = self.snippets, self.knows
        match element.tag:
            case "iframe":
                located = self._located(element, "src")
                if located and knows.seems_ours(located.place):
                    self._keep(located, snippets.frames)
            case "a":
                located = self._located(element, "href")
                if located and self._is_link(located):
                    self._keep(located, snippets.links)
            case "script":
                located = self._located(element, "src")
                if located and located.place.is_loader:
                    self._keep(located, snippets.loaders)
            case "link" if "stylesheet" in element.words("rel"):
                if located := self._located(element, "href"):
                    self._style(located)
        for name in ("hx-get", "data-hx-get"):
            if name in element.attributes and element.inside not in self.holders:
                place = self._place(element.attributes[name])
                if place and knows.seems_ours(place):
                    self._keep(Located(element, place), snippets.htmx)

    def _is_link(self, located: Located) -> bool:
        if located.place.server != "other":
            return self.knows.seems_ours(located.place)
        return located.element.inside in self.holders and self.knows.seems_moved(located.place)

    def _style(self, located: Located) -> None:
        place = located.place
        if place.plain == STYLESHEET or place.plain.startswith("theme-"):
            self._keep(located, self.snippets.stylesheets)
        elif PurePosixPath(urlsplit(place.url).path).name.startswith("scarwidget"):
            self.snippets.styled = True

    def _keep(self, located: Located, among: list[Located]) -> None:
        inside = located.element.inside
        if inside is not None and inside in self.holders and located.element.tag in _PARTS:
            among = self.inside.setdefault(inside, [])
        if len(among) < MOST:
            among.append(located)

    def _hold(self, element: Element, parts: list[Located]) -> None:
        """A mount or an included fragment with its parts."""
        links = tuple(part for part in parts if part.element.tag == "a")
        if element.is_mount:
            frames = tuple(part for part in parts if part.element.tag == "iframe")
            self.snippets.mounts.append(Mount(element, frames, links))
        else:
            clinic = next((link.place.clinic for link in links if link.place.clinic), None)
            widget = element.get("data-scarwidget-widget")
            self.snippets.includes.append(Include(element, widget, clinic))

    def _inert(self, element: Element) -> None:
        """Keep a snippet that stands where a browser reads text: it may be the only one."""
        if element.is_mount:
            self.snippets.lost.append(element)
        elif element.tag == "iframe":
            place = self._place(element.get("src"))
            if place and self.knows.seems_ours(place):
                self.snippets.lost.append(element)

    def _place(self, written: str) -> Place | None:
        return self.knows.read(written, self.snippets.base) if self._may_be(written) else None

    def _may_be(self, written: str) -> bool:
        """Whether an address is worth reading in full: most of a page lead elsewhere."""
        if "://" not in written or self.knows.origin.host in written.lower():
            return True
        last = written.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
        return last in _LASTS or last in self.knows.widgets or last.endswith((".css", ".js"))

    def _located(self, element: Element, name: str) -> Located | None:
        """The element with its address, or with the one that a script is to put there."""
        written = element.get(name)
        if written and not written.lower().startswith(_NOWHERE):
            place = self._place(written)
            return Located(element, place) if place else None
        for other, value in element.attributes.items() if name == "src" else ():
            if other.startswith("data-") and other.endswith("src") and value:
                place = self._place(value)
                if place:
                    return Located(element, place, held=other)
        return None

    def _loaders(self) -> list[Located]:
        """The loaders, without other people's files of that common name."""
        snippets = self.snippets
        known: set[Origin] = {frame.place.origin for frame in snippets.all_frames}
        known |= {link.place.origin for mount in snippets.mounts for link in mount.links}
        alone = bool(snippets.mounts) and len(snippets.loaders) == 1
        return [
            loader
            for loader in snippets.loaders
            if alone
            or loader.place.server != "other"
            or loader.place.plain == LOADER
            or loader.place.origin in known
        ]


def _located(kind: Kind, located: Located) -> Found:
    return _found(kind, located.element, located.place.clinic, located.place.widget)


def _found(kind: Kind, element: Element, clinic: str | None, widget: str | None) -> Found:
    return Found(kind, element.line, clinic or None, widget or None)
