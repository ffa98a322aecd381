"""Tries the widgets of plugins before any visitor does: each language, each form, no query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from typing import get_args
from urllib.parse import urlsplit

from jinja2 import Environment

from scarwidget.edition import BadQuery, Edition, View, Widget, WidgetFailed
from scarwidget.faults import Fault
from scarwidget.plugins.own_widgets.sanitising import Ground, lost, sanitised, text_of
from scarwidget.plugins.own_widgets.templates import OwnTemplates
from scarwidget.plugins.places import said
from scarwidget.widgets.links import Form, Links

FORMS: tuple[Form, ...] = get_args(Form)

_HEADING = re.compile(r"<h([1-6])[ >]")

OwnText = tuple[str, str, str]
"""Something that a plugin's widget says: where it stands, its locale, and the words."""


@dataclass(frozen=True)
class Rehearsal:
    """What came of trying one widget of one clinic."""

    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    texts: tuple[OwnText, ...]


def ground_of(edition: Edition, links: Links) -> Ground:
    """Where the HTML of a form stands: what begins an address of ours in it, and whose it is."""
    absolute = links.form == "fragment"
    root = links.public_url if absolute else urlsplit(links.public_url).path.rstrip("/")
    return Ground(links.public_url, root, edition.clinic.id)


def rehearse(
    edition: Edition, widget: Widget, templates: OwnTemplates, where: str, public_url: str
) -> Rehearsal:
    """Show a widget in every language and form of its clinic, as it will be shown."""
    stage = _Stage(edition, widget, templates, public_url)
    key = f"register_widgets for {edition.clinic.id}, {widget.id}"
    several = len(edition.clinic.locales) > 1
    problems: list[str] = []
    texts: list[OwnText] = []
    for locale in edition.clinic.locales:
        try:
            texts.extend(stage.play(locale))
        except _Unfit as unfit:
            problems.extend(f"in {locale}: {one}" if several else one for one in unfit.problems)
    untranslated = () if problems else templates.untranslated(edition.clinic.locales, widget)
    return Rehearsal(
        faults=tuple(Fault(where, key, problem) for problem in problems),
        notices=tuple(Fault(where, key, problem) for problem in untranslated),
        texts=tuple(texts),
    )


class _Unfit(Exception):
    """A widget that cannot be shown, and all that is wrong with it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True)
class _Shown:
    """A widget in one form: as its template gives it, and sanitised."""

    html: str
    clean: str
    links: Links


@dataclass(frozen=True)
class _Stage:
    edition: Edition
    widget: Widget
    templates: OwnTemplates
    public_url: str

    def play(self, locale: str) -> tuple[OwnText, ...]:
        """The words of the widget in one language. Raises :class:`_Unfit`."""
        shown: list[_Shown] = []
        try:
            environment = self.templates.environment(locale, NullTranslations())
            problems = [*self.templates.compile(environment, self.widget.template)]
            if not problems:
                view = self.widget.view(self.edition, locale, {})
                shown = [self._shown(environment, view, locale, form) for form in FORMS]
                problems = [*dict.fromkeys(p for one in shown for p in self._problems(one))]
        except BadQuery:
            problem = "its view refuses an empty query, with which every widget begins"
            raise _Unfit(problem) from None
        except WidgetFailed as failure:
            cause = failure.__cause__
            told = said(cause, self.templates.home) if cause else str(failure)
            raise _Unfit(told) from None
        except (Exception, SystemExit) as error:
            raise _Unfit(said(error, self.templates.home)) from None
        if problems:
            raise _Unfit(*problems)
        own, messages = self.widget, self.templates.messages
        lang = messages.language(locale)
        return (
            (f"{own.id}.title", lang, messages.say(own.title, locale).value),
            (f"{own.id}.about", lang, messages.say(own.about, locale).value),
            (own.id, lang, text_of(shown[0].clean)),
        )

    def _shown(self, environment: Environment, view: View, locale: str, form: Form) -> _Shown:
        lang = None if locale == self.edition.default_locale else locale
        links = Links(self.public_url, self.edition.clinic.id, form, lang)
        context = self.templates.context(self.edition, self.widget, view, locale, links)
        html = self.templates.render(environment, context)
        return _Shown(html, sanitised(html, ground_of(self.edition, links)), links)

    def _problems(self, shown: _Shown) -> Iterator[str]:
        name, title = self.widget.template, shown.links.title_level
        for part in lost(shown.html, shown.clean):
            yield f"{name} gives what no page of ours may hold: {part}"
        levels = [int(level) for level in _HEADING.findall(shown.clean)]
        titles = sum(level <= title for level in levels)
        if titles != 1 or title not in levels:
            yield f"{name} has {titles} titles, expected one, made with kit.heading(1)"
