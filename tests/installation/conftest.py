"""A widget server that knows two invented clinics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scarwidget.installation import FetchedPage, Knows, knowledge
from scarwidget.plugins import publish
from scarwidget.rendering import Asset
from scarwidget.settings import Settings
from tests.installation.pages import SERVER, SITE, Said, said

CLINICS = {
    "birch-skin": f'name = "Birch Skin"\nmarkets = ["US"]\norigins = ["{SITE}"]\n'
    'locales = ["en", "zh-Hant-HK"]\n',
    "open-skin": 'name = "Open Skin"\n',
}
FILES = {
    "embed.js": Asset("embed.0123456789ab.js", b"// the loader\n", "text/javascript"),
    "scarwidget.css": Asset("scarwidget.ba9876543210.css", b"/* the looks */\n", "text/css"),
}

Examine = Callable[[FetchedPage], Said]


@pytest.fixture(scope="session")
def knows(tmp_path_factory: pytest.TempPathFactory) -> Knows:
    """What the server of these clinics knows, with files that no change of ours renames."""
    folder = tmp_path_factory.mktemp("plugins")
    for clinic, text in CLINICS.items():
        (folder / clinic).mkdir()
        (folder / clinic / "clinic.toml").write_text(text, "utf-8")
    settings = Settings(plugins_dir=str(folder), public_url=SERVER, strict=True)
    return known(settings)


def known(settings: Settings) -> Knows:
    """What the server of some settings knows."""
    return replace(knowledge(settings, publish(settings)), files=FILES)


@pytest.fixture
def look(knows: Knows) -> Examine:
    """Examines a page."""
    return lambda page: said(page, knows)
