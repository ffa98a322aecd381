"""Plants faults in a copy of the content: each is reported, all in one run, and no others.

A fault names its file and its key, what was there or what is wrong with it, and what to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.catalogue import CONTENT, Catalogue, load_catalogue
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins import publish
from scarwidget.settings import Settings
from scarwidget.text import Text
from tests.conftest import PLUGINS, PUBLIC_URL, TODAY

CHINESE = "zh-Hant-HK"

Edit = Callable[[Path], None]


def replaced(old: str, new: str) -> Edit:
    """An edit that puts one text in the place of another, once."""

    def edit(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def written(text: str | bytes) -> Edit:
    """An edit that writes a file anew, with its folder."""

    def edit(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return edit


def added(text: str) -> Edit:
    """An edit that puts lines at the end."""
    return lambda path: written(path.read_text("utf-8") + text)(path)


def unchanged(path: Path) -> None:
    """The edit of a fault that another one brings with it."""
    assert path.exists()


def removed(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@dataclass(frozen=True)
class Planted:
    """A fault to plant, and what the one report on it must hold.

    The report names the file by its whole path; ``key`` are parts of the place inside it and
    ``says`` parts of what is there, what was expected, or what to do.
    """

    name: str
    file: str
    edit: Edit
    key: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    def is_in(self, fault: Fault) -> bool:
        return (
            fault.where == f"content/{self.file}"
            and all(part in f"{fault.key} {fault.problem}" for part in self.key)
            and all(part in f"{fault.problem} {fault.advice}" for part in self.says)
        )


PICKER_ROW = """\
[[dip]]
edges = "pinprick"
width = "gt4"
flattens = ["depressed_unclear", "low"]
partly = ["depressed_unclear", "low"]
no_change = ["depressed_unclear", "low"]
not_tried = ["depressed_unclear", "low"]
"""

FACTS = "facts/treatments"
WORDS = "en/treatments"

PLANTED = (
    Planted(
        "bad TOML",
        f"{FACTS}/scrub.toml",
        replaced('id = "scrub"', "id = scrub"),
        says=("TOML", "line 1"),
    ),
    Planted(
        "not UTF-8",
        "facts/myths.toml",
        lambda path: written(path.read_bytes() + b"# caf\xe9\n")(path),
        says=("UTF-8",),
    ),
    Planted(
        "score 4",
        f"{FACTS}/silicone.toml",
        replaced("icepick = { score = 0", "icepick = { score = 4"),
        key=("fit", "icepick", "score"),
        says=("4", "3"),
    ),
    Planted(
        "a scar type that is not known",
        f"{FACTS}/azelaic_acid.toml",
        replaced("keloid = {", "keliod = {"),
        key=("fit", "keliod"),
        says=("keloid",),
    ),
    Planted(
        "wrong type",
        f"{FACTS}/subcision.toml",
        replaced("risk_tier = 2", 'risk_tier = "two"'),
        key=("risk_tier",),
        says=("two", "a whole number"),
    ),
    Planted(
        "a second fault in the same file",
        f"{FACTS}/subcision.toml",
        replaced('setting = "clinic"', 'setting = "spa"'),
        key=("setting",),
        says=("spa",),
    ),
    Planted(
        "unknown key",
        f"{FACTS}/hydroquinone.toml",
        replaced("risk_tier = 2", "risk_teir = 2"),
        key=("risk_teir",),
        says=("risk_tier",),
    ),
    Planted(
        "dangling source",
        f"{FACTS}/laser_pico.toml",
        replaced('mechanism = ["E52"', 'mechanism = ["E5222"'),
        key=("sources.mechanism", "E5222"),
        says=("E52",),
    ),
    Planted(
        "a span that runs backwards",
        f"{FACTS}/laser_afl.toml",
        replaced("visits = [2, 3]", "visits = [3, 2]"),
        key=("visits",),
        says=("[3, 2]", "expected"),
    ),
    Planted(
        "picker row missing",
        "facts/picker.toml",
        replaced(PICKER_ROW, ""),
        key=("dip", "pinprick", "gt4"),
    ),
    Planted(
        "unknown table",
        "facts/tips.toml",
        added('\n[[tipp]]\nid = "p15"\n'),
        key=("tipp",),
        says=("[[tip]]",),
    ),
    Planted(
        "an id that is there twice",
        "facts/tones.toml",
        added('\n[[tone]]\nid = "IV"\nsources = ["S119"]\n'),
        key=("IV",),
        says=("twice",),
    ),
    Planted(
        "a treatment that is not known",
        "facts/brands.toml",
        replaced('treatments = ["laser_pico"]', 'treatments = ["laser_pcio"]'),
        key=("pico", "laser_pcio"),
        says=("laser_pico",),
    ),
    Planted(
        "unknown level",
        "facts/cautions.toml",
        replaced('id = "immune"\nlevel = "doctor"', 'id = "immune"\nlevel = "docter"'),
        key=("level",),
        says=("docter", "doctor"),
    ),
    Planted(
        "a statement without words",
        f"{WORDS}/microneedling.toml",
        replaced("\nlongevity = ", "\n# longevity = "),
        key=("longevity",),
        says=("no words",),
    ),
    Planted(
        "no name",
        f"{WORDS}/microdermabrasion.toml",
        replaced("name = ", "# name = "),
        key=("name",),
        says=("missing",),
    ),
    Planted(
        "a key that words do not have",
        "en/tips.toml",
        replaced("[p1]\n", '[p1]\nextra = "More"\n'),
        key=("p1", "extra"),
    ),
    Planted(
        "a mistyped key deep inside",
        "en/picker.toml",
        replaced('label = "It dips in', 'lable = "It dips in'),
        key=("questions.height.options.dip", "lable"),
        says=("label",),
    ),
    Planted(
        "the key that should be there",
        "en/picker.toml",
        unchanged,
        key=("questions.height.options.dip.label",),
        says=("missing",),
    ),
    Planted(
        "a number for a text",
        f"{WORDS}/fat_transfer.toml",
        replaced('name = "Fat transfer"', "name = 5"),
        key=("name",),
        says=("expected text",),
    ),
    Planted(
        "an empty text",
        "en/cautions.toml",
        replaced('[herpes]\nname = "', '[herpes]\nname = " "\n# "'),
        key=("herpes", "name"),
        says=("empty",),
    ),
    Planted(
        "facts without words",
        "en/brands.toml",
        replaced("[fotona]\n", "[fotonna]\n"),
        key=("fotona",),
        says=("no words",),
    ),
    Planted(
        "words without facts",
        "en/brands.toml",
        unchanged,
        key=("fotonna",),
        says=("no facts", "fotona"),
    ),
    Planted(
        "a section that the facts do not have",
        "en/topics/colour-marks.toml",
        replaced("[sections.aim]", "[sections.aims]"),
        key=("aims",),
        says=("no facts", "aim"),
    ),
    Planted(
        "a section without words",
        "en/topics/colour-marks.toml",
        unchanged,
        key=("aim",),
        says=("no words",),
    ),
    Planted(
        "a key that a second locale makes up",
        f"{CHINESE}/treatments/laser_nafl.toml",
        written('name = "非剝脫性分段式激光"\nnom = "x"\n'),
        key=("nom",),
        says=("en",),
    ),
    Planted(
        "a treatment that a second locale makes up",
        f"{CHINESE}/treatments/laser_nofl.toml",
        written('name = "激光"\n'),
        says=("en",),
    ),
)


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(CONTENT, folder / "content"))


def faults_in(content: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        load_catalogue(content)
    return found.value.faults


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fault, ...]:
    """What one run says of a content with all of the planted faults."""
    content = copied(tmp_path_factory.mktemp("planted"))
    for planted in PLANTED:
        planted.edit(content / planted.file)
    return faults_in(content)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_each_is_reported_in_one_run(planted: Planted, reported: tuple[Fault, ...]) -> None:
    """Faults of loading hide no fault of the checks across files, nor the reverse."""
    assert any(planted.is_in(fault) for fault in reported), said(reported)


def test_nothing_is_reported_that_was_not_planted(reported: tuple[Fault, ...]) -> None:
    files = {f"content/{planted.file}" for planted in PLANTED}
    strays = [fault for fault in reported if fault.where not in files]
    assert not strays, said(strays)
    assert len(reported) == len(PLANTED), said(reported)


def said(faults: tuple[Fault, ...] | list[Fault]) -> str:
    return "reported were\n" + "\n".join(map(str, faults))


def test_the_exception_says_every_fault(tmp_path: Path) -> None:
    content = copied(tmp_path)
    for planted in PLANTED[:4]:
        planted.edit(content / planted.file)
    with pytest.raises(FaultsFound) as found:
        load_catalogue(content)
    lines = str(found.value).splitlines()
    assert len(lines) == len(found.value.faults) >= 4
    assert all(line.startswith("content/") for line in lines)


def test_faults_of_words_hide_no_fault_of_the_facts_of_the_same_id(tmp_path: Path) -> None:
    content = copied(tmp_path)
    replaced("[p1]\n", '[p1]\nextra = "More"\n')(content / "en/tips.toml")
    replaced('sources = ["S23"', 'sources = ["S2323"')(content / "facts/tips.toml")
    faults = faults_in(content)
    assert any("extra" in str(fault) for fault in faults), said(faults)
    assert any("S2323" in str(fault) for fault in faults), said(faults)


REFUSED = (
    Planted(
        "a step of a scale is missing",
        "en/scales.toml",
        replaced('[score."3"]', '[score."33"]'),
        key=("score", "3"),
    ),
    Planted(
        "a group of habits is not named",
        "en/scales.toml",
        replaced("[tip_group.sun]", "[tip_group.sunn]"),
        key=("tip_group", "sun"),
    ),
    Planted(
        "a line of the review is missing",
        "en/review.toml",
        replaced("not_advice = ", "not_advise = "),
        key=("not_advi",),
    ),
    Planted(
        "there is no question to ask",
        "en/ask.toml",
        replaced("ask = [", "asks = ["),
        key=("ask",),
    ),
    Planted(
        "an outcome leads to no filter",
        "facts/picker.toml",
        replaced('filter = "boxcar"', 'filter = "boxcarr"'),
        key=("boxcar_depth_unknown",),
        says=("boxcarr",),
    ),
    Planted(
        "a question waits for an answer that is not there",
        "facts/picker.toml",
        replaced('after = "height"\nwhen = ["flat"]', 'after = "height"\nwhen = ["flatt"]'),
        key=("colour",),
        says=("flatt",),
    ),
    Planted(
        "rows are not tables",
        "facts/tips.toml",
        written('tip = ["p1"]\n'),
        key=("tip[1]",),
    ),
    Planted(
        "there is one table in the place of many",
        "facts/tips.toml",
        written('[tip]\nid = "p1"\n'),
        key=("tip",),
    ),
)
"""Content that would come to grief in a request only: bad core content refuses to start."""


@pytest.mark.parametrize("planted", REFUSED, ids=lambda planted: planted.name)
def test_content_that_would_fail_in_a_request_is_refused(planted: Planted, tmp_path: Path) -> None:
    content = copied(tmp_path)
    planted.edit(content / planted.file)
    faults = faults_in(content)
    assert any(planted.is_in(fault) for fault in faults), said(faults)


@pytest.mark.parametrize(
    "missing",
    [
        *("facts/picker.toml", "facts/review.toml", "facts/sources.toml", "en/picker.toml"),
        *("facts/treatments/no_treatment.toml", "en/review.toml", "en/ask.toml", "en"),
    ],
)
def test_what_is_missing_is_named(missing: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    removed(content / missing)
    faults = faults_in(content)
    stem = missing.removeprefix("facts/treatments/").removesuffix(".toml")
    assert any(stem in str(fault) for fault in faults)
    assert len(faults) < 20, said(faults)


def test_no_content_at_all(tmp_path: Path) -> None:
    assert str(tmp_path / "nothing") in said(faults_in(tmp_path / "nothing"))


# a second locale


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue with a little Chinese."""
    content = copied(tmp_path_factory.mktemp("bilingual"))
    chinese = content / CHINESE
    written('name = "皮秒激光"\n')(chinese / "treatments/laser_pico.toml")
    written('[p1]\naction = "及早護理暗瘡。"\n')(chinese / "tips.toml")
    written('[questions.height]\ntext = "摸上去怎樣？"\n')(chinese / "picker.toml")
    written('[score."3"]\nname = "首選之一"\n')(chinese / "scales.toml")
    return load_catalogue(content)


