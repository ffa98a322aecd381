"""``scarwidget demo``: the widget server and the example site, on two origins."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from scarwidget.bundle import bundled
from scarwidget.serving import LOOPBACK, PortTaken, free_port, require_port
from scarwidget.settings import PREFIX

PATIENCE = 60.0
"""Seconds to wait for both servers; a cold start takes about two."""


def run(args: argparse.Namespace) -> int:
    """Start both, print where they are, and stop both on Ctrl-C."""
    try:
        port = args.port or free_port()
        site_port = args.site_port or free_port(but=port)
        require_port(LOOPBACK, port)
        require_port(LOOPBACK, site_port, "--site-port")
    except PortTaken as error:
        print(error, file=sys.stderr)
        return 1
    widget, site = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{site_port}"
    signal.signal(signal.SIGTERM, _interrupt)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "scarwidget.toml"
        config.write_text(_config(widget, site, port), "utf-8")
        servers: list[subprocess.Popen[bytes]] = []
        try:
            reload = ("--reload",) if args.reload else ()
            servers.append(_start("scarwidget", "serve", "--config", str(config), *reload))
            servers.append(_start("scarwidget.demo", "--port", str(site_port), "--widget", widget))
            if not _ready((f"{widget}/-/readyz", f"{site}/"), servers):
                print("The demo could not start; what went wrong stands above.", file=sys.stderr)
                return 1
            print(f"Widget server: {widget}", flush=True)
            print(f"Example site:  {site}", flush=True)
            print("Ctrl-C stops both.", flush=True)
            return _watch(servers)
        except KeyboardInterrupt:
            return 0
        finally:
            _stop(servers)


def _interrupt(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _config(widget: str, site: str, port: int) -> str:
    plugins = str(bundled("plugins")).replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'public_url = "{widget}"\n'
        f'plugins_dir = "{plugins}"\n'
        f'extra_origins = ["{site}"]\n'
        f'host = "{LOOPBACK}"\n'
        f"port = {port}\n"
        "introspection = true\n"
    )


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # The demo is the same on every machine: no setting of the operator reaches it.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return subprocess.Popen(
        # -P: a file of the current folder must not stand in for a module of the same name.
        [sys.executable, "-P", "-m", module, *arguments],
        env=environ,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _ready(addresses: Sequence[str], servers: Sequence[subprocess.Popen[bytes]]) -> bool:
    waiting = list(addresses)
    end = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < end:
        if any(server.poll() is not None for server in servers):
            return False
        waiting = [address for address in waiting if not _answers(address)]
        if waiting:
            time.sleep(0.05)
    return not waiting


def _answers(address: str) -> bool:
    try:
        # No proxy of the environment stands between this machine and itself.
        with build_opener(ProxyHandler({})).open(address, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _watch(servers: Sequence[subprocess.Popen[bytes]]) -> int:
    while all(server.poll() is None for server in servers):
        time.sleep(0.2)
    print("One of the two servers stopped; what went wrong stands above.", file=sys.stderr)
    return 1


def _stop(servers: Sequence[subprocess.Popen[bytes]]) -> None:
    for server in servers:
        server.terminate()
    for server in servers:
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
