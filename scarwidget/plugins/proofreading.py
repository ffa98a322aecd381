"""What the claims linter says of a clinic, with the file and the line in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from scarwidget.claims import Finding, lint_clinic
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.edition import Edition
from scarwidget.faults import Fault
from scarwidget.plugins.data import DataPlugin
from scarwidget.plugins.host import Loaded
from scarwidget.plugins.own_widgets.rehearsal import OwnText

Item = Clinic | Service | ChecklistItem


def proofread(
    edition: Edition,
    owner: Loaded,
    texts: Iterable[OwnText],
    today: date,
    markets: Sequence[str] | None = None,
) -> Iterator[Finding]:
    """Every finding in what a clinic says; ``texts`` are those of its own widgets.

    ``owner`` is the plugin that brought the clinic, ``today`` the day on which acceptances
    and reviews must still hold. ``markets`` stand in the place of the clinic's own.
    """
    clinic = edition.clinic
    if markets is not None:
        clinic = msgspec.structs.replace(clinic, markets=tuple(markets))
    services = (*(offer.service for offer in edition.offers), *edition.hidden)
    items: dict[str, Item] = {each.id: each for each in services}
    items |= {each.id: each for each in edition.checklist_items}
    for found in lint_clinic(
        clinic, services, edition.checklist_items, where=owner.where, today=today, texts=texts
    ):
        where, line = _place(found, owner, clinic, items)
        yield msgspec.structs.replace(found, where=where, line=line)


def copy_notices(found: Iterable[Finding], owner: Loaded) -> Iterator[Fault]:
    """The errors among findings, for whoever starts a server: each text, and in one line the rest.

    What a card lacks is told of every service by ``scarwidget lint``, not here.
    """
    lacking: dict[str, set[str]] = {}
    for each in found:
        if not each.is_error:
            continue
        if not each.words:
            lacking.setdefault(each.rule, set()).add(each.key.partition(".")[0])
            continue
        key = f"{each.key} ({each.locale})" if each.locale else each.key
        where = " / ".join(each.errors_in)
        problem = f"{each.words!r}: {each.title} ({each.rule}, an error in {where})"
        yield Fault(each.where, key, problem, each.instead, each.line)
    if lacking:
        named = ", ".join(sorted(set().union(*lacking.values())))
        rules = ", ".join(sorted(lacking))
        problem = f"lack what the rules ask of a card ({rules})"
        yield Fault(owner.where, named, problem, f"scarwidget lint {owner.where} tells more")


def line_of(text: str, words: str) -> int | None:
    """The line on which words begin, where they stand once in a text."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    places = [match.start() for match in pattern.finditer(text)] if words else []
    return text.count("\n", 0, places[0]) + 1 if len(places) == 1 else None


def _place(
    found: Finding, owner: Loaded, clinic: Clinic, items: dict[str, Item]
) -> tuple[str, int | None]:
    if not isinstance(owner.plugin, DataPlugin):
        return _in_python(owner, found.words)
    name, _, rest = found.key.partition(".")
    item, key = (items[name], rest) if name in items else (clinic, found.key)
    where, line = owner.plugin.place(item, f"{key}.{found.locale}")
    if line is None:
        where, line = owner.plugin.place(item, key)
    if where.endswith(".md"):
        return where, found.line
    return where, None if line is None else line + (found.line or 1) - 1


def _in_python(owner: Loaded, words: str) -> tuple[str, int | None]:
    """The one place in a plugin's modules where words stand; else the plugin itself."""
    home = owner.home
    if home is None or not words:
        return owner.where, None
    files = [home] if home.is_file() else sorted(home.rglob("*.py"))
    places = [(str(file), line_of(file.read_text("utf-8"), words)) for file in files]
    sure = [(file, line) for file, line in places if line is not None]
    return sure[0] if len(sure) == 1 else (owner.where, None)
