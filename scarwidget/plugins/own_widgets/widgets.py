"""The widgets of plugins: what each must hold to, and what keeps a failing one by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scarwidget.catalogue.facts import Source
from scarwidget.clinics.models import ItemId, unreadable
from scarwidget.edition import PROBLEMS, BadQuery, Edition, Params, View, Widget, WidgetFailed
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins.own_widgets.templates import FOLDER, NAME, OwnTemplates
from scarwidget.plugins.places import place_in
from scarwidget.shapes import shaped
from scarwidget.widgets import BUILT_IN

RESERVED_IDS = frozenset({"embed", "fragment", "frame", "preview"})
"""Words of our addresses, which no widget can be called."""

RESERVED_KEYS = frozenset({"heading", "lang"})
"""Query keys that every widget knows already."""

LONGEST_LINE = 300
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")


def own_widget(item: Any, where: str, place: str, templates: OwnTemplates) -> Widget:
    """The widget as it is published: with its plugin's name on it, and its view guarded.

    Raises :class:`~scarwidget.faults.FaultsFound` with all that is wrong.
    """
    if not isinstance(item, Widget):
        problem = f"is {type(item).__name__}, expected Widget"
        raise FaultsFound([Fault(where, place, problem)])
    faults = [
        Fault(where, f"{place}.{key}", problem, advice)
        for key, problem, advice in _problems(item, templates)
    ]
    if faults:
        raise FaultsFound(faults)
    view = Guarded(item.view, templates.plugin, item.id, frozenset(item.keys), templates.home)
    return replace(item, plugin=templates.plugin, view=view)


def _problems(item: Any, templates: OwnTemplates) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a widget as its author wrote it, as (key, problem, advice)."""
    yield from _id_problems(item.id)
    for key, value in (("title", item.title), ("about", item.about)):
        if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_LINE:
            yield key, f"is {value!r:.60}, expected a line of up to {LONGEST_LINE} characters", ""
        else:
            yield from ((key, problem, "") for _, problem in unreadable(value))
    yield from _template_problems(item.template, templates)
    for name in ("keys", "lists"):
        value = getattr(item, name)
        if not isinstance(value, frozenset):
            yield name, f"is {type(value).__name__}, expected a frozenset of names", ""
            return
    for key in sorted(item.keys, key=str):
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            yield "keys", f"{key!r} is no name, expected small letters, digits and _", ""
        elif key in RESERVED_KEYS:
            yield "keys", f"{key!r} is known to every widget already", "choose another"
    for key in sorted(item.lists - item.keys, key=str):
        yield "lists", f"{key!r} is not one of the widget's keys", ""
    if not callable(item.view):
        yield "view", f"is {type(item.view).__name__}, expected a function", ""


def _id_problems(given: object) -> Iterator[tuple[str, str, str]]:
    try:
        shaped("", "", given, ItemId)
    except FaultsFound as found:
        yield from (("id", fault.problem, fault.advice) for fault in found.faults)
        return
    if given in BUILT_IN:
        yield "id", f"{given!r} is a widget that every clinic has already", "choose another"
    elif given in RESERVED_IDS:
        yield "id", f"{given!r} is a word of our addresses", "choose another"


def _template_problems(name: object, templates: OwnTemplates) -> Iterator[tuple[str, str, str]]:
    if templates.home is None:
        problem = "a plugin that is one file has no folder for templates"
        yield "template", problem, "make it a package: a folder with an __init__.py"
    elif not isinstance(name, str) or not NAME.fullmatch(name):
        expected = f"expected a file in the plugin's {FOLDER} folder, such as 'parking.html'"
        yield "template", f"is {name!r:.100}, {expected}", ""
    elif name not in templates.sources:
        problem = f"{name!r} is not in {templates.home / FOLDER}"
        yield "template", problem, nearest(name, templates.sources)


@dataclass(frozen=True)
class Guarded:
    """A plugin's view as the rest calls it: it gives a sound view, or says that it failed."""

    view: Callable[[Edition, str, Params], View]
    plugin: str
    widget: str
    keys: frozenset[str]
    home: Path | None

    def __call__(self, edition: Edition, locale: str, params: Params) -> View:
        """The view of a state.

        Raises :class:`~scarwidget.edition.BadQuery` as the plugin's own view does, and
        :class:`~scarwidget.edition.WidgetFailed` for anything else that goes wrong in it.
        """
        try:
            seen: Any = self.view(edition, locale, params)
            problem = _strange(seen, self.keys, edition)
        except BadQuery as error:
            # A kind that no template has words for is as good as the most usual one.
            raise BadQuery(error.problem if error.problem in PROBLEMS else "choice") from None
        except (Exception, SystemExit) as error:
            place = place_in(error, self.home)
            raise WidgetFailed(self.plugin, self.widget, type(error).__name__, place) from error
        if problem:
            raise WidgetFailed(self.plugin, self.widget, problem)
        sound: View = seen
        return sound


def _strange(seen: Any, keys: frozenset[str], edition: Edition) -> str:
    """What is wrong with a view; nothing where nothing is. It holds no word of the query."""
    if not isinstance(seen, View):
        return f"its view gives {type(seen).__name__}, expected View"
    answers: Any = seen.answers
    sources: Any = seen.sources
    params: Any = seen.params
    known = edition.catalogue.sources
    if not isinstance(answers, bool):
        return "its view's answers is neither True nor False"
    if not isinstance(sources, tuple) or not all(
        isinstance(source, Source) and source == known.get(source.id) for source in sources
    ):
        return "its view's sources are not a tuple of the catalogue's, as catalogue.cite gives it"
    if not isinstance(params, Mapping) or not all(
        key in keys and isinstance(value, str) for key, value in params.items()
    ):
        return "its view's params are not strings under the widget's own keys"
    return ""
