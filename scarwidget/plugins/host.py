"""The host: loads plugins, asks each by itself, and keeps what fails from harming the rest.

It is the only place that speaks to pluggy, and each application owns one. It has one method
a hook: ``clinics``, ``services``, ``checklist_items`` and ``widgets``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pluggy

from scarwidget import __version__
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.edition import Widget
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins import hooks
from scarwidget.plugins.data import DataPlugin
from scarwidget.plugins.deprecated import Deprecated
from scarwidget.plugins.found import Found, misnamed
from scarwidget.plugins.items import checked
from scarwidget.plugins.own_widgets.templates import OwnTemplates, read_templates
from scarwidget.plugins.own_widgets.widgets import own_widget
from scarwidget.plugins.places import home_of, said

S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")

HOOKS = tuple(name for name in vars(hooks) if name.startswith("register_"))

VERSION_KEY = "scarwidget_api"
"""Where a plugin says for which version of the hooks it is written."""

MOST_ITEMS = 1_000
"""More items than this from one hook are taken for a mistake."""


@dataclass
class Loaded:
    """A plugin as it is known to the host.

    ``faults`` are what went wrong with it, ``notices`` what its author should know.
    """

    name: str
    where: str
    plugin: object | None = None
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    clinics: list[str] = field(default_factory=list)
    stands_in: bool = False
    """Whether its clinic is but a stand-in, made of the plugin's name."""

    @property
    def home(self) -> Path | None:
        """Its folder, or its file where it is one; None where that is not known."""
        if self.plugin is None:
            path = Path(self.where)
            return path if path.exists() else None
        return home_of(self.plugin)

    @cached_property
    def templates(self) -> OwnTemplates:
        """Its templates and translations, read when they are first asked for."""
        return read_templates(self.name, self.home)


