"""Holds the English content to the evidence, and its wording to the rules of the project.

``tests/data/evidence.json`` is a copy of the evidence's figures and sources, and
``tests/data/wording.toml`` says what no sentence may say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from starlette.testclient import TestClient

from scarwidget.catalogue import NO_TREATMENT, Catalogue
from scarwidget.catalogue.facts import ScarStatement, ScarTypeId, Statement, Treatment
from scarwidget.plugins import Publication
from scarwidget.text import BASE_LOCALE
from scarwidget.widgets.treatments import TreatmentsView
from tests.reading import blocks, rows, text_of, words

DATA = Path(__file__).parents[1] / "data"
CLINIC = "public-skin-guide"

NOT_KNOWN = "Not known"
CELL_NAME = ("scarwidget-cell",)
"""On a narrow screen each cell says whose it is."""

BRANDS = {
    *("Pico", "HydraFacial", "Fotona", "Fraxel", "Juvederm", "Radiesse", "Sculptra"),
    *("Bellafill", "Botox", "Retin-A", "Differin", "ZO Skin Health", "DERMed Clinical Skin Care"),
}
"""The names in the seed texts, the last two in full."""

WITHOUT_SOURCE_IN_OURS = {"home_remedies": {"fit"}}
"""Statements the evidence leaves without any source, though it does not mark them so."""

EVIDENCE_WORDS = re.compile(r"\b(stud|trial|evidence|test|source|review)", re.IGNORECASE)
"""One of these begins a word in every line that says what is known about a brand."""

STATEMENTS: tuple[str, ...] = get_args(Statement)
SCAR_STATEMENTS: tuple[str, ...] = get_args(ScarStatement)


class EvidenceTreatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card's figures."""

    group: str
    setting: str
    risk_tier: int
    cost_band: int
    fit: dict[str, tuple[int | str, ...]]
    needs_source: tuple[str, ...]
    sources: dict[str, tuple[str, ...]]

    @property
    def unknown(self) -> set[str]:
        """The statements that nothing supports."""
        return set(self.needs_source)


class EvidenceScar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scar type's group and sources."""

    group: str
    needs_source: tuple[str, ...]
    sources: dict[str, tuple[str, ...]]


class EvidenceTip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A habit's grade and sources."""

    grade: str
    sources: tuple[str, ...]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole copy."""

    about: str
    treatments: dict[str, EvidenceTreatment]
    scar_types: dict[str, EvidenceScar]
    severity: dict[str, tuple[str, ...]]
    lookalikes: dict[str, tuple[str, ...]]
    tips: dict[str, EvidenceTip]
    myths: dict[str, tuple[str, ...]]
    sources: dict[str, str]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What no sentence may say, and the sentences that may."""

    id: str
    why: str
    pattern: str
    exceptions: tuple[str, ...] = ()

    def breaks(self, sentence: str) -> bool:
        lowered = sentence.lower()
        for exception in self.exceptions:
            lowered = lowered.replace(exception, "")
        return re.search(self.pattern, lowered) is not None

    def would_break(self, sentence: str) -> bool:
        """Whether the sentence says it, exceptions apart."""
        return re.search(self.pattern, sentence.lower()) is not None


EVIDENCE = msgspec.json.decode((DATA / "evidence.json").read_bytes(), type=Evidence)
RULES = msgspec.convert(
    tomllib.loads((DATA / "wording.toml").read_text("utf-8"))["rule"], tuple[Rule, ...]
)


@pytest.fixture(scope="module")
def catalogue(publication: Publication) -> Catalogue:
    return publication.catalogue


