"""What is wrong with a file, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place.

    ``where`` is the file (or plugin) as a person would name it, ``key`` the place inside
    it (``service[2].treatment``), ``problem`` what was there and what was expected, and
    ``advice`` what to do about it, empty when the problem says it already.
    """

    where: str
    key: str
    problem: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: {self.key}" if self.key else self.where
        return f"{place}: {self.problem}" + (f" ({self.advice})" if self.advice else "")


class FaultsFound(Exception):
    """Raised once, with every fault of a run, never with the first one only."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice that names the known word nearest to a mistyped one, or lists them all."""
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return "one of: " + ", ".join(choices) if choices else ""
