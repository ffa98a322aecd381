"""A plugin's own widget: it has everything that a built-in one has, and can do no more."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.installation.knowledge import knowledge
from scarwidget.plugins import Publication, publish
from scarwidget.plugins.found import Found
from scarwidget.settings import Settings
from scarwidget.widgets import BUILT_IN
from tests.conftest import PUBLIC_URL, TODAY
from tests.plugins.planting import CATALOGUE, PARKING, PRELUDE, WIDGETS, planted, published
from tests.web.documents import Document

FORMS = ("", "/frame", "/fragment")

SOURCE = """\
from dataclasses import dataclass


@dataclass(frozen=True)
class Parking(View):
    days: tuple[str, ...]
    said: str


def parking(edition, locale, params):
    days = tuple(sorted(filter(None, params.get("day", "").split("."))))
    if params.get("by") == "raise":
        raise RuntimeError(f"nobody may read {params}")
    if params.get("by") == "leave":
        raise SystemExit(str(params))
    if params.get("by") == "html":
        return "<p>" + str(params)
    if params.get("by") == "refuse":
        raise BadQuery("choice")
    if params.get("by") == "strangely":
        raise BadQuery("because I say so")
    return Parking(
        params={"day": ".".join(days), **({"by": params["by"]} if "by" in params else {})},
        sources=edition.catalogue.cite({"S29"}),
        answers="mon" in days,
        days=days,
        said=params.get("by", ""),
    )


@hookimpl
def register_clinics():
    return [
        Clinic(
            id="oak-skin",
            name={"zh-Hant-HK": "橡樹", "en": "Oak Skin"},
            locales=("en", "zh-Hant-HK"),
            markets=("HK",),
        )
    ]


@hookimpl
def register_widgets(clinic):
    keys = frozenset({"by", "day", "topic"})
    return [widget(keys=keys, lists=frozenset({"day"}), view=parking)]
"""

TEMPLATE = """\
{% import "scarwidget/kit.html" as kit with context %}
{% include "parts/lead.html" %}
<p>{{ _("Behind the house.") }} {{ kit.refs(["S29"]) }} {{ _("Clear") }}</p>
{{ kit.chip(_("On Monday"), {"day": "mon"}, current="mon" in view.days) }}
<a href="{{ links.href('picker') }}">{{ words.review.purpose }}</a>
{% if view.said == "undefined" %}{{ view.nobody }}{% endif %}
<div>{{ view.said|safe }}</div>
"""
LEAD = """\
{% import "scarwidget/kit.html" as kit with context %}
{% call kit.heading(1) %}{{ title }}{% endcall %}

<p class="scarwidget-lead">{{ about }}</p>
"""
CHINESE = """\
msgid "Where to park"
msgstr "泊車"

msgid "How to come by car."
msgstr "駕車前來。"

msgid "Behind the house."
msgstr "屋後。"

msgid "On Monday"
msgstr "星期一"

msgid "Clear"
msgstr "重新開始"
"""

OAK: Mapping[str, str] = {
    "oak_skin/__init__.py": PRELUDE + WIDGETS + SOURCE,
    "oak_skin/templates/parking.html": TEMPLATE,
    "oak_skin/templates/parts/lead.html": LEAD,
    "oak_skin/messages/zh-Hant-HK.po": CHINESE,
}


def client_of(publication: Publication) -> TestClient:
    settings = Settings(public_url=PUBLIC_URL, introspection=True)
    app = create_app(settings, publication=publication, today=lambda: TODAY)
    return TestClient(app, base_url=PUBLIC_URL, follow_redirects=False)


@pytest.fixture(scope="module")
def oak(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The clinic and its widget, loaded strictly."""
    return published(planted(tmp_path_factory.mktemp("oak"), OAK), strict=True)


@pytest.fixture(scope="module")
def client(oak: Publication) -> TestClient:
    """A client of the application that serves it."""
    return client_of(oak)


def changed(folder: Path, **files: str) -> Publication:
    """Oak Skin with some files changed, named by the last part of their names."""
    tree = dict(OAK)
    for key, text in files.items():
        [name] = [name for name in tree if name.split("/")[-1].partition(".")[0] == key]
        tree[name] = text
    return published(planted(folder, tree))


def bringing(name: str, template: str) -> Mapping[str, str]:
    """A package that brings a clinic of its name, with a widget of this template."""
    source = f"""\
@hookimpl
def register_clinics():
    return [Clinic(id="{name}", name="A clinic")]


@hookimpl
def register_widgets(clinic):
    return [widget()]
"""
    return {
        f"{name}/__init__.py": PRELUDE + WIDGETS + source,
        f"{name}/templates/parking.html": template,
    }


