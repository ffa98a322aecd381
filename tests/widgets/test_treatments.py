"""Treatments: what is shown for a type and a tone, in which order, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import brotli  # type: ignore[import-untyped, unused-ignore] # only some versions have types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from scarwidget.catalogue import NO_TREATMENT
from scarwidget.catalogue.facts import Treatment
from scarwidget.clinics import showing
from scarwidget.edition import BadQuery, Edition
from scarwidget.widgets.treatments import MOST_PICKS, Card, Entry, TreatmentsView
from tests.conftest import PUBLIC_URL
from tests.reading import blocks, text_of
from tests.web.documents import Document
from tests.widgets.editions import CATALOGUE, MARKER, client_of, edition, seen, service
from tests.widgets.editions import CHINESE as TRADITIONAL

SCARS = {
    "": (),
    "any": (),
    **{scar: (scar,) for scar in CATALOGUE.scar_types},
    "boxcar": ("boxcar_shallow", "boxcar_deep"),
    "pih_pie": ("pih", "pie"),
}
ANY = ("", "any")
"""No kind was chosen: nothing was said of it, or all kinds were asked for."""

TONES = ("", "I_II", "III", "IV", "V_VI", "unsure")
ORDERS = ("", "visits", "downtime", "cost", "evidence", "marks")
NAMES = tuple(CATALOGUE.treatments)
BRANDED = tuple(name for name in NAMES if CATALOGUE.brands_by_treatment[name])
UNKNOWN = 10**6

PLAIN = edition()
AMERICAN = edition("US")
CHINESE = edition("HK")
EVERYWHERE = edition("US", "GB", "SG", "HK", "AU")

STATES = st.fixed_dictionaries(
    {
        "scar": st.sampled_from(sorted(SCARS)),
        "tone": st.sampled_from(TONES),
        "by": st.sampled_from(ORDERS),
        "pick": st.sets(st.sampled_from(NAMES), max_size=4).map(lambda s: ".".join(sorted(s))),
    }
).map(lambda state: {key: value for key, value in state.items() if value})
CARDS = STATES.filter(lambda state: bool(state.keys() - {"pick"}))
"""The states with a kind, a tone or an order."""

INDEXED = STATES.map(lambda state: {"pick": state["pick"]} if "pick" in state else {})
"""The first view, and the states with picks and nothing else."""

EDITIONS = st.sampled_from([PLAIN, AMERICAN, CHINESE, EVERYWHERE])

in_each_edition = pytest.mark.parametrize(
    "of", [PLAIN, AMERICAN, CHINESE, EVERYWHERE], ids=["none", "US", "HK", "all"]
)
many = settings(max_examples=60, deadline=None, derandomize=True)


def view(of: Edition = PLAIN, **state: str) -> TreatmentsView:
    return view_of(state, of)


def view_of(state: Mapping[str, str], of: Edition = PLAIN) -> TreatmentsView:
    return seen(TreatmentsView, "treatments", of, state)


def ids(cards: Sequence[Card]) -> list[str]:
    return [card.treatment.id for card in cards]


def entries(shown: TreatmentsView) -> list[Entry]:
    return [entry for group in shown.index for entry in group.entries]


def names_of(shown: TreatmentsView) -> list[str]:
    return [entry.name.value for entry in entries(shown)]


def allowed(of: Edition) -> list[str]:
    """What may stand in the widget: beside a clinic's services nothing that its markets hide."""
    return [name for name in NAMES if not of.offers or of.showing(name) != "hide"]


def fits(treatment: Treatment, scar: str) -> list[tuple[int, str, bool]]:
    """Score, grade and warning for each type that a filter stands for."""
    return [
        (fit.score, fit.grade, fit.avoid)
        for name, fit in treatment.fit.items()
        if scar in ANY or name in SCARS[scar]
    ]


