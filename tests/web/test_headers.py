"""The headers of every response: one table over all routes, forms, errors and static files."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from scarwidget.app import create_app
from scarwidget.bundle import bundled
from scarwidget.plugins import Publication
from scarwidget.rendering import Assets
from scarwidget.settings import Settings
from tests.conftest import CLINICS, OWN_WIDGETS, PUBLIC_URL, SITE, TODAY, WIDGETS
from tests.web.asgi import Answer, ask
from tests.web.faulty import BROKEN, UNEMBEDDED, with_faults

EVIL = "evil.example"
HOSTILE = ((b"x-forwarded-host", EVIL.encode()), (b"forwarded", f"host={EVIL}".encode()))
WRONG_METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
LOCKED = ("default-src", "base-uri", "object-src")
FILES = tuple(sorted(path.name for path in bundled("static").iterdir() if path.is_file()))

PAGE = "/{clinic}/{widget}"
FRAME = "/{clinic}/{widget}/frame"
FRAGMENT = "/{clinic}/{widget}/fragment"
FORMS = (PAGE, FRAME, FRAGMENT)
STATIC = "/-/static/{name}"
OLDER_SHEET = "scarwidget.000000000000.css"
LOADER = "/embed.js"
INLINE = "/-/inline.js"
OEMBED = "/-/oembed"
SCHEMA = "/-/schema/{name}.json"
BUILDER = "/{clinic}/embed"
PREVIEW = "/{clinic}/embed/preview"
SAID = ("frame-ancestors", "style-src", "require-trusted-types-for", "trusted-types")
"""Directives that are checked by what they say, and not only by what they must not."""


@dataclass(frozen=True)
class Case:
    """A request and what its answer must carry. ``name`` among ``at`` is a file's plain name."""

    route: str
    at: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    method: str = "GET"
    framed_by: Literal["nobody", "ourselves", "anyone", "the clinic"] = "nobody"

    def __str__(self) -> str:
        place = self.route.format(**self.at)
        return f"{self.method} {place}?{self.query[:20]} {self.status}"

    @property
    def embeddable(self) -> bool:
        """Whether other origins must be able to read it."""
        if self.route == OEMBED:
            return self.status != 405
        return self.route in (FRAME, FRAGMENT) or (
            self.route in (STATIC, LOADER, INLINE, SCHEMA) and self.status == 200
        )


def answered() -> Iterator[Case]:
    """Every route, with each way it can turn out."""
    yield Case("/")
    yield Case("/-/healthz")
    yield Case("/-/readyz")
    yield Case("/-/plugins.json")
    for name in (*FILES, *(f"theme-{clinic}.css" for clinic in (*CLINICS, UNEMBEDDED))):
        yield Case(STATIC, {"name": name})
    yield Case(STATIC, {"name": OLDER_SHEET})
    yield Case(STATIC, {"name": "embed.000000000000.js"}, status=404)
    yield Case(LOADER)
    yield Case(INLINE)
    yield Case(OEMBED, query=f"format=json&url={PUBLIC_URL}/{CLINICS[0]}/picker")
    yield Case(OEMBED, query=f"format=xml&url={PUBLIC_URL}/nobody/picker", status=404)
    yield Case(OEMBED, query="format=json", status=400)
    yield Case(OEMBED, query=f"format=yaml&url={PUBLIC_URL}/{CLINICS[0]}/picker", status=501)
    yield Case(SCHEMA, {"name": "clinic"})
    yield Case(SCHEMA, {"name": "nothing"}, status=404)
    yield Case(BUILDER, {"clinic": CLINICS[0]})
    yield Case(BUILDER, {"clinic": "nobody"}, status=404)
    yield Case(PREVIEW, {"clinic": CLINICS[0]}, framed_by="ourselves")
    yield Case("/{clinic}", {"clinic": CLINICS[0]}, status=301)
    yield Case("/{clinic}", {"clinic": "nobody"}, status=404)
    yield Case("/{clinic}/", {"clinic": CLINICS[0]})
    yield Case("/{clinic}/", {"clinic": CLINICS[0]}, "lang=en&lang=de", 400)
    yield Case("/{clinic}/", {"clinic": "nobody"}, status=404)
    yield Case("/a/b/c/d/e", status=404)
    for clinic in CLINICS:
        yield from in_all_forms(clinic, "the clinic")
    yield from in_all_forms(UNEMBEDDED, "anyone")
    for form in FORMS:
        yield framed(Case(form, {"clinic": "nobody", "widget": "picker"}, status=404), "anyone")


def in_all_forms(clinic: str, sites: Literal["anyone", "the clinic"]) -> Iterator[Case]:
    """What a clinic's widgets answer, well and badly."""
    for form in FORMS:
        for widget in (*WIDGETS, *OWN_WIDGETS.get(clinic, ())):
            yield framed(Case(form, {"clinic": clinic, "widget": widget}), sites)
        picker = {"clinic": clinic, "widget": "picker"}
        for query in ("a=nonsense", "a=none&a=none", "a=%FF", "a=" + "x" * 3000):
            yield framed(Case(form, picker, query, 400), sites)
        yield framed(Case(form, picker, "lang=tlh"), sites)
        ticks = {"clinic": clinic, "widget": "checklist"}
        repeated = 303 if form == PAGE else 200
        yield framed(Case(form, ticks, "done=p4&done=p2", repeated), sites)
        yield framed(Case(form, {"clinic": clinic, "widget": "none"}, status=404), sites)
        broken = {"clinic": clinic, "widget": BROKEN}
        yield framed(Case(form, broken, "a=here", 500), sites)


