"""What the linter says: one finding a place, and whether somebody answers for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from scarwidget.claims.rules import Rule, load_rules
from scarwidget.clinics import Accepted, Clinic

Severity = Literal["error", "warning"]

ACCEPTANCE = "SW058"
_REACH = 160
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]|\n\s*\n")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a rule found in one place.

    ``markets`` are those that it concerns: ``errors_in`` and ``warns_in`` together. ``words``
    stand in ``sentence`` as they do in the text; both are empty where a field is missing.
    ``line`` counts from one in the text itself (in what the command line prints, in the file)
    and is None where it is not known. ``accepted`` is the entry of who answers for it.
    """

    rule: str
    title: str
    severity: Severity
    markets: tuple[str, ...]
    where: str
    line: int | None
    key: str
    locale: str | None
    words: str
    sentence: str = ""
    why: str
    instead: str
    errors_in: tuple[str, ...] = ()
    warns_in: tuple[str, ...] = ()
    accepted: Accepted | None = None

    @property
    def is_error(self) -> bool:
        """Whether it makes a run fail."""
        return self.severity == "error" and self.accepted is None


def finding(
    rule: Rule,
    markets: Collection[str],
    *,
    where: str,
    key: str,
    locale: str | None = None,
    text: str = "",
    span: tuple[int, int] = (0, 0),
    line: int | None = None,
    raised_in: Collection[str] = (),
    problem: str = "",
) -> Finding | None:
    """A finding of a rule in some markets; None where the rule holds in none of them.

    ``raised_in`` are markets in which it is an error here, whatever the rule says.
    """
    errors_in = tuple(m for m in markets if m in rule.error or m in raised_in)
    warns_in = tuple(m for m in markets if m in rule.warning and m not in errors_in)
    if not errors_in and not warns_in:
        return None
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity="error" if errors_in else "warning",
        markets=(*errors_in, *warns_in),
        where=where,
        line=line,
        key=key,
        locale=locale,
        words=" ".join(text[slice(*span)].split()),
        sentence=sentence(text, *span),
        why=f"{problem} {rule.why}" if problem else rule.why,
        instead=rule.instead,
        errors_in=errors_in,
        warns_in=warns_in,
    )


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of a text, on one line, cut short where it is long."""
    left, right = max(0, start - _REACH), min(len(text), end + _REACH)
    before = [found.end() for found in _SENTENCE_END.finditer(text, left, start)]
    after = _SENTENCE_END.search(text, end, right)
    begin = before[-1] if before else left
    stop = after.end() if after else right
    cut_left = "…" if begin == left > 0 else ""
    cut_right = "…" if stop == right < len(text) else ""
    return cut_left + " ".join(text[begin:stop].split()) + cut_right


def settle(found: Iterable[Finding], clinic: Clinic, where: str, today: date) -> Iterator[Finding]:
    """The findings with what was accepted marked, then what is wrong with the acceptances."""
    used: set[int] = set()
    refused: set[int] = set()
    for each in found:
        settled = each
        for index, entry in enumerate(clinic.accepted):
            if not _fits(entry, each):
                continue
            used.add(index)
            if each.severity == "error" and not load_rules()[each.rule].acceptable:
                refused.add(index)
            elif entry.expires >= today and settled.accepted is None:
                settled = msgspec.structs.replace(each, accepted=entry)
        yield settled
    for index, entry in enumerate(clinic.accepted):
        problem = ""
        if index in refused or (
            entry.rule in load_rules() and _never(entry.rule) and index not in used
        ):
            problem = f"Nobody can accept {entry.rule}."
        elif index not in used:
            problem = f"{entry.rule} does not find {entry.words!r} under {entry.key}."
        elif entry.expires < today:
            problem = f"It ended on {entry.expires}."
        if problem:
            yield _unfit(entry, index, clinic, where, problem, error=index in refused)


def _fits(entry: Accepted, found: Finding) -> bool:
    return (
        entry.rule == found.rule
        and entry.key == found.key
        and entry.words.casefold().split() == (found.words or found.key).casefold().split()
    )


def _never(rule: str) -> bool:
    known = load_rules()[rule]
    return not known.acceptable and not known.warning


def _unfit(
    entry: Accepted, index: int, clinic: Clinic, where: str, problem: str, *, error: bool
) -> Finding:
    rule = load_rules()[ACCEPTANCE]
    markets: tuple[str, ...] = clinic.markets
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity="error" if error else "warning",
        markets=markets,
        where=where,
        line=None,
        key=f"accepted[{index + 1}]",
        locale=None,
        words=entry.words,
        why=f"{problem} {rule.why}",
        instead=rule.instead,
        errors_in=markets if error else (),
        warns_in=() if error else markets,
    )
