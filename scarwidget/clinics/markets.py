"""What the markets of a clinic let it show beside a treatment."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Showing = Literal["show", "generic", "hide"]
"""From free to forbidden; of two, the later one is the stricter."""

_STRICTNESS = get_args(Showing)

_NEAR = 0.85
"""How alike two ids are, out of 1, when one is taken for the other misspelt."""


def showing(treatment: str, markets: Collection[str]) -> Showing:
    """What a clinic in these markets may show for a treatment: the strictest of them.

    Takes a treatment id and market codes. A market that the table does not have hides
    every treatment the table restricts anywhere; no market at all shows what education
    may show. The table is ``markets.toml`` beside this module.
    """
    rule = _table().get(treatment)
    if rule is None:
        return "show"
    strictest = max((_STRICTNESS.index(rule.get(m, "hide")) for m in markets), default=0)
    found: Showing = _STRICTNESS[strictest]
    return found


def restricted_as(treatment: str, markets: Collection[str]) -> str | None:
    """The treatment that an unknown id comes near to, where these markets restrict it.

    ``Filler-HA`` and ``botulinum_toxin`` are no way round the rule for what they mean.
    """
    if treatment in _table():
        return None
    given = _letters(treatment)
    return next(
        (
            known
            for known in _table()
            if showing(known, markets) != "show"
            and (
                given.startswith(_letters(known))
                or SequenceMatcher(None, _letters(known), given).ratio() >= _NEAR
            )
        ),
        None,
    )


def _letters(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


@cache
def _table() -> Mapping[str, Mapping[str, Showing]]:
    data = tomllib.loads((Path(__file__).parent / "markets.toml").read_text("utf-8"))
    return {name: row["class"] for name, row in data["treatments"].items()}
