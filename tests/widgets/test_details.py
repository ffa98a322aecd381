"""What a clinic tells at length of a service: folded, labelled as its own, and in its place."""

from __future__ import annotations

import re

import pytest

from scarwidget.clinics import Clinic
from scarwidget.edition import Contributions, Edition, build_edition
from scarwidget.plugins.details import rendered
from scarwidget.widgets import BUILT_IN
from tests.widgets.editions import CATALOGUE, CHINESE, client_of, service

MARKDOWN = {
    "en": "## Before\n\nWe look first.\n\n### Tell us\n\n#### Always\n\n- of medicine\n",
    CHINESE: "## 之前\n\n先看皮膚。",
}


def edition(
    treatment: str = "laser_pico", market: str = "US", details: object = MARKDOWN
) -> Edition:
    services = (service(treatment, details=details),)
    clinic = Clinic(
        id="birch-skin",
        name={"en": "Birch Skin", CHINESE: "白樺"},
        markets=(market,),  # type: ignore[arg-type] # of the five
        locales=("en", CHINESE),
    )
    contributions = Contributions(services, details=rendered(services, "en"))
    return build_edition(CATALOGUE, clinic, contributions, BUILT_IN)


def folded(of: Edition, address: str = "services") -> str:
    """The folded part of the one card."""
    answer = client_of(of).get(f"/birch-skin/{address}")
    assert answer.status_code == 200
    [found] = re.findall(
        r'<details class="scarwidget-details">.*?</details>', answer.text, re.DOTALL
    )
    return str(found)


@pytest.mark.parametrize(
    ("address", "levels"),
    [
        ("services", ["h3", "h4", "h5"]),
        ("services/frame", ["h3", "h4", "h5"]),
        ("services/fragment", ["h4", "h5", "h6"]),
        ("services/fragment?heading=4", ["h6", "h6", "h6"]),
    ],
)
def test_headings_stand_below_the_treatment(address: str, levels: list[str]) -> None:
    html = folded(edition(), address)
    assert re.findall(r"<(h\d)>", html) == levels
    assert re.findall(r"</(h\d)>", html) == levels


def test_no_level_is_left_out_where_nobody_reviewed_the_treatment() -> None:
    assert re.findall(r"<(h\d)>", folded(edition("moon_light"))) == ["h2", "h3", "h4"]


def test_it_is_labelled_as_the_clinics() -> None:
    html = folded(edition())
    assert re.search(r"<summary>.*Birch Skin, in its own words</summary>", html)
    assert "<p>We look first.</p>" in html
    assert " open" not in html


def test_it_is_in_the_language_that_was_asked_for_or_says_which() -> None:
    assert "lang=" not in folded(edition())
    chinese = folded(edition(), f"services?lang={CHINESE}")
    assert "先看皮膚。" in chinese
    assert 'class="scarwidget-own-words">' in chinese
    fallen_back = folded(edition(details={"en": "We look first."}), f"services?lang={CHINESE}")
    assert '<div class="scarwidget-own-words" lang="en">' in fallen_back


def test_a_card_without_brand_keeps_its_text() -> None:
    assert "We look first." in folded(edition("botulinum", market="HK"))


@pytest.mark.parametrize("details", [None, " ", "[a]: https://x.example"])
def test_no_words_are_no_box(details: object) -> None:
    html = client_of(edition(details=details)).get("/birch-skin/services").text
    assert "scarwidget-own-words" not in html
