"""Clean environments that hold the wheel, what it needs to run, and nothing else.

Dependencies are linked in from the environment that runs the tests, so that no network is
needed, and one that the metadata forgets is missing there too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OFFLINE = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation")


def environment(home: Path, wheel: Path, *, extra: str = "", beside: Iterable[str] = ()) -> Path:
    """A new environment with the wheel, with one of its extras, and with tools beside it."""
    venv.create(home)
    install(home, str(wheel))
    [site] = home.glob("lib/python3.*/site-packages")
    [itself] = distributions(name="scarwidget", path=[str(site)])
    for dependency in closure([*(itself.requires or ()), *beside], extra):
        for part in {file.parts[0] for file in dependency.files or ()} - {"..", "__pycache__"}:
            (site / part).symlink_to(str(dependency.locate_file(part)))
    return home


def install(home: Path, *what: str, folder: Path | None = None) -> None:
    """Install into an environment, without asking any index."""
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    options = ["--isolated", "--disable-pip-version-check", "install", *OFFLINE]
    subprocess.run([*pip, *options, *what], cwd=folder, env=alone(), check=True)


def closure(wanted: Iterable[str], extra: str = "") -> Iterable[Distribution]:
    """Every distribution that these requirements need, found among those of this environment."""
    found: dict[str, Distribution] = {}
    waiting = [(one, extra) for one in wanted]
    while waiting:
        text, asked = waiting.pop()
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        needed = requirement.marker is None or requirement.marker.evaluate({"extra": asked})
        if needed and name not in found:
            assert not requirement.extras, f"{requirement}: extras are not followed here"
            found[name] = distribution(name)
            waiting += [(one, "") for one in found[name].requires or ()]
    return found.values()


def alone() -> dict[str, str]:
    """The process environment without anything that leads back to the checkout."""
    ours = ("PYTHON", "SCARWIDGET_", "VIRTUAL_ENV")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}
