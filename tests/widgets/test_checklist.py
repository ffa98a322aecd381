"""The checklist: every habit once, in its group, with its ticks; the clinic's own apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.edition import BadQuery, Edition
from scarwidget.widgets.checklist import GROUPS, ChecklistView, Habit
from tests.reading import blocks
from tests.widgets.editions import CATALOGUE, CHINESE, ITEMS, client_of, edition, seen

PLAIN = edition()
OWN = edition("US", services=(), items=ITEMS, locales=("en", CHINESE))
TIPS = tuple(CATALOGUE.tips)
KNOWN = (*TIPS, "hat", "list")


def view(of: Edition = PLAIN, locale: str = "en", **state: str) -> ChecklistView:
    return seen(ChecklistView, "checklist", of, state, locale)


def habits(shown: ChecklistView) -> list[Habit]:
    return [habit for group in shown.groups for habit in group.habits]


def test_every_tip_stands_in_its_group_once() -> None:
    shown = view()
    assert sorted(habit.id for habit in habits(shown)) == sorted(TIPS)
    assert [group.id for group in shown.groups] == list(GROUPS)
    for group in shown.groups:
        assert group.name is not None
        for habit in group.habits:
            tip = CATALOGUE.tips[habit.id]
            assert tip.group == group.id
            assert (habit.grade, habit.sources) == (tip.grade, tip.sources)


def test_every_myth_stands_beside_them() -> None:
    shown = view()
    assert [myth.id for myth in shown.myths] == list(CATALOGUE.myths)
    assert all(myth.sources for myth in shown.myths)


def test_every_source_is_listed() -> None:
    shown = view()
    listed = {source.id for source in shown.sources}
    assert {s for habit in habits(shown) for s in habit.sources} <= listed
    assert {s for myth in shown.myths for s in myth.sources} <= listed


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sets(st.sampled_from(KNOWN)))
def test_progress_counts_the_ticks(done: set[str]) -> None:
    shown = view(OWN, done=".".join(sorted(done))) if done else view(OWN)
    assert {habit.id for habit in habits(shown) if habit.done} == done
    assert (shown.done, shown.total) == (len(done), len(KNOWN))
    assert shown.answers == bool(done)
    assert shown.params == ({"done": ".".join(sorted(done))} if done else {})
    assert shown.start == {}


def test_ticks_are_canonical() -> None:
    assert view(done="p3.p1.p3..p2").params == {"done": "p1.p2.p3"}
    assert view(done="...").params == {}
    assert view(done="...").answers is False


@pytest.mark.parametrize("done", ["p99", "p1.p99", "hat", "p1,p2", "P1", " p1"])
def test_unknown_ticks(done: str) -> None:
    with pytest.raises(BadQuery) as found:
        view(done=done)
    assert found.value.problem == "choice"


def test_the_clinic_adds_a_group_of_its_own_at_the_end() -> None:
    shown = view(OWN)
    assert [group.id for group in shown.groups] == [*GROUPS, "clinic"]
    own = shown.groups[-1]
    assert own.name is None
    assert [habit.id for habit in own.habits] == ["hat", "list"]
    for habit in own.habits:
        assert habit.grade is None
        assert habit.grade_words is None
        assert habit.sources == ()
    assert shown.groups[:-1] == view().groups


def test_the_clinics_words_are_in_the_language_asked_for() -> None:
    hat, written = view(OWN, CHINESE).groups[-1].habits
    assert (hat.action.value, hat.action.lang) == ("戴帽子", CHINESE)
    assert (written.action.value, written.action.lang) == ("Write a list", "en")


def test_it_is_rendered_with_progress_and_labels() -> None:
    html = client_of(OWN).get("/birch-skin/checklist", params={"done": "p1.hat"}).text
    lines = blocks(html, without=("scarwidget-refs",))
    assert f"2 of {len(KNOWN)} done" in lines
    assert "Added by Birch Skin" in lines
    assert html.count('type="checkbox"') == len(KNOWN)
    assert len(re.findall(r"<input[^>]* checked", html)) == 2
    for name in GROUPS:
        assert CATALOGUE.say("en").scales["tip_group"][name].name.value in lines
    assert "Added by" not in client_of(PLAIN).get("/birch-skin/checklist").text


def test_the_same_state_gives_the_same_view() -> None:
    assert view(OWN, done="p1.p2") == view(OWN, done="p2.p1.p1")
    assert view() == view()