class PluginHost:
    """The plugins of one application."""

    def __init__(self, found: Iterable[Found], allowed: Sequence[str] | None = None) -> None:
        """Load what was found: all of it by name, or only what is allowed, in that order."""
        self._manager = pluggy.PluginManager(hooks.PROJECT)
        self._manager.add_hookspecs(hooks)
        self.plugins: dict[str, Loaded] = {}
        self.faults: list[Fault] = []
        for candidate in self._chosen(sorted(found, key=lambda f: f.name), allowed):
            self._load(candidate)

    def _chosen(self, found: list[Found], allowed: Sequence[str] | None) -> Iterator[Found]:
        by_name: dict[str, Found] = {}
        for candidate in found:
            if candidate.name in by_name:
                other = by_name[candidate.name].where
                problem = f"a plugin of this name is at {other} too; only that one is loaded"
                self.faults.append(Fault(candidate.where, candidate.name, problem))
            else:
                by_name[candidate.name] = candidate
        for name in by_name if allowed is None else allowed:
            if name in by_name:
                yield by_name[name]
            else:
                known = ", ".join(by_name) or "none"
                self.faults.append(
                    Fault("settings", "plugins", f"{name!r} was not found", f"found: {known}")
                )

    def _load(self, found: Found) -> None:
        loaded = self.plugins[found.name] = Loaded(found.name, found.where)
        problem = misnamed(found.name)
        if problem:
            loaded.faults.append(Fault(found.where, "name", problem))
            return
        try:
            plugin = found.load()
            problem = _unknown_version(plugin)
            if problem:
                loaded.faults.append(Fault(found.where, VERSION_KEY, problem))
                return
            loaded.notices.extend(
                Fault(found.where, "", told) for told in self._register(plugin, found)
            )
        except (Exception, SystemExit) as error:
            problem = f"cannot be loaded: {said(error, loaded.home)}"
            loaded.faults.append(Fault(found.where, "", problem))
            return
        # Asked after each plugin, so that a misspelt hook names its plugin.
        unknown = list(self._unknown_hooks(plugin))
        if unknown:
            self._manager.unregister(plugin)
            for name in unknown:
                advice = nearest(name, HOOKS)
                loaded.faults.append(Fault(found.where, name, "is not a hook", advice))
            return
        loaded.plugin = plugin

    def _register(self, plugin: object, found: Found) -> list[str]:
        """Hand a plugin to pluggy; what it uses that goes away soon."""
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always", Deprecated)
            self._manager.register(plugin, found.name)
        return [str(warning.message) for warning in given]

    def _unknown_hooks(self, plugin: object) -> Iterator[str]:
        """The hooks that a plugin implements and nobody calls."""
        for name, caller in vars(self._manager.hook).items():
            if isinstance(caller, pluggy.HookCaller) and not caller.has_spec():
                for implementation in caller.get_hookimpls():
                    if implementation.plugin is plugin and not implementation.optionalhook:
                        yield name

    def clinics(self) -> dict[str, Clinic]:
        """Every clinic by id, each from the one plugin that may bring it.

        A plugin that does not load, or fails here, leaves a clinic of its own name with no
        services, so that what a website embeds goes on answering.
        """
        brought: list[tuple[Loaded, Clinic]] = []
        for loaded in self.plugins.values():
            check = partial(checked, Clinic, loaded.where)
            clinics = self._ask(loaded, "register_clinics", check) if loaded.plugin else None
            if clinics is None:
                loaded.stands_in = True
                clinics = _stand_in(loaded.name)
            brought.extend((loaded, clinic) for clinic in clinics)
        brought.sort(key=lambda pair: (pair[0].stands_in, pair[0].name != pair[1].id))
        found: dict[str, Clinic] = {}
        owner: dict[str, str] = {}
        for loaded, clinic in brought:
            if clinic.id in found:
                if loaded.stands_in:
                    continue
                problem = f"the clinic {clinic.id!r} is the plugin {owner[clinic.id]!r}'s already"
                loaded.faults.append(Fault(loaded.where, "register_clinics", problem))
                continue
            found[clinic.id] = clinic
            owner[clinic.id] = loaded.name
            loaded.clinics.append(clinic.id)
        return dict(sorted(found.items()))

    def services(self, clinic: Clinic) -> list[tuple[Loaded, tuple[Service, ...] | None]]:
        """What each plugin of a clinic offers; None for one that failed."""
        return self._structs(clinic, "register_services", Service)

    def check_services_of_stand_ins(self) -> None:
        """Look for faults in what stand-ins offer and add, which they never show.

        Whoever mends such a clinic then reads what is wrong with all its files in the same run.
        """
        for loaded in self.plugins.values():
            if loaded.stands_in and isinstance(loaded.plugin, DataPlugin):
                service = partial(checked, Service, loaded.where)
                item = partial(checked, ChecklistItem, loaded.where)
                for clinic in _stand_in(loaded.name):
                    self._ask(loaded, "register_services", service, clinic=clinic)
                    self._ask(loaded, "register_checklist_items", item, clinic=clinic)

    def checklist_items(
        self, clinic: Clinic
    ) -> list[tuple[Loaded, tuple[ChecklistItem, ...] | None]]:
        """What each plugin of a clinic adds to its checklist; None for one that failed."""
        return self._structs(clinic, "register_checklist_items", ChecklistItem)

    def widgets(self, clinic: Clinic) -> list[tuple[Loaded, tuple[Widget, ...] | None]]:
        """The widgets that each plugin of a clinic adds; None for one that failed."""
        found: list[tuple[Loaded, tuple[Widget, ...] | None]] = []
        for loaded in self.asked_about(clinic):

            def check(item: object, place: str, loaded: Loaded = loaded) -> Widget:
                return own_widget(item, loaded.where, place, loaded.templates)

            widgets = self._ask(loaded, "register_widgets", check, clinic=clinic)
            unusable = loaded.templates.faults if widgets else ()
            # Two clinics may name one plugin, and its files are at fault but once.
            loaded.faults.extend(fault for fault in unusable if fault not in loaded.faults)
            found.append((loaded, None if unusable else widgets))
        return found

    def asked_about(self, clinic: Clinic) -> Iterator[Loaded]:
        """The plugins a clinic names, and first the one that brought it."""
        for loaded in self.plugins.values():
            brought = clinic.id in loaded.clinics and not loaded.stands_in
            if loaded.plugin is not None and (brought or loaded.name in clinic.plugins):
                yield loaded

    def missing(self, clinic: Clinic) -> Iterator[str]:
        """The names a clinic gives that no plugin has."""
        return (name for name in clinic.plugins if name not in self.plugins)

    def _structs(
        self, clinic: Clinic, hook: str, kind: type[S]
    ) -> list[tuple[Loaded, tuple[S, ...] | None]]:
        return [
            (loaded, self._ask(loaded, hook, partial(checked, kind, loaded.where), clinic=clinic))
            for loaded in self.asked_about(clinic)
        ]

    def _ask(
        self, loaded: Loaded, hook: str, check: Callable[[object, str], T], **arguments: object
    ) -> tuple[T, ...] | None:
        """Call one plugin's implementation of one hook; all of what it gives, or None."""
        about = f" for {clinic.id}" if isinstance(clinic := arguments.get("clinic"), Clinic) else ""
        before = len(loaded.faults)
        items: list[T] = []
        try:
            for index, item in enumerate(self._call(loaded, hook, arguments), 1):
                if index > MOST_ITEMS:
                    raise ValueError(f"gives more than {MOST_ITEMS} items")
                try:
                    items.append(check(item, f"{hook}{about}, item {index}"))
                except FaultsFound as found:
                    loaded.faults.extend(found.faults)
        except FaultsFound as found:
            loaded.faults.extend(found.faults)
        except (Exception, SystemExit) as error:
            loaded.faults.append(Fault(loaded.where, hook + about, said(error, loaded.home)))
        return tuple(items) if len(loaded.faults) == before else None

    def _call(self, loaded: Loaded, hook: str, arguments: dict[str, Any]) -> Iterable[object]:
        caller = getattr(self._manager.hook, hook)
        for implementation in caller.get_hookimpls():
            if implementation.plugin_name == loaded.name:
                function: Callable[..., Any] = implementation.function
                given = {name: arguments[name] for name in implementation.argnames}
                result = function(**given)
                if result is None:
                    return ()
                if isinstance(result, (str, bytes)) or not isinstance(result, Iterable):
                    raise TypeError(f"gives {type(result).__name__}, expected a list")
                return result
        return ()


def _stand_in(name: str) -> tuple[Clinic, ...]:
    """A clinic as far as its plugin's name tells; none where the name can be no clinic's id."""
    described = {"id": name, "name": name.replace("-", " ").title()}
    try:
        return (msgspec.convert(described, Clinic),)
    except msgspec.ValidationError:
        return ()


def _unknown_version(plugin: object) -> str:
    """What is wrong with the version of the hooks that a plugin says it is written for."""
    version = getattr(plugin, VERSION_KEY, hooks.API_VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return f"is {version!r:.60}, expected a whole number such as {hooks.API_VERSION}"
    if version > hooks.API_VERSION:
        return (
            f"is {version}, so it needs a scarwidget whose hooks have version {version} or newer; "
            f"those of scarwidget {__version__} have version {hooks.API_VERSION}"
        )
    return ""
