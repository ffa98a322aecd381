"""What the linter says of a clinic: its texts, its cards, and what somebody accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from scarwidget.claims import Finding, lint_clinic
from scarwidget.clinics import (
    Accepted,
    ChecklistItem,
    Clinic,
    Contact,
    Device,
    Practitioner,
    Service,
)
from scarwidget.plugins import Publication
from scarwidget.testing import client_of
from tests.conftest import PLUGINS

TODAY = date(2026, 11, 22)

CLINIC = Clinic(
    id="birch-skin",
    name="Birch Skin",
    markets=("SG",),
    licence_no="00E0000",
    practitioners=(Practitioner(name="Dr Tan", title="Registered doctor", registration="M1"),),
)
SERVICE = Service(
    id="pico",
    treatment="laser_pico",
    benefits="It may soften shallow scars over some months.",
    risks="Redness, dark marks, an infection or new scars can follow.",
    notice="Results vary. A doctor looks at your skin first.",
    citations=("Bernstein 2017",),
    reviewed_on=date(2026, 5, 1),
    review_due=date(2027, 5, 1),
    min_age=18,
)


def lint(clinic: Clinic = CLINIC, service: Service | None = SERVICE, **more: Any) -> list[Finding]:
    services = () if service is None else (service,)
    given = {"where": "birch-skin", "today": TODAY, **more}
    items = given.pop("items", ())
    return list(lint_clinic(clinic, services, items, **given))


def changed(**fields: Any) -> Service:
    return msgspec.structs.replace(SERVICE, **fields)


def but(**fields: Any) -> Clinic:
    return msgspec.structs.replace(CLINIC, **fields)


def told(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each.rule, each.key, each.severity) for each in found]


def test_a_sound_clinic_is_clean() -> None:
    assert lint() == []


@pytest.mark.parametrize(
    "clinic",
    ["tamarind-derma", "public-skin-guide", "juniper-skin-clinic", "northlight-laser-studio",
     "kestrel-bay-aesthetics"],
)  # fmt: skip
def test_the_example_clinics_have_no_error(publication: Publication, clinic: str) -> None:
    edition = publication.editions[clinic]
    found = lint_clinic(
        edition.clinic,
        [offer.service for offer in edition.offers],
        edition.checklist_items,
        where=clinic,
        today=TODAY,
        texts=publication.texts.get(clinic, ()),
    )
    assert [each for each in found if each.is_error] == []


@pytest.mark.parametrize(
    ("clinic", "service", "items", "key"),
    [
        (but(name={"en": "The best clinic"}), SERVICE, (), "name"),
        (but(contact=Contact(note="Completely safe")), SERVICE, (), "contact.note"),
        (but(contact=Contact(hours="Last chance: Monday")), SERVICE, (), "contact.hours"),
        (CLINIC, changed(name="The best laser"), (), "pico.name"),
        (CLINIC, changed(visits="Guaranteed in 3"), (), "pico.visits"),
        (CLINIC, changed(details="# It\n\nIs **completely** safe"), (), "pico.details"),
        (
            CLINIC,
            SERVICE,
            (ChecklistItem(id="hat", action="a", how_often="b", why="Completely safe"),),
            "hat.why",
        ),
    ],
)
def test_every_text_of_a_clinic_is_read(
    clinic: Clinic, service: Service, items: tuple[ChecklistItem, ...], key: str
) -> None:
    found = lint(clinic, service, items=items)
    assert {each.key for each in found if each.is_error} == {key}


def test_every_language_and_what_widgets_say_is_read() -> None:
    clinic = but(locales=("en", "zh-Hant-HK"), markets=("HK",))
    texts = [("home-care.title", "zh-Hant-HK", "零風險護理")]
    found = lint(clinic, None, texts=texts)
    assert [(each.rule, each.key, each.locale) for each in found] == [
        ("SW003", "home-care.title", "zh-Hant-HK")
    ]


def test_ids_names_of_people_and_titles_of_papers_are_no_copy() -> None:
    clinic = but(practitioners=(Practitioner(name="Dr Best", title="Doctor", registration="1"),))
    service = changed(id="best", citations=("The best and safest laser: 100% guaranteed",))
    assert lint(clinic, service) == []


@pytest.mark.parametrize(
    ("clinic", "service", "expected"),
    [
        (CLINIC, changed(risks=None), ("SW049", "pico.risks", "error")),
        (CLINIC, changed(benefits="It may help."), ("SW049", "pico.risks", "error")),
        (CLINIC, changed(notice=None), ("SW050", "pico.notice", "error")),
        (but(licence_no=None), SERVICE, ("SW052", "practitioner", "error")),
        (CLINIC, changed(citations=()), ("SW053", "pico.citations", "error")),
        (CLINIC, changed(reviewed_on=None), ("SW053", "pico.reviewed_on", "error")),
        (CLINIC, changed(reviewed_on=date(2024, 11, 21)), ("SW053", "pico.reviewed_on", "error")),
        (CLINIC, changed(reviewed_on=date(2026, 11, 23)), ("SW053", "pico.reviewed_on", "error")),
        (CLINIC, changed(review_due=None), ("SW053", "pico.review_due", "error")),
        (but(markets=()), SERVICE, ("SW054", "markets", "error")),
        (CLINIC, changed(min_age=16), ("SW056", "pico.min_age", "warning")),
        (but(markets=("GB",)), changed(min_age=None), ("SW056", "pico.min_age", "error")),
    ],
)
def test_what_a_card_lacks(
    clinic: Clinic, service: Service, expected: tuple[str, str, str]
) -> None:
    assert told(lint(clinic, service)) == [expected]


def test_a_review_on_the_day_two_years_ago_still_holds() -> None:
    assert lint(CLINIC, changed(reviewed_on=date(2024, 11, 22))) == []


@pytest.mark.parametrize(
    ("market", "person", "licence", "found"),
    [
        ("AU", {"title": "Doctor", "registration": "1"}, None, False),
        ("AU", {"title": None, "registration": "1"}, "1", True),
        ("HK", {"title": None, "registration": "1"}, None, False),
        ("HK", {"title": "Doctor", "registration": None}, "1", True),
        ("US", {"title": None, "registration": None}, "1", False),
        ("US", {"title": None, "registration": None}, None, True),
    ],
)
def test_who_must_be_named_depends_on_the_market(
    market: str, person: dict[str, str | None], licence: str | None, found: bool
) -> None:
    clinic = but(
        markets=(market,), licence_no=licence, practitioners=(Practitioner(name="Dr", **person),)
    )
    assert ("SW052" in {each.rule for each in lint(clinic)}) is found


def test_a_text_of_one_language_must_be_there_in_all() -> None:
    both = {"en": "Results vary. See a doctor.", "zh-Hant-HK": "效果因人而異。"}
    same = {key: dict(both) for key in ("benefits", "risks", "notice")}
    clinic = but(locales=("en", "zh-Hant-HK"), practitioners=())
    assert lint(clinic, changed(**same)) == []
    found = lint(clinic, changed(**same, visits="3 to 5 visits"))
    assert told(found) == [("SW055", "pico.visits", "error")]


def test_rules_on_cards_are_for_clinics_with_services() -> None:
    assert lint(but(licence_no=None, practitioners=()), None) == []


@pytest.mark.parametrize(
    ("market", "named"),
    [("GB", "Retin A"), ("HK", "Bótox®"), ("SG", "Juvederm"), ("HK", "radiesse")],
)
def test_a_brand_in_a_sentence_is_found_where_no_card_may_show_it(market: str, named: str) -> None:
    found = lint(but(markets=(market,)), changed(visits=f"With {named} too"))
    [brand] = [each for each in found if each.rule == "SW057"]
    assert brand.errors_in == (market,)
    assert not {"SW057"} & {each.rule for each in lint(but(markets=("US",)))}
    free = lint(but(markets=("US",)), changed(visits=f"With {named} too"))
    assert "SW057" not in {each.rule for each in free}


def test_a_registered_device_may_be_named_in_its_market() -> None:
    device = Device(brand="Lutronic", model="Fraxel", registration_no="1", market="SG")
    named = {"name": "Fraxel", "visits": "Fraxel, 3 visits"}
    assert told(lint(service=changed(**named))) == [("SW039", "pico.name", "warning")]
    assert lint(service=changed(**named, device=device)) == []
    [found] = lint(but(markets=("SG", "HK")), changed(**named, device=device))
    assert found.markets == ("HK",)


def test_needling_with_radiofrequency_needs_its_four_risks() -> None:
    named = {"name": "RF microneedling"}
    assert told(lint(service=changed(**named))) == [("SW040", "pico.name", "warning")]
    risks = "Burns, scars, loss of fat and harm to nerves can follow."
    assert lint(service=changed(**named, risks=risks)) == []


def test_medical_words_are_found_in_beauty_premises_only() -> None:
    medical = changed(name="Medical-grade facial", visits="3 visits")
    assert lint(service=medical) == []
    found = lint(but(premises_type="Beauty salon"), medical)
    assert ("SW030", "pico.name", "warning") in told(found)


def test_a_registered_title_may_be_said() -> None:
    note = Contact(note="Ask our laser specialists. Dr Tan is a skin specialist.")
    assert {each.rule for each in lint(but(contact=note))} == {"SW031"}
    people = (Practitioner(name="Dr Tan", title="Skin specialist", registration="M1"),)
    found = lint(but(contact=note, practitioners=people))
    assert ["laser specialists" in each.words for each in found] == [True]


def test_research_needs_citations_and_a_figure_its_number() -> None:
    us = but(markets=("US",))
    proven = {"visits": "Clinically proven"}
    assert told(lint(us, changed(**proven))) == [("SW026", "pico.visits", "warning")]
    bare = [each for each in lint(us, changed(**proven, citations=())) if each.rule == "SW026"]
    assert [each.severity for each in bare] == ["error"]
    assert lint(us, changed(visits="80% improvement in some [1].")) == []
    assert told(lint(us, changed(visits="80% improvement in some [2]."))) == [
        ("SW027", "pico.visits", "warning")
    ]


def test_a_device_is_approved_only_with_the_number_of_its_approval() -> None:
    us, said = but(markets=("US",)), {"visits": "FDA-approved"}
    approved = Device(brand="A", model="B", registration_no="P020012/S009", market="US")
    cleared = Device(brand="A", model="B", registration_no="K123456", market="US")
    assert lint(us, changed(**said, device=approved)) == []
    assert told(lint(us, changed(**said, device=cleared))) == [("SW024", "pico.visits", "error")]


def accepted(**fields: Any) -> Accepted:
    given: dict[str, Any] = {
        "rule": "SW006",
        "key": "pico.visits",
        "words": "The best",
        "reason": "Counsel has looked at this sentence.",
        "reviewer": "A. Lim",
        "expires": TODAY,
    }
    return Accepted(**(given | fields))


SHOUTED = changed(visits="The best laser")


def test_an_accepted_finding_is_told_and_is_no_error() -> None:
    entry = accepted()
    [found] = lint(but(accepted=(entry,)), SHOUTED)
    assert (found.accepted, found.severity, found.is_error) == (entry, "error", False)


@pytest.mark.parametrize(
    "entry",
    [
        accepted(expires=date(2026, 11, 21)),
        accepted(key="pico.notice"),
        accepted(words="best"),
        accepted(rule="SW008"),
    ],
)
def test_an_acceptance_that_is_over_or_fits_nothing_is_told(entry: Accepted) -> None:
    found = lint(but(accepted=(entry,)), SHOUTED)
    assert told(found) == [
        ("SW006", "pico.visits", "error"),
        ("SW058", "accepted[1]", "warning"),
    ]
    assert found[0].is_error


@pytest.mark.parametrize(
    ("service", "rule", "key", "words"),
    [
        (changed(visits="Botox"), "SW020", "pico.visits", "Botox"),
        (changed(notice=None), "SW050", "pico.notice", "pico.notice"),
        (changed(min_age=18, citations=()), "SW053", "pico.citations", "pico.citations"),
    ],
)
def test_nobody_can_accept_what_may_not_be_accepted(
    service: Service, rule: str, key: str, words: str
) -> None:
    found = lint(but(accepted=(accepted(rule=rule, key=key, words=words),)), service)
    assert [each.is_error for each in found if each.rule == rule] == [True]
    assert ("SW058", "accepted[1]", "error") in told(found)


def test_core_labels_every_card_as_the_clinics(publication: Publication) -> None:
    with client_of(PLUGINS / "tamarind-derma") as client:
        shown = client.get("/tamarind-derma/services").text
    offers = publication.editions["tamarind-derma"].offers
    assert shown.count("Offered by Tamarind Derma") == len(offers) > 0
