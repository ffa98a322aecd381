"""How many offences in a clinic's voice are found, and how many alarms are false.

The sentences set aside were not read while the rules were made.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from scarwidget.claims import MARKETS, lint_text
from tests.conftest import ROOT

CORPUS = Path(__file__).parent / "corpus"
PARTS = {"tuning": "tuning", "widening": "widening", "held-out": "held out"}
LANGUAGES = {"en": "English", "zh": "Chinese"}
LEAST = 0.9


@dataclass(frozen=True)
class Score:
    """How many sentences there are, and what share of errors is found, and of findings right."""

    sentences: int
    recall: float
    precision: float


@cache
def sentences(language: str, part: str) -> list[dict[str, object]]:
    text = (CORPUS / f"{language}-{part}.toml").read_text("utf-8")
    found: list[dict[str, object]] = tomllib.loads(text)["sentence"]
    return found


@cache
def score(language: str, part: str) -> Score:
    right = missed = false = 0
    for sentence in sentences(language, part):
        market = str(sentence["market"])
        assert market in MARKETS
        found = any(each.is_error for each in lint_text(str(sentence["text"]), (market,)))
        right += found and sentence["error"] is True
        missed += not found and sentence["error"] is True
        false += found and sentence["error"] is False
    return Score(len(sentences(language, part)), right / (right + missed), right / (right + false))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_errors_are_found_and_nine_of_ten_findings_hold(
    language: str, part: str
) -> None:
    found = score(language, part)
    assert found.recall >= LEAST
    assert found.precision >= LEAST


def test_there_are_enough_sentences_and_half_of_them_are_harmless() -> None:
    said = [
        sentence["error"]
        for language in LANGUAGES
        for part in ("tuning", "held-out")
        for sentence in sentences(language, part)
    ]
    assert len(said) >= 300
    assert said.count(False) * 2 == len(said)


def test_the_docs_give_these_figures() -> None:
    page = (ROOT / "docs/linter.md").read_text("utf-8")
    for part, name in PARTS.items():
        for language, spoken in LANGUAGES.items():
            found = score(language, part)
            row = f"| {name} | {spoken} | {found.sentences} | {found.recall:.2f} | "
            assert f"{row}{found.precision:.2f} |" in page
