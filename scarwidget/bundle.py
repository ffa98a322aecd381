"""Where the folders are that stand beside the package in a checkout and inside it in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Folder = Literal["templates", "static", "plugins", "example_site"]

_PACKAGE = Path(__file__).parent


def bundled(folder: Folder) -> Path:
    """The folder itself, from the wheel if this is one, else from the checkout.

    Raises :class:`FileNotFoundError` when neither has it.
    """
    for place in (_PACKAGE / "_bundled" / folder, _PACKAGE.parent / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{folder}/ is neither in the installed package nor beside it")
