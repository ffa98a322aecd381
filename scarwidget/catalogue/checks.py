"""What must hold across the catalogue: every reference resolves, every fact has its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import get_args

from scarwidget.catalogue.facts import ScarStatement, ScarTypeId, Statement
from scarwidget.catalogue.model import NO_TREATMENT, Catalogue
from scarwidget.catalogue.words import Words
from scarwidget.faults import Fault, nearest

_FACTS = "content/facts"


def check_catalogue(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield everything that does not fit together."""
    yield from _sources_resolve(catalogue)
    yield from _treatments_are_whole(catalogue)
    yield from _references_resolve(catalogue)
    yield from _picker_is_complete(catalogue)
    for locale, words in catalogue.words.items():
        yield from _words_match(catalogue, locale, words)


def _known(where: str, key: str, ids: Collection[str], known: Collection[str]) -> Iterator[Fault]:
    for name in ids:
        if name not in known:
            yield Fault(f"{_FACTS}/{where}", key, f"{name!r} is not known", nearest(name, known))


def _sources_resolve(catalogue: Catalogue) -> Iterator[Fault]:
    known = catalogue.sources
    plain: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "brands.toml": {k: v.sources for k, v in catalogue.brands.items()},
        "lookalikes.toml": {k: v.sources for k, v in catalogue.lookalikes.items()},
        "severity.toml": {k: v.sources for k, v in catalogue.severity.items()},
        "tones.toml": {k: v.sources for k, v in catalogue.tones.items()},
        "tips.toml": {k: v.sources for k, v in catalogue.tips.items()},
        "myths.toml": {k: v.sources for k, v in catalogue.myths.items()},
        "cautions.toml": {k: v.sources for k, v in catalogue.cautions.items()},
        "topics.toml": {
            f"{k}.{section.id}": section.sources
            for k, topic in catalogue.topics.items()
            for section in topic.sections
        },
        "scar_types.toml": {
            f"{k}.{said}": ids
            for k, scar in catalogue.scar_types.items()
            for said, ids in scar.sources.items()
        },
    }
    for where, rows in plain.items():
        for key, ids in rows.items():
            yield from _known(where, f"{key}.sources", ids, known)
            if not ids:
                yield Fault(f"{_FACTS}/{where}", f"{key}.sources", "is empty", "name a source")
    for treatment in catalogue.treatments.values():
        for said, ids in treatment.sources.items():
            where = f"treatments/{treatment.id}.toml"
            yield from _known(where, f"sources.{said}", ids, known)


def _treatments_are_whole(catalogue: Catalogue) -> Iterator[Fault]:
    statements = frozenset(get_args(Statement))
    if NO_TREATMENT not in catalogue.treatments:
        yield Fault(f"{_FACTS}/treatments", NO_TREATMENT, "is missing", "it is always an option")
    for treatment in catalogue.treatments.values():
        where = f"{_FACTS}/treatments/{treatment.id}.toml"
        missing = statements - treatment.sources.keys() - set(treatment.unknown)
        for said in sorted(missing):
            yield Fault(
                where, f"sources.{said}", "is missing", "name its sources or list it unknown"
            )
        for said in sorted(treatment.sources.keys() & set(treatment.unknown)):
            yield Fault(where, f"unknown.{said}", "has sources too", "keep one of the two")
        for said, ids in treatment.sources.items():
            if not ids:
                yield Fault(where, f"sources.{said}", "is empty", "list it under unknown instead")
        if treatment.group != "none":
            for scar in sorted(frozenset(get_args(ScarTypeId)) - treatment.fit.keys()):
                yield Fault(where, f"fit.{scar}", "is missing")
        for name in ("visits", "downtime_days"):
            span = getattr(treatment, name)
            if span is not None and span[0] > span[1]:
                yield Fault(where, name, f"{list(span)} runs backwards, expected [fewest, most]")


def _references_resolve(catalogue: Catalogue) -> Iterator[Fault]:
    for brand in catalogue.brands.values():
        yield from _known("brands.toml", brand.id, brand.treatments, catalogue.treatments)
    for caution in catalogue.cautions.values():
        for field in ("avoid", "discuss", "prefer"):
            ids = getattr(caution, field)
            yield from _known("cautions.toml", f"{caution.id}.{field}", ids, catalogue.treatments)
    for outcome in catalogue.picker.outcomes:
        if outcome.lookalike:
            yield from _known("picker.toml", outcome.id, (outcome.lookalike,), catalogue.lookalikes)


