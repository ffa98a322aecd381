"""What is wrong with a file, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place.

    ``where`` is the file (or plugin) as a person would name it, ``key`` the place inside
    it (``service[2].treatment``), ``problem`` what was there and what was expected, and
    ``advice`` what to do about it, empty when the problem says it already. ``line`` is
    where in the file, from one; None where nobody can tell for certain.
    """

    where: str
    key: str
    problem: str
    advice: str = ""
    line: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        if self.key:
            place = f"{place}: {self.key}"
        said = f"{place}: {self.problem}" + (f" ({self.advice})" if self.advice else "")
        # A key out of a file may hold what moves a terminal's cursor or turns a line around.
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in said)


class FaultsFound(Exception):
    """Raised once, with every fault of a run, never with the first one only."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def close(word: str, known: Iterable[str]) -> str:
    """Advice that names the known word nearest to a mistyped one; nothing if none is near."""
    found = difflib.get_close_matches(word, sorted(known), n=1)
    return f"did you mean {found[0]!r}?" if found else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice that names the known word nearest to a mistyped one, or lists them all."""
    choices = sorted(known)
    return close(word, choices) or ("one of: " + ", ".join(choices) if choices else "")
