"""The five example clinics: what each offers, in whose edition, and in which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import permutations

import msgspec
import pytest

from scarwidget.clinics import Service
from scarwidget.edition import Edition, Offer
from scarwidget.plugins import Publication

TAMARIND = "tamarind-derma"
PUBLIC = "public-skin-guide"
JUNIPER = "juniper-skin-clinic"
NORTHLIGHT = "northlight-laser-studio"
KESTREL = "kestrel-bay-aesthetics"
CLINICS = (TAMARIND, PUBLIC, JUNIPER, NORTHLIGHT, KESTREL)
WITH_SERVICES = (TAMARIND, JUNIPER, NORTHLIGHT, KESTREL)

TELLING = 24
"""A text of this many characters is a clinic's own; shorter ones may be alike by chance."""
SHARED = (".citations", ".visits", ".title")
"""Two clinics may rest on the same paper, plan the same visits and employ the same profession."""

EVERYWHERE = {
    "a promise": r"guarante|\b100 ?%|money[- ]back|\b(?:will|always) (?:work|clear|fix)",
    "a cure": r"\bcur(?:e|es|ed|ing)\b|remov|eras|eliminat|banish|flawless|perfect|scar[- ]free",
    "no risk": r"\bsafe|risk[- ]free|\b(?:no|zero|without)(?: any)? (?:risk|side|downtime)",
    "no pain": r"pain(?:less|[- ]free)|\b(?:no|without) pain",
    "a superlative": r"\bbest\b|leading|premier|\bmost (?:advanced|effective|popular)",
    "hype": r"miracle|magic|breakthrough|amazing|dramatic|transform|instant|overnight",
    "skin tone": r"whiten|bleach",
    "other people's words": r"testimonial|\b(?:client|patient)s? (?:say|said|love)|reviews\b",
    "pictures": r"before[- ](?:and|&|/)[- ]?after",
    "pressure": r"hurry|limited|book now|act now|\bonly \d+ left|discount|% off|voucher|\bfree\b",
    "approval": r"FDA[- ]?(?:approved|certified|endorsed)|approved by the",
    "a diagnosis": r"(?<!if )\byou have\b|your (?:diagnosis|condition) is",
    "promises in Chinese": r"保證|百分百|根治|斷尾|治癒|去除|消除|清除|徹底|永久|零疤",
    "no risk in Chinese": r"(?:零|無|沒有)風險|安全|無痛",
    "superlatives in Chinese": r"最|第一|首選|頂級|頂尖|唯一|獨家|權威|專家|奇蹟|神奇",
    "offers in Chinese": r"優惠|折扣|減價|限時|限量|免費|套票|分期|見證|好評|即時見效",
    "skin tone in Chinese": r"美白|淨白|亮白",
    "words that Hong Kong does not use": r"雷射|痘疤|痘印|玻尿酸|痤瘡",
}
PRESCRIPTION = r"isotretinoin|accutane|tretinoin|retin-?a\b|adapalene|differin|hydroquinone"
TOXIN = r"\bbotox|botulinum|wrinkle|肉毒"
IN_MARKET = {
    "SG": {
        "a prescription medicine": PRESCRIPTION,
        "botulinum toxin": TOXIN,
        "blood products": r"\bprp\b|platelet|exosome|stem cell|growth factor",
        "experience counts": r"\d+ (?:clients|patients|cases|treatments|procedures)",
        "one session": r"\b(?:in|after|with) (?:only )?(?:one|1|a single) (?:session|visit)",
        "a comparison": r"(?:better|safer|faster|cheaper) than|\bunlike\b",
        "a specialist": r"(?:skin|scar|laser) (?:specialist|expert)",
    },
    "HK": {
        "surgery": r"subcision|punch|surgery|anti[- ]?age?ing|整形|整容|皮下切割",
        "a price in words": r"(?:HK\$|港幣|低至|只需)\s?\d",
        "fear": r"毀容|後悔|for life",
        "a specialist": r"(?:skin|scar|laser) (?:specialist|expert)|專科醫生",
    },
}
"""Words that the advertising rules take for an error, in short; the linter has them in full."""


