"""The explainer: a list of topics, and one of them open."""

from __future__ import annotations

import pytest

from scarwidget.edition import BadQuery
from scarwidget.widgets.explainer import ExplainerView
from tests.widgets.editions import CATALOGUE, edition, seen

PLAIN = edition()
TOPICS = tuple(CATALOGUE.topics)


def view(**state: str) -> ExplainerView:
    return seen(ExplainerView, "explainer", PLAIN, state)


def test_without_a_topic_it_lists_all_of_them() -> None:
    shown = view()
    assert [topic.id for topic in shown.topics] == list(TOPICS)
    assert shown.current is None
    assert shown.following is None
    assert shown.sections == ()
    assert shown.sources == ()
    assert all(topic.title.value and topic.lead.value for topic in shown.topics)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_shows_its_sections_and_their_sources(topic: str) -> None:
    shown = view(topic=topic)
    assert shown.current is not None
    assert shown.current.id == topic
    assert [t.id for t in shown.topics if t.current] == [topic]
    facts = CATALOGUE.topics[topic].sections
    assert [section.id for section in shown.sections] == [section.id for section in facts]
    listed = {source.id for source in shown.sources}
    for section in shown.sections:
        assert section.words.heading.value
        assert section.words.body
        assert section.sources
        assert set(section.sources) <= listed
    assert shown.answers is False


def test_topics_follow_one_another_to_the_last() -> None:
    following = [shown.id if (shown := view(topic=t).following) else None for t in TOPICS]
    assert following == [*TOPICS[1:], None]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_link_to_a_topic_opens_it(topic: str) -> None:
    [link] = [t for t in view().topics if t.id == topic]
    opened = seen(ExplainerView, "explainer", PLAIN, link.params).current
    assert opened is not None
    assert opened.id == topic


@pytest.mark.parametrize("topic", ["acne", "Acne-or-scars", "acne-or-scars.home-care", "../x"])
def test_an_unknown_topic(topic: str) -> None:
    with pytest.raises(BadQuery) as found:
        view(topic=topic)
    assert found.value.problem == "choice"


def test_the_same_state_gives_the_same_view() -> None:
    assert view(topic=TOPICS[0]) == view(topic=TOPICS[0])
    assert view() == view()
