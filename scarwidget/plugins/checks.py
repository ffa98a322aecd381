"""What can be wrong with a thing that a plugin gave, once it is known whose clinic it is for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scarwidget.catalogue import Catalogue
from scarwidget.catalogue.naming import brands_in, find_brand
from scarwidget.clinics import ChecklistItem, Clinic, Service, restricted_as, showing
from scarwidget.edition import Edition
from scarwidget.faults import Fault, nearest
from scarwidget.plugins.details import details_faults

Told = Iterator[tuple[str, str, str]]
"""What is wrong, as (key, problem, advice)."""


def service_faults(catalogue: Catalogue, clinic: Clinic, service: Service) -> Told:
    """What is wrong with one service of one clinic."""
    yield from locale_faults(clinic, service)
    yield from details_faults(service)
    if not clinic.markets:
        yield "treatment", f"{clinic.id} has no market, so it can have no services", "add markets"
    meant = restricted_as(service.treatment, clinic.markets)
    if meant and service.treatment not in catalogue.treatments:
        problem = f"{service.treatment!r} comes near to {meant!r}, which has a rule of its own"
        yield "treatment", problem, f"expected {meant!r}, or a name unlike it"
    yield from _brand_faults(catalogue, clinic, service)


def _brand_faults(catalogue: Catalogue, clinic: Clinic, service: Service) -> Told:
    """Brands of another treatment, even one nobody reviewed: they would escape its rule.

    A brand that the clinic's markets restrict may not even be one word among others.
    """
    free = showing(service.treatment, clinic.markets) == "show"
    names = service.name.values() if isinstance(service.name, dict) else (service.name,)
    for key, named in (
        ("id", service.id),
        ("treatment", service.treatment),
        ("brand", service.brand),
        ("device", service.device_name),
        *(("name", name) for name in names),
    ):
        meant = find_brand(catalogue, named) if key in ("brand", "device") else None
        for brand in brands_in(catalogue, named or ""):
            kept = any(showing(name, clinic.markets) != "show" for name in brand.treatments)
            if service.treatment not in brand.treatments and (brand == meant or (free and kept)):
                expected = " or ".join(brand.treatments)
                problem = f"{brand.name} belongs to {expected}, not to {service.treatment}"
                yield key, problem, f"{' / '.join(clinic.markets)} restrict it" if kept else ""


def item_faults(catalogue: Catalogue, clinic: Clinic, item: ChecklistItem) -> Told:
    """What is wrong with one habit of one clinic."""
    yield from locale_faults(clinic, item)
    if item.id in catalogue.tips:
        yield "id", "is the id of a tip of the catalogue", "choose another"


def locale_faults(clinic: Clinic, item: msgspec.Struct, path: str = "") -> Told:
    """Texts in a language that the clinic does not declare, at any depth."""
    for part_of in msgspec.structs.fields(item):
        value = getattr(item, part_of.name)
        key = path + part_of.encode_name
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            if isinstance(part, msgspec.Struct):
                yield from locale_faults(clinic, part, f"{key}.")
        if isinstance(value, dict):
            for locale in value.keys() - set(clinic.locales):
                problem = f"is in {locale!r}, which is not one of the clinic's locales"
                yield f"{key}.{locale}", problem, nearest(locale, clinic.locales)


def market_notices(edition: Edition) -> Iterator[Fault]:
    """What a clinic's markets or the catalogue make of its services, for its manager to know."""
    clinic = edition.clinic
    for service in edition.hidden:
        problem = f"is not shown: {service.treatment} is hidden in {' / '.join(clinic.markets)}"
        yield Fault(clinic.id, service.id, problem)
    for offer in edition.offers:
        treatment = offer.service.treatment
        if offer.treatment is None:
            problem = f"{treatment!r} is not in the catalogue, so its card says not reviewed"
            yield Fault(
                clinic.id,
                offer.service.id,
                problem,
                nearest(treatment, edition.catalogue.treatments),
            )
        if offer.showing == "generic" and (offer.service.brand or offer.service.price):
            problem = f"is shown without brand and price: {' / '.join(clinic.markets)} allow none"
            yield Fault(clinic.id, offer.service.id, problem)
