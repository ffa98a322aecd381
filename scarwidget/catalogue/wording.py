"""Reads the words of each locale, and lays the other locales over English.

English is checked entry by entry against :mod:`scarwidget.catalogue.words`. Another locale
is laid over what English says, string by string, and only where English is sound: whatever
is wrong there is told once.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from scarwidget.catalogue import words
from scarwidget.catalogue.model import Entries
from scarwidget.catalogue.reading import Pages, Reading, Tree, under
from scarwidget.text import BASE_LOCALE, Text

Tell = Callable[[str, str, str], None]
"""Takes key, problem and advice of a fault in the file at hand."""


Place = tuple[str, str]
"""A file of a locale, and a key in it."""


class Collection(NamedTuple):
    """Words by id: what each entry is, and in which file under which key it stands."""

    kind: Any
    file: str
    key: str

    def place(self, name: str) -> Place:
        """The file of an entry, and its key there."""
        return self.file.format(name), self.key.format(name)


COLLECTIONS: Mapping[str, Collection] = {
    "treatments": Collection(words.TreatmentWords, "treatments/{}.toml", ""),
    "topics": Collection(words.TopicWords, "topics/{}.toml", ""),
    "brands": Collection(words.BrandWords, "brands.toml", "{}"),
    "scar_types": Collection(words.ScarTypeWords, "scar_types.toml", "{}"),
    "lookalikes": Collection(words.NamedText, "lookalikes.toml", "{}"),
    "severity": Collection(words.NamedText, "severity.toml", "{}"),
    "tones": Collection(words.NamedText, "tones.toml", "{}"),
    "tips": Collection(words.TipWords, "tips.toml", "{}"),
    "myths": Collection(words.MythWords, "myths.toml", "{}"),
    "cautions": Collection(words.CautionWords, "cautions.toml", "{}"),
    "scales": Collection(dict[str, words.NamedText], "scales.toml", "{}"),
    "questions": Collection(words.QuestionWords, "picker.toml", "questions.{}"),
    "outcomes": Collection(words.OutcomeWords, "picker.toml", "outcomes.{}"),
}
SINGLES: Mapping[str, type[msgspec.Struct]] = {
    "picker.toml": words.PickerWords,
    "ask.toml": words.AskWords,
    "review.toml": words.ReviewWords,
}
"""The files that are one thing; of the picker's, all but what is a collection."""

TABLES = ("questions", "outcomes")
FOLDERS = ("treatments", "topics")
FILES = sorted({c.file for c in COLLECTIONS.values() if "/" not in c.file} | SINGLES.keys())


@dataclass(frozen=True)
class Said:
    """What one locale says, as far as it could be read."""

    entries: Mapping[str, Entries[Any]]
    singles: Mapping[str, Any]

    def words(self) -> words.Words:
        """The words as one; only where there was no fault."""
        found: dict[str, Any] = {name: entries.sound for name, entries in self.entries.items()}
        tables = {name: found.pop(name) for name in TABLES}
        return words.Words(
            **found,
            picker=msgspec.structs.replace(self.singles["picker.toml"], **tables),
            ask=self.singles["ask.toml"].ask,
            review=self.singles["review.toml"],
        )


def read_english(reading: Reading) -> Said:
    """All that English says: every word must be there."""
    pages = reading.whole(BASE_LOCALE, FILES, FOLDERS)
    entries: dict[str, Entries[Any]] = {}
    for name, collection in COLLECTIONS.items():
        rows = _rows(pages, collection)
        found = {
            row: _checked(reading, *collection.place(row), value, collection.kind)
            for row, value in rows.sound.items()
        }
        sound = {row: said for row, said in found.items() if said is not None}
        entries[name] = Entries(sound, rows.ids - sound.keys(), rows.whole)
    singles = {
        name: _checked(reading, name, "", _single(tree), SINGLES[name])
        for name, tree in pages.items()
        if name in SINGLES and tree is not None
    }
    return Said(entries, singles)


