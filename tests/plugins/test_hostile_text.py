"""Hostile text in every field of a plugin: refused by name, or shown as the text it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.faults import Fault
from scarwidget.plugins import Publication, hookimpl, publish
from scarwidget.plugins.found import Found
from scarwidget.settings import Settings
from tests.conftest import PUBLIC_URL, TODAY
from tests.markets.clinics import toml
from tests.plugins.hostile_texts import (
    ALL_AT_ONCE,
    MARKUP,
    REFUSED,
    UNSEEN,
    Place,
    made,
    places,
    table,
)
from tests.plugins.planting import BIRCH, CATALOGUE, HEALTHY, planted, published
from tests.web.documents import Document
from tests.web.servers import serving

KINDS: Mapping[type, str] = {Clinic: "clinic", Service: "service", ChecklistItem: "item"}
PLACES = tuple(p for kind in KINDS for p in places(kind) if p.key != "id")
"""An id is a folder's name, or checked as strictly as an origin."""

TEXTS = {**MARKUP, "all at once": ALL_AT_ONCE, **REFUSED}
SHOWN = [name for name in TEXTS if name not in REFUSED]

IN_NO_FILE = "U+D800"
"""Half a character, which only Python can write."""

HARMLESS = "Harmless words"
STATES = ("services", "treatments?pick=laser_pico", "checklist")
FORMS = ("", "/frame", "/fragment")
SCHEMES = ("", "https", "mailto", "tel")
LOADING = frozenset(
    {"href", "src", "action", "hx-get", "srcset", "formaction", "poster", "data", "ping"}
)
OPENED = """
const { attachShadow } = Element.prototype;
Element.prototype.attachShadow = function (init) {
  return attachShadow.call(this, { ...init, mode: "open" });
};
"""
"""Lets a test look into a widget that stands inline."""

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def test_the_places_are_those_of_a_clinic() -> None:
    """Some that a walk would miss, if it stopped where it must not."""
    keys = {(KINDS[place.kind], place.key) for place in PLACES}
    assert {
        ("clinic", "name"),
        ("clinic", "origins[1]"),
        ("clinic", "contact.booking"),
        ("clinic", "practitioner[1].registration"),
        ("clinic", "theme.accent"),
        ("clinic", "accepted[1].reason"),
        ("service", "price.per"),
        ("service", "device"),
        ("service", "device.model"),
        ("service", "details"),
        ("service", "citations[1]"),
        ("item", "how_often"),
    } <= keys
    assert len(keys) > 40


# which are refused


def rows(kind: type, text: str, at: Iterable[Place], *, each: bool = False) -> list[dict[str, Any]]:
    """Tables that hold a text in these places: one a place, or as few as there can be."""
    parts: dict[str, list[Place]] = {} if each and kind is not Clinic else {"": []}
    for place in at:
        # A device is a name or a table, and no card stands under a treatment of nobody's.
        apart = place.key.startswith("device.") or place.key == "treatment"
        name = place.key if each else place.key.partition(".")[0]
        parts.setdefault(name if kind is not Clinic and (each or apart) else "", []).append(place)
    found = [table(kind, text, part) for part in parts.values()]
    for number, row in enumerate(found if kind is not Clinic else []):
        row["id"] = f"own-{number}"
    return found


def folder_of(
    name: str, text: str, at: Iterable[Place], *, each: bool = False
) -> Mapping[str, str]:
    """A data-only plugin that holds a text in these places."""
    services, items = (
        rows(kind, text, [p for p in at if p.kind is kind], each=each)
        for kind in (Service, ChecklistItem)
    )
    [clinic] = rows(Clinic, text, [p for p in at if p.kind is Clinic])
    return {
        f"{name}/clinic.toml": written(clinic),
        f"{name}/services.toml": "".join(f"[[service]]\n{written(row)}" for row in services),
        f"{name}/checklist.toml": "".join(f"[[item]]\n{written(row)}" for row in items),
    }


