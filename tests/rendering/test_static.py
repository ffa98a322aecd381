"""What ``static/`` serves: made of ``static/src/``, small, and with no rule lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import brotli
import pytest
from starlette.applications import Starlette

from scarwidget.bundle import bundled
from tests.conftest import CLINICS, ROOT, WIDGETS
from tests.web.asgi import ask
from tests.web.documents import Document

MOST_BYTES = {**{f"frame-{widget}.css": 2_700 for widget in WIDGETS}, "inline": 3_600}
"""As they travel, packed with Brotli."""

STATES: Mapping[str, tuple[str, ...]] = {
    "picker": (
        "",
        "lang=tlh",
        "a=none",
        "a=stop",
        "a=none.raised",
        "a=none.unsure.unsure.unsure",
        "a=none.flat.both.unsure.unsure",
        "a=none.raised.inflamed.unsure.unsure",
        "a=doctor.dip.steep.2to4.not_tried.different.IV",
        "a=tell.dip.steep.2to4.not_tried.different.V_VI",
    ),
    "treatments": (
        "",
        "scar=any",
        "scar=icepick&tone=V_VI&by=cost",
        "scar=boxcar&tone=IV&pick=filler_ha.laser_pico.no_treatment.subcision",
        "scar=pih&pick=laser_pico",
        "pick=subcision",
    ),
    "checklist": ("", "done=p2.p4"),
    "explainer": ("", "topic=home-care"),
    "services": ("",),
}
"""Enough of each widget's states to see all that it prints."""

Rules = frozenset[tuple[str, str]]
"""Selectors with what they say."""


@pytest.fixture(scope="module")
def static() -> ModuleType:
    """The tool that builds. It has no wheel for every machine, but it has one for CI's."""
    if os.environ.get("CI") != "true" or sys.platform != "linux":
        pytest.importorskip("minify", reason="tdewolff-minify is not installed here")
    from tools import static  # noqa: PLC0415 # only where it can be imported

    return static


@pytest.fixture(scope="module")
def sheets() -> dict[str, str]:
    """Every style sheet that is served, and as ``inline`` the one within a script."""
    folder = bundled("static")
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.css")}
    script = (folder / "inline.js").read_text("utf-8")
    [inline] = re.findall(r'replaceSync\(("(?:[^"\\]|\\.)*")\)', script)
    return {**found, "inline": json.loads(inline)}


@pytest.fixture(scope="module")
def printed(app: Starlette) -> dict[str, frozenset[str]]:
    """Every class and tag that a widget prints in frames and fragments, in any clinic and state."""
    found: dict[str, set[str]] = {}
    for widget, queries in STATES.items():
        for clinic in CLINICS:
            for query in queries:
                for form in ("frame", "fragment"):
                    answer = ask(app, f"/{clinic}/{widget}/{form}", query.encode())
                    assert answer.status == 200
                    found.setdefault(widget, set()).update(names_of(answer.text))
    return {widget: frozenset(names) for widget, names in found.items()}


def rules(css: str) -> Rules:
    """Each selector of a sheet with its declarations, at-rules taken off."""
    innermost = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    return frozenset(
        (selector, said)
        for selectors, said in innermost
        for selector in re.split(r",(?![^(]*\))", selectors)
    )


def in_pixels(rule: tuple[str, str]) -> tuple[str, str]:
    """A rule as a shadow root has it, where a rem would be the host's."""
    selector, said = rule
    lengths = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
    return selector, lengths.sub(lambda found: f"{float(found[1]) * 16:g}px", said)


def names_in(selector: str) -> set[str]:
    """The classes and tags that something must have for a selector to find it."""
    bare = re.sub(r"::?[a-z-]+(\([^)]*\))?|\[[^]]*\]", "", selector)
    tags = re.findall(r"(?:^|[\s>+])([a-z]\w*)", bare)
    return classes_in(selector) | set(tags)


