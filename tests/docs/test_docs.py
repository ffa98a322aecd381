"""What the README and the docs show is run as it stands there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from scarwidget.plugins import hooks, publish
from scarwidget.settings import Settings
from scarwidget.widgets import BUILT_IN
from tests.conftest import ROOT

FENCED = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
DOCS = sorted((ROOT / "docs").glob("*.md"))


def blocks(path: Path, language: str) -> list[str]:
    """The code of a page in one language, in order."""
    found = FENCED.finditer(path.read_text("utf-8"))
    return [block["text"] for block in found if block["language"] == language]


def test_the_clinic_of_the_readme(tmp_path: Path) -> None:
    for block in blocks(ROOT / "README.md", "toml"):
        name = block.splitlines()[0].removeprefix("# ")
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, "utf-8")
    publication = publish(Settings(plugins_dir=str(tmp_path / "plugins"), strict=True))
    [offer] = publication.editions["birch-skin"].offers
    assert (offer.brand, offer.treatment is not None) == ("Pico", True)


def test_the_files_of_the_plugin_page(tmp_path: Path) -> None:
    clinic, services, *_ = blocks(ROOT / "docs/plugins.md", "toml")
    folder = tmp_path / "birch-skin"
    folder.mkdir()
    (folder / "clinic.toml").write_text(clinic, "utf-8")
    (folder / "services.toml").write_text(services, "utf-8")
    publication = publish(Settings(plugins_dir=str(tmp_path), strict=True))
    assert len(publication.editions["birch-skin"].offers) == 1
    assert publication.notices == ()


def test_the_python_of_the_plugin_page(tmp_path: Path) -> None:
    [code] = blocks(ROOT / "docs/plugins.md", "python")
    (tmp_path / "birch_skin.py").write_text(code, "utf-8")
    publication = publish(Settings(plugins_dir=str(tmp_path), strict=True))
    assert [offer.price for offer in publication.editions["birch-skin"].offers]


@pytest.mark.parametrize("name", [name for name in vars(hooks) if name.startswith("register_")])
def test_every_hook_is_on_the_plugin_page_with_its_signature(name: str) -> None:
    arguments = ", ".join(inspect.signature(getattr(hooks, name)).parameters)
    assert f"`{name}({arguments})`" in (ROOT / "docs/plugins.md").read_text("utf-8")


def test_every_setting_is_on_the_operating_page_and_no_other() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    table = page.partition("| key |")[2].partition("\n\n")[0]
    keys = (
        {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}
        if table
        else set()
    )
    assert keys == set(Settings.__struct_fields__)


def test_every_widget_and_its_keys_are_on_the_embedding_page() -> None:
    page = (ROOT / "docs/embedding.md").read_text("utf-8")
    table = page.partition("| widget | keys |")[2]
    for widget in BUILT_IN.values():
        assert f"`{widget.id}`" in page
        for key in widget.keys:
            assert f"`{key}`" in table, (widget.id, key)


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
