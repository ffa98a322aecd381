"""``scarwidget lint``: what is read, how it is told, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, WriteFiles
from tests.conftest import PLUGINS

CLINIC = """\
name = "Birch Skin"
markets = ["SG"]
licence_no = "00E0000"

[contact]
note = "Come and talk."
"""
SERVICES = """\
[[service]]
id = "needling"
treatment = "microneedling"
min_age = 18
benefits = "Scars may soften over some months."
risks = "Redness and dark marks can follow."
notice = "Results vary."
citations = ["Alam 2014"]
reviewed_on = 2026-11-01
review_due = 2028-11-01

[[service]]
id = "pico"
treatment = "laser_pico"
min_age = 18
benefits = "Completely safe for shallow scars."
risks = "Redness and dark marks can follow."
notice = "Results vary."
citations = ["Bernstein 2017"]
reviewed_on = 2026-11-01
review_due = 2028-11-01
"""
DETAILS = "# Needling\n\nIt takes an hour.\n\nScars vanish **without a trace**.\n"
NOT_ADVICE = "It is not legal advice."

PYTHON = """\
from scarwidget.plugins import Clinic, Contact, hookimpl


@hookimpl
def register_clinics():
    return [
        Clinic(
            id="cedar-derma",
            name="Cedar Derma",
            markets=("HK",),
            contact=Contact(note="A risk-free start"),
        )
    ]
