"""Content-Security-Policies of a page: what each lets in, by the rules of CSP Level 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scarwidget.installation.addresses import PORTS, Origin, origin_of
from scarwidget.installation.markup import Element
from scarwidget.installation.page import FetchedPage

HEADER = "Content-Security-Policy"
MOST_POLICIES = 20
MOST_SOURCES = 500
"""More than this is no policy that anybody wrote; what is above is not looked at."""

FRAMES = ("frame-src", "child-src", "default-src")
SCRIPTS = ("script-src-elem", "script-src", "default-src")
CONNECTIONS = ("connect-src", "default-src")
STYLES = ("style-src-elem", "style-src", "default-src")

_SPACE = "\t\n\f\r "
_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[^/:*\s\[\]]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}|\*))?(?P<path>/[^?#]*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


@dataclass(frozen=True)
class Directive:
    """The directive that decides, which may stand in for the one that was asked for."""

    name: str
    sources: tuple[str, ...]

    def holds(self, keyword: str) -> bool:
        """Whether a keyword in quotation marks is among the sources, in any case."""
        return any(source.lower() == f"'{keyword}'" for source in self.sources)

    @property
    def kept(self) -> tuple[str, ...]:
        """The sources without ``'none'``, to which others can be added."""
        return tuple(source for source in self.sources if source.lower() != "'none'")


@dataclass(frozen=True)
class Policy:
    """One policy. ``where`` names it; ``since`` is the order of the element that sets it."""

    where: str
    directives: Mapping[str, tuple[str, ...]]
    since: int = 0
    in_markup: bool = False

    def governing(self, names: Iterable[str]) -> Directive | None:
        """The first of these directives that the policy has; None where it has none."""
        found = (Directive(n, self.directives[n]) for n in names if n in self.directives)
        return next(found, None)


def policies_of(page: FetchedPage, metas: Iterable[Element]) -> tuple[Policy, ...]:
    """Every policy that a page must keep to; each of them must allow what it loads."""
    return tuple(_all_of(page, metas))[:MOST_POLICIES]


def _all_of(page: FetchedPage, metas: Iterable[Element]) -> Iterator[Policy]:
    written = [part for value in page.every(HEADER) for part in value.split(",")]
    parsed = [directives for part in written if (directives := _directives(part))]
    for number, directives in enumerate(parsed, 1):
        which = f", number {number}" if len(parsed) > 1 else ""
        yield Policy(f"the header{which}", directives)
    for meta in metas:
        if meta.in_head and meta.get("http-equiv").lower() == HEADER.lower():
            directives = _directives(meta.get("content"))
            # In markup these say nothing; the rest holds for what comes after.
            kept = {n: v for n, v in directives.items() if n not in ("sandbox", "frame-ancestors")}
            yield Policy(f"the <meta> on line {meta.line}", kept, meta.order, in_markup=True)


def _directives(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        words = part.strip(_SPACE).split(None, MOST_SOURCES + 1)
        if words:
            # The first of a name counts, the others are ignored.
            found.setdefault(words[0].lower(), tuple(words[1 : MOST_SOURCES + 1]))
    return found


def allows(directive: Directive | None, address: str, own: Origin) -> bool:
    """Whether a page of the origin ``own`` may load an absolute address by its place."""
    return directive is None or any(_matches(source, address, own) for source in directive.sources)


def _matches(source: str, address: str, own: Origin) -> bool:
    target = origin_of(address)
    if target is None:
        return False
    if source == "*":
        return True
    if source.lower() == "'self'":
        return target == own or (target.scheme == "https" and target.same_host(own))
    if scheme := _SCHEME.fullmatch(source):
        return _scheme_matches(scheme[1].lower(), target.scheme)
    found = _SOURCE.fullmatch(source)
    return (
        found is not None
        and _scheme_matches((found["scheme"] or own.scheme).lower(), target.scheme)
        and _host_matches(found["host"].lower().strip("[]"), target.host)
        and _port_matches(found["port"], target)
        and _path_matches(found["path"], address)
    )


def _scheme_matches(allowed: str, scheme: str) -> bool:
    return allowed == scheme or (allowed == "http" and scheme == "https")


def _host_matches(allowed: str, host: str) -> bool:
    if allowed == "*":
        return True
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed


def _port_matches(allowed: str | None, target: Origin) -> bool:
    if allowed is None:
        return target.port == PORTS[target.scheme]
    upgraded = allowed == "80" and target.scheme == "https" and target.port == PORTS["https"]
    return allowed in ("*", str(target.port)) or upgraded


def _path_matches(allowed: str | None, address: str) -> bool:
    if allowed is None:
        return True
    allowed, path = unquote(allowed), unquote(urlsplit(address).path or "/")
    return path.startswith(allowed) if allowed.endswith("/") else path == allowed
