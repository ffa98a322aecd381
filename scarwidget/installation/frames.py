"""Frames: whether each iframe can do what a widget needs, and nothing it should not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scarwidget.edition import Edition, Widget
from scarwidget.installation.finding import Finding, printable, quoted
from scarwidget.installation.knowledge import Place
from scarwidget.installation.scene import Scene
from scarwidget.installation.snippets import Located, is_oembed
from scarwidget.rendering.snippets import RESERVE, RESERVE_OTHERS, SANDBOX

LOSSES: Mapping[str, str] = {
    "allow-scripts": "each step loads the frame anew, and its height is not fitted",
    "allow-forms": "ticks and picks cannot be sent",
    "allow-same-origin": "browsers treat the frame as a site without a name",
    "allow-popups": "sources and booking pages cannot open in a tab",
    "allow-popups-to-escape-sandbox": "the pages it opens are crippled like itself",
    "allow-top-navigation-by-user-activation": "a phone or mail link cannot leave the frame",
}
"""What is lost where a sandbox does not allow something."""

_PIXELS = re.compile(r"[1-9][0-9]*(?:\.[0-9]+)?(?:px)?")
_STYLED = {
    "height": re.compile(r"(?:^|[;\s-])(?:height|aspect-ratio)\s*:", re.IGNORECASE),
    "width": re.compile(r"(?:^|[;\s-])width\s*:", re.IGNORECASE),
}


def lost(tokens: frozenset[str]) -> dict[str, str]:
    """What a sandbox with these tokens takes from a widget, by the token that would give it."""
    top = "allow-top-navigation"
    return {
        token: LOSSES[token]
        for token in SANDBOX.split()
        if token not in tokens and not (top in tokens and token.startswith(top))
    }


def told(missing: Mapping[str, str]) -> str:
    """The same as a sentence's end."""
    return "; ".join(f"without {token} {loss}" for token, loss in missing.items())


def findings(scene: Scene) -> Iterator[Finding]:
    """What is wrong with the frames of a page, and with links that lead to bare forms."""
    for frame in scene.snippets.all_frames:
        yield from _form(scene, frame)
        yield from _tag(frame)
        if is_oembed(frame.element):
            yield from _oembed(scene, frame)
        else:
            yield from _title(scene, frame)
            yield from _size(frame)
            yield from _sandbox(frame)
            yield from _referrer(scene, frame)
    for frame in scene.snippets.frames:
        yield from _link(scene, frame)
    for link in scene.snippets.links:
        yield from _bare(scene, link)


def _known(scene: Scene, place: Place) -> tuple[Edition, Widget] | None:
    edition = scene.knows.editions.get(place.clinic or "")
    widget = edition.widgets.get(place.widget or "") if edition else None
    return (edition, widget) if edition and widget else None


def _form(scene: Scene, frame: Located) -> Iterator[Finding]:
    place = frame.place
    if place.form != "frame" and place.server != "other":
        what = "The frame shows what may not be framed: only addresses that end in /frame may be."
        clinic, widget = printable(place.clinic or "…"), printable(place.widget or "…")
        query = f"?{printable(place.query)}" if place.query else ""
        fix = f'Write: src="{scene.knows.address(clinic, widget, "frame")}{query}"'
        yield Finding("error", what, fix, frame.element.line)


def _tag(frame: Located) -> Iterator[Finding]:
    element = frame.element
    if element.slashed:
        what = (
            "The frame is written <iframe … />, which a browser takes for open: it swallows what "
            "follows."
        )
        yield Finding("error", what, "Write: <iframe …></iframe>", element.line)
    if frame.held:
        what = (
            f"The frame's address waits in {quoted(frame.held)}: it is empty until another script "
            "of the page fills it, perhaps after consent to cookies."
        )
        fix = 'Exempt it there: widgets set no cookie, and loading="lazy" waits without a script.'
        yield Finding("notice", what, fix, element.line)


def _title(scene: Scene, frame: Located) -> Iterator[Finding]:
    element = frame.element
    if any(map(element.get, ("title", "aria-label", "aria-labelledby"))):
        return
    known = _known(scene, frame.place)
    what = "The frame has no title: a screen reader can only say that a frame is there."
    fix = f'Add: title="{known[1].title if known else "…"}"'
    yield Finding("warning", what, fix, element.line)


