"""Static files under names that change with their bytes, so that they can be kept for ever."""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import brotli

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
_OLDER_SHEET = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}\.css")

_FILLED_IN = re.compile(
    rb"%PUBLIC_URL%|%asset:(?P<asset>[^%\s]+)%|"
    rb"(?P<quote>[\"'`])%include:(?P<include>[^%\s]+)%(?P=quote)"
)
"""What a script leaves open until the server starts."""


@dataclass(frozen=True)
class Asset:
    """A static file: its hashed name, its bytes and its media type."""

    name: str
    body: bytes
    media_type: str

    @cached_property
    def brotli(self) -> bytes:
        """The body as small as Brotli makes it, worked out once."""
        packed: bytes = brotli.compress(self.body, quality=11)
        return packed

    @cached_property
    def gzip(self) -> bytes:
        """The body as small as gzip makes it, worked out once."""
        return gzip.compress(self.body, compresslevel=9, mtime=0)

    @cached_property
    def integrity(self) -> str:
        """What a page that pins the file says about it: ``sha384-…``."""
        return f"sha384-{_base64(hashlib.sha384(self.body).digest())}"


class Assets:
    """Every file of a folder, its sub-folders apart, and a style sheet of each clinic's theme.

    Those are for sites that include fragments; documents of our own hold the theme themselves.

    In scripts, ``%PUBLIC_URL%`` becomes the server's address, ``%asset:widget.js%`` the hashed
    name of that file, and the string ``"%include:htmx.min.js%"`` that file as it is, within a
    function of the ``document`` it shall see, which gives its ``htmx``.

    Raises :class:`ValueError` when a script refers to a file that is not there, or by way of
    others to itself.
    """

    def __init__(
        self, folder: Path, clinics: Iterable[Clinic] = (), *, public_url: str = ""
    ) -> None:
        self._by_name: dict[str, Asset] = {}
        self._hashed: dict[str, str] = {}
        self._folder = folder
        self._public_url = public_url.encode()
        self._files = {
            path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()
        }
        for name in self._files:
            self._load(name, ())
        for clinic in clinics:
            self._add(f"theme-{clinic.id}.css", theme_css(clinic.theme).encode())

    def _load(self, name: str, above: tuple[str, ...]) -> str:
        """The hashed name of a file, once it holds those of the files it refers to."""
        way = (*above, name)
        if name in above:
            raise ValueError(f"static files refer to each other in a circle: {' > '.join(way)}")
        if name not in self._files:
            raise ValueError(f"{above[-1]} refers to {name!r}, which is not in {self._folder}")
        if name not in self._hashed:
            body = self._files[name]
            if name.endswith(".js"):
                body = _FILLED_IN.sub(lambda found: self._filled_in(found, way), body)
            self._add(name, body)
        return self._hashed[name]

    def _filled_in(self, found: re.Match[bytes], way: tuple[str, ...]) -> bytes:
        if referred := found["asset"]:
            return self._load(referred.decode(), way).encode()
        if included := found["include"]:
            name = included.decode()
            self._load(name, way)
            variable = name.partition(".")[0].encode()
            return b"(document=>{" + self._files[name] + b"\nreturn " + variable + b"})"
        return self._public_url

    def _add(self, name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        digest = hashlib.sha256(body).hexdigest()[:HASH_LENGTH]
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        asset = Asset(f"{stem}.{digest}.{suffix}", body, media_type)
        self._by_name[asset.name] = asset
        self._hashed[name] = asset.name

    def __getitem__(self, name: str) -> Asset:
        """The file of this plain name; KeyError when there is no such file."""
        return self._by_name[self._hashed[name]]

    def get(self, hashed_name: str) -> Asset | None:
        """The file of this hashed name; None when there is none, or it has changed since."""
        return self._by_name.get(hashed_name)

    def successor(self, hashed_name: str) -> Asset | None:
        """The style sheet as it is now, for the hashed name of an older one.

        Clinics paste such names into their pages, and must not lose their looks when a rule
        changes. A script gets none: whoever pins one wants those bytes or nothing.
        """
        stem, _, rest = hashed_name.partition(".")
        if not _OLDER_SHEET.fullmatch(rest):
            return None
        now = self._hashed.get(f"{stem}.css")
        return self._by_name[now] if now else None

    def name(self, name: str) -> str:
        """The hashed name of a file; KeyError when there is no such file."""
        return self._hashed[name]

    def integrity(self, name: str) -> str:
        """The ``integrity`` of a file by its plain name; KeyError when there is no such file."""
        return self[name].integrity

    @property
    def names(self) -> Mapping[str, str]:
        """Hashed names by plain name."""
        return self._hashed


def theme_properties(theme: Theme) -> str:
    """A theme as the custom properties that the style sheets read."""
    return (
        f"--scar-accent-light:{theme.accent};"
        f"--scar-accent-dark:{theme.accent_dark};"
        f"--scar-font:{_FONTS[theme.font]};"
        f"--scar-corners:{_CORNERS[theme.corners]}"
    )


def theme_css(theme: Theme) -> str:
    """A theme as the style sheet of a document."""
    return f":root{{{theme_properties(theme)}}}"


@cache
def theme_hash(theme: Theme) -> str:
    """What a Content-Security-Policy says to allow a theme in its document: ``'sha256-…'``."""
    return f"'sha256-{_base64(hashlib.sha256(theme_css(theme).encode()).digest())}'"


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
