"""What is wrong with frames, loaders and fragments."""

from __future__ import annotations

import base64
import hashlib

import pytest

from tests.installation.conftest import FILES, Examine
from tests.installation.pages import (
    FRAME,
    LINK,
    LOADER,
    MOUNT,
    SANDBOX,
    SERVER,
    frame,
    page,
)
from tests.installation.test_snippets import ASKED_4, HTMX_4, INCLUDED, STYLESHEET

FRAMES = {
    "no title": (frame(title=None), "warning", ["no title", 'title="Treatments compared"']),
    "no height": (frame(height=None), "warning", ["height is missing", 'height="820"']),
    "height in percent": (frame(height="100%"), "warning", ["'100%'", "150 pixels"]),
    "no width": (frame(width=None), "notice", ["300 pixels", 'width="100%"']),
    "no sandbox": (frame(sandbox=None), "notice", ["no sandbox", f'sandbox="{SANDBOX}"']),
    "empty sandbox": (
        frame(sandbox=""),
        "warning",
        ["allow-scripts each step loads", "allow-forms ticks", SANDBOX],
    ),
    "no forms": (
        frame(sandbox=SANDBOX.replace("allow-forms ", "")),
        "warning",
        ["without allow-forms ticks and picks cannot be sent."],
    ),
    "no referrerpolicy": (frame(referrerpolicy=None), "notice", ["name of this website"]),
    "all is told": (
        frame(referrerpolicy="unsafe-url"),
        "warning",
        ["'unsafe-url'", "address of this page", 'referrerpolicy="no-referrer"'],
    ),
    "the page instead of the frame": (
        frame(src=f"{SERVER}/birch-skin/treatments?scar=pie"),
        "error",
        ["may not be framed", f'src="{SERVER}/birch-skin/treatments/frame?scar=pie"'],
    ),
    "the fragment instead of the frame": (
        frame(src=f"{SERVER}/birch-skin/treatments/fragment"),
        "error",
        ["may not be framed"],
    ),
    "the gallery instead of the frame": (
        frame(src=f"{SERVER}/birch-skin/"),
        "error",
        ["may not be framed"],
    ),
    "closed by a stroke": (
        FRAME.replace("></iframe>", "/>"),
        "error",
        ["swallows", "<iframe …></iframe>"],
    ),
    "held by another script": (
        frame(src=None, data_src=f"{SERVER}/birch-skin/treatments/frame"),
        "notice",
        ["'data-src'", "consent"],
    ),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames(look: Examine, name: str) -> None:
    body, severity, words = FRAMES[name]
    answer = look(page(body + LINK))
    answer.one(severity, *words)
    assert len(answer.told) == 1, answer.told


SOUND_FRAMES = {
    "height by style": frame(height=None, style="width:1px;min-height:50vh"),
    "height by ratio": frame(height=None, style="aspect-ratio: 3/4"),
    "label": frame(title=None, aria_label="Treatments"),
    "top navigation in full": frame(
        sandbox=SANDBOX.replace("allow-top-navigation-by-user-activation", "allow-top-navigation")
    ),
    "capitals": frame(sandbox=SANDBOX.upper()),
}


@pytest.mark.parametrize("name", SOUND_FRAMES)
def test_frames_that_do_it_another_way(look: Examine, name: str) -> None:
    assert look(page(SOUND_FRAMES[name] + LINK)).told == []


def test_no_link_beside_a_frame(look: Examine) -> None:
    look(page(FRAME)).one("notice", "No link", f'<a href="{SERVER}/birch-skin/treatments">')


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ('<meta name="referrer" content="no-referrer">', ()),
        ("", (("Referrer-Policy", "strict-origin, no-referrer"),)),
    ],
)
def test_a_page_that_tells_nobody_where_it_is(
    look: Examine, head: str, headers: tuple[tuple[str, str], ...]
) -> None:
    body = frame(referrerpolicy=None) + LINK
    assert look(page(body, head=head, headers=headers)).told == []


def test_a_link_to_a_bare_form(look: Examine) -> None:
    answer = look(page(LINK.replace("treatments", "treatments/frame")))
    answer.one("warning", "not for reading by itself", f"{SERVER}/birch-skin/treatments")


def digest(algorithm: str) -> str:
    """The integrity of the current loader."""
    body = FILES["embed.js"].body
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"


def loader(name: str = f"/-/static/{FILES['embed.js'].name}", attributes: str = "async") -> str:
    return f'<script src="{SERVER}{name}" {attributes}></script>'


