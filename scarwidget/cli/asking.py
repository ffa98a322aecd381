"""Questions on a terminal, for what the command line leaves open."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scarwidget.starters import Unfit

T = TypeVar("T")


class Unanswered(Exception):
    """Not every question has an answer that can be taken; ``reasons`` says why."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question, the flag that answers it, how an answer is read, and the usual one.

    ``read`` takes one string, or with ``several`` a list of them, and raises
    :class:`~scarwidget.starters.Unfit`.
    """

    flag: str
    text: str
    read: Callable[..., T]
    usual: str = ""
    several: bool = False

    def parse(self, typed: str) -> T:
        """What somebody means who typed this."""
        return self.read(typed.replace(",", " ").split() if self.several else typed)


@dataclass
class Asker:
    """Whoever answers: somebody at a terminal, or nobody.

    With nobody there a question that is left open gets its usual answer, and an answer that
    cannot be taken is put into ``wrong``, so that all of them are told in one run.
    """

    somebody: bool
    wrong: list[str] = field(default_factory=list)

    def ask(self, question: Question[T], given: str | Sequence[str] | None) -> T | None:
        """The answer that was given, or is given now; None where it cannot be taken."""
        try:
            if given is not None:
                return question.read(given)
            if not self.somebody:
                return question.parse(question.usual)
        except Unfit as error:
            if not self.somebody:
                self.wrong.append(f"{question.flag}: {error}")
                return None
            print(error, file=sys.stderr)
        return self._asked(question)

    def _asked(self, question: Question[T]) -> T:
        usual = f" [{question.usual}]" if question.usual else ""
        while True:
            try:
                return question.parse(input(f"{question.text}{usual} ").strip() or question.usual)
            except Unfit as error:
                print(error, file=sys.stderr)
