"""What is published: one frozen Edition a clinic, and the shape of the widgets that read it.

A request does nothing but look at an Edition. Everything that can go wrong with content,
clinics and plugins has gone wrong, and been said, before there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from scarwidget.catalogue import Catalogue
from scarwidget.catalogue.facts import Brand, Source, Treatment
from scarwidget.catalogue.naming import find_brand
from scarwidget.clinics import ChecklistItem, Clinic, LocalText, Price, Service, Showing, showing
from scarwidget.locales import spoken
from scarwidget.text import Text

Params = Mapping[str, str]
"""The state of a widget: its query, each known key once, no empty values."""

Problem = Literal["answer", "choice", "too_many", "twice", "too_long", "encoding"]
"""What can be wrong with a query, in general terms; the words for each are a template's."""

PROBLEMS: tuple[Problem, ...] = get_args(Problem)


class BadQuery(ValueError):
    """A query that a widget cannot answer. It carries a kind, never the input."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


class WidgetFailed(Exception):
    """A widget of a plugin that did not do what it should, though nothing was wrong with the query.

    It says which plugin and widget, what kind of exception and where in the plugin's own
    files; never the exception's message, which may hold what a visitor asked.
    """

    def __init__(self, plugin: str, widget: str, kind: str, place: str = "") -> None:
        at = f" at {place}" if place else ""
        super().__init__(f"plugin {plugin!r}, widget {widget!r}: {kind}{at}")


@dataclass(frozen=True)
class View:
    """What a widget shows for one query. It knows nothing of HTTP or HTML.

    ``params`` is the canonical state, ``sources`` everything the view rests on, and
    ``answers`` says that the state holds what a visitor told us, so no index may keep it.
    """

    params: Params
    sources: tuple[Source, ...]
    answers: bool


@dataclass(frozen=True)
class Widget:
    """Something a clinic can embed.

    ``title`` and ``about`` are messages for gettext, ``template`` a file under
    ``templates/``, a plugin's own where a plugin brings the widget. ``keys`` are the query
    keys it knows, ``lists`` those among them that hold several values. ``view`` turns an
    edition, a locale and a state into a :class:`View`, or raises :class:`BadQuery`.
    ``plugin`` is the plugin it comes from, empty for what is built in; the host sets it.
    """

    id: str
    title: str
    about: str
    template: str
    keys: frozenset[str]
    view: Callable[[Edition, str, Params], View]
    lists: frozenset[str] = frozenset()
    plugin: str = ""


@dataclass(frozen=True)
class Offer:
    """A service as the clinic's markets let it be shown.

    ``treatment`` is None when the catalogue does not have it: nobody reviewed it.
    """

    service: Service
    treatment: Treatment | None
    brand_facts: Brand | None
    showing: Showing
    details: Mapping[str, str] = field(default_factory=dict)
    """Sanitised HTML by locale, its headings as if it stood under an ``h2``."""

    @property
    def price(self) -> Price | None:
        """The price, where the market lets one be shown."""
        return self.service.price if self.showing == "show" else None

    @property
    def brand(self) -> str | None:
        """The brand's name, where the market lets one be shown."""
        if self.showing != "show":
            return None
        return self.brand_facts.name if self.brand_facts else self.service.brand

    @property
    def device(self) -> str | None:
        """The device, which is a brand by another name."""
        return self.service.device_name if self.showing == "show" else None


@dataclass(frozen=True)
class Contributions:
    """What plugins add to one clinic, already checked."""

    services: tuple[Service, ...] = ()
    checklist_items: tuple[ChecklistItem, ...] = ()
    widgets: tuple[Widget, ...] = ()
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The details of each service as sanitised HTML, by locale."""


@dataclass(frozen=True)
class Edition:
    """Catalogue, one clinic, and what its plugins add: all that a request reads."""

    catalogue: Catalogue
    clinic: Clinic
    widgets: Mapping[str, Widget]
    offers: tuple[Offer, ...] = ()
    hidden: tuple[Service, ...] = ()
    checklist_items: tuple[ChecklistItem, ...] = ()

    @property
    def default_locale(self) -> str:
        """The locale of a request that asks for none."""
        return self.clinic.locales[0]

    def name(self, locale: str) -> Text:
        """The clinic's name in a locale."""
        return self.say(self.clinic.name, locale)

    def say(self, said: LocalText, locale: str) -> Text:
        """What the clinic or a plugin says, in a locale if it says it there."""
        return spoken(said, locale, self.clinic.locales)

    def showing(self, treatment: str) -> Showing:
        """What this clinic may show beside a treatment."""
        return showing(treatment, self.clinic.markets)

    @cached_property
    def offers_by_treatment(self) -> Mapping[str, tuple[Offer, ...]]:
        """The offers under each treatment that has any."""
        grouped: dict[str, list[Offer]] = {}
        for offer in self.offers:
            grouped.setdefault(offer.service.treatment, []).append(offer)
        return {treatment: tuple(offers) for treatment, offers in grouped.items()}


def build_edition(
    catalogue: Catalogue,
    clinic: Clinic,
    contributions: Contributions,
    widgets: Mapping[str, Widget],
) -> Edition:
    """Put together what one clinic publishes.

    ``widgets`` are those that every clinic has; the clinic's own stand behind them. A service
    whose treatment the clinic's markets hide stands in ``hidden`` and nowhere else.
    """
    offers: list[Offer] = []
    hidden: list[Service] = []
    for service in contributions.services:
        shown = showing(service.treatment, clinic.markets)
        if shown == "hide":
            hidden.append(service)
        else:
            treatment = catalogue.treatments.get(service.treatment)
            brand = find_brand(catalogue, service.brand)
            details = contributions.details.get(service.id, {})
            offers.append(Offer(service, treatment, brand, shown, details))
    return Edition(
        catalogue=catalogue,
        clinic=clinic,
        widgets={**widgets, **{widget.id: widget for widget in contributions.widgets}},
        offers=tuple(offers),
        hidden=tuple(hidden),
        checklist_items=contributions.checklist_items,
    )
