"""A plugin's own templates: each plugin has a fence of its own, and one gate in it, the kit.

Every file is read once, at load. What is not among them does not exist for a template, however
it is called: no other plugin's, none of the core's, nothing that a link on the disk leads to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from gettext import NullTranslations
from pathlib import Path

from jinja2 import Environment, FunctionLoader
from jinja2.ext import extract_from_ast
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from scarwidget.bundle import bundled
from scarwidget.catalogue.words import Words
from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.faults import Fault
from scarwidget.plugins.own_widgets.compiling import new_environment
from scarwidget.plugins.own_widgets.messages import Messages, read_messages
from scarwidget.text import BASE_LOCALE, Text
from scarwidget.widgets.links import Form, Links

FOLDER = "templates"
KIT = "scarwidget/kit.html"
"""The one template of the core's that a plugin's can import."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*\.html")


@dataclass(frozen=True)
class OwnLinks:
    """The links that a plugin's template can make. All of them keep language and form."""

    links: Links
    widget: str

    @property
    def title_level(self) -> int:
        """The level of the widget's title; ``kit.heading`` knows it."""
        return self.links.title_level

    def step(self, params: Params | None = None, anchor: str = "") -> Markup:
        """The attributes of a link to a state of this widget, which is swapped in its place."""
        return self.links.step(self.widget, params, anchor)

    def href(self, widget: str, params: Params | None = None) -> str:
        """The address of another widget of the clinic."""
        return self.links.href(widget, params)

    def gallery(self) -> str:
        """The address of the page that leads to every widget of the clinic."""
        return self.links.gallery()


@dataclass(frozen=True)
class Context:
    """All that a plugin's template is given.

    ``view`` is what the widget's function gave, ``widget`` the widget, ``title`` and
    ``about`` its words in the language of ``lang``. ``edition`` is all that the clinic
    publishes, ``clinic_name`` its name, ``words`` the catalogue's words for ``locale``.
    ``links`` makes links, and ``form`` is ``page``, ``frame`` or ``fragment``.
    """

    view: View
    widget: Widget
    title: Text
    about: Text
    edition: Edition
    clinic_name: Text
    words: Words
    links: OwnLinks
    locale: str
    lang: str
    form: Form


@dataclass(frozen=True)
class Source:
    """A template as it was read, and the file it came from."""

    text: str
    path: str


@dataclass(frozen=True)
class OwnTemplates:
    """What a plugin brings to show its widgets: templates by name, and translations.

    ``home`` is the plugin's folder; None for one that has none, and so has no templates.
    ``faults`` are the files that cannot be used.
    """

    plugin: str
    home: Path | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    messages: Messages = field(default_factory=Messages)
    faults: tuple[Fault, ...] = ()
    kit: Source = Source("", "")

    def environment(self, locale: str, interface: NullTranslations) -> Environment:
        """The environment for one locale; ``interface`` are the core's own strings in it."""
        lang = self.messages.language(locale)
        own = self.messages.said.get(locale)

        def gettext(message: str) -> str:
            told = own.gettext(message) if own else message
            return interface.gettext(message) if told == message else told

        def ngettext(one: str, many: str, count: int) -> str:
            told = own.ngettext(one, many, count) if own else ""
            return told if told not in ("", one, many) else interface.ngettext(one, many, count)

        return new_environment(FunctionLoader(self._load), lang, gettext, ngettext)

    def context(
        self, edition: Edition, widget: Widget, view: View, locale: str, links: Links
    ) -> Context:
        """What the template of a widget is given for one view of it."""
        return Context(
            view=view,
            widget=widget,
            title=self.messages.say(widget.title, locale),
            about=self.messages.say(widget.about, locale),
            edition=edition,
            clinic_name=edition.name(locale),
            words=edition.catalogue.say(locale),
            links=OwnLinks(links, widget.id),
            locale=locale,
            lang=self.messages.language(locale),
            form=links.form,
        )

    def compile(self, environment: Environment, name: str) -> Iterator[str]:
        """Compile a template and all it leads to; what they name and cannot reach."""
        for own in self.reached(environment, name):
            environment.get_template(own)
            for other in find_referenced_templates(environment.parse(self.sources[own].text)):
                if other is not None and other != KIT and other not in self.sources:
                    yield f"{own} names {other!r}, which is neither in {FOLDER}/ nor {KIT!r}"

    def untranslated(self, locales: Iterable[str], widget: Widget) -> Iterator[str]:
        """What a plugin leaves in English for these locales, one line for each."""
        plain = self.environment(BASE_LOCALE, NullTranslations())
        wanted = {widget.title: None, widget.about: None}
        for name in self.reached(plain, widget.template):
            parsed = plain.parse(self.sources[name].text)
            for _, _, message in extract_from_ast(parsed):
                wanted[message if isinstance(message, str) else str((message or ("",))[0])] = None
        for locale in locales:
            if locale.partition("-")[0] == BASE_LOCALE:
                continue
            if locale not in self.messages.said:
                yield f"stands in English in {locale}: there is no messages/{locale}.po"
            elif lacking := [one for one in wanted if one not in self.messages.ids[locale]]:
                shown = ", ".join(f"{one!r:.60}" for one in lacking[:5])
                more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
                yield f"messages/{locale}.po does not translate {shown}{more}"

    def reached(self, environment: Environment, name: str) -> Iterator[str]:
        """The plugin's own templates that one leads to, itself the first."""
        wanted, seen = [name], set()
        while wanted:
            name = wanted.pop()
            if name in self.sources and name not in seen:
                seen.add(name)
                yield name
                parsed = environment.parse(self.sources[name].text, name, self.sources[name].path)
                wanted.extend(other for other in find_referenced_templates(parsed) if other)

    def render(self, environment: Environment, context: Context) -> str:
        """A widget's HTML, not sanitised yet."""
        template = environment.get_template(context.widget.template)
        return template.render({of.name: getattr(context, of.name) for of in fields(context)})

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = self.kit if name == KIT else self.sources.get(name)
        return (source.text, source.path, lambda: True) if source else None


def read_templates(plugin: str, home: Path | None) -> OwnTemplates:
    """A plugin's templates and translations; none for one that is a single file."""
    if home is None or not home.is_dir():
        return OwnTemplates(plugin)
    folder = home / FOLDER
    messages = read_messages(home / "messages")
    sources: dict[str, Source] = {}
    faults = list(messages.faults)
    for path in sorted(folder.rglob("*.html")):
        if not path.is_file() or not path.resolve().is_relative_to(home.resolve()):
            faults.append(Fault(str(path), "", "leads out of the plugin's folder"))
            continue
        try:
            sources[path.relative_to(folder).as_posix()] = Source(
                path.read_text("utf-8"), str(path)
            )
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(str(path), "", f"cannot be read: {error}"))
    return OwnTemplates(plugin, home, sources, messages, tuple(faults), _kit())


def _kit() -> Source:
    path = bundled("templates") / "kit.html"
    return Source(path.read_text("utf-8"), str(path))
