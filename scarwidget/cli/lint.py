"""``scarwidget lint``: what a clinic's copy says that its markets do not allow."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from scarwidget.claims import Finding
from scarwidget.cli.lint_files import TEXT_SUFFIXES, lint_file
from scarwidget.cli.lint_plugins import is_plugin, lint_plugins, plugins_at
from scarwidget.cli.lint_reports import REPORTS
from scarwidget.faults import Fault, FaultsFound


class Unreadable(Exception):
    """What a path is not, in one line for whoever gave it."""


def run(args: argparse.Namespace) -> int:
    """Exit status 1 for an error or a fault, with ``--strict`` a warning too; 2 for wrong usage."""
    try:
        for path in args.paths:
            _check(path, args.market)
        findings, faults = _read(args)
    except Unreadable as problem:
        print(f"scarwidget lint: {problem}", file=sys.stderr)
        return 2
    except FaultsFound as found:
        findings, faults = [], list(found.faults)
    findings = [msgspec.structs.replace(each, where=_near(each.where)) for each in findings]
    REPORTS[args.format](findings, faults)
    failing = any(each.is_error for each in findings)
    if args.strict:
        failing = failing or any(each.accepted is None for each in findings)
    return 1 if failing or faults else 0


def _near(where: str) -> str:
    """A path as seen from where the command runs, since GitHub takes no other."""
    path = Path(where)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else where


def _check(path: Path, markets: list[str] | None) -> None:
    if not path.exists():
        raise Unreadable(f"{path} is not there")
    if path.is_dir() or is_plugin(path):
        if not plugins_at(path):
            raise Unreadable(f"{path} holds no plugin")
    elif path.suffix.lower() not in TEXT_SUFFIXES:
        expected = ", ".join(TEXT_SUFFIXES)
        raise Unreadable(f"{path} is no plugin and no text (expected a folder, .py, {expected})")
    elif not markets:
        raise Unreadable(f"{path} is a text of no clinic: say for whom it is, as --market US")


def _read(args: argparse.Namespace) -> tuple[list[Finding], list[Fault]]:
    found: list[Finding] = []
    faults: list[Fault] = []
    today = date.today()  # noqa: DTZ011 - the day where the author is
    for path in args.paths:
        if path.is_dir() or is_plugin(path):
            said, wrong = lint_plugins(path, args.market, today, education=args.education)
            found += said
            faults += wrong
        else:
            found += _of_file(path, args)
    return found, faults


def _of_file(path: Path, args: argparse.Namespace) -> Iterator[Finding]:
    try:
        yield from lint_file(path, args.market, promotional=not args.education)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from None
