"""Pages without a widget: what was lost, and what cannot be seen."""

from __future__ import annotations

import pytest

from tests.installation.conftest import Examine
from tests.installation.pages import FRAME, LINK, LOADER, MOUNT, SERVER, page

ESCAPED = MOUNT.replace("<", "&lt;").replace(">", "&gt;")
WORDPRESS = '<meta name="generator" content="WordPress 6.8">'
UNSEEN = "No script was run"


def test_nothing_at_all(look: Examine) -> None:
    answer = look(page("<p>Hello"))
    assert answer.kinds == []
    answer.one("error", "No widget is on the page", "<div data-scarwidget=", LOADER)
    answer.one("notice", UNSEEN)
    assert next(answer.report.lines()) == "Found: nothing."


LOST = {
    "escaped": (f"<p>{ESCAPED}", "", ["as text", "Custom HTML"]),
    "escaped twice": (f"<p>{ESCAPED.replace('&', '&amp;')}", "", ["as text"]),
    "an escaped frame": (f"<p>{FRAME.replace('<', '&#60;')}", "", ["as text"]),
    "an escaped div": ('<p>&LT;div class="x" data-scarwidget=treatments&gt;', "", ["as text"]),
    "a comment": (f"<!-- {MOUNT} -->", "", ["in a comment"]),
    "noscript": (f"<noscript>{FRAME}</noscript>", "", ["in a <noscript>", "lazy loading"]),
    "template": (f"<template><p>{MOUNT}</template>", "", ["in a <template>"]),
    "textarea": (f"<textarea>{MOUNT}</textarea>", "", ["in a <textarea>"]),
    "a loader alone": ("<p>Hello", LOADER, ["no mount to fill", "<div data-scarwidget="]),
    "moved": (
        "",
        '<meta http-equiv="refresh" content="0; URL=/new?a=b">',
        ["sends browsers on", "scarwidget verify https://www.birch-skin.example/new?a=b"],
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_what_was_lost(look: Examine, name: str) -> None:
    body, head, words = LOST[name]
    answer = look(page(body, head=head))
    answer.one("error", *words)
    answer.one("notice", UNSEEN)
    assert len(answer.told) == 2, answer.told


@pytest.mark.parametrize("head", [WORDPRESS, '<link href="/wp-content/x.css" rel=stylesheet>'])
def test_what_wordpress_left(look: Examine, head: str) -> None:
    answer = look(page(LINK, head=head))
    answer.one("warning", "Only a link is left", "WordPress", 'data-clinic="birch-skin"')
    assert answer.report.sound


def test_links_alone(look: Examine) -> None:
    answer = look(page(LINK))
    assert answer.kinds == ["link"]
    answer.one("notice", "shows none itself", 'data-scarwidget="treatments"')
    answer.one("notice", UNSEEN)
    assert answer.report.sound


def test_a_link_to_the_gallery(look: Examine) -> None:
    answer = look(page(f'<a href="{SERVER}/birch-skin/">All of it</a>'))
    assert [(f.clinic, f.widget) for f in answer.report.found] == [("birch-skin", None)]
    assert answer.report.sound


@pytest.mark.parametrize(
    "rest",
    [f"<p>{ESCAPED}", f"<!-- {MOUNT} -->", f"<noscript>{FRAME}</noscript>"],
)
def test_a_page_about_snippets_that_has_one(look: Examine, rest: str) -> None:
    assert look(page(MOUNT + rest, head=LOADER)).told == []


def test_a_mount_in_a_shadow_root_of_the_page_counts(look: Examine) -> None:
    body = f'<x-card><template shadowrootmode="open">{MOUNT}</template></x-card>'
    assert look(page(body, head=LOADER)).told == []