# what it gets


def test_it_stands_behind_the_built_in_ones(oak: Publication) -> None:
    edition = oak.editions["oak-skin"]
    assert list(edition.widgets) == [*BUILT_IN, "parking"]
    assert (oak.faults, oak.notices) == ((), ())


@pytest.mark.parametrize("form", FORMS)
def test_it_travels_as_a_built_in_one_does(client: TestClient, form: str) -> None:
    own = client.get(f"/oak-skin/parking{form}")
    usual = client.get(f"/oak-skin/checklist{form}")
    assert own.status_code == usual.status_code == 200
    assert {**own.headers, "content-length": ""} == {**usual.headers, "content-length": ""}
    document = Document(own.text)
    [region] = [e for e in document.all("section") if "scarwidget" in e.classes]
    assert region.attrs["data-scarwidget-widget"] == "parking"
    title = "h2" if form == "/fragment" else "h1"
    assert [e.tag for e in document.elements if e.tag in ("h1", "h2")] == [title]
    assert "Added by Oak Skin" in document.words
    assert "our reviewers have not read it" in document.words
    assert "Content checked" not in document.words
    assert document.with_class("scarwidget-sources")
    assert "scarwidget-parking-S29" in own.text


def test_its_title_follows_the_host(client: TestClient) -> None:
    document = Document(client.get("/oak-skin/parking/fragment?heading=4").text)
    assert [e.tag for e in document.elements if e.tag in ("h1", "h2", "h3", "h4")] == ["h4"]


def test_its_links_keep_form_and_language(client: TestClient) -> None:
    for form, before in (("", ""), ("/frame", ""), ("/fragment", PUBLIC_URL)):
        document = Document(client.get(f"/oak-skin/parking{form}?lang=zh-Hant-HK").text)
        [chip] = document.with_class("scarwidget-chip")
        query = "?day=mon&lang=zh-Hant-HK"
        assert chip.attrs["hx-get"] == f"{before}/oak-skin/parking{form}{query}"
        kept = "" if form == "/fragment" else form
        assert chip.attrs["href"] == f"{before}/oak-skin/parking{kept}{query}"


def test_every_list_of_widgets_has_it(client: TestClient) -> None:
    for path in ("/oak-skin/", "/oak-skin/picker", "/oak-skin/embed?widget=parking"):
        assert "Where to park" in client.get(path).text, path
    built = client.get("/oak-skin/embed?widget=parking&mode=inline").text
    assert 'value="parking" selected' in built
    leftover = client.get("/oak-skin/embed?widget=parking&topic=home-care").text
    assert "home-care" not in leftover
    assert 'name="topic"' not in built, "that is another widget's, though the key has its name"
    assert "/oak-skin/parking" in built


def test_it_is_known_to_sites_that_ask(client: TestClient) -> None:
    url = f"{PUBLIC_URL}/oak-skin/parking"
    said = client.get("/-/oembed", params={"url": f"{url}?lang=zh-Hant-HK"}).json()
    assert said["title"] == "泊車"
    assert f"{url}/frame?lang=zh-Hant-HK" in said["html"].replace("&amp;", "&")


def test_the_check_of_an_installation_knows_it(oak: Publication) -> None:
    assert "parking" in knowledge(Settings(public_url=PUBLIC_URL), oak).widgets


def test_machines_are_not_told_that_anybody_reviewed_it(client: TestClient) -> None:
    [own] = Document(client.get("/oak-skin/parking").text).scripts
    [usual] = Document(client.get("/oak-skin/checklist").text).scripts
    assert "lastReviewed" in json.loads(usual)
    assert "lastReviewed" not in json.loads(own)
    assert json.loads(own)["name"] == "Where to park"


def test_its_state_has_one_address(client: TestClient) -> None:
    answer = client.get("/oak-skin/parking?day=tue&day=mon")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/oak-skin/parking?day=mon.tue",
    )
    assert client.get("/oak-skin/parking/frame?day=tue&day=mon").status_code == 200
    assert client.get("/oak-skin/parking?utm=1").status_code == 200
    assert client.get("/oak-skin/parking?by=a&by=b").status_code == 400


def test_what_a_visitor_told_is_in_no_index(client: TestClient) -> None:
    told = client.get("/oak-skin/parking?day=mon")
    assert told.headers["x-robots-tag"] == "noindex"
    assert 'content="noindex"' in told.text
    assert "x-robots-tag" not in client.get("/oak-skin/parking?day=tue").headers


# languages


