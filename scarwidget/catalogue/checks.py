"""What must hold across the catalogue: every reference resolves, every fact has its words.

The checks run on what could be read, and say nothing on what could not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, get_args

from scarwidget.catalogue import facts
from scarwidget.catalogue.model import NO_TREATMENT, Draft, Entries
from scarwidget.catalogue.picker import DOCTOR, SAFETY, STOP, TELL
from scarwidget.catalogue.wording import COLLECTIONS, Place, Said
from scarwidget.faults import Fault, nearest
from scarwidget.text import BASE_LOCALE

_SCARS: tuple[str, ...] = get_args(facts.ScarTypeId)
_STATEMENTS: tuple[str, ...] = get_args(facts.Statement)
_SCAR_STATEMENTS: tuple[str, ...] = get_args(facts.ScarStatement)
_STRENGTHS = ("avoid", "discuss", "prefer")
_CELLS = ("flattens", "partly", "no_change", "not_tried")

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "treatments": (NO_TREATMENT,),
    "scar_types": _SCARS,
    "cautions": ("changing", "distress"),
    "topics": ("colour-marks", "kinds-of-scars", "not-scars"),
}
"""What is asked for by name: of every catalogue, whatever else it holds."""

_ASKED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    SAFETY: ("", ()),
    "height": (SAFETY, (DOCTOR, TELL, "none")),
    "edges": ("height", ("dip",)),
    "width": ("height", ("dip",)),
    "stretch": ("height", ("dip",)),
    "colour": ("height", ("flat",)),
    "bump": ("height", ("raised",)),
}
"""The questions that the picker's decision needs: after which other, and after which answers."""

_UNREAD: Entries[Any] = Entries({}, whole=False)


def check_facts(draft: Draft) -> Iterator[Fault]:
    """Yield every fact that does not fit the others."""
    yield from _needed_is_there(draft)
    yield from _sources_resolve(draft)
    yield from _treatments_are_whole(draft)
    yield from _references_resolve(draft)
    if draft.picker is not None:
        yield from _picker_resolves(draft.picker, draft)
        yield from _questions_are_asked(draft.picker)
        yield from _table_is_complete(draft.picker)


def check_words(draft: Draft, english: Said) -> Iterator[Fault]:
    """Yield every fact without its words, and the reverse.

    English alone is looked at: the other locales have just the ids that it has.
    """
    for name, known in _facts_with_words(draft).items():
        said = english.entries[name]
        place = COLLECTIONS[name].place
        yield from _ids_match(place, known, said, _NEEDED.get(name, ()))
        for row, fact in known.sound.items():
            if row in said.sound:
                yield from _parts_match(place(row), fact, said.sound[row])


def _fault(where: str, key: str, problem: str, advice: str = "") -> Fault:
    return Fault(f"content/facts/{where}", key, problem, advice)


def _known(where: str, key: str, ids: Iterable[str], known: Entries[Any]) -> Iterator[Fault]:
    for name in ids:
        if known.lacks(name):
            yield _fault(where, key, f"{name!r} is not known", nearest(name, known.ids))


def _once(where: str, key: str, ids: Iterable[object]) -> Iterator[Fault]:
    seen = set()
    for name in ids:
        if name in seen:
            yield _fault(where, key, f"{name!r} is there twice")
        seen.add(name)


def _needed_is_there(draft: Draft) -> Iterator[Fault]:
    for collection, needed in _NEEDED.items():
        found: Entries[Any] = getattr(draft, collection)
        for name in needed:
            if found.lacks(name) and collection == "treatments":
                yield _fault(f"treatments/{name}.toml", "", "is missing", "it is always an option")
            elif found.lacks(name):
                yield _fault(f"{collection}.toml", name, "is missing", "the widgets ask for it")


def _sources_resolve(draft: Draft) -> Iterator[Fault]:
    for collection in ("brands", "lookalikes", "severity", "tones", "tips", "myths", "cautions"):
        for name, fact in getattr(draft, collection).sound.items():
            yield from _sourced(f"{collection}.toml", f"{name}.sources", fact.sources, draft)
    for name, topic in draft.topics.sound.items():
        yield from _once("topics.toml", f"{name}.sections", (part.id for part in topic.sections))
        for part in topic.sections:
            yield from _sourced("topics.toml", f"{name}.{part.id}.sources", part.sources, draft)
    for name, scar in draft.scar_types.sound.items():
        yield from _stated("scar_types.toml", f"{name}.", _SCAR_STATEMENTS, scar, draft)
    for name, treatment in draft.treatments.sound.items():
        yield from _stated(f"treatments/{name}.toml", "", _STATEMENTS, treatment, draft)


