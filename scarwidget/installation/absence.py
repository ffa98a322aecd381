"""No widget on the page: whether it was lost on the way, and what cannot be seen from here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scarwidget.installation.addresses import on_the_wire, origin_of, resolve
from scarwidget.installation.finding import Finding, printable, quoted
from scarwidget.installation.mounts import link_tag, loader_tag
from scarwidget.installation.scene import Scene

UNSEEN = (
    "No script was run for this: what a tag manager or a page builder adds after loading cannot "
    "be seen from here."
)
LOOK = "If that is how the widget comes in, look at the page in a browser."

_LT = r"&(?:amp;)?(?:lt|#0{0,5}60|#x0{0,5}3c);"
_ESCAPED = re.compile(
    rf"{_LT}\s{{0,9}}(?:scar-widget|div\b[^<>]{{0,200}}?data-scarwidget|"
    rf"iframe\b[^<>]{{0,300}}?/frame\b)",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"\s*[0-9.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)


def findings(scene: Scene) -> Iterator[Finding]:
    """Why there may be no widget on a page; nothing where there is one."""
    snippets = scene.snippets
    if snippets.stands:
        return
    reasons = [*_refresh(scene), *_escaped(scene), *_hidden(scene), *_stripped(scene)]
    yield from reasons
    if snippets.loaders:
        what, line = "The loader has no mount to fill.", snippets.loaders[0].element.line
        fix = f"Put where the widget is to stand: {_mount(scene)}"
        yield Finding("error", what, fix, line)
    elif snippets.links and not reasons:
        what = "The page links to widgets and shows none itself."
        yield Finding(
            "notice", what, f"To show one: {_mount(scene)} and, once, {loader_tag(scene)}"
        )
    elif not reasons:
        fix = f"Put where it is to stand: {_mount(scene)} and, once, {loader_tag(scene)}"
        yield Finding("error", "No widget is on the page.", fix)
    yield Finding("notice", UNSEEN, LOOK)


def _mount(scene: Scene) -> str:
    """The mount for what the page links to, in the form that the fewest editors break."""
    editions = scene.knows.editions
    places = [link.place for link in scene.snippets.links if link.place.server != "other"]
    place = next((p for p in places if p.clinic in editions and p.widget), None)
    clinic = printable((place and place.clinic) or next(iter(editions), "…"))
    widget = printable((place and place.widget) or "treatments")
    link = link_tag(scene, clinic, widget)
    return f'<div data-scarwidget="{widget}" data-clinic="{clinic}">{link}</div>'


def _refresh(scene: Scene) -> Iterator[Finding]:
    for meta in scene.document.every("meta"):
        found = _REFRESH.match(meta.get("content"))
        if found and meta.get("http-equiv").lower() == "refresh":
            target = resolve(scene.snippets.base, found[1])
            if target and origin_of(target):
                what = "The page sends browsers on to another address."
                fix = f"Try where it leads: scarwidget verify {on_the_wire(target)}"
                yield Finding("error", what, fix, meta.line)


def _escaped(scene: Scene) -> Iterator[Finding]:
    html = scene.document.html
    if found := _ESCAPED.search(html):
        what = "The snippet stands on the page as text for visitors to read: an editor escaped it."
        fix = "Paste it where HTML is kept: a 'Custom HTML' block, or the editor's source view."
        yield Finding("error", what, fix, html.count("\n", 0, found.start()) + 1)


def _hidden(scene: Scene) -> Iterator[Finding]:
    for line in scene.document.commented[:1]:
        what = "The snippet stands in a comment, which browsers leave out."
        yield Finding("error", what, "Take away the <!-- before it and the --> behind it.", line)
    for element in scene.snippets.lost[:1]:
        what = f"The snippet stands in a <{element.inert}>, which browsers do not show."
        fix = "Move it out. If a plugin for lazy loading put it there, exempt it in that plugin."
        yield Finding("error", what, fix, element.line)


def _stripped(scene: Scene) -> Iterator[Finding]:
    links, metas = scene.snippets.links, scene.document.every("meta")
    makers = [m.get("content") for m in metas if m.get("name").lower() == "generator"]
    made = next((maker for maker in makers if maker.lower().startswith("wordpress")), "")
    if links and (made or "/wp-content/" in scene.document.html):
        what = (
            f"Only a link is left of what may have been a snippet. {quoted(made or 'WordPress')} "
            "takes <scar-widget>, <iframe> and <script> out of what most of its authors save."
        )
        fix = (
            f"If a widget was to stand there: {_mount(scene)} and, once, by an administrator in "
            f"the theme, {loader_tag(scene)}"
        )
        yield Finding("warning", what, fix, links[0].element.line)
