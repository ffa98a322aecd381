"""``scarwidget check``: every fault of every file, in one run."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scarwidget.plugins import proofreading
from tests.cli.conftest import Run, WriteFiles
from tests.conftest import CLINICS, PLUGINS

SOUND_CLINIC = 'name = "Sound"\nmarkets = ["US"]\n'
SOUND_SERVICES = '[[service]]\nid = "needling"\ntreatment = "microneedling"\n'

PLANTED = {
    "bad-clinic/clinic.toml": """
        nmae = "Bad"
        markets = ["US", "XX"]
        locales = []
        origins = ["http://www.bad.example"]
        plugins = "other"
        [contact]
        phone = "5550 0142"
        fax = "+1 555 0100"
        [theme]
        accent = "teal"
    """,
    "bad-clinic/services.toml": """
        [[service]]
        id = "needling"
        treatment = "microneedling"
        prize = 100
    """,
    "bad-services/clinic.toml": SOUND_CLINIC,
    "bad-services/services.toml": """
        [[service]]
        id = "One"
        treatmnt = "microneedling"
        [[service]]
        id = "two"
        treatment = "microneedling"
        min_age = "eighteen"
        price = {currency = "usd", from = 100}
        [[service]]
        id = "three"
        treatment = "microneedling"
        price = {currency = "USD", from = 300, to = 200}
        reviewed_on = "last week"
        [sevice]
        id = "four"
    """,
    "bad-sense/clinic.toml": SOUND_CLINIC,
    "bad-sense/services.toml": """
        [[service]]
        id = "twice"
        treatment = "microneedling"
        [[service]]
        id = "twice"
        treatment = "subcision"
        [[service]]
        id = "wrong-brand"
        treatment = "subcision"
        brand = "Fraxel"
        [[service]]
        id = "foreign"
        treatment = "subcision"
        benefits = {en = "Good", fr = "Bon"}
    """,
    "not-toml/clinic.toml": """
        name = "No TOML"
        markets = [US]
    """,
    "misspelt.py": """
        from scarwidget.plugins import hookimpl

        @hookimpl
        def register_servces(clinic):
            return []
    """,
    "fails_to_import.py": "import module_that_nobody_has\n",
    "not_python.py": "def broken(:\n",
    "raises.py": """
        from scarwidget.plugins import hookimpl

        @hookimpl
        def register_clinics():
            raise LookupError("the price list is not there")
    """,
    "gives_rubbish.py": """
        from scarwidget.plugins import hookimpl

        @hookimpl
        def register_clinics():
            return ["a string"]
    """,
    "Bad Name.py": "",
    "sound/clinic.toml": SOUND_CLINIC,
    "sound/services.toml": SOUND_SERVICES,
}

REPORTED = (
    ("bad-clinic/clinic.toml", "nmae", "did you mean 'name'"),
    ("bad-clinic/clinic.toml", "name", "is missing"),
    ("bad-clinic/clinic.toml", "markets", "XX"),
    ("bad-clinic/clinic.toml", "locales", "at least one"),
    ("bad-clinic/clinic.toml", "origins", "'http://www.bad.example'", "https://www.bad.example"),
    ("bad-clinic/clinic.toml", "plugins", "'other'", "expected a list"),
    ("bad-clinic/clinic.toml", "contact.phone", "'5550 0142'", "expected"),
    ("bad-clinic/clinic.toml", "contact.fax", "is not a known key"),
    ("bad-clinic/clinic.toml", "theme.accent", "'teal'", "expected"),
    ("bad-clinic/services.toml", "service[1].prize", "did you mean 'price'"),
    ("bad-services/services.toml", "service[1].id", "'One'", "expected"),
    ("bad-services/services.toml", "service[1].treatmnt", "did you mean 'treatment'"),
    ("bad-services/services.toml", "service[1].treatment", "is missing"),
    ("bad-services/services.toml", "service[2].min_age", "'eighteen'", "expected a whole number"),
    ("bad-services/services.toml", "service[2].price.currency", "'usd'", "expected"),
    ("bad-services/services.toml", "service[3].price", "to = 200", "from = 300"),
    ("bad-services/services.toml", "service[3].reviewed_on", "'last week'", "date"),
    ("bad-services/services.toml", "sevice", "[[service]]"),
    ("bad-sense", "twice", "is there twice"),
    ("bad-sense", "wrong-brand.brand", "Fraxel", "laser_nafl"),
    ("bad-sense", "foreign.benefits", "'fr'", "en"),
    ("not-toml/clinic.toml", "cannot be read", "line 3"),
    ("misspelt.py", "register_servces", "register_services"),
    ("fails_to_import.py", "module_that_nobody_has"),
    ("not_python.py", "SyntaxError"),
    ("raises.py", "register_clinics", "the price list is not there"),
    ("gives_rubbish.py", "register_clinics", "item 1", "str", "expected Clinic"),
    ("Bad Name.py", "'Bad Name'", "expected small letters"),
)
"""What one line must say for each fault that was planted: file, key, value, expectation."""


@pytest.fixture
def planted(plugins: WriteFiles) -> Path:
    """One folder with all of it."""
    return plugins({name: dedent(text) for name, text in PLANTED.items()})


def test_the_examples_hold(run: Run) -> None:
    said = run("check", "--plugins-dir", PLUGINS, "--strict")
    assert said.status == 0
    assert said.err == ""
    assert f"{len(CLINICS)} clinics, {len(CLINICS)} plugins; 0 faults" in said.out


def test_without_any_plugin_the_catalogue_holds(run: Run) -> None:
    said = run("check")
    assert said.status == 0
    assert not said.faults


@pytest.mark.parametrize("expected", REPORTED, ids=lambda told: f"{told[0]} {told[1]}")
def test_every_planted_fault_is_reported_in_one_run(
    run: Run, planted: Path, expected: tuple[str, ...]
) -> None:
    said = run("check", "--plugins-dir", planted)
    assert said.status == 1
    file, *words = expected
    told = [line for line in said.faults if line.startswith(str(planted / file))]
    assert [line for line in told if all(word in line for word in words)], told


def test_nothing_is_reported_that_is_not_wrong(run: Run, planted: Path) -> None:
    said = run("check", "--plugins-dir", planted)
    unexpected = [
        line
        for line in said.faults
        if not any(
            line.startswith(str(planted / file)) and all(word in line for word in words)
            for file, *words in REPORTED
        )
    ]
    assert not unexpected
    assert len(said.faults) == len(REPORTED)
    assert f"{len(REPORTED)} faults" in said.out
    assert "Traceback" not in said.err


def test_strict_reports_the_same(run: Run, planted: Path) -> None:
    loose = run("check", "--plugins-dir", planted)
    strict = run("check", "--plugins-dir", planted, "--strict")
    assert (strict.status, strict.faults) == (loose.status, loose.faults)


def test_the_services_of_a_broken_clinic_are_not_blamed(run: Run, plugins: WriteFiles) -> None:
    folder = plugins(
        {
            "sad/clinic.toml": 'name = "Sad"\nmarkets = ["XX"]\nlocales = ["en", "fr"]\n',
            "sad/services.toml": SOUND_SERVICES + 'benefits = {en = "Good", fr = "Bon"}\n',
        }
    )
    said = run("check", "--plugins-dir", folder)
    assert len(said.faults) == 1
    assert "markets" in said.faults[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("service = 5\n", ("5", "expected [[service]]")),
        ('service = ["needling"]\n', ("service[1]", "'needling'", "expected a table")),
        ('[service]\nid = "needling"\ntreatment = "subcision"\n', ("expected [[service]]",)),
    ],
)
def test_services_that_are_no_list_of_tables(
    run: Run, plugins: WriteFiles, text: str, words: tuple[str, ...]
) -> None:
    folder = plugins({"sad/clinic.toml": SOUND_CLINIC, "sad/services.toml": text})
    said = run("check", "--plugins-dir", folder)
    assert said.status == 1
    [told] = said.faults
    assert told.startswith(f"{folder / 'sad' / 'services.toml'}:1: service")
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ('locales = ["en", "x_y"]', "locales", "x_y"),
        ('origins = ["https://a.example", "https://b.example/path"]', "origins", "/path"),
        ('[[practitioner]]\nname = ""', "practitioner", "''"),
        ("[theme]\nfont = 3", "theme.font", "3"),
        ('[theme]\naccent = "#fffff0"', "accent", "#fffff0"),
        ('[contact]\nbooking = "http://plain.example"', "contact.booking", "http://plain.example"),
        ('[contact]\nhours = {en = "9 to 5", "?" = "x"}', "contact.hours", "?"),
        ('name = "zero\\u200bwidth"', "name", "U+200B"),
        ('id = "other"', "id", "folder's name"),
    ],
)
def test_a_fault_deep_in_a_clinic_is_told_with_its_key_and_value(
    run: Run, plugins: WriteFiles, text: str, key: str, value: str
) -> None:
    name = "" if text.startswith("name") else 'name = "Sad"\n'
    folder = plugins({"sad/clinic.toml": name + text + "\n"})
    said = run("check", "--plugins-dir", folder)
    assert said.status == 1
    [told] = said.faults
    assert told.startswith(str(folder / "sad"))
    assert key in told
    assert value in told


def test_two_plugins_with_one_clinic_are_both_named(run: Run, plugins: WriteFiles) -> None:
    bringing = dedent(
        """
        from scarwidget.clinics import Clinic
        from scarwidget.plugins import hookimpl

        @hookimpl
        def register_clinics():
            return [Clinic(id="shared", name="Shared")]
        """
    )
    folder = plugins({"first.py": bringing, "second.py": bringing})
    said = run("check", "--plugins-dir", folder)
    assert said.status == 1
    [told] = said.faults
    assert told.startswith(str(folder / "second.py"))
    assert "'shared'" in told
    assert "'first'" in told


def test_faults_of_settings_and_folder_come_together(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "some.toml"
    config.write_text('plugins_dir = "nowhere"\nextra_origins = ["ftp://x.example"]\n', "utf-8")
    said = run("check", "--config", config)
    assert said.status == 1
    assert any("plugins_dir" in line and "nowhere" in line for line in said.faults)
    assert any("extra_origins" in line and "'ftp://x.example'" in line for line in said.faults)


def test_a_plugin_that_is_allowed_but_not_there(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "some.toml"
    config.write_text(f'plugins_dir = "{PLUGINS}"\nplugins = ["tamarind-dermo"]\n', "utf-8")
    said = run("check", "--config", config)
    assert said.status == 1
    [told] = said.faults
    assert "plugins" in told
    assert "'tamarind-dermo'" in told
    assert "tamarind-derma" in told


def test_a_hidden_service_is_a_notice_and_no_fault(run: Run, plugins: WriteFiles) -> None:
    folder = plugins(
        {
            "british/clinic.toml": 'name = "British"\nmarkets = ["GB"]\n',
            "british/services.toml": '[[service]]\nid = "tox"\ntreatment = "botulinum"\n',
        }
    )
    said = run("check", "--plugins-dir", folder)
    assert said.status == 0
    assert "notice: british: tox" in said.err
    assert "GB" in said.err


PROMISING = """\
[[service]]
id = "needling"
treatment = "microneedling"
notice = "Results vary."
benefits = "Softer scars, guaranteed."
"""
ANSWERED_FOR = """
[[accepted]]
rule = "SW001"
key = "needling.benefits"
words = "guaranteed"
reason = "The sentence quotes what the law calls a guarantee."
reviewer = "A. Example"
expires = 2999-01-01
"""


def test_a_promise_is_a_notice_that_says_what_to_write_instead(
    run: Run, plugins: WriteFiles
) -> None:
    files = {"sound/clinic.toml": SOUND_CLINIC, "sound/services.toml": PROMISING}
    said = run("check", "--strict", "--plugins-dir", plugins(files))
    assert said.status == 0, "copy is for a person to judge, and no plugin falls away over it"
    [told] = [line for line in said.err.splitlines() if "SW001" in line]
    assert "sound/services.toml:5: needling.benefits (en): 'guaranteed': " in told
    assert "an error in US" in told
    assert "results vary" in told
    [lacking] = [line for line in said.err.splitlines() if "SW049" in line]
    assert "scarwidget lint" in lacking


@pytest.mark.parametrize(
    ("clinic", "settings"), [(SOUND_CLINIC + ANSWERED_FOR, ""), (SOUND_CLINIC, "lint = false\n")]
)
def test_a_promise_that_somebody_answers_for_or_that_nobody_looks_for(
    run: Run, plugins: WriteFiles, tmp_path: Path, clinic: str, settings: str
) -> None:
    folder = plugins({"sound/clinic.toml": clinic, "sound/services.toml": PROMISING})
    config = tmp_path / "some.toml"
    config.write_text(settings, "utf-8")
    said = run("check", "--config", config, "--plugins-dir", folder)
    assert said.status == 0
    assert "SW001" not in said.err


def test_a_linter_that_fails_is_a_notice_and_stops_nothing(
    run: Run, plugins: WriteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(proofreading, "lint_clinic", fail)
    files = {"sound/clinic.toml": SOUND_CLINIC, "sound/services.toml": PROMISING}
    said = run("check", "--strict", "--plugins-dir", plugins(files))
    assert said.status == 0
    assert "could not be read against the rules: RecursionError" in said.err
