"""Make a Chromium and a Firefox ready for the browser tests, and say in a line which they are.

``make test`` runs this before pytest. It is the only step that may download a browser: the
tests call :func:`find` and :func:`find_firefox`, which look and never fetch. Where none can be
had it says so and its tests are skipped, but not under ``CI=true``: there it fails. Firefox
is due there on Debian only, whose package it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What a headless Chromium is told, so that it runs as root and asks for nothing by itself."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
SECONDS = 900
"""How long one command may take: a download over a slow line, say."""

DEBIAN = "apt-get install -y chromium libatomic1"
"""The library is Playwright's driver's, and missing from a bare Debian."""

DEBIAN_FIREFOX = "apt-get install -y firefox-esr"


def find() -> Path | None:
    """The Chromium to drive: the first that runs of those on the PATH, else Playwright's own.

    None, too, where Playwright's driver does not run: then there is nothing to drive it with.
    """
    if _run(_playwright("--version")).reason:
        return None
    return _on_path(NAMES) or _playwrights_own()


def find_firefox() -> Path | None:
    """The Firefox to start: the first that runs of those on the PATH. Nothing drives it."""
    return _on_path(FIREFOX_NAMES)


def firefox_is_due() -> bool:
    """Whether this is a machine for which Firefox is packaged: a Debian."""
    return "ID=debian" in _system()


def version(path: Path) -> str:
    """What a browser calls itself; empty when it does not run.

    Ubuntu's ``chromium-browser`` is there, for one, and only says that a snap is missing.
    """
    answer = _run([str(path), "--version"])
    return "" if answer.reason else " ".join(answer.output.split())


def fetch() -> list[str]:
    """Try to install a Chromium, and say what went wrong where something did."""
    return _fetch("Chromium", (_debian(DEBIAN), [_playwright("install", "chromium")]), find)


def fetch_firefox() -> list[str]:
    """Try to install a Firefox, and say what went wrong where something did."""
    return _fetch("Firefox", (_debian(DEBIAN_FIREFOX),), find_firefox)


def main() -> int:
    """Find or fetch the browsers, and report them."""
    missing = 0
    path = find()
    reasons = [] if path else fetch()
    if path := path or find():
        print(f"Browser tests use {version(path)} ({path})")
    else:
        if broken := _run(_playwright("--version")).reason:
            reasons.append(broken)
        missing += _report_missing("Chromium", reasons, due=True)
    path = find_firefox()
    reasons = [] if path else fetch_firefox()
    if path := path or find_firefox():
        print(f"Those of Firefox use {version(path)} ({path})")
    else:
        missing += _report_missing("Firefox", reasons, due=firefox_is_due())
    return min(missing, 1)


def _report_missing(name: str, reasons: list[str], *, due: bool) -> int:
    """Say why a browser is not there and what follows; 1 where its tests must run."""
    for reason in reasons:
        print(reason, file=sys.stderr)
    if due and os.environ.get("CI") == "true":
        print(f"No {name} to be had, and CI=true: its tests must run.", file=sys.stderr)
        return 1
    print(f"No {name} to be had: its tests will be skipped.")
    return 0


class _Answer(NamedTuple):
    output: str
    reason: str
    """Why the command failed; empty when it did not."""


def _run(command: list[str]) -> _Answer:
    """Run a command to its end, with nothing to read and nothing shown."""
    spoken = " ".join(command)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _Answer("", f"{spoken}: no end after {SECONDS} seconds")
    except OSError as error:
        return _Answer("", f"{spoken}: {error}")
    if not done.returncode:
        return _Answer(done.stdout, "")
    lines = (done.stdout + done.stderr).strip().splitlines() or ["it said nothing"]
    told = [line for line in lines if "error" in line.lower() or line.startswith("E: ")]
    return _Answer(done.stdout, f"{spoken}: exit {done.returncode}: {(told or lines)[-1].strip()}")


def _on_path(names: tuple[str, ...]) -> Path | None:
    """The first of these programs that is on the PATH and runs."""
    found = [Path(path) for name in names if (path := shutil.which(name))]
    return next((path for path in found if version(path)), None)


def _fetch(
    name: str, ways: tuple[list[list[str]], ...], look: Callable[[], Path | None]
) -> list[str]:
    """Try one way after another to install a browser, and say what went wrong."""
    reasons: list[str] = []
    for commands in ways:
        for command in commands:
            print(f"No {name} to drive yet. Trying: {' '.join(command)}", flush=True)
            if reason := _run(command).reason:
                reasons.append(reason)
                break
        if look():
            break
    return reasons


def _playwright(*words: str) -> list[str]:
    return [sys.executable, "-m", "playwright", *words]


def _playwrights_own() -> Path | None:
    """Asked in a process of its own, since a test that asks may have Playwright running."""
    ask = "from playwright.sync_api import sync_playwright as start\n"
    ask += "with start() as playwright: print(playwright.chromium.executable_path)"
    path = Path(_run([sys.executable, "-c", ask]).output.strip())
    return path if version(path) else None


def _system() -> list[str]:
    """The lines with which this system says what it is."""
    try:
        return Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _debian(install: str) -> list[list[str]]:
    """What installs Debian's own package; nothing where that is not ours to do."""
    family = " ".join(line for line in _system() if line.startswith(("ID=", "ID_LIKE=")))
    if os.geteuid() != 0 or "debian" not in family or not shutil.which("apt-get"):
        return []
    return [["apt-get", "update"], install.split()]


if __name__ == "__main__":
    sys.exit(main())
