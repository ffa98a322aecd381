"""The claims linter: what a clinic's copy says that the rules of its markets do not allow."""

from scarwidget.claims.findings import Finding
from scarwidget.claims.linter import lint_clinic, lint_text
from scarwidget.claims.rules import MARKETS, Rule, Source, load_rules, load_sources

RULES = load_rules()
"""Every rule by its id."""

__all__ = [
    "MARKETS",
    "RULES",
    "Finding",
    "Rule",
    "Source",
    "lint_clinic",
    "lint_text",
    "load_rules",
    "load_sources",
]