def test_its_own_language_stands_everywhere(client: TestClient) -> None:
    page = client.get("/oak-skin/parking?lang=zh-Hant-HK").text
    assert "<title>泊車 · 橡樹</title>" in page
    assert 'content="駕車前來。"' in page
    [data] = Document(page).scripts
    assert json.loads(data)["name"] == "泊車"
    for words in ("泊車", "屋後。", "星期一", "由橡樹加入"):
        assert words in Document(page).words
    assert "Where to park" not in page
    for path in ("/oak-skin/", "/oak-skin/checklist", "/oak-skin/embed"):
        assert "泊車" in client.get(f"{path}?lang=zh-Hant-HK").text


def test_what_is_english_says_so_where_all_is(tmp_path: Path) -> None:
    tree = {name: text for name, text in OAK.items() if not name.endswith(".po")}
    publication = published(planted(tmp_path, tree))
    [notice] = publication.notices
    assert "zh-Hant-HK" in str(notice)
    page = client_of(publication).get("/oak-skin/parking?lang=zh-Hant-HK").text
    region = page.partition("<main")[2]
    assert '<div lang="en" dir="ltr">' in region
    assert "Behind the house. " in region
    # The core has a word for this one, but it would stand in English surroundings.
    assert "Clear" in region
    assert '<span lang="en">Where to park</span>' in page


def test_what_a_file_lacks_is_a_notice_and_the_core_may_help(tmp_path: Path) -> None:
    fewer = CHINESE.partition('msgid "Behind')[0]
    publication = changed(tmp_path, **{"zh-Hant-HK": fewer})
    [notice] = publication.notices
    assert "'Behind the house.'" in str(notice)
    words = Document(client_of(publication).get("/oak-skin/parking?lang=zh-Hant-HK").text).words
    assert "Behind the house." in words
    assert " Clear" not in words, "the core's own translation is there"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('msgid "Where to park"\nmsgstr "泊車"\nnonsense\n', 3, "cannot be read"),
        ('msgid "%(n)s cars"\nmsgstr "%(m)s 輛車"\n', 1, "%(m)s"),
    ],
)
def test_a_faulty_file_of_messages(tmp_path: Path, text: str, line: int, says: str) -> None:
    publication = changed(tmp_path, **{"zh-Hant-HK": text})
    [fault] = publication.faults
    assert Path(fault.where).name == "zh-Hant-HK.po"
    assert fault.line == line
    assert says in str(fault)
    assert list(publication.editions["oak-skin"].widgets) == [*BUILT_IN]


def test_a_file_of_messages_that_names_no_language(tmp_path: Path) -> None:
    publication = published(planted(tmp_path, OAK, {"oak_skin/messages/chinese!.po": CHINESE}))
    [fault] = publication.faults
    assert Path(fault.where).name == "chinese!.po"


# when it fails in a request


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("by", "kind"), [
    ("raise", "RuntimeError at __init__.py:"),
    ("leave", "SystemExit at __init__.py:"),
    ("html", "its view gives str, expected View"),
    ("undefined", "UndefinedError at templates/parking.html:6"),
])  # fmt: skip
def test_a_failure_is_readable_and_the_log_names_it(
    client: TestClient, caplog: pytest.LogCaptureFixture, form: str, by: str, kind: str
) -> None:
    with caplog.at_level(logging.DEBUG, "scarwidget"):
        answer = client.get(f"/oak-skin/parking{form}?by={by}&day=canary")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert ("<html" in answer.text) == (form != "/fragment")
    assert "Traceback" not in answer.text
    [record] = [r for r in caplog.records if r.name == "scarwidget"]
    assert f"plugin 'oak-skin', widget 'parking': {kind}" in record.getMessage()
    assert record.exc_info is None
    for told in ("canary", "nobody may read"):
        assert told not in answer.text + record.getMessage()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("by", ["refuse", "strangely"])
def test_a_query_it_refuses_is_a_readable_400(client: TestClient, form: str, by: str) -> None:
    answer = client.get(f"/oak-skin/parking{form}?by={by}")
    assert answer.status_code == 400
    assert "It holds a choice that we do not know." in answer.text
    asked = {"url": f"{PUBLIC_URL}/oak-skin/parking?by={by}"}
    assert client.get("/-/oembed", params=asked).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_what_a_query_brings_in_is_taken_out(client: TestClient, form: str) -> None:
    """The template prints it with ``|safe``, which nobody should."""
    hostile = (
        "<script>steal()</script><img src=x onerror=steal()><p onclick=steal() style=color:red>"
        "<a href=javascript:steal()>stays</a><form action=//else.example><input></form>"
        "<iframe src=//else.example></iframe><svg onload=steal()></svg>"
    )
    answer = client.get(f"/oak-skin/parking{form}", params={"by": hostile})
    assert answer.status_code == 200
    region = Document(answer.text[answer.text.index('<section class="scarwidget ') :])
    assert "stays" in region.words
    assert not region.all("script", "img", "form", "input", "iframe", "svg", "style")
    for element in region.elements:
        held = {name for name in element.attrs if name.startswith("on") or name == "style"}
        assert not held
        assert not element.attrs.get("href", "").startswith(("javascript:", "//"))


