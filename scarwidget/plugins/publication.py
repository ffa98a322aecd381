"""From catalogue and plugins to editions: everything that happens before the first request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from scarwidget.catalogue import Catalogue, load_catalogue
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.edition import Contributions, Edition, Widget, build_edition
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins.checks import item_faults, locale_faults, market_notices, service_faults
from scarwidget.plugins.data import DataPlugin, placed, spared
from scarwidget.plugins.details import rendered
from scarwidget.plugins.found import Found, in_folder, installed
from scarwidget.plugins.host import Loaded, PluginHost
from scarwidget.plugins.own_widgets.rehearsal import OwnText, rehearse
from scarwidget.plugins.own_widgets.templates import OwnTemplates
from scarwidget.plugins.proofreading import copy_notices, proofread
from scarwidget.settings import Settings, folder_faults
from scarwidget.widgets import BUILT_IN


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True)
class Publication:
    """All that an application serves, and what was wrong on the way to it.

    ``faults`` made something fall away; ``notices`` are what an operator should know.
    ``templates`` are those of the plugins that bring widgets, by the plugin's name, and
    ``texts`` what these widgets say when they begin, by the clinic's id.
    """

    catalogue: Catalogue
    editions: Mapping[str, Edition]
    plugins: tuple[Loaded, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    templates: Mapping[str, OwnTemplates] = field(default_factory=dict)
    texts: Mapping[str, tuple[OwnText, ...]] = field(default_factory=dict)


def publish(
    settings: Settings,
    catalogue: Catalogue | None = None,
    found: Iterable[Found] | None = None,
    today: Callable[[], date] = date.today,
) -> Publication:
    """Load the catalogue and the plugins, and build an edition for every clinic.

    ``found`` are the plugins where they are known already; without it those of installed
    distributions and of the settings' folder. ``today`` tells whether what a clinic accepted
    of the linter's findings still holds. Raises
    :class:`~scarwidget.faults.FaultsFound` when the catalogue or the settings are faulty,
    and under ``strict`` when anything is.
    """
    faults = list(folder_faults(settings.plugins_dir))
    try:
        catalogue = catalogue or load_catalogue()
    except FaultsFound as error:
        raise FaultsFound([*error.faults, *faults]) from None
    if faults:
        raise FaultsFound(faults)
    host = PluginHost(_everywhere(settings) if found is None else found, settings.plugins)
    notices = list(_strays(settings, host))
    notices.extend(chain.from_iterable(plugin.notices for plugin in host.plugins.values()))
    editions: dict[str, Edition] = {}
    texts: dict[str, tuple[OwnText, ...]] = {}
    for clinic in host.clinics().values():
        contributions = _contributions(catalogue, host, clinic, notices)
        edition = build_edition(catalogue, clinic, contributions, BUILT_IN)
        notices.extend(market_notices(edition))
        sound, texts[clinic.id] = _rehearsed(edition, contributions, host, settings, notices)
        if sound != contributions.widgets:
            contributions = replace(contributions, widgets=sound)
            edition = build_edition(catalogue, clinic, contributions, BUILT_IN)
        editions[clinic.id] = edition
        if settings.lint:
            notices.extend(_errors_in_copy(edition, host, texts[clinic.id], today()))
    host.check_services_of_stand_ins()
    publication = Publication(
        catalogue=catalogue,
        editions=editions,
        plugins=tuple(host.plugins.values()),
        faults=(*host.faults, *chain.from_iterable(p.faults for p in host.plugins.values())),
        notices=tuple(notices),
        templates=_templates(host, editions),
        texts=texts,
    )
    if settings.strict and publication.faults:
        raise FaultsFound(publication.faults)
    return publication


def _everywhere(settings: Settings) -> Iterator[Found]:
    yield from installed()
    if settings.plugins_dir is not None:
        yield from in_folder(Path(settings.plugins_dir))


def _strays(settings: Settings, host: PluginHost) -> Iterator[Fault]:
    """The files in the folders of data, and beside them, that nobody reads."""
    for loaded in host.plugins.values():
        if isinstance(loaded.plugin, DataPlugin):
            yield from loaded.plugin.strays()
    if settings.plugins_dir is not None:
        for path in sorted(Path(settings.plugins_dir).glob("*.toml")):
            problem = "is not read: a data-only plugin is a folder, named as its clinic"
            yield Fault(str(path), "", problem)


def _contributions(
    catalogue: Catalogue, host: PluginHost, clinic: Clinic, notices: list[Fault]
) -> Contributions:
    """What its plugins add to a clinic; nobody has tried the widgets yet."""
    for name in host.missing(clinic):
        known = nearest(name, host.plugins)
        notices.append(Fault(clinic.id, "plugins", f"names {name!r}, which is not there", known))
    for owner in host.plugins.values():
        if clinic.id in owner.clinics:
            own = locale_faults(clinic, clinic)
            owner.faults.extend(placed(owner.plugin, owner.where, clinic, *rest) for rest in own)
    services = _gather(
        host.services(clinic),
        lambda service: service_faults(catalogue, clinic, service),
        lambda plugin: spared(plugin, Service),
    )
    items = _gather(
        host.checklist_items(clinic),
        lambda item: item_faults(catalogue, clinic, item),
        lambda plugin: spared(plugin, ChecklistItem),
    )
    widgets = _unclaimed(host.widgets(clinic), clinic)
    return Contributions(services, items, widgets, rendered(services, clinic.locales[0]))


def _errors_in_copy(
    edition: Edition, host: PluginHost, texts: Iterable[OwnText], today: date
) -> tuple[Fault, ...]:
    """What a clinic says that its markets forbid, and nobody answers for."""
    owner = next(each for each in host.plugins.values() if edition.clinic.id in each.clinics)
    try:
        return tuple(copy_notices(proofread(edition, owner, texts, today), owner))
    except Exception as error:
        # Reading copy is a service to the clinic, and no reason not to serve it.
        problem = f"what it says could not be read against the rules: {type(error).__name__}"
        return (Fault(owner.where, edition.clinic.id, problem),)


def _unclaimed(
    contributed: list[tuple[Loaded, tuple[Widget, ...] | None]], clinic: Clinic
) -> tuple[Widget, ...]:
    """All widgets of all plugins, each id once: whoever claims another's loses its own."""
    kept: dict[str, Widget] = {}
    for loaded, widgets in contributed:
        mine: dict[str, Widget] = {}
        faults: list[Fault] = []
        for widget in widgets or ():
            other = {**kept, **mine}.get(widget.id)
            if other is not None:
                key = f"register_widgets for {clinic.id}, {widget.id}"
                problem = f"is there twice, the other is {other.plugin!r}'s"
                faults.append(Fault(loaded.where, key, problem))
            mine[widget.id] = widget
        loaded.faults.extend(faults)
        if not faults:
            kept.update(mine)
    return tuple(kept.values())


