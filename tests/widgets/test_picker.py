"""The picker as a widget: its screens, the way back from each, and what it does not know.

The table behind it is walked in ``tests/catalogue/test_picker.py``.
"""

from __future__ import annotations

import pytest

from scarwidget.edition import BadQuery
from scarwidget.widgets.picker import QuestionView, ResultView
from tests.widgets.editions import edition, seen

PLAIN = edition()
PATH = ("tell", "dip", "steep", "2to4", "not_tried", "different", "IV")


def test_the_first_screen_is_nobodys_answer() -> None:
    shown = seen(QuestionView, "picker", PLAIN, {})
    assert shown.question_id == "safety"
    assert shown.answers is False
    assert (shown.number, shown.most) == (1, 7)
    assert shown.given == ()
    assert [choice.params for choice in shown.choices] == [
        {"a": word} for word in ("stop", "doctor", "tell", "none")
    ]


def test_every_screen_leads_on_and_back() -> None:
    for length in range(1, len(PATH)):
        shown = seen(QuestionView, "picker", PLAIN, {"a": ".".join(PATH[:length])})
        assert shown.answers is True
        assert [given.params for given in shown.given] == [
            {"a": ".".join(PATH[:index])} if index else {} for index in range(length)
        ]
        assert {"a": ".".join(PATH[: length + 1])} in [choice.params for choice in shown.choices]
        assert len({choice.id for choice in shown.choices}) == len(shown.choices)


def test_a_result_refers_back_to_each_answer() -> None:
    shown = seen(ResultView, "picker", PLAIN, {"a": ".".join(PATH)})
    assert len(shown.given) == len(PATH)
    assert shown.answers is True
    assert shown.treatments == {"scar": "boxcar", "tone": "IV"}
    assert shown.mixed is not None
    assert shown.tell is not None
    assert shown.doctor_first is None


def test_an_unsure_tone_is_told_on_as_it_is() -> None:
    shown = seen(ResultView, "picker", PLAIN, {"a": "none.flat.brown.same.unsure"})
    assert shown.treatments == {"scar": "pih", "tone": "unsure"}


@pytest.mark.parametrize(
    "answers",
    ["x", "none.x", "none..dip", ".none", "none.", "stop.stop", "none.dip.red", ".".join(PATH * 2)],
)
def test_what_no_question_offers(answers: str) -> None:
    with pytest.raises(BadQuery) as found:
        seen(ResultView, "picker", PLAIN, {"a": answers})
    assert found.value.problem == "answer"


def test_a_clinic_changes_nothing() -> None:
    offering = edition("US", "HK")
    for length in range(len(PATH) + 1):
        state = {"a": ".".join(PATH[:length])} if length else {}
        picker = PLAIN.widgets["picker"]
        assert picker.view(PLAIN, "en", state) == picker.view(offering, "en", state)
