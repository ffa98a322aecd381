"""``scarwidget check``: loads everything, reports every fault, and says whether it holds."""

from __future__ import annotations

import argparse
from datetime import date

from scarwidget.cli.reports import counted, print_faults
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins import publish
from scarwidget.settings import load_settings


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong; an overdue review or a notice alone gives 0."""
    try:
        settings = load_settings(args.config, plugins_dir=args.plugins_dir, strict=args.strict)
        publication = publish(settings)
    except FaultsFound as found:
        print(f"{counted(print_faults(found.faults), 'fault')}.")
        return 1
    notices = [*publication.notices]
    due = publication.catalogue.review.review_due
    if date.today() > due:  # noqa: DTZ011 - the day where the operator is
        notices.append(Fault("content/facts/review.toml", "review_due", f"passed on {due}"))
    faults = print_faults(publication.faults)
    print_faults(notices, "notice")
    catalogue = publication.catalogue
    known = (
        counted(len(catalogue.treatments), "treatment"),
        counted(len(catalogue.topics), "topic"),
        counted(len(catalogue.sources), "source"),
    )
    here = (
        counted(len(publication.editions), "clinic"),
        counted(len(publication.plugins), "plugin"),
    )
    said = (counted(faults, "fault"), counted(len(notices), "notice"))
    print("; ".join(", ".join(part) for part in (known, here, said)) + ".")
    return 1 if faults else 0
