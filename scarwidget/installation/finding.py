"""What an examination says: what it found, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["error", "warning", "notice"]
"""Something does not work; something works worse than it could; something to know."""

Kind = Literal["mount", "frame", "oembed", "htmx", "include", "link", "loader"]

_NAMES: dict[Kind, tuple[str, str]] = {
    "mount": ("mount", "mounts"),
    "frame": ("frame", "frames"),
    "oembed": ("WordPress embed", "WordPress embeds"),
    "htmx": ("fragment by htmx", "fragments by htmx"),
    "include": ("included fragment", "included fragments"),
    "link": ("link", "links"),
    "loader": ("loader", "loaders"),
}
MOST_NAMED = 8
LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Found:
    """A snippet, and the line of the page's source on which it begins.

    ``clinic`` and ``widget`` are what it names, known or not; None where it names none.
    """

    kind: Kind
    line: int
    clinic: str | None = None
    widget: str | None = None

    @property
    def name(self) -> str:
        """Clinic and widget with a stroke between; empty where it names neither."""
        if self.clinic is None and self.widget is None:
            return ""
        return "/".join(printable(part or "?") for part in (self.clinic, self.widget))


@dataclass(frozen=True)
class Finding:
    """One thing to know, and what to do about it; ``line`` is None for the page as a whole."""

    severity: Severity
    what: str
    fix: str
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """All that an examination of one page says. Findings stand errors first."""

    page: str
    found: tuple[Found, ...]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    def lines(self) -> Iterator[str]:
        """The report for a person, line by line."""
        yield f"Found: {_listed(self.found)}."
        for finding in self.findings:
            yield ""
            place = f", line {finding.line}" if finding.line is not None else ""
            yield f"{finding.severity}{place}: {finding.what}"
            yield f"    {finding.fix}"
        counts = Counter(finding.severity for finding in self.findings)
        yield ""
        yield ", ".join(_counted(counts[kind], kind) for kind in get_args(Severity)) + "."


def report(page: str, found: Sequence[Found], findings: Sequence[Finding]) -> Report:
    """A report with each finding once, errors first, else in the order in which they came."""
    order = get_args(Severity)
    once = dict.fromkeys(findings)
    return Report(page, tuple(found), tuple(sorted(once, key=lambda f: order.index(f.severity))))


def quoted(value: str) -> str:
    """What a page holds, so that a terminal can show it: short, and nothing in it acts."""
    return repr(value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…")


def printable(value: str) -> str:
    """The same without the quotation marks."""
    return quoted(value)[1:-1]


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _listed(found: Sequence[Found]) -> str:
    parts = []
    for kind, (one, many) in _NAMES.items():
        ours = [item for item in found if item.kind == kind]
        if ours:
            names = list(dict.fromkeys(item.name for item in ours if item.name))
            more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
            inside = ", ".join([*names[:MOST_NAMED], *more])
            text = f"{len(ours)} {one if len(ours) == 1 else many}"
            parts.append(f"{text} ({inside})" if inside else text)
    return ", ".join(parts) or "nothing"
