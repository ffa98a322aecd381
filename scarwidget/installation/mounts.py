"""Mounts: whether the loader can make of each what its attributes ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scarwidget.faults import nearest
from scarwidget.installation.finding import Finding, printable, quoted
from scarwidget.installation.knowledge import LOADER
from scarwidget.installation.names import unknown_lang, unknown_names, unknown_preset
from scarwidget.installation.scene import Scene, advice
from scarwidget.installation.snippets import Mount
from scarwidget.rendering.snippets import PRIVATE, RESERVE, RESERVE_OTHERS

VALUES: Mapping[str, tuple[str, ...]] = {
    "mode": ("frame", "inline"),
    "scheme": ("light", "dark"),
    "heading": ("1", "2", "3", "4"),
}
ATTRIBUTES = frozenset(VALUES) | {"clinic", "widget", "scarwidget", "lang", "scar", "topic"}
LOOKS = frozenset({"accent", "on-accent", "paper", "ink", "muted", "line", "corners", "font"})
KNOWN = ATTRIBUTES | LOOKS | {"reserve", "eager"}

# Near enough to one of ours, and every element may have them.
_ANYBODYS = frozenset({"class", "dir", "hidden", "id", "inert", "is", "slot", "style", "title"})
_PIXELS = re.compile(r"[0-9]{1,5}")
_LENGTH = re.compile(r"([0-9]{1,5})(?:px|\.)")


def findings(scene: Scene) -> Iterator[Finding]:
    """What is wrong with the mounts of a page."""
    for mount in scene.snippets.mounts:
        yield from _names(scene, mount)
        yield from _values(scene, mount)
        yield from _misspelt(mount)
        yield from _private(mount)
        yield from _tags(scene, mount)
        yield from _content(scene, mount)
        yield from _loader(scene, mount)


def _names(scene: Scene, mount: Mount) -> Iterator[Finding]:
    element, knows = mount.element, scene.knows
    own = element.tag == "scar-widget"
    attributes = {
        "clinic": ("clinic" if own else "data-clinic", knows.editions),
        "widget": ("widget" if own else "data-scarwidget", knows.widgets),
    }
    for name, (attribute, known) in attributes.items():
        if not mount.get(name):
            example = printable(next(iter(sorted(known)), "…"))
            what = f"The mount names no {name}."
            yield Finding("error", what, f'Write: {attribute}="{example}"', element.line)
    for written in () if own else sorted(KNOWN & element.attributes.keys() - {"lang"}):
        what = f"The mount's {written} has no data- in front: editors take such attributes away."
        yield Finding("warning", what, f"Write: data-{written}", element.line)
    yield from unknown_names(scene, "The mount", mount.clinic, mount.widget, element.line)


def _values(scene: Scene, mount: Mount) -> Iterator[Finding]:
    line = mount.element.line
    for name, values in VALUES.items():
        value = mount.get(name)
        if value and value not in values:
            what = f"The mount's {name} is {quoted(value)}, expected {' or '.join(values)}."
            yield Finding("error", what, advice(value, values, f"Leave {name} out."), line)
    reserve = mount.get("reserve")
    if reserve and not _PIXELS.fullmatch(reserve):
        length = _LENGTH.match(reserve)
        right = length[1] if length else RESERVE.get(mount.widget, RESERVE_OTHERS)
        what = f"The mount's reserve is {quoted(reserve)}, expected a number of pixels alone."
        yield Finding("error", what, f'Write: reserve="{right}"', line)
    edition = scene.knows.editions.get(mount.clinic)
    widget = edition.widgets.get(mount.widget) if edition else None
    for key in ("scar", "topic"):
        value = mount.get(key)
        if edition and widget and value and key in widget.keys:
            yield from unknown_preset(edition, key, value, "The mount", line)
        elif widget and value:
            what = f"The mount has a {key}, which {widget.id} has no use for."
            yield Finding("notice", what, f"Leave {key} out.", line)
    if edition and mount.get("lang"):
        yield from unknown_lang(edition, mount.get("lang"), "The mount", line)


def _misspelt(mount: Mount) -> Iterator[Finding]:
    """Attributes that are near to one of ours, and none that anybody knows."""
    element = mount.element
    for written in element.attributes:
        name = written.removeprefix("data-")
        if name == written and (element.tag != "scar-widget" or name in _ANYBODYS):
            continue
        said = nearest(name, KNOWN) if name not in KNOWN else ""
        if said.startswith("did you mean"):
            what = f"The mount has an attribute {quoted(written)}, which nothing reads."
            yield Finding("warning", what, said[0].upper() + said[1:], element.line)


def _private(mount: Mount) -> Iterator[Finding]:
    if mount.inline and mount.widget == PRIVATE:
        what = (
            "The picker stands inline: every script of this page, pixels and session replay too, "
            "can see what a visitor answers about their skin and health."
        )
        fix = "Leave mode out: in a frame the page learns no answer."
        yield Finding("warning", what, fix, mount.element.line)


def _tags(scene: Scene, mount: Mount) -> Iterator[Finding]:
    line, tag = mount.element.line, printable(mount.element.tag)
    if mount.element.slashed:
        what = (
            f"The mount is written <{tag} … />, which a browser takes for open: all that follows "
            "stands in it."
        )
        yield Finding("error", what, f"Write: <{tag} …> … </{tag}>", line)
    elif mount.element.order in scene.document.unclosed:
        what = "The mount is never closed: what follows it stands in it."
        yield Finding("warning", what, f"Close it behind its link: </{tag}>", line)


def _content(scene: Scene, mount: Mount) -> Iterator[Finding]:
    edition = scene.knows.editions.get(mount.clinic)
    widget = edition.widgets.get(mount.widget) if edition else None
    if edition is None or widget is None:
        return
    wanted, line = (edition.clinic.id, widget.id), mount.element.line
    pages = [link.place for link in mount.links if link.place.form == "page"]
    if not pages:
        what = "The mount holds no link, so nothing is there where its script does not run."
        fix = f"Put into it: {link_tag(scene, *wanted)}"
        yield Finding("warning", what, fix, line)
    elif all((place.clinic, place.widget) != wanted for place in pages):
        other = f"{printable(pages[0].clinic or '')}/{printable(pages[0].widget or '')}"
        what = f"The mount is for {'/'.join(wanted)}, its link leads to {other}."
        fix = f"Let the link lead to: {scene.knows.address(*wanted)}"
        yield Finding("warning", what, fix, line)
    for frame in mount.frames:
        place = frame.place
        if place.server != "other" and (place.clinic, place.widget) != wanted:
            other = f"{printable(place.clinic or '')}/{printable(place.widget or '')}"
            what = f"The mount is for {'/'.join(wanted)}, the frame in it is of {other}."
            fix = f'Write: src="{scene.knows.address(*wanted, "frame")}"'
            yield Finding("error", what, fix, frame.element.line)


def link_tag(scene: Scene, clinic: str, widget: str) -> str:
    """The link to a widget's page as it stands in a mount."""
    edition = scene.knows.editions.get(clinic)
    known = edition.widgets.get(widget) if edition else None
    title = known.title if known else "…"
    return f'<a href="{scene.knows.address(clinic, widget)}">{title}</a>'


def loader_tag(scene: Scene) -> str:
    """The line that loads the loader, whatever its version."""
    return f'<script src="{scene.knows.base_url}/{LOADER}" async></script>'


def _loader(scene: Scene, mount: Mount) -> Iterator[Finding]:
    line, loaders = mount.element.line, scene.snippets.loaders
    if not loaders and mount.frames:
        what = "The page has no loader. The frame works; its height and colours stay as they are."
        yield Finding("notice", what, f"For these, add once to the page: {loader_tag(scene)}")
    elif not loaders:
        what = "The page has no loader, so the mount shows its link and no more."
        yield Finding("error", what, f"Add once to the page: {loader_tag(scene)}", line)
    origins = {loader.place.origin for loader in loaders}
    for frame in mount.frames if loaders else ():
        if frame.place.origin not in origins:
            what = (
                f"The loader on line {loaders[0].element.line} is of {loaders[0].place.origin}, "
                f"the frame of {frame.place.origin}: the one may be older than the other."
            )
            fix = f"Take both from the widget server: {scene.knows.base_url}"
            yield Finding("warning", what, fix, frame.element.line)
