"""The snippet builder answers whatever it is asked, echoes nothing unchecked, and says why."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st
from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.clinics.contrast import contrast
from scarwidget.clinics.models import INK_PAPER, LEAST_CONTRAST, PAPER
from scarwidget.plugins import Publication
from scarwidget.rendering.snippets import Choices
from scarwidget.settings import Settings
from scarwidget.web.builder import read_choices
from tests.conftest import CLINICS, PUBLIC_URL, TODAY
from tests.web.asgi import Answer, ask
from tests.web.documents import Document
from tests.web.faulty import UNEMBEDDED, with_faults
from tests.web.servers import serving

KESTREL = "kestrel-bay-aesthetics"
TAMARIND = "tamarind-derma"
GUIDE = "public-skin-guide"
"""A clinic without a service."""

HOSTILE = (
    '"><script>alert(1)</script>',
    "' onfocus=x",
    "</textarea><i id=x>",
    "#0f5c5a;}",
    "%00",
    "🩹",
)
KEYS = (
    *("widget", "mode", "lang", "scar", "topic", "accent", "scheme", "heading", "height"),
    *("aware", "platform"),
)
LISTED = {
    "widget": ("picker", "treatments", "checklist", "explainer", "services"),
    "platform": ("html", "wordpress", "wix", "squarespace", "webflow", "htmx", "server", "link"),
}


def build(app: Starlette, clinic: str = KESTREL, /, **query: str) -> Answer:
    return ask(app, f"/{clinic}/embed", urlencode(query).encode())


def preview(app: Starlette, clinic: str = KESTREL, /, **query: str) -> Answer:
    return ask(app, f"/{clinic}/embed/preview", urlencode(query).encode())


def codes(answer: Answer) -> dict[str, str]:
    """The snippets on a page by their ids, as a browser hands them to the clipboard."""
    found = {}
    for part in answer.text.split("<textarea ")[1:]:
        tag, _, rest = part.partition(">\n")
        name = tag.partition('id="scarwidget-code-')[2].partition('"')[0]
        found[name] = unescape(rest.partition("</textarea>")[0])
    return found


def said(answer: Answer, key: str) -> str:
    """The line beside a choice; empty where there is none."""
    _, _, rest = answer.text.partition(f'id="scarwidget-said-{key}"')
    return Document(f"<div {rest.partition('</div>')[0]}").words


def read(publication: Publication, clinic: str = KESTREL, /, **query: str) -> Choices:
    return read_choices(urlencode(query).encode(), publication.editions[clinic])


@pytest.mark.parametrize("clinic", CLINICS)
def test_every_clinic_has_one(app: Starlette, clinic: str) -> None:
    for platform in LISTED["platform"]:
        answer = build(app, clinic, platform=platform, widget="treatments")
        assert answer.status == 200
        found = codes(answer)
        assert f"{PUBLIC_URL}/{clinic}/treatments" in found["link"]
        assert not any(
            word in said(answer, key) for key in LISTED for word in ("not know", "usual one")
        )
    assert ask(app, f"/{clinic}/embed").headers["x-robots-tag"] == "noindex"


def test_an_unknown_clinic_has_none(app: Starlette) -> None:
    assert build(app, "nobody").status == 404
    assert preview(app, "nobody").status == 404


def test_the_usual_choice_is_a_frame_for_html(app: Starlette) -> None:
    found = codes(build(app))
    assert list(found) == ["html", "iframe", "pinned", "link"]
    assert "<iframe " in found["html"]
    assert "<script" not in found["iframe"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_bad_value_is_answered_beside_its_choice(app: Starlette, key: str, value: str) -> None:
    widget = {"scar": "treatments", "topic": "explainer"}.get(key, "picker")
    answer = build(app, **{"widget": widget, "lang": "en", key: value})
    assert answer.status == 200
    assert said(answer, key), key
    assert "scarwidget-builder-problem" in answer.text.partition('id="scarwidget-copy"')[2]
    plain = build(app, widget=widget, lang="en")
    if key != "lang":
        assert codes(answer) == codes(plain)
    assert value not in unescape(answer.text)
    assert preview(app, **{"widget": widget, "lang": "en", key: value}).status == 200


@pytest.mark.parametrize(
    "query",
    [
        b"%FF=%FE&widget=%FF",
        b"\xff\xfe=\x00",
        b"widget=treatments&widget=picker&utm_source=x&fbclid=y",
        b"&&&===&a",
        b"accent=" + b"x" * 50_000,
        b"height=" + "\u0661\u0662\u0663\u0664".encode(),
        b"heading=%C2%B2",
    ],
)
def test_a_mangled_query_is_answered(app: Starlette, query: bytes) -> None:
    for path in ("/tamarind-derma/embed", "/tamarind-derma/embed/preview"):
        assert ask(app, path, query).status == 200


def test_the_first_of_repeated_values_counts_and_unknown_keys_do_not(
    publication: Publication,
) -> None:
    edition = publication.editions[TAMARIND]
    plain = read_choices(b"widget=treatments&scar=keloid", edition)
    assert read_choices(b"widget=treatments&scar=keloid&widget=picker&utm_x=1", edition) == plain
    assert plain.problems == {}


@rounds(max_examples=150, deadline=None)
@given(query=st.one_of(st.binary(max_size=200), st.text(max_size=80).map(lambda t: t.encode())))
def test_nothing_makes_it_raise(publication: Publication, query: bytes) -> None:
    for key in KEYS:
        read_choices(key.encode() + b"=" + query, publication.editions[KESTREL])


@rounds(max_examples=300, deadline=None)
@given(
    colour=st.integers(0, 0xFFFFFF).map("#{:06x}".format),
    scheme=st.sampled_from(["auto", "light", "dark"]),
)
def test_an_accent_is_taken_only_where_it_can_be_read(
    publication: Publication, colour: str, scheme: str
) -> None:
    found = read(publication, accent=colour, scheme=scheme)
    theme = publication.editions[KESTREL].clinic.theme
    if colour in (theme.accent.lower(), theme.accent_dark.lower()):
        return
    if found.accent:
        assert found.accent == colour
        assert found.scheme != "auto"
        paper = PAPER if found.scheme == "light" else INK_PAPER
        assert contrast(colour, paper) >= LEAST_CONTRAST
        assert scheme in (found.scheme, "auto")
    else:
        assert found.problems["accent"].startswith("contrast_")
        assert found.contrast < LEAST_CONTRAST
        assert found.scheme == scheme


def test_a_refused_accent_is_told_its_ratio_and_what_is_needed(app: Starlette) -> None:
    answer = build(app, lang="en", accent="#777777", scheme="light")
    line = said(answer, "accent")
    assert "#777777" in line
    assert "4.47" in line
    assert "4.5" in line
    assert "accent" not in codes(answer)["html"]
    dark = said(build(app, lang="en", accent="#0f5c5a", scheme="dark"), "accent")
    assert "lighter" in dark


def test_an_accent_decides_the_scheme_and_says_so(app: Starlette) -> None:
    answer = build(app, lang="en", accent="#8A3F1F", widget="treatments")
    assert 'scheme="light" accent="#8a3f1f"' in codes(answer)["html"]
    assert "stays light" in said(answer, "scheme")
    assert "Not every choice" not in answer.text


def test_the_clinics_own_accent_needs_no_attribute(publication: Publication) -> None:
    theme = publication.editions[KESTREL].clinic.theme
    for accent, scheme in ((theme.accent, "auto"), (theme.accent_dark, "dark")):
        found = read(publication, accent=accent, scheme=scheme)
        assert (found.accent, found.scheme, found.problems) == ("", scheme, {})


@pytest.mark.parametrize(
    ("height", "taken"),
    [("200", 200), ("4000", 4000), ("199", None), ("4001", None), ("-1", None), ("9e2", None)],
)
def test_a_height_is_a_number_of_pixels(
    publication: Publication, height: str, taken: int | None
) -> None:
    found = read(publication, height=height)
    assert found.height == taken
    assert ("height" in found.problems) == (taken is None)


@pytest.mark.parametrize("platform", LISTED["platform"])
def test_the_picker_is_inline_for_those_only_who_know(app: Starlette, platform: str) -> None:
    asked = {"widget": "picker", "mode": "inline", "platform": platform, "lang": "en"}
    answer = build(app, **asked)
    assert "could see what visitors answer" in said(answer, "mode")
    for name, code in codes(answer).items():
        assert "inline" not in code, name
        assert "/fragment" not in code, name
    assert 'mode="inline"' not in preview(app, **asked).text
    aware = build(app, **asked, aware="1")
    assert said(aware, "mode") == ""
    found = "".join(codes(aware).values())
    if platform in ("htmx", "server"):
        assert "/fragment" in found
        assert "We do not offer this" in answer.text
    elif platform != "link":
        assert "inline" in found


def test_other_widgets_are_inline_at_once(app: Starlette) -> None:
    found = codes(build(app, widget="checklist", mode="inline"))
    assert 'mode="inline"' in found["html"]
    assert "<iframe" not in found["html"]


def test_a_preset_of_another_widget_is_left_over_and_not_wrong(app: Starlette) -> None:
    answer = build(app, widget="explainer", scar="keloid", topic="colour-marks")
    assert "keloid" not in codes(answer)["html"]
    assert "topic=colour-marks" in codes(answer)["html"]
    assert "scarwidget-builder-problem" not in answer.text


def test_services_are_offered_only_where_there_are_any(app: Starlette) -> None:
    assert 'value="services"' in build(app).text
    assert 'value="services"' not in build(app, GUIDE).text
    assert said(build(app, GUIDE, widget="services"), "widget")


def test_the_page_is_in_the_language_of_the_widget(app: Starlette) -> None:
    chinese, english = build(app), build(app, lang="en")
    assert '<html lang="zh-Hant-HK"' in chinese.text
    assert '<html lang="en"' in english.text
    assert "這是哪一種印？" in codes(chinese)["html"]
    assert "Which kind of mark" in codes(english)["html"]
    assert said(build(app, lang="tlh"), "lang")
    switch = [
        link.attrs["href"]
        for link in Document(build(app, widget="checklist", height="700").text).all("a")
        if link.attrs.get("hreflang") == "en"
    ]
    assert switch == [f"/{KESTREL}/embed?height=700&lang=en&widget=checklist"]


def test_it_names_the_websites_that_may_frame(app: Starlette, publication: Publication) -> None:
    for origin in publication.editions[KESTREL].clinic.origins:
        assert origin in build(app, lang="en").text


def test_a_clinic_without_origins_has_one(settings: Settings, publication: Publication) -> None:
    app = create_app(settings, publication=with_faults(publication), today=lambda: TODAY)
    answer = build(app, UNEMBEDDED, lang="en")
    assert answer.status == 200
    assert "Only these websites" not in answer.text
    [iframe] = Document(answer.text).all("iframe")
    framed = ask(app, iframe.attrs["src"].partition("?")[0])
    assert framed.status == 200
    assert "frame-ancestors *" in framed.headers["content-security-policy"]


def test_the_preview_is_the_real_frame_or_the_snippet_itself(app: Starlette) -> None:
    query = {"widget": "treatments", "lang": "en", "scar": "keloid", "heading": "3"}
    answer = build(app, **query, accent="#8a3f1f")
    [iframe] = Document(answer.text).all("iframe")
    assert iframe.attrs["src"] == (
        f"/{KESTREL}/treatments/frame?heading=3&lang=en&scar=keloid#?accent=%238a3f1f&scheme=light"
    )
    assert iframe.attrs["height"] == "820"
    assert iframe.attrs["title"]
    inline = build(app, **query, mode="inline")
    [iframe] = Document(inline.text).all("iframe")
    path, _, asked = iframe.attrs["src"].partition("?")
    bare = ask(app, path, asked.encode())
    assert bare.status == 200
    assert codes(inline)["html"] in bare.text
    assert [element.tag for element in Document(bare.text).all("link", "style")] == []


def test_the_policies(app: Starlette) -> None:
    page = build(app).headers["content-security-policy"]
    assert "frame-src 'self'" in page
    assert "frame-ancestors 'none'" in page
    bare = preview(app, widget="treatments", mode="inline").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in bare
    assert "style-src" not in bare
    assert "require-trusted-types-for 'script'" in bare
    for policy in (page, bare):
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert policy.count("frame-src") == 1


def test_it_lies_under_the_public_path(publication: Publication) -> None:
    settings = Settings(plugins_dir="plugins", public_url="https://clinic.example/widgets")
    app = create_app(settings, publication=publication, today=lambda: TODAY)
    document = Document(build(app, mode="inline", widget="checklist").text)
    [form] = document.all("form")
    assert form.attrs["action"].startswith(f"/widgets/{KESTREL}/embed")
    [iframe] = document.all("iframe")
    assert iframe.attrs["src"].startswith(f"/widgets/{KESTREL}/embed/preview?")


def test_every_field_has_a_label_and_every_description_is_there(app: Starlette) -> None:
    for widget in LISTED["widget"]:
        document = Document(build(app, widget=widget).text)
        ids = [e.attrs["id"] for e in document.elements if "id" in e.attrs]
        assert len(ids) == len(set(ids))
        labels = {label.attrs.get("for") for label in document.all("label")}
        for field in document.all("select", "input", "textarea"):
            if field.attrs.get("type") in ("radio", "checkbox"):
                continue  # these stand inside theirs
            assert field.attrs["id"] in labels or field.attrs["aria-labelledby"] in ids
        for element in document.elements:
            for name in element.attrs.get("aria-describedby", "").split():
                assert name in ids, name


def snippet_of(app: Starlette, name: str, address: str, widget: str = "treatments") -> str:
    """A snippet, its server at another address."""
    query = {"platform": "server", "lang": "en", "widget": widget}
    return codes(build(app, **query))[name].replace(PUBLIC_URL, address)


def run_python(code: str) -> dict[str, Any]:
    """What the module defines."""
    names: dict[str, Any] = {}
    exec(compile(ast.parse(code), "snippet", "exec"), names)  # noqa: S102 - our own snippet
    return names


def test_the_python_include_runs(app: Starlette, tmp_path: Path) -> None:
    with serving(environ={"SCARWIDGET_PUBLIC_URL": PUBLIC_URL}) as server:
        names = run_python(snippet_of(app, "python", server.url))
        html = names["scarwidget"]()
        assert 'class="scarwidget scarwidget-treatments"' in html
        assert "<html" not in html
        missing = run_python(
            snippet_of(app, "python", server.url).replace("treatments/fragment", "none/fragment")
        )
        assert missing["scarwidget"]().startswith("<a href=")
    # It is kept when the server is gone, then the last answer stays.
    assert names["scarwidget"]() == html
    names["kept"]["until"] = 0.0
    assert names["scarwidget"]() == html
    down = run_python(snippet_of(app, "python", server.url))
    link = down["scarwidget"]()
    assert link.startswith(f'<a href="{server.url}/{KESTREL}/treatments')
    assert down["kept"]["until"] > 0


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")
def test_the_javascript_include_runs(app: Starlette, tmp_path: Path) -> None:
    def run(address: str) -> list[str]:
        module = tmp_path / "scarwidget.mjs"
        module.write_text(snippet_of(app, "javascript", address), "utf-8")
        script = (
            f"import {{ scarwidget }} from {json.dumps(module.as_uri())};"
            "console.log(JSON.stringify([await scarwidget(), await scarwidget()]))"
        )
        done = subprocess.run(
            ["node", "--input-type=module", "-e", script],
            check=True,
            capture_output=True,
            timeout=60,
        )
        found: list[str] = json.loads(done.stdout)
        return found

    with serving(environ={"SCARWIDGET_PUBLIC_URL": PUBLIC_URL}) as server:
        first, second = run(server.url)
        assert 'class="scarwidget scarwidget-treatments"' in first
        assert first == second
    first, second = run(server.url)
    assert first == second
    assert first.startswith(f'<a href="{server.url}/{KESTREL}/treatments')
