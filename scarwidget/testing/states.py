"""The further states of a plugin's own widgets, found as a visitor finds them: by their links.

As it loads, a widget is tried with an empty query alone. What its template does for the others
comes to light here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment
from starlette.testclient import TestClient

from scarwidget.edition import Edition, Widget
from scarwidget.plugins import Publication
from scarwidget.plugins.own_widgets.rehearsal import ground_of
from scarwidget.plugins.own_widgets.sanitising import lost, sanitised
from scarwidget.plugins.own_widgets.templates import OwnTemplates
from scarwidget.testing.shortfalls import Shortfall
from scarwidget.testing.visits import Visit, answer_shortfalls, document_shortfalls, visit
from scarwidget.widgets.links import Links

MOST_STATES = 60
"""More states than this of one widget in one language are not looked at."""


def state_shortfalls(
    client: TestClient, publication: Publication, edition: Edition, public_url: str
) -> Iterator[Shortfall]:
    """What is wrong with any state that a link of its widget leads to, in any language."""
    for widget in edition.widgets.values():
        for locale in edition.clinic.locales if widget.plugin else ():
            templates = publication.templates[widget.plugin]
            lang = None if locale == edition.default_locale else locale
            own = _Own(
                edition,
                widget,
                locale,
                Links(public_url, edition.clinic.id, "page", lang),
                templates,
                templates.environment(locale, NullTranslations()),
            )
            for seen, params in _states(client, edition, widget, locale):
                yield from answer_shortfalls(seen, 200)
                if seen.status == 200:
                    yield from document_shortfalls(seen, public_url)
                    yield from (_taken_out(seen, part) for part in own.lost(params))


@dataclass(frozen=True)
class _Own:
    """What a plugin's template gives by itself, not sanitised yet."""

    edition: Edition
    widget: Widget
    locale: str
    links: Links
    templates: OwnTemplates
    environment: Environment

    def lost(self, params: Mapping[str, str]) -> tuple[str, ...]:
        """What has to be taken out of it in one state."""
        view = self.widget.view(self.edition, self.locale, params)
        context = self.templates.context(self.edition, self.widget, view, self.locale, self.links)
        html = self.templates.render(self.environment, context)
        return lost(html, sanitised(html, ground_of(self.edition, self.links)))


def _states(
    client: TestClient, edition: Edition, widget: Widget, locale: str
) -> Iterator[tuple[Visit, Mapping[str, str]]]:
    """Every state that can be reached from the first, with its query, the first apart."""
    lang = {} if locale == edition.default_locale else {"lang": locale}
    waiting = [visit(client, edition, widget.id, "page", lang)]
    known = {""}
    while waiting:
        for params in _led_to(waiting.pop(), edition, widget):
            query = urlencode(sorted(params.items()))
            if query not in known and len(known) <= MOST_STATES:
                known.add(query)
                found = visit(client, edition, widget.id, "page", {**params, **lang})
                yield found, params
                waiting.append(found)


def _led_to(seen: Visit, edition: Edition, widget: Widget) -> Iterator[dict[str, str]]:
    """The queries of the links from one state of a widget to others of it."""
    for link in seen.root.every("a"):
        parts = urlsplit(link.get("href"))
        if parts.path == f"/{edition.clinic.id}/{widget.id}":
            query = dict(parse_qsl(parts.query))
            yield {key: value for key, value in query.items() if key in widget.keys}


def _taken_out(seen: Visit, part: str) -> Shortfall:
    advice = "take it out: text, structure and links are all that a template may give"
    problem = "is not shown: no page may hold it"
    return Shortfall("sanitiser", seen.address, part, problem, advice)
