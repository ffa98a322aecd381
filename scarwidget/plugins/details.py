"""The details of services, whoever gave them: what is wrong with them, and their HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scarwidget.clinics import Service
from scarwidget.plugins.prose import prose_faults, prose_html


def details_faults(service: Service) -> Iterator[tuple[str, str, str]]:
    """Yield what of a service's details would not be shown, as (key, problem, advice)."""
    for locale, text in _by_locale(service, "").items():
        for line, problem, advice in prose_faults(text):
            within = f"line {line} of it " if line and "\n" in text else ""
            yield "details" + (f".{locale}" if locale else ""), within + problem, advice


def rendered(services: Iterable[Service], default: str) -> Mapping[str, Mapping[str, str]]:
    """The HTML of every service that has details, by its id and by locale."""
    found: dict[str, Mapping[str, str]] = {}
    for service in services:
        html = {name: prose_html(text) for name, text in _by_locale(service, default).items()}
        # A text of nothing but blanks or addresses that nothing refers to shows nothing.
        found[service.id] = {name: text for name, text in html.items() if text}
    return found


def _by_locale(service: Service, default: str) -> Mapping[str, str]:
    if service.details is None:
        return {}
    return service.details if isinstance(service.details, dict) else {default: service.details}
