"""The files of a new clinic or plugin, as text by path."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scarwidget import __version__
from scarwidget.starters.answers import Answers

Kind = Literal["clinic", "plugin"]

_HERE = Path(__file__).parent
_WIDTH = 100
"""What a line of generated Python holds, in Latin letters."""

_PARTS = re.compile(r"[^\s。，；：、]*[\s。，；：、]*")
"""What stays together where a text is broken: a word, or in Chinese a clause."""


def data_files(answers: Answers) -> dict[str, str]:
    """The folder of a data-only plugin, for a folder of plugins that is there already."""
    return _rendered(answers, {f"{answers.id}/{name}": source for name, source in _data()})


def clinic_files(answers: Answers) -> dict[str, str]:
    """A project around a data-only plugin: settings, tests, and a workflow that runs them."""
    targets = {f"plugins/{answers.id}/{name}": source for name, source in _data()}
    targets |= {
        "scarwidget.toml": "project/scarwidget.toml.jinja",
        "README.md": "project/README.md.jinja",
        f"tests/test_{answers.id.replace('-', '_')}.py": "project/test.py.jinja",
        ".github/workflows/check.yml": "project/check.yml.jinja",
    }
    return _under(answers.id, _rendered(answers, targets))


def plugin_files(answers: Answers) -> dict[str, str]:
    """A project that holds a plugin in Python, to be installed."""
    package = f"src/{answers.module}"
    targets = {
        "pyproject.toml": "plugin/pyproject.toml.jinja",
        "README.md": "plugin/README.md.jinja",
        f"{package}/__init__.py": "plugin/init.py.jinja",
        f"{package}/clinic.py": "plugin/clinic.py.jinja",
        f"{package}/services.py": "plugin/services.py.jinja",
        f"{package}/first_visit.py": "plugin/first_visit.py.jinja",
        f"{package}/templates/first-visit.html": "plugin/first-visit.html.jinja",
        f"tests/test_{answers.id.replace('-', '_')}.py": "plugin/test.py.jinja",
        ".github/workflows/check.yml": "plugin/check.yml.jinja",
    }
    for locale in set(answers.locales) - {"en"}:
        targets[f"{package}/messages/{locale}.po"] = f"plugin/{locale}.po.jinja"
    return _under(f"scarwidget-{answers.id}", _rendered(answers, targets))


def quoted(text: str) -> str:
    """A string without control characters, as TOML, Python and YAML all write it."""
    return json.dumps(text, ensure_ascii=False)


def _data() -> Iterator[tuple[str, str]]:
    for name in ("clinic.toml", "services.toml"):
        yield name, f"clinic/{name}.jinja"


def _under(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    return {f"{folder}/{path}": text for path, text in files.items()}


def _rendered(answers: Answers, targets: Mapping[str, str]) -> dict[str, str]:
    environment = _environment()
    words = _words()
    said = {locale: name for locale, name in answers.names.items() if locale in answers.locales}
    context = {"clinic": answers, "names": said, "words": words, "version": __version__}
    return {
        path: environment.get_template(source).render(context) for path, source in targets.items()
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it writes TOML and Python; what was typed is quoted
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    environment.filters["toml"] = _toml
    environment.filters["inline"] = _inline
    environment.filters["python"] = _python
    environment.filters["tuple"] = _python_tuple
    return environment


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((_HERE / "words.toml").read_text("utf-8"))


def _toml(said: Mapping[str, str], key: str, locales: tuple[str, ...]) -> str:
    """A text under a key: a plain string in one language, else a dotted key for each."""
    if len(locales) == 1:
        return f"{key} = {quoted(said[locales[0]])}"
    return "\n".join(f"{key}.{locale} = {quoted(said[locale])}" for locale in locales)


def _inline(said: Mapping[str, str], locales: tuple[str, ...]) -> str:
    """A text inside an inline table."""
    if len(locales) == 1:
        return quoted(said[locales[0]])
    return "{ " + ", ".join(f"{locale} = {quoted(said[locale])}" for locale in locales) + " }"


def _python(said: Mapping[str, str], indent: int, before: str, locales: tuple[str, ...]) -> str:
    """A text as an expression with what stands before it; ``indent`` is where that stands."""
    if len(locales) == 1:
        return before + _python_string(said[locales[0]], indent, before)
    inner = indent + 4
    keys = {locale: f"{quoted(locale)}: " for locale in locales}
    rows = (
        f"{' ' * inner}{key}{_python_string(said[locale], inner, key)},\n"
        for locale, key in keys.items()
    )
    return f"{before}{{\n{''.join(rows)}{' ' * indent}}}"


def _python_string(text: str, indent: int, before: str) -> str:
    """One string, or where a line cannot hold it several that Python joins."""
    if indent + _width(f"{before}{quoted(text)},") <= _WIDTH:
        return quoted(text)
    inner = " " * (indent + 4)
    lines = [""]
    for part in filter(None, _PARTS.findall(text)):
        if lines[-1] and len(inner) + _width(quoted(lines[-1] + part)) > _WIDTH:
            lines.append("")
        lines[-1] += part
    return "(\n" + "".join(f"{inner}{quoted(line)}\n" for line in lines) + " " * indent + ")"


def _python_tuple(values: Sequence[str]) -> str:
    joined = ", ".join(map(quoted, values))
    return f"({joined},)" if len(values) == 1 else f"({joined})"


def _width(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in line)