def framed(case: Case, sites: Literal["anyone", "the clinic"]) -> Case:
    """The case; who may frame it matters to a frame alone."""
    return replace(case, framed_by=sites) if case.route == FRAME else case


def table() -> Iterator[Case]:
    """Each of them by GET and by HEAD, and each route by methods it does not have."""
    refused: dict[str, Case] = {}
    for case in answered():
        yield case
        yield replace(case, method="HEAD")
        if case.status == 200:
            shut = replace(case, query="", status=405)
            refused.setdefault(
                case.route, shut if case.route == FRAME else replace(shut, framed_by="nobody")
            )
        if case.route == "/{clinic}":
            refused.setdefault(case.route, replace(case, status=405))
    for case in refused.values():
        for method in WRONG_METHODS:
            yield replace(case, method=method)


TABLE = tuple(table())


@pytest.fixture(scope="module")
def faulty(publication: Publication) -> Publication:
    """The examples, and what can go wrong besides."""
    return with_faults(publication)


@pytest.fixture(scope="module")
def assets(faulty: Publication) -> Assets:
    """What the application serves under ``/-/static/``."""
    clinics = (edition.clinic for edition in faulty.editions.values())
    return Assets(bundled("static"), clinics, public_url=PUBLIC_URL)


@pytest.fixture(scope="module")
def faulty_app(settings: Settings, faulty: Publication) -> Starlette:
    """The application of the whole table."""
    return create_app(settings, publication=faulty, today=lambda: TODAY)


def directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy, taken apart; a directive given twice fails."""
    parts = [part.split() for part in policy.split(";")]
    assert len({name for name, *_ in parts}) == len(parts), policy
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("case", TABLE, ids=str)
def test_every_response(
    case: Case, faulty_app: Starlette, faulty: Publication, assets: Assets
) -> None:
    at = dict(case.at)
    if case.route == STATIC:
        at["name"] = assets.names.get(at["name"], at["name"])
    path = case.route.format(**at)
    for encoding in ("gzip, br", "identity", ""):
        headers = ((b"accept-encoding", encoding.encode()), *HOSTILE)
        answer = ask(
            faulty_app,
            path,
            case.query.encode(),
            method=case.method,
            headers=headers,
            host=EVIL.encode(),
        )
        assert answer.status == case.status
        check_privacy(answer)
        check_policy(case, answer, faulty)
        check_caching(case, answer)
        check_host(answer)
        if case.embeddable:
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        if case.status == 405:
            assert {m.strip() for m in answer.headers["allow"].split(",")} == {"GET", "HEAD"}


def check_privacy(answer: Answer) -> None:
    assert "set-cookie" not in answer.headers
    assert answer.headers.getlist("referrer-policy") == ["no-referrer"]
    assert answer.headers.getlist("x-content-type-options") == ["nosniff"]
    assert answer.headers.getlist("vary") == ["Accept-Encoding"]


def check_policy(case: Case, answer: Answer, publication: Publication) -> None:
    [policy] = answer.headers.getlist("content-security-policy")
    found = directives(policy)
    for name in LOCKED:
        assert found[name] == ["'none'"], policy
    for name, values in found.items():
        assert not any(value.startswith("'unsafe-") for value in values), policy
        if name not in SAID:
            assert set(values) <= {"'none'", "'self'"}, policy
    themes = {value for value in found.get("style-src", ()) if value.startswith("'sha256-")}
    if answer.body and answer.headers["content-type"].startswith("text/html"):
        styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert {sha256(style) for style in styles} <= themes, "a style that the policy blocks"
    assert len(themes) <= 1
    assert set(found.get("style-src", ())) <= {"'none'", "'self'", *themes}
    if "script-src" in found:
        assert found["require-trusted-types-for"] == ["'script'"]
        assert found["trusted-types"] == ["scarwidget"]
    expected = {"nobody": {"'none'"}, "ourselves": {"'self'"}, "anyone": {"*"}}.get(case.framed_by)
    if expected is None:
        expected = {"'self'", *publication.editions[case.at["clinic"]].clinic.origins, SITE}
        assert len(expected) > 2
    assert set(found["frame-ancestors"]) == expected


def sha256(style: str) -> str:
    """How a policy names a style that stands in its document."""
    return f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def check_caching(case: Case, answer: Answer) -> None:
    [cache] = answer.headers.getlist("cache-control")
    said = {part.strip() for part in cache.split(",")}
    if answer.status >= 400:
        assert said == {"no-store"}
    elif case.route == STATIC and case.at["name"] != OLDER_SHEET:
        assert {"public", "immutable", "max-age=31536000"} <= said
    else:
        assert "immutable" not in said


def check_host(answer: Answer) -> None:
    if answer.status in (301, 303):
        assert re.match(r"/[^/\\]", answer.headers["location"])
    else:
        assert "location" not in answer.headers
    assert not any(EVIL in value for value in answer.headers.values())
    assert EVIL.encode() not in answer.body


def test_the_table_covers_every_route_and_every_static_file(
    faulty_app: Starlette, assets: Assets
) -> None:
    routes = {route.path for route in faulty_app.routes if isinstance(route, Route)}
    assert len(routes) == len(faulty_app.routes), "a kind of route the table does not know"
    for method in ("GET", "HEAD", "POST"):
        assert not routes - {case.route for case in TABLE if case.method == method}
    files = {case.at["name"] for case in TABLE if case.route == STATIC and case.status == 200}
    assert files == {*assets.names, OLDER_SHEET}
