"""What prepares for the browser tests: which browsers it finds, and what it says of the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import browser

Install = Callable[[str, str], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts programs on a PATH that has nothing else, on a machine that can fetch nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(browser, "_playwright", lambda *_: [str(tmp_path / "no-driver")])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    def put(name: str, script: str) -> Path:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)
        return path

    return put


def system(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """What the machine says it is."""
    monkeypatch.setattr(browser, "_system", lambda: list(lines))


def test_the_first_firefox_that_runs(install: Install) -> None:
    """Ubuntu has one that only says that a snap is missing."""
    assert browser.find_firefox() is None
    install("firefox-esr", "echo 'Please install the snap' >&2; exit 1")
    assert browser.find_firefox() is None
    other = install("firefox", "echo 'Mozilla  Firefox 1.2'")
    assert browser.find_firefox() == other
    assert browser.version(other) == "Mozilla Firefox 1.2"


@pytest.mark.parametrize(
    ("ci", "lines", "status"),
    [
        ("", ["ID=debian"], 0),
        ("true", ["ID=ubuntu", "ID_LIKE=debian"], 0),
        ("true", ["ID=fedora"], 0),
        ("true", ["NAME=Debian", "ID=debian"], 1),
    ],
)
def test_firefox_is_due_in_ci_on_debian(
    install: Install,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    lines: list[str],
    status: int,
) -> None:
    """Elsewhere its tests are skipped, and a line says so."""
    chromium = install("chromium", "echo Chromium 1")
    monkeypatch.setattr(browser, "find", lambda: chromium)
    monkeypatch.setenv("CI", ci)
    system(monkeypatch, *lines)
    assert browser.main() == status
    said = capsys.readouterr()
    assert f"Chromium 1 ({chromium})" in said.out
    assert "No Firefox to be had" in (said.err if status else said.out)


def test_a_machine_without_a_driver(
    install: Install, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chromium is of no use then; CI fails, and says why, whatever the machine."""
    install("chromium", "echo Chromium 1")
    install("firefox", "echo Mozilla Firefox 1")
    system(monkeypatch, "ID=fedora")
    assert browser.find() is None
    assert browser.main() == 0
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1
    said = capsys.readouterr()
    assert "no-driver" in said.err
    assert "No Chromium to be had, and CI=true" in said.err
    assert "Mozilla Firefox 1" in said.out
