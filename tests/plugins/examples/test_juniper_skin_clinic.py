"""Juniper Skin Clinic's own tests, as the people who keep the plugin would write them."""

from scarwidget.testing import assert_conforms, client_of
from tests.conftest import PLUGINS, TODAY

PLUGIN = PLUGINS / "juniper_skin_clinic"


def test_the_plugin_conforms() -> None:
    assert_conforms(PLUGIN, today=TODAY)


def test_every_offer_has_its_card_with_the_price() -> None:
    page = client_of(PLUGIN).get("/juniper-skin-clinic/services").text
    for service in ("fraxel", "juvederm", "botox", "zo-home-care"):
        assert f'id="scarwidget-offer-{service}"' in page
    assert "USD" in page


def test_our_habits_stand_in_the_checklist() -> None:
    assert "Bring your list of medicines." in (
        client_of(PLUGIN).get("/juniper-skin-clinic/checklist").text
    )