def key_of(treatment: Treatment, by: str, scar: str) -> tuple[int, ...]:
    """What an order looks at, worked out anew; what is not known comes after everything."""
    match by:
        case "visits":
            return treatment.visits or (UNKNOWN, UNKNOWN)
        case "downtime":
            return treatment.downtime_days or (UNKNOWN, UNKNOWN)
        case "cost":
            return (treatment.cost_band or UNKNOWN,)
        case "marks":
            return (treatment.pigment_risk or UNKNOWN,)
        case "evidence":
            helps = [grade for score, grade, avoid in fits(treatment, scar) if score and not avoid]
            return ("ABCD".index(min(helps)) if helps else UNKNOWN,)
        case _:
            return (0,)


# which cards


@many
@given(EDITIONS, STATES)
def test_every_treatment_is_shown_once(of: Edition, state: dict[str, str]) -> None:
    shown = view_of(state, of)
    listed = [entry.treatment for entry in entries(shown)]
    assert sorted([*listed, *ids(shown.cards), *ids(shown.set_aside)]) == sorted(allowed(of))
    assert shown.total + shown.left_out == len(NAMES)
    assert bool(listed) == (not state.keys() - {"pick"})


@many
@given(EDITIONS, STATES)
def test_no_treatment_is_always_first(of: Edition, state: dict[str, str]) -> None:
    shown = view_of(state, of)
    listed = [entry.treatment for entry in entries(shown)]
    assert [*listed, *ids(shown.cards)][0] == NO_TREATMENT
    if NO_TREATMENT in ids(shown.picks):
        assert ids(shown.picks)[0] == NO_TREATMENT


@many
@given(CARDS)
def test_what_may_harm_or_has_no_use_is_set_aside(state: dict[str, str]) -> None:
    shown = view_of(state)
    scar = state.get("scar", "")
    if scar in ANY:
        assert not shown.set_aside
    for card in shown.set_aside:
        found = fits(card.treatment, scar)
        assert any(avoid for *_, avoid in found) or not any(score for score, *_ in found)
    for card in shown.cards[1:]:
        if scar not in ANY:
            found = fits(card.treatment, scar)
            assert any(score for score, *_ in found)
            assert not any(avoid for *_, avoid in found)


@pytest.mark.parametrize("scar", [scar for scar in SCARS if scar not in ANY])
def test_harm_to_one_of_two_types_counts_first(scar: str) -> None:
    for card in (*view(scar=scar).cards, *view(scar=scar).set_aside):
        warned = any(avoid for *_, avoid in fits(card.treatment, scar))
        if card.treatment.id != NO_TREATMENT:
            assert card.fit is not None
            assert card.fit.avoid == warned
            if not warned:
                assert card.fit.score == max(score for score, *_ in fits(card.treatment, scar))


def test_without_a_type_the_uses_are_listed_strongest_first() -> None:
    for card in view(scar="any").cards:
        scores = [line.score for line in card.suits]
        assert scores == sorted(scores, reverse=True)
        assert all(scores)
        useful = {name for name, fit in card.treatment.fit.items() if fit.score}
        assert {line.scar for line in card.suits} == useful


# which order


@many
@given(CARDS)
def test_an_order_never_steps_back(state: dict[str, str]) -> None:
    shown = view_of(state)
    by, scar = state.get("by", ""), state.get("scar", "")
    if by == "evidence" and scar in ANY:
        return  # the next test
    keys = [
        (key_of(card.treatment, by, scar), card.words.name.value.casefold())
        for card in shown.cards[1:]
    ]
    wanted = sorted(keys) if by != "evidence" else sorted(keys, key=lambda pair: pair[0])
    assert [key for key, _ in keys] == [key for key, _ in wanted]
    if by != "evidence":
        assert keys == wanted, "the same key is in alphabetical order"


def test_evidence_for_no_use_is_no_evidence_for_a_use() -> None:
    """Without a type, a grade counts only where the treatment may help."""
    cards = view(by="evidence").cards[1:]
    keys = [key_of(card.treatment, "evidence", "") for card in cards]
    assert keys == sorted(keys), [f"{k} {c.treatment.id}" for k, c in zip(keys, cards, strict=True)]


