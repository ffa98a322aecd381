"""Every page that tells how to do one thing is done as it stands there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.settings import load_settings
from tests.conftest import ROOT, TODAY
from tests.docs.following import Reader, commands_of

HOW_TO = sorted((ROOT / "docs/how-to").glob("*.md"))
TUTORIAL = ROOT / "docs/tutorial.md"
SCREEN = 80
"""Lines of a page at most, with every block of code."""

LATER = TODAY + timedelta(days=365)

Follow = Callable[[str], Reader]


@pytest.fixture
def follow(tmp_path: Path) -> Follow:
    """Follows a page by name, in the folder of the tutorial where the page begins there."""

    def follow(name: str) -> Reader:
        page = ROOT / "docs/how-to" / f"{name}.md"
        reader = Reader(tmp_path)
        if "the folder of the tutorial" in page.read_text("utf-8"):
            [new] = (one for one in commands_of(TUTORIAL) if one.startswith("scarwidget new "))
            reader.run(new)
            reader.here = tmp_path / "birch-skin"
        with reader:
            reader.follow(page)
        return reader

    return follow


def shown(reader: Reader, address: str) -> str:
    """What a server in the folder of a reader would show."""
    settings = load_settings(reader.here / "scarwidget.toml", {})
    answer = TestClient(create_app(settings)).get(address)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", HOW_TO, ids=lambda path: path.stem)
def test_a_page_is_about_one_screen(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= SCREEN


def test_a_second_language(follow: Follow) -> None:
    reader = follow("language")
    [page] = reader.opened.values()
    assert "白樺皮膚" in page
    assert "Pico 皮秒激光" in page
    assert '<span lang="en">' in page


def test_a_service_that_the_catalogue_does_not_have(follow: Follow) -> None:
    reader = follow("service")
    card = shown(reader, "/birch-skin/services").partition("scarwidget-offer-red-light")[2]
    assert "Not reviewed: our catalogue has no evidence card for this treatment" in card
    assert "Red light" not in shown(reader, "/birch-skin/treatments?scar=any")


def test_details_in_markdown(follow: Follow) -> None:
    reader = follow("details")
    (reader.here / "plugins/birch-skin/services/pico.md").write_text("## On the day\n", "utf-8")
    assert "On the day</h" in shown(reader, "/birch-skin/services")


def test_one_plugin_for_several_clinics(follow: Follow) -> None:
    reader = follow("share")
    reader.run("scarwidget new clinic 'Oak Skin' --market AU --yes --into plugins")
    asking = [
        clinic
        for clinic in ("birch-skin", "cedar-skin", "oak-skin")
        if "We would rather look" in shown(reader, f"/{clinic}/checklist")
    ]
    assert asking == ["birch-skin", "cedar-skin"]


def test_from_data_to_python(follow: Follow) -> None:
    page = shown(follow("python"), "/birch-skin/services")
    assert "scarwidget-offer-pico" in page
    assert "scarwidget-offer-hydrafacial" in page


@pytest.mark.parametrize(
    ("day", "found"),
    [(TODAY, "0 errors, 0 warnings, 1 accepted."), (LATER, "0 errors, 2 warnings, 0 accepted.")],
)
def test_a_finding_accepted_until_a_day(
    day: date, found: str, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_day_is(TODAY, monkeypatch)
    reader = follow("accept")
    the_day_is(day, monkeypatch)
    reader.type("scarwidget lint plugins/birch-skin", f"…\n{found}\n…\n", 0)


def the_day_is(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(day.year, day.month, day.day)

    monkeypatch.setattr("scarwidget.cli.lint.date", Day)


def test_the_linter_in_ci(follow: Follow) -> None:
    follow("ci")


def test_a_widget_of_its_own(follow: Follow) -> None:
    reader = follow("widget")
    page, *_ = reader.opened.values()
    assert "The garage behind the house" in page
    clinic = reader.here / "plugins/birch-skin/clinic.toml"
    both = 'locales = ["en", "zh-Hant-HK"]'
    clinic.write_text(clinic.read_text("utf-8").replace('locales = ["en"]', both), "utf-8")
    assert "屋後停車場" in shown(reader, "/birch-skin/parking?lang=zh-Hant-HK")


def test_a_distribution(follow: Follow) -> None:
    reader = follow("distribution")
    assert reader.here.name == "scarwidget-birch-skin"
    assert reader.installed == ['python -m pip install -e ".[test]"']


def test_a_version_of_the_hooks_that_is_to_come(follow: Follow) -> None:
    follow("upgrade")