"""


@pytest.fixture
def folder(plugins: WriteFiles, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = plugins(
        {
            "birch-skin/clinic.toml": CLINIC,
            "birch-skin/services.toml": SERVICES,
            "birch-skin/services/needling.md": DETAILS,
            "cedar_derma.py": PYTHON,
        }
    )
    monkeypatch.chdir(found.parent)
    return found


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text("# Scars\n\nOurs is the best laser.\n\nBotox, 20% off: a,b\n", "utf-8")
    return path


def test_a_plugin_of_data_is_told_with_file_line_and_words(run: Run, folder: Path) -> None:
    said = run("lint", folder / "birch-skin")
    assert said.status == 1
    lines = said.out.splitlines()
    at = lines.index("plugins/birch-skin/services.toml")
    assert "Safe without limits (SW003; error in SG)" in lines[at + 2]
    assert lines[at + 3].split() == ["line", "16,", "pico.benefits", "(en)"]
    assert "“Completely safe”" in said.out
    assert "Completely safe for shallow scars." in said.out
    assert "Name the main risks" in said.out
    at = lines.index("plugins/birch-skin/services/needling.md")
    assert "line 5, needling.details (en)" in lines[at + 3]
    assert lines[-2] == "2 errors, 0 warnings, 0 accepted."
    assert NOT_ADVICE in lines[-1]


def test_a_folder_of_plugins_is_read_each_by_its_own_markets(run: Run, folder: Path) -> None:
    said = run("lint", folder, "--format", "json")
    found = json.loads(said.out)
    assert said.status == 1
    assert (found["errors"], found["warnings"], found["accepted"]) == (3, 0, 0)
    assert [(each["where"], each["line"], each["rule"]) for each in found["findings"]] == [
        ("plugins/birch-skin/services/needling.md", 5, "SW002"),
        ("plugins/birch-skin/services.toml", 16, "SW003"),
        ("plugins/cedar_derma.py", 11, "SW003"),
    ]
    assert NOT_ADVICE in said.err


def test_other_markets_can_be_asked_about(run: Run, folder: Path) -> None:
    said = run("lint", folder / "cedar_derma.py", "--market", "US", "--format", "json")
    [found] = json.loads(said.out)["findings"]
    assert found["markets"] == ["US"]


def test_what_is_wrong_with_a_plugin_is_told_too(run: Run, folder: Path) -> None:
    (folder / "birch-skin/clinic.toml").write_text('nmae = "Birch"\n', "utf-8")
    said = run("lint", folder / "birch-skin")
    assert said.status == 1
    assert any("did you mean 'name'" in line for line in said.faults)


def test_an_accepted_error_is_told_and_fails_nothing(run: Run, folder: Path) -> None:
    (folder / "birch-skin/services/needling.md").unlink()
    entry = (
        '[[accepted]]\nrule = "SW003"\nkey = "pico.benefits"\nwords = "Completely safe"\n'
        'reason = "A test of the linter."\nreviewer = "Ann"\nexpires = 2999-01-01\n'
    )
    with (folder / "birch-skin/clinic.toml").open("a", encoding="utf-8") as file:
        file.write(entry)
    said = run("lint", folder / "birch-skin", "--strict")
    assert said.status == 0
    assert "A test of the linter. (Ann, until 2999-01-01)" in said.out
    assert "0 errors, 0 warnings, 1 accepted." in said.out


def test_templates_and_translations_of_a_plugin_are_read(run: Run, folder: Path) -> None:
    package = folder / "cedar_derma"
    (folder / "cedar_derma.py").unlink()
    for name, text in {
        "__init__.py": PYTHON.replace("A risk-free start", "Come and talk."),
        "templates/tips.html": "<p>{% if view.x %}\n\n{{ _('Completely safe') }}</p>\n"
        "<p>Never fails</p>{% endif %}",
        "messages/zh-Hant-HK.po": 'msgid ""\nmsgstr ""\n\nmsgid "Rest"\nmsgstr "零風險"\n',
    }.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, "utf-8")
    said = run("lint", package, "--format", "json")
    found = json.loads(said.out)["findings"]
    places = [(each["where"], each["line"], each["rule"]) for each in found]
    assert places == [
        ("plugins/cedar_derma/templates/tips.html", 3, "SW003"),
        ("plugins/cedar_derma/templates/tips.html", 4, "SW001"),
        ("plugins/cedar_derma/messages/zh-Hant-HK.po", 4, "SW003"),
    ]


def test_a_text_is_read_for_the_markets_that_are_named(run: Run, article: Path) -> None:
    said = run("lint", article, "--market", "HK", "--market", "GB", "--format", "json")
    found = json.loads(said.out)["findings"]
    [best] = [each for each in found if each["rule"] == "SW006"]
    assert (best["errors_in"], best["warns_in"], best["line"]) == (["HK"], ["GB"], 3)
    assert run("lint", article, "--market", "US").status == 0
    assert run("lint", article, "--market", "US", "--strict").status == 1
    assert run("lint", article, "--market", "GB").status == 1
    assert run("lint", article, "--market", "GB", "--education").status == 0


def test_a_file_of_toml_is_read_string_by_string(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.toml"
    path.write_text('id = 1\n[part]\nlines = ["Fine.",\n"Risk-free."]\n', "utf-8")
    said = run("lint", path, "--market", "US", "--format", "json")
    [found] = json.loads(said.out)["findings"]
    assert (found["key"], found["line"]) == ("part.lines[2]", 4)


def test_annotations_are_escaped(run: Run, article: Path) -> None:
    path = article.rename(article.with_name("a,b:c.md"))
    said = run("lint", path, "--market", "GB", "--format", "github")
    commands = [line for line in said.out.splitlines() if line.startswith("::")]
    assert all("file=a%2Cb%3Ac.md,line=" in line for line in commands)
    title = ",title=SW020 Botulinum toxin%2C by any name::"
    assert any("::error " in line and title in line for line in commands)
    assert any("::warning " in line and "“20%25 off”" in line for line in commands)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("article.md",), "say for whom it is, as --market US"),
        (("nowhere",), "nowhere is not there"),
        (("empty",), "empty holds no plugin"),
        (("a.pdf", "--market", "US"), "a.pdf is no plugin and no text"),
        (("bad.md", "--market", "US"), "bad.md cannot be read"),
        (("bad.toml", "--market", "US"), "bad.toml cannot be read"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    run: Run, article: Path, arguments: tuple[str, ...], says: str
) -> None:
    folder = article.parent
    (folder / "empty").mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF")
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00")
    (folder / "bad.toml").write_text("= 1", "utf-8")
    said = run("lint", *arguments)
    assert said.status == 2
    assert says in said.err
    assert len(said.err.splitlines()) == 1


def test_the_example_clinics_have_no_error(run: Run) -> None:
    said = run("lint", PLUGINS)
    assert said.status == 0
    assert "0 errors" in said.out
