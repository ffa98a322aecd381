"""Make a Chromium ready for the browser tests, and say in one line which it is.

``make test`` runs this before pytest. It is the only step that may download a browser: the
tests call :func:`find`, which looks and never fetches. Where none can be had it says so and the
browser tests are skipped, but not under ``CI=true``: there it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 900
"""How long one command may take: a download over a slow line, say."""

DEBIAN = "apt-get install -y chromium libatomic1"
"""The library is Playwright's driver's, and missing from a bare Debian."""


def find() -> Path | None:
    """The Chromium to drive: the first that runs of those on the PATH, else Playwright's own.

    None, too, where Playwright's driver does not run: then there is nothing to drive it with.
    """
    if _run(_playwright("--version")).reason:
        return None
    on_path = [Path(found) for name in NAMES if (found := shutil.which(name))]
    return next((path for path in on_path if version(path)), None) or _playwrights_own()


def version(path: Path) -> str:
    """What a browser calls itself; empty when it does not run.

    Ubuntu's ``chromium-browser`` is there, for one, and only says that a snap is missing.
    """
    answer = _run([str(path), "--version"])
    return "" if answer.reason else " ".join(answer.output.split())


def fetch() -> list[str]:
    """Try to install a Chromium, and say what went wrong where something did."""
    reasons: list[str] = []
    for commands in (_debian(), [_playwright("install", "chromium")]):
        for command in commands:
            print(f"No Chromium to drive yet. Trying: {' '.join(command)}", flush=True)
            if reason := _run(command).reason:
                reasons.append(reason)
                break
        if find():
            break
    return reasons


def main() -> int:
    """Find or fetch a browser, and report it."""
    path = find()
    reasons = [] if path else fetch()
    if path := path or find():
        print(f"Browser tests use {version(path)} ({path})")
        return 0
    if broken := _run(_playwright("--version")).reason:
        reasons.append(broken)
    for reason in reasons:
        print(reason, file=sys.stderr)
    if os.environ.get("CI") == "true":
        print("No Chromium to be had, and CI=true: the browser tests must run.", file=sys.stderr)
        return 1
    print("No Chromium to be had: the browser tests will be skipped.")
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


def _playwright(*words: str) -> list[str]:
    return [sys.executable, "-m", "playwright", *words]


def _playwrights_own() -> Path | None:
    """Asked in a process of its own, since a test that asks may have Playwright running."""
    ask = "from playwright.sync_api import sync_playwright as start\n"
    ask += "with start() as playwright: print(playwright.chromium.executable_path)"
    path = Path(_run([sys.executable, "-c", ask]).output.strip())
    return path if version(path) else None


def _debian() -> list[list[str]]:
    """What installs Debian's Chromium; nothing where that is not ours to do."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    family = " ".join(line for line in lines if line.startswith(("ID=", "ID_LIKE=")))
    if os.geteuid() != 0 or "debian" not in family or not shutil.which("apt-get"):
        return []
    return [["apt-get", "update"], DEBIAN.split()]


if __name__ == "__main__":
    sys.exit(main())
