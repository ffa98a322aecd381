"""The folder of a data-only plugin: each file of it, what lies in it besides, and its bounds."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scarwidget.clinics import Clinic
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins import Publication
from scarwidget.plugins.data import DataPlugin
from scarwidget.widgets.services import ServicesView
from tests.plugins.planting import planted, published

OAK = "oak-clinic"
CHINESE = "zh-Hant-HK"
CLINIC = 'name = "Oak"\nmarkets = ["HK"]\nlocales = ["zh-Hant-HK", "en"]\n'
SERVICES = """\
[[service]]
id = "pico"
treatment = "laser_pico"

[[service]]
id = "needling"
treatment = "microneedling"
"""
CHECKLIST = """\
[[item]]
id = "hat"
action = { en = "Wear a hat", zh-Hant-HK = "戴帽子" }
how_often = "每日"
why = "遮蔭"
"""


def oak(folder: Path, **files: str) -> Publication:
    """Oak Clinic with some files besides; ``_`` in a name is a dot, ``__`` a slash."""
    named = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return at(folder, {"clinic.toml": CLINIC, "services.toml": SERVICES, **named})


def at(folder: Path, files: Mapping[str, str]) -> Publication:
    return published(planted(folder, {f"{OAK}/{name}": text for name, text in files.items()}))


def said(publication: Publication) -> list[str]:
    """Every fault, its file counted from the clinic's folder."""
    return [str(fault).partition(f"{OAK}/")[2] or str(fault) for fault in publication.faults]


def noticed(publication: Publication) -> list[str]:
    return [str(notice).partition(f"{OAK}/")[2] for notice in publication.notices]


# checklist.toml


def test_a_checklist(tmp_path: Path) -> None:
    publication = oak(tmp_path, checklist_toml=CHECKLIST)
    assert said(publication) == []
    [item] = publication.editions[OAK].checklist_items
    assert (item.id, item.how_often) == ("hat", "每日")


@pytest.mark.parametrize(
    ("checklist", "fault"),
    [
        ("[[items]]\nid = 'x'\n", "checklist.toml:1: items: is not a known table"),
        (CHECKLIST.replace("why", "wy"), "checklist.toml:5: item[1].wy: is not a known key"),
        (CHECKLIST.replace('"hat"', '"p1"'), "checklist.toml:2: p1.id: is the id of a tip"),
        (CHECKLIST.replace("{ en =", "{ fr ="), "checklist.toml:3: hat.action.fr: is in 'fr'"),
        (CHECKLIST * 2, "checklist.toml:7: item[2].id: 'hat' is there twice"),
        (CHECKLIST.replace("遮蔭", "遮\u200b蔭"), "checklist.toml:5: item[1].why: holds the inv"),
        ("item = [", "checklist.toml: cannot be read"),
    ],
)
def test_a_checklist_that_does_not_hold(checklist: str, fault: str, tmp_path: Path) -> None:
    publication = oak(tmp_path, checklist_toml=checklist)
    told = said(publication)
    assert [line for line in told if line.startswith(fault)], told
    assert len(told) == (2 if "wy" in fault else 1), told
    edition = publication.editions[OAK]
    assert edition.checklist_items == ()
    assert len(edition.offers) == 2


def test_the_files_of_a_broken_clinic_are_all_looked_at(tmp_path: Path) -> None:
    publication = at(
        tmp_path, {"clinic.toml": "nam = 1", "services.toml": "a = 1", "checklist.toml": "b = 1"}
    )
    assert [line.partition(":")[0] for line in said(publication)] == [
        *("clinic.toml", "clinic.toml", "services.toml", "checklist.toml"),
    ]


def test_what_holds_by_itself_is_checked_beside_what_does_not(tmp_path: Path) -> None:
    """A row that does not hold hides nothing of what the catalogue knows of the others."""
    services = SERVICES.replace('"laser_pico"', '"laser_pico"\nbrand = "Botox"') + "prize = 1\n"
    told = said(oak(tmp_path, services_toml=services))
    assert len(told) == 2
    assert told[0].startswith("services.toml:9: service[2].prize: is not a known key")
    assert told[1].startswith("services.toml:4: pico.brand: Botox belongs to botulinum")


