"""JSON Schemas of the files: they let pass what holds, and editors read them from a server."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from scarwidget.cli import main
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.plugins.data.fields import FIELDS
from scarwidget.settings import Settings
from tests.conftest import PLUGINS, ROOT
from tests.plugins.draft7 import errors
from tests.plugins.test_data_folder import CHECKLIST
from tests.plugins.test_data_plugin import BROKEN_CLINICS, CLINIC, SCRUB, SERVICES
from tools import reference

NAMES = ("clinic", "services", "checklist", "settings")
SCHEMAS = {
    name: json.loads((ROOT / f"docs/schemas/{name}.json").read_text("utf-8")) for name in NAMES
}


def broken(name: str, text: str) -> list[str]:
    """Where a file breaks its schema. An editor sees a date of TOML as its text."""
    return list(errors(SCHEMAS[name], msgspec.to_builtins(tomllib.loads(text))))


def examples() -> Iterator[tuple[str, str]]:
    for path in sorted(PLUGINS.rglob("*.toml")):
        if path.stem in NAMES:
            yield path.stem, path.read_text("utf-8")
    yield from (("clinic", CLINIC), ("services", SERVICES), ("checklist", CHECKLIST))
    yield "settings", 'public_url = "https://widgets.example"\nport = 80\nplugins = ["a"]\n'


def test_the_reference_is_up_to_date() -> None:
    assert list(reference.faults()) == []


@pytest.mark.parametrize(("name", "text"), list(examples()))
def test_what_holds_passes(name: str, text: str) -> None:
    assert broken(name, text) == []


BROKEN = [
    *(("clinic", text) for text in BROKEN_CLINICS.values() if text and '"Oak"\nmark' in text),
    ("clinic", BROKEN_CLINICS["empty"]),
    ("clinic", BROKEN_CLINICS["its own id"]),
    ("clinic", 'name = "Oak"\nlocales = []\n'),
    ("clinic", 'name = "Oak"\n[theme]\naccent = "red"\n'),
    ("clinic", 'name = "Oak"\n[contact]\nphone = "5550"\n'),
    ("clinic", 'name = { "no tag" = "Oak" }\n'),
    ("clinic", 'name = "Oak"\n[[accepted]]\nrule = "SW008"\n'),
    ("services", "[[services]]\nid = 'x'\n"),
    ("services", "service = 5\n"),
    ("services", "[[service]]\nid = 'x'\n"),
    ("services", f"{SCRUB}benefit = 'Soft'\n"),
    ("services", f"{SCRUB}benefits = {{ en = '' }}\n"),
    ("services", f"{SCRUB}price = {{ currency = 'HKD' }}\n"),
    ("services", f"{SCRUB}price = {{ currency = 'hkd', from = 1 }}\n"),
    ("services", f"{SCRUB}device = {{ brand = 'A' }}\n"),
    ("services", f"{SCRUB}min_age = 121\n"),
    ("services", f"{SCRUB}min_age = true\n"),
    ("services", f"{SCRUB}reviewed_on = 'soon'\n"),
    ("services", SCRUB.replace("'x'", "'X'")),
    ("checklist", CHECKLIST.replace("why", "wy")),
    ("settings", "port = 70000\n"),
    ("settings", 'server = "gunicorn"\n'),
]


@pytest.mark.parametrize(("name", "text"), BROKEN)
def test_what_does_not_hold_does_not_pass(name: str, text: str) -> None:
    assert broken(name, text)


def described(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a schema, those of tables within it included."""
    for inner in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        for name, value in inner.get("properties", {}).items():
            yield f"{path}.{name}", value
            yield from described(value, f"{path}.{name}")


@pytest.mark.parametrize("name", NAMES)
def test_every_key_says_what_it_is_and_its_example_holds(name: str) -> None:
    keys = dict(described(SCHEMAS[name], name))
    assert len(keys) >= 5
    for key, schema in keys.items():
        assert schema["description"], key
        for example in schema.get("examples", ()):
            assert list(errors(schema, example)) == [], key


def test_no_key_is_explained_that_is_not_there() -> None:
    for kind, said in FIELDS.items():
        assert set(said) <= {field.encode_name for field in msgspec.structs.fields(kind)}
    assert {Clinic, Service, ChecklistItem, Settings} <= set(FIELDS)
    page = (ROOT / "docs/files.md").read_text("utf-8")
    for said in FIELDS.values():
        for key in said:
            assert f"| `{key}` |" in page


def test_an_editor_is_offered_what_the_catalogue_has() -> None:
    service = SCHEMAS["services"]["properties"]["service"]["items"]["properties"]
    assert "laser_pico" in service["treatment"]["anyOf"][0]["enum"]
    assert "Pico" in service["brand"]["anyOf"][0]["enum"]
    assert broken("services", SCRUB.replace("scrub", "moonlight")) == []
    assert "id" not in SCHEMAS["clinic"]["properties"]


@pytest.mark.parametrize("name", NAMES)
def test_a_server_publishes_them(name: str, client: TestClient) -> None:
    answer = client.get(f"/-/schema/{name}.json")
    assert answer.status_code == 200
    assert answer.content == (ROOT / f"docs/schemas/{name}.json").read_bytes()
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "max-age=" in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["service", "clinic.toml", "..%2Fclinic", ""])
def test_a_server_has_no_others(name: str, client: TestClient) -> None:
    assert client.get(f"/-/schema/{name}.json").status_code == 404


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "services"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMAS["services"]


def test_the_reference_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "DOCS", tmp_path)
    assert reference.main(["--check"]) == 1
    assert reference.main(["--write"]) == 0
    assert reference.main(["--check"]) == 0
    (tmp_path / "files.md").write_text("else", "utf-8")
    (tmp_path / "schemas" / "clinics.json").write_text("{}", "utf-8")
    assert [fault.partition(":")[0] for fault in reference.faults()] == [
        "docs/files.md is out of date",
        "docs/schemas/clinics.json",
    ]
