"""Tamarind Derma's own tests, as the people who keep the plugin would write them."""

from scarwidget.testing import assert_conforms, client_of, publication_of
from tests.conftest import PLUGINS, TODAY

PLUGIN = PLUGINS / "tamarind-derma"


def test_the_clinic_conforms() -> None:
    assert_conforms(PLUGIN, today=TODAY)


def test_a_filler_has_neither_brand_nor_price_in_singapore() -> None:
    offers = publication_of(PLUGIN).editions["tamarind-derma"].offers
    [filler] = [offer for offer in offers if offer.service.treatment == "filler_ha"]
    assert (filler.brand, filler.price) == (None, None)


def test_who_answers_for_the_clinic_is_named() -> None:
    page = client_of(PLUGIN).get("/tamarind-derma/services").text
    assert "Dr Tan Wei Lin" in page
    assert "MCR M00000A" in page
