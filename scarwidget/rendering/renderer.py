"""Views in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from scarwidget.clinics.models import LEAST_CONTRAST
from scarwidget.edition import Edition, Problem, View, Widget, WidgetFailed
from scarwidget.plugins.own_widgets.rehearsal import ground_of
from scarwidget.plugins.own_widgets.sanitising import sanitised
from scarwidget.plugins.own_widgets.templates import OwnTemplates
from scarwidget.plugins.places import place_in
from scarwidget.rendering.assets import Assets, theme_css, theme_properties
from scarwidget.rendering.environments import Templates, make_environment
from scarwidget.rendering.languages import direction, interface_locale, translations
from scarwidget.rendering.snippets import (
    LEAST_HEIGHT,
    MOST_HEIGHT,
    Choices,
    Server,
    Wanted,
    looks,
    snippets,
)
from scarwidget.rendering.structured import structured_data
from scarwidget.text import BASE_LOCALE, Text
from scarwidget.widgets.links import Form, Links
from scarwidget.widgets.treatments import ANY, SCARS


@dataclass(frozen=True)
class Alternate:
    """The same thing in another of the clinic's languages."""

    locale: str
    url: str
    canonical: str
    current: bool


@dataclass(frozen=True)
class Embedding:
    """What a site says of a widget that it embeds; the addresses are absolute."""

    title: str
    clinic: str
    frame: str
    page: str
    gallery: str


@dataclass(frozen=True)
class OwnBody:
    """What a plugin's template gave, sanitised, and the language it is in."""

    html: Markup
    lang: str
    direction: str


