"""With a browser, axe-core finds what no static check sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scarwidget.testing import conformance
from tests.conftest import TODAY
from tests.testing.plots import IN_ENGLISH, TEMPLATE, added, sown


@pytest.mark.browser
def test_axe_looks_at_the_widgets_of_a_plugin(tmp_path: Path, browser: Browser) -> None:
    files = added(IN_ENGLISH, TEMPLATE, '<p role="checkbox">Parking</p>\n')
    plugin = sown(tmp_path, files)
    assert conformance(plugin, today=TODAY) == ()
    found = conformance(plugin, today=TODAY, browser=browser)
    assert {shortfall.check for shortfall in found} == {"accessibility"}
    assert {shortfall.where for shortfall in found} == {"/birch-skin/first-visit"}
    assert any("aria-required-attr" in shortfall.advice for shortfall in found), found
