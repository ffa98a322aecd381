"""Content-Security-Policies: what each lets in, and the exact line that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scarwidget.installation.addresses import origin_of
from scarwidget.installation.policies import Directive, allows
from tests.installation.conftest import FILES, Examine
from tests.installation.pages import FRAME, INLINE, LINK, LOADER, MOUNT, SERVER, page
from tests.installation.test_frames import RIGHT
from tests.installation.test_frames import loader as loader_tag
from tests.installation.test_snippets import ASKED_4, HTMX_4, INCLUDED, STYLESHEET

PINNED = loader_tag(attributes=f"{RIGHT} crossorigin async")
DIGEST = RIGHT.removeprefix('integrity="').removesuffix('"')

MATCHES = [
    ("*", "https://a.example/x", True),
    ("*", "http://a.example/x", True),
    ("https:", "https://a.example/x", True),
    ("https:", "http://a.example/x", False),
    ("http:", "https://a.example/x", True),
    ("data:", "https://a.example/x", False),
    ("'self'", "https://own.example/x", True),
    ("'self'", "https://own.example:444/x", False),
    ("'self'", "http://own.example/x", False),
    ("'SELF'", "https://own.example/x", True),
    ("'none'", "https://own.example/x", False),
    ("a.example", "https://a.example/x", True),
    ("a.example", "http://a.example/x", False),
    ("A.EXAMPLE", "https://a.example/x", True),
    ("https://a.example", "https://a.example/x/y?z", True),
    ("http://a.example", "https://a.example/x", True),
    ("https://a.example", "http://a.example/x", False),
    ("https://a.example", "https://b.a.example/x", False),
    ("*.example", "https://a.example/x", True),
    ("*.a.example", "https://a.example/x", False),
    ("*.a.example", "https://c.b.a.example/x", True),
    ("https://*", "https://a.example/x", True),
    ("https://*:*", "https://a.example:8443/x", True),
    ("a.example:443", "https://a.example/x", True),
    ("a.example:8443", "https://a.example:8443/x", True),
    ("a.example:*", "https://a.example:8443/x", True),
    ("a.example", "https://a.example:8443/x", False),
    ("http://a.example:80", "https://a.example/x", True),
    ("a.example/x", "https://a.example/x", True),
    ("a.example/x", "https://a.example/x/y", False),
    ("a.example/x/", "https://a.example/x/y", True),
    ("a.example/%78", "https://a.example/x", True),
    ("a.example/", "https://a.example", True),
    ("https://[::1]:8000", "https://[::1]:8000/x", True),
    ("*.*.example", "https://a.b.example/x", False),
    ("a.example/x?y", "https://a.example/x", False),
    ("'nonce-abc'", "https://a.example/x", False),
]


@pytest.mark.parametrize(("source", "address", "expected"), MATCHES)
def test_sources(source: str, address: str, expected: bool) -> None:
    own = origin_of("https://own.example")
    assert own is not None
    assert allows(Directive("frame-src", (source,)), address, own) is expected


@given(st.text(), st.text())
def test_no_source_raises(source: str, address: str) -> None:
    own = origin_of("https://own.example")
    assert own is not None
    allows(Directive("frame-src", (source,)), address, own)
    allows(Directive("frame-src", (source,)), SERVER, own)


FRAMES = "the frames of https://widgets.example"
SCRIPT = "blocks the loader of https://widgets.example"
BLOCKED = {
    "frame-src": (FRAME, "frame-src 'self'", [FRAMES, f"Write in it: frame-src 'self' {SERVER}"]),
    "frame-src 'none'": (FRAME, "frame-src 'none'", [FRAMES, f"in it: frame-src {SERVER}"]),
    "frame-src empty": (FRAME, "frame-src", ["its frame-src is empty", f": frame-src {SERVER}"]),
    "child-src": (
        FRAME,
        "child-src blob:; default-src *",
        ["no frame-src, so its child-src counts: blob:", f"frame-src blob: {SERVER}"],
    ),
    "default-src": (
        FRAME,
        "default-src 'self' https://cdn.example",
        ["no frame-src, so its default-src counts", f"'self' https://cdn.example {SERVER}"],
    ),
    "a frame to come": (MOUNT + LOADER, "frame-src 'self'", [FRAMES]),
    "another path": (FRAME, f"frame-src {SERVER}/oak-skin/", [FRAMES]),
    "the first of two counts": (FRAME, f"frame-src 'self'; frame-src {SERVER}", [FRAMES]),
    "a second header": (
        FRAME,
        [f"frame-src {SERVER}", "default-src 'self'"],
        ["the header, number 2"],
    ),
    "a second policy in a header": (FRAME, f"frame-src {SERVER}, frame-src a.example", ["er 2"]),
    "script-src": (
        MOUNT + LOADER,
        "script-src 'self'",
        [SCRIPT, f"Write in it: script-src 'self' {SERVER}"],
    ),
    "script-src-elem": (
        MOUNT + LOADER,
        "script-src-elem 'self'; script-src *",
        [SCRIPT, f"Write in it: script-src-elem 'self' {SERVER}"],
    ),
    "scripts by default-src": (
        MOUNT + LOADER,
        f"default-src 'none'; frame-src {SERVER}",
        ["no script-src", f"Write in it: script-src {SERVER}"],
    ),
    "nonces beside addresses": (
        MOUNT + LOADER,
        "script-src 'nonce-abc' 'self'",
        [f"script-src 'nonce-abc' 'self' {SERVER}", "or give the loader's tag the nonce"],
    ),
    "another nonce": (
        MOUNT + LOADER.replace("async", 'async nonce="xyz"'),
        "script-src 'nonce-abc'",
        ["nonce is not that of", "cache"],
    ),
    "strict-dynamic": (
        MOUNT + LOADER,
        f"script-src 'strict-dynamic' 'nonce-abc' {SERVER}",
        ["Beside 'strict-dynamic' no address counts", 'nonce="…"'],
    ),
    "strict-dynamic with hashes": (
        MOUNT + LOADER,
        f"script-src 'strict-dynamic' 'sha256-AAAA' {SERVER}",
        ["Pin the loader", "sha384-"],
    ),
    "inline": (
        INLINE + LOADER,
        "connect-src 'self'",
        ["what inline widgets fetch", f"Write in it: connect-src 'self' {SERVER}"],
    ),
    "Trusted Types": (
        INLINE + LOADER,
        "require-trusted-types-for 'script'; trusted-types dompurify",
        ["Trusted Types", "trusted-types dompurify scarwidget"],
    ),
    "no Trusted Types at all": (
        INLINE + LOADER,
        "require-trusted-types-for 'script'; trusted-types 'none'",
        ["Trusted Types", "Write in it: trusted-types scarwidget"],
    ),
    "Trusted Types in two policies": (
        INLINE + LOADER,
        ["require-trusted-types-for 'script'", "trusted-types a"],
        ["the header, number 2", "trusted-types a scarwidget"],
    ),
    "htmx": (
        ASKED_4 + HTMX_4 + STYLESHEET,
        "connect-src 'self'",
        ["what htmx fetches", f"connect-src 'self' {SERVER}"],
    ),
    "stylesheet": (
        INCLUDED + STYLESHEET,
        "style-src 'self'",
        ["the stylesheet", f"style-src 'self' {SERVER}"],
    ),
    "sandbox": (
        FRAME,
        "sandbox allow-forms allow-modals",
        ["whole page in a sandbox", "without allow-scripts", "sandbox allow-scripts", "-modals"],
    ),
}


@pytest.mark.parametrize("name", BLOCKED)
def test_what_a_policy_blocks(look: Examine, name: str) -> None:
    body, csp, words = BLOCKED[name]
    answer = look(page(body + LINK, csp=csp))
    answer.one("error", *words)
    assert len(answer.told) == 1, answer.told


ALLOWED = {
    "nothing about frames": (FRAME, "script-src 'self'; object-src 'none'"),
    "the server": (FRAME, f"default-src 'self'; frame-src {SERVER}"),
    "any encrypted site": (FRAME, "default-src https:"),
    "below a star": (FRAME, "frame-src *.example"),
    "no loader needed": (FRAME, f"frame-src {SERVER}; script-src 'self'; style-src 'none'"),
    "what the docs say for frames": (MOUNT + LOADER, f"frame-src {SERVER}; script-src {SERVER}"),
    "what the docs say for inline": (
        INLINE + LOADER,
        [
            f"default-src 'self'; script-src {SERVER}; connect-src {SERVER}",
            "require-trusted-types-for 'script'; trusted-types scarwidget",
        ],
    ),
    "Trusted Types with any name": (INLINE + LOADER, "require-trusted-types-for 'script'"),
    "names that nobody demands": (INLINE + LOADER, "trusted-types a"),
    "Trusted Types and frames": (
        MOUNT + LOADER,
        "require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    "nonce": (
        MOUNT + LOADER.replace("async", 'async nonce="abc"'),
        "script-src 'nonce-abc' 'strict-dynamic'",
    ),
    "hash": (MOUNT + PINNED, f"script-src '{DIGEST}' 'strict-dynamic'"),
    "one file": (MOUNT + LOADER, f"script-src {SERVER}/embed.js"),
    "htmx": (
        ASKED_4 + HTMX_4 + STYLESHEET,
        f"default-src 'self'; connect-src {SERVER}; style-src {SERVER}",
    ),
    "stylesheet with a nonce": (
        INCLUDED + STYLESHEET.replace("<link", '<link nonce="abc"'),
        "style-src 'nonce-abc'",
    ),
    "two policies that both do": (
        FRAME,
        [f"frame-src {SERVER}", f"frame-src * , child-src {SERVER}"],
    ),
    "rubbish": (FRAME, ";;,;  ,"),
    "a sandbox that is none": (
        FRAME,
        "sandbox " + FRAME.partition('sandbox="')[2].partition('"')[0],
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_a_policy_lets_in(look: Examine, name: str) -> None:
    body, csp = ALLOWED[name]
    assert look(page(body + LINK, csp=csp)).told == []


def meta(policy: str) -> str:
    """A policy in markup."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def test_a_policy_in_markup(look: Examine) -> None:
    answer = look(page(FRAME + LINK, head=meta("frame-src 'self'")))
    answer.one("error", "in the <meta> on line 2", f"frame-src 'self' {SERVER}")


