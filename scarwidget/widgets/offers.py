"""A clinic's services in the language of a view."""

from __future__ import annotations

from dataclasses import dataclass

from scarwidget.clinics import Price
from scarwidget.edition import Edition, Offer
from scarwidget.locales import spoken
from scarwidget.text import Text


@dataclass(frozen=True)
class OfferCard:
    """A service as a card shows it: the clinic's words, labelled as the clinic's."""

    id: str
    name: Text
    brand: str | None
    device: str | None
    price: Price | None
    per: Text | None
    visits: Text | None
    benefits: Text | None
    risks: Text | None
    notice: Text | None
    citations: tuple[str, ...]
    min_age: int | None
    brand_line: Text | None
    offer: Offer


def offer_card(edition: Edition, locale: str, offer: Offer) -> OfferCard:
    """One service in one locale. Where a market allows no brand, the name is the treatment's."""
    service = offer.service
    locales = edition.clinic.locales
    words = edition.catalogue.say(locale)

    def say(said: str | dict[str, str] | None) -> Text | None:
        return None if said is None else spoken(said, locale, locales)

    treatment_name = words.treatments[service.treatment].name if offer.treatment else None
    own_name = say(service.name)
    if offer.showing == "generic" and treatment_name is not None:
        own_name = treatment_name
    fallback = Text(offer.brand or service.id.replace("-", " "), edition.default_locale)
    brand = offer.brand_facts if offer.brand else None
    return OfferCard(
        id=service.id,
        name=own_name or treatment_name or fallback,
        brand=offer.brand,
        device=offer.device,
        price=offer.price,
        per=say(service.price.per) if offer.price and service.price else None,
        visits=say(service.visits),
        benefits=say(service.benefits),
        risks=say(service.risks),
        notice=say(service.notice),
        citations=service.citations,
        min_age=service.min_age,
        brand_line=words.brands[brand.id].line if brand else None,
        offer=offer,
    )
