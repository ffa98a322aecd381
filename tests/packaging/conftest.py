"""The wheel of this checkout, built once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.environments import environment
from tools.distributions import build

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel, what its metadata asks for, and nothing else."""
    return environment(tmp_path_factory.mktemp("installed"), wheel)
