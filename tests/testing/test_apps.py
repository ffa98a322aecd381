"""Applications for a test: just the plugins that were named, each application by itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

import scarwidget.testing
from scarwidget.faults import FaultsFound
from scarwidget.plugins import Clinic, Service, hookimpl
from scarwidget.testing import (
    PUBLIC_URL,
    NoSuchPlugin,
    app_of,
    client_of,
    named,
    publication_of,
)
from tests.conftest import PLUGINS
from tests.testing.plots import DATA, PACKAGE, changed, sown

TAMARIND = PLUGINS / "tamarind-derma"


class Autumn:
    """An object with hooks: services for whoever names it."""

    @hookimpl
    def register_services(self) -> list[Service]:
        return [Service(id="autumn", treatment="laser_pico", name="Autumn laser")]


class Oak:
    """An object that brings a clinic, which names the plugin ``autumn``."""

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        return [Clinic(id="oak", name="Oak", markets=("US",), plugins=("autumn",))]


def test_there_is_nothing_but_the_plugin() -> None:
    publication = publication_of(TAMARIND)
    assert [plugin.name for plugin in publication.plugins] == ["tamarind-derma"]
    client = client_of(str(TAMARIND))
    assert client.base_url == PUBLIC_URL
    assert "Tamarind Derma" in client.get("/tamarind-derma/services").text
    assert client.get("/juniper-skin-clinic/services").status_code == 404


def test_every_fault_is_raised_unless_the_plugin_may_fail(tmp_path: Path) -> None:
    files = changed(DATA, "birch-skin/clinic.toml", "markets", "market")
    files = changed(files, "birch-skin/services.toml", "min_age", "age")
    plugin = sown(tmp_path, files)
    with pytest.raises(FaultsFound) as raised:
        client_of(plugin)
    assert {fault.key for fault in raised.value.faults} >= {"market", "service[1].age"}
    assert client_of(plugin, strict=False).get("/birch-skin/picker").status_code == 200


def test_two_applications_do_not_see_each_others_plugins() -> None:
    with_it = client_of(named("oak", Oak()), named("autumn", Autumn()))
    without = client_of(named("oak", Oak()))
    assert "Autumn laser" in with_it.get("/oak/services").text
    assert "Autumn laser" not in without.get("/oak/services").text
    assert "Autumn laser" in with_it.get("/oak/services").text


def test_an_object_and_a_module_have_a_name_without_being_given_one() -> None:
    assert "Autumn laser" in client_of(Oak(), Autumn()).get("/oak/services").text
    module = ModuleType("plugins.oak_clinic")
    module.register_clinics = hookimpl(lambda: [Clinic(id="oak", name="Oak")])  # type: ignore[attr-defined]
    [plugin] = publication_of(module).plugins
    assert (plugin.name, plugin.clinics) == ("oak-clinic", ["oak"])


def test_a_plugin_can_be_renamed(tmp_path: Path) -> None:
    [plugin] = publication_of(named("birch", sown(tmp_path, PACKAGE))).plugins
    assert (plugin.name, plugin.clinics) == ("birch", ["birch-skin"])


def test_the_day_stands_still_unless_another_is_named() -> None:
    due = publication_of(TAMARIND).catalogue.review.review_due
    overdue = "This check is overdue"
    page = "/tamarind-derma/explainer"
    assert overdue not in client_of(TAMARIND).get(page).text
    assert overdue in client_of(TAMARIND, today=due + timedelta(days=1)).get(page).text


def test_settings_can_be_given() -> None:
    app = app_of(TAMARIND, public_url="https://other.example/widgets", introspection=False)
    assert app.routes
    client = client_of(TAMARIND, public_url="https://other.example")
    assert "https://other.example/" in client.get("/tamarind-derma/picker/fragment").text
    with pytest.raises(TypeError, match="colour"):
        client_of(TAMARIND, colour="red")


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        ("plugins/nowhere", ("plugins/nowhere", "no such file or folder")),
        (Path("nowhere.py"), ("nowhere.py", "no such file or folder")),
        (PLUGINS.parent / "pyproject.toml", ("pyproject.toml", "expected a folder or a .py file")),
        ("birch-skin", ("no installed plugin is called 'birch-skin'",)),
        ("plugins", ("no installed plugin", "Path('plugins')")),
    ],
    ids=str,
)
def test_what_is_no_plugin_is_told(
    plugin: str | Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PLUGINS.parent)
    with pytest.raises(NoSuchPlugin) as raised:
        publication_of(plugin)
    assert all(word in str(raised.value) for word in words)


def test_what_is_offered_is_what_can_be_imported() -> None:
    assert sorted(scarwidget.testing.__all__) == sorted(set(scarwidget.testing.__all__))
    assert all(hasattr(scarwidget.testing, name) for name in scarwidget.testing.__all__)


def test_without_its_extra_it_says_what_to_install() -> None:
    ask = (
        "import sys; sys.modules['httpx2'] = sys.modules['httpx'] = None; import scarwidget.testing"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    last = said.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: scarwidget.testing needs httpx2")
    assert 'pip install "scarwidget[testing]"' in last
