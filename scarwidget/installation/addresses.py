"""Addresses as a browser reads them. Nothing here raises at what a page may hold."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST_LABEL = 63
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_TRIMMED = "".join(map(chr, range(33)))
_DROPPED = str.maketrans("", "", "\t\n\r")
# What an address may hold as it is; all else is written in percent.
_SAFE = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True)
class Origin:
    """Scheme, ASCII host and port of a web site."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def here(self) -> bool:
        """Whether this is a site of the machine that asks, which browsers trust unencrypted."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def same_host(self, other: Origin) -> bool:
        """Whether both are one site but for the scheme, each on its own usual port."""
        usual = self.port == PORTS[self.scheme] and other.port == PORTS[other.scheme]
        return self.host == other.host and (self.port == other.port or usual)


def ascii_host(host: str) -> str | None:
    """A host as it goes over the wire; None when it is none.

    Names in other scripts become Punycode by today's rules, not by those of 2003 that
    Python's own codec has: ``straße`` keeps its ß.
    """
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host.partition("%")[0]))
        except ValueError:
            return None
    labels = []
    for raw in _DOTS.sub(".", host).removesuffix(".").split("."):
        label = unicodedata.normalize("NFKC", raw[: LONGEST_LABEL + 1]).lower()
        if not label.isascii():
            label = "xn--" + unicodedata.normalize("NFKC", label).encode("punycode").decode()
        if not 0 < len(label) <= LONGEST_LABEL or not re.fullmatch(r"[a-z0-9_-]+", label):
            return None
        labels.append(label)
    return ".".join(labels)


def origin_of(address: str) -> Origin | None:
    """The origin of an absolute address; None when it is not one of the web."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None
    known = ascii_host(host) if host and scheme in PORTS else None
    if known is None:
        return None
    return Origin(scheme, known, PORTS[scheme] if port is None else port)


def resolve(base: str, written: str) -> str | None:
    """An address as a page writes it, made absolute; None when it leads nowhere."""
    try:
        return urljoin(base, written.strip(_TRIMMED).translate(_DROPPED))
    except ValueError:
        return None


def is_relative(written: str) -> bool:
    """Whether an address leaves the host to the page that it stands on."""
    try:
        parts = urlsplit(written.strip(_TRIMMED).translate(_DROPPED))
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def on_the_wire(address: str) -> str:
    """An absolute address in ASCII, without its fragment, as a request names it."""
    parts = urlsplit(address)
    origin = origin_of(address)
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return f"{origin}{path}{query}"
