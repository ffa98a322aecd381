"""Finds the words of the rules in a reading, in time that grows no faster than the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from scarwidget.claims.contexts import CONTEXTS
from scarwidget.claims.needles import Needles, branches, needles
from scarwidget.claims.reading import fold, has_han
from scarwidget.claims.rules import Rule, load_rules

HEAD = 4
"""How many letters of a word are looked up before the whole of it."""

PIECE = 4_000
OVERLAP = 300
"""No pattern reaches further than this."""

AROUND = 150
"""How far to either side words are looked for that spare a match."""

MOST_PLACES = 50
"""A rule is told no more often than this of one text: whoever mends so many reads it anew."""

_CUT = re.compile(r"\n|[.!?。] ?")


@dataclass(frozen=True)
class Hit:
    """Words of a rule in a reading."""

    rule: Rule
    start: int
    end: int


class Searcher:
    """A pattern of a rule, compiled when it is first needed: most never are."""

    def __init__(self, rule: Rule, pattern: str) -> None:
        self.rule = rule
        self.needles: Needles = needles(pattern) or frozenset()
        self._pattern = pattern

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.ASCII)


class Index:
    """Searchers by how the words begin that they cannot match without."""

    def __init__(self, searchers: Iterable[Searcher]) -> None:
        self._unbound: list[Searcher] = []
        self._by_head: dict[str, list[tuple[str, Searcher]]] = {}
        for searcher in searchers:
            if not searcher.needles:
                self._unbound.append(searcher)
            for needle in searcher.needles:
                head = needle[:HEAD] if needle.isascii() else needle[:2]
                self._by_head.setdefault(head, []).append((needle, searcher))

    def likely(self, text: str) -> Iterator[Searcher]:
        """The searchers that may find something in a text, each once."""
        yield from self._unbound
        told: set[int] = set()
        for head in self._by_head.keys() & _heads(text):
            for needle, searcher in self._by_head[head]:
                if id(searcher) not in told and needle in text:
                    told.add(id(searcher))
                    yield searcher


def _heads(text: str) -> set[str]:
    """Every stretch of up to ``HEAD`` letters in a text."""
    found = set(text)
    for length in range(2, HEAD + 1):
        found.update(map("".join, zip(*(text[at:] for at in range(length)), strict=False)))
    return found


def search(text: str, context: str | None = None, *, education: bool = False) -> Iterator[Hit]:
    """Every place where a rule finds something that is a claim there.

    ``context`` is the text to judge that by, letter for letter as long, where it is another.
    ``education`` leaves out the rules that hold for offers only.
    """
    context = text if context is None else context
    indices = [_index("en", education)]
    if has_han(text):
        indices.append(_index("zh", education))
    for left, right in _pieces(text):
        for index in indices:
            for searcher in index.likely(text[left:right]):
                yield from _hits(searcher, text, context, left, right)


def link_searchers() -> tuple[Searcher, ...]:
    """What rules search addresses for."""
    return _searchers("link", "en")


@cache
def _index(language: str, education: bool) -> Index:
    found = _searchers("text", language)
    return Index(each for each in found if each.rule.education or not education)


@cache
def _searchers(kind: str, language: str) -> tuple[Searcher, ...]:
    return tuple(
        Searcher(rule, branch)
        for rule in load_rules().values()
        if rule.kind == kind
        for pattern in map(fold, rule.zh if language == "zh" else rule.en)
        for branch in branches(pattern)
    )


@cache
def _spare(rule: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(fold(each), re.ASCII) for each in load_rules()[rule].spare)


def _hits(searcher: Searcher, text: str, context: str, left: int, right: int) -> Iterator[Hit]:
    rule = searcher.rule
    told = 0
    for match in searcher.pattern.finditer(text, left, right):
        start, end = match.span()
        if start == end or _is_spared(rule, context, start, end):
            continue
        if not any(CONTEXTS[each](context, start, end) for each in rule.unless):
            yield Hit(rule, start, end)
            told += 1
            if told == MOST_PLACES:
                return


def _is_spared(rule: Rule, text: str, start: int, end: int) -> bool:
    for pattern in _spare(rule.id):
        for found in pattern.finditer(text, max(0, start - AROUND), end + AROUND):
            if found.start() < end and start < found.end():
                return True
    return False


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text in pieces that overlap, so that no words fall between two."""
    left = 0
    while len(text) - left > PIECE:
        cut = left + PIECE
        for found in _CUT.finditer(text, cut - OVERLAP, cut):
            cut = found.end()
            break
        yield left, cut
        left = cut if text[cut - 1] == "\n" else cut - OVERLAP
    yield left, len(text)
