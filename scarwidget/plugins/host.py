"""The host: loads plugins, asks each by itself, and keeps what fails from harming the rest.

It is the only place that speaks to pluggy, and each application owns one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import pluggy

from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.clinics.models import unreadable
from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.plugins import hooks
from scarwidget.plugins.data import DataPlugin
from scarwidget.plugins.found import Found, misnamed
from scarwidget.shapes import shaped

T = TypeVar("T", bound=msgspec.Struct)

HOOKS = tuple(name for name in vars(hooks) if name.startswith("register_"))

MOST_ITEMS = 1_000
"""More items than this from one hook are taken for a mistake."""


@dataclass
class Loaded:
    """A plugin as it is known to the host; ``faults`` are what went wrong with it."""

    name: str
    where: str
    plugin: object | None = None
    faults: list[Fault] = field(default_factory=list)
    clinics: list[str] = field(default_factory=list)
    stands_in: bool = False
    """Whether its clinic is but a stand-in, made of the plugin's name."""


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
            self._manager.register(plugin, found.name)
        except (Exception, SystemExit) as error:
            loaded.faults.append(Fault(found.where, "", f"cannot be loaded: {_said(error)}"))
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
            clinics = self._ask(loaded, "register_clinics", Clinic) if loaded.plugin else None
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
        return self._each(clinic, "register_services", Service)

    def check_services_of_stand_ins(self) -> None:
        """Look for faults in the services of clinics that are but stand-ins, and drop them.

        Whoever mends such a clinic then reads what is wrong with its services in the same run.
        """
        for loaded in self.plugins.values():
            if loaded.stands_in and isinstance(loaded.plugin, DataPlugin):
                for clinic in _stand_in(loaded.name):
                    self._ask(loaded, "register_services", Service, clinic=clinic)

    def checklist_items(
        self, clinic: Clinic
    ) -> list[tuple[Loaded, tuple[ChecklistItem, ...] | None]]:
        """What each plugin of a clinic adds to its checklist; None for one that failed."""
        return self._each(clinic, "register_checklist_items", ChecklistItem)

    def asked_about(self, clinic: Clinic) -> Iterator[Loaded]:
        """The plugins a clinic names, and first the one that brought it."""
        for loaded in self.plugins.values():
            brought = clinic.id in loaded.clinics and not loaded.stands_in
            if loaded.plugin is not None and (brought or loaded.name in clinic.plugins):
                yield loaded

    def missing(self, clinic: Clinic) -> Iterator[str]:
        """The names a clinic gives that no plugin has."""
        return (name for name in clinic.plugins if name not in self.plugins)

    def _each(
        self, clinic: Clinic, hook: str, kind: type[T]
    ) -> list[tuple[Loaded, tuple[T, ...] | None]]:
        return [
            (loaded, self._ask(loaded, hook, kind, clinic=clinic))
            for loaded in self.asked_about(clinic)
        ]

    def _ask(
        self, loaded: Loaded, hook: str, kind: type[T], **arguments: object
    ) -> tuple[T, ...] | None:
        """Call one plugin's implementation of one hook; all of what it gives, or None."""
        about = f" for {clinic.id}" if isinstance(clinic := arguments.get("clinic"), Clinic) else ""
        before = len(loaded.faults)
        items: list[T] = []
        try:
            for index, item in enumerate(self._call(loaded, hook, arguments), 1):
                if index > MOST_ITEMS:
                    raise ValueError(f"gives more than {MOST_ITEMS} items")
                items.append(_checked(item, kind, loaded.where, f"{hook}{about}, item {index}"))
        except FaultsFound as found:
            loaded.faults.extend(found.faults)
        except (Exception, SystemExit) as error:
            loaded.faults.append(Fault(loaded.where, hook + about, _said(error)))
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


def _checked(item: object, kind: type[T], where: str, place: str) -> T:
    """The item itself if it holds: a struct made in Python has not been checked by anyone."""
    if not isinstance(item, kind):
        raise TypeError(f"{place} is {type(item).__name__}, expected {kind.__name__}")
    for key, problem in unreadable(item):
        raise ValueError(f"{place}, {key}: {problem}")
    try:
        data = msgspec.to_builtins(item)
    except TypeError as error:
        raise ValueError(f"{place}: {error}") from None
    # to_builtins turns dates into text and tuples into lists: what a file would hold.
    return shaped(where, place, data, kind)


def _said(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
