"""``scarwidget plugins`` and ``/-/plugins.json``: what was found, and what became of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.settings import Settings
from tests.cli.conftest import Run, WriteFiles
from tests.conftest import CLINICS, PLUGINS
from tests.web.asgi import get

FILES = {
    "good/clinic.toml": 'name = "Good"\n',
    "bad/clinic.toml": 'name = "Bad"\nmarkets = ["XX"]\n',
    "broken.py": "import module_that_nobody_has\n",
}


@pytest.fixture
def folder(plugins: WriteFiles) -> Path:
    """A plugin that holds, one that half holds, and one that does not."""
    return plugins(FILES)


def rows(text: str) -> dict[str, dict[str, Any]]:
    """The rows of a report, by plugin."""
    report = json.loads(text)
    assert set(report) == {"plugins"}
    found = {row["name"]: row for row in report["plugins"]}
    assert len(found) == len(report["plugins"])
    return found


def test_the_examples_as_text(run: Run) -> None:
    said = run("plugins", "--plugins-dir", PLUGINS)
    assert (said.status, said.err) == (0, "")
    for clinic in CLINICS:
        [line] = [line for line in said.out.splitlines() if line.startswith(f"{clinic} ")]
        assert "loaded" in line
        assert str(PLUGINS) in line
        assert f"  clinic: {clinic}" in said.out.splitlines()
    assert "fault" not in said.out


def test_the_examples_as_json(run: Run) -> None:
    said = run("plugins", "--plugins-dir", PLUGINS, "--json")
    assert said.status == 0
    found = rows(said.out)
    assert tuple(found) == CLINICS
    for clinic, row in found.items():
        assert (row["status"], row["clinics"], row["faults"]) == ("loaded", [clinic], [])
        assert Path(row["where"]).exists()


def test_a_plugin_that_failed_is_listed_with_its_faults(run: Run, folder: Path) -> None:
    text = run("plugins", "--plugins-dir", folder)
    found = rows(run("plugins", "--plugins-dir", folder, "--json").out)
    statuses = {name: row["status"] for name, row in found.items()}
    assert statuses == {"good": "loaded", "bad": "failed", "broken": "failed"}
    [fault] = found["bad"]["faults"]
    assert "clinic.toml" in fault
    assert "'XX'" in fault
    [fault] = found["broken"]["faults"]
    assert "module_that_nobody_has" in fault
    for row in found.values():
        assert f"{row['name']}  {row['status']}  {row['where']}" in text.out
        assert all(f"  fault: {fault}" in text.out for fault in row["faults"])


def test_nothing_to_list_is_said(run: Run) -> None:
    said = run("plugins")
    assert said.status == 0
    assert said.out.strip()
    assert rows(run("plugins", "--json").out) == {}


def test_settings_that_do_not_hold_are_a_fault(run: Run, tmp_path: Path) -> None:
    said = run("plugins", "--json", "--plugins-dir", tmp_path / "nowhere")
    assert said.status == 1
    assert said.out == ""
    assert any("nowhere" in line for line in said.faults)


def test_the_server_tells_the_same_where_introspection_is_on(run: Run, folder: Path) -> None:
    app = create_app(Settings(plugins_dir=str(folder), introspection=True))
    answer = get(app, "/-/plugins.json")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert rows(answer.text) == rows(run("plugins", "--plugins-dir", folder, "--json").out)


def test_the_server_tells_nothing_where_it_is_off(folder: Path) -> None:
    app: Starlette = create_app(Settings(plugins_dir=str(folder)))
    for path in ("/-/plugins.json", "/-/plugins.json?introspection=true"):
        answer = get(app, path)
        assert answer.status == 404
        assert str(folder) not in answer.text
    home = get(app, "/")
    assert home.status == 200
    assert "good" not in home.text.lower()
    assert get(app, "/good/").status == 200
