"""What the claims linter says of a clinic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scarwidget.claims import Finding
from scarwidget.edition import Edition
from scarwidget.plugins import Publication
from scarwidget.plugins.proofreading import proofread
from scarwidget.testing.shortfalls import Shortfall

UNTRANSLATED = "SW055"
"""The rule on what is not said in every language: another check tells that, and how to say it."""


def shortfalls(publication: Publication, edition: Edition, today: date) -> Iterator[Shortfall]:
    """Every error of the linter in the clinic's own markets; its warnings are not among them."""
    owner = next(plugin for plugin in publication.plugins if edition.clinic.id in plugin.clinics)
    texts = publication.texts.get(edition.clinic.id, ())
    for found in proofread(edition, owner, texts, today):
        if found.is_error and found.rule != UNTRANSLATED:
            where = f"{found.where}:{found.line}" if found.line else found.where
            yield Shortfall("claims", where, found.key, _said(found), found.instead)


def _said(found: Finding) -> str:
    words = f": {found.words!r}" if found.words else ""
    language = f" in {found.locale}" if found.locale else ""
    return f"{found.rule} {found.title} ({', '.join(found.errors_in)}){language}{words}"
