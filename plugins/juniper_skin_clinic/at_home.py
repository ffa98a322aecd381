"""Juniper's own widget: what its home lines are known to do, and what it asks about first.

Every clinical statement is the catalogue's, with its sources. What is Juniper's own is the order
of a day, and what it wants to hear before it sells anybody a bottle.
"""

from dataclasses import dataclass

from scarwidget.plugins import BadQuery, Edition, Params, Text, View, Widget

LINES = "branded_skincare_lines"
"""The catalogue's treatment under which home lines stand."""

TIMES = {"morning": ("p4", "p5", "p6"), "evening": ("p4", "p7", "p3")}
"""The tips of the catalogue that belong to a time of the day, in Juniper's order."""


@dataclass(frozen=True)
class Step:
    action: Text
    why: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    service: str
    known: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AtHome(View):
    time: str
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    summary: Text
    not_for: Text | None
    not_for_sources: tuple[str, ...]


def at_home(edition: Edition, locale: str, params: Params) -> AtHome:
    time = params.get("time", "morning")
    if time not in TIMES:
        raise BadQuery("choice")
    catalogue = edition.catalogue
    words = catalogue.say(locale)
    steps = tuple(
        Step(words.tips[tip].action, words.tips[tip].why, catalogue.tips[tip].sources)
        for tip in TIMES[time]
    )
    lines = tuple(
        Line(
            service=offer.service.id,
            known=words.brands[offer.brand_facts.id].line,
            sources=offer.brand_facts.sources,
        )
        for offer in edition.offers_by_treatment.get(LINES, ())
        if offer.brand and offer.brand_facts
    )
    not_for_sources = catalogue.treatments[LINES].sources["not_for"]
    cited = {*not_for_sources}
    cited.update(*(step.sources for step in steps), *(line.sources for line in lines))
    return AtHome(
        # The morning is where everybody starts, so its address needs no key.
        params={} if time == "morning" else {"time": time},
        sources=catalogue.cite(cited),
        answers=False,
        time=time,
        steps=steps,
        lines=lines,
        summary=words.treatments[LINES].summary,
        not_for=words.treatments[LINES].not_for,
        not_for_sources=not_for_sources,
    )


AT_HOME = Widget(
    id="home-care",
    title="Care at home, step by step",
    about="What our home lines are known to do, and a plain order for the day.",
    template="home-care.html",
    keys=frozenset({"time"}),
    view=at_home,
)
