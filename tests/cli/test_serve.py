"""``scarwidget serve``: it says what is wrong before it starts, serves, and stops cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scarwidget.serving import LOOPBACK
from tests.cli.conftest import Run, WriteFiles
from tests.conftest import CLINICS
from tests.web.servers import SERVERS, clean_environment, serving, status_of


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def serve(tmp_path: Path, *options: str, before: str = "pass") -> subprocess.CompletedProcess[str]:
    """``scarwidget serve`` in a process of its own, for when it ends by itself."""
    code = f"import sys; {before}; from scarwidget.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, "serve", *options],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("server", SERVERS)
def test_a_port_already_taken_is_told_in_one_line(tmp_path: Path, taken: int, server: str) -> None:
    said = serve(tmp_path, "--server", server, "--port", str(taken))
    assert said.returncode == 1
    [line] = said.stderr.splitlines()
    assert f"{LOOPBACK}:{taken}" in line
    assert "in use" in line
    assert said.stdout == ""


@pytest.mark.parametrize("option", ["--port", "--site-port"])
def test_so_it_is_by_the_demo(run: Run, taken: int, option: str) -> None:
    other = "--site-port" if option == "--port" else "--port"
    said = run("demo", option, str(taken), other, "0")
    assert said.status == 1
    [line] = said.err.splitlines()
    assert str(taken) in line
    assert option in line


def test_a_host_that_is_not_ours_is_told_in_one_line(run: Run) -> None:
    said = run("serve", "--host", "192.0.2.1")
    assert said.status == 1
    [line] = said.err.splitlines()
    assert "192.0.2.1" in line


def test_a_server_that_is_not_installed_is_told_in_one_line(tmp_path: Path) -> None:
    missing = "sys.modules['uvicorn'] = None"
    said = serve(tmp_path, "--server", "uvicorn", "--port", "0", before=missing)
    assert said.returncode == 1
    [line] = said.stderr.splitlines()
    assert "scarwidget[uvicorn]" in line


def test_strict_refuses_to_start_with_a_broken_plugin(run: Run, plugins: WriteFiles) -> None:
    folder = plugins({"sad/clinic.toml": 'nmae = "Sad"\n', "worse.py": "1 / 0\n"})
    said = run("serve", "--plugins-dir", folder, "--strict")
    assert said.status == 1
    assert any("clinic.toml:1: nmae" in line for line in said.faults)
    assert any("worse.py" in line and "ZeroDivisionError" in line for line in said.faults)
    assert said.out == ""


def test_a_broken_plugin_is_a_warning_and_the_rest_is_served(plugins: WriteFiles) -> None:
    folder = plugins(
        {
            "glad/clinic.toml": 'name = "Glad"\n',
            "sad/clinic.toml": 'name = "Sad"\nmarkets = ["XX"]\n',
            "worse.py": "1 / 0\n",
        }
    )
    with serving("--plugins-dir", str(folder)) as served:
        for clinic in ("glad", "sad"):
            assert status_of(served.get(f"/{clinic}/picker".encode())) == 200
    warnings = [line for line in served.wrote.splitlines() if line.startswith("warning: ")]
    assert [line for line in warnings if "sad/clinic.toml:2: markets" in line and "'XX'" in line]
    assert [line for line in warnings if "worse.py" in line and "ZeroDivisionError" in line]
    assert "Traceback" not in served.wrote


@pytest.mark.parametrize("server", SERVERS)
def test_it_serves_with_its_settings_and_stops_on_ctrl_c(tmp_path: Path, server: str) -> None:
    config = tmp_path / "some.toml"
    config.write_text(
        'public_url = "https://widgets.example"\nextra_origins = ["https://staging.example"]\n'
        f'introspection = true\nserver = "{server}"\nport = 1\nplugins_dir = "nowhere"\n',
        "utf-8",
    )
    environ = {"SCARWIDGET_PLUGINS": CLINICS[0]}
    with serving("--config", str(config), environ=environ, stop=signal.SIGINT) as served:
        assert status_of(served.get(f"/{CLINICS[0]}/picker".encode())) == 200
        assert status_of(served.get(f"/{CLINICS[1]}/picker".encode())) == 404
        fragment = served.get(f"/{CLINICS[0]}/picker/fragment".encode())
        assert b'href="https://widgets.example/' in fragment
        assert b"strict-transport-security: max-age=" in fragment.lower()
        assert b"https://staging.example" in served.get(f"/{CLINICS[0]}/picker/frame".encode())
        assert CLINICS[0].encode() in served.get(b"/-/plugins.json")
    assert served.status == 0
    assert served.wrote == f"scarwidget listens on {served.url}\n"


@pytest.mark.parametrize("server", SERVERS)
def test_two_workers_serve_the_same(server: str) -> None:
    with serving("--server", server, "--workers", "2", stop=signal.SIGINT) as served:
        answers = {served.get(f"/{CLINICS[0]}/picker".encode()) for _ in range(8)}
        assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1
    assert served.status == 0
    assert "Traceback" not in served.wrote


SLOW_SECOND_WORKER = """
import multiprocessing, pathlib, time

if multiprocessing.parent_process() is not None:
    try:
        (pathlib.Path(__file__).parent / "begun").touch(exist_ok=False)
    except FileExistsError:
        time.sleep(2)
"""


def test_it_stops_when_it_is_told_before_all_its_workers_have_begun(plugins: WriteFiles) -> None:
    folder = plugins({"slow.py": SLOW_SECOND_WORKER})
    with serving("--plugins-dir", str(folder), "--workers", "2") as served:
        assert (folder / "begun").exists()
    assert served.status == 0


def test_it_takes_in_edits_with_one_worker_only(run: Run) -> None:
    said = run("serve", "--reload", "--workers", "2", "--port", "0")
    assert said.status == 1
    [line] = said.err.splitlines()
    assert "--reload" in line
    assert "--workers 1" in line


def test_it_takes_in_no_edit_unless_it_is_told_to(plugins: WriteFiles) -> None:
    folder = plugins(
        {
            "glad/clinic.toml": 'name = "Glad"\n',
            "spy.py": "import sys\nassert 'scarwidget.reloading' not in sys.modules\n",
        }
    )
    with serving("--plugins-dir", str(folder), "--strict") as served:
        (folder / "glad" / "clinic.toml").write_text("nonsense", "utf-8")
        assert status_of(served.get(b"/glad/picker")) == 200
        assert served.get(b"/-/readyz").endswith(b"\r\n\r\nready\n")
    assert served.status == 0
