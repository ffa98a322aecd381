"""What ``scarwidget new`` makes passes its own tests at once, far from any checkout."""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.packaging.environments import alone, environment, install

RUN = re.compile(r"^ +- run: (.+)$", re.MULTILINE)
PLACED = re.compile(r"scarwidget listens on (http://127\.0\.0\.1:\d+)\s*")


@pytest.fixture(scope="module")
def authors(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An author's environment: the wheel with its extra for tests, and what builds packages."""
    home = tmp_path_factory.mktemp("authors")
    return environment(home, wheel, extra="testing", beside=["hatchling"])


def run(home: Path, folder: Path, *command: str) -> str:
    """Run a command of an environment in a folder; give what it prints."""
    program, *arguments = command
    answer = subprocess.run(
        [home / "bin" / program, *arguments],
        cwd=folder,
        env=alone(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, f"{command}:\n{answer.stdout}{answer.stderr}"
    return answer.stdout


def steps(project: Path) -> list[list[str]]:
    """The commands of a project's workflow."""
    workflow = (project / ".github/workflows/check.yml").read_text("utf-8")
    return [shlex.split(line) for line in RUN.findall(workflow)]


def is_installing(command: list[str]) -> bool:
    return command[:4] == ["python", "-m", "pip", "install"]


@contextmanager
def served(home: Path, folder: Path) -> Iterator[str]:
    """The address of ``scarwidget serve``, started in a folder as the project's README says."""
    process = subprocess.Popen(
        [home / "bin" / "scarwidget", "serve", "--port", "0"],
        cwd=folder,
        env=alone(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        placed = next(filter(None, map(PLACED.fullmatch, process.stdout)))
        answering(f"{placed[1]}/-/readyz")
        yield placed[1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def answering(address: str) -> None:
    """Wait until an address answers, but not for ever."""
    end = time.monotonic() + 30
    while True:
        try:
            page(address)
        except OSError:
            assert time.monotonic() < end, f"{address} does not answer"
            time.sleep(0.05)
        else:
            return


def page(address: str) -> str:
    with build_opener(ProxyHandler({})).open(address, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def test_the_wheel_and_two_files_serve_a_clinic(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    run(installed, tmp_path, "scarwidget", "new", "clinic", "Birch Skin", "--into", "plugins")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "clinic.toml",
        "services.toml",
    }
    (tmp_path / "scarwidget.toml").write_text('plugins_dir = "plugins"\n', "utf-8")
    with served(installed, tmp_path) as address:
        services = page(f"{address}/birch-skin/services")
    assert "Pico laser" in services
    assert "HydraFacial" in services


def test_a_new_clinic_passes_its_own_workflow(authors: Path, tmp_path: Path) -> None:
    run(authors, tmp_path, "scarwidget", "new", "clinic", "Birch Skin", "--market", "HK")
    project = tmp_path / "birch-skin"
    commands = steps(project)
    installing, *others = commands
    assert is_installing(installing)
    assert [command[:2] for command in others] == [
        ["scarwidget", "check"], ["scarwidget", "lint"], ["python", "-m"],
    ]  # fmt: skip
    said = {command[1]: run(authors, project, *command) for command in others}
    assert "2 passed" in said["-m"]


def test_a_new_plugin_is_installed_tested_and_served(authors: Path, tmp_path: Path) -> None:
    run(authors, tmp_path, "scarwidget", "new", "plugin", "Cedar Derma", "--market", "HK")
    project = tmp_path / "scarwidget-cedar-derma"
    installing, *others = steps(project)
    assert is_installing(installing)
    install(authors, ".", folder=project)
    said = {command[1]: run(authors, project, *command) for command in others}
    assert "3 passed" in said["-m"]
    assert "1 clinic, 1 plugin; 0 faults" in said["check"]
    with served(authors, tmp_path) as address:
        assert "Pico 皮秒激光" in page(f"{address}/cedar-derma/services")
        assert "首次會面" in page(f"{address}/cedar-derma/first-visit")
