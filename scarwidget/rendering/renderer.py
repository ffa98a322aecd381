"""Views in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment

from scarwidget.edition import Edition, Problem, View, Widget
from scarwidget.rendering.assets import Assets
from scarwidget.rendering.environments import make_environment
from scarwidget.rendering.languages import direction, interface_locale
from scarwidget.rendering.links import Form, Links
from scarwidget.rendering.structured import structured_data
from scarwidget.text import BASE_LOCALE


@dataclass(frozen=True)
class Alternate:
    """The same thing in another of the clinic's languages."""

    locale: str
    url: str
    canonical: str
    current: bool


class Renderer:
    """Turns views into documents and fragments. It reads nothing but its arguments."""

    def __init__(
        self, templates: Path, assets: Assets, public_url: str, today: Callable[[], date]
    ) -> None:
        self._templates = templates
        self._assets = assets
        self._public_url = public_url
        self._today = today
        self._environments: dict[str, Environment] = {}

    def widget(
        self,
        edition: Edition,
        widget: Widget,
        view: View,
        *,
        locale: str,
        form: Form,
        unknown_locale: bool = False,
    ) -> str:
        """A widget's view in one of its three forms."""
        links = self._links(edition, form, locale)
        context = {
            **self._common(edition, locale, links),
            "widget": widget,
            "view": view,
            "unknown_locale": unknown_locale,
            "canonical": links.canonical(widget.id, view.params),
            "alternates": self._alternates(edition, widget.id, view.params, locale, links),
            "structured": structured_data(edition, widget, view, locale, links),
        }
        return self._render(f"{form}.html", locale, context)

    def gallery(self, edition: Edition, *, locale: str, unknown_locale: bool = False) -> str:
        """The page that leads to every widget of a clinic."""
        links = self._links(edition, "page", locale)
        context = {
            **self._common(edition, locale, links),
            "widget": None,
            "unknown_locale": unknown_locale,
            "canonical": links.gallery(absolute=True),
            "alternates": self._alternates(edition, "", {}, locale, links),
        }
        return self._render("gallery.html", locale, context)

    def home(self, editions: Iterable[Edition]) -> str:
        """The list of clinics, or a plain line where the operator does not show one."""
        links = Links(self._public_url, "", "page")
        context = {"links": links, "asset": self._asset(links), "editions": tuple(editions)}
        return self._render("home.html", BASE_LOCALE, context)

    def problem(
        self,
        problem: Problem | str,
        *,
        form: Form,
        edition: Edition | None = None,
        widget: Widget | None = None,
        locale: str | None = None,
    ) -> str:
        """A readable account of what went wrong, with a way back. It echoes no input."""
        said_in = locale or (edition.default_locale if edition else BASE_LOCALE)
        links = (
            self._links(edition, form, said_in) if edition else Links(self._public_url, "", form)
        )
        context = {
            **(self._common(edition, said_in, links) if edition else {}),
            "links": links,
            "asset": self._asset(links),
            "edition": edition,
            "widget": widget,
            "form": form,
            "lang": interface_locale(said_in),
            "direction": direction(interface_locale(said_in)),
            "problem": problem,
        }
        return self._render("problem.html", said_in, context)

    def address(
        self, edition: Edition, widget: Widget, params: Mapping[str, str], locale: str
    ) -> str:
        """The path of a state's page, to redirect to."""
        return self._links(edition, "page", locale).href(widget.id, params)

    def gallery_address(self, edition: Edition, locale: str) -> str:
        """The path of a clinic's gallery, to redirect to."""
        return self._links(edition, "page", locale).gallery()

    def _links(self, edition: Edition, form: Form, locale: str) -> Links:
        lang = None if locale == edition.default_locale else locale
        return Links(self._public_url, edition.clinic.id, form, lang)

    def _common(self, edition: Edition, locale: str, links: Links) -> dict[str, Any]:
        review = edition.catalogue.review
        spoken = interface_locale(locale)
        return {
            "edition": edition,
            "clinic_name": edition.name(locale),
            "words": edition.catalogue.say(locale),
            "locale": locale,
            "lang": spoken,
            "direction": direction(spoken),
            "form": links.form,
            "links": links,
            "asset": self._asset(links),
            "review": review,
            "overdue": self._today() > review.review_due,
            "untranslated": spoken not in edition.catalogue.words,
        }

    def _asset(self, links: Links) -> Callable[[str], str]:
        return lambda name: links.at(f"/-/static/{self._assets.name(name)}")

    def _alternates(
        self, edition: Edition, widget: str, params: Mapping[str, str], locale: str, links: Links
    ) -> tuple[Alternate, ...]:
        found = []
        for other in edition.clinic.locales:
            lang = None if other == edition.default_locale else other
            spoken = links.in_lang(lang)
            if widget:
                url = spoken.href(widget, params)
                canonical = spoken.canonical(widget, params)
            else:
                url = spoken.gallery()
                canonical = spoken.gallery(absolute=True)
            found.append(Alternate(other, url, canonical, other == locale))
        return tuple(found)

    def _render(self, template: str, locale: str, context: Mapping[str, Any]) -> str:
        spoken = interface_locale(locale)
        environment = self._environments.get(spoken)
        if environment is None:
            environment = make_environment(self._templates, spoken)
            self._environments[spoken] = environment
        return environment.get_template(template).render(context)
