"""The clinic's services, each under the treatment it belongs to, and how to reach the clinic."""

from __future__ import annotations

from dataclasses import dataclass

from scarwidget.catalogue.words import TreatmentWords
from scarwidget.clinics import Contact
from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.locales import spoken
from scarwidget.text import Text
from scarwidget.widgets.messages import message
from scarwidget.widgets.offers import OfferCard, offer_card


@dataclass(frozen=True)
class ServiceGroup:
    """The services under one treatment; ``words`` is None where nobody reviewed it."""

    treatment: str
    words: TreatmentWords | None
    pick: Params | None
    offers: tuple[OfferCard, ...]


@dataclass(frozen=True)
class Person:
    """Somebody who treats, with the registration to look up."""

    name: Text
    title: Text | None
    registration: str | None


@dataclass(frozen=True)
class ServicesView(View):
    """Everything the clinic offers, and its contact."""

    groups: tuple[ServiceGroup, ...]
    contact: Contact
    address: Text | None
    hours: Text | None
    note: Text | None
    people: tuple[Person, ...]
    licence_no: str | None
    premises_type: Text | None
    ask: tuple[Text, ...]


def view(edition: Edition, locale: str, params: Params) -> ServicesView:
    """The services of the edition's clinic."""
    catalogue = edition.catalogue
    clinic = edition.clinic
    words = catalogue.say(locale)

    def say(said: str | dict[str, str] | None) -> Text | None:
        return None if said is None else spoken(said, locale, clinic.locales)

    groups = tuple(
        ServiceGroup(
            treatment=treatment,
            words=words.treatments.get(treatment),
            pick={"pick": treatment} if treatment in catalogue.treatments else None,
            offers=tuple(offer_card(edition, locale, offer) for offer in offers),
        )
        for treatment, offers in edition.offers_by_treatment.items()
    )
    cited = {
        s
        for group in groups
        if group.treatment in catalogue.treatments
        for s in catalogue.treatments[group.treatment].sources.get("fit", ())
    } | {
        s
        for offer in edition.offers
        if offer.brand and offer.brand_facts
        for s in offer.brand_facts.sources
    }
    return ServicesView(
        params=params,
        sources=catalogue.cite(cited),
        answers=False,
        groups=groups,
        contact=clinic.contact,
        address=say(clinic.contact.address),
        hours=say(clinic.contact.hours),
        note=say(clinic.contact.note),
        people=tuple(
            Person(spoken(p.name, locale, clinic.locales), say(p.title), p.registration)
            for p in clinic.practitioners
        ),
        licence_no=clinic.licence_no,
        premises_type=say(clinic.premises_type),
        ask=words.ask,
    )


WIDGET = Widget(
    id="services",
    title=message("Our services"),
    about=message("What this clinic offers, and how to reach it."),
    template="widgets/services.html",
    keys=frozenset(),
    view=view,
)