def read_locale(reading: Reading, locale: str, english: Said) -> Said:
    """All that another locale says, and where it says nothing, what English does."""
    pages = reading.pages(locale, FILES, FOLDERS)
    entries: dict[str, Entries[Any]] = {}
    for name, collection in COLLECTIONS.items():
        base = english.entries[name]
        sound = dict(base.sound)
        for row, value in _rows(pages, collection).sound.items():
            file, key = collection.place(row)
            tell = _teller(reading, f"{locale}/{file}")
            if row in sound:
                sound[row] = laid_over(sound[row], value, locale, key, tell)
            elif base.lacks(row):
                _tell_made_up(tell, key)
        entries[name] = Entries(sound)
    singles = dict(english.singles)
    for name in SINGLES:
        single, tree = english.singles.get(name), pages.get(name)
        if single is not None and tree is not None:
            tell = _teller(reading, f"{locale}/{name}")
            singles[name] = laid_over(single, _single(tree), locale, "", tell)
    return Said(entries, singles)


def _rows(pages: Pages, collection: Collection) -> Entries[Any]:
    """The entries of a collection as they stand in the files."""
    file, _, name = collection.file.rpartition("/")
    if file:
        return under(pages, file)
    tree: object = pages.get(name)
    table = collection.key.rpartition(".")[0]
    if table and isinstance(tree, dict):
        tree = tree.get(table)
    return Entries(tree) if isinstance(tree, dict) else Entries({}, whole=False)


def _single(tree: Tree) -> Tree:
    """A file without the entries that are read one by one."""
    return {
        name: {} if name in TABLES and isinstance(part, dict) else part
        for name, part in tree.items()
    }


def _checked(reading: Reading, file: str, key: str, value: object, kind: Any) -> Any:
    where = f"{BASE_LOCALE}/{file}"
    return reading.shape(
        where, key, with_texts(value, _described(kind), key, _teller(reading, where)), kind
    )


def with_texts(value: Any, kind: inspect.Type, key: str, tell: Tell) -> Any:
    """The value with the wire form of an English Text wherever its kind has a Text."""
    match kind:
        case inspect.StructType(cls=cls) if cls is Text:
            return {"value": _text(value, key, tell), "lang": BASE_LOCALE}
        case inspect.StructType(fields=fields) if isinstance(value, dict):
            kinds = {field.encode_name: field.type for field in fields}
            return {
                name: with_texts(part, kinds[name], _join(key, name), tell)
                if name in kinds
                else part
                for name, part in value.items()
            }
        case inspect.DictType(value_type=inner) if isinstance(value, dict):
            return {
                name: with_texts(part, inner, _join(key, name), tell)
                for name, part in value.items()
            }
        case inspect.VarTupleType(item_type=inner) if isinstance(value, list):
            return [with_texts(v, inner, f"{key}[{i}]", tell) for i, v in enumerate(value, 1)]
        case inspect.UnionType(types=kinds_of):
            inner = next(each for each in kinds_of if not isinstance(each, inspect.NoneType))
            return with_texts(value, inner, key, tell)
        case _:
            return value


def laid_over(base: Any, over: object, locale: str, key: str, tell: Tell) -> Any:
    """What English says, with every string that the locale has in its place."""
    match base, over:
        case Text(), _:
            return Text(_text(over, key, tell), locale)
        case tuple(), list() if over:
            return tuple(
                Text(_text(part, f"{key}[{index}]", tell), locale)
                for index, part in enumerate(over, 1)
            )
        case ((dict() | msgspec.Struct()), dict()):
            known = base if isinstance(base, dict) else _fields(base)
            for name in sorted(over.keys() - known.keys()):
                _tell_made_up(tell, _join(key, name))
            changed = {
                name: laid_over(known[name], part, locale, _join(key, name), tell)
                for name, part in over.items()
                if name in known
            }
            if isinstance(base, dict):
                return {**base, **changed}
            return msgspec.structs.replace(base, **changed)
        case _:
            expected = "a list of texts" if isinstance(base, tuple) else "a table"
            tell(key, f"is {reprlib.repr(over)}, expected {expected}", "")
            return base


def _text(value: object, key: str, tell: Tell) -> str:
    if not isinstance(value, str):
        tell(key, f"is {reprlib.repr(value)}, expected text in quotes", "")
        return ""
    if not value.strip():
        tell(key, "is empty", "write it, or leave the key out")
    return value.strip()


def _tell_made_up(tell: Tell, key: str) -> None:
    tell(key, "is said in this locale only", f"add it to {BASE_LOCALE} first")


def _teller(reading: Reading, where: str) -> Tell:
    return lambda key, problem, advice: reading.fault(where, key, problem, advice)


def _fields(said: msgspec.Struct) -> dict[str, Any]:
    """The fields that say anything."""
    return {k: v for k, v in msgspec.structs.asdict(said).items() if v is not None and v != ()}


@cache
def _described(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
