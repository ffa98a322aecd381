"""One page held against what the widget server knows."""

from __future__ import annotations

from collections.abc import Iterator

from scarwidget.installation import (
    absence,
    admission,
    blocking,
    fragments,
    frames,
    loaders,
    mounts,
    names,
)
from scarwidget.installation.addresses import origin_of
from scarwidget.installation.finding import Finding, Report, quoted, report
from scarwidget.installation.knowledge import Knows
from scarwidget.installation.markup import parse
from scarwidget.installation.page import FetchedPage, read
from scarwidget.installation.policies import policies_of
from scarwidget.installation.scene import Scene
from scarwidget.installation.snippets import MOST, gather

CHECKS = (absence, mounts, frames, names, loaders, fragments, admission, blocking)


def examine(page: FetchedPage, knows: Knows) -> Report:
    """The snippets of a page and what is wrong with each, from nothing but the arguments.

    Whatever the page is, this gives a report. Raises ValueError when ``page.url`` is no
    absolute address of the web.
    """
    own = origin_of(page.url)
    if own is None:
        raise ValueError(f"{page.url!r} is no address of the web")
    source = read(page)
    if source.html is None:
        return report(page.url, (), source.findings)
    place = knows.read(page.url, page.url)
    if place and place.server != "other" and place.clinic in knows.editions:
        what = "This is a page of the widget server itself, not one that embeds a widget."
        fix = "Give the address of a page on the clinic's website."
        return report(page.url, (), [Finding("error", what, fix)])
    document = parse(source.html)
    policies = policies_of(page, document.every("meta"))
    snippets = gather(document, page.url, knows)
    scene = Scene(page, own, document, snippets, policies, knows)
    found = [finding for check in CHECKS for finding in check.findings(scene)]
    return report(page.url, snippets.found(), [*source.findings, *found, *_page(scene)])


def _page(scene: Scene) -> Iterator[Finding]:
    """What concerns the page as a whole."""
    snippets = scene.snippets
    kinds = (snippets.mounts, snippets.frames, snippets.htmx, snippets.links)
    if any(len(kind) >= MOST for kind in kinds):
        what = f"The page has more than {MOST} snippets of a kind: the first were looked at."
        yield Finding("notice", what, "Check a shorter page with the same snippets.")
    elements = [
        *(mount.element for mount in snippets.mounts),
        *(frame.element for frame in snippets.all_frames),
        *(include.element for include in snippets.includes),
    ]
    ours = {element.attributes.get("id", "") for element in elements}
    for identity, count in scene.document.ids.items():
        if count > 1 and (identity in ours or identity.startswith("scarwidget")):
            what = f"{count} elements have the id {quoted(identity)}: links find only the first."
            fix = "Give each an id of its own, or include the same widget only once."
            yield Finding("warning", what, fix)
