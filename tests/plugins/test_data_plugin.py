"""The data-only plugin: a folder of TOML, with every fault of it found in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scarwidget.clinics import Price
from scarwidget.faults import FaultsFound
from scarwidget.plugins import Publication
from scarwidget.plugins.report import plugin_rows
from scarwidget.widgets import BUILT_IN
from tests.plugins.planting import BIRCH, HEALTHY, planted, published

OAK = "oak-clinic"
CHINESE = "zh-Hant-HK"

CLINIC = """\
name = { en = "Oak Clinic", zh-Hant-HK = "橡樹" }
markets = ["HK", "US"]
locales = ["zh-Hant-HK", "en"]
origins = ["https://oak.example", "https://www.oak.example:8443"]
licence_no = "0001"
premises_type = "Clinic"

[[practitioner]]
name = "Dr Oak"
registration = "M1"

[contact]
whatsapp = "+852 5550 0142"
address = { en = "1 Main Street", zh-Hant-HK = "大街一號" }

[theme]
accent = "#0f5c5a"
font = "serif"
"""

SERVICES = """\
[[service]]
id = "pico"
treatment = "laser_pico"
brand = "Pico"
price = { currency = "HKD", from = 1280, to = 2560, per = "每次" }
benefits = { en = "Softens.", zh-Hant-HK = "改善。" }
citations = ["A paper"]
reviewed_on = 2026-01-02
min_age = 22

