"""What is wrong with mounts, and with the names in addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scarwidget.installation import Knows
from tests.installation.conftest import Examine
from tests.installation.pages import (
    DIV,
    FRAME,
    LINK,
    LOADER,
    MOUNT,
    SERVER,
    frame,
    page,
    said,
)


def mount(attributes: str, inside: str = LINK) -> str:
    """A mount with more attributes, or others."""
    return (
        f'<scar-widget clinic="birch-skin" widget="treatments" {attributes}>{inside}</scar-widget>'
    )


WRONG = {
    "no clinic": (MOUNT.replace("clinic=", "x="), "error", ["no clinic", 'clinic="birch-skin"']),
    "no widget": (MOUNT.replace("widget=", "x="), "error", ["no widget", "Write: widget="]),
    "no clinic on a div": (
        DIV.replace("data-clinic=", "x="),
        "error",
        ["no clinic", "Write: data-clinic="],
    ),
    "no widget on a div": (
        DIV.replace('="treatments"', "", 1),
        "error",
        ["no widget", "Write: data-scarwidget="],
    ),
    "plain attributes on a div": (
        DIV.replace("data-clinic=", "clinic="),
        "warning",
        ["clinic has no data-", "data-clinic"],
    ),
    "unknown clinic": (
        MOUNT.replace('"birch-skin"', '"birch-skn"', 1),
        "error",
        ["'birch-skn'", "Did you mean 'birch-skin'?"],
    ),
    "unknown widget": (
        MOUNT.replace('"treatments"', '"treatment"', 1),
        "error",
        ["'treatment'", "Did you mean 'treatments'?"],
    ),
    "mode": (mount('mode="inlin"'), "error", ["'inlin'", "frame or inline", "'inline'"]),
    "mode in capitals": (mount('mode="Inline"'), "error", ["'Inline'", "Did you mean 'inline'?"]),
    "scheme": (mount('data-scheme="drak"'), "error", ["'drak'", "light or dark", "'dark'"]),
    "heading": (mount('heading="5"'), "error", ["'5'", "1 or 2 or 3 or 4"]),
    "reserve with a unit": (mount('reserve="480px"'), "error", ["'480px'", 'reserve="480"']),
    "reserve without a number": (mount('reserve="tall"'), "error", ["'tall'", 'reserve="820"']),
    "scar": (mount('scar="icepik"'), "error", ["'icepik'", "Did you mean 'icepick'?"]),
    "scar of another widget": (
        mount('scar="icepick"').replace("treatments", "explainer"),
        "notice",
        ["scar", "explainer has no use"],
    ),
    "topic": (
        mount('topic="nonsense"').replace("treatments", "explainer"),
        "error",
        ["'nonsense'", "One of: "],
    ),
    "lang": (mount('lang="fr"'), "warning", ["'fr'", "'en' is shown", "zh-Hant-HK"]),
    "lang that is none": (mount('lang="!!"'), "warning", ["'!!'", "'en' is shown"]),
    "misspelt": (mount('heading="2" reserv="480"'), "warning", ["'reserv'", "'reserve'"]),
    "misspelt with data-": (
        DIV.replace("data-clinic", 'data-heding="1" data-clinic'),
        "warning",
        ["'data-heding'", "'heading'"],
    ),
    "picker inline": (
        mount('mode="inline"').replace("treatments", "picker"),
        "warning",
        ["picker", "can see what a visitor answers"],
    ),
    "no link": (mount("", "Loading"), "warning", ["no link", f'<a href="{SERVER}/birch-skin/tr']),
    "a link to another widget": (
        mount("", LINK.replace("treatments", "picker")),
        "warning",
        ["birch-skin/treatments", "leads to birch-skin/picker"],
    ),
    "a frame of another widget": (
        mount("", frame(widget="picker") + LINK),
        "error",
        ["the frame in it is of birch-skin/picker", "/birch-skin/treatments/frame"],
    ),
    "never closed": (
        f"<main>{MOUNT.replace('</scar-widget>', '')}</main>",
        "warning",
        ["never closed", "</scar-widget>"],
    ),
    "closed by a stroke": (
        '<scar-widget clinic="birch-skin" widget="treatments" />' + LINK,
        "error",
        ["<scar-widget … />", "</scar-widget>"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_the_way_out(look: Examine, name: str) -> None:
    body, severity, words = WRONG[name]
    answer = look(page(body, head=LOADER))
    found = answer.one(severity, *words)
    assert found.line == 4
    assert found.fix
    if name not in ("no widget", "no clinic", "plain attributes on a div"):
        assert len(answer.told) == 1, answer.told


SOUND = {
    "language nearby": mount('lang="zh-TW"'),
    "language of the clinic": mount('lang="EN-us"'),
    "reserve": mount('reserve="480" eager heading="2" mode="frame" scheme="dark"'),
    "tokens": mount('accent="#123456" on-accent="#fff" paper="snow" corners="1em" font="serif"'),
    "attributes of any element": mount('class="c" id="i" style="a" title="t" hidden slot="s"'),
    "aria and data of others": mount('aria-label="x" data-id="1" data-block="y" role="region"'),
    "scar": mount('scar="icepick"'),
    "paragraphs around": f"<p>Before<div>{MOUNT}</div></p><p>After",
    "lists around": f"<ul><li>{MOUNT}<li>{MOUNT}</ul>",
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_right_is_left_in_peace(look: Examine, name: str) -> None:
    assert look(page(SOUND[name], head=LOADER)).told == []


def test_no_loader(look: Examine) -> None:
    answer = look(page(MOUNT))
    answer.one("error", "no loader", f'<script src="{SERVER}/embed.js" async></script>')


def test_no_loader_matters_little_where_the_frame_is_there(look: Examine) -> None:
    answer = look(page(MOUNT.replace(LINK, FRAME + LINK)))
    answer.one("notice", "no loader", "works")
    assert answer.report.sound


def test_the_loader_of_another_server_than_the_frame(look: Examine) -> None:
    other = LOADER.replace(SERVER, "https://old.example")
    answer = look(page(MOUNT.replace(LINK, FRAME + LINK), head=other))
    answer.one("warning", "https://old.example", "the frame of https://widgets.example")
    answer.one("error", "The loader is of https://old.example", f"{SERVER}/embed.js")


NAMED = {
    "link": (LINK.replace("birch-skin", "birch-skim"), ["The link names", "'birch-skin'?"]),
    "frame": (frame(widget="pickr") + LINK, ["The frame names", "'picker'?"]),
    "scar in a frame": (
        frame(src=f"{SERVER}/birch-skin/treatments/frame?scar=keloyd") + LINK,
        ["'keloyd'", "'keloid'?"],
    ),
    "a state that is none": (
        frame(src=f"{SERVER}/birch-skin/treatments/frame?by=magic") + LINK,
        ["a choice that the widget does not know", "'by=magic'"],
    ),
    "the same key twice": (
        frame(src=f"{SERVER}/birch-skin/treatments/frame?scar=pie&amp;scar=pih") + LINK,
        ["the same key twice"],
    ),
    "a server that was": (
        (FRAME + LINK).replace(SERVER, "https://old.example"),
        ["The frame is of https://old.example", f"{SERVER}/birch-skin/treatments/frame"],
    ),
    "the link of a mount, to a server that was": (
        MOUNT.replace(SERVER, "https://old.example") + LOADER,
        ["The link in the mount is of https://old.example", f"{SERVER}/birch-skin/treatments"],
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_names_in_addresses(look: Examine, name: str) -> None:
    body, words = NAMED[name]
    look(page(body)).one("error", *words)


def test_a_language_in_an_address(look: Examine) -> None:
    address = f"{SERVER}/birch-skin/treatments/frame?lang=fr"
    look(page(frame(src=address) + LINK)).one("warning", "'fr'", "zh-Hant-HK")


def test_settings_without_a_public_address(knows: Knows) -> None:
    unset = replace(knows, base_url="http://127.0.0.1:8000", configured=False)
    answer = said(page(MOUNT + FRAME, head=LOADER), unset)
    answer.one("error", "no public_url", "--config", f'public_url = "{SERVER}"')


def test_settings_without_a_clinic(knows: Knows) -> None:
    nobody = replace(knows, editions={})
    answer = said(page(MOUNT, head=LOADER), nobody)
    answer.one("error", "The mount names the clinic 'birch-skin'", "--config")
