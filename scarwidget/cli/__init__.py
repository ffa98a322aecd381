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
    serve.add_argument(
        "--reload", action="store_true", help="take in edits without a restart (for development)"
    )

    demo = commands.add_parser("demo", help="run the widget server and five example clinics")
    demo.set_defaults(command="demo")
    demo.add_argument("--port", type=int, default=8000, help="the widget server's port (8000)")
    demo.add_argument("--site-port", type=int, default=8001, help="the example site's port (8001)")
    demo.add_argument("--reload", action="store_true", help="take in edits to the example clinics")

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

    schema = commands.add_parser("schema", help="print the JSON Schema of a file")
    schema.set_defaults(command="schema")
    files = ("clinic", "services", "checklist", "settings")
    schema.add_argument("name", choices=files, metavar="FILE", help=", ".join(files))

    lint = commands.add_parser("lint", help="read a clinic's copy against its markets' rules")
    lint.set_defaults(command="lint")
    lint.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a plugin, a folder of them, or a text"
    )
    markets = ("US", "GB", "SG", "HK", "AU")
    lint.add_argument(
        "--market", action="append", choices=markets, help="instead of the clinic's own"
    )
    lint.add_argument("--format", choices=("text", "json", "github"), default="text")
    lint.add_argument("--education", action="store_true", help="neutral education, no offer")
    lint.add_argument("--strict", action="store_true", help="a warning fails too")

    _new_options(commands.add_parser("new", help="make a clinic, or a plugin in Python"))
    return parser


def _new_options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command="new")
    kinds = parser.add_subparsers(title="kinds", required=True, metavar="KIND", dest="kind")
    clinic = kinds.add_parser("clinic", help="a clinic as two files of data")
    clinic.add_argument(
        "--into", type=Path, metavar="DIR", help="a folder of plugins: nothing but the two files"
    )
    plugin = kinds.add_parser("plugin", help="a Python package, with a widget of its own")
    for kind in (clinic, plugin):
        kind.add_argument("name", nargs="?", metavar="NAME", help="what the clinic is called")
        kind.add_argument("--name", dest="called", help="its name, where NAME is but an id")
        kind.add_argument(
            "--name-in",
            nargs=2,
            action="append",
            metavar=("LOCALE", "NAME"),
            help="its name in a further language",
        )
        kind.add_argument("--market", action="append", help="US, GB, SG, HK or AU; all five")
        kind.add_argument("--locale", action="append", help="en or zh-Hant-HK, the usual one first")
        kind.add_argument("--origin", action="append", help="a web site that embeds the widgets")
        kind.add_argument("--accent", help="its colour, such as '#0f5c5a'")
        kind.add_argument("--yes", action="store_true", help="ask nothing, take the usual answers")


def _settings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, help="settings file (scarwidget.toml)")
    parser.add_argument("--plugins-dir", help="folder of plugins")
    parser.add_argument(
        "--strict", action="store_true", default=None, help="any failing plugin stops the start"
    )


if __name__ == "__main__":
    sys.exit(main())
