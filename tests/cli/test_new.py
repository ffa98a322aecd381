"""``scarwidget new``: what it asks, what it writes, and what it refuses."""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scarwidget.clinics import Price, Service
from scarwidget.clinics.models import unreadable
from scarwidget.plugins import Publication
from scarwidget.starters import (
    LOCALES,
    MARKETS,
    Answers,
    Unfit,
    data_files,
    plugin_files,
    read_accent,
    read_id,
    read_name,
)
from scarwidget.testing import conformance, publication_of
from tests.cli.conftest import Run
from tests.conftest import TODAY

CLINIC_PROJECT = {
    "birch-skin/.github/workflows/check.yml",
    "birch-skin/README.md",
    "birch-skin/plugins/birch-skin/clinic.toml",
    "birch-skin/plugins/birch-skin/services.toml",
    "birch-skin/scarwidget.toml",
    "birch-skin/tests/test_birch_skin.py",
}
CHINESE = "zh-Hant-HK"

Type = Callable[..., None]


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Somebody at a terminal, who types these lines and then ends the input."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def write(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))

    return write


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there to answer."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def written() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def only(publication: Publication) -> Answers:
    """What a publication's one clinic was made from, as far as it shows."""
    [edition] = publication.editions.values()
    clinic = edition.clinic
    names = clinic.name if isinstance(clinic.name, dict) else {clinic.locales[0]: clinic.name}
    day = edition.offers[0].service.reviewed_on
    assert day is not None
    return Answers(
        clinic.id, names, clinic.markets, clinic.locales, clinic.origins, clinic.theme.accent, day
    )


def test_a_name_is_enough(run: Run) -> None:
    said = run("new", "clinic", "Birch Skin")
    assert (said.status, said.err) == (0, "")
    assert written() == CLINIC_PROJECT
    assert all(name in said.out for name in CLINIC_PROJECT)
    assert "all five markets" in said.out
    answers = only(publication_of(Path("birch-skin/plugins/birch-skin")))
    assert (answers.name, answers.markets, answers.locales) == ("Birch Skin", MARKETS, ("en",))


def test_what_to_do_next_can_be_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("new", "clinic", "Birch Skin", "--market", "US")
    steps = [line.strip() for line in said.out.partition("Next:\n")[2].splitlines()]
    assert len(steps) == 3
    [folder] = [step.removeprefix("cd ") for step in steps if step.startswith("cd ")]
    monkeypatch.chdir(folder)
    [check] = [step.split()[1:] for step in steps if step.startswith("scarwidget check")]
    assert run(*check).status == 0
    assert "http://127.0.0.1:8000/birch-skin/" in steps[-1]


def test_into_a_folder_of_plugins_go_two_files_and_no_more(run: Run) -> None:
    Path("my plugins").mkdir()
    said = run("new", "clinic", "Birch Skin", "--market", "US", "--into", "my plugins")
    assert said.status == 0
    assert written() == {
        "my plugins/birch-skin/clinic.toml",
        "my plugins/birch-skin/services.toml",
    }
    assert "scarwidget check --strict --plugins-dir 'my plugins'" in said.out
    assert run("check", "--strict", "--plugins-dir", "my plugins").status == 0


