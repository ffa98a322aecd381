"""From catalogue and plugins to editions: everything that happens before the first request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec

from scarwidget.catalogue import Catalogue, load_catalogue
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.edition import Contributions, Edition, build_edition, find_brand
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins.found import Found, in_folder, installed
from scarwidget.plugins.host import Loaded, PluginHost
from scarwidget.settings import Settings, folder_faults
from scarwidget.widgets import BUILT_IN

T = TypeVar("T", Service, ChecklistItem)


@dataclass(frozen=True)
class Publication:
    """All that an application serves, and what was wrong on the way to it.

    ``faults`` made something fall away; ``notices`` are what an operator should know.
    """

    catalogue: Catalogue
    editions: Mapping[str, Edition]
    plugins: tuple[Loaded, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]


def publish(
    settings: Settings,
    catalogue: Catalogue | None = None,
    found: Iterable[Found] | None = None,
) -> Publication:
    """Load the catalogue and the plugins, and build an edition for every clinic.

    ``found`` are the plugins where they are known already; without it those of installed
    distributions and of the settings' folder. Raises
    :class:`~scarwidget.faults.FaultsFound` when the catalogue or the settings are faulty,
    and under ``strict`` when anything is.
    """
    faults = list(folder_faults(settings.plugins_dir))
    try:
        catalogue = catalogue or load_catalogue()
    except FaultsFound as error:
        raise FaultsFound([*error.faults, *faults]) from None
    if faults:
        raise FaultsFound(faults)
    host = PluginHost(_everywhere(settings) if found is None else found, settings.plugins)
    notices = list(_strays(settings))
    editions = {
        clinic.id: _edition(catalogue, host, clinic, notices) for clinic in host.clinics().values()
    }
    host.check_services_of_stand_ins()
    publication = Publication(
        catalogue=catalogue,
        editions=editions,
        plugins=tuple(host.plugins.values()),
        faults=(*host.faults, *chain.from_iterable(p.faults for p in host.plugins.values())),
        notices=tuple(notices),
    )
    if settings.strict and publication.faults:
        raise FaultsFound(publication.faults)
    return publication


def _everywhere(settings: Settings) -> Iterator[Found]:
    yield from installed()
    if settings.plugins_dir is not None:
        yield from in_folder(Path(settings.plugins_dir))


def _strays(settings: Settings) -> Iterator[Fault]:
    """The files of the plugins folder that look as if they belonged into a folder of it."""
    if settings.plugins_dir is not None:
        for path in sorted(Path(settings.plugins_dir).glob("*.toml")):
            problem = "is not read: a data-only plugin is a folder, named as its clinic"
            yield Fault(str(path), "", problem)


def _edition(
    catalogue: Catalogue, host: PluginHost, clinic: Clinic, notices: list[Fault]
) -> Edition:
    for name in host.missing(clinic):
        known = nearest(name, host.plugins)
        notices.append(Fault(clinic.id, "plugins", f"names {name!r}, which is not there", known))
    for owner in host.plugins.values():
        if clinic.id in owner.clinics:
            own = _locale_faults(clinic, clinic)
            owner.faults.extend(Fault(owner.where, *rest) for rest in own)
    services = _gather(
        host.services(clinic), lambda service: _service_faults(catalogue, clinic, service)
    )
    items = _gather(
        host.checklist_items(clinic), lambda item: _item_faults(catalogue, clinic, item)
    )
    edition = build_edition(catalogue, clinic, Contributions(services, items), BUILT_IN)
    notices.extend(_notices(edition))
    return edition


def _gather(
    contributed: list[tuple[Loaded, tuple[T, ...] | None]],
    check: Callable[[T], Iterator[tuple[str, str, str]]],
) -> tuple[T, ...]:
    """All items of all plugins; one bad item drops those of its plugin."""
    kept: list[T] = []
    owner: dict[str, str] = {}
    for loaded, items in contributed:
        if items is None:
            continue
        faults: list[Fault] = []
        seen: set[str] = set()
        for item in items:
            for key, problem, advice in check(item):
                faults.append(Fault(loaded.where, f"{item.id}.{key}", problem, advice))
            if item.id in owner or item.id in seen:
                other = owner.get(item.id, loaded.name)
                faults.append(
                    Fault(loaded.where, item.id, f"is there twice, the other is {other!r}'s")
                )
            seen.add(item.id)
        if faults:
            loaded.faults.extend(faults)
            continue
        kept.extend(items)
        owner.update(dict.fromkeys(seen, loaded.name))
    return tuple(kept)


def _service_faults(
    catalogue: Catalogue, clinic: Clinic, service: Service
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one service of one clinic, as (key, problem, advice)."""
    yield from _locale_faults(clinic, service)
    if not clinic.markets:
        yield "treatment", f"{clinic.id} has no market, so it can have no services", "add markets"
    # Under another treatment, even one nobody reviewed, a brand would escape its market's rule.
    for key, named in (("brand", service.brand), ("device", service.device_name)):
        brand = find_brand(catalogue, named)
        if brand and service.treatment not in brand.treatments:
            expected = " or ".join(brand.treatments)
            yield key, f"{brand.name} belongs to {expected}, not to {service.treatment}", ""


def _item_faults(
    catalogue: Catalogue, clinic: Clinic, item: ChecklistItem
) -> Iterator[tuple[str, str, str]]:
    yield from _locale_faults(clinic, item)
    if item.id in catalogue.tips:
        yield "id", "is the id of a tip of the catalogue", "choose another"


def _locale_faults(
    clinic: Clinic, item: msgspec.Struct, path: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Texts in a language that the clinic does not declare, at any depth."""
    for field in msgspec.structs.fields(item):
        value = getattr(item, field.name)
        key = path + field.encode_name
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            if isinstance(part, msgspec.Struct):
                yield from _locale_faults(clinic, part, f"{key}.")
        if isinstance(value, dict):
            for locale in value.keys() - set(clinic.locales):
                problem = f"is in {locale!r}, which is not one of the clinic's locales"
                yield key, problem, nearest(locale, clinic.locales)


def _notices(edition: Edition) -> Iterator[Fault]:
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
