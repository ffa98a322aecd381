"""The source archive is enough to work from: make, the tests and the command, without git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.distributions import build

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    ".ci/run",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-CONTENT",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    "requirements/build.txt",
    "requirements/dev.txt",
    "requirements/runtime.txt",
    "scarwidget/__init__.py",
    "scarwidget/py.typed",
    "static/scarwidget.css",
    "static/src/css/base.css",
    "static/src/js/embed.js",
    "tests/packaging/test_sdist.py",
    "tests/packaging/test_wheel.py",
    "tools/browser.py",
    "tools/distributions.py",
    "tools/static.py",
}
NEVER = {".git", ".venv", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the source archive of this checkout unpacks to."""
    into = tmp_path_factory.mktemp("sdist")
    archive = build("sdist", ROOT, into)
    subprocess.run(["tar", "-xzf", archive, "-C", into], check=True)
    [folder] = (path for path in into.iterdir() if path.is_dir())
    return folder


def in_checkout() -> set[str]:
    """What git has, or would take, of this folder; nothing where it is no checkout."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return set()
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    command += ["--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in names.split("\0") if name and (ROOT / name).exists()}


def test_the_archive_holds_whatever_the_checkout_holds(unpacked: Path) -> None:
    files = {str(p.relative_to(unpacked)) for p in unpacked.rglob("*") if p.is_file()}
    assert sorted((REQUIRED | in_checkout()) - files) == []
    assert not NEVER & {part for name in files for part in Path(name).parts}


def test_a_wheel_from_the_archive_is_the_wheel_from_the_checkout(
    unpacked: Path, tmp_path: Path
) -> None:
    def contents(source: Path, into: Path) -> dict[str, int]:
        with zipfile.ZipFile(build("wheel", source, into)) as archive:
            return {entry.filename: entry.CRC for entry in archive.infolist()}

    assert contents(unpacked, tmp_path / "archive") == contents(ROOT, tmp_path / "checkout")


def test_the_unpacked_archive_checks_itself(unpacked: Path) -> None:
    ask = (
        "import pathlib, sys, scarwidget\n"
        "assert pathlib.Path.cwd() in pathlib.Path(scarwidget.__file__).parents\n"
        "from scarwidget.cli import main\n"
        "sys.argv = ['scarwidget', 'check']\n"
        "sys.exit(main())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
