"""Static files under names that change with their bytes, so that they can be kept for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scarwidget.clinics import Clinic, Theme

_FONTS = {
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang HK", "Noto Sans HK", '
    '"Microsoft JhengHei", sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Songti HK", serif',
    "rounded": 'ui-rounded, "SF Pro Rounded", Nunito, system-ui, "PingFang HK", "Noto Sans HK", '
    '"Microsoft JhengHei", sans-serif',
}
_CORNERS = {"sharp": "2px", "soft": "10px", "round": "18px"}
HASH_LENGTH = 12


@dataclass(frozen=True)
class Asset:
    """A static file: its hashed name, its bytes and its media type."""

    name: str
    body: bytes
    media_type: str


class Assets:
    """Every static file, and one small stylesheet a clinic's theme."""

    def __init__(self, folder: Path, clinics: Iterable[Clinic] = ()) -> None:
        self._by_name: dict[str, Asset] = {}
        self._hashed: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.is_file():
                self._add(path.name, path.read_bytes())
        for clinic in clinics:
            self._add(f"theme-{clinic.id}.css", theme_css(clinic.theme).encode())

    def _add(self, name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        digest = hashlib.sha256(body).hexdigest()[:HASH_LENGTH]
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        asset = Asset(f"{stem}.{digest}.{suffix}", body, media_type)
        self._by_name[asset.name] = asset
        self._hashed[name] = asset.name

    def get(self, hashed_name: str) -> Asset | None:
        """The file of this hashed name; None when there is none, or it has changed since."""
        return self._by_name.get(hashed_name)

    def name(self, name: str) -> str:
        """The hashed name of a file; KeyError when there is no such file."""
        return self._hashed[name]

    @property
    def names(self) -> Mapping[str, str]:
        """Hashed names by plain name."""
        return self._hashed


def theme_css(theme: Theme) -> str:
    """A theme as the custom properties that the stylesheet reads."""
    return (
        ":root{"
        f"--scar-accent-light:{theme.accent};"
        f"--scar-accent-dark:{theme.accent_dark};"
        f"--scar-font:{_FONTS[theme.font]};"
        f"--scar-corners:{_CORNERS[theme.corners]}"
        "}\n"
    )