def test_flags_say_it_all(run: Run) -> None:
    said = run(
        *("new", "plugin", "kestrel-bay", "--name", "隼灣美學", "--name-in", "en", "Kestrel Bay"),
        *("--market", "hk", "--market", "SG", "--locale", CHINESE, "--locale", "en"),
        *("--origin", "https://www.kestrel.example", "--accent", "#2f6663"),
    )
    assert said.status == 0, said.err
    publication = publication_of(Path("scarwidget-kestrel-bay/src/scarwidget_kestrel_bay"))
    assert only(publication) == Answers(
        id="kestrel-bay",
        names={CHINESE: "隼灣美學", "en": "Kestrel Bay"},
        markets=("HK", "SG"),
        locales=(CHINESE, "en"),
        origins=("https://www.kestrel.example",),
        accent="#2f6663",
        today=date.today(),  # noqa: DTZ011
    )
    project = tomllib.loads(Path("scarwidget-kestrel-bay/pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["scarwidget"] == {
        "kestrel-bay": "scarwidget_kestrel_bay"
    }


def test_a_clinic_in_hong_kong_speaks_chinese_first(run: Run) -> None:
    run("new", "clinic", "Kestrel", "--market", "HK")
    answers = only(publication_of(Path("kestrel/plugins/kestrel")))
    assert answers.locales == (CHINESE, "en")


def test_the_first_price_is_ready_in_the_markets_currency(run: Run) -> None:
    run("new", "clinic", "Birch Skin", "--market", "SG")
    path = Path("birch-skin/plugins/birch-skin/services.toml")
    path.write_text(path.read_text("utf-8").replace("# price", "price"), "utf-8")
    [pico, _] = publication_of(path.parent).editions["birch-skin"].offers
    assert pico.price == Price(currency="SGD", from_=300, to=450, per="per session")


def test_whoever_is_there_is_asked(run: Run, type_in: Type) -> None:
    type_in("Birch Skin", "us, gb", "", "https://www.birch.example", "#aa3355")
    said = run("new", "clinic")
    assert said.status == 0
    answers = only(publication_of(Path("birch-skin/plugins/birch-skin")))
    assert answers.names == {"en": "Birch Skin"}
    assert (answers.markets, answers.locales) == (("US", "GB"), ("en",))
    assert (answers.origins, answers.accent) == (("https://www.birch.example",), "#aa3355")


def test_whoever_is_there_is_asked_again_until_it_will_do(run: Run, type_in: Type) -> None:
    type_in("白樺", "birch", "FR", "uk", "GB", "zh-HK", f"{CHINESE} en", "Birch", "", "#ffee00", "")
    said = run("new", "clinic")
    assert said.status == 0, said.err
    answers = only(publication_of(Path("birch/plugins/birch")))
    assert answers.names == {CHINESE: "白樺", "en": "Birch"}
    assert answers.markets == ("GB",)
    for words in ("no id can be made of '白樺'", "'FR' is not a market", "did you mean 'GB'?"):
        assert words in said.err
    assert f"did you mean '{CHINESE}'?" in said.err
    assert "#ffee00 has a contrast of 1.2" in said.err


def test_whoever_is_there_may_leave(run: Run, type_in: Type) -> None:
    type_in("Birch Skin")
    said = run("new", "clinic")
    assert said.status == 1
    assert "Nothing was written." in said.err
    assert not written()


def test_nobody_is_asked_who_says_yes(run: Run, type_in: Type) -> None:
    type_in("Other", "GB")
    assert run("new", "clinic", "birch-skin", "--yes").status == 0
    assert only(publication_of(Path("birch-skin/plugins/birch-skin"))).name == "Birch Skin"


def test_every_wrong_answer_is_told_at_once_with_what_would_do(run: Run) -> None:
    said = run(
        *("new", "clinic", "白樺", "--market", "UK", "--locale", "en-GB", "--accent", "#7fd1cc"),
        *("--origin", "http://www.Birch.example/page", "--into", "nowhere"),
        *("--name-in", "fr", "Bouleau"),
    )
    assert said.status == 2
    assert not written()
    for words in (
        "--into: nowhere is not a folder",
        "try: birch-skin --name '白樺'",
        "--market: 'UK' is not a market (did you mean 'GB'?)",
        "--locale: the starters have no words in 'en-GB' (did you mean 'en'?)",
        "(did you mean 'https://www.birch.example'?)",
        "--accent: #7fd1cc has a contrast of 1.8 on white, expected 4.5 or more",
        "--name-in: 'fr' is none of the further languages",
    ):
        assert words in said.err


def test_without_a_name_it_says_so(run: Run) -> None:
    said = run("new", "plugin")
    assert said.status == 2
    assert "NAME" in said.err


@pytest.mark.parametrize("kind", ["clinic", "plugin"])
def test_nothing_is_overwritten_and_every_file_is_named(run: Run, kind: str) -> None:
    run("new", kind, "Birch Skin", "--market", "US")
    before = {name: Path(name).read_bytes() for name in written()}
    for name in sorted(before)[1:]:
        Path(name).unlink()
    left = min(before)
    said = run("new", kind, "Birch Skin", "--market", "GB")
    assert said.status == 1
    assert f"{left} is there already" in said.err
    assert all(name in said.err for name in before)
    assert written() == {left}
    assert Path(left).read_bytes() == before[left]


def test_a_file_where_a_folder_has_to_be_is_named(run: Run) -> None:
    Path("birch-skin").write_text("", "utf-8")
    said = run("new", "clinic", "Birch Skin")
    assert said.status == 1
    assert "birch-skin is there already" in said.err
    assert written() == {"birch-skin"}


def test_nothing_is_put_beside_the_files_of_another_plugin(run: Run) -> None:
    Path("plugins/birch-skin").mkdir(parents=True)
    Path("plugins/birch-skin/__init__.py").write_text("", "utf-8")
    said = run("new", "clinic", "Birch Skin", "--into", "plugins")
    assert said.status == 1
    assert "plugins/birch-skin is there already" in said.err
    assert written() == {"plugins/birch-skin/__init__.py"}


def test_an_empty_folder_is_nobodys(run: Run) -> None:
    Path("birch-skin").mkdir()
    assert run("new", "clinic", "Birch Skin").status == 0
    assert written() == CLINIC_PROJECT


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Birch Skin", "birch-skin"),
        ("birch-skin", "birch-skin"),
        ("birch--skin-", "birch-skin"),
        ("Dr. O'Neil & Sons", "dr-oneil-and-sons"),
        ("Clínica Ñandú", "clinica-nandu"),
        ("360 Skin", "skin"),
        ("The " + "Very " * 10 + "Long Name", "the-very-very-very-very-very-very-very"),
        ("隼灣 Kestrel", "kestrel"),
    ],
)
def test_an_id_is_made_of_a_name(name: str, expected: str) -> None:
    assert read_id(name) == expected


