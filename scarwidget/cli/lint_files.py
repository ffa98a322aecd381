"""Findings in a file of text that belongs to no clinic's plugin, or to a plugin's own widgets."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec
from babel.messages.pofile import PoFileError, read_po

from scarwidget.claims import Finding, lint_text
from scarwidget.plugins.proofreading import line_of

TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm", ".toml")

_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)

_QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


def lint_file(
    path: Path, markets: Collection[str], *, promotional: bool = True
) -> Iterator[Finding]:
    """What the rules find in a text file; raises ValueError where a TOML file is none."""
    text = path.read_text("utf-8-sig")
    if path.suffix.lower() == ".toml":
        for key, said in _strings(tomllib.loads(text), ""):
            for found in lint_text(
                said, markets, where=str(path), key=key, promotional=promotional
            ):
                yield msgspec.structs.replace(found, line=line_of(text, found.words))
    else:
        yield from lint_text(text, markets, where=str(path), promotional=promotional)


def lint_template(
    path: Path, markets: Collection[str], *, promotional: bool = True
) -> Iterator[Finding]:
    """What the rules find in the words of a template, without its Jinja."""
    text = _JINJA.sub(_said_in_tag, path.read_text("utf-8"))
    yield from lint_text(
        text, markets, locale="en", where=str(path), key=path.name, promotional=promotional
    )


def _said_in_tag(match: re.Match[str]) -> str:
    """The strings in a tag of Jinja, such as those for ``_()``, on as many lines as it has."""
    said = [first or second for first, second in _QUOTED.findall(match[0])]
    shown = "" if match[0].startswith("{#") else ". ".join(said)
    return shown + "\n" * match[0].count("\n") or " "


def lint_messages(
    path: Path, markets: Collection[str], *, promotional: bool = True
) -> Iterator[Finding]:
    """What the rules find in the translations of a ``.po`` file; nothing in a broken one."""
    try:
        with path.open("rb") as file:
            messages = list(read_po(file))
    except (PoFileError, ValueError):
        return
    for message in messages:
        said = message.string if isinstance(message.string, str) else " ".join(message.string or ())
        if message.id and said:
            for found in lint_text(
                said, markets, locale=path.stem, where=str(path), promotional=promotional
            ):
                yield msgspec.structs.replace(found, line=message.lineno)


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield key, value
        case dict():
            for name, part in value.items():
                yield from _strings(part, f"{key}.{name}" if key else name)
        case list():
            for index, part in enumerate(value, 1):
                yield from _strings(part, f"{key}[{index}]")
