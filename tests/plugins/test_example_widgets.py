"""The widgets that two of the example clinics add: what they show, and how they say it."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from scarwidget.claims import lint_text
from scarwidget.plugins import Publication
from tests.conftest import OWN_WIDGETS
from tests.web.documents import Document

HOME_CARE = "/juniper-skin-clinic/home-care"
FIRST_VISIT = "/kestrel-bay-aesthetics/first-visit"
STATES = (
    HOME_CARE,
    f"{HOME_CARE}?time=evening",
    *(
        f"{FIRST_VISIT}?{language}{topic}"
        for language in ("", "lang=en&")
        for topic in ("", "topic=laser", "topic=facial", "topic=unsure")
    ),
)


def seen(client: TestClient, address: str) -> Document:
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return Document(f"<main{main}")


def test_each_has_the_widget_of_its_plugin_and_no_other(publication: Publication) -> None:
    found = {
        name: tuple(widget.id for widget in edition.widgets.values() if widget.plugin)
        for name, edition in publication.editions.items()
    }
    assert {name: ids for name, ids in found.items() if ids} == OWN_WIDGETS


@pytest.mark.parametrize("address", STATES)
def test_a_state_breaks_no_rule_of_its_market(
    client: TestClient, publication: Publication, address: str
) -> None:
    clinic = address.split("/")[1]
    english = "lang=en" in address or clinic.startswith("juniper")
    words = seen(client, address).words
    markets = publication.editions[clinic].clinic.markets
    found = lint_text(words, markets, locale="en" if english else "zh-Hant-HK")
    assert [finding for finding in found if finding.severity == "error"] == []


@pytest.mark.parametrize("address", STATES)
def test_its_links_lead_to_what_is_there(client: TestClient, address: str) -> None:
    for link in seen(client, address).all("a"):
        path, _, anchor = link.attrs["href"].partition("#")
        if path.startswith("/"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert not anchor or f'id="{anchor}"' in answer.text, link.attrs["href"]


@pytest.mark.parametrize("time", ["", "?time=evening"])
def test_home_care_names_a_source_for_all_that_the_catalogue_says(
    client: TestClient, time: str
) -> None:
    document = seen(client, HOME_CARE + time)
    cited = [e for e in document.elements if "scarwidget-refs" in e.classes]
    # Three steps, two lines, and who should ask first.
    assert len(cited) == 6
    for line in ("ZO Skin Health", "DERMed Clinical Skin Care"):
        assert f"{line} is a line of home products" in document.words
    assert document.words.count("No trial in acne scars was found.") == 2


def test_home_care_has_a_morning_and_an_evening(client: TestClient) -> None:
    morning, evening = (seen(client, HOME_CARE + t).words for t in ("", "?time=evening"))
    assert "sunscreen" in morning
    assert "sunscreen" not in evening
    assert "Start strong creams slowly." in evening
    assert client.get(f"{HOME_CARE}?time=noon").status_code == 400


def test_a_first_visit_is_told_in_both_languages(client: TestClient) -> None:
    english = seen(client, f"{FIRST_VISIT}?lang=en&topic=laser").words
    chinese = seen(client, f"{FIRST_VISIT}?topic=laser").words
    assert "We look, listen and explain." in english
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "我們會看皮膚" in chinese
    # Brands keep their own letters, and so does the address that is printed.
    assert set(re.findall(r"[A-Za-z]{2,}", re.sub(r"http\S+", "", chinese))) <= {"Pico", "Fotona"}
    assert client.get(f"{FIRST_VISIT}?topic=surgery").status_code == 400


def test_a_first_visit_names_no_price(client: TestClient) -> None:
    for topic in ("", "laser", "facial", "unsure"):
        assert "HKD" not in seen(client, f"{FIRST_VISIT}?lang=en&topic={topic}").words
