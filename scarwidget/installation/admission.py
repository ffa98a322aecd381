"""What keeps a frame out though its snippet is right: the clinic's origins, and encryption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scarwidget.edition import Edition
from scarwidget.installation.addresses import PORTS, Origin
from scarwidget.installation.finding import Finding
from scarwidget.installation.policies import Directive, allows
from scarwidget.installation.scene import Scene
from scarwidget.origins import BadOrigin, check_origin


def findings(scene: Scene) -> Iterator[Finding]:
    """Whether the widget server lets this page frame, and browsers let it load at all."""
    snippets = scene.snippets
    framed = [mount.clinic for mount in snippets.mounts if not mount.inline]
    framed += [f.place.clinic or "" for f in snippets.all_frames if f.place.server != "other"]
    for clinic in dict.fromkeys(framed):
        if edition := scene.knows.editions.get(clinic):
            yield from _origins(scene, edition)
    yield from _unencrypted(scene)


def _origins(scene: Scene, edition: Edition) -> Iterator[Finding]:
    clinic, own = edition.clinic, scene.own
    where = f"in {scene.knows.described.get(clinic.id, 'its plugin')}"
    if not clinic.origins:
        what = f"{clinic.id} has no origins, so any website may frame its widgets."
        fix = f"To let only this one, write {where}: {_line((str(own),))}"
        yield Finding("notice", what, fix)
        return
    # As the frame itself says it to browsers.
    ancestors = ("'self'", *clinic.origins, *scene.knows.extra_origins)
    if allows(Directive("frame-ancestors", ancestors), str(own), scene.knows.origin):
        return
    if not _can_be_named(own):
        yield _unnameable(clinic.id, clinic.origins, own, where)
        return
    what = f"Browsers do not show {clinic.id}'s frames on {own}, which is not among its origins."
    fix = f"Write {where}: {_line((*clinic.origins, str(own)))}"
    if twin := _twin(own, clinic.origins):
        what += f" They hold {twin}, and to browsers that is another website."
        fix += f" (or redirect visitors to {twin})"
    yield Finding("error", what, fix)


def _can_be_named(origin: Origin) -> bool:
    try:
        check_origin(str(origin))
    except BadOrigin:
        return False
    return True


def _unnameable(clinic: str, origins: tuple[str, ...], own: Origin, where: str) -> Finding:
    """What there is to say of a page whose origin no clinic can list."""
    secure = _encrypted(own)
    if own.scheme == "https" or not _can_be_named(secure):
        what = f"The page is on {own}, which no clinic can name among its origins."
        return Finding("error", what, "Serve it by https and under a name.")
    what = f"The page came unencrypted, from {own}, and {clinic} may be framed by https alone."
    fix = f"Serve it by https, redirect http there, and check {secure}"
    if str(secure) not in origins:
        fix += f" (and write {where}: {_line((*origins, str(secure)))})"
    return Finding("error", what, fix)


def _encrypted(origin: Origin) -> Origin:
    usual = origin.port == PORTS["http"]
    return replace(origin, scheme="https", port=PORTS["https"] if usual else origin.port)


def _twin(own: Origin, origins: tuple[str, ...]) -> str | None:
    """The origin that is this one with www in front, or without."""
    bare = own.host.removeprefix("www.")
    twin = str(replace(own, host=bare if bare != own.host else f"www.{bare}"))
    return twin if twin in origins else None


def _line(origins: tuple[str, ...]) -> str:
    return "origins = [" + ", ".join(f'"{origin}"' for origin in origins) + "]"


def _unencrypted(scene: Scene) -> Iterator[Finding]:
    ours, snippets = scene.knows.origin, scene.snippets
    parts = [*snippets.all_frames, *snippets.htmx, *snippets.loaders, *snippets.stylesheets]
    used = snippets.mounts or any(part.place.server == "ours" for part in parts)
    if used and scene.knows.configured and scene.blocks_as_mixed(ours):
        what = f"The page is encrypted and the widget server, {ours}, is not: browsers block it."
        secure = _encrypted(ours)
        fix = f'Serve the widgets by https, then write in the settings: public_url = "{secure}"'
        yield Finding("error", what, fix)
