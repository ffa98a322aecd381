"""``register_checklist_items``: habits that stand in a group of the clinic's own."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.settings import Settings
from tests.conftest import PUBLIC_URL, TODAY
from tests.plugins.planting import PRELUDE, planted, published
from tests.web.documents import Document

SOURCE = """\
@hookimpl
def register_clinics():
    return [Clinic(id="oak", name="Oak Skin")]


@hookimpl
def register_checklist_items(clinic):
    return [ChecklistItem(id="hat", action="Wear a hat.", how_often="Outdoors", why="Shade")]
"""


def test_they_can_be_ticked_like_any_other(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, {"oak.py": PRELUDE + SOURCE}), strict=True)
    app = create_app(Settings(), publication=publication, today=lambda: TODAY)
    document = Document(TestClient(app, base_url=PUBLIC_URL).get("/oak/checklist?done=hat").text)
    assert "Added by Oak Skin" in document.words
    [ticked] = [e for e in document.all("input") if "checked" in e.attrs]
    assert ticked.attrs["value"] == "hat"
