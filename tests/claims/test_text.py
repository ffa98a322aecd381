"""What the linter sees in a text: through every disguise, and at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.claims import MARKETS, lint_text

HK = ("HK",)


def errors(text: str, *markets: str) -> list[str]:
    return [found.rule for found in lint_text(text, markets or MARKETS) if found.is_error]


@pytest.mark.parametrize(
    "text",
    [
        "g u a r a n t e e d",
        "g.u.a.r.a.n.t.e.e.d",
        "guar\u00adan\u00adteed",
        "guar\u200banteed",
        "guar-\nanteed",
        "ｇｕａｒａｎｔｅｅｄ",
        "𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞𝐝",
        "guаrаntееd",
        "GUARANTEED",
        "**guar**anteed",
        "guar<b>ant</b>eed",
        "guar<!-- so -->anteed",
        "&#103;uaranteed",
        "g\u0335u\u0335aranteed",
        "[guaranteed](https://clinic.example/terms)",
        '<img alt="guaranteed">',
        "保 證",
        "保\n證",
        "保\u200b證",
        "保·證",
        "保<i>證</i>",
        "&#20445;&#35777;",
        "保证",
        "**保**證",
    ],
)
def test_a_promise_is_seen_in_every_disguise(text: str) -> None:
    assert errors(f"Results {text} 效果。") == ["SW001"]


def test_simplified_characters_are_read_as_traditional_ones() -> None:
    [found] = lint_text("我们的疗程绝对安全。", HK)
    assert (found.rule, found.words) == ("SW003", "绝对安全")


def test_both_forms_of_a_han_character_are_one() -> None:
    assert errors("衞生署認可", "SG") == errors("衛生署認可", "SG") == ["SW025"]


@pytest.mark.parametrize(
    "text",
    [
        "No doctor can guarantee a result.",
        "No laser, however new, can completely remove a scar.",
        "It may soften scars, but not cure them.",
        "Complete removal is not possible.",
        "Can scars be cured? No.",
        "Be wary of anyone who promises painless, risk-free or guaranteed treatment.",
        "We do not offer discounts, packages or free trials.",
        "You may hear that scars can be erased. They can be softened.",
        "There is no such thing as a completely safe laser.",
        "我哋唔會保證效果。",
        "疤痕唔會完全消失。",
        "冇療程係零風險。",
        "激光能根治凹洞嗎？不能。",
        "小心任何保證無瑕的廣告。",
        "「零風險」是常見的誤解。",
        "没有人可以担保疤痕会消失。",
    ],
)
def test_what_is_denied_asked_or_told_of_others_is_no_claim(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Not only gentle but guaranteed.",
        "Why not enjoy flawless skin?",
        "Want flawless skin?",
        "Can scars be cured? Yes!",
        "No fuss, results guaranteed.",
        "You won't believe it: completely safe.",
        "不可錯過，保證有效。",
        "不是普通療程，零風險",
        "疤痕可以根治嗎？可以！",
        "Other clinics make claims; ours is completely safe.",
    ],
)
def test_what_only_looks_like_a_denial_is_a_claim(text: str) -> None:
    assert errors(text)


@pytest.mark.parametrize(
    ("text", "market"),
    [
        ("Keep a list of your medicines.", "GB"),
        ("A filler can lift a dip for some months.", "SG"),
        ("Use our secure form.", "US"),
        ("The best time to ask is at the first visit.", "SG"),
        ("Results vary, and there is no guarantee.", "US"),
        ("Dramatic weather may close the clinic.", "SG"),
        ("The instant coffee is free.", "SG"),
        ("The gel cures into a film.", "US"),
    ],
)
def test_harmless_uses_of_a_listed_word(text: str, market: str) -> None:
    assert errors(text, market) == []


def test_the_strictest_market_decides_and_each_is_named() -> None:
    [found] = lint_text("Singapore's leading clinic", ("US", "SG"))
    assert (found.severity, found.errors_in, found.warns_in) == ("error", ("SG",), ("US",))
    assert found.markets == ("SG", "US")
    [found] = lint_text("Singapore's leading clinic", ("US",))
    assert found.severity == "warning"
    assert lint_text("Botox", ("US",)) == ()
    assert lint_text("guaranteed", ()) == ()


def test_a_finding_gives_the_words_as_they_stand_and_the_line() -> None:
    text = "First line.\n\nWe can't lose: ＧＵＡＲ\u00adantéed\nfor you. More."
    found = next(each for each in lint_text(text, HK) if each.rule == "SW001")
    assert (found.line, found.words) == (3, "ＧＵＡＲ\u00adantéed")
    assert found.sentence == "We can't lose: ＧＵＡＲ\u00adantéed for you."
    assert found.why
    assert found.instead


def test_education_is_not_held_to_what_only_an_offer_must_keep() -> None:
    assert lint_text("Isotretinoin and Botox, 20% off", ("GB",), promotional=False) == ()
    assert errors("Guaranteed", "GB") == ["SW001"]
    assert lint_text("Guaranteed", ("GB",), promotional=False)


def test_addresses_are_looked_at_as_links_and_not_as_words() -> None:
    assert errors("https://clinic.example/best-guaranteed-botox") == []
    assert errors("[more](https://www.instagram.com/clinic)", "AU") == ["SW048"]


@pytest.mark.parametrize(
    "image", ["![](before-after.jpg)", '<img src="a.jpg" alt="Results">', "![療程前後對比](a.png)"]
)
def test_a_picture_of_a_result_is_found_in_markdown_and_html(image: str) -> None:
    assert "SW019" in errors(image, "SG")
    assert "SW019" not in errors("![The front door](door.jpg)", "SG")


@pytest.mark.parametrize("filler", ["Skin heals slowly. It needs rest. ", "it may sting a bit, "])
def test_a_long_text_is_read_whole(filler: str) -> None:
    long = filler * 300
    for at in [0, *range(3_640, 4_060, 12)]:
        found = lint_text(f"{long[:at]} it is completely safe, {long[at:]}", HK)
        assert [each.words for each in found] == ["completely safe"], at


WORST = (
    " ", "\n", "not ", "不", '"', '"a', "guarantee ", "保證", "无疤", "唔保證", "remove scars ",
    "<", "<a ", "<!--", "<script>", "&", "[", "[a](", "_ ", "a ", "a@", "www.", "http://", "1,",
    "every patient ", "if you have ", "we our us ", "!", "#a", "\u200b", "e\u0301", "safe for all ",
    "cannot guarantee ", "is it safe? ", '"my skin ',
)  # fmt: skip


@pytest.mark.parametrize("piece", WORST, ids=repr)
def test_ten_thousand_characters_take_well_under_a_second(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    lint_text("Guaranteed. 保證。", MARKETS)
    begin = time.process_time()
    lint_text(text, MARKETS)
    assert time.process_time() - begin < 0.8


WORDS = st.sampled_from(
    [*WORST, "scars", "laser", "疤痕", "完全", "消失", "?", ".", ",", "-", "never"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=80).map("".join))
def test_any_text_is_read_and_every_finding_is_in_it(text: str) -> None:
    for found in lint_text(text, MARKETS):
        assert found.words == "" or found.words.split()[0] in text
        assert found.line is not None
        assert 1 <= found.line <= text.count("\n") + 1
