"""Brands as people write them: in any case, spaced out, with accents, in wide letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from scarwidget.catalogue.facts import Brand
from scarwidget.catalogue.model import Catalogue

_OWNED = re.compile("[\u00a9\u00ae\u2117\u2120\u2122]")
"""Signs of ownership, of which some would else turn into letters."""

_WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
"""Latin letters are a word of their own, since Chinese puts no space around them."""


def find_brand(catalogue: Catalogue, named: str | None) -> Brand | None:
    """The brand of this id or name, however it is written; None when the catalogue has none."""
    wanted = "".join(_words(named or ""))
    brands = catalogue.brands.values()
    return next((brand for brand in brands if wanted in _spellings(brand.id, brand.name)), None)


def brands_in(catalogue: Catalogue, said: str) -> tuple[Brand, ...]:
    """The brands that a text names, alone or among other words."""
    words = _words(said)
    return tuple(
        brand
        for brand in catalogue.brands.values()
        if any(_begins(words[start:], brand) for start in range(len(words)))
    )


def _begins(words: list[str], brand: Brand) -> bool:
    """Whether the first words, or the pieces of one, spell a brand."""
    spellings = _spellings(brand.id, brand.name)
    longest = max(map(len, spellings))
    run = ""
    for word in words[:longest]:
        run += word
        if run in spellings:
            return True
    return False


@cache
def _spellings(*names: str) -> frozenset[str]:
    return frozenset("".join(_words(name)) for name in names)


def _words(text: str) -> list[str]:
    """The words of a text as bare letters and digits: what is left when all style is gone."""
    plain = unicodedata.normalize("NFKD", _OWNED.sub(" ", text)).casefold()
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
