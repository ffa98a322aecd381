"""What a running server is made of: the folders and files whose edits it takes in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from scarwidget.bundle import bundled
from scarwidget.catalogue import CONTENT
from scarwidget.plugins.found import module_prefix
from scarwidget.plugins.hooks import PROJECT
from scarwidget.rendering.languages import MESSAGES
from scarwidget.settings import Settings

_PASSING = re.compile(
    r"^[.#]|~$|^4913$|^(__pycache__|node_modules)$|___jb_|"
    r"\.(py[co]|sw[a-z]|tmp|temp|bak|orig|rej|part)$"
)
"""Names of what editors and tools leave beside the files that are meant."""


@dataclass(frozen=True)
class Sources:
    """Folders that count with all they hold, single files, and the Python in them.

    ``modules`` are beginnings of dotted names, each name taken with a dot at its end.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    modules: tuple[str, ...]

    def name(self, path: Path) -> str | None:
        """What to call an edited file; None for one that makes no difference."""
        for folder in self.folders:
            root = folder.resolve()
            if path.is_relative_to(root) and _counts(folder, parts := path.relative_to(root).parts):
                return "/".join((folder.name, *parts))
        return None

    def look(self) -> dict[Path, tuple[int, ...]]:
        """What changes when a file is written, and when a folder is another one than before."""
        found: dict[Path, tuple[int, ...]] = {}
        for path in (*self.folders, *self.files):
            try:
                seen = path.stat()
            except OSError:
                continue
            found[path] = (seen.st_dev, seen.st_ino)
            if path in self.files:
                found[path] += (seen.st_mtime_ns, seen.st_size)
        return found


def sources_of(settings: Settings, config: Path) -> Sources:
    """All that goes into what these settings publish; ``config`` is the file they come from."""
    folders = [CONTENT, MESSAGES, bundled("templates"), bundled("static")]
    files = [config]
    modules = []
    if settings.plugins_dir is not None:
        folders.append(Path(settings.plugins_dir).absolute())
        modules.append(module_prefix(Path(settings.plugins_dir)))
    for package in sorted(_editable()):
        spec = find_spec(package)
        if spec is None:
            continue
        modules.append(f"{package}.")
        if spec.submodule_search_locations:
            folders.extend(Path(folder) for folder in spec.submodule_search_locations)
        elif spec.origin:
            files.append(Path(spec.origin))
    return Sources(tuple(folders), tuple(files), tuple(modules))


def _editable() -> set[str]:
    """The packages of plugins that are installed as checkouts: others do not change."""
    points = entry_points(group=PROJECT)
    return {point.module.partition(".")[0] for point in points if _is_editable(point)}


def _is_editable(point: EntryPoint) -> bool:
    written = point.dist.read_text("direct_url.json") if point.dist else None
    return bool(written and json.loads(written).get("dir_info", {}).get("editable"))


def _counts(folder: Path, parts: tuple[str, ...]) -> bool:
    # What the style sheets and scripts are made of has no effect until they are made.
    if folder == bundled("static") and len(parts) > 1:
        return False
    return not any(map(_PASSING.search, parts))


def names(edited: Iterable[str], most: int = 3) -> str:
    """Some of the names, and the number of the rest."""
    found = sorted(edited)
    more = len(found) - most
    return ", ".join(found[:most]) + (f" and {more} more" if more > 0 else "")
