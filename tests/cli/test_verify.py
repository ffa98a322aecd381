"""``scarwidget verify``: from an address to a report, and its exit status."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scarwidget.serving import LOOPBACK, free_port
from tests.cli.conftest import Run, WriteFiles
from tests.cli.test_help import HEAVY, ask
from tests.installation.pages import LINK, LOADER, MOUNT, SERVER

Publish = Callable[[str], str]


@pytest.fixture
def publish() -> Iterator[Publish]:
    """Serves an HTML text until the test ends, and gives its address."""
    texts: dict[str, bytes] = {}

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = texts.get(self.path)
            self.send_response(200 if body is not None else 302)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if body is None:
                self.send_header("Location", "/moved")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer((LOOPBACK, free_port()), Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def put(html: str) -> str:
        texts["/page"] = html.encode()
        return f"http://{LOOPBACK}:{server.server_port}/page"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def options(plugins: WriteFiles, tmp_path: Path) -> tuple[str | Path, ...]:
    """The settings of an operator with one clinic."""
    folder = plugins({"birch-skin/clinic.toml": 'name = "Birch Skin"\n'})
    config = tmp_path / "scarwidget-of-mine.toml"
    config.write_text(f'public_url = "{SERVER}"\n', "utf-8")
    return "--config", config, "--plugins-dir", folder


def test_a_page_that_is_well(run: Run, publish: Publish, options: tuple[str | Path, ...]) -> None:
    said = run("verify", publish(LOADER + MOUNT), *options)
    assert (said.status, said.err) == (0, "")
    first, *_, last = said.out.splitlines()
    assert first == "Found: 1 mount (birch-skin/treatments), 1 loader."
    assert last == "0 errors, 0 warnings, 1 notice."


def test_a_page_that_is_not(run: Run, publish: Publish, options: tuple[str | Path, ...]) -> None:
    said = run("verify", publish(f"\n{MOUNT.replace('birch', 'brich', 1)}"), *options)
    assert said.status == 1
    lines = said.out.splitlines()
    where = lines.index(
        "error, line 2: The mount names the clinic 'brich-skin', which the widget server does "
        "not have."
    )
    assert lines[where + 1] == "    Did you mean 'birch-skin'?"


def test_a_warning_alone_is_no_failure(
    run: Run, publish: Publish, options: tuple[str | Path, ...]
) -> None:
    said = run("verify", publish(LOADER + MOUNT.replace(LINK, "")), *options)
    assert said.status == 0
    assert "\nwarning, line 1: The mount holds no link" in said.out


def test_for_a_program(run: Run, publish: Publish, options: tuple[str | Path, ...]) -> None:
    address = publish(f"{LOADER}\n{MOUNT}")
    tree = json.loads(run("verify", address, *options, "--json").out)
    assert set(tree) == {"page", "sound", "found", "findings"}
    assert (tree["page"], tree["sound"]) == (address, True)
    assert tree["found"] == [
        {"kind": "loader", "line": 1, "clinic": None, "widget": None},
        {"kind": "mount", "line": 2, "clinic": "birch-skin", "widget": "treatments"},
    ]
    [finding] = tree["findings"]
    assert set(finding) == {"severity", "what", "fix", "line"}
    assert (finding["severity"], finding["line"]) == ("notice", None)


def test_a_redirect_is_told_and_not_followed(
    run: Run, publish: Publish, options: tuple[str | Path, ...]
) -> None:
    address = publish("").replace("/page", "/old")
    said = run("verify", address, *options)
    assert said.status == 1
    assert f"scarwidget verify {address.replace('/old', '/moved')}" in said.out


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_nobody_there(run: Run, options: tuple[str | Path, ...], more: tuple[str, ...]) -> None:
    said = run("verify", f"http://{LOOPBACK}:{free_port()}/", *options, *more)
    assert (said.status, said.err) == (1, "")
    assert "the connection was refused" in said.out
    if more:
        assert json.loads(said.out)["sound"] is False


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x.example/", "x.example", ""])
def test_what_is_no_web_address_is_wrong_usage(run: Run, address: str) -> None:
    said = run("verify", address)
    assert (said.status, said.out) == (2, "")
    [line] = said.err.splitlines()
    assert repr(address) in line


def test_settings_that_do_not_hold(run: Run, tmp_path: Path) -> None:
    said = run("verify", "http://127.0.0.1:1/", "--plugins-dir", tmp_path / "nowhere")
    assert (said.status, said.out) == (1, "")
    assert any("nowhere" in line for line in said.faults)


def test_a_public_address_without_a_host(
    run: Run, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCARWIDGET_PUBLIC_URL", "https://[widgets")
    said = run("verify", publish(""))
    assert said.status == 1
    assert any("public_url" in line and "[widgets" in line for line in said.faults)


def test_a_broken_plugin_is_told_and_the_rest_goes_on(
    run: Run, publish: Publish, plugins: WriteFiles, options: tuple[str | Path, ...]
) -> None:
    plugins({"worse.py": "1 / 0\n"})
    said = run("verify", publish(LOADER + MOUNT), *options)
    assert said.status == 0
    assert "warning: " in said.err
    assert "worse.py" in said.err


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    said = ask(tmp_path, "verify", "--help")
    assert said.returncode == 0
    assert all(word in said.stdout for word in ("URL", "--json", "--config", "--plugins-dir"))
    imported = {name.partition(".")[0] for name in json.loads(said.stderr)}
    assert not imported & HEAVY
    assert "http.client" not in json.loads(said.stderr)


def test_no_address_is_wrong_usage(tmp_path: Path) -> None:
    said = ask(tmp_path, "verify")
    assert said.returncode == 2
    assert "usage: scarwidget verify" in said.stderr
