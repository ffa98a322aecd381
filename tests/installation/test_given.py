"""What the project itself gives to clinics holds: the builder's snippets, the example sites."""

from __future__ import annotations

import base64
import hashlib

import pytest
from starlette.testclient import TestClient

from scarwidget.bundle import bundled
from scarwidget.demo.site import create_site
from scarwidget.installation import FetchedPage, Knows, knowledge
from scarwidget.plugins import Publication
from scarwidget.rendering.snippets import Choices, Mode, Server, Wanted, snippets
from scarwidget.settings import Settings
from tests.conftest import PUBLIC_URL, SITE
from tests.installation.conftest import FILES, Examine
from tests.installation.pages import LOADER, SERVER, page, said

HTMX = '<script src="/htmx.js"></script>'
AROUND = {"author": LOADER, "pinned": "", "htmx4": HTMX, "htmx2": HTMX}
"""What belongs to a snippet and stands elsewhere on the page."""

ALONE = {"loader", "pinned", "sheets", "dark"}
"""What is but a part of a page."""


@pytest.mark.parametrize("mode", ["frame", "inline"])
@pytest.mark.parametrize("widget", ["picker", "treatments", "services"])
def test_the_snippets_of_the_builder_under_the_policy_that_it_names(
    look: Examine, knows: Knows, mode: Mode, widget: str
) -> None:
    known = knows.editions["birch-skin"].widgets[widget]
    digest = hashlib.sha384(FILES["embed.js"].body).digest()
    server = Server(
        public_url=SERVER,
        loader=FILES["embed.js"].name,
        integrity=f"sha384-{base64.b64encode(digest).decode()}",
        sheets=(FILES["scarwidget.css"].name, "theme-birch-skin.0123456789ab.css"),
    )
    choices = Choices(widget=known, locale="en", mode=mode, heading=3)
    checked = 0
    for snippet in snippets(Wanted(server, "birch-skin", "en", known.title, choices)):
        if snippet.language != "html" or snippet.id in ALONE:
            continue
        policy = "; ".join(("default-src 'self'", *snippet.csp, f"script-src 'self' {SERVER}"))
        answer = look(page(snippet.code, head=AROUND.get(snippet.id, ""), csp=policy))
        assert answer.kinds, snippet.id
        assert answer.report.sound, (snippet.id, answer.told)
        assert not [line for line in answer.told if line.startswith("warning")], answer.told
        checked += 1
    assert checked >= 3


@pytest.fixture(scope="module")
def demo(settings: Settings, publication: Publication) -> Knows:
    """What the demo's widget server knows, its real files too."""
    return knowledge(settings, publication)


@pytest.mark.parametrize(
    "path",
    sorted(
        path.relative_to(bundled("example_site")).as_posix()
        for path in bundled("example_site").glob("*/*.html")
    ),
)
def test_the_pages_of_the_example_sites(demo: Knows, path: str) -> None:
    fetched = TestClient(create_site(PUBLIC_URL), base_url=SITE).get(f"/{path}")
    headers = tuple(fetched.headers.multi_items())
    answer = said(
        FetchedPage(f"{SITE}/{path}", fetched.status_code, headers, fetched.content),
        demo,
    )
    if answer.kinds:
        assert answer.report.sound, answer.told
        assert not [line for line in answer.told if line.startswith("warning")], answer.told
