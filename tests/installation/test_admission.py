"""Origins and encryption: what keeps a frame out though its snippet is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scarwidget.installation import Knows
from tests.installation.conftest import Examine
from tests.installation.pages import (
    FRAME,
    INLINE,
    LINK,
    LOADER,
    MOUNT,
    SERVER,
    SITE,
    frame,
    page,
    said,
)

BODY = FRAME + LINK
REFUSED = {
    "another site": (
        "https://news.example/",
        ["https://news.example", f'origins = ["{SITE}", "https://news.example"]', "clinic.toml"],
    ),
    "without www": (
        "https://birch-skin.example/",
        ["to browsers that is another website", f"redirect visitors to {SITE}"],
    ),
    "another port": ("https://www.birch-skin.example:8443/", [":8443"]),
    "unencrypted": (
        "http://www.birch-skin.example/x",
        ["unencrypted", "redirect http there", SITE],
    ),
    "unencrypted and unknown": (
        "http://oak.example/",
        ["unencrypted", f'origins = ["{SITE}", "https://oak.example"]'],
    ),
    "an address for a name": ("https://[2001:db8::1]/", ["no clinic can name", "under a name"]),
    "another script": ("https://bücher.example/", ["https://xn--bcher-kva.example"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_site_that_may_not_frame(look: Examine, name: str) -> None:
    url, words = REFUSED[name]
    answer = look(page(BODY, url=url))
    answer.one("error", *words)
    assert len(answer.told) == 1, answer.told


@pytest.mark.parametrize("body", [BODY, MOUNT + LOADER])
def test_mounts_and_frames_both_need_the_origin(look: Examine, body: str) -> None:
    look(page(body, url="https://news.example/")).one("error", "not among its origins")


def test_inline_needs_no_origin(look: Examine) -> None:
    assert look(page(INLINE, head=LOADER, url="https://news.example/")).told == []


def test_one_line_for_many_frames(look: Examine) -> None:
    answer = look(page(BODY * 3, url="https://news.example/"))
    answer.one("error", "not among its origins")


@pytest.mark.parametrize("url", [SITE, f"{SITE}:443/", "https://WWW.Birch-Skin.example"])
def test_the_clinics_own_site(look: Examine, url: str) -> None:
    assert look(page(BODY, url=url)).told == []


def test_extra_origins_count(knows: Knows) -> None:
    staging = "http://127.0.0.1:8001"
    more = replace(knows, extra_origins=(staging,))
    assert said(page(BODY, url=f"{staging}/x"), more).told == []
    local = said(page(BODY, url="http://127.0.0.1:8002/x"), more)
    local.one("error", f'origins = ["{SITE}", "http://127.0.0.1:8002"]')


def test_a_clinic_without_origins(look: Examine) -> None:
    body = frame("open-skin") + LINK.replace("birch-skin", "open-skin")
    answer = look(page(body, url="https://news.example/"))
    answer.one("notice", "any website", 'origins = ["https://news.example"]')
    assert answer.report.sound


def unencrypted(knows: Knows) -> Knows:
    """The same server by http."""
    return replace(knows, base_url=SERVER.replace("https", "http"))


def test_an_unencrypted_widget_server(knows: Knows) -> None:
    body = BODY.replace("https://widgets", "http://widgets")
    answer = said(page(body), unencrypted(knows))
    answer.one("error", "http://widgets.example, is not", f'public_url = "{SERVER}"')
    local = replace(knows, base_url="http://127.0.0.1:8000")
    assert said(page(BODY.replace(SERVER, "http://127.0.0.1:8000")), local).told == []


def test_an_unencrypted_snippet(look: Examine) -> None:
    body = FRAME.replace("https", "http", 1) + LINK
    answer = look(page(body))
    answer.one("error", "asked for by http", "Browsers block it", f"{SERVER}/birch-skin/tr")
    upgraded = look(page(body, csp="upgrade-insecure-requests"))
    assert upgraded.told == []
    link = look(page(FRAME + LINK.replace("https", "http", 1)))
    link.one("warning", "The link is asked for by http")