def test_equal_evidence_is_ordered_by_how_well_it_suits() -> None:
    for scar in (scar for scar in SCARS if scar not in ANY):
        cards = view(scar=scar, by="evidence").cards[1:]
        keys = [("ABCD".index(c.fit.grade), -c.fit.score) for c in cards if c.fit]
        assert keys == sorted(keys)


@many
@given(CARDS)
def test_what_is_not_known_is_last_and_said(state: dict[str, str]) -> None:
    shown = view_of(state)
    by, scar = state.get("by", ""), state.get("scar", "")
    said = [card.order_unknown for card in shown.cards]
    assert said == sorted(said), "nothing known comes after something unknown"
    for card in shown.cards[1:]:
        assert card.order_unknown == (key_of(card.treatment, by, scar)[0] == UNKNOWN)
    assert not shown.cards[0].order_unknown


@pytest.mark.parametrize("by", ["visits", "downtime", "cost", "marks"])
def test_the_page_says_what_is_not_known(by: str, client: TestClient) -> None:
    html = client.get("/public-skin-guide/treatments", params={"by": by}).text
    note = "What you sort by is not known for this one, so it stands last."
    for card in view(by=by).cards:
        lines = blocks(html, within=f"scarwidget-card-{card.treatment.id}")
        assert (note in lines) == card.order_unknown
    assert note in text_of(html)


def test_the_default_order_is_the_alphabet() -> None:
    names = [card.words.name.value.casefold() for card in view(scar="any").cards[1:]]
    assert names == sorted(names)


# the first view


@pytest.mark.parametrize("locale", ["en", TRADITIONAL])
@pytest.mark.parametrize(
    "of", [PLAIN, AMERICAN, CHINESE, EVERYWHERE], ids=["none", "US", "HK", "all"]
)
def test_the_index_is_in_a_neutral_order(of: Edition, locale: str) -> None:
    """Groups by name and names by name, whatever is offered, and *no treatment* before all."""
    index = seen(TreatmentsView, "treatments", of, {}, locale).index
    assert [entry.treatment for entry in index[0].entries] == [NO_TREATMENT]
    said = CATALOGUE.say(locale)
    for group in index:
        assert group.name == said.scales["group"][group.id].name
        assert {CATALOGUE.treatments[e.treatment].group for e in group.entries} == {group.id}
        names = [entry.name.value.casefold() for entry in group.entries]
        assert names == sorted(names)
    groups = [group.name.value.casefold() for group in index[1:]]
    assert groups == sorted(set(groups))


@pytest.mark.parametrize(
    "of", [PLAIN, AMERICAN, CHINESE, EVERYWHERE], ids=["none", "US", "HK", "all"]
)
def test_the_index_says_no_more_of_a_service_than_that_there_is_one(of: Edition) -> None:
    for entry in entries(view(of)):
        hidden = of.showing(entry.treatment) == "hide" or not of.offers
        assert entry.offered == (not hidden and entry.treatment != NO_TREATMENT)
    page = client_of(of).get("/birch-skin/treatments/frame").text
    note = " at this clinic"
    listed = [
        entry.name.value + (note if entry.offered else "")
        for group in view(of).index
        for entry in group.entries
    ]
    headings = [group.name.value for group in view(of).index[1:]]
    found = blocks(page, within="scarwidget-index")
    assert [line for line in found if line not in headings] == listed
    assert MARKER not in page
    assert "4,711" not in page


