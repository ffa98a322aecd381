"""``scarwidget check``: loads everything, reports every fault, and says whether it holds."""

from __future__ import annotations

import argparse
from datetime import date

from scarwidget.cli.reports import print_faults
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins import publish
from scarwidget.settings import load_settings


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong; an overdue review or a notice alone gives 0."""
    try:
        settings = load_settings(args.config, plugins_dir=args.plugins_dir, strict=args.strict)
        publication = publish(settings)
    except FaultsFound as found:
        count = print_faults(found.faults)
        print(f"{count} faults.")
        return 1
    notices = [*publication.notices]
    due = publication.catalogue.review.review_due
    if date.today() > due:  # noqa: DTZ011 - the day where the operator is
        notices.append(Fault("content/facts/review.toml", "review_due", f"passed on {due}"))
    faults = print_faults(publication.faults)
    print_faults(notices, "notice")
    catalogue = publication.catalogue
    print(
        f"{len(catalogue.treatments)} treatments, {len(catalogue.topics)} topics, "
        f"{len(catalogue.sources)} sources; {len(publication.editions)} clinics, "
        f"{len(publication.plugins)} plugins; {faults} faults, {len(notices)} notices."
    )
    return 1 if faults else 0
