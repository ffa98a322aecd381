"""``scarwidget schema``: the JSON Schema of a file, for editors and other programs."""

from __future__ import annotations

import argparse

from scarwidget.catalogue import load_catalogue
from scarwidget.cli.reports import print_faults
from scarwidget.faults import FaultsFound
from scarwidget.plugins.data.schemas import encoded, schemas


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when the catalogue does not hold."""
    try:
        found = schemas(load_catalogue())
    except FaultsFound as faults:
        print_faults(faults.faults)
        return 1
    print(encoded(found[args.name]).decode(), end="")
    return 0