def _strings(value: object, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for key, inner in value.items():
                yield from _strings(inner, f"{path}.{key}")
        case list() | tuple():
            for inner in value:
                yield from _strings(inner, path)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from _strings(getattr(value, name), f"{path}.{name}")


def _services(edition: Edition) -> list[Service]:
    return [offer.service for offer in edition.offers]


def _texts(edition: Edition) -> list[tuple[str, str]]:
    """Every string of an edition that its clinic wrote, with where it stands."""
    found = list(_strings(edition.clinic, "clinic"))
    for service in (*_services(edition), *edition.hidden):
        found.extend(_strings(service, service.id))
    for habit in edition.checklist_items:
        found.extend(_strings(habit, habit.id))
    return [(path, unicodedata.normalize("NFKC", text)) for path, text in found]


def _own_words(edition: Edition) -> Iterator[str]:
    """What a clinic says, without what two clinics may share."""
    for path, text in _texts(edition):
        if not any(key in path for key in SHARED):
            yield text


def _offer(edition: Edition, service: str) -> Offer:
    return next(offer for offer in edition.offers if offer.service.id == service)


def _treatments(edition: Edition) -> set[str]:
    return {service.treatment for service in _services(edition)}


def _brands(edition: Edition) -> set[str]:
    return {offer.brand_facts.id for offer in edition.offers if offer.brand_facts}


def test_all_five_are_published_without_a_fault(publication: Publication) -> None:
    assert set(publication.editions) == set(CLINICS)
    assert publication.faults == ()
    assert publication.notices == ()
    for plugin in publication.plugins:
        assert plugin.clinics == [plugin.name]


@pytest.mark.parametrize("clinic", WITH_SERVICES)
def test_every_service_is_in_the_catalogue_and_none_is_hidden(
    publication: Publication, clinic: str
) -> None:
    edition = publication.editions[clinic]
    assert edition.hidden == ()
    for offer in edition.offers:
        assert offer.treatment is not None, offer.service.id
        assert (offer.service.brand is None) == (offer.brand_facts is None), offer.service.id


def test_kestrel_bay_has_hydrafacial_and_pico_in_hong_kong_dollars(
    publication: Publication,
) -> None:
    edition = publication.editions[KESTREL]
    assert edition.clinic.markets == ("HK",)
    assert edition.default_locale == "zh-Hant-HK"
    assert edition.clinic.contact.whatsapp
    assert _brands(edition) == {"pico", "hydrafacial", "fotona"}
    for service, treatment, brand in (
        ("pico-laser", "laser_pico", "Pico"),
        ("hydrafacial", "hydrafacial", "HydraFacial"),
        ("fotona-fractional", "laser_afl", "Fotona"),
    ):
        offer = _offer(edition, service)
        assert (offer.service.treatment, offer.brand) == (treatment, brand)
    for offer in edition.offers:
        assert offer.price is not None
        assert offer.price.currency == "HKD"
        assert offer.price.to is not None
        assert offer.price.to > offer.price.from_


def test_juniper_has_what_its_seed_names(publication: Publication) -> None:
    edition = publication.editions[JUNIPER]
    assert edition.clinic.markets == ("US",)
    assert _treatments(edition) == {
        "laser_nafl",
        "dermabrasion",
        "peel_superficial",
        "peel_medium",
        "peel_deep",
        "microneedling",
        "filler_ha",
        "filler_caha",
        "filler_plla",
        "filler_pmma",
        "botulinum",
        "branded_skincare_lines",
    }
    assert _brands(edition) == {
        "fraxel",
        "juvederm",
        "radiesse",
        "sculptra",
        "bellafill",
        "botox",
        "zo",
        "dermed",
    }
    botox = _offer(edition, "botox")
    assert (botox.showing, botox.brand) == ("show", "Botox")
    assert {offer.price.currency for offer in edition.offers if offer.price} == {"USD"}


def test_northlight_gives_no_price_and_says_to_call(publication: Publication) -> None:
    edition = publication.editions[NORTHLIGHT]
    assert _treatments(edition) == {"laser_afl", "laser_nafl", "laser_full_ablative"}
    for service in _services(edition):
        assert service.price is None
        assert isinstance(service.notice, str)
        assert service.notice.startswith("Call for a consultation.")


def test_tamarind_names_no_brand_and_no_price_for_a_filler(publication: Publication) -> None:
    edition = publication.editions[TAMARIND]
    assert edition.clinic.markets == ("SG",)
    assert _treatments(edition) == {
        "laser_afl",
        "laser_nafl",
        "laser_pico",
        "peel_superficial",
        "microdermabrasion",
        "subcision",
        "filler_ha",
    }
    assert {"glycolic-peel", "salicylic-peel"} <= {service.id for service in _services(edition)}
    filler = _offer(edition, "fillers")
    assert filler.showing == "generic"
    assert (filler.brand, filler.price, filler.device) == (None, None, None)
    assert (filler.service.brand, filler.service.price, filler.service.name) == (None, None, None)
    for offer in edition.offers:
        if offer is not filler:
            assert offer.price is not None, offer.service.id
            assert offer.price.currency == "SGD"


def test_the_public_guide_offers_nothing_and_has_no_contact(publication: Publication) -> None:
    edition = publication.editions[PUBLIC]
    assert edition.clinic.markets == ()
    assert edition.offers == ()
    assert edition.checklist_items == ()
    assert set(msgspec.structs.asdict(edition.clinic.contact).values()) == {None}
    assert edition.widgets


@pytest.mark.parametrize(("mine", "other"), [*permutations(CLINICS, 2)])
def test_what_a_clinic_says_is_in_no_other_edition(
    publication: Publication, mine: str, other: str
) -> None:
    said = {text for text in _own_words(publication.editions[mine]) if len(text) >= TELLING}
    assert said or mine == PUBLIC
    assert not said & set(_own_words(publication.editions[other]))


def test_a_checklist_gains_habits_only_where_its_clinic_adds_some(
    publication: Publication,
) -> None:
    counts = {name: len(edition.checklist_items) for name, edition in publication.editions.items()}
    assert counts == {JUNIPER: 2, KESTREL: 2, NORTHLIGHT: 0, PUBLIC: 0, TAMARIND: 0}


def test_kestrel_bay_says_everything_in_both_languages(publication: Publication) -> None:
    edition = publication.editions[KESTREL]
    clinic = edition.clinic
    person = clinic.practitioners[0]
    texts: list[tuple[str, object]] = [
        ("name", clinic.name),
        ("premises_type", clinic.premises_type),
        ("practitioner", person.name),
        ("practitioner", person.title),
        ("address", clinic.contact.address),
        ("hours", clinic.contact.hours),
        ("note", clinic.contact.note),
    ]
    for service in _services(edition):
        texts += [
            (f"{service.id}.{key}", getattr(service, key))
            for key in ("name", "visits", "benefits", "risks", "notice")
        ]
        texts.append((f"{service.id}.price.per", service.price and service.price.per))
    for item in edition.checklist_items:
        texts += [
            (f"{item.id}.{key}", getattr(item, key)) for key in ("action", "how_often", "why")
        ]
    for where, text in texts:
        assert isinstance(text, dict), where
        assert set(text) == {"zh-Hant-HK", "en"}, where
        assert re.search(r"[\u4e00-\u9fff]", text["zh-Hant-HK"]), where
        assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text["en"]), where


