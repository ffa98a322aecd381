"""What an operator can set: one file, and every key of it as an environment variable."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.origins import Origin
from scarwidget.shapes import Document, read_document, shaped

CONFIG_NAME = "scarwidget.toml"
PREFIX = "SCARWIDGET_"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"

_TRUE = {"1": True, "true": True, "yes": True, "on": True}
_FALSE = {"0": False, "false": False, "no": False, "off": False}


def check_public_url(address: str) -> str:
    """Give an address back, or raise ValueError where no browser could read its host or port."""
    try:
        parts = urlsplit(address)
        named = parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        named = None
    if not named:
        expected = "expected a host, and a port if any, such as 'https://widgets.example:8443'"
        raise ValueError(f"{address!r} cannot be read as an address: {expected}")
    return address


PublicUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*[^\s/?#\"'<>])?$",
        description="an address such as 'https://widgets.example', with no slash at its end",
        extra={"check": check_public_url},
    ),
]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one process runs.

    ``public_url``: the address visitors reach it under, no slash at the end; fragments link
    to it. ``plugins_dir``: a folder of plugins. ``plugins``: the names that may load, in
    this order; absent, all that are found. ``introspection``: whether ``/-/plugins.json``
    and the list of clinics at ``/`` answer. ``strict``: a failing plugin stops the start.
    ``lint``: what clinics say is read against the advertising rules at the start.
    ``extra_origins``: web sites that may frame every clinic (a staging site, the demo).
    ``host``, ``port``, ``workers``, ``server``: for ``scarwidget serve``.
    """

    public_url: PublicUrl | None = None
    plugins_dir: str | None = None
    plugins: tuple[str, ...] | None = None
    introspection: bool = False
    strict: bool = False
    lint: bool = True
    extra_origins: tuple[Origin, ...] = ()
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8000
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    server: Literal["granian", "uvicorn"] = "granian"

    @property
    def base_url(self) -> str:
        """The public URL, or the address of this process when none is set."""
        return self.public_url or self.own_url

    @property
    def own_url(self) -> str:
        """The address that this process listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def to_environment(self) -> dict[str, str]:
        """The same settings as environment variables, for a worker process."""
        found: dict[str, str] = {}
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, tuple):
                found[PREFIX + name.upper()] = ",".join(value)
            elif isinstance(value, bool):
                found[PREFIX + name.upper()] = "true" if value else "false"
            elif value is not None:
                found[PREFIX + name.upper()] = str(value)
        return found


def load_settings(
    config: Path | None = None, environ: Mapping[str, str] | None = None, **overrides: Any
) -> Settings:
    """Read the settings: overrides win over the environment, which wins over the file.

    ``config`` is the file; without it the one named by ``SCARWIDGET_CONFIG`` is read, else
    ``scarwidget.toml`` here if there is one. Relative folders in a file count from the
    file. Raises :class:`~scarwidget.faults.FaultsFound` with every key that is wrong.
    """
    environ = os.environ if environ is None else environ
    faults: list[Fault] = []
    merged: dict[str, tuple[str, Any]] = {}
    path = _config_path(config, environ, faults)
    document = None if path is None else _read(path, faults)
    if path is not None and document is not None:
        for key, value in document.tree.items():
            merged[key] = (str(path), value)
        if isinstance(merged.get("plugins_dir", ("", None))[1], str):
            merged["plugins_dir"] = (str(path), str(path.parent / merged["plugins_dir"][1]))
    for key in Settings.__struct_fields__:
        if (raw := environ.get(PREFIX + key.upper())) is not None:
            merged[key] = (PREFIX + key.upper(), _from_string(key, raw))
    for variable in environ:
        key = variable.removeprefix(PREFIX).lower()
        if (
            variable.startswith(PREFIX)
            and variable != CONFIG_VARIABLE
            and key not in Settings.__struct_fields__
        ):
            known = [PREFIX + name.upper() for name in Settings.__struct_fields__]
            faults.append(
                Fault("environment", variable, "is not a setting", nearest(variable, known))
            )
    merged.update({key: ("command line", v) for key, v in overrides.items() if v is not None})
    found = _convert(merged, document, faults)
    faults.extend(folder_faults(found.get("plugins_dir")))
    if faults:
        raise FaultsFound(faults)
    return Settings(**found)


def folder_faults(plugins_dir: str | None) -> Iterator[Fault]:
    """Yield what is wrong with a folder of plugins as a whole."""
    if plugins_dir is not None and not Path(plugins_dir).is_dir():
        yield Fault("settings", "plugins_dir", f"{plugins_dir} is not a folder")


def _config_path(
    config: Path | None, environ: Mapping[str, str], faults: list[Fault]
) -> Path | None:
    named = config or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    if named is None:
        here = Path(CONFIG_NAME)
        return here if here.is_file() else None
    if not named.is_file():
        faults.append(Fault(str(named), "", "is not there", "expected a settings file"))
        return None
    return named


def _read(path: Path, faults: list[Fault]) -> Document | None:
    try:
        return read_document(path)
    except FaultsFound as found:
        faults.extend(found.faults)
        return None


def _from_string(key: str, raw: str) -> Any:
    """An environment variable as the type its setting has; a wrong one is left as it is."""
    if key in ("plugins", "extra_origins"):
        return [part.strip() for part in raw.split(",") if part.strip()]
    if key in ("introspection", "strict", "lint"):
        return {**_TRUE, **_FALSE}.get(raw.strip().lower(), raw)
    if key in ("port", "workers") and raw.strip().isdecimal():
        return int(raw)
    return raw


def _convert(
    merged: Mapping[str, tuple[str, Any]], document: Document | None, faults: list[Fault]
) -> dict[str, Any]:
    kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    found: dict[str, Any] = {}
    for key, (where, value) in merged.items():
        wrong: Iterable[Fault] = ()
        if key not in kinds:
            wrong = [Fault(where, key, "is not a setting", nearest(key, kinds))]
        else:
            try:
                found[key] = shaped(where, key, value, kinds[key])
            except FaultsFound as error:
                wrong = error.faults
        if document is not None and where == document.where:
            wrong = document.located(wrong)
        faults.extend(wrong)
    return found
