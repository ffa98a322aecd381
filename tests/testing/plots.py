"""Plugins to be tried: one that is well, and what changes it into one that falls short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scarwidget.starters import Answers, data_files, plugin_files
from tests.conftest import TODAY

ANSWERS = Answers(
    id="birch-skin",
    names={"en": "Birch Skin", "zh-Hant-HK": "白樺皮膚"},
    markets=("HK",),
    locales=("en", "zh-Hant-HK"),
    origins=("https://www.birch.example",),
    accent="#2f5d50",
    today=TODAY,
)
ENGLISH = replace(ANSWERS, locales=("en",))
SOURCE = "scarwidget-birch-skin/src/"


def package(answers: Answers) -> dict[str, str]:
    """The package of a plugin in Python, without the project around it."""
    files = plugin_files(answers).items()
    return {name.removeprefix(SOURCE): text for name, text in files if name.startswith(SOURCE)}


DATA = data_files(ANSWERS)
PACKAGE = package(ANSWERS)
IN_ENGLISH = package(ENGLISH)
TEMPLATE = "scarwidget_birch_skin/templates/first-visit.html"


def sown(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder, and give the one plugin that they make."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    [plugin] = folder.iterdir()
    return plugin


def changed(files: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    """The files with one passage of one of them replaced, wherever it stands there."""
    assert old in files[name], name
    return {**files, name: files[name].replace(old, new)}


def added(files: Mapping[str, str], name: str, text: str) -> dict[str, str]:
    """The files with a line more at the end of one, or with one more file."""
    return {**files, name: files.get(name, "") + text}
