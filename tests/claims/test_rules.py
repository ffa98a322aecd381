"""The rules as data: complete, sourced, and told on the page about the linter."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.claims import MARKETS, RULES, Rule, lint_text, load_sources
from scarwidget.claims.needles import branches, needles
from tests.conftest import ROOT

FIXTURES = tomllib.loads((Path(__file__).parent / "fixtures.toml").read_text("utf-8"))["fixture"]
PAGE = ROOT / "docs/linter.md"
CONDITIONAL = {"SW030"}
"""Finds nothing in a text by itself: it depends on the clinic's premises."""


def table() -> str:
    """The rules as the page lists them."""

    def shown(rule: Rule) -> str:
        error, warning = ", ".join(rule.error) or "–", ", ".join(rule.warning) or "–"
        if rule.kind == "brand":
            error = "where hidden or generic"
        return f"| {rule.id} | {rule.title} | {error} | {warning} |"

    head = "| Rule | Finds | Error in | Warning in |\n| --- | --- | --- | --- |\n"
    return head + "\n".join(map(shown, RULES.values())) + "\n"


def test_the_ids_have_no_gap() -> None:
    assert list(RULES) == [f"SW{number:03}" for number in range(1, len(RULES) + 1)]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_has_sources_and_its_markets_once(rule: Rule) -> None:
    assert set(rule.sources) <= set(load_sources())
    assert rule.sources
    markets = (*rule.error, *rule.warning)
    assert len(markets) == len(set(markets))
    assert markets or rule.kind == "brand"
    for pattern in (*rule.en, *rule.zh):
        assert not re.search(r"(?<!\\)[A-Z]", re.sub(r"\\U[0-9A-F]{8}", "", pattern)), pattern


def test_every_source_is_some_rules() -> None:
    named = {source for rule in RULES.values() for source in rule.sources}
    assert named == set(load_sources())


def test_only_these_can_never_be_accepted() -> None:
    never = {rule.id for rule in RULES.values() if not rule.acceptable}
    given = {f"SW{number:03}" for number in (19, 20, 21, 22, 49, 50, 51, 52, 53, 54)}
    assert never == given | {"SW057", "SW058"}


def test_education_keeps_to_ten_rules() -> None:
    kept = {rule.id for rule in RULES.values() if rule.education}
    assert kept == {f"SW{number:03}" for number in (*range(1, 9), 43, 44)}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: str(fixture["rule"]))
def test_what_each_rule_finds_and_leaves_alone(fixture: dict[str, list[str]]) -> None:
    rule = str(fixture["rule"])
    if rule not in CONDITIONAL:
        for text in fixture["bad"]:
            assert rule in {found.rule for found in lint_text(text, MARKETS)}, text
    for text in fixture["good"]:
        assert rule not in {found.rule for found in lint_text(text, MARKETS)}, text


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bguarante\w*", {"guarante"}),
        (r"\b(?:cure|heal)s?\b", {"cure", "heal"}),
        (r"(?:a|b)?scars? (?!gone)", {"scar"}),
        (r"colou?rfully", {"rfully"}),
        (r"[ab]{2}\d?", None),
        (r"(?:very )?(?:x|[yz])", None),
        (r"ab{0,2}cde", {"cde"}),
    ],
)
def test_what_a_pattern_cannot_match_without(pattern: str, expected: set[str] | None) -> None:
    assert needles(pattern) == expected


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_match_is_lost_by_looking_for_needles(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from([r for r in RULES.values() if r.en or r.zh]))
    branch = data.draw(st.sampled_from([b for p in (*rule.en, *rule.zh) for b in branches(p)]))
    text = data.draw(st.from_regex(re.compile(branch, re.ASCII)))
    found = re.search(branch, text, re.ASCII)
    wanted = needles(branch)
    if found and wanted is not None:
        assert any(needle in found[0] for needle in wanted), (branch, found[0])


def test_the_page_lists_every_rule() -> None:
    assert table() in PAGE.read_text("utf-8"), "put this table into docs/linter.md:\n" + table()
