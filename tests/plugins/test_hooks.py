"""The hooks as a contract: documented, typed, tested, used, and changed with a warning only."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import scarwidget.plugins
from scarwidget.app import create_app
from scarwidget.cli import main
from scarwidget.plugins import Publication, hooks
from scarwidget.plugins.deprecated import Deprecated
from scarwidget.plugins.host import HOOKS, PluginHost
from scarwidget.plugins.own_widgets import templates
from scarwidget.plugins.own_widgets.sanitising import ATTRIBUTES, EVERYWHERE, TAGS
from scarwidget.settings import Settings
from tests.conftest import ROOT
from tests.docs.test_docs import blocks
from tests.plugins.planting import BIRCH, HEALTHY, PRELUDE, planted, published, services

PAGE = ROOT / "docs/hooks.md"
USED = re.compile(r"`([\w-]+)`")


def section(title: str) -> str:
    """The text of the page under a title, up to the next one of any level."""
    return PAGE.read_text("utf-8").partition(f"# {title}\n")[2].partition("\n#")[0]


def table(text: str) -> Mapping[str, str]:
    """The rows of the first table of a text: the second cell by the first."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE)
    assert rows
    return dict(rows)


# documented


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_a_section_with_its_exact_signature(name: str) -> None:
    signature = inspect.signature(getattr(hooks, name))
    arguments = ", ".join(f"{p.name}: {p.annotation}" for p in signature.parameters.values())
    title = f"## `{name}({arguments}) -> {signature.return_annotation}`"
    assert title in PAGE.read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_says_when_it_is_called_and_gives_an_example_that_runs(
    name: str, tmp_path: Path
) -> None:
    said = inspect.getdoc(getattr(hooks, name)) or ""
    assert "alled " in said
    example = said.partition("::\n")[2]
    code = "\n".join(line[4:] for line in example.splitlines() if line.startswith(("    ", "")))
    code = code[: code.rindex("]") + 1]
    bringing = (
        ""
        if name == "register_clinics"
        else '\n\n@hookimpl\ndef register_clinics():\n    return [Clinic(id="birch-skin", '
        'name="Birch Skin", markets=("US",))]\n'
    )
    source = "from scarwidget.plugins import *\n" + code + bringing
    files = {"birch_skin/__init__.py": source, "birch_skin/templates/parking.html": TITLE}
    publication = published(planted(tmp_path, files), strict=True)
    assert BIRCH in publication.editions


TITLE = """\
{% import "scarwidget/kit.html" as kit with context %}
{% call kit.heading(1) %}{{ title }}{% endcall %}
"""


@pytest.mark.parametrize("number", range(4))
def test_the_examples_of_the_page_run(number: int, tmp_path: Path) -> None:
    code = blocks(PAGE, "python")[number]
    [template] = blocks(PAGE, "html")
    [messages] = blocks(PAGE, "po")
    package = {
        "birch_skin/__init__.py": code,
        "birch_skin/templates/parking.html": template,
        "birch_skin/messages/zh-Hant-HK.po": messages,
    }
    publication = published(planted(tmp_path, package), strict=True)
    client = TestClient(create_app(Settings(), publication=publication))
    for widget in publication.editions[BIRCH].widgets:
        assert client.get(f"/{BIRCH}/{widget}").status_code == 200
    if number == 3:
        assert "a garage" in client.get(f"/{BIRCH}/parking").text
        assert "often full" in client.get(f"/{BIRCH}/parking?day=weekend").text
        assert client.get(f"/{BIRCH}/parking?day=never").status_code == 400
        assert "泊車" in client.get(f"/{BIRCH}/parking?lang=zh-Hant-HK").text


def test_the_page_has_no_more_examples_than_are_run() -> None:
    assert len(blocks(PAGE, "python")) == 4


def test_what_a_template_is_given_is_what_the_page_says() -> None:
    fields = templates.Context.__dataclass_fields__
    assert list(table(section("What a template is given"))) == list(fields)


def test_the_kit_has_what_the_page_says() -> None:
    kit = (ROOT / "templates/kit.html").read_text("utf-8")
    macros = re.findall(r"{% macro (\w+\(.*?\)) -?%}", kit)
    assert [f"kit.{macro}" for macro in macros] == list(table(section("The kit")))


def test_the_lists_of_the_sanitiser_are_on_the_page() -> None:
    text = section("What may stand in it")
    [elements] = re.findall(r"^Elements: (.+)$", text, re.MULTILINE)
    assert set(USED.findall(elements)) == TAGS
    [attributes] = re.findall(r"^Attributes of all of them: (.+?), and", text, re.MULTILINE)
    assert set(USED.findall(attributes)) == EVERYWHERE
    rows = {tag: frozenset(USED.findall(names)) for tag, names in table(text).items()}
    assert rows == ATTRIBUTES


