"""Reads the content folder into one checked, frozen catalogue.

Every fault of a run is collected before anything is refused, each with its file, its key,
what was there and what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from scarwidget.catalogue import facts
from scarwidget.catalogue.checks import check_catalogue
from scarwidget.catalogue.model import Catalogue
from scarwidget.catalogue.words import Words
from scarwidget.faults import Fault, FaultsFound
from scarwidget.text import BASE_LOCALE

CONTENT = Path(__file__).parent / "content"
"""The content that ships with scarwidget."""

T = TypeVar("T")
Tree = dict[str, Any]

_COLLECTIONS = (
    "brands",
    "scar_types",
    "lookalikes",
    "severity",
    "tones",
    "tips",
    "myths",
    "cautions",
    "scales",
    "review",
)
_FOLDERS = ("treatments", "topics")


def load_catalogue(content: Path = CONTENT) -> Catalogue:
    """Read, check and freeze the catalogue under ``content``.

    Raises :class:`~scarwidget.faults.FaultsFound` with everything that is wrong.
    """
    return _Loading(content).catalogue()


class _Loading:
    """One run over one content folder, gathering faults as it goes."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.faults: list[Fault] = []
        # What did not load must not be reported a second time for being missing.
        self.broken: set[str] = set()
        self.unread: set[str] = set()

    def catalogue(self) -> Catalogue:
        review = self.one("facts/review.toml", facts.Review)
        picker = self.one("facts/picker.toml", facts.PickerRules)
        sources = self.many("sources", "source", facts.Source)
        brands = self.many("brands", "brand", facts.Brand)
        scar_types = self.many("scar_types", "scar_type", facts.ScarType)
        lookalikes = self.many("lookalikes", "lookalike", facts.Sourced)
        severity = self.many("severity", "grade", facts.Sourced)
        tones = self.many("tones", "tone", facts.Sourced)
        tips = self.many("tips", "tip", facts.Tip)
        myths = self.many("myths", "myth", facts.Sourced)
        topics = self.many("topics", "topic", facts.Topic)
        cautions = self.many("cautions", "caution", facts.Caution)
        treatments = self.folder("treatments", facts.Treatment)
        words = self.words()
        if review is None or picker is None or BASE_LOCALE not in words:
            raise FaultsFound(self.faults)
        catalogue = Catalogue(
            review=review,
            picker=picker,
            sources=sources,
            brands=brands,
            scar_types=scar_types,
            lookalikes=lookalikes,
            severity=severity,
            tones=tones,
            tips=tips,
            myths=myths,
            topics=topics,
            cautions=cautions,
            treatments=treatments,
            words=words,
        )
        self.faults.extend(fault for fault in check_catalogue(catalogue) if self.is_news(fault))
        if self.faults:
            raise FaultsFound(self.faults)
        return catalogue

    def is_news(self, fault: Fault) -> bool:
        """Whether a cross-check says more than that something broken is missing."""
        named = re.findall(r"'([^']+)'", fault.problem)
        return self.broken.isdisjoint((*fault.key.split("."), *named, Path(fault.where).stem))

    def fault(self, where: str, key: str, problem: str, advice: str = "") -> None:
        self.faults.append(Fault(f"content/{where}", key, problem, advice))

    def read(self, where: str) -> Tree | None:
        try:
            return tomllib.loads((self.content / where).read_text("utf-8"))
        except OSError as error:
            self.fault(where, "", f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self.fault(where, "", f"is not UTF-8: {error.reason} at byte {error.start}")
        except tomllib.TOMLDecodeError as error:
            self.fault(where, "", f"is not valid TOML: {error}")
        return None

    def convert(self, where: str, key: str, value: object, kind: type[T]) -> T | None:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            problem, _, path = str(error).partition(" - at `")
            inner = path.rstrip("`").removeprefix("$").removeprefix(".")
            self.fault(where, ".".join(filter(None, (key, inner))), problem)
            return None

    def one(self, where: str, kind: type[T]) -> T | None:
        tree = self.read(where)
        return None if tree is None else self.convert(where, "", tree, kind)

    def many(self, name: str, table: str, kind: type[T]) -> dict[str, T]:
        where = f"facts/{name}.toml"
        tree = self.read(where)
        if tree is None:
            self.unread.add(name)
            return {}
        for key in tree.keys() - {table}:
            self.fault(where, key, "is not a known table", f"expected [[{table}]]")
        found: dict[str, T] = {}
        for index, row in enumerate(tree.get(table, []), 1):
            key = f"{table}[{index}]"
            item = self.convert(where, key, row, kind)
            row_id = str(row.get("id", "")) if isinstance(row, dict) else ""
            if item is None:
                self.broken.add(row_id)
                continue
            if row_id in found:
                self.fault(where, f"{key}.id", f"{row_id!r} is there twice")
            found[row_id] = item
        return found

    def folder(self, name: str, kind: type[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for path in sorted((self.content / "facts" / name).glob("*.toml")):
            where = f"facts/{name}/{path.name}"
            item = self.one(where, kind)
            if item is None:
                self.broken.add(path.stem)
                continue
            if getattr(item, "id", "") != path.stem:
                self.fault(where, "id", f"is not the name of its file, {path.stem!r}")
            found[path.stem] = item
        return found

    def words(self) -> dict[str, Words]:
        base = self.locale_tree(BASE_LOCALE)
        for name in self.unread:
            self.broken.update(base.get(name, {}))
        words: dict[str, Words] = {}
        for path in sorted(self.content.iterdir()):
            if not path.is_dir() or path.name == "facts":
                continue
            tree = base
            if path.name != BASE_LOCALE:
                tree = dict(self.laid_over(base, self.locale_tree(path.name), path.name))
            said = self.convert_words(path.name, tree)
            if said is not None:
                words[path.name] = said
        return words

    def convert_words(self, locale: str, tree: Tree) -> Words | None:
        """Convert entry by entry, so that one faulty entry does not hide the next."""
        parts: dict[str, Any] = {}
        for field in msgspec.structs.fields(Words):
            value = tree.get(field.name, {})
            entry_kind = _entry_kind(field.type)
            where = f"{locale}/{field.name}"
            if entry_kind is None or not isinstance(value, dict):
                parts[field.name] = self.convert(where, "", value, field.type)
                continue
            entries = {key: self.convert(where, key, v, entry_kind) for key, v in value.items()}
            self.broken.update(key for key, entry in entries.items() if entry is None)
            parts[field.name] = {key: v for key, v in entries.items() if v is not None}
        return None if None in parts.values() else Words(**parts)

    def locale_tree(self, locale: str) -> Tree:
        tree: Tree = {}
        for name in _COLLECTIONS:
            tree[name] = self.said(locale, f"{locale}/{name}.toml")
        tree["picker"] = self.said(locale, f"{locale}/picker.toml")
        tree["ask"] = self.said(locale, f"{locale}/ask.toml").get("ask", [])
        for name in _FOLDERS:
            folder = self.content / locale / name
            tree[name] = {
                path.stem: self.said(locale, f"{locale}/{name}/{path.name}")
                for path in sorted(folder.glob("*.toml"))
            }
        return tree

    def said(self, locale: str, where: str) -> Tree:
        if locale != BASE_LOCALE and not (self.content / where).exists():
            return {}
        tree = self.read(where)
        if tree is None:
            self.broken.add(Path(where).stem)
            return {}
        return dict(self.texts(tree, locale, where, ""))

    def texts(
        self, tree: Mapping[str, Any], locale: str, where: str, path: str
    ) -> Iterator[tuple[str, Any]]:
        """Turn every string into the wire form of a Text in this locale."""
        for key, value in tree.items():
            yield key, self.text(value, locale, where, f"{path}.{key}" if path else key)

    def text(self, value: object, locale: str, where: str, path: str) -> object:
        match value:
            case str():
                if not value.strip():
                    self.fault(where, path, "is empty", "leave the key out instead")
                return {"value": value.strip(), "lang": locale}
            case dict():
                return dict(self.texts(value, locale, where, path))
            case list():
                return [self.text(v, locale, where, f"{path}[{i}]") for i, v in enumerate(value, 1)]
            case _:
                self.fault(where, path, f"is {type(value).__name__}, expected text in quotes")
                return {"value": "", "lang": locale}

    def laid_over(self, base: Tree, over: Tree, where: str) -> Iterator[tuple[str, Any]]:
        """``base`` with all that ``over`` has; what only ``over`` has is a fault."""
        for key in over.keys() - base.keys():
            self.fault(where, key, "is said in this locale only", f"add it to {BASE_LOCALE} first")
        for key, value in base.items():
            other = over.get(key)
            if isinstance(value, dict) and isinstance(other, dict) and "lang" not in value:
                yield key, dict(self.laid_over(value, other, f"{where}/{key}"))
            else:
                yield key, value if other is None else other


def _entry_kind(kind: Any) -> Any:
    """The value type of a ``dict[str, X]``; None for anything else."""
    return kind.__args__[1] if getattr(kind, "__origin__", None) is dict else None