def _picker_is_complete(catalogue: Catalogue) -> Iterator[Fault]:
    rules = catalogue.picker
    where = f"{_FACTS}/picker.toml"
    outcomes = {outcome.id for outcome in rules.outcomes}
    questions = {question.id: question for question in rules.questions}
    for name, cell in (*rules.flat.items(), *rules.raised.items(), ("unsure", rules.unsure)):
        yield from _known("picker.toml", name, (cell[0],), outcomes)
    for row in rules.dip:
        for cell in (row.flattens, row.partly, row.no_change, row.not_tried):
            yield from _known("picker.toml", f"dip {row.edges}/{row.width}", (cell[0],), outcomes)
    for question in rules.questions:
        if question.after:
            yield from _known("picker.toml", question.id, (question.after,), questions)
    needed = ("safety", "height", "edges", "colour", "bump", "width", "stretch", "others", "tone")
    for name in needed:
        if name not in questions:
            yield Fault(where, f"questions.{name}", "is missing")
            return
    rows = {(row.edges, row.width) for row in rules.dip}
    for pair in product(questions["edges"].options, questions["width"].options):
        if pair not in rows:
            yield Fault(where, "dip", f"has no row for {pair[0]} / {pair[1]}")
    for table, asked in ((rules.flat, "colour"), (rules.raised, "bump")):
        for option in questions[asked].options:
            if option not in table:
                yield Fault(where, asked, f"has no outcome for {option!r}")


def _words_match(catalogue: Catalogue, locale: str, words: Words) -> Iterator[Fault]:
    pairs: Mapping[str, tuple[Collection[str], Collection[str]]] = {
        "treatments": (catalogue.treatments, words.treatments),
        "brands": (catalogue.brands, words.brands),
        "scar_types": (catalogue.scar_types, words.scar_types),
        "lookalikes": (catalogue.lookalikes, words.lookalikes),
        "severity": (catalogue.severity, words.severity),
        "tones": (catalogue.tones, words.tones),
        "tips": (catalogue.tips, words.tips),
        "myths": (catalogue.myths, words.myths),
        "topics": (catalogue.topics, words.topics),
        "cautions": (catalogue.cautions, words.cautions),
        "picker.outcomes": ({o.id for o in catalogue.picker.outcomes}, words.picker.outcomes),
        "picker.questions": ({q.id for q in catalogue.picker.questions}, words.picker.questions),
    }
    for question in catalogue.picker.questions:
        said = words.picker.questions.get(question.id)
        if said is not None:
            pairs = {**pairs, f"picker.questions.{question.id}": (question.options, said.options)}
    for topic in catalogue.topics.values():
        words_of = words.topics.get(topic.id)
        if words_of is not None:
            ids = {section.id for section in topic.sections}
            pairs = {**pairs, f"topics.{topic.id}": (ids, words_of.sections)}
    for where, (known, said_of) in pairs.items():
        for name in sorted(set(known) - set(said_of)):
            yield Fault(f"content/{locale}/{where}", name, "has facts but no words")
        for name in sorted(set(said_of) - set(known)):
            yield Fault(
                f"content/{locale}/{where}", name, "has words but no facts", nearest(name, known)
            )
    yield from _statements_match(catalogue, locale, words)


def _statements_match(catalogue: Catalogue, locale: str, words: Words) -> Iterator[Fault]:
    for name, treatment in catalogue.treatments.items():
        if name in words.treatments:
            yield from _one_statement_each(
                f"content/{locale}/treatments/{name}.toml",
                get_args(Statement),
                treatment.sources,
                words.treatments[name],
            )
    for name, scar in catalogue.scar_types.items():
        if name in words.scar_types:
            yield from _one_statement_each(
                f"content/{locale}/scar_types.toml [{name}]",
                get_args(ScarStatement),
                scar.sources,
                words.scar_types[name],
            )


def _one_statement_each(
    where: str, statements: Collection[str], sources: Collection[str], words: object
) -> Iterator[Fault]:
    for said in statements:
        has_words = getattr(words, said) is not None
        if has_words and said not in sources:
            yield Fault(where, said, "has words but no source", "remove it, or name its source")
        if not has_words and said in sources:
            yield Fault(where, said, "has sources but no words", "write it")
