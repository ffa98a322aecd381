"""The example of docs/verify.md is what the command says, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scarwidget.settings import Settings
from tests.conftest import ROOT
from tests.docs.test_docs import FENCED
from tests.installation.conftest import known
from tests.installation.pages import SERVER, said
from tests.installation.test_page import HTML, answer

DOCS = ROOT / "docs/verify.md"


def block(path: Path, language: str) -> str:
    """The last code of a page in one language."""
    found = FENCED.finditer(path.read_text("utf-8"))
    return [block["text"] for block in found if block["language"] == language][-1]


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DOCS.read_text("utf-8")
    policy = re.search(r"`(Content-Security-Policy): ([^`]+)`", text)
    address = re.search(r"^at `([^`]+)`", text, re.MULTILINE)
    assert policy is not None
    assert address is not None

    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text("utf-8")
    [clinic] = re.findall(r"# (plugins/birch-skin/clinic\.toml)\n(.*?)```", readme, re.DOTALL)
    Path(clinic[0]).parent.mkdir(parents=True)
    Path(clinic[0]).write_text(clinic[1], "utf-8")
    knows = known(Settings(plugins_dir="plugins", public_url=SERVER))

    page = answer(block(DOCS, "html").encode(), HTML, (policy[1], policy[2]))
    report = said(replace(page, url=address[1]), knows).report
    assert block(DOCS, "text").splitlines() == list(report.lines())
