"""The picker: what kind of mark it sounds like.

It asks one question a screen, most urgent first, and every answer is a link. It never
learns a named condition: the first screen groups them, and only the group is answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from scarwidget.catalogue.facts import Treatment
from scarwidget.catalogue.picker import Answer, Asking, Result, UnknownAnswer, decide
from scarwidget.catalogue.words import NamedText, OutcomeWords, QuestionWords, ScarTypeWords
from scarwidget.edition import BadQuery, Edition, Params, View, Widget
from scarwidget.text import Text
from scarwidget.widgets.cautions import CautionLine, cautions_for
from scarwidget.widgets.messages import message

USEFUL = 2
"""The least suitability (0 to 3) at which a result names an option."""


@dataclass(frozen=True)
class Choice:
    """An answer that can be chosen, and the state it leads to."""

    id: str
    label: Text
    params: Params
    examples: tuple[Text, ...]
    help: Text | None


@dataclass(frozen=True)
class Given:
    """An answer that was given, and the state in which it can be given anew."""

    question: Text
    label: Text
    because: Text
    params: Params


@dataclass(frozen=True)
class QuestionView(View):
    """A screen with one question. ``number`` of ``most`` screens at the most."""

    question_id: str
    question: QuestionWords
    choices: tuple[Choice, ...]
    given: tuple[Given, ...]
    number: int
    most: int


@dataclass(frozen=True)
class Option:
    """A treatment that a result names, with every line of caution that concerns it."""

    treatment: Treatment
    name: Text
    summary: Text
    cautions: tuple[CautionLine, ...]


@dataclass(frozen=True)
class ResultView(View):
    """Where the answers led. ``treatments`` is the state of the widget it leads on to."""

    result: Result
    words: OutcomeWords
    confidence: NamedText | None
    given: tuple[Given, ...]
    scars: tuple[ScarTypeWords, ...]
    doctor_first: Text | None
    tell: Text | None
    mixed: Text | None
    support: Text
    not_a_diagnosis: Text
    options: tuple[Option, ...]
    treatments: Params | None
    topic: str | None


def view(edition: Edition, locale: str, params: Params) -> View:
    """The next question, or the result, for the answers in ``a``."""
    given = params.get("a", "")
    options = given.split(".") if given else []
    try:
        step = decide(edition.catalogue.picker, options)
    except UnknownAnswer:
        raise BadQuery("answer") from None
    if isinstance(step, Asking):
        return _question(edition, locale, params, step)
    return _result(edition, locale, params, step)


def _question(edition: Edition, locale: str, params: Params, step: Asking) -> QuestionView:
    words = edition.catalogue.say(locale).picker.questions[step.question.id]
    given = [answer.option for answer in step.answers]
    choices = tuple(
        Choice(
            id=option,
            label=words.options[option].label,
            params=_answers([*given, option]),
            examples=words.options[option].examples,
            help=words.options[option].help,
        )
        for option in step.question.options
    )
    asked = len(step.answers)
    return QuestionView(
        params=params,
        sources=(),
        answers=bool(given),
        question_id=step.question.id,
        question=words,
        choices=choices,
        given=_given(edition, locale, step.answers),
        number=asked + 1,
        most=asked + step.remaining,
    )


def _result(edition: Edition, locale: str, params: Params, result: Result) -> ResultView:
    catalogue = edition.catalogue
    words = catalogue.say(locale)
    said = words.picker
    outcome = result.outcome
    options = _options(edition, locale, result) if result.lists_treatments else ()
    lookalike = catalogue.lookalikes.get(outcome.lookalike)
    cited = {
        *(lookalike.sources if lookalike else ()),
        *(
            s
            for scar in outcome.scars
            for ids in catalogue.scar_types[scar].sources.values()
            for s in ids
        ),
        *(s for option in options for s in option.treatment.sources.get("fit", ())),
        *(s for option in options for line in option.cautions for s in line.sources),
        *catalogue.cautions["distress"].sources,
        *(catalogue.cautions["changing"].sources if outcome.kind == "stop" else ()),
    }
    leads_on = {"scar": outcome.filter, "tone": result.tone or ""}
    return ResultView(
        params=params,
        sources=catalogue.cite(cited),
        answers=True,
        result=result,
        words=said.outcomes[outcome.id],
        confidence=words.scales["confidence"][result.confidence] if result.confidence else None,
        given=_given(edition, locale, result.answers),
        scars=tuple(words.scar_types[scar] for scar in outcome.scars),
        doctor_first=said.doctor_first if result.doctor_first and outcome.kind != "stop" else None,
        tell=said.tell_the_clinic if result.tell else None,
        mixed=said.mixed if result.mixed else None,
        support=said.support,
        not_a_diagnosis=said.not_a_diagnosis,
        options=options,
        treatments={k: v for k, v in leads_on.items() if v} if result.lists_treatments else None,
        topic=_topic(outcome.kind),
    )


def _topic(kind: str) -> str | None:
    return {
        "scar": "kinds-of-scars",
        "mark": "colour-marks",
        "not_scar": "not-scars",
        "unclear": "kinds-of-scars",
    }.get(kind)


def _options(edition: Edition, locale: str, result: Result) -> tuple[Option, ...]:
    """The options that suit any of the types, alphabetically: an order without a favourite."""
    words = edition.catalogue.say(locale).treatments
    suited = (
        treatment
        for treatment in edition.catalogue.treatments.values()
        if any(
            fit.score >= USEFUL and not fit.avoid
            for scar in result.outcome.scars
            if (fit := treatment.fit.get(scar)) is not None
        )
    )
    options = (
        Option(
            treatment=treatment,
            name=words[treatment.id].name,
            summary=words[treatment.id].summary,
            cautions=cautions_for(
                edition, locale, treatment.id, tone=result.tone, tell=result.tell
            ),
        )
        for treatment in suited
    )
    return tuple(sorted(options, key=lambda option: option.name.value.casefold()))


def _given(edition: Edition, locale: str, answers: tuple[Answer, ...]) -> tuple[Given, ...]:
    words = edition.catalogue.say(locale).picker.questions
    return tuple(
        Given(
            question=words[answer.question].text,
            label=words[answer.question].options[answer.option].label,
            because=words[answer.question].options[answer.option].because,
            params=_answers([earlier.option for earlier in answers[:index]]),
        )
        for index, answer in enumerate(answers)
    )


def _answers(options: list[str]) -> Params:
    return {"a": ".".join(options)} if options else {}


WIDGET = Widget(
    id="picker",
    title=message("Which kind of mark is it?"),
    about=message("A few questions that lead to the kind of scar or mark it sounds like."),
    template="widgets/picker.html",
    keys=frozenset({"a"}),
    view=view,
)
