"""Every snippet is short, well-formed, keeps its link, and says truly what a host must allow."""

from __future__ import annotations

import ast
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace as replaced

from scarwidget.edition import Edition
from scarwidget.plugins import Publication
from scarwidget.rendering.languages import interface_locale, translations
from scarwidget.rendering.snippets import (
    PRIVATE,
    RESERVE,
    SANDBOX,
    Choices,
    Mode,
    Platform,
    Scheme,
    Server,
    Snippet,
    Wanted,
    snippets,
)
from scarwidget.widgets import BUILT_IN
from scarwidget.widgets.treatments import ANY, SCARS
from tests.conftest import CLINICS

MOST_BYTES = 1_000
LONGEST_ID = "a-clinic-with-the-longest-id-there-can-b"
HASH, INTEGRITY = "0123456789ab", "sha384-" + "x" * 64
MODES: tuple[Mode, ...] = get_args(Mode)
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


def server_for(clinic: str, public_url: str = "https://widgets.hospital-group.example") -> Server:
    sheets = (f"scarwidget.{HASH}.css", f"theme-{clinic}.{HASH}.css")
    return Server(public_url, f"embed.{HASH}.js", INTEGRITY, sheets)


def wanted_for(edition: Edition, choices: Choices, server: Server | None = None) -> Wanted:
    clinic = edition.clinic.id
    title = translations(interface_locale(choices.locale)).gettext(choices.widget.title)
    return Wanted(server or server_for(clinic), clinic, edition.default_locale, title, choices)


def choices_for(edition: Edition) -> Iterator[Choices]:
    """Every choice that is one of a list, and the longest of those that are not."""
    presets = {
        "treatments": [{}, *({"scar": scar} for scar in (ANY, *SCARS))],
        "explainer": [{}, *({"topic": topic} for topic in edition.catalogue.topics)],
    }
    for widget, mode, scheme, heading, aware, locale in itertools.product(
        BUILT_IN.values(), MODES, SCHEMES, (None, 1, 4), (False, True), edition.clinic.locales
    ):
        if aware and widget.id != PRIVATE:
            continue
        for preset in presets.get(widget.id, [{}]):
            for accent, height in (("", None), ("#0f5c5a", 4000)):
                yield Choices(
                    widget=widget,
                    locale=locale,
                    mode=mode,
                    aware=aware,
                    preset=preset,
                    accent=accent,
                    scheme=scheme,
                    heading=heading,
                    height=height,
                )


