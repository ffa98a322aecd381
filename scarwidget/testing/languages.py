"""Whether a clinic says everything in each of its languages."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from scarwidget.edition import Edition
from scarwidget.testing.shortfalls import Shortfall


def shortfalls(edition: Edition) -> Iterator[Shortfall]:
    """Every text of a clinic that one of its languages does not have."""
    clinic = edition.clinic
    services = (*(offer.service for offer in edition.offers), *edition.hidden)
    said: list[tuple[str, msgspec.Struct]] = [("", clinic)]
    said += [(f"{service.id}.", service) for service in services]
    said += [(f"{item.id}.", item) for item in edition.checklist_items]
    for path, item in said:
        for key, text in _texts(item, path):
            missing = [
                locale for locale in clinic.locales if locale not in _in(text, clinic.locales)
            ]
            if missing:
                yield Shortfall(
                    "languages",
                    clinic.id,
                    key,
                    f"is not said in {' or '.join(missing)}",
                    "write it once for each language: "
                    + ", ".join(f'{locale} = "…"' for locale in clinic.locales),
                )


def _in(text: str | dict[str, str], locales: tuple[str, ...]) -> set[str]:
    """The languages a text is in; one without a letter, such as ``10-18``, is in all."""
    if isinstance(text, dict):
        return set(text)
    return {locales[0]} if any(map(str.isalpha, text)) else set(locales)


def _texts(item: msgspec.Struct, path: str) -> Iterator[tuple[str, str | dict[str, str]]]:
    """The texts of a struct that may differ from language to language, at any depth."""
    kinds = get_type_hints(type(item), include_extras=True)
    for field in msgspec.structs.fields(item):
        value, key = getattr(item, field.name), path + field.encode_name
        if isinstance(value, msgspec.Struct):
            yield from _texts(value, f"{key}.")
        elif isinstance(value, tuple):
            for index, part in enumerate(value, 1):
                if isinstance(part, msgspec.Struct):
                    yield from _texts(part, f"{key}[{index}].")
        elif isinstance(value, str | dict) and _may_differ(kinds[field.name]):
            yield key, value


def _may_differ(kind: Any) -> bool:
    """Whether a field takes a text for each language."""
    if get_origin(kind) is Annotated:
        return _may_differ(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return any(_may_differ(option) for option in get_args(kind))
    return get_origin(kind) is dict
