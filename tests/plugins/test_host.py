"""The host: which plugins load, whom they are asked about, and what is said when one fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scarwidget.faults import FaultsFound
from scarwidget.plugins import Publication
from scarwidget.plugins.report import PluginRow, plugin_rows
from tests.plugins.planting import (
    ASH,
    BIRCH,
    CEDAR,
    FAILING,
    FAULTY,
    HEALTHY,
    PRELUDE,
    Failing,
    planted,
    published,
    services,
)

SPY = """\
from scarwidget.clinics import Service
from scarwidget.plugins import hookimpl

ASKED = []


@hookimpl
def register_services(clinic):
    ASKED.append(("services", clinic.id))
    return [Service(id="spied", treatment="silicone")]


@hookimpl
def register_checklist_items(clinic):
    ASKED.append(("checklist", clinic.id))
    return []
"""


def clinic_toml(*plugins: str) -> str:
    named = ", ".join(f'"{plugin}"' for plugin in plugins)
    return f'name = "A Clinic"\nmarkets = ["US"]\nplugins = [{named}]\n'


def bringing(clinic: str, name: str) -> str:
    return (
        f"{PRELUDE}@hookimpl\ndef register_clinics():\n"
        f'    return [Clinic(id="{clinic}", name="{name}")]\n'
    )


def rows(publication: Publication) -> Mapping[str, PluginRow]:
    return {row.name: row for row in plugin_rows(publication)}


def names(publication: Publication) -> list[str]:
    return [plugin.name for plugin in publication.plugins]


def offers(publication: Publication, clinic: str) -> list[str]:
    return [offer.service.id for offer in publication.editions[clinic].offers]


# a plugin that fails


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.name)
def test_a_failure_names_plugin_hook_file_and_reason(case: Failing, tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY, case.everything))
    row = rows(publication)[FAULTY]
    assert row.status == "failed"
    assert len(row.faults) == 1, row.faults
    [fault] = publication.faults
    assert fault.where == case.where(tmp_path)
    for part in (case.hook, *case.says):
        assert part in str(fault)
    assert "\n" not in str(fault)
    assert {name for name, row in rows(publication).items() if row.status == "failed"} == {FAULTY}


@pytest.mark.parametrize(
    "case",
    # What fails while a widget is tried fails alike: one stands for all.
    [c for c in FAILING if "100,000" not in c.name and (c.templates is None or c.name == "script")],
    ids=lambda case: case.name,
)
def test_under_strict_a_failure_stops_the_start(case: Failing, tmp_path: Path) -> None:
    folder = planted(tmp_path, HEALTHY, case.everything)
    with pytest.raises(FaultsFound) as found:
        published(folder, strict=True)
    assert [fault.where for fault in found.value.faults] == [case.where(folder)]


def test_several_failures_are_all_reported(tmp_path: Path) -> None:
    source = PRELUDE + services("return 5") + (
        '@hookimpl\ndef register_checklist_items(clinic):\n    raise KeyError("habits")\n'
    )  # fmt: skip
    folder = planted(tmp_path, HEALTHY, {"faulty.py": source, "other.py": "1 / 0"})
    with pytest.raises(FaultsFound) as found:
        published(folder, strict=True)
    assert sorted(Path(fault.where).name for fault in found.value.faults) == [
        "faulty.py",
        "faulty.py",
        "other.py",
    ]


def test_what_is_well_gives_no_fault(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY, {"faulty.py": ""}), strict=True)
    assert publication.faults == ()
    assert publication.notices == ()
    assert {row.status for row in plugin_rows(publication)} == {"loaded"}
    assert rows(publication)[CEDAR].clinics == (CEDAR,)


def test_a_hook_that_gives_nothing_is_well(tmp_path: Path) -> None:
    folder = planted(tmp_path, HEALTHY, {"faulty.py": PRELUDE + services("return None")})
    assert published(folder, strict=True).faults == ()


def test_one_bad_item_drops_all_items_of_its_plugin_for_that_clinic_only(tmp_path: Path) -> None:
    source = PRELUDE + services('return [GOOD, 5] if clinic.id == "ash-clinic" else [GOOD]')
    folder = planted(
        tmp_path, HEALTHY, {"faulty.py": source, "elm-clinic/clinic.toml": clinic_toml(FAULTY)}
    )  # fmt: skip
    publication = published(folder)
    assert offers(publication, ASH) == ["own"]
    assert offers(publication, "elm-clinic") == ["good"]
    assert len(publication.faults) == 1
    assert ASH in publication.faults[0].key


# whose clinic it is


def test_an_id_goes_to_the_plugin_of_that_name(tmp_path: Path) -> None:
    twice = {"a_first.py": bringing("oak", "Not Oak"), "oak.py": bringing("oak", "Oak")}
    publication = published(planted(tmp_path, twice))
    assert publication.editions["oak"].clinic.name == "Oak"
    [fault] = publication.faults
    assert Path(fault.where).name == "a_first.py"
    assert "'oak'" in str(fault)
    assert rows(publication)["oak"].clinics == ("oak",)
    assert rows(publication)["a-first"].status == "failed"


def test_else_it_goes_to_the_first_of_the_allow_list(tmp_path: Path) -> None:
    twice = {"one.py": bringing("oak", "One"), "two.py": bringing("oak", "Two")}
    folder = planted(tmp_path, twice)
    by_name = published(folder)
    assert by_name.editions["oak"].clinic.name == "One"
    listed = published(folder, plugins=("two", "one"))
    assert listed.editions["oak"].clinic.name == "Two"
    [fault] = listed.faults
    assert Path(fault.where).name == "one.py"
    assert "'two'" in str(fault), "both sides are named"


# which plugins load


def test_plugins_load_by_name(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY, {"faulty.py": "", "zoo.py": "", "a.py": ""}))
    assert names(publication) == ["a", ASH, BIRCH, CEDAR, FAULTY, "zoo"]


def test_an_allow_list_loads_only_those_in_that_order(tmp_path: Path) -> None:
    folder = planted(tmp_path, HEALTHY, {"faulty.py": "raise RuntimeError"})
    publication = published(folder, strict=True, plugins=(CEDAR, BIRCH))
    assert names(publication) == [CEDAR, BIRCH]
    assert set(publication.editions) == {CEDAR, BIRCH}


def test_what_is_not_allowed_is_not_even_imported(tmp_path: Path) -> None:
    mark = tmp_path / "imported"
    spoiler = f"from pathlib import Path\nPath({str(mark)!r}).touch()\n"
    folder = planted(tmp_path / "plugins", HEALTHY, {"faulty.py": spoiler})
    published(folder, plugins=(BIRCH,))
    assert not mark.exists()
    published(folder)
    assert mark.exists()


def test_an_empty_allow_list_allows_nothing(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY), plugins=())
    assert (names(publication), dict(publication.editions)) == ([], {})


def test_an_allowed_name_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY), plugins=(BIRCH, "birch-skni"))
    [fault] = publication.faults
    assert "birch-skni" in str(fault)
    assert BIRCH in fault.advice
    assert names(publication) == [BIRCH]


def test_a_name_that_a_clinic_gives_and_nobody_has_is_a_notice(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY), strict=True)
    [notice] = publication.notices
    assert (notice.where, notice.key) == (ASH, "plugins")
    assert "'faulty'" in notice.problem


def test_two_plugins_of_one_name(tmp_path: Path) -> None:
    twins = {"oak.py": bringing("oak", "File"), "oak/__init__.py": bringing("oak", "Package")}
    publication = published(planted(tmp_path, twins))
    [fault] = publication.faults
    assert {Path(fault.where).name, "oak"} == {Path(fault.where).name, fault.key}
    for side in ("oak.py", str(tmp_path / "oak")):
        assert side in str(fault)
    assert set(publication.editions) == {"oak"}


@pytest.mark.parametrize("name", ["Oak.py", "oak tree.py", "öak.py", "9oak.py", "Oak/clinic.toml"])
def test_a_name_that_no_plugin_can_have(name: str, tmp_path: Path) -> None:
    publication = published(planted(tmp_path, {name: ""}))
    [plugin] = publication.plugins
    assert plugin.plugin is None
    assert any("name" in str(fault) for fault in publication.faults)
    assert dict(publication.editions) == {}


def test_what_begins_with_a_dot_or_underscore_is_left_out(tmp_path: Path) -> None:
    hidden = {".oak.py": "1 / 0", "_oak.py": "1 / 0", "__pycache__/x.pyc": "", ".git/config": ""}
    publication = published(planted(tmp_path, hidden, {"readme.md": "x", "oak.txt": "x"}))
    assert (publication.plugins, publication.faults) == ((), ())


def test_a_package_may_be_made_of_modules(tmp_path: Path) -> None:
    package = {
        "oak_skin/__init__.py": PRELUDE + "from .words import NAME\n\n"
        '@hookimpl\ndef register_clinics():\n    return [Clinic(id="oak-skin", name=NAME)]\n',
        "oak_skin/words.py": 'NAME = "Oak Skin"\n',
    }
    publication = published(planted(tmp_path, package), strict=True)
    assert publication.editions["oak-skin"].clinic.name == "Oak Skin"


def test_two_folders_may_hold_plugins_of_one_name(tmp_path: Path) -> None:
    for side in ("left", "right"):
        planted(tmp_path / side, {"oak.py": bringing("oak", side)})
    found = [published(tmp_path / side, strict=True) for side in ("left", "right")]
    assert [publication.editions["oak"].clinic.name for publication in found] == ["left", "right"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FaultsFound, match="plugins_dir"):
        published(tmp_path / "nothing")


# whom a plugin is asked about


def spied(publication: Publication) -> list[tuple[str, str]]:
    [spy] = [plugin.plugin for plugin in publication.plugins if plugin.name == "spy"]
    asked: list[tuple[str, str]] = getattr(spy, "ASKED")  # noqa: B009 - a module of its own
    return asked


def test_a_plugin_is_asked_only_about_clinics_that_name_it(tmp_path: Path) -> None:
    folder = planted(
        tmp_path,
        HEALTHY,
        {
            "spy.py": SPY,
            "faulty.py": "",
            "elm/clinic.toml": clinic_toml("spy"),
            "fir/clinic.toml": clinic_toml(),
        },
    )
    publication = published(folder, strict=True)
    assert sorted(spied(publication)) == [("checklist", "elm"), ("services", "elm")]
    assert offers(publication, "elm") == ["spied"]
    for clinic in (ASH, BIRCH, CEDAR, "fir"):
        assert "spied" not in offers(publication, clinic)


def test_nobody_is_asked_where_nobody_names_it(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, HEALTHY, {"spy.py": SPY, "faulty.py": ""}))
    assert spied(publication) == []


def test_a_clinic_need_not_name_the_plugin_that_brings_it(tmp_path: Path) -> None:
    source = SPY + (
        "\n\nfrom scarwidget.clinics import Clinic\n\n\n@hookimpl\ndef register_clinics():\n"
        '    return [Clinic(id="own", name="Own", markets=("US",))]\n'
    )
    publication = published(planted(tmp_path, HEALTHY, {"spy.py": source, "faulty.py": ""}))
    assert {clinic for _, clinic in spied(publication)} == {"own"}
    assert offers(publication, "own") == ["spied"]


def test_a_plugin_named_twice_is_asked_once(tmp_path: Path) -> None:
    folder = planted(
        tmp_path, {"spy.py": SPY, "elm/clinic.toml": clinic_toml("spy", "spy")}
    )  # fmt: skip
    publication = published(folder)
    assert sorted(spied(publication)) == [("checklist", "elm"), ("services", "elm")]


def test_hooks_are_called_at_start_and_never_again(tmp_path: Path) -> None:
    folder = planted(tmp_path, {"spy.py": SPY, "elm/clinic.toml": clinic_toml("spy")})
    publication = published(folder)
    edition = publication.editions["elm"]
    for widget in edition.widgets.values():
        widget.view(edition, "en", {})
    assert len(spied(publication)) == 2


def test_a_clinic_without_a_market_can_have_no_service(tmp_path: Path) -> None:
    said = clinic_toml("spy").replace('markets = ["US"]\n', "")
    publication = published(planted(tmp_path, {"spy.py": SPY, "elm/clinic.toml": said}))
    assert offers(publication, "elm") == []
    [fault] = publication.faults
    assert "market" in str(fault)
    assert Path(fault.where).name == "spy.py"


# notices


def test_what_a_market_hides_is_a_notice(tmp_path: Path) -> None:
    source = PRELUDE + services('return [Service(id="b", treatment="botulinum", brand="Botox")]')
    british = clinic_toml(FAULTY).replace("US", "GB")
    publication = published(
        planted(tmp_path, {"faulty.py": source, "elm/clinic.toml": british}), strict=True
    )
    assert offers(publication, "elm") == []
    [notice] = publication.notices
    assert (notice.where, notice.key) == ("elm", "b")
    assert "GB" in notice.problem


def test_what_nobody_reviewed_is_a_notice_with_the_nearest_id(tmp_path: Path) -> None:
    source = PRELUDE + services('return [Service(id="b", treatment="laser_pcio")]')
    publication = published(
        planted(tmp_path, {"faulty.py": source, "elm/clinic.toml": clinic_toml(FAULTY)}),
        strict=True,
    )
    assert offers(publication, "elm") == ["b"]
    [notice] = publication.notices
    assert "not reviewed" in notice.problem
    assert "laser_pico" in notice.advice


def test_every_item_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    body = (
        'return [GOOD, {"id": "a"}, Service(id="B", treatment="laser_pico"),\n'
        '        Service(id="c", treatment="laser_pico", min_age="18", notice="a\u202eb")]'
    )
    publication = published(planted(tmp_path, HEALTHY, {"faulty.py": PRELUDE + services(body)}))
    told = [str(fault) for fault in publication.faults]
    for item, word in (("item 2", "dict"), ("item 3.id", "'B'"), ("item 4.notice", "U+202E")):
        assert [line for line in told if item in line and word in line], (item, told)