class Renderer:
    """Turns views into documents and fragments. It reads nothing but its arguments.

    ``own`` are the templates of plugins that bring widgets, by the plugin's name.
    """

    def __init__(
        self,
        templates: Path,
        assets: Assets,
        public_url: str,
        today: Callable[[], date],
        own: Mapping[str, OwnTemplates] | None = None,
    ) -> None:
        self._templates = Templates(templates)
        self._assets = assets
        self._public_url = public_url
        self._today = today
        self._own = own or {}
        self._environments: dict[str, Environment] = {}
        self._own_environments: dict[tuple[str, str], Environment] = {}

    def widget(
        self,
        edition: Edition,
        widget: Widget,
        view: View,
        *,
        locale: str,
        form: Form,
        unknown_locale: bool = False,
        heading: int | None = None,
    ) -> str:
        """A widget's view in one of its three forms.

        ``heading`` is the level of its title, where a host asks for another than the form's.
        """
        links = replace(self._links(edition, form, locale), heading=heading)
        context = {
            **self._common(edition, locale, links),
            "widget": widget,
            "stylesheet": self._stylesheet(widget),
            "view": view,
            "own": self._own_body(edition, widget, view, locale, links) if widget.plugin else None,
            "unknown_locale": unknown_locale,
            "canonical": links.canonical(widget.id, view.params),
            "alternates": self._alternates(edition, widget.id, view.params, locale, links),
            "structured": structured_data(
                edition, widget, view, locale, links, self.title(widget, locale)
            ),
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

    def builder(self, edition: Edition, choices: Choices) -> str:
        """The page on which a clinic's web person chooses a widget and copies a snippet."""
        locale = choices.locale
        links = self._links(edition, "page", locale)
        framed = replace(links, heading=choices.heading)
        wanted = self._wanted(edition, choices)
        found = tuple(s for s in snippets(wanted) if choices.platform in s.platforms)
        theme = edition.clinic.theme
        query = {**choices.params, "lang": links.lang or ""}
        bare = links.at(f"/{edition.clinic.id}/embed/preview", query)
        context = {
            **self._common(edition, locale, links),
            "widget": None,
            "alternates": self._alternates(edition, "embed", choices.params, locale, links),
            "choices": choices,
            "wanted": wanted,
            "snippets": found,
            "withheld": choices.platform in ("htmx", "server") and not wanted.exposes,
            "own_accent": theme.accent_dark if choices.scheme == "dark" else theme.accent,
            "preview": bare
            if wanted.inline
            else framed.path(choices.widget.id, choices.preset, "frame") + looks(choices),
            "scars": (ANY, *SCARS),
            "least_contrast": LEAST_CONTRAST,
            "heights": (LEAST_HEIGHT, MOST_HEIGHT),
        }
        return self._render("builder.html", locale, context)

    def preview(self, edition: Edition, choices: Choices) -> str:
        """A bare page of a website that holds the snippet for plain HTML and nothing else."""
        wanted = self._wanted(edition, choices)
        context = {
            "lang": interface_locale(choices.locale),
            "direction": direction(interface_locale(choices.locale)),
            "title": wanted.title,
            "code": next(s.code for s in snippets(wanted) if s.id == "html"),
        }
        return self._render("preview.html", choices.locale, context)

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

    def embedding(self, edition: Edition, widget: Widget, view: View, locale: str) -> Embedding:
        """How a site embeds a view; one that holds answers, as the widget begins instead."""
        links = self._links(edition, "page", locale)
        params = {} if view.answers else view.params
        return Embedding(
            title=self.title(widget, locale).value,
            clinic=edition.name(locale).value,
            frame=links.path(widget.id, params, "frame", absolute=True),
            page=links.canonical(widget.id, params),
            gallery=links.gallery(absolute=True),
        )

    def title(self, widget: Widget, locale: str) -> Text:
        """A widget's title in a locale, and the language it is in."""
        return self._said(widget, widget.title, locale)

    def _said(self, widget: Widget, message: str, locale: str) -> Text:
        if widget.plugin:
            return self._own[widget.plugin].messages.say(message, locale)
        spoken = interface_locale(locale)
        return Text(translations(spoken).gettext(message), spoken)

    def _own_body(
        self, edition: Edition, widget: Widget, view: View, locale: str, links: Links
    ) -> OwnBody:
        """What a plugin's own template makes of a view.

        Raises :class:`~scarwidget.edition.WidgetFailed` where that fails.
        """
        own = self._own[widget.plugin]
        lang = own.messages.language(locale)
        environment = self._own_environments.get((widget.plugin, locale))
        if environment is None:
            # Where the plugin speaks English, so must the few words that it borrows.
            environment = own.environment(locale, translations(lang))
            self._own_environments[widget.plugin, locale] = environment
        try:
            html = own.render(environment, own.context(edition, widget, view, locale, links))
        except (Exception, SystemExit) as error:
            place = place_in(error, own.home)
            raise WidgetFailed(widget.plugin, widget.id, type(error).__name__, place) from error
        clean = sanitised(html, ground_of(edition, links))
        return OwnBody(Markup(clean), lang, direction(lang))  # noqa: S704 - sanitised

    def address(
        self, edition: Edition, widget: Widget, params: Mapping[str, str], locale: str
    ) -> str:
        """The path of a state's page, to redirect to."""
        return self._links(edition, "page", locale).href(widget.id, params)

    def gallery_address(self, edition: Edition, locale: str) -> str:
        """The path of a clinic's gallery, to redirect to."""
        return self._links(edition, "page", locale).gallery()

    def _wanted(self, edition: Edition, choices: Choices) -> Wanted:
        clinic = edition.clinic.id
        server = Server(
            public_url=self._public_url,
            loader=self._assets.name("embed.js"),
            integrity=self._assets.integrity("embed.js"),
            sheets=tuple(map(self._assets.name, ("scarwidget.css", f"theme-{clinic}.css"))),
        )
        title = self.title(choices.widget, choices.locale).value
        return Wanted(server, clinic, edition.default_locale, title, choices)

    def _stylesheet(self, widget: Widget) -> str:
        """What a frame wears: no more than the widget needs, where that is known."""
        lean = f"frame-{widget.id}.css"
        return lean if lean in self._assets.names else "scarwidget.css"

    def _links(self, edition: Edition, form: Form, locale: str) -> Links:
        lang = None if locale == edition.default_locale else locale
        return Links(self._public_url, edition.clinic.id, form, lang)

    def _common(self, edition: Edition, locale: str, links: Links) -> dict[str, Any]:
        review = edition.catalogue.review
        spoken = interface_locale(locale)
        return {
            "edition": edition,
            "clinic_name": edition.name(locale),
            "title_of": lambda widget: self.title(widget, locale),
            "about_of": lambda widget: self._said(widget, widget.about, locale),
            "words": edition.catalogue.say(locale),
            "locale": locale,
            "lang": spoken,
            "direction": direction(spoken),
            "form": links.form,
            "links": links,
            "asset": self._asset(links),
            # Made of checked colours and of our own words.
            "theme": Markup(theme_css(edition.clinic.theme)),  # noqa: S704
            "tokens": theme_properties(edition.clinic.theme),
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
        environment = self._environment(interface_locale(locale))
        return environment.get_template(template).render(context)

    def _environment(self, spoken: str) -> Environment:
        environment = self._environments.get(spoken)
        if environment is None:
            environment = make_environment(self._templates, spoken)
            self._environments[spoken] = environment
        return environment
