"""Kestrel Bay's own widget: what happens at a first visit.

It says what the clinic does, and nothing of what a treatment does: for that it leads to the
catalogue's own widgets. Its English stands here and in the template, its Chinese in ``messages/``.
"""

from dataclasses import dataclass

from scarwidget.plugins import BadQuery, Edition, Params, Text, View, Widget

TOPICS = {"laser": ("laser_pico", "laser_afl"), "facial": ("hydrafacial",), "unsure": ()}
"""What somebody has in mind, and the treatments that it stands for."""


@dataclass(frozen=True)
class Offered:
    service: str
    treatment: str
    name: Text


@dataclass(frozen=True)
class FirstVisit(View):
    topic: str
    offered: tuple[Offered, ...]
    hours: Text | None


def first_visit(edition: Edition, locale: str, params: Params) -> FirstVisit:
    topic = params.get("topic", "")
    if topic and topic not in TOPICS:
        raise BadQuery("choice")
    offered = tuple(
        Offered(offer.service.id, treatment, edition.say(offer.service.name, locale))
        for treatment in TOPICS.get(topic, ())
        for offer in edition.offers_by_treatment.get(treatment, ())
        if offer.service.name
    )
    hours = edition.clinic.contact.hours
    return FirstVisit(
        params={"topic": topic} if topic else {},
        sources=(),
        answers=False,
        topic=topic,
        offered=offered,
        hours=edition.say(hours, locale) if hours else None,
    )


FIRST_VISIT = Widget(
    id="first-visit",
    title="Your first visit",
    about="What happens on the day, step by step, and what to bring.",
    template="first-visit.html",
    keys=frozenset({"topic"}),
    view=first_visit,
)
