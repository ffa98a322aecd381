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
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *DOCS]
CONTENTS = ROOT / "docs/README.md"
LINK = re.compile(r"\]\((?!https?:)(?P<target>[^)#]*)(?:#(?P<anchor>[^)]+))?\)")


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
    # The words of its texts are left out on the page, so there is nothing to be read.
    publication = publish(Settings(plugins_dir=str(tmp_path), strict=True, lint=False))
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


def links(path: Path) -> list[tuple[Path, str | None]]:
    """Every page, and place in it, that a page leads to."""
    prose = FENCED.sub("", path.read_text("utf-8"))
    return [
        ((path.parent / found["target"]).resolve() if found["target"] else path, found["anchor"])
        for found in LINK.finditer(prose)
    ]


def anchors(path: Path) -> set[str]:
    """The places of a page, as GitHub names them after its headings."""
    prose = FENCED.sub("", path.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    plain = [re.sub(r"\]\([^)]*\)", "", title).lower().strip() for title in titles]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target, anchor in links(path):
        assert target.exists(), target
        if anchor is not None:
            assert anchor in anchors(target), f"{target.name}#{anchor}"


def test_every_page_can_be_reached_from_the_contents() -> None:
    assert CONTENTS in {target for target, _ in links(ROOT / "README.md")}
    reached: set[Path] = set()
    waiting = [CONTENTS]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting.extend(target for target, _ in links(page) if target.suffix == ".md")
    assert set(DOCS) - reached == set()


def test_the_page_on_trust_names_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/trust.md").read_text("utf-8")))
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()
