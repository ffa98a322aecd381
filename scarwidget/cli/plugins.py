"""``scarwidget plugins``: what was found, what loaded, and what failed and why."""

from __future__ import annotations

import argparse

import msgspec

from scarwidget.cli.reports import print_faults
from scarwidget.faults import FaultsFound
from scarwidget.plugins import publish
from scarwidget.plugins.report import plugin_rows
from scarwidget.settings import load_settings


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when the settings or the catalogue do not hold."""
    try:
        settings = load_settings(args.config, plugins_dir=args.plugins_dir, strict=args.strict)
        rows = plugin_rows(publish(settings))
    except FaultsFound as found:
        print_faults(found.faults)
        return 1
    if args.json:
        print(msgspec.json.format(msgspec.json.encode({"plugins": rows}), indent=2).decode())
        return 0
    for row in rows:
        print(f"{row.name}  {row.status}  {row.where}")
        for clinic in row.clinics:
            print(f"  clinic: {clinic}")
        for fault in row.faults:
            print(f"  fault: {fault}")
    if not rows:
        print("No plugins found.")
    return 0
