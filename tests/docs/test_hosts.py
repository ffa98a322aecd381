"""The pages for each kind of website show what the snippet builder gives, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scarwidget.rendering.snippets import Choices, Server, Wanted, snippets
from scarwidget.widgets import BUILT_IN
from tests.conftest import ROOT

HOSTS = sorted((ROOT / "docs/hosts").glob("*.md"))
SHOWN = re.compile(
    r"<!-- snippet: (?P<id>\w+) (?P<widget>\w+) -->\n```(?P<language>\w+)\n(?P<code>.*?)\n```",
    re.DOTALL,
)
TITLES = {
    "picker": "Which kind of mark is it?",
    "treatments": "Treatments compared",
    "explainer": "Acne scars explained",
}
SERVER = Server(
    public_url="https://widgets.example",
    loader="embed.0123456789ab.js",
    integrity="sha384-…",
    sheets=("scarwidget.0123456789ab.css", "theme-birch-skin.0123456789ab.css"),
)


def given(snippet: str, widget: str) -> str:
    """What the builder gives for a widget of Birch Skin."""
    choices = Choices(BUILT_IN[widget], "en")
    wanted = Wanted(SERVER, "birch-skin", "en", TITLES[widget], choices)
    [code] = [found.code for found in snippets(wanted) if found.id == snippet]
    return code


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_a_page_shows_what_the_builder_gives(path: Path) -> None:
    text = path.read_text("utf-8")
    shown = list(SHOWN.finditer(text))
    assert len(shown) == text.count("<!-- snippet:")
    assert shown
    for found in shown:
        assert found["code"] == given(found["id"], found["widget"]), found["id"]


def test_every_snippet_for_a_platform_has_its_page() -> None:
    told = {found["id"] for path in HOSTS for found in SHOWN.finditer(path.read_text("utf-8"))}
    wanted = Wanted(SERVER, "birch-skin", "en", "x", Choices(BUILT_IN["explainer"], "en"))
    assert {snippet.id for snippet in snippets(wanted)} - told == {"link", "pinned"}
