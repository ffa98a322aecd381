"""Fragments: those that the page's own htmx fetches, and those that stand in its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scarwidget.installation.finding import Finding, printable
from scarwidget.installation.knowledge import STYLESHEET, Knows
from scarwidget.installation.markup import HTMX_OPTIONS, Element
from scarwidget.installation.scene import Scene
from scarwidget.installation.snippets import Located
from scarwidget.rendering.snippets import PRIVATE

META = """<meta name="htmx-config" content='{"mode":"cors"}'>"""
META_2 = """<meta name="htmx-config" content='{"selfRequestsOnly":false}'>"""
QUIET = 'hx-config:inherited=\'{"headers":[],"credentials":"omit","referrerPolicy":"no-referrer"}\''
QUIET_2 = """hx-request='{"noHeaders":true}'"""

_Q = r"""["']?"""
_LETS_OUT = re.compile(rf"mode{_Q}\s*[:=]\s*{_Q}cors|selfRequestsOnly{_Q}\s*[:=]\s*{_Q}false")
_SILENT = re.compile(rf"headers{_Q}\s*[:=]\s*\[\s*\]|noHeaders{_Q}\s*[:=]\s*{_Q}true")


def findings(scene: Scene) -> Iterator[Finding]:
    """What is wrong with the fragments of a page."""
    snippets = scene.snippets
    for asked in snippets.htmx:
        yield from _asked(scene, asked)
    if snippets.htmx:
        yield from _htmx(scene, snippets.htmx[0].element.line)
    for include in snippets.includes:
        if not include.clinic:
            what = "The included fragment holds no link of the widget server: is it cut short?"
            address = scene.knows.address("…", printable(include.widget) or "…", "fragment")
            yield Finding("warning", what, f"Include it anew: {address}", include.element.line)
    yield from _stale(scene)
    yield from _plain(scene)


def _asked(scene: Scene, asked: Located) -> Iterator[Finding]:
    place, line = asked.place, asked.element.line
    if place.server == "other":
        return
    if place.form != "fragment":
        what = "htmx fetches what no other site may read: only addresses that end in /fragment."
        clinic, widget = printable(place.clinic or "…"), printable(place.widget or "…")
        fix = f'Write: hx-get="{scene.knows.address(clinic, widget, "fragment")}"'
        yield Finding("error", what, fix, line)
    if place.widget == PRIVATE:
        what = (
            "The picker is fetched by htmx: every script of this page, pixels and session replay "
            "too, can see what a visitor answers about their skin and health."
        )
        yield Finding("warning", what, "Use a frame: the page then learns no answer.", line)


def _htmx(scene: Scene, line: int) -> Iterator[Finding]:
    document = scene.document
    if not any("htmx" in script.get("src").lower() for script in document.every("script")):
        what = "No htmx was seen among the page's scripts (a bundle may hold it)."
        fix = "Load htmx 2 or 4, or use a mount, which needs none of the page's own."
        yield Finding("warning", what, fix, line)
    metas = [meta for meta in document.every("meta") if meta.get("name").lower() == "htmx-config"]
    if not any(_LETS_OUT.search(meta.get("content")) for meta in metas):
        what = "htmx asks no other site than its own unless it is told to."
        fix = f"For htmx 4: {META}; for htmx 2: {META_2} (unless a script of the page says so)"
        yield Finding("warning", what, fix, line)
    if not any(map(_is_silent, document.elements)):
        what = (
            "htmx sends headers of its own, the address of this page among them. Browsers ask "
            "first whether they may, and the widget server does not answer that."
        )
        fix = f"For htmx 4: {QUIET}; for htmx 2: {QUIET_2} (unless a script of the page says so)"
        yield Finding("warning", what, fix, line)


def _is_silent(element: Element) -> bool:
    attributes = element.attributes.items()
    return any(name.startswith(HTMX_OPTIONS) and _SILENT.search(v) for name, v in attributes)


def _stale(scene: Scene) -> Iterator[Finding]:
    for sheet in scene.snippets.stylesheets:
        current = scene.knows.files.get(sheet.place.plain)
        if sheet.place.server != "other" and current and sheet.place.asset != current.name:
            what = "The stylesheet has the name of an older version. The server sends today's."
            fix = f"Write: {_sheet_tag(scene.knows, current.name)}"
            yield Finding("notice", what, fix, sheet.element.line)


def _plain(scene: Scene) -> Iterator[Finding]:
    snippets = scene.snippets
    elements = [asked.element for asked in snippets.htmx]
    elements += [include.element for include in snippets.includes]
    there = any(sheet.place.plain == STYLESHEET for sheet in snippets.stylesheets)
    if elements and not (there or snippets.styled or scene.document.styled):
        current = scene.knows.files.get(STYLESHEET)
        name = current.name if current else STYLESHEET
        what = "The page has no stylesheet for its fragments: they are shown plain."
        fix = f"Add to the <head>: {_sheet_tag(scene.knows, name)}"
        yield Finding("error", what, fix, min(element.line for element in elements))


def _sheet_tag(knows: Knows, name: str) -> str:
    return f'<link rel="stylesheet" href="{knows.base_url}/-/static/{name}">'
