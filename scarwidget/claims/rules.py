"""The rules as data: what each looks for, where it is an error, and on whose word."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from scarwidget.clinics.models import Market

RULES_FOLDER = Path(__file__).parent / "rules"
SOURCES_FILE = "sources.toml"

MARKETS: tuple[str, ...] = get_args(Market)

Kind = Literal["text", "link", "picture", "brand", "card", "acceptance"]
"""What a rule looks at: words, addresses of links, pictures, names of brands, a service's card
as a whole, or the acceptances of findings."""

Context = Literal["denied", "asked", "warned"]
"""What is said about words, so that they are no claim: that they do not hold, whether they
do, or that others claim them."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule comes from, and how much of that was read; ``memory`` is nothing of it."""

    id: str
    title: str
    read: Literal["seen", "part", "heading", "memory"]
    url: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule. In a market that is neither in ``error`` nor in ``warning`` it finds nothing.

    ``en`` and ``zh`` are patterns for texts in small letters; a match that overlaps one of
    ``spare``, or stands in one of the contexts of ``unless``, is no finding. ``education``
    rules hold in neutral education too. ``condition`` tells people what else has to be so.
    """

    id: Annotated[str, msgspec.Meta(pattern="^SW[0-9]{3}$")]
    title: str
    kind: Kind = "text"
    error: tuple[Market, ...] = ()
    warning: tuple[Market, ...] = ()
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    unless: tuple[Context, ...] = ()
    condition: str = ""
    education: bool = False
    acceptable: bool = True
    why: str
    instead: str
    sources: tuple[str, ...]
    legal_check: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Rule, ...] = ()
    source: tuple[Source, ...] = ()


@cache
def load_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the ids. Read once, when first asked for."""
    found = [rule for file in sorted(RULES_FOLDER.glob("*.toml")) for rule in _file(file).rule]
    return {rule.id: rule for rule in sorted(found, key=lambda rule: rule.id)}


def load_sources() -> Mapping[str, Source]:
    """Every source by its id."""
    return {source.id: source for source in _file(RULES_FOLDER / SOURCES_FILE).source}


def _file(path: Path) -> _File:
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