def _size(frame: Located) -> Iterator[Finding]:
    element = frame.element
    height, style = element.get("height"), element.get("style")
    if not _PIXELS.fullmatch(height) and not _STYLED["height"].search(style):
        said = f"is {quoted(height)}, which keeps no room" if height else "is missing"
        what = f"The frame's height {said}: browsers make it 150 pixels high."
        right = RESERVE.get(frame.place.widget or "", RESERVE_OTHERS)
        fix = f'Write: height="{right}" (unless the page\'s stylesheet gives it one)'
        yield Finding("warning", what, fix, element.line)
    if not element.get("width") and not _STYLED["width"].search(style):
        what = "The frame's width is missing: browsers make it 300 pixels wide."
        fix = 'Write: width="100%" (unless the page\'s stylesheet gives it one)'
        yield Finding("notice", what, fix, element.line)


def _sandbox(frame: Located) -> Iterator[Finding]:
    element = frame.element
    if "sandbox" not in element.attributes:
        what = "The frame has no sandbox: it works, and may do more than it needs to."
        yield Finding("notice", what, f'Add: sandbox="{SANDBOX}"', element.line)
    elif missing := lost(element.words("sandbox")):
        what = f"The frame's sandbox takes something away: {told(missing)}."
        yield Finding("warning", what, f'Write: sandbox="{SANDBOX}"', element.line)


def _referrer(scene: Scene, frame: Located) -> Iterator[Finding]:
    written = frame.element.get("referrerpolicy").lower()
    if written == "no-referrer" or (not written and _page_sends_none(scene)):
        return
    whole = written in ("unsafe-url", "no-referrer-when-downgrade")
    sent = "the address of this page" if whole else "the name of this website"
    said = f"is {quoted(written)}" if written else "is missing"
    what = f"The frame's referrerpolicy {said}: the widget server is told {sent}, needlessly."
    fix = 'Write: referrerpolicy="no-referrer"'
    yield Finding("warning" if whole else "notice", what, fix, frame.element.line)


def _page_sends_none(scene: Scene) -> bool:
    said = scene.page.header("Referrer-Policy").split(",")
    metas = scene.document.every("meta")
    said += [meta.get("content") for meta in metas if meta.get("name").lower() == "referrer"]
    # Of several the last one counts.
    return said[-1].strip().lower() == "no-referrer"


def _oembed(scene: Scene, frame: Located) -> Iterator[Finding]:
    scripts = scene.document.every("script")
    if not any("wp-embed" in script.get("src") for script in scripts):
        what = (
            "WordPress hides its embed until its own script, wp-embed, shows it, and that script "
            "was not seen."
        )
        fix = "Have whatever drops wp-embed.min.js from the page keep it (a bundle may hold it)."
        yield Finding("warning", what, fix, frame.element.line)
    if missing := lost(frame.element.words("sandbox")):
        what = f"WordPress gives its embeds a sandbox of its own: {told(missing)}."
        fix = "Where that matters, use a mount or a frame instead of the pasted address."
        yield Finding("notice", what, fix, frame.element.line)


def _link(scene: Scene, frame: Located) -> Iterator[Finding]:
    place = frame.place
    if is_oembed(frame.element) or place.server == "other" or place.form != "frame":
        return
    pages = {(link.place.clinic, link.place.widget) for link in scene.snippets.links}
    known = _known(scene, place)
    if known and (place.clinic, place.widget) not in pages:
        edition, widget = known
        what = "No link to the same widget stands beside the frame, for when it is not shown."
        address = scene.knows.address(edition.clinic.id, widget.id)
        fix = f'Add below it: <p><a href="{address}">{widget.title}</a></p>'
        yield Finding("notice", what, fix, frame.element.line)


def _bare(scene: Scene, link: Located) -> Iterator[Finding]:
    place = link.place
    if place.form in ("frame", "fragment") and place.server != "other":
        what = f"The link leads to the widget's {place.form}, which is not for reading by itself."
        address = scene.knows.address(printable(place.clinic or ""), printable(place.widget or ""))
        yield Finding("warning", what, f"Let it lead to the page: {address}", link.element.line)
