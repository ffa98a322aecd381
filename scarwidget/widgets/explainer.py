"""The explainer: short topics, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from scarwidget.catalogue.words import SectionWords
from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.text import Text
from scarwidget.widgets.messages import message
from scarwidget.widgets.states import one_of


@dataclass(frozen=True)
class TopicLink:
    """A topic to go to."""

    id: str
    title: Text
    lead: Text
    params: Params
    current: bool


@dataclass(frozen=True)
class Section:
    """A section of a topic with the sources behind it."""

    id: str
    words: SectionWords
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ExplainerView(View):
    """All topics, and the sections of the one that is open, if any."""

    topics: tuple[TopicLink, ...]
    current: TopicLink | None
    following: TopicLink | None
    sections: tuple[Section, ...]
    ask: tuple[Text, ...]


def view(edition: Edition, locale: str, params: Params) -> ExplainerView:
    """The topic in ``topic``, or the list of topics."""
    catalogue = edition.catalogue
    words = catalogue.say(locale)
    chosen = one_of(params, "topic", catalogue.topics)
    topics = tuple(
        TopicLink(
            id=topic,
            title=words.topics[topic].title,
            lead=words.topics[topic].lead,
            params={"topic": topic},
            current=topic == chosen,
        )
        for topic in catalogue.topics
    )
    index = next((i for i, topic in enumerate(topics) if topic.current), None)
    sections: tuple[Section, ...] = ()
    if index is not None:
        sections = tuple(
            Section(part.id, words.topics[chosen].sections[part.id], part.sources)
            for part in catalogue.topics[chosen].sections
        )
    return ExplainerView(
        params=params,
        sources=catalogue.cite(s for section in sections for s in section.sources),
        answers=False,
        topics=topics,
        current=None if index is None else topics[index],
        following=None if index is None or index + 1 == len(topics) else topics[index + 1],
        sections=sections,
        ask=words.ask,
    )


WIDGET = Widget(
    id="explainer",
    title=message("Acne scars explained"),
    about=message("Why scars form, what treatment can do, and what home care cannot."),
    template="widgets/explainer.html",
    keys=frozenset({"topic"}),
    view=view,
)
