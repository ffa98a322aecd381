"""The strings of a clinic that somebody reads, each with the key that an author knows it by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scarwidget.clinics import ChecklistItem, Clinic, Service

Said = str | dict[str, str] | None


@dataclass(frozen=True)
class CopyText:
    """A string of a clinic. ``service`` is the one it belongs to, if any.

    ``translatable`` texts must be there in every language; a name or an address may be the
    same in all. A ``link`` is looked at for where it leads, and for nothing else.
    """

    key: str
    locale: str | None
    text: str
    service: Service | None = None
    translatable: bool = True
    link: bool = False


def copy_of(
    clinic: Clinic, services: Iterable[Service], items: Iterable[ChecklistItem]
) -> Iterator[CopyText]:
    """What a clinic says. Ids, people's names, numbers, addresses and colours are no copy."""
    default = clinic.locales[0]
    contact = clinic.contact
    yield from _said("name", clinic.name, default, name=True)
    yield from _said("premises_type", clinic.premises_type, default)
    yield from _said("contact.hours", contact.hours, default)
    yield from _said("contact.note", contact.note, default)
    if contact.booking:
        yield CopyText("contact.booking", None, contact.booking, translatable=False, link=True)
    for index, person in enumerate(clinic.practitioners, 1):
        yield from _said(f"practitioner[{index}].title", person.title, default)
    for service in services:
        yield from _of_service(service, default)
    for item in items:
        for key in ("action", "how_often", "why"):
            yield from _said(f"{item.id}.{key}", getattr(item, key), default)


def _of_service(service: Service, default: str) -> Iterator[CopyText]:
    at = f"{service.id}."
    yield from _said(f"{at}name", service.name, default, service, name=True)
    for key in ("visits", "benefits", "risks", "notice", "details"):
        yield from _said(at + key, getattr(service, key), default, service)
    if service.price is not None:
        yield from _said(f"{at}price.per", service.price.per, default, service)
    # The name of a device stands on the card whatever the language.
    if isinstance(service.device, str):
        yield CopyText(f"{at}device", None, service.device, service, translatable=False)
    for index, citation in enumerate(service.citations, 1):
        key = f"{at}citations[{index}]"
        yield CopyText(key, None, citation, service, translatable=False, link=True)


def _said(
    key: str, said: Said, default: str, service: Service | None = None, *, name: bool = False
) -> Iterator[CopyText]:
    if isinstance(said, str):
        yield CopyText(key, default, said, service, translatable=not name)
    else:
        for locale, text in (said or {}).items():
            yield CopyText(key, locale, text, service)