def _rehearsed(
    edition: Edition,
    contributions: Contributions,
    host: PluginHost,
    settings: Settings,
    notices: list[Fault],
) -> tuple[tuple[Widget, ...], tuple[OwnText, ...]]:
    """The widgets that can be shown, and what they say.

    One that cannot takes the others of its plugin along.
    """
    found = {
        widget.id: rehearse(edition, widget, owner.templates, owner.where, settings.base_url)
        for widget in contributions.widgets
        for owner in [host.plugins[widget.plugin]]
    }
    for widget in contributions.widgets:
        host.plugins[widget.plugin].faults.extend(found[widget.id].faults)
    failed = {widget.plugin for widget in contributions.widgets if found[widget.id].faults}
    sound = tuple(widget for widget in contributions.widgets if widget.plugin not in failed)
    notices.extend(chain.from_iterable(found[widget.id].notices for widget in sound))
    return sound, tuple(chain.from_iterable(found[widget.id].texts for widget in sound))


def _templates(host: PluginHost, editions: Mapping[str, Edition]) -> Mapping[str, OwnTemplates]:
    """The templates of every plugin with a widget that some clinic shows."""
    shown = (widget for edition in editions.values() for widget in edition.widgets.values())
    return {one.plugin: host.plugins[one.plugin].templates for one in shown if one.plugin}


def _gather(
    contributed: list[tuple[Loaded, tuple[T, ...] | None]],
    check: Callable[[T], Iterator[tuple[str, str, str]]],
    spared: Callable[[object], Iterable[T]] = lambda _: (),
) -> tuple[T, ...]:
    """All items of all plugins; one bad item drops those of its plugin.

    ``spared`` are those that hold by themselves where a plugin failed: they are checked, so
    that one run tells of everything, and not kept.
    """
    kept: list[T] = []
    owner: dict[str, str] = {}
    for loaded, items in contributed:
        faults: list[Fault] = []
        seen: set[str] = set()
        for item in spared(loaded.plugin) if items is None else items:
            for key, problem, advice in check(item):
                faults.append(placed(loaded.plugin, loaded.where, item, key, problem, advice))
            if item.id in owner or item.id in seen:
                other = owner.get(item.id, loaded.name)
                problem = f"is there twice, the other is {other!r}'s"
                faults.append(placed(loaded.plugin, loaded.where, item, "", problem))
            seen.add(item.id)
        if faults or items is None:
            loaded.faults.extend(faults)
            continue
        kept.extend(items)
        owner.update(dict.fromkeys(seen, loaded.name))
    return tuple(kept)