@pytest.mark.parametrize("form", ["", "/frame", "/fragment"])
def test_the_index_is_a_list_of_plain_links(form: str, client: TestClient) -> None:
    """Each treatment once, the way to its details; no card, no form and no source."""
    shown = view()
    assert shown.cards == shown.set_aside == shown.picks == ()
    assert shown.rows == ()
    assert shown.sources == ()
    assert not shown.answers
    html = client.get(f"/public-skin-guide/treatments{form}").text
    document = Document(html)
    links = [a for a in document.all("a") if "pick=" in a.attrs["href"]]
    base = PUBLIC_URL if form == "/fragment" else ""
    page = f"{base}/public-skin-guide/treatments"
    plain = page if form == "/fragment" else page + form
    assert [a.attrs["href"] for a in links] == [
        f"{plain}?pick={entry.treatment}#scarwidget-compare" for entry in entries(shown)
    ]
    assert [a.attrs["hx-get"] for a in links] == [
        f"{page}{form}?pick={entry.treatment}" for entry in entries(shown)
    ]
    # The same attributes as those of a card's link, so that a script does the same with it.
    card = Document(client.get(f"/public-skin-guide/treatments{form}?scar=any").text)
    details = {a.attrs["href"]: a for a in card.all("a") if "pick=" in a.attrs["href"]}
    for link in links:
        href = link.attrs["href"].replace("#", "&scar=any#")
        changed = {"href": href, "hx-get": link.attrs["hx-get"] + "&scar=any"}
        assert details[href].attrs == link.attrs | changed
    assert not document.all("form", "input", "table")
    for name in ("card", "fit", "dots", "refs", "sources", "caution", "offer"):
        assert not document.with_class(f"scarwidget-{name}"), name


def test_the_first_view_asks_for_the_kind_and_leads_to_the_picker(client: TestClient) -> None:
    document = Document(client.get("/public-skin-guide/treatments").text)
    filters = document.with_class("scarwidget-filter")
    unfolded = [part.attrs["id"] for part in filters if "open" in part.attrs]
    assert unfolded == ["scarwidget-filter-scar"]
    assert [choice.id for choice in view().scars if choice.current] == []
    places = [element.classes[:1] for element in document.elements]
    order = [places.index([f"scarwidget-{part}"]) for part in ("filters", "callout", "index")]
    assert order == sorted(order)
    assert "/public-skin-guide/picker" in [a.attrs["href"] for a in document.all("a")]
    later = Document(client.get("/public-skin-guide/treatments?scar=any").text)
    assert not [part for part in later.with_class("scarwidget-filter") if "open" in part.attrs]


def test_the_first_view_leads_to_every_card(client: TestClient) -> None:
    """By a link that says how many there are, and by the filter."""
    assert view().everything == {"scar": "any"}
    assert view().total == len(NAMES)
    assert view().scars[0].params == {"scar": "any"}
    html = client.get("/public-skin-guide/treatments").text
    assert f"Show all {len(NAMES)} options as cards" in blocks(html)
    cards = Document(client.get("/public-skin-guide/treatments?scar=any").text)
    assert len(cards.with_class("scarwidget-card")) == len(NAMES)


def test_the_first_view_is_short(client: TestClient) -> None:
    """It is what a clinic's own page carries, so it must weigh next to nothing."""
    first = client.get("/juniper-skin-clinic/treatments/frame").content
    cards = client.get("/juniper-skin-clinic/treatments/frame?scar=any").content
    assert len(brotli.compress(first)) < 2_900
    assert len(brotli.compress(first)) < len(brotli.compress(cards)) / 3


# details


@many
@given(EDITIONS, INDEXED)
def test_the_index_leads_to_one_treatment_whatever_is_shown(
    of: Edition, state: dict[str, str]
) -> None:
    """Beside details it is the same as in the first view: each name to that treatment alone."""
    shown = view_of(state, of)
    assert shown.index == view(of).index
    assert all(entry.details == {"pick": entry.treatment} for entry in entries(shown))
    assert shown.cards == shown.set_aside == ()
    assert shown.everything == {**shown.params, "scar": "any"}
    assert shown.cleared == {}
    assert [choice.id for choice in shown.scars if choice.current] == []


