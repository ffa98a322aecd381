"""What does not hold is said to a person: what is there, what was expected, and all of it."""

from __future__ import annotations

from typing import Any

import pytest

from scarwidget.clinics import Clinic, Service
from scarwidget.faults import Fault, FaultsFound
from scarwidget.shapes import shaped

OAK: dict[str, Any] = {"id": "oak-clinic", "name": "Oak"}
PICO: dict[str, Any] = {"id": "pico", "treatment": "laser_pico"}
TEXT = "expected a text of 1 to 1,000 characters, or one a language such as {en = 'Hello'}"
DEVICE = "a table with brand, model, registration_no and market"
ACCEPTED = {
    "rule": "SW008",
    "key": "name",
    "words": "oak",
    "reason": "It is a tree.",
    "reviewer": "Dr Oak",
    "expires": "2027-01-01",
}


def said(kind: type, value: object) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        shaped("x.toml", "", value, kind)
    return [str(fault).removeprefix("x.toml: ") for fault in found.value.faults]


@pytest.mark.parametrize(
    ("kind", "value", "faults"),
    [
        (Service, {**PICO, "device": {"brand": "A", "modell": "B", "market": "FR"}}, [
            "device.modell: is not a known key (did you mean 'model'?)",
            "device.model: is missing",
            "device.registration_no: is missing",
            "device.market: 'FR': expected 'US', 'GB', 'SG', 'HK' or 'AU'",
        ]),
        (Service, {**PICO, "visits": 4}, [f"visits: 4: {TEXT}"]),
        (Service, {**PICO, "visits": ""}, [f"visits: '': {TEXT}"]),
        (Service, {**PICO, "visits": {"en": "", "fr": 3}}, [
            "visits.en: '': expected a string of 1 to 1,000 characters",
            "visits.fr: 3: expected a string of 1 to 1,000 characters",
        ]),
        (Service, {**PICO, "visits": {"no tag": "x"}}, [
            "visits.no tag: 'no tag': expected a language tag such as 'en' or 'zh-Hant-HK'",
        ]),
        (Service, {**PICO, "details": ["x"]}, [
            "details: ['x']: expected Markdown of 1 to 20,000 characters, or once a language",
        ]),
        (Service, {**PICO, "min_age": True}, [
            "min_age: true: expected a whole number from 0 to 120",
        ]),
        (Service, {**PICO, "reviewed_on": "soon"}, [
            "reviewed_on: 'soon': expected a date such as 2026-11-22",
        ]),
        (Service, {**PICO, "price": {"currency": "USD", "from": 2, "to": 1, "fee": 3}}, [
            "price.fee: is not a known key (one of: currency, from, per, to)",
            "price: to = 1 is less than from = 2",
        ]),
        (Clinic, {**OAK, "origins": ["oak", "https://oak.example", "http://oak.example"]}, [
            "origins[1]: 'oak' is not an origin, expected a form such as 'https://www.cl",
            "origins[3]: 'http://oak.example' is not encrypted, expected https://oak.example",
        ]),
        (Clinic, {**OAK, "theme": {"accent": "#ffff00", "accent_dark": "#000000"}}, [
            "theme.accent: #ffff00 has a contrast of 1.1 on #ffffff, expected 4.5 or more",
            "theme.accent_dark: #000000 has a contrast of 1.2 on #16181d, expected 4.5 or more",
        ]),
        (Clinic, {**OAK, "theme": {"font": "sens"}}, [
            "theme.font: 'sens': expected 'sans', 'serif' or 'rounded' (did you mean 'sans'?)",
        ]),
        (Clinic, {**OAK, "locales": []}, [
            "locales: []: expected a list, at least one of each a language tag such as 'en'",
        ]),
        (Clinic, {**OAK, "accepted": [ACCEPTED, {**ACCEPTED, "rule": "8", "expires": "May"}]}, [
            "accepted[2].rule: '8': expected a rule's id such as 'SW008'",
            "accepted[2].expires: 'May': expected a date such as 2026-11-22",
        ]),
        (Clinic, 5, ["5: expected a table with"]),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, list) else "",
)  # fmt: skip
def test_all_that_is_wrong(kind: type, value: object, faults: list[str]) -> None:
    told = said(kind, value)
    assert len(told) == len(faults), told
    for line, expected in zip(told, faults, strict=True):
        assert line.startswith(expected)


def test_one_of_several_kinds() -> None:
    [told] = said(Service, {**PICO, "device": 5})
    assert told.startswith("device: 5: expected a ")
    assert told.endswith(f" or {DEVICE}")


def test_nothing_follows_a_rule() -> None:
    assert said(Clinic, {**OAK, "accepted": [{**ACCEPTED, "rule": "SW008\n"}]})


def test_a_plugin_in_python_reads_of_every_origin() -> None:
    with pytest.raises(ValueError, match=r"'a' is not an origin.*; origins: 'b' is not an origin"):
        Clinic(id="oak-clinic", name="Oak", origins=("a", "https://oak.example", "b"))


def test_a_fault_with_a_line_is_one_that_editors_find() -> None:
    assert str(Fault("a/clinic.toml", "name", "is missing", "write it", 12)) == (
        "a/clinic.toml:12: name: is missing (write it)"
    )


def test_a_fault_is_one_line_that_says_what_it_says() -> None:
    """A key out of a file could else move the cursor, or turn the line around."""
    told = str(Fault("x.toml", "a\nb\x1b[2J\u202e", "is 小 – café"))
    assert told == r"x.toml: a\nb\x1b[2J\u202e: is 小 – café"
