"""The picker's decision: a pure function from answers to a question or a result.

Nothing here knows a word of any language; the table it reads is data
(:class:`~scarwidget.catalogue.facts.PickerRules`). Its rules are the project's own reading:
no source seen validates typing one's own scars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scarwidget.catalogue.facts import Confidence, Outcome, PickerRules, Question

SAFETY = "safety"
STOP = "stop"
DOCTOR = "doctor"
TELL = "tell"


class Answer(NamedTuple):
    """A question and the option chosen for it, both by id."""

    question: str
    option: str


class UnknownAnswer(ValueError):
    """An answer that the question it stands for does not offer, or one too many."""


@dataclass(frozen=True)
class Asking:
    """The next question, and what was answered before it."""

    question: Question
    answers: tuple[Answer, ...]
    remaining: int
    """How many questions are still to come at most, this one included."""


@dataclass(frozen=True)
class Result:
    """Where the answers led.

    ``confidence`` is None after *stop*. ``doctor_first`` is set by the outcome or by the
    safety answer, ``tell`` by the safety answer alone. ``lists_treatments`` is the one
    place that decides whether options may be named.
    """

    outcome: Outcome
    confidence: Confidence | None
    answers: tuple[Answer, ...]
    doctor_first: bool
    tell: bool
    mixed: bool
    tone: str | None

    @property
    def lists_treatments(self) -> bool:
        """Whether options may stand beside the result: never where a doctor comes first."""
        return self.outcome.kind in ("scar", "mark") and not self.doctor_first


def decide(rules: PickerRules, options: Sequence[str]) -> Asking | Result:
    """Follow the answers given so far.

    Takes the chosen option ids in the order of the questions they answer, and gives the
    next question, or the result once none is left. Raises :class:`UnknownAnswer` for an
    option that its question does not have and for anything after the last answer.
    """
    answers: list[Answer] = []
    given: dict[str, str] = {}
    for question in rules.questions:
        if not _applies(question, given):
            continue
        if len(answers) == len(options):
            return Asking(question, tuple(answers), _remaining(rules, question, given))
        option = options[len(answers)]
        if option not in question.options:
            raise UnknownAnswer(question.id)
        answers.append(Answer(question.id, option))
        given[question.id] = option
    if len(options) > len(answers):
        raise UnknownAnswer("end")
    return _result(rules, tuple(answers), given)


def every_path(rules: PickerRules) -> Iterator[tuple[str, ...]]:
    """Every complete sequence of answers, for tests and checks that walk them all."""
    open_paths: list[tuple[str, ...]] = [()]
    while open_paths:
        path = open_paths.pop()
        step = decide(rules, path)
        if isinstance(step, Result):
            yield path
        else:
            open_paths.extend((*path, option) for option in step.question.options)


def _applies(question: Question, given: dict[str, str]) -> bool:
    if given.get(SAFETY) == STOP:
        return False
    return not question.after or given.get(question.after) in question.when


def _remaining(rules: PickerRules, now: Question, given: dict[str, str]) -> int:
    """The longest way on from ``now``, over the options that are still open."""
    decisive = {SAFETY, *(question.after for question in rules.questions)}
    longest = 0
    for option in now.options if now.id in decisive else now.options[:1]:
        trial = {**given, now.id: option}
        later = rules.questions[rules.questions.index(now) + 1 :]
        following = next((q for q in later if _applies(q, trial)), None)
        if following is not None:
            longest = max(longest, _remaining(rules, following, trial))
    return 1 + longest


def _result(rules: PickerRules, answers: tuple[Answer, ...], given: dict[str, str]) -> Result:
    by_id = {outcome.id: outcome for outcome in rules.outcomes}
    safety = given[SAFETY]
    if safety == STOP:
        stop = next(outcome for outcome in rules.outcomes if outcome.kind == "stop")
        return Result(stop, None, answers, doctor_first=True, tell=False, mixed=False, tone=None)
    name, confidence = _look_up(rules, given)
    outcome = by_id[name]
    return Result(
        outcome,
        confidence,
        answers,
        doctor_first=outcome.doctor_first or safety == DOCTOR,
        tell=safety == TELL,
        mixed=given.get("others") == "different",
        tone=given.get("tone"),
    )


def _look_up(rules: PickerRules, given: dict[str, str]) -> tuple[str, Confidence]:
    match given["height"]:
        case "dip":
            row = next(
                row
                for row in rules.dip
                if row.edges == given["edges"] and row.width == given["width"]
            )
            cell: tuple[str, Confidence] = getattr(row, given["stretch"])
            return cell
        case "flat":
            return rules.flat[given["colour"]]
        case "raised":
            return rules.raised[given["bump"]]
        case _:
            return rules.unsure
