"""What a snippet names: a server, a clinic, a widget, and the state it is to begin in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scarwidget.edition import BadQuery, Edition, Problem, Widget
from scarwidget.installation.addresses import is_relative
from scarwidget.installation.finding import Finding, printable, quoted
from scarwidget.installation.knowledge import LOADER, Place
from scarwidget.installation.scene import Scene, advice
from scarwidget.installation.snippets import Located
from scarwidget.locales import match
from scarwidget.web.queries import parse_query
from scarwidget.widgets.treatments import SCARS

_PROBLEMS: Mapping[Problem, str] = {
    "answer": "holds an answer that the widget does not know",
    "choice": "holds a choice that the widget does not know",
    "too_many": "holds more choices than the widget takes",
    "twice": "holds the same key twice",
    "too_long": "is too long",
    "encoding": "is not in UTF-8",
}


def findings(scene: Scene) -> Iterator[Finding]:
    """What the addresses of a page name wrongly."""
    snippets = scene.snippets
    for mount in snippets.mounts:
        for link in mount.links:
            yield from _of_widget(scene, link, "The link in the mount")
    for frame in snippets.all_frames:
        yield from _of_widget(scene, frame, "The frame")
    for asked in snippets.htmx:
        yield from _of_widget(scene, asked, "What htmx fetches")
    for link in snippets.links:
        yield from _of_widget(scene, link, "The link")
    for loader in snippets.loaders:
        yield from _server(scene, loader, "The loader")
    for sheet in snippets.stylesheets:
        yield from _server(scene, sheet, "The stylesheet")
    for include in snippets.includes:
        name, line = "The included fragment", include.element.line
        yield from unknown_names(scene, name, include.clinic, include.widget, line)


def _of_widget(scene: Scene, located: Located, name: str) -> Iterator[Finding]:
    """What is wrong with the address of a widget: its server, its names or its query."""
    place, line = located.place, located.element.line
    yield from _server(scene, located, name)
    if place.server == "other":
        return
    yield from unknown_names(scene, name, place.clinic, place.widget, line)
    edition = scene.knows.editions.get(place.clinic or "")
    widget = edition.widgets.get(place.widget or "") if edition else None
    if edition and widget and place.query:
        yield from _query(edition, widget, place, name, line)


def _server(scene: Scene, located: Located, name: str) -> Iterator[Finding]:
    """Whether an address leads to the widget server, and by the right scheme."""
    place, line, knows = located.place, located.element.line, scene.knows
    right = _right_address(scene, place)
    if place.server == "other" and is_relative(place.written):
        based = scene.snippets.based_on
        by = f", by the <base> on line {based.line}," if based else ""
        what = (
            f"{name} has a relative address, {quoted(place.written)}, which{by} leads to "
            f"{place.origin} and not to the widget server."
        )
        yield Finding("error", what, f"Write the whole address: {right}", line)
    elif place.server == "other" and not knows.configured:
        what = (
            f"The page has widgets of {place.origin}; the settings name no public_url, so the "
            f"widget server was taken to be {knows.base_url}."
        )
        fix = (
            "Name the settings of the widget server with --config, or write in them: "
            f'public_url = "{place.origin}"'
        )
        yield Finding("error", what, fix)
    elif place.server == "other":
        what = f"{name} is of {place.origin}, and the widget server is {knows.base_url}."
        yield Finding("error", what, f"Write: {right}", line)
    elif place.server == "scheme" and not (scene.upgrades and knows.origin.scheme == "https"):
        mixed = scene.blocks_as_mixed(place.origin) and located.element.tag != "a"
        what = (
            f"{name} is asked for by {place.origin.scheme}, the widget server answers by "
            f"{knows.origin.scheme}."
        )
        if mixed:
            what += " Browsers block it, as the page itself is encrypted."
        yield Finding("error" if mixed else "warning", what, f"Write: {right}", line)


def _right_address(scene: Scene, place: Place) -> str:
    knows = scene.knows
    if place.form == "asset":
        asset = knows.files.get(place.plain)
        return f"{knows.base_url}/-/static/{asset.name if asset else printable(place.asset)}"
    if place.form == "loader":
        return f"{knows.base_url}/{LOADER}"
    form = place.form if place.form in ("frame", "fragment") else ""
    return knows.address(printable(place.clinic or "…"), printable(place.widget or "…"), form)


def unknown_names(
    scene: Scene, name: str, clinic: str | None, widget: str | None, line: int
) -> Iterator[Finding]:
    """Whether the widget server has this clinic, and the clinic this widget."""
    editions = scene.knows.editions
    edition = editions.get(clinic or "")
    if clinic and edition is None:
        what = f"{name} names the clinic {quoted(clinic)}, which the widget server does not have."
        otherwise = "'scarwidget plugins' lists the clinics."
        if not editions:
            otherwise = "No clinic is known: name the settings of the widget server with --config."
        yield Finding("error", what, advice(clinic, editions, otherwise), line)
    known = edition.widgets if edition else scene.knows.widgets
    if widget and widget not in known:
        what = f"{name} names the widget {quoted(widget)}, which there is not."
        yield Finding("error", what, advice(widget, known, "Name one that there is."), line)


def _query(
    edition: Edition, widget: Widget, place: Place, name: str, line: int
) -> Iterator[Finding]:
    try:
        query = parse_query(place.query.encode("utf-8", "replace"), widget)
        if query.lang:
            yield from unknown_lang(edition, query.lang, name, line)
        wrong = [
            finding
            for key in ("scar", "topic")
            for finding in unknown_preset(edition, key, query.params.get(key, ""), name, line)
        ]
        yield from wrong
        if not wrong:
            widget.view(edition, edition.default_locale, query.params)
    except BadQuery as error:
        what = f"{name} has a query that {_PROBLEMS[error.problem]}: {quoted(place.query)}."
        yield Finding("error", what, "Copy the address from the widget itself.", line)


def unknown_preset(
    edition: Edition, key: str, value: str, name: str, line: int
) -> Iterator[Finding]:
    """Whether a scar or a topic is one that the catalogue has."""
    known = SCARS if key == "scar" else edition.catalogue.topics
    if value and value not in known:
        what = f"{name} asks for the {key} {quoted(value)}, which there is not."
        yield Finding("error", what, advice(value, known, f"Leave {key} out."), line)


def unknown_lang(edition: Edition, lang: str, name: str, line: int) -> Iterator[Finding]:
    """Whether a clinic has a language."""
    locales = edition.clinic.locales
    if match(lang, locales) is None:
        what = (
            f"{name} asks for the language {quoted(lang)}, which the clinic does not have: "
            f"{edition.default_locale!r} is shown."
        )
        yield Finding("warning", what, advice(lang, locales, "Leave lang out."), line)
