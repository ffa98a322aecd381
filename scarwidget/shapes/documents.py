"""Files that people write: read within bounds, and asked where in them something stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from scarwidget.faults import Fault, FaultsFound
from scarwidget.shapes.checking import shaped
from scarwidget.shapes.positions import positions

T = TypeVar("T")

MOST_BYTES = 1_000_000
"""A larger file is not one that a person wrote."""

_LINE = re.compile(r"at line (\d+), column \d+")
_PARENT = re.compile(r"(?:^|\.)[^.\[\]]*$|\[\d+\]$|.$", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A TOML file: what it holds, and where. ``where`` is what faults call it."""

    where: str
    text: str
    tree: Mapping[str, Any]

    @cached_property
    def _positions(self) -> Mapping[str, int | None]:
        return positions(self.text, self.tree)

    def line(self, key: str) -> int | None:
        """The line of a key, or of the nearest thing around it; None where nobody can tell."""
        while key:
            if key in self._positions:
                return self._positions[key]
            key = _PARENT.sub("", key, count=1)
        return None

    def fault(self, key: str, problem: str, advice: str = "") -> Fault:
        """A fault of one key of the file."""
        return Fault(self.where, key, problem, advice, self.line(key))

    def shaped(self, key: str, value: object, kind: type[T]) -> T:
        """As :func:`~scarwidget.shapes.shaped`, its faults with their lines."""
        try:
            return shaped(self.where, key, value, kind)
        except FaultsFound as found:
            raise FaultsFound(self.located(found.faults)) from None

    def located(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Faults of the file, with their lines."""
        return (replace(fault, line=self.line(fault.key)) for fault in faults)


def read_document(path: Path) -> Document:
    """Read a TOML file; :class:`~scarwidget.faults.FaultsFound` where it cannot be read."""
    where = str(path)
    text = read_text(path)
    try:
        return Document(where, text, tomllib.loads(text))
    except RecursionError:
        raise FaultsFound([Fault(where, "", "cannot be read: it is nested too deep")]) from None
    except ValueError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else None
        raise FaultsFound([Fault(where, "", f"cannot be read: {error}", line=line)]) from None


def read_text(path: Path) -> str:
    """Read a file in UTF-8; :class:`~scarwidget.faults.FaultsFound` where it cannot be read."""
    where = str(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise FaultsFound([Fault(where, "", problem)]) from None
    if len(content) > MOST_BYTES:
        problem = f"cannot be read: it is larger than {MOST_BYTES:,} bytes"
        raise FaultsFound([Fault(where, "", problem)])
    try:
        # Some editors put a byte order mark before what they save.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"cannot be read: it is not UTF-8 ({error.reason})"
        raise FaultsFound([Fault(where, "", problem, line=line)]) from None
