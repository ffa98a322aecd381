"""What the page on trust says of plugins, where no other test holds it."""

from __future__ import annotations

from pathlib import Path

from scarwidget.plugins import Publication, publish
from scarwidget.plugins.found import Found, in_folder
from scarwidget.plugins.host import MOST_ITEMS
from scarwidget.settings import Settings
from scarwidget.shapes.documents import MOST_BYTES
from tests.conftest import ROOT
from tests.plugins.planting import CATALOGUE, published

PAGE = ROOT / "docs/trust.md"
BIRCH = "birch-skin"
CLINIC = 'name = "Birch Skin"\nmarkets = ["US"]\n'
OTHER = """\
from scarwidget.plugins import Clinic, hookimpl


@hookimpl
def register_clinics():
    return [Clinic(id="birch-skin", name="Somebody else")]
"""


def folder_of_data(folder: Path) -> Path:
    """Birch Skin, as data."""
    birch = folder / BIRCH
    birch.mkdir()
    (birch / "clinic.toml").write_text(CLINIC, "utf-8")
    return birch


def name_of(publication: Publication) -> str:
    return str(publication.editions[BIRCH].name("en"))


def test_an_init_file_makes_a_folder_of_data_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    init = folder_of_data(tmp_path) / "__init__.py"
    init.write_text(f"from pathlib import Path\nPath({str(marker)!r}).touch()\n", "utf-8")
    published(tmp_path)
    assert marker.exists()


def test_a_folder_takes_the_clinic_that_it_is_named_after(tmp_path: Path) -> None:
    (tmp_path / "agency.py").write_text(OTHER, "utf-8")
    assert name_of(published(tmp_path)) == "Somebody else"
    folder_of_data(tmp_path)
    publication = published(tmp_path)
    assert name_of(publication) == "Birch Skin"
    [fault] = publication.faults
    assert "agency.py" in fault.where
    assert BIRCH in fault.problem


def test_a_distribution_goes_before_a_folder_of_its_name(tmp_path: Path) -> None:
    """The list of plugins that may load holds names: it cannot tell these two apart."""
    agency = tmp_path / "agency"
    agency.mkdir()
    (agency / "agency.py").write_text(OTHER, "utf-8")
    [module] = in_folder(agency)
    installed = Found(BIRCH, "birch-skin 1.0", module.load)
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    folder = folder_of_data(plugins)
    found = [installed, *in_folder(plugins)]
    publication = publish(Settings(plugins=(BIRCH,)), CATALOGUE, found)
    assert name_of(publication) == "Somebody else"
    [fault] = publication.faults
    assert fault.where == str(folder)


def test_the_bounds_are_those_of_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert f"more than {MOST_BYTES:,} bytes" in page
    assert f"more than {MOST_ITEMS:,} services" in page
