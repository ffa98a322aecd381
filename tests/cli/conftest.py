"""The command line in a folder and an environment of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scarwidget.cli import main


@dataclass(frozen=True)
class Said:
    """What a command gave back and printed."""

    status: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """The lines that name a fault, without the word."""
        lines = self.err.splitlines()
        return [line.removeprefix("fault: ") for line in lines if line.startswith("fault: ")]


Run = Callable[..., Said]
WriteFiles = Callable[[dict[str, str]], Path]


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SCARWIDGET_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``scarwidget`` with some arguments."""

    def call(*arguments: str | Path) -> Said:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return call


@pytest.fixture
def plugins(tmp_path: Path) -> WriteFiles:
    """Writes a folder of plugins from texts by path, and gives the folder."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "plugins"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return folder

    return write
