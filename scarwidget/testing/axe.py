"""axe-core in a real browser, where its author has one: what static checks cannot see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from scarwidget.edition import Edition
from scarwidget.testing.shortfalls import Shortfall
from scarwidget.testing.visits import visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

OPTIONS: Mapping[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
RUN = """
async (options) => {
  const result = await axe.run(document, options);
  return result.violations.flatMap((violation) => violation.nodes.map((node) => (
    [violation.id, node.target.join(" "), violation.help]
  )));
}
"""


class NoAxe(RuntimeError):
    """A browser was given, and what puts axe-core into it is not installed."""


def axe_shortfalls(browser: Browser, client: TestClient, edition: Edition) -> Iterator[Shortfall]:
    """Every violation that axe finds where a plugin's words or templates stand.

    Nothing is asked of any network.
    """
    told = [w.id for w in edition.widgets.values() if w.plugin or w.id in ("services", "checklist")]
    script = _script()
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, client))
        for seen in visits(client, edition, widgets=told, forms=("page",)):
            page.goto(f"{client.base_url}{seen.address}")
            page.evaluate(script)
            for rule, target, problem in page.evaluate(RUN, OPTIONS):
                advice = f"axe-core's rule {rule} says more"
                yield Shortfall("accessibility", seen.address, target, problem, advice)


def _script() -> str:
    try:
        script: str = import_module("axe_playwright_python.base").AXE_SCRIPT
    except ModuleNotFoundError:
        raise NoAxe("python -m pip install axe-playwright-python") from None
    return script


def _answer(route: Route, client: TestClient) -> None:
    """Answer a request of the browser's with what the application says."""
    asked = route.request.url
    if not asked.startswith(str(client.base_url)):
        route.abort()
        return
    answer = client.get(asked, headers={"Accept-Encoding": "identity"})
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)
