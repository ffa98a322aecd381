"""Services: each under its treatment, in the clinic's words, as far as its markets allow."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from scarwidget.catalogue import NO_TREATMENT
from scarwidget.clinics import Clinic, Contact, Practitioner, Price, showing
from scarwidget.edition import Contributions, Edition, build_edition
from scarwidget.widgets import BUILT_IN
from scarwidget.widgets.services import ServicesView
from tests.reading import blocks, text_of
from tests.widgets.editions import CATALOGUE, CHINESE, MARKER, client_of, edition, seen, service

TREATMENTS = tuple(name for name in CATALOGUE.treatments if name != NO_TREATMENT)
MARKETS = ("US", "GB", "SG", "HK", "AU")

PEOPLE = Clinic(
    id="birch-skin",
    name={"en": "Birch Skin", CHINESE: "白樺"},
    markets=("US",),
    locales=("en", CHINESE),
    licence_no="0001",
    premises_type="Clinic",
    practitioners=(
        Practitioner(name="Dr Birch", title="Doctor", registration="R1"),
        Practitioner(name="Ms Ash"),
    ),
    contact=Contact(
        phone="+1 555 0142",
        whatsapp="+1 555 0143",
        email="hello@birch.example",
        booking="https://birch.example/book",
        address={"en": "1 Main Street", CHINESE: "大街一號"},
        hours="Daily",
        note="Ask us",
    ),
)


def view(of: Edition, locale: str = "en") -> ServicesView:
    return seen(ServicesView, "services", of, {}, locale)


def clinic_of(treatment: str) -> str:
    return f"for-{treatment.replace('_', '-')}"


@pytest.fixture(scope="module")
def specialists() -> TestClient:
    """For each treatment a clinic that offers nothing else."""
    return client_of(
        *(
            edition("US", services=(service(name),), clinic_id=clinic_of(name))
            for name in TREATMENTS
        )
    )


@pytest.fixture(scope="module")
def markets() -> TestClient:
    """For each market a clinic that offers everything."""
    services = tuple(service(name) for name in TREATMENTS if name != "home_remedies")
    return client_of(
        *(
            edition(market, services=services, clinic_id=f"in-{market.lower()}")
            for market in MARKETS
        )
    )


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_service_of_any_treatment_is_rendered(treatment: str, specialists: TestClient) -> None:
    answer = specialists.get(f"/{clinic_of(treatment)}/services")
    assert answer.status_code == 200
    text = text_of(answer.text, without=("scarwidget-sources", "scarwidget-refs"))
    said = CATALOGUE.say("en").treatments[treatment]
    first = text.index(said.summary.value)
    assert first < text.index("Offered by Birch Skin") < text.index(f"Own words on {treatment}")
    for part in ("Own risks of", "Own notice for"):
        assert f"{part} {treatment}" in text


@pytest.mark.parametrize("market", MARKETS)
def test_hidden_services_are_nowhere(market: str) -> None:
    of = edition(market)
    hidden = {name for name in TREATMENTS if showing(name, [market]) == "hide"}
    assert {s.treatment for s in of.hidden} == hidden
    shown = view(of)
    assert [group.treatment for group in shown.groups] == [n for n in TREATMENTS if n not in hidden]
    for group in shown.groups:
        assert len(group.offers) == 1


@pytest.mark.parametrize("market", ["GB", "SG", "HK", "AU"])
def test_hidden_services_are_on_no_page(market: str, markets: TestClient) -> None:
    hidden = [name for name in TREATMENTS if showing(name, [market]) == "hide"]
    assert hidden
    brands = {b.name for n in hidden for b in CATALOGUE.brands_by_treatment[n]} - {
        b.name for n in TREATMENTS if n not in hidden for b in CATALOGUE.brands_by_treatment[n]
    }
    addresses = [
        *("", "services", "checklist", "explainer", "picker?a=none.flat.brown.same.III"),
        *(f"treatments?pick={'.'.join(hidden[i : i + 4])}" for i in range(0, len(hidden), 4)),
    ]
    for address in addresses:
        answer = markets.get(f"/in-{market.lower()}/{address}")
        assert answer.status_code == 200
        text = text_of(answer.text, without=("scarwidget-sources",))
        for name in hidden:
            assert f"of {name}" not in text
            assert f"on {name}" not in text
            assert f"{MARKER} {name}" not in text
        if address.startswith(("services", "treatments")):
            assert not [brand for brand in brands if brand in text], address


def test_generic_is_called_by_its_treatment() -> None:
    [group] = view(edition("HK", services=(service("botulinum"),))).groups
    [offer] = group.offers
    assert offer.name == CATALOGUE.say("en").treatments["botulinum"].name
    assert (offer.brand, offer.device, offer.price, offer.per) == (None, None, None, None)
    assert offer.brand_line is None
    answer = client_of(edition("HK", services=(service("botulinum"),))).get("/birch-skin/services")
    text = text_of(answer.text, without=("scarwidget-sources",))
    assert "Own words on botulinum" in text
    assert MARKER not in text
    assert "Botox" not in text
    assert "4,711" not in text


def test_a_known_brand_brings_its_honest_line() -> None:
    [group] = view(edition("US", services=(service("laser_pico"),))).groups
    [offer] = group.offers
    assert offer.brand == "Pico"
    assert offer.brand_line == CATALOGUE.say("en").brands["pico"].line
    assert set(CATALOGUE.brands["pico"].sources) <= {
        source.id for source in view(edition("US", services=(service("laser_pico"),))).sources
    }


@pytest.mark.parametrize("brand", ["pico", "PICO", "Pico", "pIcO"])
def test_a_brand_is_found_in_any_case(brand: str) -> None:
    [group] = view(edition("US", services=(service("laser_pico", brand=brand),))).groups
    assert group.offers[0].brand == "Pico"


def test_an_unknown_brand_has_no_line() -> None:
    [group] = view(edition("US", services=(service("laser_pico", brand="Zorro"),))).groups
    assert group.offers[0].brand == "Zorro"
    assert group.offers[0].brand_line is None


def test_what_nobody_reviewed_says_so() -> None:
    of = edition("US", services=(service("moon_light"), service("laser_pico")))
    groups = view(of).groups
    assert [(g.treatment, g.words is None, g.pick is None) for g in groups] == [
        ("moon_light", True, True),
        ("laser_pico", False, False),
    ]
    lines = blocks(client_of(of).get("/birch-skin/services").text)
    assert len([line for line in lines if line.startswith("Not reviewed:")]) == 1


def test_prices_are_written_with_their_currency() -> None:
    prices = {
        Price(currency="HKD", from_=1280): "HKD 1,280",
        Price(currency="HKD", from_=1280, to=1280): "HKD 1,280",
        Price(currency="USD", from_=99.5, to=120): "USD 99.50 \u2013 120",
        Price(currency="SGD", from_=1000, to=2000, per="a visit"): "SGD 1,000 \u2013 2,000 a visit",
    }
    services = tuple(service("laser_pico", i, price=price) for i, price in enumerate(prices))
    html = client_of(edition("US", services=services)).get("/birch-skin/services").text
    shown = [line for line in blocks(html) if line[:3] in ("HKD", "USD", "SGD")]
    assert [line.replace("\xa0", " ") for line in shown] == list(prices.values())


def test_the_contact_and_the_people() -> None:
    of = build_edition(CATALOGUE, PEOPLE, Contributions((service("laser_pico"),)), BUILT_IN)
    shown = view(of)
    assert shown.contact == PEOPLE.contact
    assert [(p.name.value, p.registration) for p in shown.people] == [
        ("Dr Birch", "R1"),
        ("Ms Ash", None),
    ]
    html = client_of(of).get("/birch-skin/services").text
    text = text_of(html)
    for part in ("+1 555 0142", "hello@birch.example", "https://birch.example/book", "Dr Birch"):
        assert part in text
    for link in ("tel:+15550142", "https://wa.me/15550143", "mailto:hello@birch.example"):
        assert f'href="{link}"' in html
    assert "Licence number: 0001" in text


def test_a_clinic_speaks_the_language_it_is_asked_in() -> None:
    of = build_edition(CATALOGUE, PEOPLE, Contributions((service("laser_pico"),)), BUILT_IN)
    assert str(view(of).address) == "1 Main Street"
    chinese = view(of, CHINESE)
    assert chinese.address is not None
    assert (chinese.address.value, chinese.address.lang) == ("大街一號", CHINESE)
    assert chinese.hours is not None
    assert chinese.hours.lang == "en", "a plain string is in the clinic's first language"


def test_education_offers_nothing_and_asks_nobody() -> None:
    shown = view(edition())
    assert shown.groups == ()
    assert shown.sources == ()
    text = text_of(client_of(edition()).get("/birch-skin/services").text)
    assert "Birch Skin offers no treatment: its pages are for information." in text
    assert "Ask the clinic" not in text


def test_a_clinic_whose_services_are_all_hidden_is_not_said_to_offer_none() -> None:
    of = edition("GB", services=(service("botulinum"),))
    text = text_of(client_of(of).get("/birch-skin/services").text)
    assert "shows none of its services here" in text
    assert "offers no treatment" not in text
    assert "otulinum" not in text


def test_the_same_edition_gives_the_same_view() -> None:
    of = edition("US", "HK")
    assert view(of) == view(of)
    assert view(of) == view(edition("US", "HK"))