@pytest.fixture(scope="module")
def leaves(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Every English string with the place it stands in."""
    return tuple(strings(msgspec.to_builtins(catalogue.say(BASE_LOCALE))))


@pytest.fixture(scope="module")
def details(client: TestClient, catalogue: Catalogue) -> Mapping[str, str]:
    """The treatments widget as it is rendered with one in detail, for each treatment."""
    found: dict[str, str] = {}
    for name in catalogue.treatments:
        answer = client.get(f"/{CLINIC}/treatments/fragment", params={"pick": name})
        assert answer.status_code == 200
        found[name] = answer.text
    return found


def strings(tree: object, place: str = "") -> Iterator[tuple[str, str]]:
    match tree:
        case {"value": str(value), "lang": str()}:
            yield place, value
        case dict():
            for key, branch in tree.items():
                yield from strings(branch, f"{place}.{key}" if place else key)
        case list() | tuple():
            for number, branch in enumerate(tree, 1):
                yield from strings(branch, f"{place}[{number}]")


def cited(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list of sources in the catalogue, with the place it stands in."""
    for treatment in catalogue.treatments.values():
        for statement, ids in treatment.sources.items():
            yield f"{treatment.id}.{statement}", ids
    for scar in catalogue.scar_types.values():
        for said, ids in scar.sources.items():
            yield f"{scar.id}.{said}", ids
    for topic in catalogue.topics.values():
        for section in topic.sections:
            yield f"{topic.id}.{section.id}", section.sources
    plain: tuple[Mapping[str, object], ...] = (
        *(catalogue.brands, catalogue.lookalikes, catalogue.severity, catalogue.tones),
        *(catalogue.tips, catalogue.myths, catalogue.cautions),
    )
    for collection in plain:
        for name, item in collection.items():
            yield name, getattr(item, "sources")  # noqa: B009 - all of them have it


# completeness


def test_everything_is_there(catalogue: Catalogue) -> None:
    assert set(catalogue.scar_types) == set(get_args(ScarTypeId)) == set(EVIDENCE.scar_types)
    assert len(catalogue.scar_types) == 9
    assert set(catalogue.treatments) == {*EVIDENCE.treatments, NO_TREATMENT}
    assert len(catalogue.treatments) == 36 + 1
    assert set(catalogue.tips) == set(EVIDENCE.tips)
    assert len(catalogue.tips) == 14
    assert set(catalogue.myths) == set(EVIDENCE.myths)
    assert len(catalogue.myths) == 14
    assert set(catalogue.lookalikes) == set(EVIDENCE.lookalikes)
    assert set(catalogue.severity) == set(EVIDENCE.severity)
    assert {brand.name for brand in catalogue.brands.values()} == BRANDS
    assert len(catalogue.brands) == 13


def test_every_source_of_the_evidence_is_there(catalogue: Catalogue) -> None:
    assert {name: source.read for name, source in catalogue.sources.items()} == EVIDENCE.sources
    assert len(catalogue.sources) == 375
    for source in catalogue.sources.values():
        assert source.title
        assert source.publisher


def test_every_topic_that_is_asked_for_is_there(catalogue: Catalogue) -> None:
    assert {
        *("acne-or-scars", "how-acne-forms", "why-scars-form", "why-some-scar"),
        *("do-treatments-work", "how-lasers-work", "home-care", "colour-marks", "not-scars"),
    } <= set(catalogue.topics)


def test_every_fact_has_its_words(catalogue: Catalogue) -> None:
    said = catalogue.say(BASE_LOCALE)
    for collection in ("treatments", "brands", "scar_types", "tips", "myths", "topics", "tones"):
        assert set(getattr(said, collection)) == set(getattr(catalogue, collection))


# figures


@pytest.mark.parametrize("name", EVIDENCE.treatments)
def test_fit_is_that_of_the_matrix(name: str, catalogue: Catalogue) -> None:
    found = {
        scar: (fit.score, fit.grade, *(("avoid",) if fit.avoid else ()))
        for scar, fit in catalogue.treatments[name].fit.items()
    }
    assert found == EVIDENCE.treatments[name].fit


def test_bands_tiers_and_places_are_those_of_the_evidence(catalogue: Catalogue) -> None:
    for name, copied in EVIDENCE.treatments.items():
        found = catalogue.treatments[name]
        assert (found.group, found.setting) == (copied.group, copied.setting), name
        assert found.risk_tier == copied.risk_tier, name
        known = None if "cost" in copied.needs_source else copied.cost_band
        assert found.cost_band == known, name


def test_scar_types_are_in_the_groups_of_the_evidence(catalogue: Catalogue) -> None:
    groups = {name: scar.group for name, scar in catalogue.scar_types.items()}
    colours = {"colour": "mark"}
    assert groups == {
        name: colours.get(scar.group, scar.group) for name, scar in EVIDENCE.scar_types.items()
    }


def test_the_grades_of_the_habits_are_those_of_the_evidence(catalogue: Catalogue) -> None:
    assert {name: tip.grade for name, tip in catalogue.tips.items()} == {
        name: tip.grade for name, tip in EVIDENCE.tips.items()
    }


def test_the_risk_of_dark_marks_agrees_with_the_cautions_for_tone(catalogue: Catalogue) -> None:
    caution = catalogue.cautions["tone_IV_VI"]
    for names, tier in ((caution.avoid, 3), (caution.discuss, 2), (caution.prefer, 1)):
        for name in names:
            assert catalogue.treatments[name].pigment_risk == tier, name


NUMBERS = {
    "one": (1,),
    "once": (1,),
    "two": (2,),
    "a day": (1,),
    "24 hours": (1,),
    "a week": (7,),
    "hours": (0,),
    "none": (0,),
    "no": (0,),
    "nothing": (0,),
    "at once": (0,),
    "the same day": (0,),
    "a short time": (0,),
    "less than": (0,),
    "at home": (0,),
}
"""What words say of a number of visits or of days, beside digits."""


def numbers_in(text: str) -> set[int]:
    """The numbers that a text gives, weeks also as days."""
    lowered = f" {text.lower()} "
    found = {int(number) for number in re.findall(r"\d+", lowered)}
    for low, high in re.findall(r"(\d+) (?:to |or )?(\d*) ?weeks?\b", lowered):
        found |= {int(number) * 7 for number in (low, high) if number}
    for phrase, numbers in NUMBERS.items():
        if re.search(rf"\b{phrase}\b", lowered):
            found.update(numbers)
    return found


@pytest.mark.parametrize("statement", ["visits", "downtime"])
def test_numbers_of_the_facts_stand_in_the_words(statement: str, catalogue: Catalogue) -> None:
    field = {"visits": "visits", "downtime": "downtime_days"}[statement]
    said = catalogue.say(BASE_LOCALE).treatments
    for name, treatment in catalogue.treatments.items():
        span = getattr(treatment, field)
        if span is None:
            continue
        text = getattr(said[name], statement)
        assert text is not None, f"{name}: {span} stands where nothing is known"
        assert set(span) <= numbers_in(text.value), f"{name}: {span} is not in {text.value!r}"


def test_what_is_done_at_home_takes_no_visit(catalogue: Catalogue) -> None:
    for treatment in catalogue.treatments.values():
        at_home = treatment.setting in ("home", "home_prescribed", "none")
        if treatment.visits is not None:
            assert (treatment.visits == (0, 0)) == at_home, treatment.id


# sources, and what is not known


def test_every_source_id_resolves(catalogue: Catalogue) -> None:
    for place, ids in cited(catalogue):
        assert ids, f"{place} has no source"
        assert set(ids) <= set(catalogue.sources), place


def test_what_needs_a_source_is_unknown(catalogue: Catalogue) -> None:
    said = catalogue.say(BASE_LOCALE).treatments
    for name, copied in EVIDENCE.treatments.items():
        treatment = catalogue.treatments[name]
        expected = copied.unknown | WITHOUT_SOURCE_IN_OURS.get(name, set())
        assert set(treatment.unknown) == expected, name
        assert all(getattr(said[name], statement) is None for statement in expected)
    for scar, copied_scar in EVIDENCE.scar_types.items():
        found = catalogue.scar_types[scar]
        assert set(found.unknown) == set(copied_scar.needs_source), scar
        words_of = catalogue.say(BASE_LOCALE).scar_types[scar]
        assert all(getattr(words_of, statement) is None for statement in found.unknown)


def test_every_statement_has_words_and_sources_or_neither(catalogue: Catalogue) -> None:
    said = catalogue.say(BASE_LOCALE)
    for name, treatment in catalogue.treatments.items():
        for statement in STATEMENTS:
            has_words = getattr(said.treatments[name], statement) is not None
            assert has_words == (statement in treatment.sources), f"{name}.{statement}"
            assert has_words != (statement in treatment.unknown), f"{name}.{statement}"
    for scar, facts in catalogue.scar_types.items():
        for statement in SCAR_STATEMENTS:
            has_words = getattr(said.scar_types[scar], statement) is not None
            assert has_words == (statement in facts.sources), f"{scar}.{statement}"


def test_statements_rest_on_the_sources_of_the_evidence(catalogue: Catalogue) -> None:
    for name, copied in EVIDENCE.treatments.items():
        for statement, ids in copied.sources.items():
            found = next(
                (cites for s, cites in catalogue.treatments[name].sources.items() if s == statement)
            )
            assert set(ids) & set(found), f"{name}.{statement}"
    for scar, copied_scar in EVIDENCE.scar_types.items():
        for said, ids in copied_scar.sources.items():
            cites = dict(catalogue.scar_types[scar].sources.items())
            assert set(ids) == set(next(c for s, c in cites.items() if s == said)), scar
    for name, tip in EVIDENCE.tips.items():
        assert set(tip.sources) <= set(catalogue.tips[name].sources), name
    for name, ids in EVIDENCE.myths.items():
        assert set(ids) <= set(catalogue.myths[name].sources), name


def test_every_brand_has_an_honest_line(catalogue: Catalogue) -> None:
    said = catalogue.say(BASE_LOCALE).brands
    for brand in catalogue.brands.values():
        assert brand.treatments
        assert set(brand.treatments) <= set(catalogue.treatments)
        assert brand.sources
        assert EVIDENCE_WORDS.search(said[brand.id].line.value), brand.id


def test_a_card_has_its_sources_or_says_that_it_is_not_known(
    details: Mapping[str, str], catalogue: Catalogue
) -> None:
    said = catalogue.say(BASE_LOCALE).treatments
    for name, html in details.items():
        treatment = catalogue.treatments[name]
        shown = rows(html, within="scarwidget-compare", without=CELL_NAME)[2 : 2 + len(STATEMENTS)]
        for statement, (_, cell) in zip(STATEMENTS, shown, strict=True):
            text = getattr(said[name], statement)
            if text is None:
                assert cell == NOT_KNOWN, f"{name}.{statement}"
                continue
            assert cell.startswith(text.value), f"{name}.{statement}"
            marks = cell.removeprefix(text.value).split()
            assert tuple(marks) == next(
                ids for s, ids in treatment.sources.items() if s == statement
            )


def test_the_sources_of_a_card_are_listed(details: Mapping[str, str], catalogue: Catalogue) -> None:
    for name, html in details.items():
        listed = blocks(html, within="scarwidget-sources")
        shown = {line.split()[0] for line in listed[1:]}
        for ids in catalogue.treatments[name].sources.values():
            assert set(ids) <= shown, name


def test_a_figure_that_is_not_known_is_never_a_number(
    client: TestClient, catalogue: Catalogue
) -> None:
    html = client.get(f"/{CLINIC}/treatments/fragment", params={"scar": "any"}).text
    for name, treatment in catalogue.treatments.items():
        lines = blocks(html, within=f"scarwidget-card-{name}")
        for label, known in figures(treatment).items():
            assert (lines[lines.index(label) + 1] == NOT_KNOWN) == (known is None), (name, label)


def figures(treatment: Treatment) -> Mapping[str, object]:
    """The figures of a card in the list, by their labels."""
    cost: object = "None" if treatment.group == "none" else treatment.cost_band
    return {
        "Visits": treatment.visits,
        "Healing, in days": treatment.downtime_days,
        "Cost": cost,
        "Risk of dark marks": treatment.pigment_risk,
    }


def test_a_source_that_nobody_has_seen_says_so(client: TestClient, catalogue: Catalogue) -> None:
    seen: set[str] = set()
    for topic in catalogue.topics:
        html = client.get(f"/{CLINIC}/explainer/fragment", params={"topic": topic}).text
        for line in blocks(html, within="scarwidget-sources")[1:]:
            name = line.split()[0]
            expected = {"memory": "Not yet checked.", "seen-secondary": "Quoted by another source."}
            mark = expected.get(EVIDENCE.sources[name], "")
            assert line.endswith(mark), line
            assert mark or not line.endswith(tuple(expected.values())), line
            seen.add(EVIDENCE.sources[name])
    assert "seen" in seen


def test_every_view_cites_what_its_cards_rest_on(publication: Publication) -> None:
    edition = publication.editions[CLINIC]
    for name in publication.catalogue.treatments:
        view = edition.widgets["treatments"].view(edition, BASE_LOCALE, {"pick": name})
        assert isinstance(view, TreatmentsView)
        shown = {source.id for source in view.sources}
        for row in view.rows:
            for text, ids in row.cells:
                assert (text is None) == (not ids), f"{name}.{row.statement}"
                assert set(ids) <= shown


# wording


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_sentence_breaks_a_rule(rule: Rule, leaves: tuple[tuple[str, str], ...]) -> None:
    broken = [
        f"{place}: {text}"
        for place, text in leaves
        if not re.fullmatch(r"myths\.\w+\.myth", place) and rule.breaks(text)
    ]
    assert not broken, f"{rule.why}\n" + "\n".join(broken)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rendered_page_breaks_a_rule(
    rule: Rule, client: TestClient, catalogue: Catalogue
) -> None:
    claims = {myth.myth.value for myth in catalogue.say(BASE_LOCALE).myths.values()}
    treatments = ("treatments", "treatments?scar=any", "treatments?pick=no_treatment")
    pages = ["", "picker", *treatments, "checklist", "explainer", "services"]
    for page in pages:
        html = client.get(f"/{CLINIC}/{page}").text
        for line in blocks(html, without=("scarwidget-sources",)):
            assert line in claims or not rule.breaks(line), f"{page}: {rule.why} {line!r}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_exception_is_needed(
    rule: Rule, leaves: tuple[tuple[str, str], ...], client: TestClient
) -> None:
    said = [text for _, text in leaves]
    said += blocks(client.get(f"/{CLINIC}/treatments").text)
    for exception in rule.exceptions:
        assert any(exception in text.lower() and rule.would_break(text) for text in said), exception


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("diagnosis", "You have a keloid."),
        ("promise", "This laser will remove your scars."),
        ("promise", "Peels erase scars."),
        ("promise", "It eliminates them."),
        ("safe", "It is safe for all skin."),
        ("painless", "A painless peel."),
        ("best", "The best laser there is."),
        ("percent", "It helps 80% of people."),
        ("lighter skin", "It whitens the skin."),
        ("stigma", "End the nightmare of ugly scars."),
        ("pressure", "Hurry: a discount today."),
    ],
)
def test_the_rules_see_what_they_are_for(rule: str, sentence: str) -> None:
    [found] = [r for r in RULES if r.id == rule]
    assert found.breaks(sentence)


def test_marks_are_never_called_a_true_scar(catalogue: Catalogue) -> None:
    for outcome in ("pih", "pie", "pih_pie"):
        said = catalogue.say(BASE_LOCALE).picker.outcomes[outcome]
        assert "rather than" in said.label.value
        assert re.search(r"not (a )?true scars?|colour change", said.meaning.value)


def test_texts_are_whole(leaves: tuple[tuple[str, str], ...]) -> None:
    for place, text in leaves:
        assert words(text), place
        assert "  " not in text, place
        assert not re.search(r"needs? source|TODO|\[S?\d", text), place
        assert text == text.strip(), place


def test_the_page_says_when_the_content_was_checked(client: TestClient) -> None:
    text = text_of(client.get(f"/{CLINIC}/treatments").text)
    assert "Content checked against its sources on November 22, 2026" in text
    assert "No dermatologist has signed off this edition yet" in text
