"""axe-core, run on one document at a time: a page, or what is inside a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame

OPTIONS: Mapping[str, Any] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # Off unless asked for, although WCAG 2.2 has it.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # A frame is a document of its own here: axe is injected into each.
    "iframes": False,
}
SAME_AGAIN = '[id^="scarwidget-card-"]:nth-child(n + 9)'
"""The cards of a list after the first eight: more of the same, and most of axe's time."""

RUN = """
async ([options, without]) => {
  const scope = without ? { include: [["html"]], exclude: [[without]] } : document;
  const result = await axe.run(scope, options);
  const told = (violation) => violation.nodes.map((node) => [
    violation.id, node.target.join(" "), node.html.slice(0, 160), node.failureSummary,
  ].join(" | ").replace(/\\s+/g, " "));
  return {
    violations: result.violations.flatMap(told),
    ran: ["passes", "violations", "incomplete"].flatMap((kind) => result[kind]).map((r) => r.id),
  };
}
"""


class Report(TypedDict):
    """What is wrong, and which rules had something to look at."""

    violations: list[str]
    ran: list[str]


def check(frame: Frame, *, without: str = "") -> Report:
    """Run the rules on a document, or on all of it but the elements of a selector."""
    if not frame.evaluate("typeof axe === 'object'"):
        frame.evaluate(AXE_SCRIPT)
    report: Report = frame.evaluate(RUN, [OPTIONS, without])
    return report