def test_a_policy_in_markup_holds_for_what_comes_after_it(look: Examine) -> None:
    policy = meta("script-src 'self'")
    assert look(page(MOUNT, head=LOADER + policy)).told == []
    look(page(MOUNT, head=policy + LOADER)).one("error", SCRIPT)


def test_a_policy_in_markup_is_no_sandbox(look: Examine) -> None:
    assert look(page(FRAME + LINK, head=meta("sandbox"))).told == []


def test_a_policy_in_the_body_is_none(look: Examine) -> None:
    assert look(page(meta("frame-src 'none'") + FRAME + LINK)).told == []


def test_a_policy_that_only_reports_is_none(look: Examine) -> None:
    headers = (("Content-Security-Policy-Report-Only", "default-src 'none'"),)
    assert look(page(FRAME + LINK, headers=headers)).told == []


def test_a_page_that_is_only_half_in_a_sandbox(look: Examine) -> None:
    answer = look(page(FRAME + LINK, csp="sandbox allow-scripts allow-same-origin"))
    answer.one("warning", "whole page in a sandbox", "without allow-forms")


def test_the_line_for_several_frames_is_told_once(look: Examine) -> None:
    look(page(FRAME * 5 + LINK, csp="frame-src 'self'")).one("error", FRAMES)


def test_a_policy_of_the_length_of_a_book_is_told_in_short(look: Examine) -> None:
    sources = " ".join(f"https://cdn-{number}.example" for number in range(300))
    answer = look(page(FRAME + LINK, csp=f"frame-src {sources}"))
    found = answer.one("error", FRAMES)
    assert found.fix == f"Write in it: frame-src … {SERVER}"
    assert len(found.what) < 300


def test_the_file_that_is_pinned_is_the_one_that_is_checked() -> None:
    assert FILES["embed.js"].name in PINNED
