"""Whatever a plugin does, other clinics do not notice: their pages stay the same byte by byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.cli import main
from scarwidget.plugins import Publication
from scarwidget.settings import Settings
from scarwidget.widgets import BUILT_IN
from tests.conftest import PUBLIC_URL, TODAY
from tests.plugins.planting import (
    ASH,
    BIRCH,
    CEDAR,
    FAILING,
    FAULTY,
    HEALTHY,
    Failing,
    planted,
    published,
)
from tests.web.servers import serving

STATES = {
    "picker": "?a=none.dip.steep.2to4.partly.same.III",
    "treatments": "?pick=laser_pico.hydrafacial&scar=rolling",
    "checklist": "?done=p1.p2",
    "explainer": "?topic=home-care",
    "services": "",
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The three clinics while all is well."""
    harmless = {"faulty.py": ""}
    return published(planted(tmp_path_factory.mktemp("before"), HEALTHY, harmless), strict=True)


def pages(publication: Publication) -> Mapping[str, bytes]:
    """Every widget of the clinics that are well, in every form and language."""
    settings = Settings(public_url=PUBLIC_URL)
    app = create_app(settings, publication=publication, today=lambda: TODAY)
    return dict(fetched(TestClient(app, base_url=PUBLIC_URL)))


def fetched(client: TestClient) -> Iterator[tuple[str, bytes]]:
    for clinic, languages in ((BIRCH, ("",)), (CEDAR, ("", "en"))):
        yield clinic, client.get(f"/{clinic}/").content
        for widget, state in STATES.items():
            for form in ("", "/frame", "/fragment"):
                for language in languages:
                    tail = f"{'&' if state else '?'}lang={language}" if language else ""
                    address = f"/{clinic}/{widget}{form}{state}{tail}"
                    answer = client.get(address)
                    assert answer.status_code == 200, address
                    headers = sorted(answer.headers.items())
                    yield address, repr(headers).encode() + answer.content


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Failing], Publication]:
    """The same with one plugin that fails; each is published once."""
    found: dict[str, Publication] = {}

    def after(case: Failing) -> Publication:
        if case.name not in found:
            folder = planted(tmp_path_factory.mktemp("after"), HEALTHY, case.everything)
            found[case.name] = published(folder)
        return found[case.name]

    return after


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.name)
def test_other_editions_stay_the_same(
    case: Failing, before: Publication, aftermath: Callable[[Failing], Publication]
) -> None:
    for clinic in (BIRCH, CEDAR):
        assert aftermath(case).editions[clinic] == before.editions[clinic]


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.name)
def test_its_clinic_loses_no_more_than_what_it_adds(
    case: Failing, before: Publication, aftermath: Callable[[Failing], Publication]
) -> None:
    ash = aftermath(case).editions[ASH]
    assert ash == before.editions[ASH]
    assert [offer.service.id for offer in ash.offers] == ["own"]
    assert ash.widgets == BUILT_IN


def test_their_pages_stay_the_same_byte_by_byte(before: Publication, tmp_path: Path) -> None:
    """All the failing plugins at once, each under a name of its own."""
    folder = planted(tmp_path, HEALTHY, {"faulty.py": ""})
    names = [f"faulty-{number}" for number in range(len(FAILING))]
    for name, case in zip(names, FAILING, strict=True):
        planted(folder, case.under(name.replace("-", "_")))
    listed = ", ".join(f'"{name}"' for name in (FAULTY, *names))
    named = HEALTHY[f"{ASH}/clinic.toml"].replace('"faulty"', listed)
    planted(folder, {f"{ASH}/clinic.toml": named})
    after = published(folder)
    failed = {plugin.name for plugin in after.plugins if plugin.faults}
    assert failed == set(names)
    assert pages(after) == pages(before)


@pytest.mark.parametrize("name", ["script", "a view that raises", "raises for widgets"])
def test_everyone_who_looks_reads_what_failed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The start of a real server, its list of plugins, and both commands."""
    [case] = [case for case in FAILING if case.name == name]
    folder = planted(tmp_path, HEALTHY, case.everything)
    options = ("--plugins-dir", str(folder))
    with serving(*options, environ={"SCARWIDGET_INTROSPECTION": "true"}) as served:
        rows = json.loads(served.get(b"/-/plugins.json").partition(b"\r\n\r\n")[2])["plugins"]
        assert b"200" in served.get(f"/{ASH}/picker".encode())[:20]
        assert b"404" in served.get(f"/{ASH}/parking".encode())[:20]
    [row] = [row for row in rows if row["status"] == "failed"]
    [fault] = row["faults"]
    [parts] = row["details"]
    assert row["name"] == FAULTY
    assert parts["where"] == case.where(folder)
    assert parts["key"].startswith(f"register_widgets for {ASH}")
    assert all(part in parts["problem"] for part in case.says)
    assert f"warning: {fault}" in served.wrote.splitlines()
    assert main(["check", *options]) == 1
    assert f"fault: {fault}" in capsys.readouterr().err.splitlines()
    assert main(["plugins", *options]) == 0
    assert f"  fault: {fault}" in capsys.readouterr().out.splitlines()
    assert main(["serve", *options, "--strict"]) == 1
    assert f"fault: {fault}" in capsys.readouterr().err.splitlines()


def test_a_request_fails_for_no_clinic(tmp_path: Path) -> None:
    broken = {"oak-clinic/clinic.toml": "name =", "elm.py": "1 / 0"}
    publication = published(planted(tmp_path, HEALTHY, FAILING[0].everything, broken))
    assert {"oak-clinic", ASH, BIRCH, CEDAR} <= set(publication.editions)
    app = create_app(Settings(), publication=publication, today=lambda: TODAY)
    client = TestClient(app)
    for clinic in publication.editions:
        assert client.get(f"/{clinic}/").status_code == 200
        for widget in BUILT_IN:
            assert client.get(f"/{clinic}/{widget}").status_code == 200
