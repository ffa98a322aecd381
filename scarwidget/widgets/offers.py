"""A clinic's services in the language of a view."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from scarwidget.clinics import Price
from scarwidget.edition import Edition, Offer
from scarwidget.locales import spoken
from scarwidget.text import Text

_HEADING = re.compile(r"(?<=<)(/?)h([3-5])(?=>)")
"""A heading of the details, whose HTML says no more of it than its level."""

_OWN_LEVEL = 3
"""The level of the largest heading in the details, before it is put into its page."""

_DEEPEST = 6


@dataclass(frozen=True)
class Details:
    """What a clinic tells at length of a service: HTML that the plugins have sanitised."""

    html: str
    lang: str

    def under(self, level: int) -> Markup:
        """The HTML as it stands under a heading of this level."""
        shift = level + 1 - _OWN_LEVEL
        return Markup(  # noqa: S704
            _HEADING.sub(lambda tag: f"{tag[1]}h{min(int(tag[2]) + shift, _DEEPEST)}", self.html)
        )


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
    details: Details | None
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
    details = spoken(offer.details, locale, locales) if offer.details else None
    return OfferCard(
        id=service.id if offer.showing == "show" else _anonymous(edition, offer),
        name=own_name or treatment_name or fallback,
        brand=offer.brand,
        device=offer.device,
        price=offer.price,
        per=say(service.price.per) if offer.price and service.price else None,
        visits=say(service.visits),
        benefits=say(service.benefits),
        risks=say(service.risks),
        notice=say(service.notice),
        details=Details(details.value, details.lang) if details else None,
        citations=service.citations,
        min_age=service.min_age,
        brand_line=words.brands[brand.id].line if brand else None,
        offer=offer,
    )


def _anonymous(edition: Edition, offer: Offer) -> str:
    """An id for where no brand may stand: authors call a service by its brand even there."""
    treatment = offer.service.treatment
    return f"{treatment}_{edition.offers_by_treatment[treatment].index(offer) + 1}"
