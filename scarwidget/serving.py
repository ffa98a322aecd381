"""Runs an ASGI application: granian by default, uvicorn where it is asked for."""

from __future__ import annotations

import secrets
import socket
import sys
from importlib.util import find_spec

LOOPBACK = "127.0.0.1"


class PortTaken(Exception):
    """Somebody else listens there already."""


class ServerMissing(Exception):
    """The server that was asked for is not installed."""


QUIET_PORTS = range(20_000, 32_000)
"""Below the ports that systems give to outgoing connections, which come and go at any time."""

TRIES = 100


def free_port(host: str = LOOPBACK, *, but: int | None = None) -> int:
    """A port that nobody listens on now, and that no connection is likely to take meanwhile.

    ``but`` is one that will not do, though it may be free. Raises :class:`PortTaken` where
    none is found.
    """
    for _ in range(TRIES):
        port = secrets.choice(QUIET_PORTS)
        if port != but and _refusal(host, port) is None:
            return port
    raise PortTaken(f"no free port was found on {host}. Choose one with --port.")


def require_port(host: str, port: int, option: str = "--port") -> None:
    """Raise :class:`PortTaken` with one line that says so when a port cannot be had.

    ``option`` is what the line says to choose another with.
    """
    refusal = _refusal(host, port)
    if refusal is not None:
        raise PortTaken(
            f"cannot listen on {host}:{port}: {refusal}. "
            f"Stop what runs there, or choose another with {option}."
        )


def _refusal(host: str, port: int) -> str | None:
    """Why a port cannot be listened on; None when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def require_server(server: str) -> None:
    """Raise :class:`ServerMissing` with one line on how to get a server that is not there."""
    try:
        found = find_spec(server)
    except ValueError:
        found = None
    if found is None:
        raise ServerMissing(
            f"the server {server!r} is not installed: pip install 'scarwidget[{server}]'"
        )


def run(factory: str, host: str, port: int, *, server: str = "granian", workers: int = 1) -> None:
    """Serve until stopped. ``factory`` is ``module:function``; no request is ever logged."""
    if server == "uvicorn":
        import uvicorn

        uvicorn.run(
            factory,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            server_header=False,
            log_level="warning",
        )
        return
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        factory,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        # A worker that is told to stop before it has begun never hears it.
        workers_kill_timeout=3,
    ).serve()
