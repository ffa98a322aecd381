"""Which web sites may frame widgets: what counts as an origin."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(
    rf"^(?P<scheme>https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[1-9][0-9]{{0,4}}))?$"
)
_LOCAL = frozenset({"localhost", "127.0.0.1"})
_LAST_PORT = 65535
_QUOTED = 80
"""How much of what is no origin an error quotes."""


class BadOrigin(ValueError):
    """A string that is not an origin a Content-Security-Policy can name safely."""


def check_origin(origin: str) -> str:
    """Give the origin back, or raise :class:`BadOrigin` saying what was expected.

    An origin is ``https://`` and a lower-case ASCII host, with a port if it is not 443;
    ``http://`` is allowed for this machine alone. No path, no wildcard, no user name: the
    string goes into a header as it is.
    """
    shown = repr(origin if len(origin) <= _QUOTED else f"{origin[:_QUOTED]}…")
    found = _ORIGIN.match(origin)
    if found is None or origin != origin.strip() or "\n" in origin:
        raise BadOrigin(
            f"{shown} is not an origin, expected a form such as 'https://www.clinic.example'"
        )
    if found["scheme"] == "http" and found["host"] not in _LOCAL:
        raise BadOrigin(f"{shown} is not encrypted, expected https://{found['host']}")
    if found["port"] and int(found["port"]) > _LAST_PORT:
        raise BadOrigin(f"{shown} has a port above {_LAST_PORT}")
    return origin


Origin = Annotated[str, msgspec.Meta(extra={"check": check_origin})]
"""A string that :func:`check_origin` lets pass."""
