"""What a clinic's cards show, market by market, on everything that a clinic has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.settings import Settings
from tests.conftest import PUBLIC_URL, TODAY
from tests.markets.clinics import (
    CATALOGUE,
    CONTACT,
    TABLE,
    TREATMENTS,
    allowed,
    brand_of,
    files,
    marks_of,
    service,
)
from tests.plugins.planting import planted, published
from tests.reading import text_of
from tests.web.documents import Document

PLACES: dict[str, tuple[str, ...]] = {
    **{market.lower(): (market,) for market in TABLE.markets},
    "gb-us": ("GB", "US"),
    "hk-au": ("HK", "AU"),
}
TURNED: dict[str, tuple[str, ...]] = {"us-gb": ("US", "GB"), "au-hk": ("AU", "HK")}
"""The pairs the other way round."""

EDUCATION = "no-market"
FILLERS = "au-fillers"
"""A clinic in Australia that offers nothing but what Australia hides."""

BY_BRAND = "hk-by-brand"
"""A clinic in Hong Kong that calls its services by their brands, even in their ids."""

RESULT = "picker?a=none.flat.brown.same.III"
"""Answers that lead to a list of options, some of them medicines."""

FORMS = ("", "/frame", "/fragment")
STATES = ("services", "treatments", "treatments?scar=any", "picker", RESULT)
PICKS = tuple(TREATMENTS[start : start + 4] for start in range(0, len(TREATMENTS), 4))

NO_ID = re.compile(r"[^a-z_]+")

in_each_place = pytest.mark.parametrize("place", PLACES)


class Seen:
    """Everything that each clinic has, as it is answered."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.of = cache(self._of)
        self.words = cache(self._words)

    def _of(self, clinic: str) -> Mapping[str, str]:
        found = {}
        for address in addresses(clinic):
            answer = self.client.get(address)
            assert answer.status_code == 200, address
            found[address.removeprefix(f"/{clinic}/")] = answer.text
        return found

    def _words(self, clinic: str) -> Mapping[str, str]:
        """What a reader reads there, but for the titles of sources."""
        documents = self.of(clinic).items()
        return {a: text_of(html, without=("scarwidget-sources",)) for a, html in documents}


def addresses(clinic: str) -> list[str]:
    page = quote(f"{PUBLIC_URL}/{clinic}/treatments?scar=any", safe="")
    own = (
        *("", "embed", "embed?widget=services", "embed/preview?widget=treatments", "checklist"),
        *(in_form(state, form) for state in STATES for form in FORMS),
        *(f"treatments?pick={'.'.join(picks)}" for picks in PICKS),
        *(f"explainer?topic={topic}" for topic in CATALOGUE.topics),
    )
    oembed = (f"/-/oembed?format={kind}&url={page}" for kind in ("json", "xml"))
    return [*(f"/{clinic}/{address}" for address in own), *oembed]


def in_form(state: str, form: str) -> str:
    widget, mark, query = state.partition("?")
    return widget + form + mark + query


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """All clinics of these tests, loaded strictly."""
    everything = [service(treatment) for treatment in TREATMENTS]
    fillers = [row for row in everything if str(row["treatment"]).startswith("filler_")]
    by_brand = [
        {"id": brand.id, "treatment": brand.treatments[0], "brand": brand.name, "name": brand.name}
        for brand in CATALOGUE.brands.values()
    ]
    folder = planted(
        tmp_path_factory.mktemp("markets"),
        *(files(place, markets, everything) for place, markets in (PLACES | TURNED).items()),
        files(EDUCATION, (), ()),
        files(FILLERS, ("AU",), fillers),
        files(BY_BRAND, ("HK",), by_brand),
    )
    publication = published(folder, strict=True)
    app = create_app(Settings(public_url=PUBLIC_URL), publication=publication, today=lambda: TODAY)
    return Seen(TestClient(app, base_url=PUBLIC_URL))


def pages_of(seen: Seen, place: str, widget: str) -> list[str]:
    """A widget in its three forms; the treatments as cards."""
    state = "treatments?scar=any" if widget == "treatments" else widget
    return [seen.of(place)[in_form(state, form)] for form in FORMS]


def classed(place: str, *classes: str) -> list[str]:
    return [name for name in TREATMENTS if allowed(name, PLACES[place]) in classes]


@in_each_place
def test_what_may_be_shown_is_shown_in_every_form(place: str, seen: Seen) -> None:
    for html in pages_of(seen, place, "services"):
        for name in classed(place, "show"):
            for mark in (*marks_of(name).values(), brand_of(name)):
                assert mark in html, (name, mark)
    for html in pages_of(seen, place, "treatments"):
        for name in classed(place, "show"):
            marks = marks_of(name)
            for mark in (marks["name"], marks["price"], marks["per"], brand_of(name)):
                assert mark in html, (name, mark)


@in_each_place
def test_a_generic_service_stands_under_the_name_of_its_treatment(place: str, seen: Seen) -> None:
    for html in pages_of(seen, place, "services"):
        for name in classed(place, "generic"):
            card = text_of(html, within=f"scarwidget-offer-{name}_1")
            assert CATALOGUE.say("en").treatments[name].name.value in card
            assert marks_of(name)["benefits"] in card
            assert marks_of(name)["visits"] in card


