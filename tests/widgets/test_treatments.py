"""Treatments: what is shown for a type and a tone, in which order, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from scarwidget.catalogue import NO_TREATMENT
from scarwidget.catalogue.facts import Treatment
from scarwidget.clinics import showing
from scarwidget.edition import BadQuery, Edition
from scarwidget.widgets.treatments import MOST_PICKS, Card, TreatmentsView
from tests.reading import blocks, text_of
from tests.widgets.editions import CATALOGUE, MARKER, client_of, edition, seen, service

SCARS = {
    "": (),
    **{scar: (scar,) for scar in CATALOGUE.scar_types},
    "boxcar": ("boxcar_shallow", "boxcar_deep"),
    "pih_pie": ("pih", "pie"),
}
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
EDITIONS = st.sampled_from([PLAIN, AMERICAN, CHINESE, EVERYWHERE])

many = settings(max_examples=60, deadline=None, derandomize=True)


def view(of: Edition = PLAIN, **state: str) -> TreatmentsView:
    return view_of(state, of)


def view_of(state: Mapping[str, str], of: Edition = PLAIN) -> TreatmentsView:
    return seen(TreatmentsView, "treatments", of, state)


def ids(cards: Sequence[Card]) -> list[str]:
    return [card.treatment.id for card in cards]


def fits(treatment: Treatment, scar: str) -> list[tuple[int, str, bool]]:
    """Score, grade and warning for each type that a filter stands for."""
    return [
        (fit.score, fit.grade, fit.avoid)
        for name, fit in treatment.fit.items()
        if not scar or name in SCARS[scar]
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
    assert sorted([*ids(shown.cards), *ids(shown.set_aside)]) == sorted(NAMES)


@many
@given(EDITIONS, STATES)
def test_no_treatment_is_always_first(of: Edition, state: dict[str, str]) -> None:
    shown = view_of(state, of)
    assert ids(shown.cards)[0] == NO_TREATMENT
    if NO_TREATMENT in ids(shown.picks):
        assert ids(shown.picks)[0] == NO_TREATMENT


@many
@given(STATES)
def test_what_may_harm_or_has_no_use_is_set_aside(state: dict[str, str]) -> None:
    shown = view_of(state)
    scar = state.get("scar", "")
    if not scar:
        assert not shown.set_aside
    for card in shown.set_aside:
        found = fits(card.treatment, scar)
        assert any(avoid for *_, avoid in found) or not any(score for score, *_ in found)
    for card in shown.cards[1:]:
        if scar:
            found = fits(card.treatment, scar)
            assert any(score for score, *_ in found)
            assert not any(avoid for *_, avoid in found)


@pytest.mark.parametrize("scar", [scar for scar in SCARS if scar])
def test_harm_to_one_of_two_types_counts_first(scar: str) -> None:
    for card in (*view(scar=scar).cards, *view(scar=scar).set_aside):
        warned = any(avoid for *_, avoid in fits(card.treatment, scar))
        if card.treatment.id != NO_TREATMENT:
            assert card.fit is not None
            assert card.fit.avoid == warned
            if not warned:
                assert card.fit.score == max(score for score, *_ in fits(card.treatment, scar))


def test_without_a_type_the_uses_are_listed_strongest_first() -> None:
    for card in view().cards:
        scores = [line.score for line in card.suits]
        assert scores == sorted(scores, reverse=True)
        assert all(scores)
        useful = {name for name, fit in card.treatment.fit.items() if fit.score}
        assert {line.scar for line in card.suits} == useful


# which order


@many
@given(STATES)
def test_an_order_never_steps_back(state: dict[str, str]) -> None:
    shown = view_of(state)
    by, scar = state.get("by", ""), state.get("scar", "")
    if by == "evidence" and not scar:
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
    for scar in (scar for scar in SCARS if scar):
        cards = view(scar=scar, by="evidence").cards[1:]
        keys = [("ABCD".index(c.fit.grade), -c.fit.score) for c in cards if c.fit]
        assert keys == sorted(keys)


@many
@given(STATES)
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
    names = [card.words.name.value.casefold() for card in view().cards[1:]]
    assert names == sorted(names)


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
        assert ids(view(tone=tone).cards) == ids(view().cards)


# picks


@many
@given(EDITIONS, STATES)
def test_picks_are_compared_in_equal_detail(of: Edition, state: dict[str, str]) -> None:
    shown = view_of(state, of)
    asked = set(filter(None, state.get("pick", "").split(".")))
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
    shown = view(pick="laser_pico.scrub")
    by_id = {card.treatment.id: card for card in shown.cards}
    assert by_id["scrub"].toggle["pick"] == "laser_pico"
    assert by_id["hydrafacial"].toggle["pick"] == "hydrafacial.laser_pico.scrub"
    assert view(pick="scrub").cards[-1].picked is False
    [alone] = [card for card in view(pick="scrub").cards if card.picked]
    assert "pick" not in alone.toggle


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
    assert ids(view_of(state, AMERICAN).cards) == ids(view_of(state, PLAIN).cards)
    assert ids(view_of(state, EVERYWHERE).set_aside) == ids(view_of(state, PLAIN).set_aside)


def test_a_service_stands_under_its_treatment() -> None:
    for of in (AMERICAN, CHINESE, EVERYWHERE):
        for card in view(of).cards:
            hidden = of.showing(card.treatment.id) == "hide"
            expected = 0 if hidden or card.treatment.id == NO_TREATMENT else 1
            assert len(card.offers) == expected
            assert all(o.offer.service.treatment == card.treatment.id for o in card.offers)


def test_services_of_one_treatment_keep_their_order() -> None:
    several = tuple(service("laser_pico", number) for number in (3, 1, 2))
    cards = view(edition("US", services=several)).cards
    [card] = [card for card in cards if card.treatment.id == "laser_pico"]
    assert [offer.id for offer in card.offers] == ["laser-pico-3", "laser-pico-1", "laser-pico-2"]


@pytest.mark.parametrize("market", ["US", "GB", "SG", "HK", "AU"])
def test_generic_shows_neither_brand_nor_price(market: str) -> None:
    of = edition(market)
    for name in NAMES:
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
    page = client.get("/birch-skin/treatments/fragment").text
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
    assert ids(view(of).cards) == ids(view(PLAIN).cards)
    assert all(not card.offers for card in view(of).cards)


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
    for key, choices in (("scar", shown.scars), ("tone", shown.tones), ("by", shown.orders)):
        assert [choice.id for choice in choices if choice.current] == [state.get(key, "")]
        for choice in choices:
            rest = {name: value for name, value in state.items() if name != key}
            assert choice.params == ({**rest, key: choice.id} if choice.id else rest)
            assert list(choice.params) == sorted(choice.params)