@many
@given(EDITIONS, INDEXED)
def test_details_are_those_of_the_comparison_under_the_cards(
    of: Edition, state: dict[str, str]
) -> None:
    """The same columns and rows, but for where their links lead; the sources of these alone."""
    alone = view_of(state, of)
    beside = view_of({**state, "scar": "any"}, of)
    assert alone.rows == beside.rows
    assert alone.brands == beside.brands
    for one, other in zip(alone.picks, beside.picks, strict=True):
        assert replace(one, toggle={}, details={}) == replace(other, toggle={}, details={})
        assert "scar" not in one.toggle
    cited = {source for row in alone.rows for _, ids_ in row.cells for source in ids_}
    for card in alone.picks:
        cited |= {source for line in (*card.cautions, *card.tell) for source in line.sources}
        cited |= {source for line in alone.brands[card.treatment.id] for source in line.sources}
        cited |= {source for ids_ in card.treatment.sources.values() for source in ids_}
    assert {source.id for source in alone.sources} == cited


@pytest.mark.parametrize("form", ["", "/frame", "/fragment"])
@pytest.mark.parametrize("picks", ["scrub", "hydrafacial.laser_pico.no_treatment.scrub"])
def test_details_stand_above_the_filters_and_the_index(
    picks: str, form: str, client: TestClient
) -> None:
    """What was asked for first, then the way on: no card, no form, each block once."""
    document = Document(client.get(f"/public-skin-guide/treatments{form}?pick={picks}").text)
    parts = [name for element in document.elements for name in element.classes]
    wanted = ["h1", "lead", "compare", "filters", "callout", "index"]
    names = [name for name in parts if name.removeprefix("scarwidget-") in wanted]
    assert names == [f"scarwidget-{part}" for part in wanted]
    assert not document.all("form", "input")
    assert not document.with_class("scarwidget-card")
    assert not [part for part in document.with_class("scarwidget-filter") if "open" in part.attrs]
    [block] = document.with_class("scarwidget-compare")
    assert block.attrs["id"] == "scarwidget-compare"
    assert len(document.all("table")) == 1

    hrefs = [a.attrs["hx-get"] for a in document.all("a") if "hx-get" in a.attrs]
    states = [href.rpartition(f"/treatments{form}")[2] for href in hrefs]
    named = picks.split(".")
    for name in named:
        rest = ".".join(other for other in named if other != name)
        assert states.count(f"?pick={rest}" if rest else "") >= 1, "take out"
    assert "" in states, "clear"
    assert all(f"?pick={name}" in states for name in NAMES)
    assert states.count(f"?pick={picks}&scar=any") == 2, "the filter and the link"


# any kind


@many
@given(EDITIONS, STATES.map(lambda state: {k: v for k, v in state.items() if k != "scar"}))
def test_any_kind_shows_the_cards_of_no_kind(of: Edition, rest: dict[str, str]) -> None:
    """With a tone or an order beside it, ``scar=any`` is what the state without it always was."""
    asked = bool(rest.keys() - {"pick"})
    explicit = view_of({**rest, "scar": "any"}, of)
    implicit = view_of(rest if asked else {"tone": "unsure"}, of)
    assert explicit.scar == implicit.scar == ""
    assert ids(explicit.cards) == ids(implicit.cards)
    assert explicit.set_aside == implicit.set_aside == ()
    if asked:
        assert explicit.sources == implicit.sources
        for one, other in zip(explicit.cards, implicit.cards, strict=True):
            assert replace(one, toggle={}, details={}) == replace(other, toggle={}, details={})
        assert explicit.rows == implicit.rows
        assert explicit.brands == implicit.brands


def test_any_kind_alone_shows_all_that_is_known() -> None:
    shown = view(EVERYWHERE, scar="any")
    assert sorted(ids(shown.cards)) == sorted(allowed(EVERYWHERE))
    assert shown.set_aside == shown.picks == ()
    assert shown.rows == ()
    assert not shown.answers
    assert all(card.fit is None and not card.order_unknown for card in shown.cards)
    named = {
        source
        for treatment in allowed(EVERYWHERE)
        for source in CATALOGUE.treatments[treatment].sources.get("mechanism", ())
    } | {source for card in shown.cards for line in card.cautions for source in line.sources}
    assert {source.id for source in shown.sources} == named
    assert named


