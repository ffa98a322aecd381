"""Whatever an author calls a plugin, as something that can be loaded."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from scarwidget.faults import nearest
from scarwidget.plugins.found import Found, in_folder, installed


class NoSuchPlugin(LookupError):
    """What was given as a plugin is none."""


@dataclass(frozen=True)
class Named:
    """A plugin under a name of the author's choice."""

    name: str
    plugin: object


def named(name: str, plugin: object) -> Named:
    """Give a plugin a name: an object or a module has none of its own that others could know.

    A clinic lists it by this name in its ``plugins``.
    """
    return Named(name, plugin)


def find(plugin: object) -> Found:
    """The plugin as the host loads it.

    ``plugin`` is a path (of a folder or a file), a module, an object with hooks, or the name
    of an installed plugin. Raises :class:`NoSuchPlugin`.
    """
    match plugin:
        case Named(name=name, plugin=inner):
            return replace(find(inner), name=name)
        case Path():
            return _at(plugin)
        case str() if os.sep in plugin or "/" in plugin or plugin.endswith(".py"):
            return _at(Path(plugin))
        case str():
            return _installed(plugin)
        case ModuleType():
            name = plugin.__name__.rpartition(".")[2]
            return Found(_hyphened(name), getattr(plugin, "__file__", None) or name, lambda: plugin)
        case _:
            name = getattr(plugin, "__name__", type(plugin).__name__)
            return Found(_hyphened(name), repr(plugin), lambda: plugin)


def _at(path: Path) -> Found:
    if not path.exists():
        raise NoSuchPlugin(f"there is no plugin at {path}: no such file or folder")
    path = path.resolve()
    for found in in_folder(path.parent):
        if found.where == str(path):
            return found
    raise NoSuchPlugin(
        f"{path} is no plugin, expected a folder or a .py file whose name begins with a letter"
    )


def _installed(name: str) -> Found:
    plugins = {found.name: found for found in installed()}
    if name in plugins:
        return plugins[name]
    advice = nearest(name, plugins) or "none is installed: python -m pip install -e ."
    if Path(name).exists():
        advice = f"for the folder here say Path({name!r})"
    raise NoSuchPlugin(f"no installed plugin is called {name!r} ({advice})")


def _hyphened(name: str) -> str:
    """A Python name as a plugin's: ``AutumnOffers`` and ``autumn_offers`` are ``autumn-offers``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_+", "-", name).strip("-").lower()