def test_a_language_of_the_clinic_itself_has_its_line(tmp_path: Path) -> None:
    publication = oak(tmp_path, clinic_toml=CLINIC + '[contact]\nnote = { fr = "Oui" }\n')
    [told] = said(publication)
    assert told.startswith("clinic.toml:5: contact.note.fr: is in 'fr'")


# services/*.md

LINKS = "one that begins with https://, mailto: or tel:"


def details(publication: Publication, locale: str) -> list[tuple[str, str] | None]:
    edition = publication.editions[OAK]
    view = edition.widgets["services"].view(edition, locale, {})
    assert isinstance(view, ServicesView)
    cards = [card for group in view.groups for card in group.offers]
    return [(str(c.details.under(2)).strip(), c.details.lang) if c.details else None for c in cards]


def test_details_in_files(tmp_path: Path) -> None:
    publication = at(
        tmp_path,
        {
            "clinic.toml": CLINIC,
            "services.toml": SERVICES,
            "services/pico.md": "## 之前\n\n先看皮膚。\n",
            "services/pico.en.md": "## Before\r\n\r\nWe look\tfirst.\r\n",
            "services/needling.md": "只有中文。",
        },
    )
    assert said(publication) == []
    assert noticed(publication) == []
    chinese = "<h3>之前</h3>\n<p>先看皮膚。</p>", CHINESE
    only = "<p>只有中文。</p>", CHINESE
    assert details(publication, CHINESE) == [chinese, only]
    english = "<h3>Before</h3>\n<p>We look\tfirst.</p>", "en"
    assert details(publication, "en") == [english, only]


def test_details_in_the_table(tmp_path: Path) -> None:
    services = SERVICES + 'details = """\nOne.\n\n- two\n"""\n'
    publication = oak(tmp_path, services_toml=services)
    assert said(publication) == []
    assert details(publication, "en") == [
        None,
        ("<p>One.</p>\n<ul>\n<li>two</li>\n</ul>", CHINESE),
    ]


MARKDOWN_FAULTS = {
    "services/pica.md": ("a", "services/pica.md: is for 'pica', which is no service", "'pico'"),
    "services/pico.fr.md": ("a", "services/pico.fr.md: pico.details.fr: is in 'fr'", "en"),
    "services/pico.e n.md": ("a", "services/pico.e n.md: 'e n': expected a language tag", ""),
    "services/pico.md": ("a\n\n![b](c)", "services/pico.md:3: has an image (c)", "in words"),
    "services/pico.en.md": ("a\u200bb", "services/pico.en.md:1: holds the invisible", "U+200B"),
    "services/needling.md": ("a" * 20_001, "services/needling.md: 'aaa", "20,000"),
    "services/needling.en.md": (" \n", "services/needling.en.md: '': expected Markdown", ""),
    "services/needling.zh-Hant-HK.md": ("b", "services/needling.zh-Hant-HK.md: ", "both"),
}


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    files = {name: text for name, (text, *_) in MARKDOWN_FAULTS.items()}
    files["services/needling.md"] = "a"
    publication = at(tmp_path, {"clinic.toml": CLINIC, "services.toml": SERVICES, **files})
    told = said(publication)
    for name, (_, place, advice) in MARKDOWN_FAULTS.items():
        if name != "services/needling.md":
            assert [line for line in told if line.startswith(place) and advice in line], told
    assert len(told) == len(MARKDOWN_FAULTS) - 1, told
    assert publication.editions[OAK].offers == ()


@pytest.mark.parametrize("name", MARKDOWN_FAULTS)
def test_a_file_that_does_not_hold(name: str, tmp_path: Path) -> None:
    text, place, advice = MARKDOWN_FAULTS[name]
    also = {"services/needling.md": "b"} if "zh" in name else {}
    files = {"clinic.toml": CLINIC, "services.toml": SERVICES, **also, name: text}
    [told] = said(at(tmp_path, files))
    assert told.startswith(place)
    assert advice in told


