"""The command line. Everything heavy is imported by the command that needs it, when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from scarwidget import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 well, 1 faults found, 2 wrong usage."""
    args = _parser().parse_args(argv)
    status: int = import_module(f"scarwidget.cli.{args.command}").run(args)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scarwidget", description="Embeddable patient-education widgets about acne scars."
    )
    parser.add_argument("--version", action="version", version=f"scarwidget {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the widget server")
    serve.set_defaults(command="serve")
    _settings_options(serve)
    serve.add_argument("--host", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (8000)")
    serve.add_argument("--workers", type=int, help="worker processes (1)")
    serve.add_argument("--server", choices=("granian", "uvicorn"), help="the server (granian)")

    demo = commands.add_parser("demo", help="run the widget server and five example clinics")
    demo.set_defaults(command="demo")
    demo.add_argument("--port", type=int, default=8000, help="the widget server's port (8000)")
    demo.add_argument("--site-port", type=int, default=8001, help="the example site's port (8001)")

    check = commands.add_parser("check", help="load everything and report every fault")
    check.set_defaults(command="check")
    _settings_options(check)

    plugins = commands.add_parser("plugins", help="list the plugins and what became of them")
    plugins.set_defaults(command="plugins")
    _settings_options(plugins)
    plugins.add_argument("--json", action="store_true", help="as JSON")

    verify = commands.add_parser("verify", help="look at a clinic's page that embeds widgets")
    verify.set_defaults(command="verify")
    verify.add_argument("url", metavar="URL", help="the page, as visitors open it")
    _settings_options(verify)
    verify.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _settings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, help="settings file (scarwidget.toml)")
    parser.add_argument("--plugins-dir", help="folder of plugins")
    parser.add_argument(
        "--strict", action="store_true", default=None, help="any failing plugin stops the start"
    )


if __name__ == "__main__":
    sys.exit(main())
