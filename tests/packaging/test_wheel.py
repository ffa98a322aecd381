"""The built wheel, installed alone into a clean environment, runs the demo."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.packaging.environments import alone

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ("templates", "static", "plugins", "example_site")
ADDRESS = re.compile(r"(Widget server|Example site): +(http://127\.0\.0\.1:\d+)\s*")


@dataclass
class Demo:
    """A running ``scarwidget demo`` and what it has said so far."""

    process: subprocess.Popen[str]
    said: str
    widgets: str
    site: str


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[Demo]:
    # A runner in the background ignores Ctrl-C, and its children would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [installed / "bin" / "scarwidget", "demo", "--port", "0", "--site-port", "0"],
        cwd=tmp_path,
        env=alone(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    try:
        yield listening(process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()


def listening(process: subprocess.Popen[str]) -> Demo:
    """Read what the demo prints until both its addresses are known."""
    assert process.stdout is not None
    said, addresses = "", {}
    for line in process.stdout:
        said += line
        if match := ADDRESS.fullmatch(line):
            addresses[match[1]] = match[2]
        if len(addresses) == 2:
            return Demo(process, said, addresses["Widget server"], addresses["Example site"])
    pytest.fail(f"the demo ended without both addresses; it said:\n{said}")


class Links(HTMLParser):
    """The addresses in a document: of its stylesheets, and of its links."""

    def __init__(self, base: str, document: str) -> None:
        super().__init__()
        self.base = base
        self.stylesheets: list[str] = []
        self.anchors: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        address = urljoin(self.base, said.get("href") or "")
        if tag == "a" and said.get("href"):
            self.anchors.append(address)
        if tag == "link" and said.get("rel") == "stylesheet":
            self.stylesheets.append(address)


def get(address: str) -> tuple[dict[str, str], str]:
    """The headers, in lower case, and the text of a 200 answer; anything else raises."""
    with build_opener(ProxyHandler({})).open(address, timeout=30) as answer:
        return {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()


def is_open(address: str) -> bool:
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def files_under(folder: str) -> set[str]:
    found = {path for path in (ROOT / folder).rglob("*") if path.is_file()}
    return {str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_and_the_bundled_folders_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    folders = {name for folder in BUNDLED for name in files_under(folder)}
    sources = files_under("static/src")
    bundled = {f"scarwidget/_bundled/{name}" for name in folders - sources}
    assert sources
    assert names == files_under("scarwidget") | bundled
    assert "scarwidget/py.typed" in names


def test_the_wheel_says_what_it_needs_and_how_it_is_licensed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [info] = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        licences = {name for name in archive.namelist() if f"{info}/licenses/" in name}
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in metadata
    assert "scarwidget = scarwidget.cli:main" in entry_points
    assert {Path(name).name for name in licences} == {"LICENSE", "LICENSE-CONTENT"}


def test_the_installed_package_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    ask = "import sys, scarwidget; print(scarwidget.__file__, *sys.path, sep='\\n')"
    said = subprocess.run(
        [installed / "bin" / "python", "-c", ask],
        cwd=tmp_path,
        env=alone(),
        capture_output=True,
        text=True,
        check=True,
    )
    imported, *searched = said.stdout.splitlines()
    assert installed in Path(imported).parents
    assert str(ROOT) not in searched


def test_the_demo_runs_from_the_wheel_and_stops_on_ctrl_c(demo: Demo) -> None:
    assert demo.widgets != demo.site

    headers, home = get(f"{demo.widgets}/")
    assert headers["content-type"].startswith("text/html")
    clinics = [
        address
        for address in Links(f"{demo.widgets}/", home).anchors
        if address.startswith(demo.widgets)
        and re.fullmatch("/[a-z][a-z0-9-]+/", urlsplit(address).path)
    ]
    assert len(set(clinics)) == 5

    headers, page = get(f"{clinics[0]}picker")
    assert headers["content-type"].startswith("text/html")
    stylesheets = Links(f"{clinics[0]}picker", page).stylesheets
    assert stylesheets
    for address in stylesheets:
        assert address.startswith(f"{demo.widgets}/-/static/")
        headers, _ = get(address)
        assert headers["content-type"].startswith("text/css")
        assert "immutable" in headers["cache-control"]

    headers, index = get(f"{demo.site}/")
    assert headers["content-type"].startswith("text/html")
    sites = Links(f"{demo.site}/", index).anchors
    assert sites
    get(sites[0])

    # Ctrl-C in a terminal reaches the whole process group
    os.killpg(demo.process.pid, signal.SIGINT)
    rest, _ = demo.process.communicate(timeout=30)
    assert demo.process.returncode == 0, demo.said + rest
    assert "Traceback" not in demo.said + rest
    assert not is_open(demo.widgets)
    assert not is_open(demo.site)


def test_the_demo_stops_when_only_its_first_process_is_told(demo: Demo) -> None:
    demo.process.send_signal(signal.SIGINT)
    rest, _ = demo.process.communicate(timeout=30)
    assert demo.process.returncode == 0, demo.said + rest
    assert not is_open(demo.widgets)
    assert not is_open(demo.site)