@pytest.mark.parametrize("form", ["", "/frame", "/fragment"])
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("pick=scrub", ""),
        ("pick=scrub&scar=any", "scar=any"),
        ("pick=scrub&scar=rolling", "scar=rolling"),
        ("by=cost&pick=scrub&tone=IV", "by=cost&tone=IV"),
    ],
)
def test_clearing_the_picks_keeps_the_rest(
    query: str, left: str, form: str, client: TestClient
) -> None:
    page = Document(client.get(f"/public-skin-guide/treatments{form}?{query}").text)
    tail = f"?{left}" if left else ""
    quiet = [a for a in page.all("a") if a.classes == ["scarwidget-quiet"]]
    led = [a.attrs["hx-get"].rpartition("/treatments")[2] for a in quiet]
    everything = [] if left else [f"{form}?{query}&scar=any"]
    assert led == [form + tail, *everything]


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("scar=any", "any"),
        ("pick=scrub&scar=any", "any"),
        ("pick=scrub&scar=rolling", "rolling"),
        ("by=cost", None),
        ("pick=scrub&tone=IV", None),
    ],
)
def test_a_last_box_that_is_unticked_leaves_the_cards(
    query: str, sent: str | None, client: TestClient
) -> None:
    """What the form sends with no box ticked is never the first view, which has no boxes."""
    page = Document(client.get(f"/public-skin-guide/treatments?{query}").text)
    hidden = {
        field.attrs["name"]: field.attrs["value"]
        for field in page.all("input")
        if field.attrs["type"] == "hidden"
    }
    assert hidden.get("scar") == sent
    after = Document(client.get("/public-skin-guide/treatments", params=hidden).text)
    assert [box for box in after.all("input") if box.attrs["type"] == "checkbox"]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?scar=&pick=&tone=&by=", ""),
        ("?pick=..", ""),
        ("?scar=any", "?scar=any"),
        ("?tone=IV&scar=any", "?scar=any&tone=IV"),
        ("?tone=IV", "?tone=IV"),
        ("?by=cost", "?by=cost"),
        ("?pick=subcision.scrub", "?pick=scrub.subcision"),
    ],
)
def test_every_address_is_that_of_its_state(query: str, canonical: str, client: TestClient) -> None:
    """A state without a kind stays without one."""
    answer = client.get(f"/public-skin-guide/treatments{query}")
    assert answer.status_code == 200
    [link] = Document(answer.text).links("canonical")
    assert link.attrs["href"] == f"{PUBLIC_URL}/public-skin-guide/treatments{canonical}"
    indexed = not re.search("scar=|tone=|by=", canonical)
    assert bool(Document(answer.text).with_class("scarwidget-index")) == indexed


@pytest.mark.parametrize("form", ["", "/frame", "/fragment"])
@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("", "All options, A to Z"),
        ("pick=silicone", "In detail: Silicone gel or sheet"),
        (
            "pick=no_treatment.silicone",
            "Side by side: No treatment, or waiting; Silicone gel or sheet",
        ),
        ("scar=any", f"{len(NAMES)} options. 0 of 4 picked to compare."),
        ("pick=silicone&tone=IV", f"{len(NAMES)} options. 1 of 4 picked to compare."),
    ],
)
def test_one_line_says_what_there_is(query: str, line: str, form: str, client: TestClient) -> None:
    """What is read out after a swap stands in every state, once."""
    html = client.get(f"/public-skin-guide/treatments{form}?{query}").text
    [said] = re.findall(r"data-scarwidget-status>(.*?)</(?:p|h\d|caption)>", html)
    assert re.sub("<[^>]+>", "", said) == line


# tones


