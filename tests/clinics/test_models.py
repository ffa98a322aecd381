"""What a clinic says about itself is checked: ids, colours, prices, contacts, characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.clinics import ChecklistItem, Clinic, Contact, Price, Service, Theme
from scarwidget.clinics.contrast import contrast
from scarwidget.clinics.models import unreadable

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))
QUICK = settings(max_examples=150, deadline=None, derandomize=True)

BIRCH: Mapping[str, Any] = {"id": "birch-skin", "name": "Birch Skin", "markets": ["US"]}
PICO: Mapping[str, Any] = {"id": "pico", "treatment": "laser_pico"}


# colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#FFFFFF", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#000000", 5.25),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@QUICK
@given(COLOURS, COLOURS)
def test_contrast_has_its_bounds(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) <= 21.0001


@QUICK
@given(COLOURS, COLOURS)
def test_a_theme_is_readable_or_refused(accent: str, accent_dark: str) -> None:
    readable = contrast(accent, "#ffffff") >= 4.5 and contrast(accent_dark, "#16181d") >= 4.5
    try:
        msgspec.convert({"accent": accent, "accent_dark": accent_dark}, Theme)
    except msgspec.ValidationError:
        assert not readable
    else:
        assert readable


def test_a_pale_accent_is_refused_with_its_contrast() -> None:
    with pytest.raises(msgspec.ValidationError) as found:
        msgspec.convert({"accent": "#ffcc00"}, Theme)
    assert "accent = #ffcc00 has a contrast of 1.5 on #ffffff, expected 4.5" in str(found.value)
    with pytest.raises(msgspec.ValidationError, match="accent_dark = #222222"):
        msgspec.convert({"accent_dark": "#222222"}, Theme)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345", "#1234567", "rgb(0,0,0)", "#00000g"])
def test_a_colour_has_one_form(colour: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"accent": colour}, Theme)


def test_nothing_follows_what_a_pattern_allows() -> None:
    """A line feed at the end would get into a style sheet, an address or a link."""
    for kind, said in (
        (Theme, {"accent": "#0f5c5a\n"}),
        (Contact, {"phone": "+852 5550 0142\n"}),
        (Price, {"currency": "HKD\n", "from": 1}),
        (Service, {**PICO, "id": "pico\n"}),
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(said, kind)


def test_the_plain_theme_is_readable() -> None:
    assert msgspec.convert({}, Theme) == Theme()


# prices


@pytest.mark.parametrize(
    "price",
    [
        {"currency": "HKD", "from": 1280},
        {"currency": "USD", "from": 0, "to": 0},
        {"currency": "SGD", "from": 99.5, "to": 120, "per": "a visit"},
        {"currency": "HKD", "from": 1, "per": {"en": "a visit", "zh-Hant-HK": "每次"}},
    ],
)
def test_a_price(price: dict[str, Any]) -> None:
    assert msgspec.convert(price, Price).currency == price["currency"]


@pytest.mark.parametrize(
    ("price", "problem"),
    [
        ({"currency": "HKD", "from": 200, "to": 100}, "to = 100 is less than from = 200"),
        ({"currency": "HK$", "from": 1}, "currency"),
        ({"currency": "hkd", "from": 1}, "currency"),
        ({"currency": "HKDD", "from": 1}, "currency"),
        ({"currency": "HKD"}, "from"),
        ({"currency": "HKD", "from": -1}, "from"),
        ({"currency": "HKD", "from": "100"}, "from"),
        ({"currency": "HKD", "from": float("inf")}, "from"),
        ({"currency": "HKD", "from": float("nan")}, "from"),
        ({"currency": "HKD", "from": 1, "upto": 2}, "upto"),
        ({"currency": "HKD", "from": 1, "per": ""}, "per"),
    ],
)
def test_a_price_that_does_not_hold(price: dict[str, Any], problem: str) -> None:
    with pytest.raises(msgspec.ValidationError) as found:
        msgspec.convert(price, Price)
    assert problem in str(found.value)


# clinics and services


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, True),
        ({"id": "b1"}, True),
        ({"id": "a" * 40}, True),
        ({"id": "a" * 41}, False),
        ({"id": "b"}, False),
        ({"id": "-birch"}, False),
        ({"id": "Birch"}, False),
        ({"id": "birch_skin"}, False),
        ({"id": "birch/skin"}, False),
        ({"id": "birch\n"}, False),
        ({"name": ""}, False),
        ({"name": {"en": "Birch", "zh-Hant-HK": "白樺"}}, True),
        ({"name": {"english please": "Birch"}}, False),
        ({"markets": ["FR"]}, False),
        ({"markets": []}, True),
        ({"locales": []}, False),
        ({"locales": ["en", "zh-Hant-HK"]}, True),
        ({"locales": ["en_GB"]}, False),
        ({"origin": []}, False),
        ({"testimonials": ["Great!"]}, False),
        ({"practitioner": [{"name": "Dr Birch", "registration": "1"}]}, True),
        ({"practitioner": [{"nam": "Dr Birch"}]}, False),
    ],
    ids=repr,
)
def test_a_clinic(change: dict[str, Any], holds: bool) -> None:
    if holds:
        msgspec.convert({**BIRCH, **change}, Clinic)
    else:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**BIRCH, **change}, Clinic)


@pytest.mark.parametrize(
    ("contact", "holds"),
    [
        ({"phone": "+852 5550 0142"}, True),
        ({"phone": "5550 0142"}, False),
        ({"phone": "+1 (555) 0142-99"}, True),
        ({"phone": "+852 5550 0142;ext=1"}, False),
        ({"whatsapp": "+852 5550 0142"}, True),
        ({"whatsapp": "https://wa.me/85255500142"}, False),
        ({"email": "hello@clinic.example"}, True),
        ({"email": "hello@clinic"}, False),
        ({"email": "hello@clinic.example?bcc=evil@x.example"}, False),
        ({"booking": "https://clinic.example/book?x=1"}, True),
        ({"booking": "http://clinic.example/book"}, False),
        ({"booking": "javascript:alert(1)"}, False),
        ({"booking": 'https://clinic.example/"onclick='}, False),
        ({"fax": "+1"}, False),
    ],
    ids=repr,
)
def test_a_contact(contact: dict[str, Any], holds: bool) -> None:
    if holds:
        msgspec.convert(contact, Contact)
    else:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(contact, Contact)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "Pico"},
        {"treatment": ""},
        {"benefits": "x" * 1001},
        {"min_age": -1},
        {"min_age": "18"},
        {"reviewed_on": "yesterday"},
        {"citations": "S01"},
        {"before_after": "photo.jpg"},
        {"testimonial": "Great!"},
        {"rating": 5},
    ],
)
def test_a_service_that_does_not_hold(change: dict[str, Any]) -> None:
    msgspec.convert(PICO, Service)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**PICO, **change}, Service)


# characters


INVISIBLE = {
    "null": "\0",
    "bell": "\a",
    "escape": "\x1b",
    "line feed": "\n",
    "delete": "\x7f",
    "next line": "\x85",
    "lone surrogate": "\ud800",
    "soft hyphen": "\xad",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "word joiner": "\u2060",
    "invisible plus": "\u2064",
    "right-to-left isolate": "\u2067",
    "Arabic letter mark": "\u061c",
    "Mongolian vowel separator": "\u180e",
    "Hangul filler": "\u3164",
    "byte order mark": "\ufeff",
    "interlinear annotation": "\ufff9",
    "tag letter": "\U000e0041",
}


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_what_no_reader_can_see_is_named(character: str) -> None:
    service = Service(id="pico", treatment="laser_pico", notice=f"Ask{character} us")
    [(key, problem)] = unreadable(service)
    assert key == "notice"
    assert f"U+{ord(character):04X}" in problem


@pytest.mark.parametrize("details", ["a\n\tb", {"en": "a\n\tb"}], ids=["one", "several"])
def test_details_alone_have_lines_and_tabs(details: Any) -> None:
    assert not list(unreadable(Service(id="pico", treatment="laser_pico", details=details)))
    hidden = Service(id="pico", treatment="laser_pico", details="a\n\x1bb", visits="a\nb")
    assert dict(unreadable(hidden)) == {
        "visits": "holds the invisible character U+000A",
        "details": "holds the invisible character U+001B",
    }


@pytest.mark.parametrize(
    "text",
    ["Plain.", "皮秒激光", "naïve café – “quoted”", "½ × 2 °C €5", "Größe", "\u00a0", "Ελλάδα"],
)
def test_what_can_be_read_is_left_alone(text: str) -> None:
    assert not list(unreadable(Service(id="pico", treatment="laser_pico", notice=text)))


def test_it_is_found_wherever_it_is() -> None:
    clinic = Clinic(
        id="birch-skin",
        name={"en": "Birch", "zh-Hant-HK": "白\u200b樺"},
        contact=Contact(address="1 Main\u202e Street"),
    )
    assert [key for key, _ in unreadable(clinic)] == ["name.zh-Hant-HK", "contact.address"]
    service = Service(
        id="pico",
        treatment="laser_pico",
        price=Price(currency="HKD", from_=1, per="a\u200b visit"),
        citations=("Good", "B\0ad"),
    )
    assert [key for key, _ in unreadable(service)] == ["price.per", "citations[2]"]
    item = ChecklistItem(id="hat", action="Wear\ufeff a hat", how_often="Daily", why="Shade")
    assert [key for key, _ in unreadable(item)] == ["action"]
