"""What a clinic may show beside a treatment, market by market: the table is a copied one."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from scarwidget.catalogue import NO_TREATMENT, load_catalogue
from scarwidget.clinics import Showing, showing
from tests.markets.clinics import TABLE

FROM_FREE_TO_FORBIDDEN: tuple[Showing, ...] = ("show", "generic", "hide")


UNRESTRICTED = sorted(set(load_catalogue().treatments) - set(TABLE.treatments))
SOME_MARKETS = tuple(chain.from_iterable(combinations(TABLE.markets, size) for size in range(1, 6)))


def test_the_copy_is_whole() -> None:
    assert TABLE.markets == ("US", "GB", "SG", "HK", "AU")
    assert len(TABLE.treatments) == 17
    assert all(set(classes) == set(TABLE.markets) for classes in TABLE.treatments.values())
    assert set(TABLE.treatments) <= set(load_catalogue().treatments)


@pytest.mark.parametrize("treatment", TABLE.treatments)
def test_each_market_is_as_the_table_says(treatment: str) -> None:
    found = {market: showing(treatment, [market]) for market in TABLE.markets}
    assert found == TABLE.treatments[treatment]


@pytest.mark.parametrize("treatment", TABLE.treatments)
def test_the_strictest_market_wins(treatment: str) -> None:
    classes = TABLE.treatments[treatment]
    for markets in SOME_MARKETS:
        strictest = max((classes[m] for m in markets), key=FROM_FREE_TO_FORBIDDEN.index)
        assert showing(treatment, markets) == strictest
        assert showing(treatment, tuple(reversed(markets))) == strictest


@pytest.mark.parametrize("treatment", TABLE.treatments)
def test_an_unknown_market_hides_what_any_market_restricts(treatment: str) -> None:
    assert TABLE.unlisted_market == "hide"
    for unknown in ("FR", "us", "", "United States"):
        assert showing(treatment, [unknown]) == "hide"
        assert showing(treatment, ["US", unknown]) == "hide"


@pytest.mark.parametrize("treatment", [*UNRESTRICTED, "not-in-the-catalogue"])
def test_what_the_table_does_not_list_is_shown(treatment: str) -> None:
    assert TABLE.default == "show"
    for markets in (*SOME_MARKETS, (), ("FR",)):
        assert showing(treatment, markets) == "show"


def test_no_treatment_is_never_restricted() -> None:
    assert NO_TREATMENT in UNRESTRICTED


@pytest.mark.parametrize("treatment", TABLE.treatments)
def test_no_market_at_all_is_education(treatment: str) -> None:
    assert showing(treatment, ()) == "show"


def test_the_examples_that_the_design_names() -> None:
    fillers = [name for name in TABLE.treatments if name.startswith("filler_")]
    assert {showing("botulinum", [market]) for market in ("GB", "SG", "AU")} == {"hide"}
    assert {showing(filler, ["AU"]) for filler in fillers} == {"hide"}
    assert len(fillers) == 5
