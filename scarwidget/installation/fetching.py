"""One request for one page: no redirect followed, no cookie kept, bounded in size and time."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from scarwidget.installation.addresses import PORTS, on_the_wire, origin_of
from scarwidget.installation.finding import Finding, printable, quoted
from scarwidget.installation.page import LARGEST, FetchedPage

USER_AGENT = "scarwidget-verify"
PATIENCE = 20.0
"""Seconds for all of it, from the look for the host to the last byte."""

_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Encoding": "identity",
}


class BadAddress(ValueError):
    """An address that is not one of a web page, with a sentence that says why."""


class Unreachable(Exception):
    """No answer came, or none that can be read; ``finding`` says it for a person."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.finding = Finding("error", what, fix)


def web_address(written: str) -> str:
    """An address as it goes over the wire.

    Raises :class:`BadAddress` for anything but http and https, for one with a password in
    it, and for one without a host.
    """
    written = written.strip()
    try:
        parts = urlsplit(written)
        named = parts.username is not None or parts.password is not None
        host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise BadAddress(f"{quoted(written)} is not an address.") from None
    if parts.scheme not in PORTS:
        raise BadAddress(_no_scheme(written))
    if named:
        raise BadAddress("The address holds a user name or password. Check a page open to all.")
    if not host or origin_of(written) is None:
        raise BadAddress(f"{quoted(written)} names no host.")
    return on_the_wire(written)


def _no_scheme(written: str) -> str:
    """The sentence for an address that is not one of http or https."""
    # "localhost:8001" looks as if "localhost" were its scheme.
    if re.match(r"[^/:?#]+([.][^/:?#]+|:[0-9]+)(/|\?|$)", written):
        return f"{quoted(written)} has no scheme. Did you mean https://{printable(written)}?"
    return f"{quoted(written)} is not an address of the web, which begins with http or https."


def fetch(address: str) -> FetchedPage:
    """The answer to one GET of an address that :func:`web_address` gave.

    Raises :class:`Unreachable` when none comes within :data:`PATIENCE` seconds.
    """
    done: list[FetchedPage | Unreachable] = []
    # The look for a host and a server that sends byte by byte know no time limit of ours: a
    # thread can be left behind, and does not keep the process from ending.
    worker = threading.Thread(target=_work, args=(address, done), daemon=True)
    worker.start()
    worker.join(PATIENCE)
    if not done:
        raise _too_slow(address)
    if isinstance(done[0], Unreachable):
        raise done[0]
    return done[0]


def _work(address: str, done: list[FetchedPage | Unreachable]) -> None:
    try:
        done.append(_get(address, time.monotonic() + PATIENCE))
    except Unreachable as error:
        done.append(error)
    except (OSError, HTTPException, ValueError) as error:
        done.append(_said(address, error))


def _get(address: str, end: float) -> FetchedPage:
    request = Request(address, headers=_HEADERS)  # noqa: S310 - http and https alone come here
    with _opener(address).open(request, timeout=PATIENCE) as response:
        return _read(address, response, end)


def _opener(address: str) -> OpenerDirector:
    """What opens http and https and does nothing else: no redirects, no cookies, no files."""
    origin = origin_of(address)
    opener = OpenerDirector()
    opener.addheaders = []
    # No proxy of the environment stands between this machine and itself.
    opener.add_handler(ProxyHandler({} if origin and origin.here else None))
    opener.add_handler(HTTPHandler())
    opener.add_handler(HTTPSHandler())
    return opener


def _read(address: str, response: HTTPResponse, end: float) -> FetchedPage:
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST and (part := response.read1(65_536)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > end:
            raise _too_slow(address)
    body = b"".join(parts)
    return FetchedPage(
        url=address,
        status=response.status,
        headers=tuple(response.getheaders()),
        body=body[:LARGEST],
        cut=len(body) > LARGEST,
    )


def _too_slow(address: str) -> Unreachable:
    what = f"{_host(address)} did not answer in full within {PATIENCE:g} seconds."
    return Unreachable(what, "See whether the page opens in a browser, and how fast.")


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _said(address: str, error: Exception) -> Unreachable:
    """An error of the network in words."""
    reason = error.reason if isinstance(error, URLError) else error
    host = _host(address)
    match reason:
        case ssl.SSLCertVerificationError():
            what = f"The certificate of {host} does not hold: {reason.verify_message}."
            fix = "Browsers warn of it too: have it renewed, or made for this name."
        case ssl.SSLError():
            what = f"{host} does not speak TLS as it should: {reason.reason or reason}."
            fix = "See whether the address begins with http:// or https:// in a browser."
        case socket.gaierror():
            what = f"There is no host named {host}, or no network: {reason.strerror}."
            fix = "Look for a slip in the address."
        case TimeoutError():
            return _too_slow(address)
        case ConnectionRefusedError():
            what = f"Nobody answers at {host}: the connection was refused."
            fix = "See whether the web server runs, and whether the port is right."
        case ConnectionError() | HTTPException():
            what = f"{host} broke off, or did not answer as a web server does: {_named(reason)}."
            fix = "See whether the page opens in a browser."
        case _:
            what = f"{host} cannot be reached: {_named(reason)}."
            fix = "See whether the page opens in a browser on this machine."
    return Unreachable(what, fix)


def _named(reason: object) -> str:
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return type(reason).__name__ if isinstance(reason, Exception) else quoted(str(reason))