def _sourced(where: str, key: str, ids: Collection[str], draft: Draft) -> Iterator[Fault]:
    yield from _known(where, key, ids, draft.sources)
    if not ids:
        yield _fault(where, key, "is empty", "name a source")


def _stated(
    where: str, key: str, statements: Iterable[str], fact: Any, draft: Draft
) -> Iterator[Fault]:
    """Each statement has its sources or is unknown, and not both."""
    for said in statements:
        if said in fact.sources:
            yield from _sourced(where, f"{key}sources.{said}", fact.sources[said], draft)
            if said in fact.unknown:
                advice = "keep one of the two"
                yield _fault(where, f"{key}unknown.{said}", "has sources too", advice)
        elif said not in fact.unknown:
            advice = "name its sources or list it unknown"
            yield _fault(where, f"{key}sources.{said}", "is missing", advice)


def _treatments_are_whole(draft: Draft) -> Iterator[Fault]:
    for name, treatment in draft.treatments.sound.items():
        where = f"treatments/{name}.toml"
        missing = set(_SCARS).difference(treatment.fit) if treatment.group != "none" else ()
        for scar in sorted(missing):
            yield _fault(where, f"fit.{scar}", "is missing")
        for key in ("visits", "downtime_days"):
            span = getattr(treatment, key)
            if span is not None and span[0] > span[1]:
                yield _fault(where, key, f"{list(span)} runs backwards, expected [fewest, most]")


def _references_resolve(draft: Draft) -> Iterator[Fault]:
    known = draft.treatments
    for name, brand in draft.brands.sound.items():
        yield from _known("brands.toml", f"{name}.treatments", brand.treatments, known)
    for name, caution in draft.cautions.sound.items():
        for strength in _STRENGTHS:
            ids = getattr(caution, strength)
            yield from _known("cautions.toml", f"{name}.{strength}", ids, known)


def _picker_resolves(rules: facts.PickerRules, draft: Draft) -> Iterator[Fault]:
    where = "picker.toml"
    filters = Entries.named((*_SCARS, *facts.COMBINED))
    outcomes = Entries.named(outcome.id for outcome in rules.outcomes)
    yield from _once(where, "outcomes", (outcome.id for outcome in rules.outcomes))
    if not any(outcome.kind == "stop" for outcome in rules.outcomes):
        yield _fault(where, "outcomes", "has none whose kind is 'stop'", f"{SAFETY} leads there")
    for outcome in rules.outcomes:
        key = f"outcomes.{outcome.id}"
        if outcome.lookalike:
            yield from _known(where, f"{key}.lookalike", (outcome.lookalike,), draft.lookalikes)
        if outcome.filter:
            yield from _known(where, f"{key}.filter", (outcome.filter,), filters)
    for table in ("flat", "raised"):
        for option, cell in getattr(rules, table).items():
            yield from _known(where, f"{table}.{option}", (cell[0],), outcomes)
    yield from _known(where, "unsure", (rules.unsure[0],), outcomes)
    for row in rules.dip:
        for name in _CELLS:
            key = f"dip {row.edges}/{row.width} {name}"
            yield from _known(where, key, (getattr(row, name)[0],), outcomes)


def _questions_are_asked(rules: facts.PickerRules) -> Iterator[Fault]:
    """Each question is asked wherever the decision needs its answer."""
    where = "picker.toml"
    yield from _once(where, "questions", (question.id for question in rules.questions))
    earlier: dict[str, facts.Question] = {}
    for question in rules.questions:
        key = f"questions.{question.id}"
        yield from _once(where, f"{key}.options", question.options)
        if question.after in earlier:
            answers = Entries.named(earlier[question.after].options)
            unknown = [*_known(where, f"{key}.when", question.when, answers)]
            yield from unknown or _left_out(question)
        elif question.after:
            advice = nearest(question.after, earlier)
            yield _fault(where, f"{key}.after", f"{question.after!r} is not asked before", advice)
        earlier[question.id] = question
    for name in (*_ASKED, "others", "tone"):
        if name not in earlier:
            yield _fault(where, f"questions.{name}", "is missing", "the decision needs it")
    for name, known in (("stretch", _CELLS), ("tone", get_args(facts.ToneId))):
        if name in earlier:
            key = f"questions.{name}.options"
            yield from _known(where, key, earlier[name].options, Entries.named(known))
    for option in (STOP, DOCTOR, TELL):
        if SAFETY in earlier and option not in earlier[SAFETY].options:
            yield _fault(where, f"questions.{SAFETY}.options", f"has no {option!r}")


