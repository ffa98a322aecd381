"""``register_widgets``: each clinic of the plugin may be given other widgets."""

from __future__ import annotations

from pathlib import Path

from scarwidget.widgets import BUILT_IN
from tests.plugins.planting import PARKING, PRELUDE, WIDGETS, planted, published, widgets

CLINIC = 'name = "A Clinic"\nplugins = ["chain"]\n'


def test_each_clinic_may_be_given_its_own(tmp_path: Path) -> None:
    source = widgets('return [widget(id="parking")] if clinic.id == "oak" else []')
    files = {
        "oak/clinic.toml": CLINIC,
        "elm/clinic.toml": CLINIC,
        "chain/__init__.py": PRELUDE + WIDGETS + source,
        "chain/templates/parking.html": PARKING,
    }
    publication = published(planted(tmp_path, files), strict=True)
    assert list(publication.editions["oak"].widgets) == [*BUILT_IN, "parking"]
    assert publication.editions["elm"].widgets == BUILT_IN
    own = publication.editions["oak"].widgets["parking"]
    assert own.plugin == "chain"
