"""Plain English: no file of the content and no screen of a widget is above grade 6.9.

How the grade is worked out stands in :mod:`tests.reading`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.catalogue import CONTENT, load_catalogue
from scarwidget.catalogue.picker import Asking, decide, every_path
from scarwidget.text import BASE_LOCALE
from tests.reading import HARDEST, blocks, grade, sentences, syllables, words

WORDS = CONTENT / BASE_LOCALE
FILES = tuple(sorted(str(path.relative_to(WORDS)) for path in WORDS.rglob("*.toml")))
CATALOGUE = load_catalogue()
CLINIC = "public-skin-guide"

NOT_READ = ("scarwidget-sources", "scarwidget-refs", "scarwidget-hidden", "scarwidget-cell")
"""Titles of papers are their authors' words; marks of sources and repeated names are no prose."""

RULES = CATALOGUE.picker


def strings(tree: object) -> Iterator[str]:
    match tree:
        case str():
            yield tree
        case dict():
            for branch in tree.values():
                yield from strings(branch)
        case list():
            for branch in tree:
                yield from strings(branch)


def screens() -> dict[str, tuple[str, ...]]:
    """A way to every question of the picker, and to every outcome after each safety answer."""
    found: dict[str, tuple[str, ...]] = {}
    for path in every_path(RULES):
        for length in range(len(path)):
            found.setdefault(_question(path[:length]), path[:length])
        step = decide(RULES, path)
        assert not isinstance(step, Asking)
        found.setdefault(f"{step.outcome.id} after {path[0]}", path)
    return found


_ASKED: dict[tuple[str, ...], str] = {}


def _question(answers: tuple[str, ...]) -> str:
    if answers not in _ASKED:
        step = decide(RULES, answers)
        assert isinstance(step, Asking)
        _ASKED[answers] = f"asks for {step.question.id}"
    return _ASKED[answers]


SCREENS = screens()


def read(client: TestClient, address: str, within: str = "") -> float:
    answer = client.get(f"/{CLINIC}/{address}")
    assert answer.status_code == 200
    return grade(blocks(answer.text, within=within, without=NOT_READ))


# the measure


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("skin", 1), ("scars", 1), ("treated", 2), ("shaped", 1), ("table", 2), ("every", 3)),
        *(("area", 2), ("irritation", 4), ("skin-care", 2), ("1,550", 1), ("CO2", 1)),
        *(("isotretinoin", 2), ("Dermatologist", 2), ("post-inflammatory", 2)),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_where_they_end() -> None:
    text = 'About 1.5 to 4 mm (see "depth"). Er:YAG laser? Yes! It is "small." So ask.'
    assert len(sentences(text)) == 5
    assert words("A dip, (or pit) - of 1.5 mm!") == ["A", "dip", "or", "pit", "of", "1.5", "mm"]


def test_labels_do_not_flatter() -> None:
    hard = "Considerable inflammatory complications necessitate immediate dermatological review."
    assert grade([hard, "Yes", "No", "Ask", "Go"]) == grade([hard]) > HARDEST


def test_the_formula() -> None:
    # 10 words, 2 sentences, 12 syllables
    text = "The skin is red. Ask a doctor now, and wait."
    assert [len(words(sentence)) for sentence in sentences(text)] == [4, 6]
    assert grade([text]) == pytest.approx(0.39 * 10 / 2 + 11.8 * 11 / 10 - 15.59)


def test_the_glossary_excuses_no_word_that_is_not_used() -> None:
    glossary = tomllib.loads(
        (Path(__file__).parents[1] / "data" / "glossary.toml").read_text("utf-8")
    )["words"]
    said = {
        word.lower()
        for name in FILES
        for text in strings(tomllib.loads((WORDS / name).read_text("utf-8")))
        for word in words(text)
    }
    listed = [word for group in glossary.values() for word in group]
    assert len(set(listed)) == len(listed)
    assert not set(listed) - said


# the content


@pytest.mark.parametrize("name", FILES)
def test_every_file(name: str) -> None:
    texts = list(strings(tomllib.loads((WORDS / name).read_text("utf-8"))))
    assert grade(texts) <= HARDEST


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_of_the_picker(screen: str, client: TestClient) -> None:
    assert read(client, f"picker/frame?a={'.'.join(SCREENS[screen])}") <= HARDEST


@pytest.mark.parametrize("treatment", CATALOGUE.treatments)
def test_every_card(treatment: str, client: TestClient) -> None:
    address = f"treatments/frame?pick={treatment}"
    assert read(client, address, within="scarwidget-compare") <= HARDEST


@pytest.mark.parametrize("topic", CATALOGUE.topics)
def test_every_topic(topic: str, client: TestClient) -> None:
    assert read(client, f"explainer/frame?topic={topic}") <= HARDEST


@pytest.mark.parametrize(
    "page",
    [
        *("", "picker", "checklist", "explainer"),
        *("treatments", "treatments?scar=any", "treatments?by=visits"),
    ],
)
def test_every_page_as_it_opens(page: str, client: TestClient) -> None:
    assert read(client, page) <= HARDEST
