"""What a card must hold: the rules that look at a service's fields and not at words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from scarwidget.claims.findings import Finding, finding
from scarwidget.claims.reading import HAN
from scarwidget.claims.rules import MARKETS, load_rules
from scarwidget.claims.texts import CopyText, Said
from scarwidget.clinics import Clinic, Practitioner, Service

ADULT = 18
MONTHS = 24
WITHIN = 2
"""Neither of benefits and risks may be more than so many times as long as the other."""

_WORD = re.compile(f"[{HAN}]|[A-Za-z0-9]+")


def card_findings(
    clinic: Clinic, services: Iterable[Service], copy: Iterable[CopyText], where: str, today: date
) -> Iterator[Finding]:
    """What the cards of a clinic lack, in its markets."""
    services = tuple(services)
    if not services:
        return
    for rule, key, problem, markets in (
        *_of_clinic(clinic),
        *(fault for service in services for fault in _of_service(clinic, service, today)),
        *_untranslated(clinic, copy),
    ):
        found = finding(load_rules()[rule], markets, where=where, key=key, problem=problem)
        if found is not None:
            yield found


Fault = tuple[str, str, str, tuple[str, ...]]
"""Rule, key, what is wrong, and the markets to which it matters."""


def _of_clinic(clinic: Clinic) -> Iterator[Fault]:
    if not clinic.markets:
        yield "SW054", "markets", "It is empty.", MARKETS
    lacking = tuple(market for market in clinic.markets if not _identified(clinic, market))
    if lacking:
        yield "SW052", "practitioner", "Licence or registration is missing.", lacking


def _identified(clinic: Clinic, market: str) -> bool:
    people = clinic.practitioners
    registered = any(person.registration for person in people)
    match market:
        case "SG":
            return bool(clinic.licence_no)
        case "AU":
            return bool(people) and all(map(_complete, people))
        case "HK":
            return registered
        case _:
            return registered or bool(clinic.licence_no)


def _complete(person: Practitioner) -> bool:
    return bool(person.name and person.title and person.registration)


def _of_service(clinic: Clinic, service: Service, today: date) -> Iterator[Fault]:
    at = f"{service.id}."
    for locale in clinic.locales:
        benefits, risks = (_in(said, locale, clinic) for said in (service.benefits, service.risks))
        for name, text in (("benefits", benefits), ("risks", risks)):
            if text is None:
                yield "SW049", at + name, f"It is missing in {locale}.", clinic.markets
        if benefits is not None and risks is not None:
            gain, loss = _length(benefits), _length(risks)
            if max(gain, loss) > WITHIN * min(gain, loss):
                problem = f"In {locale} benefits have {gain} words, risks {loss}."
                yield "SW049", f"{at}risks", problem, clinic.markets
        if _in(service.notice, locale, clinic) is None:
            yield "SW050", f"{at}notice", f"It is missing in {locale}.", clinic.markets
    yield from (("SW053", at + key, said, clinic.markets) for key, said in _undated(service, today))
    if service.min_age is None or service.min_age < ADULT:
        said = "It is missing." if service.min_age is None else f"It is {service.min_age}."
        yield "SW056", f"{at}min_age", said, clinic.markets


def _undated(service: Service, today: date) -> Iterator[tuple[str, str]]:
    if not service.citations:
        yield "citations", "It is empty."
    if service.reviewed_on is None:
        yield "reviewed_on", "It is missing."
    elif service.reviewed_on > today:
        yield "reviewed_on", f"{service.reviewed_on} is still to come."
    elif _months(service.reviewed_on, today) > MONTHS:
        yield "reviewed_on", f"{service.reviewed_on} is more than {MONTHS} months ago."
    if service.review_due is None:
        yield "review_due", "It is missing."


def _months(past: date, today: date) -> float:
    """Months between two days; a day too many counts as a part of one."""
    whole = (today.year - past.year) * 12 + today.month - past.month
    return whole + (today.day - past.day) / 31


def _untranslated(clinic: Clinic, copy: Iterable[CopyText]) -> Iterator[Fault]:
    """Texts that one of the clinic's languages lacks."""
    there: dict[str, set[str]] = {}
    for each in copy:
        if each.translatable and each.locale in clinic.locales:
            there.setdefault(each.key, set()).add(each.locale)
    for key, locales in there.items():
        missing = [locale for locale in clinic.locales if locale not in locales]
        if missing:
            yield "SW055", key, f"It is missing in {', '.join(missing)}.", clinic.markets


def _in(said: Said, locale: str, clinic: Clinic) -> str | None:
    """What a field says in exactly this locale."""
    if isinstance(said, str):
        return said if locale == clinic.locales[0] else None
    return said.get(locale) if isinstance(said, Mapping) else None


def _length(text: str) -> int:
    return len(_WORD.findall(text))
