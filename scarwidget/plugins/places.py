"""Where a plugin is, and where in it something went wrong."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import ModuleType


def home_of(plugin: object) -> Path | None:
    """The folder of a plugin's package, the file of a plugin that is one file, or None.

    A plugin that is an object is where its class is.
    """
    if isinstance(plugin, ModuleType):
        module: ModuleType | None = plugin
    else:
        module = sys.modules.get(type(plugin).__module__)
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        return None
    return Path(file).parent if getattr(module, "__package__", None) else Path(file)


def place_in(error: BaseException, home: Path | None) -> str:
    """The last line of a plugin's own that an exception passed, ``views.py:12``; or nothing."""
    if home is None:
        return ""
    last = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file == home:
            last = f"{file.name}:{line}"
        elif file.is_relative_to(home):
            last = f"{file.relative_to(home).as_posix()}:{line}"
    return last


def said(error: BaseException, home: Path | None = None) -> str:
    """An exception in one line: its kind, its message, and where in the plugin it came from."""
    text = " ".join(str(error).split())
    place = place_in(error, home)
    told = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"{told}, at {place}" if place else told
