"""Every language of the interface says everything, and Hong Kong Chinese says it as it should."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scarwidget.rendering.languages import MESSAGES
from tools import messages

CHINESE = MESSAGES / "zh-Hant-HK.po"

FORBIDDEN = ("痤瘡", "雷射", "痘疤", "玻尿酸", "去除", "消除", "根治")
"""Words of other places, and promises. ``evidence`` section 8: 暗瘡, 激光, 改善."""

CANTONESE = frozenset("嘅咗唔啲喺嚟冇佢哋噉咁乜嘢")
SAME_IN_BIG5 = frozenset(
    "万与么价优体党几划听后坏宁庄异惊扑扰据机极柜气洒痒确种筑胜腊苹范茧荐虫蜡触适里"
)
"""Simplified forms that Taiwan's character set has too, as other and rare words."""

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,.;:!?()]|[,;:!?()][\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages.extracted()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The Chinese file, to change at will."""
    return Path(shutil.copy(CHINESE, tmp_path))


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    """Every Chinese string by its English one."""
    said = {}
    for message in messages.load(CHINESE):
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[0]
            forms = [message.string] if isinstance(message.string, str) else message.string
            said[english] = "".join(forms or ())
    return said


def test_finds_the_messages_of_templates_and_widgets(template: Catalog) -> None:
    for english in ("Not known", "Treatments compared", "%(count)s source", "Start afresh"):
        assert template.get(english) is not None, english


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.po")), ids=lambda path: path.stem)
def test_every_language_is_complete(path: Path, template: Catalog) -> None:
    assert list(messages.faults(messages.load(path), template)) == []


def test_check_passes_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = CHINESE.read_bytes()
    assert messages.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    assert CHINESE.read_bytes() == before


def test_a_second_update_changes_nothing(copy: Path, template: Catalog) -> None:
    messages.update(copy, template)
    once = copy.read_bytes()
    assert not messages.update(copy, template)
    assert copy.read_bytes() == once


def test_an_update_keeps_every_translation(copy: Path, template: Catalog) -> None:
    before = messages.load(copy)
    messages.update(copy, template)
    for message in messages.load(copy):
        if message.id and (known := before.get(message.id)):
            assert message.string == known.string


def test_an_empty_file_starts_a_language(tmp_path: Path, template: Catalog) -> None:
    path = tmp_path / "fr.po"
    path.touch()
    assert messages.update(path, template)
    begun = messages.load(path)
    assert len(begun) == len(template)
    assert begun.num_plurals == 2
    assert all(fault.startswith("missing: ") for fault in messages.faults(begun, template))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "未有資料"', 'msgstr ""', "missing: Not known"),
        ('msgid "Not known"', 'msgid "Unknown"', "unused: Unknown"),
        ('msgid "Not known"', '#, fuzzy\nmsgid "Not known"', "fuzzy: Not known"),
        ("%(low)s 至 ", "%(lowest)s 至 ", "other placeholders: %(low)s to %(high)s"),
        ("%(count)s 項資料來源", "資料來源", "other placeholders: %(count)s source"),
        ('msgstr "未有資料"', 'msgstr "未有<b>資料</b>"', "other placeholders: Not known"),
    ],
)
def test_tells_what_is_wrong(
    copy: Path, template: Catalog, before: str, after: str, fault: str
) -> None:
    text = copy.read_text(encoding="utf-8")
    assert text.count(before) == 1
    copy.write_text(text.replace(before, after), encoding="utf-8")
    assert fault in messages.faults(messages.load(copy), template)


def test_a_fault_fails_the_check(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = copy.read_text(encoding="utf-8").replace('msgstr "未有資料"', 'msgstr ""')
    copy.write_text(text, encoding="utf-8")
    monkeypatch.setattr(messages, "MESSAGES", copy.parent)
    assert messages.main(["--check"]) == 1
    assert "zh-Hant-HK.po: missing: Not known\n" in capsys.readouterr().out
    assert copy.read_text(encoding="utf-8") == text


def test_every_chinese_string_is_chinese(chinese: dict[str, str]) -> None:
    for english, said in chinese.items():
        assert re.search(r"[\u4e00-\u9fff]", said), english


def test_chinese_has_no_simplified_character(chinese: dict[str, str]) -> None:
    for said in chinese.values():
        assert not [c for c in said if _simplified(c)], said


@pytest.mark.parametrize(
    ("text", "found"), [("简体中文", "简体"), ("着繁體裏只面", ""), ("后", "后")]
)
def test_knows_a_simplified_character(text: str, found: str) -> None:
    assert "".join(c for c in text if _simplified(c)) == found


def test_chinese_is_written_and_uses_the_terms_of_hong_kong(chinese: dict[str, str]) -> None:
    for said in chinese.values():
        assert not [word for word in FORBIDDEN if word in said], said
        assert not CANTONESE & set(said), said


def test_chinese_punctuation_is_full_width(chinese: dict[str, str]) -> None:
    for said in chinese.values():
        assert not HALF_WIDTH.search(said), said


def test_chinese_ends_a_sentence_where_english_does(chinese: dict[str, str]) -> None:
    full = {".": "。", "?": "？", ":": "："}
    for english, said in chinese.items():
        assert (said[-1] in full.values()) == (english[-1] in full), english
        if english[-1] in full:
            assert said[-1] == full[english[-1]], english


def _simplified(character: str) -> bool:
    """Whether mainland China's character set has it and Taiwan's has not; 着 is Hong Kong's."""
    if character == "着":
        return False
    return character in SAME_IN_BIG5 or (_in(character, "gb2312") and not _in(character, "big5"))


def _in(character: str, charset: str) -> bool:
    return bool(character.encode(charset, "ignore"))
