"""What counts as a snippet, and that sound ones are left in peace."""

from __future__ import annotations

import pytest

from scarwidget.installation import Knows
from tests.installation.conftest import FILES, Examine
from tests.installation.pages import (
    DIV,
    FRAME,
    INLINE,
    LINK,
    LOADER,
    MOUNT,
    PAGE,
    SERVER,
    frame,
    page,
    said,
)

STYLESHEET = f'<link rel="stylesheet" href="{SERVER}/-/static/{FILES["scarwidget.css"].name}">'
HTMX_4 = (
    """<meta name="htmx-config" content='{"mode":"cors"}'><script src="/htmx.min.js"></script>"""
)
HTMX_2 = """<meta name="htmx-config" content='{"selfRequestsOnly":false}'><script src="/htmx.js">
</script>"""
ASKED_4 = (
    f'<div hx-get="{SERVER}/birch-skin/treatments/fragment" hx-trigger="load" '
    """hx-config:inherited='{"headers":[],"credentials":"omit"}'>"""
    f"{LINK}</div>"
)
ASKED_2 = (
    f'<div data-hx-get="{SERVER}/birch-skin/treatments/fragment" '
    f"""data-hx-request='{{"noHeaders":true}}'>{LINK}</div>"""
)
INCLUDED = (
    '<section class="scarwidget scarwidget-treatments" data-scarwidget-widget="treatments">'
    f'<h2>Treatments</h2><a href="{SERVER}/birch-skin/treatments?scar=icepick">Icepick</a>'
    "</section>"
)

SOUND = {
    "mount": (MOUNT, LOADER, ["loader", "mount"]),
    "div": (DIV, LOADER, ["loader", "mount"]),
    "data attributes": (
        MOUNT.replace("clinic=", "data-clinic=").replace("widget=", "data-widget="),
        LOADER,
        ["loader", "mount"],
    ),
    "inline": (INLINE, LOADER, ["loader", "mount"]),
    "frame in a mount": (MOUNT.replace(LINK, FRAME + LINK), LOADER, ["loader", "mount"]),
    "frame": (FRAME + f"<p>{LINK}</p>", "", ["frame", "link"]),
    "two loaders": (MOUNT, LOADER + LOADER, ["loader", "loader", "mount"]),
    "htmx 4": (ASKED_4, HTMX_4 + STYLESHEET, ["htmx", "link"]),
    "htmx 2": (ASKED_2, HTMX_2 + STYLESHEET, ["htmx", "link"]),
    "include": (INCLUDED, STYLESHEET, ["include"]),
    "include, styles of its own": (
        INCLUDED,
        "<style>.scarwidget{color:red}</style>",
        ["include"],
    ),
    "include, a copy of the stylesheet": (
        INCLUDED,
        '<link rel=stylesheet href="/css/scarwidget.css">',
        ["include"],
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_the_docs_give_is_found_and_nothing_is_said_of_it(look: Examine, name: str) -> None:
    body, head, kinds = SOUND[name]
    answer = look(page(body, head=head))
    assert sorted(answer.kinds) == kinds
    assert answer.told == []
    assert answer.report.sound


def test_the_names_and_lines_of_what_is_found(look: Examine) -> None:
    answer = look(page(f"{MOUNT}\n{frame(widget='picker')}", head=LOADER))
    rows = [(f.kind, f.line, f.clinic, f.widget) for f in answer.report.found]
    assert rows == [
        ("loader", 2, None, None),
        ("mount", 4, "birch-skin", "treatments"),
        ("frame", 5, "birch-skin", "picker"),
    ]
    assert next(answer.report.lines()) == (
        "Found: 1 mount (birch-skin/treatments), 1 frame (birch-skin/picker), 1 loader."
    )


def test_a_widget_server_below_a_path(knows: Knows) -> None:
    below = Knows(
        base_url="https://www.birch-skin.example/widgets",
        configured=True,
        editions=knows.editions,
        extra_origins=(),
        described={},
        files=FILES,
    )
    body = FRAME.replace(SERVER, "/widgets") + f"<p>{LINK.replace(SERVER, '/widgets')}</p>"
    answer = said(page(body), below)
    assert answer.kinds == ["frame", "link"]
    assert answer.told == []


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://www.youtube.example/embed/frame"></iframe>',
        '<script src="https://comments.example/embed.js"></script>',
        '<div hx-get="/cart/items/fragment"></div>',
        '<a href="https://other.example/birch-skin/">us</a>',
        f'<img src="{SERVER}/birch-skin/treatments/frame">',
        f"<script>var x = '{MOUNT.replace('/', '')}'</script>",
        '<link rel="stylesheet" href="/theme-dark.css">',
        '<a href="/our/treatments">Treatments</a><a href="/birch-skin/services.html">Us</a>',
        '<a href="/birch-skin/treatments">Treatments</a>',
    ],
)
def test_what_belongs_to_others_is_no_snippet(look: Examine, html: str) -> None:
    assert look(page(html)).kinds == []


def test_somebody_elses_embed_js_is_not_taken_for_ours(look: Examine) -> None:
    other = '<script src="https://comments.example/embed.js"></script>'
    answer = look(page(MOUNT, head=LOADER + other))
    assert answer.kinds == ["loader", "mount"]
    assert answer.told == []


def test_a_frame_that_wordpress_made(look: Examine) -> None:
    made = frame(sandbox="allow-scripts", **{"class": "wp-embedded-content"})
    answer = look(page(made, head='<script src="/wp-includes/js/wp-embed.min.js"></script>'))
    assert answer.kinds == ["oembed"]
    assert answer.report.sound
    answer.one("notice", "sandbox of its own", "allow-forms")
    answer = look(page(made))
    answer.one("warning", "wp-embed")


def test_a_base_that_leads_relative_addresses_astray(look: Examine) -> None:
    astray = FRAME.replace(SERVER, "")
    answer = look(page(astray, head='<base href="https://cdn.example/site/">'))
    answer.one("error", "relative", "<base> on line 2", "https://cdn.example", f"{SERVER}/birch-")
    answer = look(page(astray))
    answer.one("error", "relative", "https://www.birch-skin.example")
    answer = look(page(FRAME + LINK, head='<base href="https://cdn.example/site/">'))
    assert answer.told == []


def test_a_base_that_leads_to_the_widget_server(look: Examine) -> None:
    answer = look(page(FRAME.replace(SERVER, "") + LINK, head=f'<base href="{SERVER}/">'))
    assert answer.told == []


def test_the_same_id_twice(look: Examine) -> None:
    answer = look(page(frame(id="widget") + LINK + frame(id="widget") + '<p id="x"><p id="x">'))
    answer.one("warning", "'widget'", "2 elements")
    assert not [line for line in answer.told if "'x'" in line]


def test_a_page_of_the_widget_server_itself(look: Examine) -> None:
    answer = look(page("<p>Treatments", url=f"{SERVER}/birch-skin/treatments"))
    answer.one("error", "widget server itself", "clinic's website")


def test_more_snippets_than_anybody_pastes(look: Examine) -> None:
    answer = look(page(FRAME * 1_000 + LINK))
    assert 100 < len(answer.kinds) < 300
    answer.one("notice", "more than")


def test_an_address_of_the_page_that_is_none_is_a_mistake_of_the_caller(knows: Knows) -> None:
    with pytest.raises(ValueError, match="file"):
        said(page("", url="file:///etc/passwd"), knows)
    assert said(page("", url=PAGE), knows).report.page == PAGE
