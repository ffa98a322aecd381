"""A real ``scarwidget serve``, and bytes as nobody's browser would send them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scarwidget.serving import LOOPBACK, free_port
from tests.conftest import PLUGINS, ROOT

SERVERS = ("granian", "uvicorn")
PATIENCE = 30.0


@dataclass
class Served:
    """A running server; once stopped, its exit status and all it wrote."""

    port: int
    process: subprocess.Popen[bytes]
    status: int | None = None
    wrote: str = ""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.port}"

    def send(self, request: bytes, source: str = LOOPBACK) -> bytes:
        """What comes back for these bytes until the server closes; it has ten seconds."""
        address = (LOOPBACK, self.port)
        found = b""
        with socket.create_connection(address, timeout=10, source_address=(source, 0)) as to:
            try:
                to.sendall(request)
                while part := to.recv(65536):
                    found += part
            except ConnectionError:
                pass  # closed before it had read everything, which is its right
        return found

    def get(self, target: bytes, *headers: bytes, source: str = LOOPBACK) -> bytes:
        """The answer to a GET of a target as it stands on the request line."""
        lines = (b"GET " + target + b" HTTP/1.1", b"Host: x", b"Connection: close", *headers)
        return self.send(b"\r\n".join(lines) + b"\r\n\r\n", source)


def status_of(answer: bytes) -> int:
    """The status of an answer."""
    version, status, *_ = answer.split(None, 2)
    assert version.startswith(b"HTTP/1.")
    return int(status)


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without anybody's settings, wherever the package is."""
    mine = {name: v for name, v in os.environ.items() if not name.startswith("SCARWIDGET_")}
    return {**mine, "PYTHONPATH": str(ROOT), **more}


@contextmanager
def serving(
    *options: str, environ: Mapping[str, str] | None = None, stop: signal.Signals = signal.SIGTERM
) -> Iterator[Served]:
    """``scarwidget serve`` with the example clinics on a free port, in a folder of its own."""
    port = free_port()
    command = (sys.executable, "-m", "scarwidget", "serve", "--port", str(port))
    with TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [*command, "--plugins-dir", str(PLUGINS), *options],
                cwd=folder,
                env=clean_environment(**(environ or {})),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        served = Served(port, process)
        try:
            wait_for(served, output)
            yield served
            process.send_signal(stop)
            served.status = process.wait(PATIENCE / 2)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            served.wrote = output.read_text("utf-8", "replace")


def wait_for(served: Served, output: Path) -> None:
    """Come back once the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if served.process.poll() is not None:
            pytest.fail(f"it ended at once, and wrote:\n{output.read_text('utf-8')}")
        try:
            if status_of(served.get(b"/-/readyz")) == 200:
                return
        except OSError:
            time.sleep(0.02)
    pytest.fail("it did not answer")