@in_each_place
def test_a_generic_service_has_no_brand_price_or_device_anywhere(place: str, seen: Seen) -> None:
    for address, html in seen.of(place).items():
        for name in classed(place, "generic", "hide"):
            for key in ("name", "device", "price", "per"):
                assert marks_of(name)[key] not in html, (address, name, key)


@in_each_place
def test_no_restricted_brand_is_named_anywhere(place: str, seen: Seen) -> None:
    free = {brand_of(name) for name in classed(place, "show")}
    kept = {brand_of(name) for name in classed(place, "generic", "hide")} - free
    for address, text in seen.words(place).items():
        assert not [brand for brand in kept if brand.casefold() in text.casefold()], address


@in_each_place
def test_a_hidden_service_is_nowhere(place: str, seen: Seen) -> None:
    for address, html in seen.of(place).items():
        for name in classed(place, "hide"):
            assert not [m for m in marks_of(name).values() if m in html], (address, name)


@in_each_place
def test_no_hidden_treatment_stands_where_the_clinic_can_be_reached(place: str, seen: Seen) -> None:
    """Beside a contact or a card that leads to it, even neutral words would advertise."""
    said = CATALOGUE.say("en").treatments
    reached = 0
    for address, text in seen.words(place).items():
        html = seen.of(place)[address]
        if any(part in html for part in (*CONTACT, "scarwidget-offer", "at this clinic")):
            reached += 1
            named = [n for n in classed(place, "hide") if said[n].name.value in text]
            assert not named, address
            document = Document(html)
            values = [url for _, _, url in document.addresses()]
            values += [element.attrs.get("id", "") for element in document.elements]
            parts = {part for value in values for part in NO_ID.split(value)}
            assert not parts & set(classed(place, "hide")), address
    assert reached >= 3 * len(FORMS)


@pytest.mark.parametrize("place", [p for p in PLACES if p != "us"])
def test_a_list_that_leaves_something_out_says_so(place: str, seen: Seen) -> None:
    count = len(classed(place, "hide"))
    for state in ("treatments", "treatments?scar=any"):
        for form in FORMS:
            text = seen.words(place)[in_form(state, form)]
            assert f"{count} more options are not shown here" in text, (state, form)


def test_education_stands_where_nothing_of_the_clinic_does(seen: Seen) -> None:
    """The picker names what may help, in every market, and no card stands beside it."""
    for place in PLACES:
        for form in FORMS:
            address = in_form(RESULT, form)
            assert "Retinoid cream or gel" in seen.words(place)[address]
            assert not [part for part in CONTACT if part in seen.of(place)[address]]
            assert "scarwidget-offer" not in seen.of(place)[address]


@pytest.mark.parametrize("clinic", ["us", EDUCATION, FILLERS])
def test_nothing_is_left_out_where_nothing_is_hidden_or_offered(clinic: str, seen: Seen) -> None:
    said = CATALOGUE.say("en").treatments
    for state in ("treatments", "treatments?scar=any"):
        text = seen.words(clinic)[state]
        assert all(said[name].name.value in text for name in TREATMENTS)
        assert "not shown here" not in text
    assert "Botulinum toxin" in seen.words(clinic)["treatments?pick=" + ".".join(PICKS[0])]


def test_a_clinic_whose_services_are_all_hidden_offers_none(seen: Seen) -> None:
    for address, text in seen.words(FILLERS).items():
        assert "Offered by" not in text
        assert "at this clinic" not in text
        if any(part in seen.of(FILLERS)[address] for part in CONTACT):
            assert "filler" not in text.replace(FILLERS, "").casefold(), address


def test_an_old_address_of_what_is_left_out_leads_to_the_list(seen: Seen) -> None:
    html = seen.client.get("/gb/treatments?pick=botulinum.laser_pico").text
    assert "Picosecond laser" in text_of(html, within="scarwidget-compare")
    assert "otulinum" not in text_of(html, without=("scarwidget-sources",))
    [canonical] = Document(html).links("canonical")
    assert canonical.attrs["href"] == f"{PUBLIC_URL}/gb/treatments?pick=laser_pico"


@pytest.mark.parametrize(("one", "other"), [("gb-us", "us-gb"), ("hk-au", "au-hk")])
def test_the_order_of_markets_changes_nothing(one: str, other: str, seen: Seen) -> None:
    first, second = seen.of(one), seen.of(other)
    for (address, html), twin in zip(first.items(), second.values(), strict=True):
        assert html.replace(one, "here") == twin.replace(other, "here"), address


def test_no_id_or_address_tells_the_brand_of_a_generic_service(seen: Seen) -> None:
    kept = [b for b in CATALOGUE.brands.values() if allowed(b.treatments[0], ("HK",)) != "show"]
    assert kept
    for widget in ("services", "treatments"):
        for html in pages_of(seen, BY_BRAND, widget):
            shown = html.partition('<section class="scarwidget ')[2]
            shown = shown.partition('class="scarwidget-sources"')[0].casefold()
            assert "_1" in shown
            assert not [brand.id for brand in kept if brand.id in shown]