RIGHT = f'integrity="{digest("sha384")}"'
LOADERS = {
    "no crossorigin": (loader(attributes=f"{RIGHT} async"), "error", ["no crossorigin"]),
    "with credentials": (
        loader(attributes=f'{RIGHT} crossorigin="use-credentials" async'),
        "error",
        ["with credentials", 'crossorigin="anonymous"'],
    ),
    "an old version": (
        loader("/-/static/embed.aaaaaaaaaaaa.js"),
        "error",
        ["404", FILES["embed.js"].name, RIGHT],
    ),
    "another digest": (
        loader(attributes='integrity="sha384-AAAA" crossorigin async'),
        "error",
        ["integrity is not that of its bytes", RIGHT],
    ),
    "a weak digest that is right beside a strong one that is not": (
        loader(attributes=f'integrity="{digest("sha256")} sha512-AAAA" crossorigin async'),
        "error",
        ["integrity is not that of its bytes"],
    ),
    "a digest for what changes": (
        loader("/embed.js", f"{RIGHT} crossorigin async"),
        "warning",
        ["bytes change", FILES["embed.js"].name],
    ),
    "held by type": (
        loader("/embed.js", 'type="text/plain" data-cookieconsent async'),
        "warning",
        ["'text/plain'", "no browser runs it"],
    ),
    "held by name": (
        f'<script data-rocket-src="{SERVER}/embed.js" async></script>',
        "warning",
        ["'data-rocket-src'", "no browser runs it"],
    ),
    "a module": (loader("/embed.js", 'type="module"'), "warning", ["classic script"]),
    "waited for": (loader("/embed.js", ""), "notice", ["waits", "Add: async"]),
    "closed by a stroke": (
        f'<script async src="{SERVER}/embed.js" />',
        "error",
        ["swallows", "<script …></script>"],
    ),
}


@pytest.mark.parametrize("name", LOADERS)
def test_loaders(look: Examine, name: str) -> None:
    head, severity, words = LOADERS[name]
    answer = look(page(MOUNT, head=head))
    answer.one(severity, *words)
    assert len(answer.told) == 1, answer.told


@pytest.mark.parametrize(
    "head",
    [
        loader(attributes=f"{RIGHT} crossorigin async"),
        loader(attributes=f'integrity="{digest("sha512")}?x" crossorigin="anonymous" defer'),
        loader(attributes=f'integrity="sha256-AAAA {digest("sha384")} sha384-B" crossorigin async'),
        loader(attributes='integrity="md5-AAAA" crossorigin async'),
        loader(),
    ],
)
def test_pinned_loaders_that_run(look: Examine, head: str) -> None:
    assert look(page(MOUNT, head=head)).told == []


def test_a_loader_with_nothing_to_do(look: Examine) -> None:
    look(page(FRAME + LINK, head=LOADER)).one("notice", "nothing to do", "<scar-widget")


FRAGMENTS = {
    "no stylesheet": (INCLUDED, "", "error", ["no stylesheet", FILES["scarwidget.css"].name]),
    "the theme alone": (
        INCLUDED,
        f'<link rel=stylesheet href="{SERVER}/-/static/theme-birch-skin.0123456789ab.css">',
        "error",
        ["no stylesheet"],
    ),
    "an old stylesheet": (
        INCLUDED,
        f'<link rel=stylesheet href="{SERVER}/-/static/scarwidget.000000000000.css">',
        "notice",
        ["older version", FILES["scarwidget.css"].name],
    ),
    "no stylesheet for htmx": (ASKED_4, HTMX_4, "error", ["no stylesheet"]),
    "no htmx": (
        ASKED_4,
        HTMX_4.partition("<script")[0] + STYLESHEET,
        "warning",
        ["No htmx was seen"],
    ),
    "htmx kept to its own site": (
        ASKED_4,
        f"<script src=htmx.js></script>{STYLESHEET}",
        "warning",
        ["no other site than its own", '"mode":"cors"', '"selfRequestsOnly":false'],
    ),
    "htmx that tells": (
        ASKED_4.replace("hx-config", "x"),
        HTMX_4 + STYLESHEET,
        "warning",
        ["headers of its own", '"headers":[]', '"noHeaders":true'],
    ),
    "htmx asks for the page": (
        ASKED_4.replace("/fragment", ""),
        HTMX_4 + STYLESHEET,
        "error",
        ["end in /fragment", f'hx-get="{SERVER}/birch-skin/treatments/fragment"'],
    ),
    "the picker by htmx": (
        ASKED_4.replace("treatments", "picker"),
        HTMX_4 + STYLESHEET,
        "warning",
        ["picker", "can see what a visitor answers"],
    ),
    "an include cut short": (
        INCLUDED.partition("<a")[0] + "</section>",
        STYLESHEET,
        "warning",
        ["cut short", "/treatments/fragment"],
    ),
    "an include of a clinic that is gone": (
        INCLUDED.replace("birch-skin", "oak-skin"),
        STYLESHEET,
        "error",
        ["The included fragment names the clinic 'oak-skin'"],
    ),
}


@pytest.mark.parametrize("name", FRAGMENTS)
def test_fragments(look: Examine, name: str) -> None:
    body, head, severity, words = FRAGMENTS[name]
    answer = look(page(body, head=head))
    answer.one(severity, *words)
    assert len(answer.told) == 1, answer.told
