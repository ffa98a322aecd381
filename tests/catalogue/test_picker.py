"""Walks every path of answers through the picker, and holds it to the evidence's table.

``tests/data/picker.json`` is a copy of the decision table: 64 rows for dips, the flat and the
raised marks, the outcomes with their lists of options, the safety flags, and test vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from starlette.testclient import TestClient

from scarwidget.catalogue import NO_TREATMENT, Catalogue
from scarwidget.catalogue.facts import Caution
from scarwidget.catalogue.picker import Asking, Result, UnknownAnswer, decide, every_path
from scarwidget.clinics import Clinic
from scarwidget.edition import Contributions, Edition, build_edition
from scarwidget.plugins import Publication
from scarwidget.text import BASE_LOCALE
from scarwidget.widgets import BUILT_IN
from scarwidget.widgets.cautions import CautionLine
from scarwidget.widgets.picker import QuestionView, ResultView
from tests.reading import text_of

TABLE = Path(__file__).parents[1] / "data" / "picker.json"
CLINIC = "public-skin-guide"

SAFETY_WORD = {"stop": "stop", "doctor_first": "doctor", "caution": "tell", "support": "none"}
"""DESIGN section 6: what the first screen calls each level of the evidence's flags."""

URGENCY = ("stop", "doctor", "tell", "none")

EVERYDAY = frozenset(
    {
        *("acid", "and", "as", "at", "chemical", "cream", "creams", "daily", "deep", "depth"),
        *("dye", "face", "facial", "fat", "field", "full", "gel", "home", "intense", "lines"),
        *(
            "clinical",
            "health",
            "light",
            "medium",
            "no",
            "on",
            "or",
            "permanent",
            "sheet",
            "skin",
            "spot",
            "such",
        ),
        *("to", "treatment", "vitamin", "waiting", "water", "with"),
    }
)
"""Words of treatment names that say nothing of a treatment where they stand alone."""

NEVER_SAID = re.compile(r"\byou(?:'ve|’ve| have| suffer from| are suffering)\b", re.IGNORECASE)
"""How a diagnosis begins. A result says what a mark sounds like, and no more."""


class EvidenceOutcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where answers lead, with the options that score 2 or 3."""

    kind: Literal["scar", "mark", "not_scar", "unclear", "stop"]
    scars: tuple[str, ...]
    doctor_first: bool
    options: tuple[str, ...]
    higher_risk: tuple[str, ...]


class EvidenceFlag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A circumstance that changes what may be done."""

    level: Literal["stop", "doctor_first", "caution", "support"]
    avoid: tuple[str, ...]
    discuss: tuple[str, ...]
    prefer: tuple[str, ...]
    sources: tuple[str, ...]


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a vector leads to; the flags are not compared (DESIGN section 6)."""

    outcome: str
    confidence: str | None
    mixed: bool
    doctor_first: bool
    flags: tuple[str, ...]


class Vector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of answers, and what must come of it."""

    answers: dict[str, str | tuple[str, ...]]
    expect: Expected


Cell = tuple[str, str]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole copied table."""

    about: str
    max_screens: int
    questions: dict[str, tuple[str, ...]]
    dip: tuple[tuple[str, str, str, str, str], ...]
    flat: dict[str, Cell]
    raised: dict[str, Cell]
    unsure: Cell
    outcomes: dict[str, EvidenceOutcome]
    flags: dict[str, EvidenceFlag]
    vectors: tuple[Vector, ...]

    def level_of(self, flag: str) -> str:
        """The level a caution of the catalogue has for a flag."""
        if flag.startswith("tone_"):
            return "tone"
        level = self.flags[flag].level
        return "support" if level == "support" else SAFETY_WORD[level]

    def safety_word(self, flags: Sequence[str]) -> str:
        """The answer to the first screen of somebody for whom these flags are true."""
        levels = (SAFETY_WORD[self.flags[flag].level] for flag in flags if flag != "none")
        return min((*levels, "none"), key=URGENCY.index)

    def cell(self, given: Mapping[str, str]) -> Cell:
        """Outcome and confidence for a set of answers, by the copied table."""
        match given["height"]:
            case "dip":
                wanted = (given["edges"], given["width"], given["stretch"])
                [(_, _, _, outcome, confidence)] = [row for row in self.dip if row[:3] == wanted]
                return outcome, confidence
            case "flat":
                return self.flat[given["colour"]]
            case "raised":
                return self.raised[given["bump"]]
            case _:
                return self.unsure


EVIDENCE = msgspec.json.decode(TABLE.read_bytes(), type=Evidence)
TELL_FLAGS = tuple(flag for flag in EVIDENCE.flags if EVIDENCE.level_of(flag) == "tell")


@pytest.fixture(scope="module")
def catalogue(publication: Publication) -> Catalogue:
    return publication.catalogue


@pytest.fixture(scope="module")
def edition(catalogue: Catalogue) -> Edition:
    """The picker of a clinic without services."""
    return build_edition(catalogue, Clinic(id="plain", name="Plain"), Contributions(), BUILT_IN)


@pytest.fixture(scope="module")
def paths(catalogue: Catalogue) -> tuple[tuple[str, ...], ...]:
    return tuple(every_path(catalogue.picker))


@pytest.fixture(scope="module")
def results(edition: Edition, paths: tuple[tuple[str, ...], ...]) -> tuple[ResultView, ...]:
    """The view at the end of every path."""
    return tuple(result_view(edition, path) for path in paths)


@pytest.fixture(scope="module")
def screens(paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The answers given so far on each screen that asks something."""
    return tuple(sorted({path[:length] for path in paths for length in range(len(path))}))


