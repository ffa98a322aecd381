"""What of a page's widgets its own Content-Security-Policies block, and the line that helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scarwidget.installation.finding import Finding, printable
from scarwidget.installation.frames import lost, told
from scarwidget.installation.markup import Element
from scarwidget.installation.policies import (
    CONNECTIONS,
    FRAMES,
    SCRIPTS,
    STYLES,
    Directive,
    Policy,
    allows,
)
from scarwidget.installation.scene import Scene
from scarwidget.installation.snippets import Located
from scarwidget.rendering.snippets import SANDBOX

LONGEST_LINE = 600
MOST_USES = 60
"""More than this on one page would say nothing new of its policies."""

TRUSTED_TYPES = "scarwidget"
"""The name of the loader's own policy."""

_STAND_INS = frozenset({"default-src", "child-src"})
_GRAVE = frozenset({"allow-scripts", "allow-same-origin"})


@dataclass(frozen=True)
class Use:
    """Something that a page loads.

    ``what`` is what to call it, ``directives`` are those that may forbid it, ``element`` is
    the one that asks for it; None for what a script asks for later.
    """

    what: str
    directives: tuple[str, ...]
    address: str
    element: Element | None = None


def findings(scene: Scene) -> Iterator[Finding]:
    """What each policy of the page blocks."""
    uses = list(dict.fromkeys(_uses(scene)))[:MOST_USES]
    for policy in scene.policies:
        for use in uses:
            yield from _blocked(scene, policy, use)
        for loader in scene.snippets.loaders:
            yield from _script(scene, policy, loader)
        yield from _sandbox(scene, policy)
    yield from _trusted_types(scene)


def _uses(scene: Scene) -> Iterator[Use]:
    snippets, knows = scene.snippets, scene.knows
    for mount in snippets.mounts:
        clinic, widget = printable(mount.clinic), printable(mount.widget)
        if mount.inline:
            address = knows.address(clinic, widget, "fragment")
            yield Use("what inline widgets fetch", CONNECTIONS, address)
        elif not mount.frames:
            yield Use("the frames", FRAMES, knows.address(clinic, widget, "frame"))
    for frame in snippets.all_frames:
        if frame.place.server != "other":
            yield Use("the frames", FRAMES, frame.place.url, frame.element)
    for asked in snippets.htmx:
        if asked.place.server != "other":
            yield Use("what htmx fetches", CONNECTIONS, asked.place.url)
    for sheet in snippets.stylesheets:
        if sheet.place.server != "other":
            yield Use("the stylesheet", STYLES, sheet.place.url, sheet.element)


def _blocked(scene: Scene, policy: Policy, use: Use) -> Iterator[Finding]:
    directive = policy.governing(use.directives)
    if directive is None or not _applies(policy, use.element):
        return
    if use.directives is STYLES and use.element and _has_nonce(use.element, directive):
        return
    if not allows(directive, _upgraded(scene, use.address), scene.own):
        yield _finding(scene, policy, directive, use.directives, use.what)


def _applies(policy: Policy, element: Element | None) -> bool:
    """Whether a policy is there already when the browser comes to an element."""
    return element is None or element.order > policy.since


def _has_nonce(element: Element, directive: Directive) -> bool:
    nonce = element.attributes.get("nonce", "")
    return bool(nonce) and f"'nonce-{nonce}'" in directive.sources


def _upgraded(scene: Scene, address: str) -> str:
    return "https" + address[4:] if scene.upgrades and address.startswith("http:") else address


def _finding(
    scene: Scene, policy: Policy, directive: Directive, names: tuple[str, ...], what: str
) -> Finding:
    sources = _shown(directive.sources)
    if directive.name in _STAND_INS:
        # The name that nobody needs to look up: script-src, not script-src-elem.
        wanted = next(n for n in names if n not in _STAND_INS and not n.endswith("-elem"))
        because = f"it has no {wanted}, so its {directive.name} counts: {sources}"
    else:
        wanted = directive.name
        because = f"its {wanted} is {sources}"
    origin = scene.knows.origin
    told_so = f"The Content-Security-Policy in {policy.where} blocks {what} of {origin}: {because}."
    return Finding("error", told_so, f"Write in it: {_line(wanted, directive, str(origin))}")


def _shown(sources: tuple[str, ...]) -> str:
    return printable(" ".join(sources)) if sources else "empty"


def _line(name: str, directive: Directive, addition: str) -> str:
    """A directive with one more source, whole enough to be copied."""
    text = " ".join((name, *directive.kept, addition))
    return text if len(text) <= LONGEST_LINE and text.isprintable() else f"{name} … {addition}"


def _script(scene: Scene, policy: Policy, loader: Located) -> Iterator[Finding]:
    directive = policy.governing(SCRIPTS)
    element, place = loader.element, loader.place
    if directive is None or place.server == "other" or not _applies(policy, element):
        return
    hashes = element.get("integrity").split()
    if _has_nonce(element, directive):
        return
    if hashes and all(f"'{part}'" in directive.sources for part in hashes):
        return
    strict = directive.holds("strict-dynamic")
    if not strict and allows(directive, _upgraded(scene, place.url), scene.own):
        return
    found = _finding(scene, policy, directive, SCRIPTS, "the loader")
    what, fix = found.what, found.fix
    nonces = any(source.lower().startswith("'nonce-") for source in directive.sources)
    if nonces and element.attributes.get("nonce"):
        what = (
            f"The loader's nonce is not that of the Content-Security-Policy in {policy.where}, so "
            "it is blocked. Perhaps a cache keeps one of the two."
        )
        fix = "Have the page and its policy made anew together, or keep the page out of the cache."
    elif strict:
        what += " Beside 'strict-dynamic' no address counts."
        fix = 'Give the loader\'s tag the nonce that the page gives its other scripts: nonce="…"'
        if not nonces:
            fix = "Pin the loader, and write its hash in the policy too: 'sha384-…'"
    elif nonces:
        fix += " (or give the loader's tag the nonce that the page gives its other scripts)"
    yield Finding("error", what, fix, element.line)


def _sandbox(scene: Scene, policy: Policy) -> Iterator[Finding]:
    tokens = policy.directives.get("sandbox")
    if tokens is None or not scene.snippets.stands:
        return
    if missing := lost(frozenset(token.lower() for token in tokens)):
        what = (
            f"The Content-Security-Policy in {policy.where} puts the whole page in a sandbox, "
            f"and its widgets too: {told(missing)}."
        )
        kept = [printable(token) for token in tokens if token not in SANDBOX.split()]
        fix = f"Write in it: {' '.join(('sandbox', SANDBOX, *kept))}"
        yield Finding("warning" if _GRAVE.isdisjoint(missing) else "error", what, fix)


def _trusted_types(scene: Scene) -> Iterator[Finding]:
    required = "require-trusted-types-for"
    if not any("'script'" in policy.directives.get(required, ()) for policy in scene.policies):
        return
    if not any(mount.inline for mount in scene.snippets.mounts):
        return
    for policy in scene.policies:
        names = policy.directives.get("trusted-types")
        if names is not None and {TRUSTED_TYPES, "*"}.isdisjoint(names):
            directive = Directive("trusted-types", names)
            what = (
                f"The Content-Security-Policy in {policy.where} demands Trusted Types and lets "
                f"inline widgets have none: its trusted-types is {_shown(names)}."
            )
            fix = f"Write in it: {_line('trusted-types', directive, TRUSTED_TYPES)}"
            yield Finding("error", what, fix)
