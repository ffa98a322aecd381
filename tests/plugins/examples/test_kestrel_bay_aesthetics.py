"""Kestrel Bay Aesthetics' own tests, as the people who keep the plugin would write them."""

from scarwidget.testing import assert_conforms, client_of
from tests.conftest import PLUGINS, TODAY

PLUGIN = PLUGINS / "kestrel_bay_aesthetics"


def test_the_plugin_conforms() -> None:
    assert_conforms(PLUGIN, today=TODAY)


def test_chinese_comes_first_and_english_when_asked_for() -> None:
    client = client_of(PLUGIN)
    chinese = client.get("/kestrel-bay-aesthetics/services").text
    english = client.get("/kestrel-bay-aesthetics/services?lang=en").text
    assert "Pico 皮秒激光" in chinese
    assert "Pico laser" in english
    assert "皮秒" not in english


def test_prices_are_in_hong_kong_dollars() -> None:
    assert "HKD" in client_of(PLUGIN).get("/kestrel-bay-aesthetics/services?lang=en").text
