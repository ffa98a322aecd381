"""``scarwidget serve``: the widget server."""

from __future__ import annotations

import argparse
import os
import sys

from msgspec.structs import replace
from starlette.applications import Starlette

from scarwidget import serving
from scarwidget.app import create_app
from scarwidget.cli.reports import print_faults
from scarwidget.faults import FaultsFound
from scarwidget.plugins import publish
from scarwidget.settings import CONFIG_VARIABLE, PREFIX, Settings, load_settings

LOOPBACKS = ("127.0.0.1", "localhost", "::1")

FIXED = ("host", "port", "server", "workers")
"""What cannot change while a server runs."""


def run(args: argparse.Namespace) -> int:
    """Check everything, say what is wrong, then serve until stopped."""
    try:
        settings = load_settings(
            args.config,
            plugins_dir=args.plugins_dir,
            strict=args.strict,
            host=args.host,
            port=args.port,
            workers=args.workers,
            server=args.server,
        )
        if settings.port == 0:
            settings = replace(settings, port=serving.free_port(settings.host))
        serving.require_server(settings.server)
        if args.reload and settings.workers != 1:
            print(
                f"--reload needs one worker, and {settings.workers} are set: add --workers 1.",
                file=sys.stderr,
            )
            return 1
        publication = publish(settings)
        serving.require_port(settings.host, settings.port)
    except FaultsFound as found:
        print_faults(found.faults)
        return 1
    except (serving.PortTaken, serving.ServerMissing) as error:
        print(error, file=sys.stderr)
        return 1
    print_faults(publication.faults, "warning")
    print_faults(publication.notices, "notice")
    if args.config:
        os.environ[CONFIG_VARIABLE] = str(args.config)
    environment = settings.to_environment()
    if args.reload:
        environment = _without_the_file(environment, args)
    os.environ.update(environment)
    if settings.public_url is None and settings.host not in LOOPBACKS:
        print(f"notice: no public_url is set, so fragments link to {settings.base_url}")
    print(f"scarwidget listens on {settings.own_url}", flush=True)
    serving.run(
        "scarwidget.reloading:from_environment" if args.reload else "scarwidget.cli.serve:worker",
        settings.host,
        settings.port,
        server=settings.server,
        workers=settings.workers,
    )
    return 0


def _without_the_file(environment: dict[str, str], args: argparse.Namespace) -> dict[str, str]:
    """What stands fast for a worker that reads the settings file again and again."""
    given = (name for name in Settings.__struct_fields__ if getattr(args, name, None) is not None)
    names = {PREFIX + name.upper() for name in (*FIXED, *given)}
    return {name: value for name, value in environment.items() if name in names}


def worker() -> Starlette:
    """The application in a worker process: its parent has said what is wrong already."""
    return create_app(load_settings())
