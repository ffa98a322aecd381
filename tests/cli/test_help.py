"""``--help`` answers at once: what is heavy waits until a command needs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scarwidget import __version__
from tests.web.servers import clean_environment

HEAVY = {"starlette", "jinja2", "msgspec", "granian", "uvicorn", "pluggy", "babel", "langcodes"} | {
    *("markdown_it", "nh3", "opencc", "watchfiles")
}
TELL = (
    "import atexit, json, sys;"
    "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr));"
    "from scarwidget.cli import main; sys.exit(main(sys.argv[1:]))"
)


def ask(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh process, which says at its end what it had imported."""
    return subprocess.run(
        [sys.executable, "-c", TELL, *arguments],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--help",), ("serve", "demo", "check", "plugins", "lint", "new", "schema")),
        (("serve", "--help"), ("--port", "--server", "--config", "--strict")),
        (("check", "--help"), ("--config", "--plugins-dir")),
        (("plugins", "--help"), ("--json",)),
        (("lint", "--help"), ("--market", "--format")),
        (("new", "clinic", "--help"), ("--market", "--locale", "--yes")),
        (("schema", "--help"), ("services",)),
        (("demo", "--help"), ("--port", "--site-port")),
        (("--version",), (__version__,)),
    ],
    ids=str,
)
def test_help_imports_nothing_heavy(
    tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    said = ask(tmp_path, *arguments)
    assert said.returncode == 0
    assert all(word in said.stdout for word in words)
    imported = {name.partition(".")[0] for name in json.loads(said.stderr)}
    assert "scarwidget" in imported
    assert not imported & HEAVY


@pytest.mark.parametrize(
    "arguments", [(), ("sevre",), ("serve", "--prot", "1"), ("serve", "--port", "x")]
)
def test_wrong_usage_is_told_without_a_traceback(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    said = ask(tmp_path, *arguments)
    assert said.returncode == 2
    assert "usage: scarwidget" in said.stderr
    assert "Traceback" not in said.stderr