[[service]]
id = "needling"
treatment = "microneedling"
"""

SCRUB = "[[service]]\nid = 'x'\ntreatment = 'scrub'\n"

BROKEN_CLINICS = {
    "not TOML": 'name = "Oak',
    "empty": "",
    "not UTF-8": None,
    "no name": 'markets = ["US"]\n',
    "a market that does not exist": 'name = "Oak"\nmarkets = ["FR"]\n',
    "a key that is not known": 'name = "Oak"\nmarket = ["US"]\n',
    "an origin with a path": 'name = "Oak"\norigins = ["https://oak.example/"]\n',
    "a pale accent": 'name = "Oak"\n[theme]\naccent = "#ffff00"\n',
    "its own id": 'id = "oak"\nname = "Oak"\n',
    "a text that hides something": 'name = "Oak\u202e"\n',
}


def oak(folder: Path, clinic: str | None = CLINIC, services: str | None = SERVICES) -> Path:
    """A folder with Oak Clinic beside Birch Skin."""
    planted(folder, {name: HEALTHY[name] for name in HEALTHY if name.startswith(BIRCH)})
    if clinic is not None:
        planted(folder, {f"{OAK}/clinic.toml": clinic})
    if services is not None:
        planted(folder, {f"{OAK}/services.toml": services})
    return folder


def offers(publication: Publication) -> list[str]:
    return [offer.service.id for offer in publication.editions[OAK].offers]


def test_two_files_make_a_clinic(tmp_path: Path) -> None:
    edition = published(oak(tmp_path), strict=True).editions[OAK]
    clinic = edition.clinic
    assert (clinic.id, clinic.markets) == (OAK, ("HK", "US"))
    assert (str(edition.name("en")), str(edition.name(CHINESE))) == ("Oak Clinic", "橡樹")
    assert edition.default_locale == CHINESE
    assert clinic.practitioners[0].registration == "M1"
    assert clinic.theme.font == "serif"
    pico, needling = (offer.service for offer in edition.offers)
    assert pico.price == Price(currency="HKD", from_=1280, to=2560, per="每次")
    assert pico.benefits == {"en": "Softens.", CHINESE: "改善。"}
    assert (pico.reviewed_on, pico.min_age) == (date(2026, 1, 2), 22)
    assert needling.brand is None


def test_services_are_not_needed(tmp_path: Path) -> None:
    publication = published(oak(tmp_path, services=None), strict=True)
    assert offers(publication) == []
    assert publication.editions[OAK].widgets == BUILT_IN


@pytest.mark.parametrize("broken", BROKEN_CLINICS.values(), ids=BROKEN_CLINICS.keys())
def test_a_broken_clinic_stays_with_its_widgets_and_no_services(
    broken: str | None, tmp_path: Path
) -> None:
    folder = oak(tmp_path, clinic=CLINIC if broken is None else broken)
    if broken is None:
        (folder / OAK / "clinic.toml").write_bytes(b'name = "\xff"\n')
    publication = published(folder)
    edition = publication.editions[OAK]
    assert str(edition.name("en")) == "Oak Clinic"
    assert edition.widgets == BUILT_IN
    assert (edition.offers, edition.hidden, edition.checklist_items) == ((), (), ())
    assert (edition.clinic.markets, edition.clinic.origins) == ((), ())
    for widget in BUILT_IN.values():
        widget.view(edition, "en", {})
    [fault] = publication.faults
    assert OAK in fault.where
    assert "clinic.toml" in str(fault) or OAK in fault.where.split("/")[-1]
    assert publication.editions[BIRCH].offers
    with pytest.raises(FaultsFound):
        published(folder, strict=True)


def test_a_folder_without_a_clinic_file_says_which_file_it_needs(tmp_path: Path) -> None:
    folder = oak(tmp_path, clinic=None)
    planted(folder, {f"{OAK}/clinc.toml": CLINIC})
    publication = published(folder)
    [fault] = publication.faults
    assert OAK in fault.where
    assert "clinic.toml" in str(fault)
    assert {row.name: row.status for row in plugin_rows(publication)}[OAK] == "failed"


@pytest.mark.parametrize(
    ("broken", "key", "says"),
    [
        ("[[service]\n", "", ("cannot be read", "line")),
        ("[[services]]\nid = 'x'\n", "services", ("[[service]]",)),
        ("[service]\nid = 'x'\ntreatment = 'scrub'\n", "service", ("[[service]]",)),
        ("service = 5\n", "service", ("5",)),
        ("service = [5]\n", "service[1]", ("5", "table")),
        ("[[service]]\ntreatment = 'scrub'\n", "service[1].id", ("missing",)),
        ("[[service]]\nid = 'x'\n", "service[1].treatment", ("missing",)),
        ("[[service]]\nid = 'X'\ntreatment = 'scrub'\n", "service[1].id", ("'X'",)),
        ("[[service]]\nid = 'x'\ntreatment = 5\n", "service[1].treatment", ("5", "str")),
        (f"{SCRUB}benefit = 'Soft'\n", "service[1].benefit", ("not a known key", "benefits")),
        (
            f"{SCRUB}price = {{ currency = 'HKD' }}\n",
            "service[1].price.from",
            ("missing",),
        ),
        (
            f"{SCRUB}price = {{ currency = 'HKD', from = 2, to = 1 }}\n",
            "service[1].price",
            ("to = 1", "from = 2"),
        ),
        (
            f"{SCRUB}benefits = {{ fr = 'Oui' }}\n",
            "benefits",
            ("'fr'",),
        ),
        (
            f"{SCRUB}benefits = {{ en = '' }}\n",
            "service[1].benefits",
            (),
        ),
        (
            f"{SCRUB}before_after = 'a.jpg'\n",
            "service[1].before_after",
            ("not a known key",),
        ),
    ],
    ids=repr,
)
def test_a_broken_service_drops_the_services_and_names_its_place(
    broken: str, key: str, says: tuple[str, ...], tmp_path: Path
) -> None:
    alone = broken.startswith(("service =", "[service]"))
    publication = published(oak(tmp_path, services=broken if alone else SERVICES + broken))
    assert offers(publication) == []
    assert publication.editions[OAK].clinic.licence_no == "0001"
    assert publication.editions[BIRCH].offers
    [fault] = publication.faults
    assert OAK in fault.where
    for part in (key if alone else key.replace("service[1]", "service[3]"), *says):
        assert part in str(fault)


def test_every_fault_of_both_files_is_found_in_one_run(tmp_path: Path) -> None:
    clinic = (
        'nam = "Oak"\nmarkets = ["US", "FR"]\norigins = ["https://oak.example", "oak.example"]\n'
        '[contact]\nphone = "5550"\nfax = "1"\n[theme]\naccent = "red"\nfont = "comic"\n'
    )
    services = (
        '[[service]]\nid = "X"\ntreatment = 5\n[[service]]\nid = "ok"\ntreatment = "scrub"\n'
        '[[service]]\nid = "y"\nprices = 1\n[[servce]]\nid = "z"\n'
    )
    said = [str(fault) for fault in published(oak(tmp_path, clinic, services)).faults]
    for part in (
        "clinic.toml: name: is missing",
        "clinic.toml:1: nam: is not a known key (did you mean 'name'?)",
        "clinic.toml:2: markets[2]",
        "clinic.toml:3: origins[2]",
        "clinic.toml:5: contact.phone",
        "clinic.toml:6: contact.fax",
        "clinic.toml:8: theme.accent",
        "clinic.toml:9: theme.font",
        "services.toml:2: service[1].id",
        "services.toml:3: service[1].treatment",
        "services.toml:7: service[3].treatment: is missing",
        "services.toml:9: service[3].prices",
        "services.toml:10: servce",
    ):
        assert [line for line in said if part in line], f"{part} is not in\n" + "\n".join(said)
    assert len(said) == 13, "\n".join(said)


def test_a_text_in_a_locale_that_the_clinic_lacks(tmp_path: Path) -> None:
    """Nobody would ever read it: most likely the tag is mistyped."""
    clinic = CLINIC.replace("address = { en", "address = { fr = '1 rue', en")
    said = [str(fault) for fault in published(oak(tmp_path, clinic)).faults]
    assert [line for line in said if "contact.address" in line and "'fr'" in line], said


@pytest.mark.parametrize("name", ["Oak", "oak_clinic", "oak clinic", "o" * 61, "9oak"])
def test_a_folder_whose_name_can_be_no_clinic(name: str, tmp_path: Path) -> None:
    publication = published(planted(tmp_path, {f"{name}/clinic.toml": 'name = "Oak"\n'}))
    assert dict(publication.editions) == {}
    assert publication.faults
    assert all(name in fault.where for fault in publication.faults)


def test_a_file_that_lies_beside_its_folder_is_pointed_out(tmp_path: Path) -> None:
    publication = published(planted(oak(tmp_path), {"elm.toml": CLINIC}), strict=True)
    [notice] = publication.notices
    assert notice.where == str(tmp_path / "elm.toml")


@pytest.mark.parametrize("key", ["brand", "device"])
@pytest.mark.parametrize("treatment", ["botox", "wrinkle-relaxing", "microneedling"])
def test_a_known_brand_cannot_leave_its_treatment(key: str, treatment: str, tmp_path: Path) -> None:
    """Else a name that the catalogue lacks would free a brand from what a market forbids."""
    clinic = CLINIC.replace('markets = ["HK", "US"]', 'markets = ["GB"]')
    service = f"[[service]]\nid = 'x'\ntreatment = '{treatment}'\n{key} = 'Botox'\n"
    publication = published(oak(tmp_path, clinic, service))
    assert offers(publication) == []
    [told] = [str(fault) for fault in publication.faults if fault.key == f"x.{key}"]
    for part in ("services.toml:4", "Botox", "botulinum", treatment):
        assert part in told
