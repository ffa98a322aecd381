"""Where a plugin falls short of what is asked of every plugin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Check = Literal["loads", "claims", "languages", "sanitiser", "accessibility", "answers"]

CHECKS: tuple[Check, ...] = get_args(Check)
"""What is looked at, in this order."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing in which a plugin falls short, and what to do about it.

    ``check`` names what was looked at, ``where`` is a file, a clinic or an address, ``key``
    the place in it, ``problem`` what was there, and ``advice`` what to do.
    """

    check: Check
    where: str
    key: str
    problem: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.where}: {self.key}" if self.key else self.where
        return f"[{self.check}] {place}: {self.problem}" + (
            f" ({self.advice})" if self.advice else ""
        )
