"""Findings for a clinic's manager, for a program, and for the annotations of GitHub."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from textwrap import fill

import msgspec

from scarwidget.claims import Finding
from scarwidget.cli.reports import counted, print_faults
from scarwidget.faults import Fault

NOT_ADVICE = "A finding is a prompt for a person to look again. It is not legal advice."

WIDTH = 96


def print_text(findings: Sequence[Finding], faults: Sequence[Fault]) -> None:
    """Grouped by file, errors and warnings by their place, with what to write instead."""
    print_faults(faults)
    for where, group in groupby(findings, key=lambda found: found.where):
        print(f"{where}\n")
        for found in group:
            print("\n".join(_lines(found)) + "\n")
    print(_summary(findings))
    print(NOT_ADVICE)


def print_json(findings: Sequence[Finding], faults: Sequence[Fault]) -> None:
    """One object: the findings, their numbers, and the faults of the plugins."""
    errors, warnings, accepted = _counts(findings)
    envelope = {
        "findings": findings,
        "errors": errors,
        "warnings": warnings,
        "accepted": accepted,
        "faults": [str(fault) for fault in faults],
    }
    print(msgspec.json.format(msgspec.json.encode(envelope), indent=2).decode())
    print(NOT_ADVICE, file=sys.stderr)


def print_github(findings: Sequence[Finding], faults: Sequence[Fault]) -> None:
    """A workflow command for each fault and finding; what was accepted is a notice."""
    for fault in faults:
        place = {"file": fault.where, "line": fault.line, "title": "Fault"}
        print(_command("error", place, f"{fault.key}: {fault.problem} {fault.advice}".strip()))
    for found in findings:
        kind = "notice" if found.accepted else found.severity
        title = f"{found.rule} {found.title}"
        place = {"file": found.where, "line": found.line, "title": title}
        said = f"{_place(found)}: {_quoted(found)}{found.why} {found.instead}"
        print(_command(kind, place, f"{said} [{_markets(found)}]"))
    print(_summary(findings))
    print(NOT_ADVICE)


REPORTS: dict[str, Callable[[Sequence[Finding], Sequence[Fault]], None]] = {
    "text": print_text,
    "json": print_json,
    "github": print_github,
}


def _lines(found: Finding) -> Iterator[str]:
    severity = "accepted" if found.accepted else found.severity
    line = f"line {found.line}, " if found.line else ""
    yield f"  {severity}: {found.title} ({found.rule}; {_markets(found)})"
    yield f"    {line}{_place(found)}"
    if found.words:
        yield _wrapped("found:", f"“{found.words}”")
    if found.sentence and found.sentence != found.words:
        yield _wrapped("in:", found.sentence)
    yield _wrapped("why:", found.why)
    if found.accepted:
        entry = found.accepted
        said = f"{entry.reason} ({entry.reviewer}, until {entry.expires})"
        yield _wrapped("accepted:", said)
    else:
        yield _wrapped("instead:", found.instead)


def _wrapped(label: str, text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text)
    return fill(shown, WIDTH, initial_indent=f"    {label:<10}", subsequent_indent=" " * 14)


def _place(found: Finding) -> str:
    key = found.key or "the text"
    return f"{key} ({found.locale})" if found.locale else key


def _quoted(found: Finding) -> str:
    return f"“{found.words}”. " if found.words else ""


def _markets(found: Finding) -> str:
    """Where it is an error and where a warning, in words."""
    parts = [
        f"{kind} in {', '.join(markets)}"
        for kind, markets in (("error", found.errors_in), ("warning", found.warns_in))
        if markets
    ]
    return "; ".join(parts) or "no market"


def _counts(findings: Sequence[Finding]) -> tuple[int, int, int]:
    """Errors, warnings, and those of either that somebody answers for."""
    accepted = sum(found.accepted is not None for found in findings)
    errors = sum(found.is_error for found in findings)
    return errors, len(findings) - errors - accepted, accepted


def _summary(findings: Sequence[Finding]) -> str:
    errors, warnings, accepted = _counts(findings)
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {accepted} accepted."


def _command(kind: str, place: dict[str, str | int | None], message: str) -> str:
    told = ",".join(
        f"{name}={_escaped(str(value), property_=True)}"
        for name, value in place.items()
        if value is not None
    )
    return f"::{kind} {told}::{_escaped(message)}"


def _escaped(text: str, *, property_: bool = False) -> str:
    """As GitHub's toolkit escapes; a property ends at a colon or a comma besides."""
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    if property_:
        pairs += [(":", "%3A"), (",", "%2C")]
    for old, new in pairs:
        text = text.replace(old, new)
    return text
