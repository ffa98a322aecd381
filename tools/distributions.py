"""Build the project's distributions from a folder, offline, with the locked tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Literal


def build(kind: Literal["sdist", "wheel"], source: Path, into: Path) -> Path:
    """Build one distribution of the project in ``source`` and say where it lies."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation"]
    answer = subprocess.run(
        [*command, "--outdir", into, source], capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise RuntimeError(f"No {kind} could be built:\n{answer.stdout}{answer.stderr}")
    [built] = into.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return built