def test_a_fault_names_the_file_of_its_language(tmp_path: Path) -> None:
    files = {"services/pico.md": "a", "services/pico.en.md": "b", "services/pico.fr.md": "c"}
    publication = at(tmp_path, {"clinic.toml": CLINIC, "services.toml": SERVICES, **files})
    [told] = said(publication)
    assert told.startswith("services/pico.fr.md: pico.details.fr: is in 'fr'")


def test_details_twice(tmp_path: Path) -> None:
    services = SERVICES + 'details = "a"\n'
    [told] = said(oak(tmp_path, services_toml=services, services__needling_md="b"))
    assert told.startswith("services/needling.md: the details of 'needling' stand in services.toml")


def test_details_in_the_table_that_are_not_shown(tmp_path: Path) -> None:
    services = SERVICES + 'details = { en = "<b>a</b>", zh-Hant-HK = """\n\n[a](b)""" }\n'
    told = said(oak(tmp_path, services_toml=services))
    key = "services.toml:8: service[2].details"
    assert told == [
        f"{key}.en: has HTML (<b>), which is not shown (write Markdown)",
        f"{key}.zh-Hant-HK: line 2 of it has a link to 'b', expected {LINKS}",
    ]


def test_details_of_a_plugin_in_python(tmp_path: Path) -> None:
    source = (
        "from scarwidget.clinics import Clinic, Service\n"
        "from scarwidget.plugins import hookimpl\n"
        "@hookimpl\ndef register_clinics():\n"
        "    return [Clinic(id='oak-clinic', name='Oak', markets=('HK',))]\n"
        "@hookimpl\ndef register_services(clinic):\n"
        "    return [Service(id='pico', treatment='laser_pico', details={details!r})]\n"
    )
    folder = planted(tmp_path, {"oak_clinic.py": source.format(details="a\n\n![b](c)")})
    [fault] = published(folder).faults
    assert "pico.details: line 3 of it has an image (c)" in str(fault)
    planted(folder, {"oak_clinic.py": source.format(details="a\n\n**b**")})
    assert details(published(folder), "en") == [("<p>a</p>\n<p><strong>b</strong></p>", "en")]


# what else lies there


STRAYS = {
    "service.toml": "did you mean 'services.toml'?",
    "clinics.toml": "did you mean 'clinic.toml'?",
    "prices.csv": "one of:",
    "pico.md": "belongs into services/",
    "templates/a.html": "has no widgets of its own",
    "messages/zh-Hant-HK.po": "has no widgets of its own",
    "services/pico.txt": "expected a service's id and .md",
    "hooks.py": "nothing in it runs",
}


def test_nothing_is_left_out_in_silence(tmp_path: Path) -> None:
    files = {"clinic.toml": CLINIC, "services.toml": SERVICES, **dict.fromkeys(STRAYS, "")}
    quiet = dict.fromkeys(("README.md", "LICENSE", ".editorconfig", "_draft.toml"), "")
    publication = at(tmp_path, {**files, **quiet})
    assert said(publication) == []
    told = noticed(publication)
    for name, words in STRAYS.items():
        place = name.partition("/")[0] if name.startswith(("templates", "messages")) else name
        assert [line for line in told if line.startswith(f"{place}: ") and words in line], told
    assert len(told) == len(STRAYS)


