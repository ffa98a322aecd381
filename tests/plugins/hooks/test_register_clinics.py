"""``register_clinics``: called once, first, and what it brings is the plugin's own."""

from __future__ import annotations

from pathlib import Path

from tests.plugins.planting import PRELUDE, planted, published

TWO = """\
@hookimpl
def register_clinics():
    yield Clinic(id="oak", name="Oak")
    yield Clinic(id="elm", name="Elm")
"""


def test_a_plugin_may_bring_several_clinics(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, {"trees.py": PRELUDE + TWO}), strict=True)
    assert list(publication.editions) == ["elm", "oak"]
    [plugin] = publication.plugins
    assert plugin.clinics == ["oak", "elm"]


def test_one_that_fails_leaves_a_clinic_of_its_own_name(tmp_path: Path) -> None:
    source = PRELUDE + TWO + '    yield Clinic(id="fir", name="")\n'
    publication = published(planted(tmp_path, {"trees.py": source}))
    assert list(publication.editions) == ["trees"]
    [fault] = publication.faults
    assert "register_clinics, item 3.name" in fault.key