def test_a_partial_locale_falls_back_string_by_string(bilingual: Catalogue) -> None:
    english, chinese = bilingual.say("en"), bilingual.say(CHINESE)
    pico = chinese.treatments["laser_pico"]
    assert pico.name == Text("皮秒激光", CHINESE)
    assert pico.summary == english.treatments["laser_pico"].summary
    assert pico.summary.lang == "en"
    assert chinese.tips["p1"].action == Text("及早護理暗瘡。", CHINESE)
    assert chinese.tips["p1"].why.lang == "en"
    assert chinese.tips["p2"] == english.tips["p2"]
    height = chinese.picker.questions["height"]
    assert height.text.lang == CHINESE
    assert {option.label.lang for option in height.options.values()} == {"en"}
    assert chinese.scales["score"]["3"].name.lang == CHINESE
    assert chinese.scales["score"]["3"].text.lang == "en"
    assert chinese.ask == english.ask


def test_english_stays_what_it_was(bilingual: Catalogue) -> None:
    assert bilingual.say("en") == load_catalogue().say("en")
    assert bilingual.say("fr") == bilingual.say("en")


def test_what_fell_back_is_marked_with_its_language(bilingual: Catalogue) -> None:
    settings = Settings(plugins_dir=str(PLUGINS), public_url=PUBLIC_URL, strict=True)
    publication = publish(settings, bilingual)
    app = create_app(settings, publication=publication, today=lambda: TODAY)
    client = TestClient(app, base_url=PUBLIC_URL)
    asked = {"pick": "laser_pico", "scar": "any"}
    html = client.get("/kestrel-bay-aesthetics/treatments", params=asked).text
    language = html.partition('<html lang="')[2].partition('"')[0]
    summary = bilingual.say("en").treatments["laser_pico"].summary.value
    name_marked = f'<span lang="{CHINESE}">皮秒激光</span>' in html
    summary_marked = f'<span lang="en">{summary}</span>' in html
    assert "皮秒激光" in html
    assert summary in html
    assert (name_marked, summary_marked) == (language != CHINESE, language != "en")
