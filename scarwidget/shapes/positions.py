"""Where the keys of a TOML file stand, which the standard library does not tell.

It reads only what :mod:`tomllib` has read already, so it need not know what is wrong with a
file; and what it found must be what tomllib found, or it tells nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
"""Keys by name, the items of lists by their number, from one."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


def positions(text: str, tree: Mapping[str, Any]) -> dict[str, int | None]:
    """The line of every key of ``text``, whose content is ``tree``; empty where in doubt.

    Keys are spelt as faults spell them, ``service[2].price.from``. None stands beside a
    spelling that two keys share.
    """
    try:
        found = _Reader(text).read()
        if found.keys() != set(_paths(tree, ())):
            return {}
    except (_Lost, RecursionError):
        return {}
    spelt: dict[str, int | None] = {}
    for path, line in found.items():
        key = spelling(path)
        spelt[key] = None if key in spelt else line
    return spelt


def spelling(path: Path) -> str:
    """A path as faults spell it."""
    spelt = ""
    for part in path:
        if isinstance(part, int):
            spelt += f"[{part}]"
        else:
            spelt += f".{part}" if spelt else part
    return spelt


class _Lost(Exception):
    """Something that a valid file does not have in this place."""


class _Reader:
    """One run over one file. Texts are skipped as a whole, and numbers not looked at."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.rows: dict[Path, int] = {}
        self._counted = (0, 1)

    def read(self) -> dict[Path, int]:
        """The line of every path."""
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self.at == len(self.text):
                return self.lines
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        """``[table]`` or ``[[table]]``: the path of what follows it."""
        line = self._line()
        row = self.text.startswith("[[", self.at)
        self.at += 2 if row else 1
        parts = self._key()
        self._expect("]]" if row else "]")
        path: Path = ()
        for part in parts[:-1]:
            path = self._within((*path, part))
            self.lines.setdefault(path, line)
        path = (*path, parts[-1])
        if row:
            self.rows[path] = self.rows.get(path, 0) + 1
            self.lines.setdefault(path, line)
            path = (*path, self.rows[path])
        # In its own place, which counts more than where it was but implied.
        self.lines[path] = line
        return path

    def _within(self, path: Path) -> Path:
        """The last row of a list of tables; any other path as it is."""
        return (*path, self.rows[path]) if path in self.rows else path

    def _pair(self, table: Path) -> None:
        """``key = value``, the key dotted or not."""
        line = self._line()
        path = table
        parts = self._key()
        for part in parts[:-1]:
            path = (*path, part)
            self.lines.setdefault(path, line)
        path = (*path, parts[-1])
        self.lines[path] = line
        self._expect("=")
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._skip(_SPACE)
            if (found := _BARE.match(self.text, self.at)) is not None:
                parts.append(found[0])
            elif (found := _STRING.match(self.text, self.at)) is not None:
                parts.append(_unquoted(found[0]))
            else:
                raise _Lost
            self.at = found.end()
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _value(self, path: Path) -> None:
        if self.text.startswith("[", self.at):
            self._list(path)
        elif self.text.startswith("{", self.at):
            self._inline_table(path)
        else:
            string = _STRING.match(self.text, self.at)
            found = string or _SCALAR.match(self.text, self.at)
            if found is None:
                raise _Lost
            self.at = found.end()

    def _list(self, path: Path) -> None:
        self.at += 1
        number = 0
        while not self._ends("]"):
            number += 1
            self.lines[*path, number] = self._line()
            self._value((*path, number))
            self._separator("]")

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while not self._ends("}"):
            self._pair(path)
            self._separator("}")

    def _ends(self, bracket: str) -> bool:
        self._skip(_BLANK)
        if self.text.startswith(bracket, self.at):
            self.at += 1
            return True
        return False

    def _separator(self, bracket: str) -> None:
        self._skip(_BLANK)
        if not self.text.startswith(bracket, self.at):
            self._expect(",")

    def _expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise _Lost
        self.at += len(mark)

    def _skip(self, blank: re.Pattern[str]) -> None:
        if (found := blank.match(self.text, self.at)) is not None:
            self.at = found.end()

    def _line(self) -> int:
        at, line = self._counted
        line += self.text.count("\n", at, self.at)
        self._counted = (self.at, line)
        return line


def _unquoted(quoted: str) -> str:
    [key] = tomllib.loads(f"{quoted} = 0")
    return key


def _paths(value: object, path: Path) -> Iterator[Path]:
    """Every path of a tree but the root's."""
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _paths(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from _paths(part, (*path, number))
