"""The tutorial is followed as it is written, from an empty folder to a page with two services.

``following`` says how its blocks are read. Everything is typed into a real shell, with the real
command; only what would reach a network is not done, and held against the other pages instead.
"""

from __future__ import annotations

from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import ROOT
from tests.docs.following import Reader, blocks_of, commands_of, file_of

TUTORIAL = ROOT / "docs/tutorial.md"
SERVICES = "http://127.0.0.1:8000/birch-skin/services"
CARDS = (("pico", "Pico laser", "USD 400 – 600"), ("hydrafacial", "HydraFacial", "USD 190"))


def test_it_ends_with_both_services_and_their_prices_on_a_page(tmp_path: Path) -> None:
    with Reader(tmp_path, real_shell=True) as reader:
        reader.follow(TUTORIAL)
        has_both_services(reader.fetch(SERVICES))
    # The last time that it is opened, the file is broken.
    has_both_services(reader.opened[SERVICES])
    pastes_what_the_builder_gives(reader)
    installs_as_the_other_pages_say(reader)


def has_both_services(page: str) -> None:
    for card, name, price in CARDS:
        shown = unescape(page).partition(f'id="scarwidget-offer-{card}"')[2].partition("</dl>")[0]
        assert name in shown
        assert price in shown.replace("\xa0", " ")
        assert "per session" in shown


def pastes_what_the_builder_gives(reader: Reader) -> None:
    [builder] = (address for address in reader.opened if urlsplit(address).path.endswith("/embed"))
    pasted = (reader.here / "acne-scars.html").read_text("utf-8").strip()
    assert pasted in unescape(reader.opened[builder])


def installs_as_the_other_pages_say(reader: Reader) -> None:
    *_, install = reader.installed
    assert install.startswith("pip install ")
    assert f"$ {install}\n" in (ROOT / "docs/operating.md").read_text("utf-8")


def test_whatever_it_shows_is_a_file_or_typed_or_said() -> None:
    """So that no block is there which is not held against anything."""
    assert any(command.startswith("scarwidget lint ") for command in commands_of(TUTORIAL))
    for language, text in blocks_of(TUTORIAL):
        assert language in ("console", "text") or file_of(text), text