class Parsed(HTMLParser):
    """The elements of a snippet, and whether every one that opens also closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.parents: dict[int, tuple[str, ...]] = {}
        self.feed(html)
        self.close()
        assert self.open == [], html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        self.parents[len(self.elements)] = tuple(self.open)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module", params=[*CLINICS, LONGEST_ID])
def edition(request: pytest.FixtureRequest, publication: Publication) -> Edition:
    """Each of the examples, and one with an id as long as it can be, in both languages."""
    name: str = request.param
    if name != LONGEST_ID:
        return publication.editions[name]
    assert len(LONGEST_ID) == 40
    known = publication.editions["kestrel-bay-aesthetics"]
    clinic = replaced(known.clinic, id=LONGEST_ID)
    return Edition(known.catalogue, clinic, known.widgets)


@pytest.fixture
def kestrel(publication: Publication) -> Edition:
    """A clinic whose first language is Chinese."""
    return publication.editions["kestrel-bay-aesthetics"]


def by_id(wanted: Wanted) -> dict[str, Snippet]:
    return {snippet.id: snippet for snippet in snippets(wanted)}


def chosen(edition: Edition, widget: str = "treatments", **more: object) -> Wanted:
    locale = str(more.pop("locale", edition.default_locale))
    choices = Choices(widget=BUILT_IN[widget], locale=locale, **more)  # type: ignore[arg-type]
    return wanted_for(edition, choices)


def test_every_combination_is_short_and_links_to_its_page(edition: Edition) -> None:
    count = 0
    for choices in choices_for(edition):
        wanted = wanted_for(edition, choices)
        for snippet in snippets(wanted):
            count += 1
            assert len(snippet.code.encode()) < MOST_BYTES, (snippet.id, snippet.code)
            assert snippet.platforms
            if snippet.id in ("loader", "pinned", "rule", "sheets", "wix_element", "wix_html"):
                continue  # these go beside the link, or make it
            page = wanted.page
            assert page in snippet.code or page.replace("&", "&amp;") in snippet.code, snippet.id
    assert count > 3_000


@pytest.mark.parametrize("clinic", CLINICS)
def test_every_piece_of_html_is_well_formed(publication: Publication, clinic: str) -> None:
    edition = publication.editions[clinic]
    for choices in choices_for(edition):
        wanted = wanted_for(edition, choices)
        for snippet in snippets(wanted):
            if snippet.language == "html":
                check_html(snippet, Parsed(snippet.code), wanted)


def check_html(snippet: Snippet, parsed: Parsed, wanted: Wanted) -> None:
    for frame in parsed.all("iframe"):
        assert frame["title"] == wanted.title
        assert frame["sandbox"] == SANDBOX
        assert frame["referrerpolicy"] == "no-referrer"
        assert frame["loading"] == "lazy"
        assert frame["width"] == "100%"
        assert frame["height"] == str(wanted.height)
        assert urlsplit(frame["src"]).path == f"/{wanted.clinic}/{wanted.choices.widget.id}/frame"
    for script in parsed.all("script"):
        assert script["src"].startswith(wanted.server.public_url)
        assert "async" in script
    for link in parsed.all("a"):
        assert link["href"] == wanted.page
    if snippet.sees not in ("nothing",):
        assert len(parsed.all("a")) == 1, snippet.id
    mounts = parsed.all("scar-widget")
    for mount in mounts:
        assert mount["clinic"] == wanted.clinic
        assert mount["widget"] == wanted.choices.widget.id
        assert mount["lang"] == wanted.choices.locale
        assert ("mode" in mount) == wanted.inline == (not parsed.all("iframe"))
    assert len(parsed.all("iframe")) + wanted.inline >= len(mounts)


def test_a_frame_takes_the_state_the_language_and_the_looks(kestrel: Edition) -> None:
    wanted = chosen(
        kestrel,
        locale="en",
        preset={"scar": "rolling"},
        accent="#8a3f1f",
        scheme="light",
        heading=3,
    )
    [frame] = Parsed(by_id(wanted)["iframe"].code).all("iframe")
    address = urlsplit(frame["src"])
    assert address.query == "heading=3&lang=en&scar=rolling"
    assert parse_qs(address.fragment.removeprefix("?")) == {
        "accent": ["#8a3f1f"],
        "scheme": ["light"],
    }
    [mount] = Parsed(by_id(wanted)["html"].code).all("scar-widget")
    assert mount == {
        "clinic": "kestrel-bay-aesthetics",
        "widget": "treatments",
        "lang": "en",
        "scheme": "light",
        "accent": "#8a3f1f",
    }


def test_the_default_language_stands_on_the_mount_and_not_in_the_address(kestrel: Edition) -> None:
    parsed = Parsed(by_id(chosen(kestrel))["html"].code)
    assert parsed.all("scar-widget")[0]["lang"] == "zh-Hant-HK"
    assert parsed.all("iframe")[0]["src"].endswith("/treatments/frame")


def test_an_author_of_wordpress_gets_what_it_keeps(kestrel: Edition) -> None:
    """A div with data attributes and a link, on one line; what kses takes out is not in it."""
    wanted = chosen(kestrel, preset={"scar": "keloid"}, heading=2, accent="#8a3f1f", scheme="light")
    code = by_id(wanted)["author"].code
    assert "\n" not in code
    parsed = Parsed(code)
    assert [tag for tag, _ in parsed.elements] == ["div", "a"]
    [mount] = parsed.all("div")
    assert all(name.startswith("data-") for name in mount)
    assert mount == {
        "data-scarwidget": "treatments",
        "data-clinic": "kestrel-bay-aesthetics",
        "data-lang": "zh-Hant-HK",
        "data-scheme": "light",
        "data-accent": "#8a3f1f",
        "data-scar": "keloid",
        "data-heading": "2",
        "data-reserve": "820",
    }
    assert [script["src"] for script in Parsed(by_id(wanted)["loader"].code).all("script")] == [
        f"{wanted.server.public_url}/embed.js"
    ]


def test_an_address_for_wordpress_is_the_page_alone(kestrel: Edition) -> None:
    wanted = chosen(kestrel, locale="en", preset={"scar": "keloid"}, heading=2)
    base = f"{wanted.server.public_url}/kestrel-bay-aesthetics/treatments"
    assert by_id(wanted)["url"].code == f"{base}?lang=en&scar=keloid"


def test_the_pinned_line_has_its_digest(kestrel: Edition) -> None:
    [script] = Parsed(by_id(chosen(kestrel))["pinned"].code).all("script")
    assert script["src"].endswith(f"/-/static/embed.{HASH}.js")
    assert script["integrity"] == INTEGRITY
    assert script["crossorigin"] == "anonymous"


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        ("https://widgets.example", "https://widgets.example"),
        ("https://clinic.example:8443/widgets", "https://clinic.example:8443"),
    ],
)
def test_a_policy_names_the_origin(kestrel: Edition, public_url: str, origin: str) -> None:
    choices = Choices(widget=BUILT_IN["treatments"], locale="en")
    wanted = wanted_for(kestrel, choices, server_for(kestrel.clinic.id, public_url))
    found = by_id(wanted)
    assert found["html"].csp == (f"frame-src {origin}", f"script-src {origin}")
    assert found["iframe"].csp == (f"frame-src {origin}",)
    assert found["url"].csp == (f"frame-src {origin}",)
    assert found["htmx4"].csp == (f"connect-src {origin}", f"style-src {origin}")
    assert found["python"].csp == (f"style-src {origin}",)
    assert found["link"].csp == ()
    assert f"{public_url}/kestrel-bay-aesthetics/treatments/frame" in found["iframe"].code


def test_inline_needs_another_policy_and_says_what_scripts_see(kestrel: Edition) -> None:
    inline, frame = by_id(chosen(kestrel, mode="inline")), by_id(chosen(kestrel))
    origin = "https://widgets.hospital-group.example"
    assert inline["html"].csp == (f"script-src {origin}", f"connect-src {origin}")
    assert (inline["html"].sees, frame["html"].sees) == ("inline", "frame")
    assert inline["author"].sees == "inline"
    # What cannot be inline is a frame whatever was chosen.
    assert inline["iframe"].sees == inline["url"].sees == inline["wix_html"].sees == "frame"
    assert frame["htmx4"].sees == "inline"
    assert frame["php"].sees == "include"


@pytest.mark.parametrize("mode", MODES)
def test_the_picker_keeps_its_answers_unless_the_clinic_is_aware(
    kestrel: Edition, mode: Mode
) -> None:
    private = snippets(chosen(kestrel, PRIVATE, mode=mode))
    assert {snippet.sees for snippet in private} == {"nothing", "frame", "link"}
    assert not [s for s in private if "/fragment" in s.code or "inline" in s.code]
    aware = {s.sees for s in snippets(chosen(kestrel, PRIVATE, mode=mode, aware=True))}
    assert {"inline", "include"} <= aware


def test_every_kind_of_site_has_snippets_and_the_link(kestrel: Edition) -> None:
    found = snippets(chosen(kestrel))
    for platform in get_args(Platform):
        here = [snippet.id for snippet in found if platform in snippet.platforms]
        assert here[-1] == "link"
        assert len(here) > 1 or platform == "link"
    assert len({snippet.id for snippet in found}) == len(found)


def test_every_widget_has_a_height() -> None:
    assert set(RESERVE) == set(BUILT_IN)


def test_what_is_hostile_is_escaped(kestrel: Edition) -> None:
    """Nothing lets a title like this in; were it there, no snippet would let it out."""
    title = "\"'><script>alert(1)</script>&\\'"
    choices = Choices(widget=BUILT_IN["treatments"], locale="en")
    for mode in MODES:
        given = Choices(widget=choices.widget, locale="en", mode=mode)
        wanted = Wanted(server_for("a"), "kestrel-bay-aesthetics", "en", title, given)
        for snippet in snippets(wanted):
            assert "<script>" not in snippet.code, snippet.id
            if snippet.language == "html":
                for script in Parsed(snippet.code).all("script"):
                    assert script["src"].startswith("https://widgets.hospital-group.example/")
        ast.parse(by_id(wanted)["python"].code)


def test_the_python_parses(edition: Edition) -> None:
    for locale in edition.clinic.locales:
        tree = ast.parse(by_id(chosen(edition, locale=locale))["python"].code)
        assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == [
            "scarwidget"
        ]


@pytest.mark.skipif(shutil.which("php") is None, reason="no PHP here")
def test_the_php_parses(kestrel: Edition, tmp_path: Path) -> None:
    path = tmp_path / "scarwidget.php"
    path.write_text(by_id(chosen(kestrel))["php"].code, "utf-8")
    subprocess.run(["php", "-l", str(path)], check=True, capture_output=True, timeout=30)


def test_the_php_quotes_what_it_must(kestrel: Edition) -> None:
    """Without a PHP to ask: its strings end where they should."""
    code = by_id(chosen(kestrel, locale="en"))["php"].code
    assert code.startswith("<?php")
    bare = re.sub(r"'(?:[^'\\]|\\.)*'", "", code)
    assert "'" not in bare
    for opening, closing in ("()", "{}", "[]"):
        assert bare.count(opening) == bare.count(closing)
