"""Public Skin Guide's own tests, as the people who keep the plugin would write them."""

from scarwidget.testing import assert_conforms, client_of
from tests.conftest import PLUGINS, TODAY

PLUGIN = PLUGINS / "public-skin-guide"


def test_the_guide_conforms() -> None:
    assert_conforms(PLUGIN, today=TODAY)


def test_nothing_is_offered_and_nobody_is_to_be_called() -> None:
    client = client_of(PLUGIN)
    assert "offers no treatment" in client.get("/public-skin-guide/services").text
    for page in ("services", "treatments", "picker"):
        assert "data-scarwidget-contact" not in client.get(f"/public-skin-guide/{page}").text
