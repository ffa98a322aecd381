"""The loader: whether a browser fetches it, believes it and runs it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from scarwidget.installation.finding import Finding, quoted
from scarwidget.installation.knowledge import LOADER, Knows
from scarwidget.installation.markup import Element
from scarwidget.installation.scene import Scene
from scarwidget.installation.snippets import Located
from scarwidget.rendering import Asset

STRENGTHS = ("sha512", "sha384", "sha256")
CLASSIC = frozenset(
    {"", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript"}
)


def findings(scene: Scene) -> Iterator[Finding]:
    """What is wrong with the loaders of a page."""
    snippets = scene.snippets
    for loader in snippets.loaders:
        yield from _tag(loader)
        yield from _cors(scene, loader)
        if loader.place.server != "other":
            yield from _bytes(scene.knows, loader)
    if snippets.loaders and not snippets.mounts and snippets.stands:
        what = "The loader has nothing to do: it fills mounts, and there is none."
        fix = 'To have a frame\'s height fitted, put <scar-widget clinic="…" widget="…"> around it.'
        yield Finding("notice", what, fix, snippets.loaders[0].element.line)


def _tag(loader: Located) -> Iterator[Finding]:
    element = loader.element
    if element.slashed:
        what = (
            "The loader is written <script … />, which a browser takes for open: it swallows what "
            "follows."
        )
        yield Finding("error", what, "Write: <script …></script>", element.line)
    kind = element.get("type").lower()
    if loader.held or (kind not in CLASSIC and kind != "module"):
        said = f"waits in {quoted(loader.held)}" if loader.held else f"has the type {quoted(kind)}"
        what = (
            f"The loader {said}: no browser runs it until another script of the page says so, for "
            "consent or for speed."
        )
        fix = "Exempt embed.js there: it sets no cookie, keeps nothing and holds up nothing."
        yield Finding("warning", what, fix, element.line)
    elif kind == "module":
        what = "The loader is asked for as a module, and is a classic script."
        yield Finding("warning", what, 'Leave out: type="module"', element.line)
    elif element.attributes.keys().isdisjoint({"async", "defer"}):
        what = "The page waits for the loader before it goes on."
        yield Finding("notice", what, "Add: async", element.line)


def _cors(scene: Scene, loader: Located) -> Iterator[Finding]:
    element = loader.element
    if loader.place.origin == scene.own:
        return
    if element.get("crossorigin").lower() == "use-credentials":
        what = "The loader is asked for with credentials, and the widget server takes none."
        yield Finding("error", what, 'Write: crossorigin="anonymous"', element.line)
    elif element.get("integrity") and "crossorigin" not in element.attributes:
        what = (
            "The loader has integrity and no crossorigin: browsers cannot check it, and block it."
        )
        yield Finding("error", what, 'Add: crossorigin="anonymous"', element.line)


def _bytes(knows: Knows, loader: Located) -> Iterator[Finding]:
    asset, element = knows.files.get(LOADER), loader.element
    if asset is None:
        return
    pinned = pinned_tag(knows, asset)
    if loader.place.form == "asset" and loader.place.asset != asset.name:
        what = "The loader is pinned to a version that the widget server no longer has (404)."
        yield Finding("error", what, f"Write: {pinned}", element.line)
        return
    matches = _holds(element, asset)
    if matches is False:
        what = "The loader's integrity is not that of its bytes: browsers block it."
        yield Finding("error", what, f"Write: {pinned}", element.line)
    elif matches and loader.place.form == "loader":
        what = "The loader has integrity, and an address whose bytes change with every version."
        yield Finding("warning", what, f"Pin the address too: {pinned}", element.line)


def pinned_tag(knows: Knows, asset: Asset) -> str:
    """The tag that loads one version of the loader and no other."""
    return (
        f'<script src="{knows.base_url}/-/static/{asset.name}" '
        f'integrity="sha384-{_digest(asset, "sha384")}" crossorigin="anonymous" async></script>'
    )


def _digest(asset: Asset, algorithm: str) -> str:
    return base64.b64encode(hashlib.new(algorithm, asset.body).digest()).decode()


def _holds(element: Element, asset: Asset) -> bool | None:
    """Whether a tag's integrity is that of a file; None where it asks for none."""
    written = [part.partition("?")[0].partition("-") for part in element.get("integrity").split()]
    for algorithm in STRENGTHS:
        # Of several the strongest count, and one of those is enough.
        digests = [digest for name, _, digest in written if name.lower() == algorithm]
        if digests:
            return _digest(asset, algorithm) in digests
    return None