@pytest.mark.parametrize("colour", ["#7fd1cc", "#ffff00", "#ffffff"])
def test_the_colour_that_is_proposed_would_do(colour: str) -> None:
    with pytest.raises(Unfit) as raised:
        read_accent(colour)
    proposed = str(raised.value).rpartition("is ")[2].strip("'")
    assert read_accent(proposed) == proposed


AWKWARD = "\"'\\{}[]%#$&<>`*_~=:,. \u3000\u00a0隼灣é。，\U0001f33f"
"""What means something in TOML, Python, YAML, Jinja or Markdown, and what is wide."""

names = st.text(st.sampled_from(AWKWARD) | st.characters(), min_size=1, max_size=150).filter(
    lambda text: bool(text.strip()) and not list(unreadable(text.strip()))
)
PLAIN = Answers("birch-skin", {}, ("HK",), ("en", CHINESE), (), "#0f5c5a", TODAY)
answers_given = st.builds(
    Answers,
    id=st.from_regex(r"[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True),
    names=st.fixed_dictionaries({locale: names.map(read_name) for locale in LOCALES}),
    markets=st.lists(st.sampled_from(MARKETS), min_size=1, unique=True).map(tuple),
    locales=st.lists(st.sampled_from(LOCALES), min_size=1, unique=True).map(tuple),
    origins=st.lists(
        st.sampled_from(("https://a.example", "https://b.example:8443")), unique=True
    ).map(tuple),
    accent=st.sampled_from(("#0f5c5a", "#000000", "#AA3355", "#0000ff")),
    today=st.dates(date(2024, 1, 1), date(2100, 12, 31)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=answers_given)
@example(
    answers=replace(
        PLAIN, names={"en": 'The "Birch"\\\\n' + " {{ Skin }}  " * 12, CHINESE: "白樺" * 70}
    )
)
def test_whatever_was_answered_loads_and_says_it(
    answers: Answers, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = {locale: answers.names[locale] for locale in answers.locales}
    folder = tmp_path_factory.mktemp("made")
    for name, text in (data_files(answers) | plugin_files(answers)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    tomllib.loads((folder / f"scarwidget-{answers.id}" / "pyproject.toml").read_text("utf-8"))
    package = folder / f"scarwidget-{answers.id}" / "src" / answers.module
    for publication in (publication_of(folder / answers.id), publication_of(package)):
        made = only(publication)
        assert made.names == expected
        assert (made.id, made.markets, made.locales) == (
            answers.id,
            answers.markets,
            answers.locales,
        )
        assert (made.origins, made.accent, made.today) == (
            answers.origins, answers.accent, answers.today,
        )  # fmt: skip


@pytest.mark.parametrize("locales", [("en",), (CHINESE, "en"), (CHINESE,)], ids=str)
def test_the_words_of_the_starters_break_no_rule_of_any_market(
    tmp_path: Path, locales: tuple[str, ...]
) -> None:
    names = dict.fromkeys(LOCALES, "Birch Skin")
    answers = Answers("birch-skin", names, MARKETS, locales, (), "#0f5c5a", TODAY)
    for name, text in data_files(answers).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert conformance(tmp_path / "birch-skin", today=TODAY) == ()


def test_the_services_are_in_the_catalogue_with_their_sources(run: Run) -> None:
    run("new", "clinic", "Birch Skin")
    publication = publication_of(Path("birch-skin/plugins/birch-skin"))
    assert publication.notices == ()
    services: list[Service] = [o.service for o in publication.editions["birch-skin"].offers]
    assert [service.brand for service in services] == ["Pico", "HydraFacial"]
    known = " ".join(str(source.ident) for source in publication.catalogue.sources.values())
    for service in services:
        numbers = [line.rpartition(" ")[2] for line in service.citations]
        assert any(number.removeprefix("doi:") in known for number in numbers)
