"""Every document of a clinic, asked for as a visitor would, and what is wrong with the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import get_args
from urllib.parse import urlencode

from starlette.testclient import TestClient

from scarwidget.edition import Edition
from scarwidget.rendering import Form
from scarwidget.testing import accessibility, safety
from scarwidget.testing.markup import Element, parse
from scarwidget.testing.shortfalls import Shortfall

FORMS: tuple[Form, ...] = get_args(Form)
STRANGE = "never-a-value-of-any-widget"
KEPT, NEVER_KEPT = "public", "no-store"


@dataclass(frozen=True)
class Visit:
    """A document as it was answered."""

    address: str
    form: Form
    status: int
    cache: str
    cookie: str
    html: str

    @cached_property
    def root(self) -> Element:
        """The document as a tree."""
        return parse(self.html)


def visits(
    client: TestClient,
    edition: Edition,
    *,
    widgets: Iterable[str] | None = None,
    forms: tuple[Form, ...] = FORMS,
) -> Iterator[Visit]:
    """These widgets in these forms, in every language; without ``widgets`` the gallery and all."""
    asked = ("", *edition.widgets) if widgets is None else tuple(widgets)
    for locale in edition.clinic.locales:
        lang = {} if locale == edition.default_locale else {"lang": locale}
        for widget in asked:
            for form in forms if widget else ("page",):
                yield visit(client, edition, widget, form, lang)


def strange_visits(client: TestClient, edition: Edition) -> Iterator[Visit]:
    """Every widget, asked for what it cannot know, under each of its keys."""
    for widget in edition.widgets.values():
        for key in sorted(widget.keys):
            yield visit(client, edition, widget.id, "fragment", {key: STRANGE})


def answer_shortfalls(seen: Visit, expected: int) -> Iterator[Shortfall]:
    """What is wrong with the answer apart from its words."""

    def short(problem: str, advice: str) -> Shortfall:
        return Shortfall("answers", seen.address, "", problem, advice)

    if seen.status != expected:
        yield short(
            f"answers {seen.status}, expected {expected}",
            "raise BadQuery('choice') for a value that the widget does not know"
            if expected == 400
            else "its view or its template fails: the log says where",
        )
    if seen.cookie:
        yield short("sets a cookie", "a widget keeps nothing: put its state into params")
    kept = KEPT if seen.status == 200 else NEVER_KEPT
    if kept not in seen.cache:
        yield short(
            f"its Cache-Control is {seen.cache!r}, expected {kept}",
            "leave the headers to the server: a plugin sets none",
        )


def document_shortfalls(seen: Visit, public_url: str) -> Iterator[Shortfall]:
    """What is wrong with the document itself."""
    for key, problem in safety.problems(seen.root, public_url):
        advice = "take it out: text, structure and links are all that a plugin may add"
        yield Shortfall("sanitiser", seen.address, key, problem, advice)
    level = 2 if seen.form == "fragment" else 1
    for found in accessibility.problems(seen.root, level):
        yield Shortfall("accessibility", seen.address, *found)


def visit(
    client: TestClient, edition: Edition, widget: str, form: Form, query: Mapping[str, str]
) -> Visit:
    """One document; an empty ``widget`` is the gallery."""
    path = f"/{edition.clinic.id}/{widget}" + ("" if form == "page" else f"/{form}")
    address = path + (f"?{urlencode(query)}" if query else "")
    # Packing a document that is read here at once would take most of the time.
    answer = client.get(address, headers={"Accept-Encoding": "identity"})
    return Visit(
        address=address,
        form=form,
        status=answer.status_code,
        cache=answer.headers.get("Cache-Control", ""),
        cookie=answer.headers.get("Set-Cookie", ""),
        html=answer.text,
    )
