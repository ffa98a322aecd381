"""``scarwidget new``: the files of a new clinic, or of a new plugin in Python.

It asks for what the command line leaves open where somebody is there to answer, and takes
the usual otherwise. It never writes over a file.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from scarwidget.cli.asking import Asker, Question, Unanswered
from scarwidget.clinics import Theme
from scarwidget.starters import (
    LOCALES,
    MARKETS,
    Answers,
    clinic_files,
    data_files,
    name_of,
    plugin_files,
    read_accent,
    read_id,
    read_locales,
    read_markets,
    read_name,
    read_origins,
    usual_locales,
)


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when files are there already or cannot be written, 2 for a wrong answer."""
    asker = Asker(somebody=sys.stdin.isatty() and not args.yes)
    try:
        answers = _answers(args, asker)
    except Unanswered as error:
        for reason in error.reasons:
            print(reason, file=sys.stderr)
        return 2
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was written.", file=sys.stderr)
        return 1
    base, files, then = _plan(args, answers)
    if not _write(base, files):
        return 1
    if len(answers.markets) == len(MARKETS):
        print("The rules of all five markets hold, and the strictest wins: name only your own.")
    print("Next:", *then, sep="\n  ")
    return 0


def _answers(args: argparse.Namespace, asker: Asker) -> Answers:
    """All that the files are made from. Raises :class:`Unanswered`."""
    into = getattr(args, "into", None)
    if into is not None and not into.is_dir():
        asker.wrong.append(f"--into: {into} is not a folder")
    called = asker.ask(Question("NAME", "What is the clinic called?", read_name), args.name)
    identity = _identity(called, asker)
    name = called and name_of(called)
    if args.called is not None or name != called:
        asked = Question("--name", "What is the clinic called?", read_name, name or "")
        name = asker.ask(asked, args.called)
    markets = asker.ask(
        Question(
            "--market",
            "In which markets does it treat people?",
            read_markets,
            " ".join(MARKETS),
            several=True,
        ),
        args.market,
    )
    locales = asker.ask(
        Question(
            "--locale",
            f"In which languages, the usual one first? ({', '.join(LOCALES)})",
            read_locales,
            " ".join(usual_locales(markets or ())),
            several=True,
        ),
        args.locale,
    )
    names = _names(args, asker, name or "", locales or ())
    origins = asker.ask(
        Question("--origin", "Which web sites will embed the widgets?", read_origins, several=True),
        args.origin,
    )
    accent = asker.ask(
        Question("--accent", "Which colour is the clinic's?", read_accent, Theme().accent),
        args.accent,
    )
    if asker.wrong or not (identity and markets and locales and accent) or origins is None:
        raise Unanswered(asker.wrong)
    today = date.today()  # noqa: DTZ011 - the day where the author is
    return Answers(identity, names, markets, locales, origins, accent, today)


def _identity(called: str | None, asker: Asker) -> str | None:
    """The clinic's id, made of what it is called, or asked for where nothing can be made of it."""
    if called is None:
        return None
    text = "A short name for its addresses, such as birch-skin?"
    found = asker.ask(Question("NAME", text, read_id), called)
    if found is None:
        asker.wrong[-1] += f"; try: birch-skin --name {shlex.quote(called)}"
    return found


def _names(
    args: argparse.Namespace, asker: Asker, name: str, locales: tuple[str, ...]
) -> dict[str, str]:
    """The clinic's name in each of its languages."""
    given = dict(args.name_in or ())
    for locale in given.keys() - set(locales[1:]):
        asker.wrong.append(f"--name-in: {locale!r} is none of the further languages")
    names = {locales[0]: name} if locales else {}
    for locale in locales[1:]:
        asked = Question(f"--name-in {locale}", f"And in {locale}?", read_name, name)
        names[locale] = asker.ask(asked, given.get(locale)) or ""
    return names


def _plan(
    args: argparse.Namespace, answers: Answers
) -> tuple[Path, Mapping[str, str], tuple[str, ...]]:
    """Where the files go, the files, and what to do next."""
    page = f"then open http://127.0.0.1:8000/{answers.id}/"
    if args.kind == "plugin":
        return (
            Path(),
            plugin_files(answers),
            (
                f"cd scarwidget-{answers.id}",
                'python -m pip install -e ".[test]" && python -m pytest',
                f"scarwidget serve    ({page})",
            ),
        )
    if args.into is None:
        return (
            Path(),
            clinic_files(answers),
            (
                f"cd {answers.id}",
                "scarwidget check --strict",
                f"scarwidget serve    ({page})",
            ),
        )
    folder = shlex.quote(str(args.into))
    return (
        args.into,
        data_files(answers),
        (
            f"scarwidget check --strict --plugins-dir {folder}",
            f"scarwidget lint {folder}/{answers.id}",
            f"scarwidget serve --plugins-dir {folder}    ({page})",
        ),
    )


def _write(base: Path, files: Mapping[str, str]) -> bool:
    """Write all files, or none where one of them is there already."""
    paths = {base / name: text for name, text in files.items()}
    if taken := sorted(set(_in_the_way(base, paths))):
        for path in taken:
            print(f"{path} is there already", file=sys.stderr)
        print("Nothing was written. These were to be:", *paths, sep="\n  ", file=sys.stderr)
        return False
    try:
        for path, text in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            print(path)
    except OSError as error:
        print(f"{error.filename or base} cannot be written: {error.strerror}", file=sys.stderr)
        return False
    return True


def _in_the_way(base: Path, paths: Mapping[Path, str]) -> Iterator[Path]:
    """What is already where a file goes, or where the folder goes that is to hold them all."""
    for path in paths:
        folder = base / path.relative_to(base).parts[0]
        # Other files beside ours could make another kind of plugin of them.
        if any(folder.iterdir()) if folder.is_dir() else os.path.lexists(folder):
            yield folder
        if os.path.lexists(path):
            yield path
