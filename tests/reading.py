"""How hard a text is to read, and what a rendered widget says.

The measure is the Flesch-Kincaid grade, ``0.39 * words / sentences + 11.8 * syllables / words
- 15.59``, with these rules:

* A word is what stands between spaces. Its syllables are the breaks that pyphen's dictionary of
  US English knows, plus one; but pyphen never breaks off a single letter (``ev-ery``, ``area``),
  so where a word has more groups of vowels than that, their number counts. The parts of
  ``skin-care`` are counted one by one.
* A number counts as a word of one syllable, whatever its digits.
* A clinical word that plain English cannot avoid counts as one word of two syllables. All of
  these stand in the glossary, ``tests/data/glossary.toml``; no other word is excused.
* Only prose counts: blocks (paragraphs, items, cells) that end as a sentence does. Headings and
  labels are left out, since each would count as a short sentence and flatter the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pyphen  # type: ignore[import-untyped, unused-ignore] # older ones have no types

HARDEST = 6.9
"""The highest grade at which a text of the project may stand."""

GLOSSARY = Path(__file__).parent / "data" / "glossary.toml"
GLOSSARY_SYLLABLES = 2

_DICTIONARY = pyphen.Pyphen(lang="en_US")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+")
_PROSE = re.compile(r"[.!?][\"')\]]*$")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_PARTS = re.compile(r"[-/:–—]")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"([^aeiouyl]e|[aeiouy]le|[^aeioutdy]ed|[^aeiouscgxzhy]es)$")

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "sub", "sup"}
)
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_UNREAD = frozenset({"script", "style", "template", "title"})


@cache
def glossary() -> frozenset[str]:
    """The clinical words that count as two syllables, in lower case."""
    data = tomllib.loads(GLOSSARY.read_text("utf-8"))
    return frozenset(word for group in data["words"].values() for word in group)


@cache
def syllables(word: str) -> int:
    """The syllables of one word, as this module counts them."""
    if word.lower() in glossary():
        return GLOSSARY_SYLLABLES
    parts = [part for part in _PARTS.split(word) if part]
    if len(parts) > 1:
        return sum(syllables(part) for part in parts)
    if any(character.isdigit() for character in word):
        return 1
    vowels = len(_VOWELS.findall(word.lower())) - bool(_SILENT_END.search(word.lower()))
    return max(len(_DICTIONARY.positions(word)) + 1, vowels)


def words(text: str) -> list[str]:
    """The words of a text, without the marks around them."""
    return [bare for word in text.split() if (bare := _EDGES.sub("", word))]


def sentences(text: str) -> list[str]:
    """The sentences of one block of text."""
    return [part for part in _SENTENCE_END.split(text.strip()) if words(part)]


def grade(blocks: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of the prose in some blocks of text."""
    found = [sentence for block in blocks if _PROSE.search(block) for sentence in sentences(block)]
    said = [word for sentence in found for word in words(sentence)]
    assert said, "there is no prose to read"
    spoken = sum(syllables(word) for word in said)
    return 0.39 * len(said) / len(found) + 11.8 * spoken / len(said) - 15.59


def blocks(html: str, *, within: str = "", without: tuple[str, ...] = ()) -> list[str]:
    """What a reader meets in a piece of HTML, block by block.

    ``within`` is the id or class of the one element to read, else all is read; elements of a
    class in ``without`` are left out with all they hold.
    """
    reader = _Reader(within, frozenset(without))
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


def text_of(html: str, *, within: str = "", without: tuple[str, ...] = ()) -> str:
    """The same as one text, a line a block."""
    return "\n".join(blocks(html, within=within, without=without))


class _Reader(HTMLParser):
    """Gathers the text of each block, and keeps count of where it is."""

    def __init__(self, within: str, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.within = within
        self.without = without
        self.blocks: list[str] = []
        self.open: list[tuple[str, bool, bool]] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_block()
        if tag in _VOID:
            return
        given = dict(attrs)
        names = {*(given.get("class") or "").split(), given.get("id") or ""}
        _, inside, unread = self.open[-1] if self.open else ("", not self.within, False)
        inside = inside or self.within in names
        unread = unread or tag in _UNREAD or bool(names & self.without)
        self.open.append((tag, inside, unread))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_block()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _, inside, unread = self.open[-1] if self.open else ("", not self.within, False)
        if inside and not unread:
            self.pieces.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.blocks.append(text)


def rows(html: str, *, within: str = "", without: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The rows of the tables in a piece of HTML: the text of each cell."""
    reader = _Rows(within, frozenset(without))
    reader.feed(html)
    reader.close()
    return [tuple(" ".join("".join(cell).split()) for cell in row) for row in reader.rows]


class _Rows(_Reader):
    """Gathers the cells of each row instead of blocks."""

    def __init__(self, within: str, without: frozenset[str]) -> None:
        super().__init__(within, without)
        self.rows: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if self.open and self.open[-1][1] and tag == "tr":
            self.rows.append([])
        if self.rows and tag in ("td", "th"):
            self.rows[-1].append([])

    def end_block(self) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].extend((*self.pieces, " "))
        self.pieces.clear()