def _left_out(question: facts.Question) -> Iterator[Fault]:
    """Whether a question that waits for an answer is left out where the decision needs it."""
    before, answers = _ASKED.get(question.id, (question.after, ()))
    if question.after != before or not set(answers) <= set(question.when):
        advice = f"ask it after {before} = {' or '.join(answers)}" if before else "ask it first"
        key = f"questions.{question.id}"
        yield _fault("picker.toml", key, "is left out where its answer is needed", advice)


def _table_is_complete(rules: facts.PickerRules) -> Iterator[Fault]:
    where = "picker.toml"
    options = {question.id: question.options for question in rules.questions}
    rows = [(row.edges, row.width) for row in rules.dip]
    yield from _once(where, "dip", rows)
    for edges, width in product(options.get("edges", ()), options.get("width", ())):
        if (edges, width) not in rows:
            yield _fault(where, "dip", f"has no row for {edges} / {width}")
    for table, asked in (("flat", "colour"), ("raised", "bump")):
        for option in options.get(asked, ()):
            if option not in getattr(rules, table):
                yield _fault(where, table, f"has no outcome for {option!r}")


def _facts_with_words(draft: Draft) -> Mapping[str, Entries[Any]]:
    """The facts of every collection of words."""
    found: dict[str, Entries[Any]] = {
        "scales": Entries(facts.SCALES),
        "questions": _UNREAD,
        "outcomes": _UNREAD,
    }
    if draft.picker is not None:
        found["questions"] = Entries({each.id: each for each in draft.picker.questions})
        found["outcomes"] = Entries({each.id: each for each in draft.picker.outcomes})
    return {name: found.get(name) or getattr(draft, name) for name in COLLECTIONS}


def _ids_match(
    place: Callable[[str], Place],
    known: Entries[Any],
    said: Entries[Any],
    needed: Collection[str] = (),
) -> Iterator[Fault]:
    """Each id of the facts has words, and each of the words has facts or is missed there."""
    for name in sorted(known.ids):
        if said.lacks(name):
            yield _of_words(place(name), "has facts but no words", "write it")
    for name in sorted(said.ids):
        if known.lacks(name) and name not in needed:
            yield _of_words(place(name), "has words but no facts", nearest(name, known.ids))


def _parts_match(place: Place, fact: object, words: Any) -> Iterator[Fault]:
    """What is inside an entry has its words too."""
    match fact:
        case facts.Topic(sections=sections):
            ids = Entries.named(part.id for part in sections)
            yield from _ids_match(_inside(place, "sections"), ids, Entries(words.sections))
        case facts.Question(options=options):
            ids = Entries.named(options)
            yield from _ids_match(_inside(place, "options"), ids, Entries(words.options))
        case tuple():
            yield from _ids_match(_inside(place), Entries.named(fact), Entries(words))
        case facts.Treatment(sources=sources):
            given = {said: said in sources for said in _STATEMENTS}
            yield from _lines_match(place, given, "sources", words)
        case facts.ScarType(sources=sources):
            given = {said: said in sources for said in _SCAR_STATEMENTS}
            yield from _lines_match(place, given, "sources", words)
        case facts.Caution():
            given = {said: bool(getattr(fact, said)) for said in _STRENGTHS}
            yield from _lines_match(place, given, "treatments", words)


def _lines_match(
    place: Place, given: Mapping[str, bool], what: str, words: object
) -> Iterator[Fault]:
    """Each line has words just where the facts give something to say."""
    for said, is_given in given.items():
        has_words = getattr(words, said) is not None
        if has_words and not is_given:
            problem = f"has words but no {what}"
            yield _of_words(_inside(place)(said), problem, "remove it, or name them")
        elif is_given and not has_words:
            yield _of_words(_inside(place)(said), f"has {what} but no words", "write it")


def _inside(place: Place, table: str = "") -> Callable[[str], Place]:
    """Where the parts of an entry stand."""
    file, key = place
    return lambda name: (file, ".".join(part for part in (key, table, name) if part))


def _of_words(place: Place, problem: str, advice: str) -> Fault:
    file, key = place
    return Fault(f"content/{BASE_LOCALE}/{file}", key, problem, advice)
