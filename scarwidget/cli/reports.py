"""Faults and notices as lines for a person."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from scarwidget.faults import Fault


def print_faults(faults: Iterable[Fault], kind: str = "fault") -> int:
    """Print each on a line of its own to the standard error stream, and give their number."""
    count = 0
    for fault in faults:
        print(f"{kind}: {fault}", file=sys.stderr)
        count += 1
    return count


def counted(number: int, thing: str) -> str:
    """A number of things, as English says it."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