@pytest.mark.parametrize("clinic", CLINICS)
def test_no_text_breaks_an_advertising_rule(publication: Publication, clinic: str) -> None:
    edition = publication.editions[clinic]
    forbidden = dict(EVERYWHERE)
    for market in edition.clinic.markets:
        forbidden |= IN_MARKET.get(market, {})
    found = [
        (where, what, match[0])
        for where, text in _texts(edition)
        for what, pattern in forbidden.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("clinic", WITH_SERVICES)
def test_every_card_weighs_benefits_and_risks_alike(publication: Publication, clinic: str) -> None:
    edition = publication.editions[clinic]
    for service in _services(edition):
        benefits = dict(_strings(service.benefits, ""))
        risks = dict(_strings(service.risks, ""))
        assert benefits.keys() == risks.keys() != set(), service.id
        for locale, text in benefits.items():
            ratio = _words(risks[locale]) / _words(text)
            assert 0.5 <= ratio <= 2, (service.id, locale, ratio)


@pytest.mark.parametrize("clinic", WITH_SERVICES)
def test_every_card_has_what_the_rules_on_services_ask_for(
    publication: Publication, clinic: str
) -> None:
    edition = publication.editions[clinic]
    assert edition.clinic.licence_no
    assert edition.clinic.premises_type
    assert edition.clinic.practitioners
    assert all(person.registration for person in edition.clinic.practitioners)
    for service in _services(edition):
        assert service.visits, service.id
        assert service.notice, service.id
        assert service.citations, service.id
        assert len(set(service.citations)) == len(service.citations), service.id
        assert (service.reviewed_on, service.review_due) == (date(2026, 11, 22), date(2027, 5, 22))
        assert service.min_age is not None
        assert service.min_age >= 18


def test_every_numbered_citation_is_a_source_of_the_catalogue(publication: Publication) -> None:
    known = " ".join(str(source.ident) for source in publication.catalogue.sources.values())
    numbered = re.compile(r"doi:\S+|PMID \d+|PMC\d+|NCT\d+")
    for edition in publication.editions.values():
        for service in _services(edition):
            cited = [n for line in service.citations for n in numbered.findall(line)]
            assert cited, service.id
            for number in cited:
                assert number in known, (edition.clinic.id, service.id, number)


def _words(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text)) or len(text.split())
