"""A plugin that is installed as a distribution is found by its entry point, in a real process."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import venv
from pathlib import Path

import msgspec
import pytest

from scarwidget.plugins.report import PluginRow
from tests.plugins.planting import planted
from tools.distributions import build

ROOT = Path(__file__).parents[2]

DISTRIBUTION = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "willow-skin-plugin"
version = "1.2.3"

[project.entry-points.scarwidget]
willow-skin = "willow_skin_plugin"
ghost = "willow_skin_plugin.nowhere"

[tool.hatch.build.targets.wheel]
packages = ["willow_skin_plugin"]
""",
    "willow_skin_plugin/__init__.py": """\
from scarwidget.clinics import Clinic, Service
from scarwidget.plugins import hookimpl


@hookimpl
def register_clinics():
    return [Clinic(id="willow-skin", name="Willow Skin", markets=("US",))]


@hookimpl
def register_services(clinic):
    return [Service(id="pico", treatment="laser_pico", brand="Pico")]
""",
}


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """What the command prints."""

    plugins: list[PluginRow]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the distribution, and scarwidget as this one has it."""
    wheels = tmp_path_factory.mktemp("wheels")
    wheel = build("wheel", planted(tmp_path_factory.mktemp("source"), DISTRIBUTION), wheels)
    home = tmp_path_factory.mktemp("home")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    install = "-m pip --isolated --disable-pip-version-check install --quiet --no-deps --no-index"
    subprocess.run([python, *install.split(), wheel], check=True)
    [site] = home.glob("lib/python3.*/site-packages")
    (site / "scarwidget.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n", "utf-8")
    return python


def test_the_clinic_of_an_installed_distribution_is_found(python: Path, tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("SCARWIDGET_", "PYTHON"))}
    answer = subprocess.run(
        [python, "-m", "scarwidget", "plugins", "--json"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    ghost, willow = msgspec.json.decode(answer.stdout, type=Report).plugins
    assert willow == PluginRow(
        name="willow-skin",
        where="willow-skin-plugin 1.2.3",
        status="loaded",
        clinics=("willow-skin",),
        faults=(),
    )
    assert (ghost.name, ghost.where, ghost.status) == ("ghost", willow.where, "failed")
    [fault] = ghost.faults
    assert "willow_skin_plugin.nowhere" in fault
    assert "willow-skin-plugin 1.2.3" in fault
