"""Reads a text, or all that a clinic says, against the rules of its markets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache

from scarwidget.claims import brands, matching
from scarwidget.claims.cards import card_findings
from scarwidget.claims.conditions import DEVICE_BRAND, NEEDLING_RISKS, Setting, concerned, raised
from scarwidget.claims.findings import Finding, finding, settle
from scarwidget.claims.reading import Reading, read, traditional
from scarwidget.claims.rules import load_rules
from scarwidget.claims.texts import CopyText, copy_of
from scarwidget.clinics import ChecklistItem, Clinic, Service

Texts = Iterable[tuple[str, str | None, str]]
"""Further strings of a clinic: key, locale and text."""

PICTURE = "SW019"
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)|<img\b[^<>]{0,1000}>", re.IGNORECASE)
_ONCE_A_SERVICE = frozenset((DEVICE_BRAND, NEEDLING_RISKS))


def lint_text(
    text: str,
    markets: Collection[str],
    *,
    locale: str | None = None,
    where: str = "",
    key: str = "",
    promotional: bool = True,
) -> tuple[Finding, ...]:
    """What the rules of some markets find in a text, in the order in which it stands there.

    Takes plain text, Markdown or HTML of any length, in English or Chinese. Neutral education
    is not ``promotional``: only the rules that hold everywhere look at it.
    """
    copy = CopyText(key, locale, text)
    found = list(_in_words(copy, markets, Setting(), where, promotional=promotional))
    if promotional:
        found += _in_links(copy, markets, where)
        found += _in_pictures(copy, markets, where)
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def lint_clinic(
    clinic: Clinic,
    services: Iterable[Service],
    items: Iterable[ChecklistItem],
    *,
    where: str,
    today: date,
    texts: Texts = (),
) -> tuple[Finding, ...]:
    """What the rules of its markets find in everything that a clinic contributes.

    ``where`` names the clinic's file or plugin, ``texts`` are what its plugins show besides.
    What the clinic has accepted is marked, and what is wrong with its acceptances is found.
    A clinic without markets has no rules to keep but that it may have no services.
    """
    services = tuple(services)
    own = tuple(copy_of(clinic, services, items))
    further = tuple(CopyText(*text, translatable=False) for text in texts)
    found = (
        *_in_copy(clinic, (*own, *further), where),
        *card_findings(clinic, services, own, where, today),
    )
    return tuple(settle(found, clinic, where, today))


def _in_copy(clinic: Clinic, copy: tuple[CopyText, ...], where: str) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for each in copy:
        setting = Setting(clinic, each.service)
        found = list(_in_links(each, clinic.markets, where))
        if not each.link:
            found += _in_words(each, clinic.markets, setting, where)
            found += _in_brands(each, clinic.markets, where)
            found += _in_pictures(each, clinic.markets, where)
        for _, said in sorted(found, key=lambda pair: pair[0]):
            once = (said.rule, each.service.id if each.service else "")
            if said.rule in _ONCE_A_SERVICE and once in told:
                continue
            told.add(once)
            yield said


Placed = tuple[int, Finding]
"""A finding, and where its words begin."""


@lru_cache(maxsize=512)
def _readings(text: str) -> tuple[Reading, ...]:
    """The text as it is read, and once more in traditional characters where that differs."""
    reading = read(text)
    also = traditional(reading)
    return (reading,) if also is None else (reading, also)


def _in_words(
    copy: CopyText,
    markets: Collection[str],
    setting: Setting,
    where: str,
    *,
    promotional: bool = True,
) -> Iterator[Placed]:
    told: dict[str, list[tuple[int, int]]] = {}
    readings = _readings(copy.text)
    for reading in readings:
        hits = matching.search(reading.text, readings[-1].text, education=not promotional)
        # Of words that overlap the first and longest are told, whichever pattern found them.
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            span = reading.place(hit.start, hit.end)
            seen = told.setdefault(hit.rule.id, [])
            if len(seen) == matching.MOST_PLACES or any(
                start < span[1] and span[0] < end for start, end in seen
            ):
                continue
            here = concerned(hit.rule.id, markets, reading.text, hit.start, hit.end, setting)
            errors = raised(hit.rule.id, setting)
            found = _placed(hit.rule.id, here, copy, span, where, raised_in=errors)
            if found is not None:
                seen.append(span)
                yield found


def _in_brands(copy: CopyText, markets: Collection[str], where: str) -> Iterator[Placed]:
    reading = _readings(copy.text)[0]
    for start, end, refusing in brands.hidden_brands(reading.text, markets):
        span = reading.place(start, end)
        found = _placed(brands.RULE, refusing, copy, span, where, raised_in=refusing)
        if found is not None:
            yield found


def _in_links(copy: CopyText, markets: Collection[str], where: str) -> Iterator[Placed]:
    text = copy.text.lower()
    if "://" not in text and "www." not in text:
        return
    for searcher in matching.link_searchers():
        for match in searcher.pattern.finditer(text):
            found = _placed(searcher.rule.id, markets, copy, match.span(), where)
            if found is not None:
                yield found


def _in_pictures(copy: CopyText, markets: Collection[str], where: str) -> Iterator[Placed]:
    rule = load_rules()[PICTURE]
    for image in _IMAGE.finditer(copy.text):
        told = read(image[0].replace("/", " ").replace("(", " ").replace("=", " ")).text
        named = f"{told} {image[0].lower()}"
        if any(re.search(pattern, named) for pattern in (*rule.en, *rule.zh)):
            found = _placed(PICTURE, markets, copy, image.span(), where)
            if found is not None:
                yield found


def _placed(
    rule: str,
    markets: Collection[str],
    copy: CopyText,
    span: tuple[int, int],
    where: str,
    raised_in: Collection[str] = (),
) -> Placed | None:
    found = finding(
        load_rules()[rule],
        markets,
        where=where,
        key=copy.key,
        locale=copy.locale,
        text=copy.text,
        span=span,
        line=copy.text.count("\n", 0, span[0]) + 1,
        raised_in=raised_in,
    )
    return None if found is None else (span[0], found)
