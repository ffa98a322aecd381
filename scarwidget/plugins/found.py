"""Where plugins are: entry points of installed distributions, and a folder."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from scarwidget.plugins.data import DataPlugin
from scarwidget.plugins.hooks import PROJECT

_NAME = re.compile(r"^[a-z][a-z0-9-]{0,59}$")


@dataclass(frozen=True)
class Found:
    """A plugin before it is loaded: its name, where it is, and how to load it."""

    name: str
    where: str
    load: Callable[[], object]


def installed() -> Iterator[Found]:
    """The plugins that installed distributions name under the entry-point group ``scarwidget``."""
    for point in entry_points(group=PROJECT):
        where = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        yield Found(point.name, where, point.load)


def in_folder(folder: Path) -> Iterator[Found]:
    """The plugins of a folder: Python files, packages, and folders that hold only data.

    A name's underscores count as hyphens. Anything that begins with a dot or an underscore
    is left out.
    """
    for path in sorted(folder.iterdir()):
        name = path.stem.replace("_", "-") if path.suffix == ".py" else path.name.replace("_", "-")
        if path.name.startswith((".", "_")):
            continue
        if (path / "__init__.py").is_file():
            yield Found(name, str(path), _module_loader(folder, path / "__init__.py", path))
        elif path.is_dir():
            yield Found(path.name, str(path), _data_loader(path))
        elif path.suffix == ".py":
            yield Found(name, str(path), _module_loader(folder, path, None))


def module_prefix(folder: Path) -> str:
    """How the names of all modules begin that come from the plugins of a folder."""
    # Two apps in one process may each have a folder with a plugin of the same name.
    mark = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    return f"_scarwidget_{mark}_"


def misnamed(name: str) -> str | None:
    """What is wrong with a plugin's name; None when nothing is."""
    if _NAME.match(name):
        return None
    return f"{name!r} is not a plugin's name, expected small letters, digits and hyphens"


def _data_loader(folder: Path) -> Callable[[], object]:
    return lambda: DataPlugin(folder)


def _module_loader(folder: Path, file: Path, package: Path | None) -> Callable[[], object]:
    def load() -> object:
        name = module_prefix(folder) + (package or file).stem
        spec = importlib.util.spec_from_file_location(
            name, file, submodule_search_locations=[str(package)] if package else None
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{file} cannot be imported")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return module

    return load
