"""``scarwidget verify``: looks at a clinic's page and says what is wrong with its snippets."""

from __future__ import annotations

import argparse
import sys

import msgspec

from scarwidget.cli.reports import print_faults
from scarwidget.faults import FaultsFound
from scarwidget.installation import Knows, Report, examine, knowledge
from scarwidget.installation.fetching import BadAddress, Unreachable, fetch, web_address
from scarwidget.installation.finding import report
from scarwidget.plugins import publish
from scarwidget.settings import load_settings


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when anything is an error, 2 when the address is none of the web."""
    try:
        address = web_address(args.url)
    except BadAddress as error:
        print(error, file=sys.stderr)
        return 2
    try:
        settings = load_settings(args.config, plugins_dir=args.plugins_dir, strict=args.strict)
        publication = publish(settings)
        knows = knowledge(settings, publication)
    except FaultsFound as found:
        print_faults(found.faults)
        return 1
    print_faults(publication.faults, "warning")
    said = _examined(address, knows)
    _write(_as_json(said) if args.json else "\n".join(said.lines()))
    return 0 if said.sound else 1


def _examined(address: str, knows: Knows) -> Report:
    try:
        page = fetch(address)
    except Unreachable as error:
        return report(address, (), (error.finding,))
    return examine(page, knows)


def _as_json(said: Report) -> str:
    tree = {
        "page": said.page,
        "sound": said.sound,
        "found": said.found,
        "findings": said.findings,
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode()


def _write(text: str) -> None:
    # A page may hold characters that this terminal has no letters for.
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
