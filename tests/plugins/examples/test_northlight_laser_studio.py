"""Northlight Laser Studio's own tests, as the people who keep the plugin would write them."""

from scarwidget.testing import assert_conforms, client_of
from tests.conftest import PLUGINS, TODAY

PLUGIN = PLUGINS / "northlight_laser_studio.py"


def test_the_plugin_conforms() -> None:
    assert_conforms(PLUGIN, today=TODAY)


def test_there_is_no_price_and_every_card_says_to_call() -> None:
    page = client_of(PLUGIN).get("/northlight-laser-studio/services").text
    assert "USD" not in page
    cards = page.count('id="scarwidget-offer-')
    assert page.count("Results vary, and nobody can say ahead of time") == cards == 3
