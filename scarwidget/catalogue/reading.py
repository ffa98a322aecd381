"""Reads the files of the content folder, and gathers what is wrong with them."""

from __future__ import annotations

import reprlib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from scarwidget.catalogue.model import Entries
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.shapes import shaped

T = TypeVar("T")
Tree = dict[str, Any]
Pages = Mapping[str, Tree | None]
"""The files of a folder by their path inside it; None for one that cannot be read."""


class Reading:
    """One run over one content folder. It goes on after a fault, and keeps them all."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.faults: list[Fault] = []

    def fault(self, where: str, key: str, problem: str, advice: str = "") -> None:
        """Keep a fault; ``where`` is a path inside the content folder."""
        self.faults.append(Fault(f"content/{where}", key, problem, advice))

    def pages(self, folder: str, files: Collection[str], folders: Collection[str]) -> Pages:
        """All there is in a folder of the content; what has no place in it is a fault."""
        found: dict[str, Tree | None] = {}
        root = self.content / folder
        for path in sorted(root.rglob("*.toml")):
            name = path.relative_to(root).as_posix()
            if name in files or name.rpartition("/")[0] in folders:
                found[name] = self.tree(f"{folder}/{name}")
            else:
                self.fault(f"{folder}/{name}", "", "is not a known file", nearest(name, files))
        return found

    def whole(self, folder: str, files: Collection[str], folders: Collection[str]) -> Pages:
        """The pages of a folder which must have every one of these files and folders."""
        if not (self.content / folder).is_dir():
            self.fault(folder, "", "is missing")
            return {}
        found = self.pages(folder, files, folders)
        for name in files:
            if name not in found:
                self.fault(f"{folder}/{name}", "", "is missing")
        for name in folders:
            if not any(page.startswith(f"{name}/") for page in found):
                self.fault(f"{folder}/{name}", "", "has no files")
        return found

    def tree(self, where: str) -> Tree | None:
        """A file as TOML has it."""
        try:
            return tomllib.loads((self.content / where).read_text("utf-8"))
        except OSError as error:
            self.fault(where, "", f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self.fault(where, "", f"is not UTF-8: {error.reason} at byte {error.start}")
        except tomllib.TOMLDecodeError as error:
            self.fault(where, "", f"is not valid TOML: {error}")
        return None

    def shape(self, where: str, key: str, value: object, kind: type[T]) -> T | None:
        """The value as a ``kind``, None where it is none."""
        try:
            return shaped(f"content/{where}", key, value, kind)
        except FaultsFound as found:
            self.faults.extend(found.faults)
            return None

    def one(self, pages: Pages, folder: str, name: str, kind: type[T]) -> T | None:
        """A page that is one thing as a whole."""
        tree = pages.get(name)
        return None if tree is None else self.shape(f"{folder}/{name}", "", tree, kind)

    def rows(self, pages: Pages, folder: str, name: str, table: str, kind: type[T]) -> Entries[T]:
        """A page that holds rows of one table, each with its id."""
        tree = pages.get(name)
        if tree is None:
            return Entries({}, whole=False)
        where = f"{folder}/{name}"
        for key in sorted(tree.keys() - {table}):
            self.fault(where, key, "is not a known table", f"expected [[{table}]]")
        rows = tree.get(table)
        if not isinstance(rows, list):
            problem = "is missing" if rows is None else f"is {reprlib.repr(rows)}"
            self.fault(where, table, problem, f"expected [[{table}]]")
            return Entries({}, whole=False)
        sound: dict[str, T] = {}
        broken: set[str] = set()
        whole = True
        for index, row in enumerate(rows, 1):
            key = f"{table}[{index}]"
            before = len(self.faults)
            item = self.shape(where, key, row, kind)
            row_id = row.get("id") if isinstance(row, dict) else None
            unnamed = any(fault.key == f"{key}.id" for fault in self.faults[before:])
            if unnamed or not isinstance(row_id, str):
                whole = False
            elif row_id in sound or row_id in broken:
                self.fault(where, f"{key}.id", f"{row_id!r} is there twice")
            elif item is None:
                broken.add(row_id)
            else:
                sound[row_id] = item
        return Entries(sound, frozenset(broken), whole)


def under(pages: Pages, folder: str) -> Entries[Tree]:
    """The pages of one of the folders, by the names of the files."""
    found = {
        name.removeprefix(f"{folder}/").removesuffix(".toml"): tree
        for name, tree in pages.items()
        if name.startswith(f"{folder}/")
    }
    sound = {name: tree for name, tree in found.items() if tree is not None}
    return Entries(sound, frozenset(found.keys() - sound.keys()), whole=bool(found))