@pytest.mark.parametrize("tone", [tone for tone in TONES if tone])
def test_a_tone_puts_its_own_line_on_each_card_it_concerns(tone: str) -> None:
    said = CATALOGUE.say("en").cautions
    for card in view(tone=tone).cards:
        expected = [
            getattr(said[caution.id], strength).value
            for caution in CATALOGUE.cautions.values()
            if caution.level == "tone" and tone in caution.tones
            for strength in ("avoid", "discuss", "prefer")
            if card.treatment.id in getattr(caution, strength)
        ]
        assert [line.text.value for line in card.cautions] == expected


def test_a_tone_hides_and_reorders_nothing() -> None:
    for tone in TONES:
        assert ids(view(scar="any", tone=tone).cards) == ids(view(scar="any").cards)


# picks


@many
@given(EDITIONS, STATES)
def test_picks_are_compared_in_equal_detail(of: Edition, state: dict[str, str]) -> None:
    shown = view_of(state, of)
    asked = set(filter(None, state.get("pick", "").split("."))) & set(allowed(of))
    assert set(ids(shown.picks)) == asked
    assert {card.treatment.id for card in shown.cards if card.picked} <= asked
    assert shown.answers == bool(asked)
    assert shown.may_pick_more == (len(asked) < MOST_PICKS)
    statements = [row.statement for row in shown.rows]
    assert len(statements) == (13 if asked else 0)
    assert {"risks", "fit", "cost", "provider"} <= set(statements) or not asked
    for row in shown.rows:
        assert len(row.cells) == len(asked)
    assert "pick" not in shown.cleared


def test_picks_are_canonical() -> None:
    shown = view(pick="scrub.laser_pico.scrub..hydrafacial")
    assert shown.params["pick"] == "hydrafacial.laser_pico.scrub"


def test_a_toggle_puts_in_and_takes_out() -> None:
    shown = view(pick="laser_pico.scrub", scar="any")
    by_id = {card.treatment.id: card for card in shown.cards}
    assert by_id["scrub"].toggle["pick"] == "laser_pico"
    assert by_id["hydrafacial"].toggle["pick"] == "hydrafacial.laser_pico.scrub"
    assert view(pick="scrub", scar="any").cards[-1].picked is False
    [alone] = [card for card in view(pick="scrub", scar="any").cards if card.picked]
    assert "pick" not in alone.toggle
    toggles = {card.treatment.id: card.toggle for card in view(pick="laser_pico.scrub").picks}
    assert toggles == {"laser_pico": {"pick": "scrub"}, "scrub": {"pick": "laser_pico"}}


def test_four_and_no_more() -> None:
    assert MOST_PICKS == 4
    assert len(view(pick=".".join(NAMES[:4])).picks) == 4
    with pytest.raises(BadQuery) as found:
        view(pick=".".join(NAMES[:5]))
    assert found.value.problem == "too_many"


@pytest.mark.parametrize(
    "state",
    [
        {"scar": "dent"},
        {"scar": "ICEPICK"},
        {"scar": "icepick.rolling"},
        {"tone": "VI"},
        {"by": "price"},
        {"by": " visits"},
        {"pick": "botox"},
        {"pick": "laser_pico,scrub"},
        {"pick": "laser_pico.nothing"},
    ],
    ids=repr,
)
def test_what_is_not_known_is_a_bad_query(state: dict[str, str]) -> None:
    with pytest.raises(BadQuery) as found:
        view_of(state)
    assert found.value.problem == "choice"


# what a clinic adds


@many
@given(STATES)
def test_services_change_no_order(state: dict[str, str]) -> None:
    assert names_of(view_of(state, AMERICAN)) == names_of(view_of(state, PLAIN))
    assert ids(view_of(state, AMERICAN).cards) == ids(view_of(state, PLAIN).cards)
    kept = allowed(EVERYWHERE)
    for place in ("cards", "set_aside"):
        plain = ids(getattr(view_of(state, PLAIN), place))
        everywhere = ids(getattr(view_of(state, EVERYWHERE), place))
        assert everywhere == [name for name in plain if name in kept]