# typed, tested, used


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_tested_and_really_used(name: str, publication: Publication) -> None:
    assert (Path(__file__).parent / "hooks" / f"test_{name}.py").is_file()
    users = [p.name for p in publication.plugins if hasattr(p.plugin, name)]
    assert users


def test_each_hook_has_one_method_of_the_host() -> None:
    for name in HOOKS:
        method = getattr(PluginHost, name.removeprefix("register_"))
        assert "return" in inspect.get_annotations(method)


def test_nobody_else_speaks_to_pluggy() -> None:
    speakers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "scarwidget").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and "pluggy" in {alias.name for alias in node.names})
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pluggy"))
    }
    assert speakers == {"scarwidget/plugins/hooks.py", "scarwidget/plugins/host.py"}


def test_the_public_face_is_sorted_whole_and_on_the_page() -> None:
    face = scarwidget.plugins.__all__
    assert face == sorted(face)
    assert all(hasattr(scarwidget.plugins, name) for name in face)
    line = next(line for line in PAGE.read_text("utf-8").splitlines() if "`API_VERSION`, " in line)
    assert face == USED.findall(line.partition("stays:")[2])


def test_they_are_called_in_the_order_that_the_page_gives(tmp_path: Path) -> None:
    source = PRELUDE + "ASKED = []\n"
    for name in reversed(HOOKS):
        argument = "" if name == "register_clinics" else "clinic"
        gives = '[Clinic(id="oak", name="O"), Clinic(id="elm", name="E")]' if not argument else "[]"
        source += (
            f"\n\n@hookimpl\ndef {name}({argument}):\n"
            f'    ASKED.append("{name} " + {f"{argument}.id" if argument else "str()"})\n'
            f"    return {gives}\n"
        )
    publication = published(planted(tmp_path, {"spy.py": source}), strict=True)
    [spy] = publication.plugins
    first, *others = HOOKS
    asked = [f"{name} {clinic}" for clinic in ("elm", "oak") for name in others]
    assert getattr(spy.plugin, "ASKED") == [f"{first} ", *asked]  # noqa: B009 - of the test's own


# changed with a warning only


def test_a_plugin_may_say_which_hooks_it_is_written_for(tmp_path: Path) -> None:
    source = f"scarwidget_api = {hooks.API_VERSION}\n{PRELUDE}{services('return [GOOD]')}"
    publication = published(planted(tmp_path, HEALTHY, {"faulty.py": source}), strict=True)
    assert publication.faults == ()


def test_a_plugin_for_newer_hooks_is_told_what_it_needs(tmp_path: Path) -> None:
    newer = hooks.API_VERSION + 1
    publication = published(planted(tmp_path, {"oak.py": f"scarwidget_api = {newer}\n"}))
    [fault] = publication.faults
    assert f"version {newer} or newer" in str(fault)
    assert f"scarwidget {scarwidget.__version__}" in str(fault)


@pytest.mark.parametrize("whole", [True, False], ids=["a hook", "an argument"])
def test_what_goes_away_is_a_notice_that_names_the_plugin(
    whole: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook of the real ones is made one that goes away; under ``-W error``, as all tests."""
    going = Deprecated(
        "the argument clinic", "ask for nothing", since=date(2027, 1, 1), until=date(2027, 7, 1)
    )
    options = getattr(hooks.register_services, "scarwidget_spec")  # noqa: B009 - pluggy's mark
    option, value = ("warn_on_impl", going) if whole else ("warn_on_impl_args", {"clinic": going})
    monkeypatch.setitem(options, option, value)
    source = PRELUDE + services("return [GOOD]")
    folder = planted(tmp_path, HEALTHY, {"faulty.py": source})
    publication = published(folder, strict=True)
    notices = [notice for notice in publication.notices if "faulty.py" in notice.where]
    told = "the argument clinic is deprecated since 2027-01-01 and goes away after 2027-07-01"
    assert [str(one) for one in notices] == [f"{folder / 'faulty.py'}: {told}: ask for nothing"]
    assert main(["check", "--plugins-dir", str(folder)]) == 0
    assert f"notice: {notices[0]}" in capsys.readouterr().err.splitlines()


def test_nothing_is_deprecated_yet() -> None:
    for name in HOOKS:
        options = getattr(getattr(hooks, name), "scarwidget_spec")  # noqa: B009 - pluggy's mark
        assert (options["warn_on_impl"], options["warn_on_impl_args"]) == (None, None)