def written(row: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {value_of(value)}\n" for key, value in row.items())


def value_of(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {value_of(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(value_of, value)) + "]"
    return value.isoformat() if hasattr(value, "isoformat") else toml(value)


class Verdicts:
    """What became of every text in every place of a data-only plugin."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.faults = {plugin.name: plugin.faults for plugin in publication.plugins}

    def of(self, place: Place, name: str) -> list[Fault]:
        faults = self.faults[folder_name(place.kind, name)]
        return [fault for fault in faults if within_row(fault.key) == place.key]


def folder_name(kind: type, name: str) -> str:
    return f"{KINDS[kind]}-{list(TEXTS).index(name)}"


def within_row(key: str) -> str:
    row, _, rest = key.partition(".")
    return rest if row.startswith(("service[", "item[")) else key


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """Every text at all places at once: all the faults of a file come in one run."""
    trees = [
        folder_of(folder_name(kind, name), text, [p for p in PLACES if p.kind is kind], each=True)
        for name, text in TEXTS.items()
        if name != IN_NO_FILE
        for kind in KINDS
    ]
    return Verdicts(published(planted(tmp_path_factory.mktemp("verdicts"), HEALTHY, *trees)))


@pytest.mark.parametrize("name", [name for name in REFUSED if name != IN_NO_FILE])
def test_what_no_reader_can_read_is_refused_by_file_key_and_reason(
    name: str, verdicts: Verdicts
) -> None:
    for place in PLACES:
        faults = verdicts.of(place, name)
        assert faults, place
        for fault in faults:
            assert folder_name(place.kind, name) in fault.where
            assert fault.where.endswith(".toml")
            assert fault.problem
            assert len(str(fault)) < 1_000
        if name in UNSEEN and not any("expected" in fault.problem for fault in faults):
            assert name in faults[0].problem


@pytest.mark.parametrize("name", SHOWN)
def test_markup_is_refused_where_it_could_mean_something(name: str, verdicts: Verdicts) -> None:
    for key in ("origins[1]", "contact.phone", "contact.email", "contact.booking", "theme.accent"):
        [place] = (p for p in PLACES if p.kind is Clinic and p.key == key)
        assert verdicts.of(place, name), key


class OnePlace:
    """A Python plugin that puts a text into one place."""

    def __init__(self, name: str, place: Place, text: str) -> None:
        self.name = name
        self.place = place
        self.text = text

    def loaded(self) -> OnePlace:
        return self

    def _given(self, kind: type) -> list[Any]:
        if kind is self.place.kind:
            return [made(kind, self.place.holding(self.text))]
        return []

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        if self.place.kind is not Clinic:
            return [Clinic(id=self.name, name="Elm Skin", markets=("US",))]
        tree = {"id": self.name, **self.place.holding(self.text)}
        return [made(Clinic, tree)]

    @hookimpl
    def register_services(self) -> list[Service]:
        return self._given(Service)

    @hookimpl
    def register_checklist_items(self) -> list[ChecklistItem]:
        return self._given(ChecklistItem)


@pytest.mark.parametrize("name", ["U+202E", "U+D800", "U+0000", "marks", "too long"])
def test_python_is_refused_the_same_by_hook_key_and_reason(name: str) -> None:
    plugins = [
        OnePlace(f"elm-{number}", place, REFUSED[name]) for number, place in enumerate(PLACES)
    ]
    found = [Found(one.name, f"{one.name.replace('-', '_')}.py", one.loaded) for one in plugins]
    publication = publish(Settings(public_url=PUBLIC_URL), CATALOGUE, found)
    for place, plugin in zip(PLACES, sorted(publication.plugins, key=by_number), strict=True):
        assert plugin.faults, place
        said = f"{plugin.faults[0].key}: {plugin.faults[0].problem}"
        assert plugin.faults[0].where == f"{plugin.name.replace('-', '_')}.py"
        assert "register_" in said
        assert place.key.rpartition(".")[2].removesuffix("[1]") in said, place
        assert len(said) < 1_000
        said.encode()


def by_number(plugin: Any) -> int:
    return int(plugin.name.removeprefix("elm-"))


# how the others are shown


class AllPlaces:
    """A Python plugin that holds a text in these places."""

    def __init__(self, name: str, text: str, at: Iterable[Place]) -> None:
        self.given = {kind: rows(kind, text, [p for p in at if p.kind is kind]) for kind in KINDS}
        self.given[Clinic][0]["id"] = name

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        return [made(Clinic, row) for row in self.given[Clinic]]

    @hookimpl
    def register_services(self) -> list[Service]:
        return [made(Service, row) for row in self.given[Service]]

    @hookimpl
    def register_checklist_items(self) -> list[ChecklistItem]:
        return [made(ChecklistItem, row) for row in self.given[ChecklistItem]]


class Shown:
    """Clinics that hold a text wherever it is no fault, each with a twin that means no harm."""

    def __init__(self, folder: Path, verdicts: Verdicts) -> None:
        self.places = {name: tuple(p for p in PLACES if not verdicts.of(p, name)) for name in SHOWN}
        self.twins = {at: f"ash-{number}" for number, at in enumerate(set(self.places.values()))}
        trees = [folder_of(twin, HARMLESS, at) for at, twin in self.twins.items()]
        trees += [folder_of(self.clinic(n), TEXTS[n], at) for n, at in self.places.items()]
        self.publication = published(planted(folder, HEALTHY, *trees))
        self.client = client_of(self.publication)

    def clinic(self, name: str) -> str:
        return f"elm-{SHOWN.index(name)}"

    def twin(self, name: str) -> str:
        return self.twins[self.places[name]]


def client_of(publication: Publication) -> TestClient:
    app = create_app(Settings(public_url=PUBLIC_URL), publication=publication, today=lambda: TODAY)
    return TestClient(app, base_url=PUBLIC_URL)


@pytest.fixture(scope="module")
def shown(verdicts: Verdicts, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(tmp_path_factory.mktemp("shown"), verdicts)


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_no_fault_in_a_folder_is_none_in_python(name: str, shown: Shown) -> None:
    clinic = shown.clinic(name)
    plugin = AllPlaces(clinic, TEXTS[name], shown.places[name])
    publication = publish(
        Settings(public_url=PUBLIC_URL), CATALOGUE, [Found(clinic, "elm.py", lambda: plugin)]
    )
    assert publication.faults == ()
    assert publication.editions[clinic] == shown.publication.editions[clinic]


@pytest.mark.parametrize("name", SHOWN)
def test_text_is_shown_as_text_and_nothing_comes_of_it(name: str, shown: Shown) -> None:
    """Its documents are those of its twin but for the words."""
    assert {"name", "benefits", "why", "contact.note"} <= {p.key for p in shown.places[name]}
    text = " ".join(TEXTS[name].split())
    clinic, twin = shown.clinic(name), shown.twin(name)

    def bare(value: Any) -> Any:
        """What the twin would say."""
        match value:
            case str():
                return " ".join(value.split()).replace(text, HARMLESS).replace(clinic, twin)
            case list():
                return [bare(part) for part in value]
            case dict():
                return {key: bare(part) for key, part in value.items()}
        return value

    for address in addresses(clinic):
        answer = shown.client.get(address)
        expected = shown.client.get(address.replace(clinic, twin))
        assert answer.status_code == expected.status_code == 200, address
        assert headers_of(answer.headers) == headers_of(expected.headers), address
        if "json" in answer.headers["content-type"]:
            said, known = answer.json(), expected.json()
            assert_same(said.pop("html"), known.pop("html"), bare, address)
            assert bare(said) == bare(known), address
        elif "xml" in answer.headers["content-type"]:
            told, meant = (list(ElementTree.fromstring(a.text)) for a in (answer, expected))  # noqa: S314
            assert [(e.tag, bare(e.text)) for e in told if e.tag != "html"] == [
                (e.tag, bare(e.text)) for e in meant if e.tag != "html"
            ], address
        else:
            assert_same(answer.text, expected.text, bare, address)
    page = Document(shown.client.get(f"/{clinic}/services").text)
    assert page.words.count(text) >= 10


def addresses(clinic: str) -> list[str]:
    page = quote(f"{PUBLIC_URL}/{clinic}/services", safe="")
    states = (state.partition("?") for state in STATES)
    return [
        *(
            f"/{clinic}/{widget}{form}{mark}{query}"
            for widget, mark, query in states
            for form in FORMS
        ),
        *(
            f"/{clinic}/{rest}"
            for rest in ("", "picker", "explainer/frame", "embed?widget=services")
        ),
        f"/{clinic}/embed/preview?mode=inline&widget=services",
        *(f"/-/oembed?format={kind}&url={page}" for kind in ("json", "xml")),
    ]


def headers_of(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((key, value) for key, value in headers.items() if key != "content-length")


def assert_same(html: str, expected: str, bare: Callable[[Any], Any], address: str) -> None:
    """Elements, attributes, words, data and theme are the same but for the text."""
    found, known = Document(html), Document(expected)
    assert [(e.tag, bare(e.attrs)) for e in found.elements] == [
        (e.tag, bare(e.attrs)) for e in known.elements
    ], address
    assert bare(found.words) == bare(known.words), address
    assert STYLE.findall(html) == STYLE.findall(expected), address
    data, meant = (
        [json.loads(script) for script in document.scripts] for document in (found, known)
    )
    assert bare(data) == bare(meant), address
    for element in found.elements:
        for attribute in LOADING & element.attrs.keys():
            url = element.attrs[attribute]
            assert urlsplit(url).scheme in SCHEMES or url.startswith(PUBLIC_URL), url


def test_another_clinic_notices_nothing(verdicts: Verdicts, shown: Shown, tmp_path: Path) -> None:
    alone = client_of(published(planted(tmp_path, HEALTHY), strict=True))
    for address in addresses(BIRCH):
        expected = alone.get(address)
        assert expected.status_code == 200
        for client in (client_of(verdicts.publication), shown.client):
            answer = client.get(address)
            assert answer.content == expected.content, address
            assert answer.headers == expected.headers, address


@pytest.mark.parametrize(
    "booking",
    [
        "https://user:pass@evil.example/",
        "https://clinic.example\\@evil.example",
        "https://сlinic.example/",
        "https://xn--linic-xye.example/",
        "https://clinic.example/{{7*7}}?a=1&lt=2#%3Cscript%3E",
        "https://[::1",
        "https://clinic.example:99999999/",
        "https://clinic.example/%00%ff",
    ],
)
def test_an_odd_address_is_shown_as_it_is(booking: str, tmp_path: Path) -> None:
    clinic = f'name = "Elm Skin"\nmarkets = ["US"]\n[contact]\nbooking = {toml(booking)}\n'
    cited = f'[[service]]\nid = "own"\ntreatment = "laser_pico"\ncitations = [{toml(booking)}]\n'
    files = {"elm-skin/clinic.toml": clinic, "elm-skin/services.toml": cited}
    client = client_of(published(planted(tmp_path, files), strict=True))
    for form in FORMS:
        document = Document(client.get(f"/elm-skin/services{form}").text)
        [link] = (a for a in document.all("a") if a.attrs.get("href") == booking)
        assert "noopener" in link.attrs["rel"]
        assert document.words.count(booking) == 2


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_nobody_is_asked(
    page: Page, verdicts: Verdicts, tmp_path: Path
) -> None:
    at = [place for place in PLACES if not verdicts.of(place, "all at once")]
    planted(tmp_path, folder_of("elm-skin", ALL_AT_ONCE, at))
    asked: list[str] = []
    wrong: list[str] = []
    page.add_init_script(OPENED)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    with serving("--plugins-dir", str(tmp_path)) as served:
        for address in (
            "services",
            "embed/preview?widget=services",
            "embed/preview?mode=inline&widget=services",
        ):
            page.goto(f"{served.url}/elm-skin/{address}")
            framed = address == "embed/preview?widget=services"
            place = page.frame_locator("iframe") if framed else page
            expect(place.get_by_role("heading", name="Our services")).to_be_visible()
            expect(place.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert wrong == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(served.url).netloc}
