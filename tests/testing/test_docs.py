"""What docs/testing.md shows is run as it stands there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from scarwidget import testing
from scarwidget.starters import data_files
from scarwidget.testing.shortfalls import CHECKS
from tests.conftest import ROOT
from tests.docs.test_docs import blocks
from tests.testing.plots import ENGLISH

PAGE = ROOT / "docs/testing.md"


def functions() -> dict[str, Callable[..., None]]:
    """Every test of the page."""
    found: dict[str, Callable[..., None]] = {}
    for number, block in enumerate(blocks(PAGE, "python")):
        module: dict[str, Any] = {"__name__": f"testing_page_{number}"}
        exec(compile(block, str(PAGE), "exec"), module)  # noqa: S102 - it is our own page
        found |= {name: value for name, value in module.items() if name.startswith("test_")}
    return found


TESTS = functions()
IN_A_BROWSER = {name for name, test in TESTS.items() if inspect.signature(test).parameters}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a clinic in ``plugins``, to stand in."""
    made_today = replace(ENGLISH, today=date.today())  # noqa: DTZ011
    for name, text in data_files(made_today).items():
        path = tmp_path / "plugins" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", sorted(TESTS.keys() - IN_A_BROWSER))
def test_a_test_of_the_page(name: str) -> None:
    TESTS[name]()


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(IN_A_BROWSER))
def test_a_test_of_the_page_in_a_browser(name: str, browser: Browser) -> None:
    TESTS[name](browser)


def test_every_check_and_every_name_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    table = page.partition("| check |")[2].partition("\n\n")[0]
    assert [check for check in CHECKS if f"| `{check}` |" not in table] == []
    functions = {name for name in testing.__all__ if inspect.isfunction(getattr(testing, name))}
    assert [name for name in functions if name not in page] == []