def classes_in(selector: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", selector))


def names_of(html: str) -> set[str]:
    """Every class and tag of a document or fragment."""
    elements = Document(html).elements
    return {element.tag for element in elements}.union(*(element.classes for element in elements))


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_widget_has_every_rule_for_what_it_prints(
    widget: str, sheets: dict[str, str], printed: dict[str, frozenset[str]]
) -> None:
    wanted = {
        (selector, said)
        for selector, said in rules(sheets["scarwidget.css"])
        if names_in(selector) <= printed[widget]
    }
    assert len(wanted) > 50
    for sheet in (f"frame-{widget}.css", "inline"):
        if sheet == "inline":
            outside = {rule for rule in wanted if "scarwidget-frame" in rule[0]}
            there = rules(sheets[sheet]) | rules(sheets["inline-late.css"])
            missing = {in_pixels(rule) for rule in wanted - outside} - there
        else:
            missing = wanted - rules(sheets[sheet])
        assert not missing, sheet


def test_a_refusal_in_a_frame_has_every_rule_too(app: Starlette, sheets: dict[str, str]) -> None:
    names = names_of(ask(app, "/nobody/picker/frame").text)
    wanted = {rule for rule in rules(sheets["scarwidget.css"]) if names_in(rule[0]) <= names}
    assert not wanted - rules(sheets["frame.css"])


def test_no_rule_is_for_what_nobody_prints(
    sheets: dict[str, str], printed: dict[str, frozenset[str]]
) -> None:
    places = [bundled("templates"), ROOT / "static" / "src" / "js"]
    texts = [path.read_text("utf-8") for place in places for path in place.rglob("*.*")]
    written = re.findall(r"\bscarwidget(?:-[a-z0-9]+)*", "".join(texts))
    known = {"htmx-request", *written}.union(*printed.values())
    for sheet in sheets.keys() - {"builder.css"}:
        for selector, _ in rules(sheets[sheet]):
            assert classes_in(selector) <= known, f"{sheet}: {selector}"


def test_nothing_in_a_sheet_for_hosts_reaches_what_is_the_hosts(sheets: dict[str, str]) -> None:
    for selector, _ in rules(sheets["scarwidget.css"]):
        assert re.search(r"\.scarwidget\b", selector), selector


def test_the_scheme_of_the_visitor_moves_pages_alone(sheets: dict[str, str]) -> None:
    for name, css in sheets.items():
        assert ("prefers-color-scheme" in css) == (name == "scarwidget.css"), name
    dark = r"@media screen\{\.scarwidget-dark [^{]*\{([^}]*)\}"
    page = r"@media\(prefers-color-scheme:dark\)\{.*?\.scarwidget-page \.scarwidget\{([^}]*)\}"
    for css in (sheets[f"frame-{widget}.css"] for widget in WIDGETS):
        assert re.findall(dark, css) == re.findall(page, sheets["scarwidget.css"], re.DOTALL)


@pytest.mark.parametrize(("name", "most"), MOST_BYTES.items())
def test_what_a_visitor_waits_for_is_small(name: str, most: int, sheets: dict[str, str]) -> None:
    assert len(brotli.compress(sheets[name].encode())) <= most


def test_what_is_served_is_what_the_sources_make(static: ModuleType) -> None:
    assert list(static.faults()) == []
    for name in static.NOT_BUILT:
        assert (static.STATIC / name).is_file()


def test_the_inline_sheet_is_the_one_of_its_script(
    static: ModuleType, sheets: dict[str, str]
) -> None:
    assert sheets["inline"] == static.inside()
    assert not re.search(r"\drem", sheets["inline"])


@pytest.fixture
def copy(static: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``static/``, to change at will."""
    folder = tmp_path / "static"
    shutil.copytree(static.STATIC, folder)
    monkeypatch.setattr(static, "STATIC", folder)
    monkeypatch.setattr(static, "SOURCES", folder / "src")
    return folder


def test_the_check_says_what_differs_and_changes_nothing(
    static: ModuleType, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert static.main(["--check"]) == 0
    (copy / "frame.css").write_text("a{}")
    (copy / "page.js").unlink()
    (copy / "old.css").write_text("")
    assert static.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "static/frame.css: differs from what static/src makes",
        "static/page.js: missing",
        "static/old.css: nothing in static/src makes it",
    ]
    assert (copy / "frame.css").read_text() == "a{}"
    (copy / "old.css").unlink()
    assert static.main([]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    assert static.main(["--check"]) == 0


def test_placeholders_outlive_the_making(static: ModuleType, copy: Path) -> None:
    source = 'const a = "%PUBLIC_URL%/-/static/%asset:widget.js%";\nuse(a, "%include:a.min.js%");\n'
    (copy / "src" / "js" / "fresh.js").write_text(source)
    made = static.results()["fresh.js"]
    for placeholder in ('"%PUBLIC_URL%/-/static/%asset:widget.js%"', '"%include:a.min.js%"'):
        assert made.count(placeholder) == 1


def test_a_script_that_is_no_module_keeps_its_names_to_itself(
    static: ModuleType, copy: Path
) -> None:
    scripts = copy / "src" / "js"
    shared = 'import { twice } from "./shared/twice.js";\n'
    (scripts / "shared" / "twice.js").write_text("export const twice = (n) => n + n;\n")
    (scripts / "classic.js").write_text(f'{shared}const kept = "k";\nuse(twice(kept), kept);\n')
    (scripts / "module.js").write_text(f"{shared}export const four = (n) => twice(twice(n));\n")
    made = static.results()
    assert re.fullmatch(r"\(\(\)=>\{.*\}\)\(\);?", made["classic.js"])
    assert "import" not in made["classic.js"]
    assert re.match(r"const twice=\w+=>\w+\+\w+;?export const four=", made["module.js"])