def test_nothing_in_a_folder_of_data_runs(tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')\nimport sys\nsys.oak_clinic_ran = True\n"
    names = ("clinic.py", "conftest.py", "hooks.py", "plugin.py", "services/pico.py")
    files = {"clinic.toml": CLINIC, "services.toml": SERVICES, **dict.fromkeys(names, trap)}
    publication = at(tmp_path, files)
    assert publication.editions[OAK].offers
    assert not (tmp_path / "ran").exists()
    assert not hasattr(sys, "oak_clinic_ran")
    assert len([line for line in noticed(publication) if "is not read" in line]) == len(names)


@pytest.mark.parametrize(
    "name", ["clinic.toml", "services.toml", "checklist.toml", "services/pico.md"]
)
def test_a_link_that_leads_out_is_not_followed(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text('secret = "kanarienvogel"\n', "utf-8")
    plugins = tmp_path / "plugins"
    planted(plugins, {f"{OAK}/clinic.toml": CLINIC, f"{OAK}/services.toml": SERVICES})
    path = plugins / OAK / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(outside / "file")
    [told] = said(published(plugins))
    assert told.startswith(f"{name}: is a link that leads out of the folder")
    assert "kanarienvogel" not in told


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """So do the volumes of containers hold their files."""
    planted(tmp_path, {f"{OAK}/..data/clinic.toml": CLINIC})
    (tmp_path / OAK / "clinic.toml").symlink_to(Path("..data", "clinic.toml"))
    publication = published(tmp_path)
    assert said(publication) == []
    assert publication.editions[OAK].clinic.markets == ("HK",)


def test_what_is_no_file_is_a_fault(tmp_path: Path) -> None:
    planted(tmp_path, {f"{OAK}/clinic.toml": CLINIC, f"{OAK}/services.toml/x": ""})
    os.mkfifo(tmp_path / OAK / "checklist.toml")
    (tmp_path / OAK / "services").symlink_to("services")
    told = said(published(tmp_path))
    assert [line for line in told if line.startswith("services.toml: cannot be read")]
    assert [line for line in told if line.startswith("checklist.toml: cannot be read")]
    assert len(told) == 2


# whatever it holds

CONTENTS = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([CLINIC, SERVICES, CHECKLIST]).map(str.encode),
    st.lists(
        st.sampled_from(
            [
                *("[[service]]", "[[item]]", "[service]", "[contact]", "[theme]", "[a.b]"),
                *("id = 'x'", "id = 'y'", "id = 5", "treatment = 'laser_pico'", "details = '<b>'"),
                *("name = {en = 1, '' = ''}", "name = 'a'", "markets = 'HK'", "locales = []"),
                *("price = {currency = 1, from = nan}", "device = {brand = {}}", "citations = 1"),
                *("theme.accent = '#gg'", "origins = [[], {}]", "min_age = -1", "'\\u001b' = 1"),
                *(
                    "reviewed_on = 2026-01-01",
                    "expires = 07:32:00",
                    "min_age = 99999999999999999999",
                ),
                *("practitioner = [1]", "accepted = [{}]", "price.to = 1e400", "why = [", "}"),
            ]
        ),
        max_size=8,
    ).map(lambda lines: "\n".join(lines).encode()),
)
NAMES = ("clinic.toml", "services.toml", "checklist.toml", "services/x.md", "services/y.en.md")


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from(NAMES), CONTENTS))
def test_no_folder_raises_anything_but_its_faults(tmp_path: Path, files: dict[str, bytes]) -> None:
    folder = tmp_path / OAK
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    plugin = DataPlugin(folder)
    clinic = Clinic(id=OAK, name="Oak", markets=("HK",), locales=("zh-Hant-HK", "en"))
    assert list(plugin.strays()) == []
    for ask in (
        plugin.register_clinics,
        lambda: plugin.register_services(clinic),
        lambda: plugin.register_checklist_items(clinic),
    ):
        faults: tuple[Fault, ...] | None = None
        try:
            ask()
        except FaultsFound as found:
            faults = found.faults
        if faults is not None:
            told = [str(fault) for fault in faults]
            assert told
            assert len(set(told)) == len(told)
            for fault in faults:
                assert fault.where.startswith(str(folder))
                assert "\n" not in str(fault)
                if fault.line is not None:
                    text = Path(fault.where).read_bytes()
                    assert 1 <= fault.line <= text.count(b"\n") + 1