# its fence


def test_a_link_on_the_disk_leads_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(PARKING, "utf-8")
    folder = planted(tmp_path / "plugins", OAK)
    place = folder / "oak_skin/templates/parking.html"
    place.unlink()
    place.symlink_to(secret)
    publication = published(folder)
    assert "parking" not in publication.editions["oak-skin"].widgets
    assert all("parking.html" in str(fault) for fault in publication.faults)
    assert publication.faults


def test_nothing_of_another_plugin_is_within_reach(tmp_path: Path) -> None:
    elm = bringing("elm", PARKING + '{% include "parts/lead.html" %}')
    publication = published(planted(tmp_path, OAK, elm))
    [fault] = publication.faults
    assert Path(fault.where).name == "elm"
    assert "parts/lead.html" in str(fault)
    assert "parking" in publication.editions["oak-skin"].widgets


def test_two_plugins_with_templates_of_one_name(tmp_path: Path) -> None:
    """Each has its own, and a clinic that names both keeps the first."""
    trees = {
        **bringing("elm", PARKING + "This is elm."),
        **bringing("fir", PARKING + "This is fir."),
    }
    both = {"oak/clinic.toml": 'name = "Oak"\nplugins = ["elm", "fir"]\n'}
    publication = published(planted(tmp_path, trees, both))
    [fault] = publication.faults
    assert Path(fault.where).name == "fir"
    assert "'elm'" in str(fault)
    client = client_of(publication)
    for clinic, plugin in (("elm", "elm"), ("fir", "fir"), ("oak", "elm")):
        assert f"This is {plugin}." in client.get(f"/{clinic}/parking").text


def test_what_is_read_at_load_is_what_is_shown(tmp_path: Path) -> None:
    folder = planted(tmp_path, OAK)
    client = client_of(published(folder))
    (folder / "oak_skin/templates/parts/lead.html").write_text("{% broken", "utf-8")
    assert client.get("/oak-skin/parking").status_code == 200


# what else reads it


def test_its_words_are_there_for_the_linter(oak: Publication) -> None:
    texts = {(key, locale): text for key, locale, text in oak.texts["oak-skin"]}
    assert texts["parking.title", "en"] == "Where to park"
    assert texts["parking.about", "zh-Hant-HK"] == "駕車前來。"
    assert "Behind the house." in texts["parking", "en"]
    assert "<" not in texts["parking", "en"]
    assert oak.texts["oak-skin"]


def test_the_catalogue_is_the_only_source_of_sources(tmp_path: Path) -> None:
    source = next(iter(CATALOGUE.sources.values()))
    code = OAK["oak_skin/__init__.py"].replace(
        'edition.catalogue.cite({"S29"})',
        f'(next(iter(edition.catalogue.sources.values())).__class__(id="{source.id}", '
        'url="https://else.example/", title="x", publisher="x", year="2020", read="memory"),)',
    )
    publication = changed(tmp_path, __init__=code)
    assert publication.faults
    assert "parking" not in publication.editions["oak-skin"].widgets


@pytest.mark.parametrize("module", ["oak_installed", "oak_installed.plugin"])
def test_an_installed_package_has_its_templates_beside_it(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its entry point may name the package, or a module of it."""
    tree = {name.replace("oak_skin", "oak_installed"): text for name, text in OAK.items()}
    code = tree["oak_installed/__init__.py"]
    monkeypatch.syspath_prepend(planted(tmp_path, tree, {"oak_installed/plugin.py": code}))
    monkeypatch.delitem(sys.modules, "oak_installed", raising=False)
    found = [Found("oak-skin", "oak-installed 1.0", lambda: importlib.import_module(module))]
    publication = publish(Settings(public_url=PUBLIC_URL, strict=True), CATALOGUE, found)
    [plugin] = publication.plugins
    assert plugin.where == "oak-installed 1.0"
    words = client_of(publication).get("/oak-skin/parking?lang=zh-Hant-HK").text
    assert "屋後。" in words