def test_a_service_stands_under_its_treatment() -> None:
    for of in (AMERICAN, CHINESE, EVERYWHERE):
        for card in view(of, scar="any").cards:
            expected = 0 if card.treatment.id == NO_TREATMENT else 1
            assert len(card.offers) == expected
            assert all(o.offer.service.treatment == card.treatment.id for o in card.offers)


def test_services_of_one_treatment_keep_their_order() -> None:
    several = tuple(service("laser_pico", number) for number in (3, 1, 2))
    cards = view(edition("US", services=several), scar="any").cards
    [card] = [card for card in cards if card.treatment.id == "laser_pico"]
    assert [offer.id for offer in card.offers] == ["laser-pico-3", "laser-pico-1", "laser-pico-2"]


@pytest.mark.parametrize("market", ["US", "GB", "SG", "HK", "AU"])
def test_generic_shows_neither_brand_nor_price(market: str) -> None:
    of = edition(market)
    for name in allowed(of):
        shown = view(of, pick=name)
        [card] = shown.picks
        free = showing(name, [market]) == "show"
        for offer in card.offers:
            assert (offer.price is not None) == free
            assert (offer.brand is not None) == free
            assert (offer.device is not None) == free
            assert (offer.per is not None) == free
            assert (MARKER in offer.name.value) == free
        named = CATALOGUE.brands_by_treatment[name]
        assert [line.name for line in shown.brands[name]] == [b.name for b in named if free]


@pytest.mark.parametrize("market", ["US", "GB", "SG", "HK", "AU"])
def test_the_rendered_cards_name_what_the_market_allows(market: str) -> None:
    client = client_of(edition(market))
    page = client.get("/birch-skin/treatments/fragment", params={"scar": "any"}).text
    for name in NAMES:
        if name != NO_TREATMENT:
            check(text_of(page, within=f"scarwidget-card-{name}"), showing(name, [market]))
    for name in BRANDED:
        page = client.get("/birch-skin/treatments/fragment", params={"pick": name}).text
        detail = text_of(page, within="scarwidget-compare")
        shown = showing(name, [market])
        check(detail, shown)
        for brand in CATALOGUE.brands_by_treatment[name]:
            line = CATALOGUE.say("en").brands[brand.id].line.value
            assert (line in detail) == (shown == "show"), brand.name


def check(text: str, shown: str) -> None:
    """The text of a card or column against what the market allows."""
    assert ("Offered by Birch Skin" in text) == (shown != "hide")
    assert (MARKER in text) == ("4,711" in text) == (shown == "show")


def test_a_treatment_that_nobody_reviewed_has_no_card() -> None:
    odd = service("moon_light")
    of = edition("US", services=(odd,))
    assert ids(view(of, scar="any").cards) == ids(view(PLAIN, scar="any").cards)
    assert all(not card.offers for card in view(of, scar="any").cards)
    assert not any(entry.offered for entry in entries(view(of)))


# purity


@many
@given(EDITIONS, STATES)
def test_the_same_state_gives_the_same_view(of: Edition, state: dict[str, str]) -> None:
    before = dict(state)
    assert view_of(state, of) == view_of(state, of)
    assert state == before


@many
@given(STATES)
def test_the_state_of_a_view_is_canonical(state: dict[str, str]) -> None:
    shown = view_of(state)
    assert dict(shown.params) == state
    assert list(shown.params) == sorted(shown.params)
    scar = [state.get("scar", "any")] if state.keys() - {"pick"} else []
    assert [choice.id for choice in shown.scars if choice.current] == scar
    for key, choices in (("tone", shown.tones), ("by", shown.orders)):
        assert [choice.id for choice in choices if choice.current] == [state.get(key, "")]
    for key, choices in (("scar", shown.scars), ("tone", shown.tones), ("by", shown.orders)):
        for choice in choices:
            rest = {name: value for name, value in state.items() if name != key}
            assert choice.params == ({**rest, key: choice.id} if choice.id else rest)
            assert list(choice.params) == sorted(choice.params)
