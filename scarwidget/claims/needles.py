"""What a pattern cannot match without: the words to look for before a pattern is tried.

Looking for a word costs a hundredth of trying a pattern, and most patterns have nothing to
find in most texts.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!>]|<[=!])|[()|]|\{\d*,?\d*\}[?+]?|[?*+][?+]?|.",
    re.DOTALL,
)

Needles = frozenset[str]

COMMON = frozenset(
    re.findall(
        r"\w+",
        "and for from have is laser mark no of or scar session skin that the thi to treat "
        "treatment visit with you your",
    )
)
"""Words that nearly every text about scars holds, so that looking for them tells little."""


def needles(pattern: str) -> Needles | None:
    """Strings of which every match holds at least one; None where there are none to name.

    Knows the part of the language of patterns that rules are written in: groups without
    names, lookarounds, classes, repetitions and alternatives.
    """
    marks = _MARK.findall(pattern)
    found, end = _alternatives(marks, 0)
    if end != len(marks):
        raise ValueError(f"unbalanced: {pattern}")
    return found


def branches(pattern: str) -> list[str]:
    """The alternatives of a pattern, each by itself, so that each can be looked for by itself."""
    parts, depth = [""], 0
    for mark in _MARK.findall(pattern):
        depth += mark.startswith("(") - (mark == ")")
        if mark == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def _alternatives(marks: list[str], at: int) -> tuple[Needles | None, int]:
    """The needles of a group's inside, and where it ends."""
    branches: list[Needles | None] = []
    while True:
        found, at = _sequence(marks, at)
        branches.append(found)
        if at == len(marks) or marks[at] == ")":
            break
        at += 1
    known = [branch for branch in branches if branch is not None]
    whole = frozenset().union(*known) if len(known) == len(branches) else None
    return whole, at


def _sequence(marks: list[str], at: int) -> tuple[Needles | None, int]:
    """The best needles of what must all be there, one after the other."""
    candidates: list[Needles] = []
    run = ""
    while at < len(marks) and marks[at] not in ("|", ")"):
        mark = marks[at]
        inside: Needles | None = None
        letter = ""
        if mark.startswith("(?") or mark == "(":
            inside, at = _alternatives(marks, at + 1)
            if mark not in ("(?:", "(", "(?>"):
                inside = None
        elif mark in (r"\b", r"\B"):
            at += 1
            continue
        elif len(mark) == 1 and mark not in ".^$":
            letter = mark
        elif mark[0] == "\\" and not mark[1].isalnum():
            letter = mark[1]
        at += 1
        repeated = at < len(marks) and marks[at][0] in "?*+{" and marks[at] != "{"
        if repeated:
            optional = marks[at][0] in "?*" or re.match(r"\{0?,|\{0\}", marks[at])
            at += 1
            if optional:
                inside, letter = None, ""
        if letter and not repeated:
            run += letter
            continue
        candidates.append(frozenset([run + letter]))
        run = ""
        if inside is not None:
            candidates.append(inside)
    candidates.append(frozenset([run]))
    sound = [each for each in candidates if all(each) and each]
    return max(sound, key=_worth, default=None), at


def _worth(found: Needles) -> tuple[int, int]:
    """Long needles are rare in texts; of two kinds alike, the fewer are looked for sooner."""
    return min(map(_rarity, found)), -len(found)


def _rarity(needle: str) -> int:
    bare = needle.strip()
    if bare.rstrip("s") in COMMON:
        return 1
    return min(len(bare) if bare.isascii() else 3 * len(bare), 7)