def result_view(edition: Edition, path: Sequence[str]) -> ResultView:
    view = edition.widgets["picker"].view(edition, BASE_LOCALE, {"a": ".".join(path)})
    assert isinstance(view, ResultView)
    return view


def given_in(result: Result) -> dict[str, str]:
    return {answer.question: answer.option for answer in result.answers}


def region(client: TestClient, path: Sequence[str]) -> str:
    """The picker as it is rendered after these answers."""
    answer = client.get(f"/{CLINIC}/picker/fragment", params={"a": ".".join(path)})
    assert answer.status_code == 200
    return answer.text


def one_path_for_each(
    views: Sequence[ResultView],
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """A path for every outcome and safety answer that go together."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for view in views:
        options = tuple(answer.option for answer in view.result.answers)
        found.setdefault((view.result.outcome.id, options[0]), options)
    return found


def said_of_treatments(catalogue: Catalogue) -> Iterator[str]:
    """Every name of a treatment or a brand, and each telling word in it."""
    for words in catalogue.words.values():
        for name, said in words.treatments.items():
            if name != NO_TREATMENT:
                yield said.name.value.lower()
    for name, said in catalogue.say(BASE_LOCALE).treatments.items():
        if name != NO_TREATMENT:
            yield from re.findall(r"[a-z][a-z0-9-]+", said.name.value.lower())
    for brand in catalogue.brands.values():
        yield from brand.name.lower().split()


def names_in(text: str, catalogue: Catalogue) -> list[str]:
    """Which of those stand in a text."""
    lowered = text.lower()
    telling = set(said_of_treatments(catalogue)) - EVERYDAY
    return sorted(
        name for name in telling if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", lowered)
    )


def line_of(caution: Caution, treatment: str, said: object) -> str | None:
    """The one line of a caution for a treatment: avoid beats discuss beats prefer."""
    for strength in ("avoid", "discuss", "prefer"):
        if treatment in getattr(caution, strength):
            return str(getattr(said, strength))
    return None


# the table


def test_the_copied_table_is_whole() -> None:
    assert len({row[:3] for row in EVIDENCE.dip}) == len(EVIDENCE.dip) == 64
    assert len(EVIDENCE.flat) == len(EVIDENCE.raised) == 6
    assert len(EVIDENCE.outcomes) == 20
    assert len(EVIDENCE.flags) == 13
    assert len(EVIDENCE.vectors) == 12


def test_the_questions_offer_the_answers_of_the_evidence(catalogue: Catalogue) -> None:
    asked = {question.id: question.options for question in catalogue.picker.questions}
    assert asked.pop("safety") == URGENCY
    expected = {name: ids for name, ids in EVIDENCE.questions.items() if name != "safety"}
    assert asked == expected


def test_the_first_screen_names_its_conditions_in_examples_only(edition: Edition) -> None:
    view = edition.widgets["picker"].view(edition, BASE_LOCALE, {})
    assert isinstance(view, QuestionView)
    assert [choice.params["a"] for choice in view.choices] == list(URGENCY)
    for choice in view.choices:
        flags = [f for f in EVIDENCE.flags if EVIDENCE.level_of(f) == choice.id]
        assert len(choice.examples) >= len(flags)


def test_outcomes_are_those_of_the_evidence(catalogue: Catalogue) -> None:
    assert {
        outcome.id: (outcome.kind, outcome.scars, outcome.doctor_first)
        for outcome in catalogue.picker.outcomes
    } == {
        name: (outcome.kind, outcome.scars, outcome.doctor_first)
        for name, outcome in EVIDENCE.outcomes.items()
    }


@pytest.mark.parametrize("row", EVIDENCE.dip, ids=lambda row: "-".join(row[:3]))
def test_every_row_for_dips(row: tuple[str, ...], catalogue: Catalogue) -> None:
    edges, width, stretch, outcome, confidence = row
    path = ("none", "dip", edges, width, stretch, "same", "III")
    found = decide(catalogue.picker, path)
    assert isinstance(found, Result)
    assert (found.outcome.id, found.confidence) == (outcome, confidence)


def test_flags_concern_the_treatments_of_the_evidence(catalogue: Catalogue) -> None:
    assert {
        name: (caution.level, caution.avoid, caution.discuss, caution.prefer, caution.sources)
        for name, caution in catalogue.cautions.items()
    } == {
        name: (EVIDENCE.level_of(name), flag.avoid, flag.discuss, flag.prefer, flag.sources)
        for name, flag in EVIDENCE.flags.items()
    }


@pytest.mark.parametrize("number", range(len(EVIDENCE.vectors)))
def test_vectors_hold(number: int, catalogue: Catalogue) -> None:
    vector = EVIDENCE.vectors[number]
    answers = dict(vector.answers)
    flags = answers.pop("safety")
    assert isinstance(flags, tuple)
    options = [EVIDENCE.safety_word(flags)]
    while isinstance(step := decide(catalogue.picker, options), Asking):
        option = answers.pop(step.question.id)
        assert isinstance(option, str)
        options.append(option)
    expected = vector.expect
    assert step.outcome.id == expected.outcome
    assert step.confidence == expected.confidence
    assert step.mixed == expected.mixed
    assert step.doctor_first == expected.doctor_first
    assert not answers or options == ["stop"], f"never asked: {sorted(answers)}"


# every path


def test_there_are_as_many_paths_as_answers_allow(paths: tuple[tuple[str, ...], ...]) -> None:
    last_two = len(EVIDENCE.questions["others"]) * len(EVIDENCE.questions["tone"])
    rows = len(EVIDENCE.dip) + len(EVIDENCE.flat) + len(EVIDENCE.raised) + 1
    assert len(set(paths)) == len(paths) == 3 * rows * last_two + 1


def test_every_path_ends_as_the_table_says(results: tuple[ResultView, ...]) -> None:
    seen = set()
    for view in results:
        result = view.result
        given = given_in(result)
        if given["safety"] == "stop":
            assert given == {"safety": "stop"}
            assert (result.outcome.id, result.confidence) == ("doctor_now", None)
            assert (result.doctor_first, result.mixed, result.tell) == (True, False, False)
        else:
            assert (result.outcome.id, result.confidence) == EVIDENCE.cell(given)
            doctor = EVIDENCE.outcomes[result.outcome.id].doctor_first
            assert result.doctor_first == (doctor or given["safety"] == "doctor")
            assert result.mixed == (given["others"] == "different")
            assert result.tell == (given["safety"] == "tell")
            assert result.tone == given["tone"]
        seen.add(result.outcome.id)
    assert seen == set(EVIDENCE.outcomes), "no outcome is out of reach"


def test_nothing_is_asked_after_stop(catalogue: Catalogue) -> None:
    assert isinstance(decide(catalogue.picker, ["stop"]), Result)
    for more in ("dip", "flat", "same", "III", "stop", "none", ""):
        with pytest.raises(UnknownAnswer):
            decide(catalogue.picker, ["stop", more])


def test_at_most_seven_screens(edition: Edition, screens: tuple[tuple[str, ...], ...]) -> None:
    assert EVIDENCE.max_screens == 7
    for answers in screens:
        params = {"a": ".".join(answers)} if answers else {}
        view = edition.widgets["picker"].view(edition, BASE_LOCALE, params)
        assert isinstance(view, QuestionView)
        assert view.number == len(answers) + 1
        assert view.number <= view.most <= EVIDENCE.max_screens
        assert len(view.given) == len(answers)


def test_the_announced_number_of_screens_is_never_exceeded(
    catalogue: Catalogue,
    paths: tuple[tuple[str, ...], ...],
    screens: tuple[tuple[str, ...], ...],
) -> None:
    most: dict[tuple[str, ...], int] = {}
    for answers in screens:
        step = decide(catalogue.picker, answers)
        assert isinstance(step, Asking)
        most[answers] = len(answers) + step.remaining
    for path in paths:
        announced = [most[path[:length]] for length in range(len(path))]
        assert announced == sorted(announced, reverse=True)
        assert announced[-1] == len(path) or path == ("stop",)


# what a result names


def test_lists_of_options_are_those_of_the_evidence(results: tuple[ResultView, ...]) -> None:
    for view in results:
        outcome = EVIDENCE.outcomes[view.result.outcome.id]
        named = [option.treatment.id for option in view.options]
        if outcome.kind in ("scar", "mark") and not view.result.doctor_first:
            assert set(named) == {*outcome.options, *outcome.higher_risk}
            assert len(named) == len(set(named))
            shown = [option.name.value.casefold() for option in view.options]
            assert shown == sorted(shown), "an order without a favourite"
            assert view.treatments is not None
        else:
            assert named == []
            assert view.treatments is None


def test_the_fit_of_the_catalogue_gives_the_same_lists(catalogue: Catalogue) -> None:
    for outcome in catalogue.picker.outcomes:
        copied = EVIDENCE.outcomes[outcome.id]
        if copied.kind not in ("scar", "mark"):
            assert copied.options == copied.higher_risk == ()
            continue
        useful = {
            treatment.id
            for treatment in catalogue.treatments.values()
            for scar, fit in treatment.fit.items()
            if scar in copied.scars and fit.score >= 2 and not fit.avoid
        }
        higher = {t for t in useful if catalogue.treatments[t].risk_tier == 3}
        assert useful == {*copied.options, *copied.higher_risk}
        assert higher == set(copied.higher_risk)


def test_a_result_leads_on_to_its_type_and_tone(
    edition: Edition, results: tuple[ResultView, ...]
) -> None:
    leading = {
        tuple(view.treatments.items()): view for view in results if view.treatments is not None
    }
    for state, view in leading.items():
        assert dict(state)["tone"] == view.result.tone
        shown = edition.widgets["treatments"].view(edition, BASE_LOCALE, dict(state))
        cards = {card.treatment.id for card in getattr(shown, "cards", ())}
        assert {option.treatment.id for option in view.options} <= cards


def test_no_name_stands_where_there_is_no_list(
    client: TestClient, catalogue: Catalogue, results: tuple[ResultView, ...]
) -> None:
    checked = 0
    for (outcome, safety), path in one_path_for_each(results).items():
        copied = EVIDENCE.outcomes[outcome]
        listed = copied.kind in ("scar", "mark") and not copied.doctor_first
        if listed and safety in ("tell", "none"):
            continue
        html = region(client, path)
        found = names_in(text_of(html, without=("scarwidget-sources",)), catalogue)
        assert not found, f"{outcome} after {safety!r} names {found}"
        assert "/treatments" not in html
        checked += 1
    # of 20 outcomes one is stop, 8 have a list, and 11 never have one
    assert checked == 1 + 8 + 11 * 3


def test_a_list_is_really_there_where_it_may_be(
    client: TestClient, catalogue: Catalogue, results: tuple[ResultView, ...]
) -> None:
    for (outcome, safety), path in one_path_for_each(results).items():
        copied = EVIDENCE.outcomes[outcome]
        if copied.kind not in ("scar", "mark") or copied.doctor_first or safety == "doctor":
            continue
        text = text_of(region(client, path), without=("scarwidget-sources",))
        for name in (*copied.options, *copied.higher_risk):
            assert catalogue.say(BASE_LOCALE).treatments[name].name.value in text


def test_every_result_says_what_it_must(
    client: TestClient, catalogue: Catalogue, results: tuple[ResultView, ...]
) -> None:
    said = catalogue.say(BASE_LOCALE).picker
    for (outcome, safety), path in one_path_for_each(results).items():
        text = text_of(region(client, path), without=("scarwidget-sources", "scarwidget-refs"))
        words = said.outcomes[outcome]
        for part in (words.label, words.meaning, words.next_step, said.not_a_diagnosis):
            assert part.value in text, (outcome, safety)
        assert (words.could_be.value in text) == (outcome != "doctor_now")
        assert said.support.value in text, (outcome, safety)
        assert not NEVER_SAID.search(text), (outcome, safety)
        assert (said.tell_the_clinic.value in text) == (safety == "tell")
        doctor = safety == "doctor" or EVIDENCE.outcomes[outcome].doctor_first
        assert (said.doctor_first.value in text) == (doctor and outcome != "doctor_now")
        for answer in result_answers(catalogue, path):
            assert answer in text


def result_answers(catalogue: Catalogue, path: Sequence[str]) -> Iterator[str]:
    """How a result refers back to each answer."""
    result = decide(catalogue.picker, path)
    assert isinstance(result, Result)
    questions = catalogue.say(BASE_LOCALE).picker.questions
    for answer in result.answers:
        yield questions[answer.question].options[answer.option].because.value


def test_a_line_of_support_stands_on_every_result(results: tuple[ResultView, ...]) -> None:
    for view in results:
        assert view.support.value
        assert view.not_a_diagnosis.value


# the lines of caution


def test_tell_puts_the_exact_line_of_every_flag_on_each_option(
    catalogue: Catalogue, results: tuple[ResultView, ...]
) -> None:
    said = catalogue.say(BASE_LOCALE).cautions
    for view in results:
        flags = list(TELL_FLAGS) if view.result.tell else []
        flags += [
            name
            for name, caution in catalogue.cautions.items()
            if caution.level == "tone" and view.result.tone in caution.tones
        ]
        for option in view.options:
            expected = {
                line
                for flag in flags
                if (line := line_of(catalogue.cautions[flag], option.treatment.id, said[flag]))
            }
            assert {line.text.value for line in option.cautions} == expected
            assert len(option.cautions) == len(expected)


def test_tone_cautions_follow_the_evidence(catalogue: Catalogue) -> None:
    tones = {name: set(c.tones) for name, c in catalogue.cautions.items() if c.level == "tone"}
    assert tones == {"tone_III": {"III"}, "tone_IV_VI": {"IV", "V_VI", "unsure"}}


def test_the_strongest_line_comes_first(results: tuple[ResultView, ...]) -> None:
    def strength(line: CautionLine) -> int:
        return ("avoid", "discuss", "prefer").index(line.strength)

    for view in results:
        for option in view.options:
            order = [strength(line) for line in option.cautions]
            assert order == sorted(order)


def test_the_lines_are_rendered(
    client: TestClient, catalogue: Catalogue, edition: Edition, results: tuple[ResultView, ...]
) -> None:
    rendered = 0
    for (_, safety), path in one_path_for_each(results).items():
        view = result_view(edition, path)
        if safety != "tell" or not view.options:
            continue
        html = region(client, path)
        text = text_of(html, without=("scarwidget-sources", "scarwidget-refs"))
        lines = text.split("\n")
        for option in view.options:
            for line in option.cautions:
                assert line.text.value in lines
                rendered += 1
    assert rendered > 50


def test_every_tell_flag_has_a_line_for_each_strength_it_uses(catalogue: Catalogue) -> None:
    said = catalogue.say(BASE_LOCALE).cautions
    for flag in TELL_FLAGS:
        for strength in ("avoid", "discuss", "prefer"):
            if getattr(EVIDENCE.flags[flag], strength):
                assert getattr(said[flag], strength), f"{flag} has no line for {strength}"


# bad answers


@pytest.mark.parametrize(
    "options",
    [
        ("maybe",),
        ("",),
        ("none", ""),
        ("none", "dip", "pinprick", "lt2", "flattens", "same", "III", "III"),
        ("none", "flat", "pinprick"),
        ("NONE",),
        ("none", "unsure", "same", "III", ""),
    ],
    ids=".".join,
)
def test_answers_that_no_question_has(options: tuple[str, ...], catalogue: Catalogue) -> None:
    with pytest.raises(UnknownAnswer):
        decide(catalogue.picker, options)


def test_the_same_answers_give_the_same_result(catalogue: Catalogue) -> None:
    path = ("tell", "flat", "both", "different", "IV")
    assert decide(catalogue.picker, path) == decide(catalogue.picker, path)
