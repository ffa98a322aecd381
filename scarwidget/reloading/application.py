"""An application that gives way to a newer one whenever what it is made of is edited."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from types import ModuleType

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from scarwidget.app import create_app
from scarwidget.faults import Fault, FaultsFound
from scarwidget.plugins import publish
from scarwidget.reloading.rehearsal import fault_of, rehearse
from scarwidget.reloading.sources import Sources, names, sources_of
from scarwidget.reloading.watching import Watch
from scarwidget.rendering.languages import reread
from scarwidget.settings import CONFIG_NAME, CONFIG_VARIABLE, Settings, load_settings
from scarwidget.web.headers import NO_CACHE

logger = logging.getLogger("scarwidget")

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class _Made:
    """An application, and what was found on the way to it."""

    app: Starlette
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]


class Reloading:
    """An ASGI application that is made anew after each edit, beside the one that serves.

    An edit is not taken when it cannot be loaded at all, or has a fault that what is served
    has not: then the last good one stays, until the next edit. A request is answered to its
    end by the application that took it on. Nothing that it gives may be kept by a browser.
    """

    def __init__(self, load: Callable[[], Settings], config: Path) -> None:
        """Make the first application of ``load()``, whatever its faults.

        ``config`` is the file that ``load`` reads. Raises
        :class:`~scarwidget.faults.FaultsFound` as :func:`~scarwidget.plugins.publish` does.
        """
        self._load = load
        self._config = config.absolute()
        self._stop = Event()
        self._thread = Thread(target=self._follow, name="scarwidget-reload", daemon=True)
        settings = load()
        # Whatever is edited while the first one is made counts already.
        self._watch = Watch(sources_of(settings, self._config), self._stop)
        self._withheld: tuple[Fault, ...] = ()
        with _afresh(self._watch.sources) as keep:
            self._live = self._make(settings)
            keep()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the newest application that is good."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
            return

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = NO_CACHE
            await send(message)

        await self._live.app(scope, receive, unkept)

    async def _live_through(self, receive: Receive, send: Send) -> None:
        """Follow the edits from the server's start to its end."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._thread.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stop.set()
                await asyncio.to_thread(self._thread.join)
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _follow(self) -> None:
        while (edited := self._watch.edited()) is not None:
            if edited:
                try:
                    self._take(edited)
                except Exception:
                    # Whatever it was, the next edit is to be seen.
                    logger.exception("the last edit could not be looked at")
        self._watch.close()

    def _take(self, edited: set[str]) -> None:
        """Serve what was edited, or say why it is not served."""
        began = time.perf_counter()
        made = self._tried()
        if not isinstance(made, _Made):
            self._withhold(made, names(edited))
            return
        said = "live again" if self._withheld else "reloaded"
        notices = _unknown(made.notices, self._live.notices)
        self._live, self._withheld = made, ()
        took = time.perf_counter() - began
        logger.info("%s after an edit to %s, in %.1f s", said, names(edited), took)
        for notice in notices:
            logger.info("notice: %s", notice)
        # An application is a knot of references, which would wait for long to be found.
        gc.collect()

    def _tried(self) -> _Made | tuple[Fault, ...]:
        """What is there now, made into an application; the faults that forbid to serve it."""
        before = self._watch.sources
        try:
            settings = self._load()
            self._widen(sources_of(settings, self._config))
            with _afresh(before, self._watch.sources) as keep:
                made = self._make(settings)
                new = _unknown(made.faults, self._live.faults)
                if new:
                    return new
                keep()
                return made
        except FaultsFound as found:
            return found.faults
        except Exception as error:
            return (fault_of(error),)

    def _withhold(self, faults: tuple[Fault, ...], edited: str) -> None:
        self._withheld = faults
        logger.warning("not live: the edit to %s; faults: %d", edited, len(faults))
        for fault in faults:
            logger.warning("fault: %s", fault)

    def _widen(self, sources: Sources) -> None:
        """Watch these sources, and listen to them before they are read."""
        if not self._watch.covers(sources):
            past, self._watch = self._watch, Watch(sources, self._stop)
            past.close()

    def _make(self, settings: Settings) -> _Made:
        publication = publish(settings)
        app = create_app(settings, publication=publication, withheld=lambda: self._withheld)
        faults = rehearse(app, publication.editions)
        return _Made(app, (*publication.faults, *faults), publication.notices)


@contextmanager
def _afresh(*sources: Sources) -> Iterator[Callable[[], None]]:
    """Have what Python keeps of some sources read anew; take it back unless told to keep it."""
    beginnings = tuple(name for each in sources for name in each.modules)
    kept = False

    def keep() -> None:
        nonlocal kept
        kept = True

    take_back = reread()
    importlib.invalidate_caches()
    modules = _forget(beginnings)
    try:
        yield keep
    finally:
        if not kept:
            _forget(beginnings)
            sys.modules.update(modules)
            take_back()


def _forget(beginnings: tuple[str, ...]) -> dict[str, ModuleType]:
    return {
        name: sys.modules.pop(name)
        for name in list(sys.modules)
        if f"{name}.".startswith(beginnings)
    }


def _unknown(faults: Sequence[Fault], known: Sequence[Fault]) -> tuple[Fault, ...]:
    """The faults that are not among the known ones, wherever these have moved to since."""
    left = [_likeness(fault) for fault in known]
    found = []
    for fault in faults:
        if (like := _likeness(fault)) in left:
            left.remove(like)
        else:
            found.append(fault)
    return tuple(found)


def _likeness(fault: Fault) -> tuple[str, ...]:
    # A line or an item more above a fault changes its numbers.
    return tuple(_NUMBER.sub("#", text) for text in (fault.where, fault.key, fault.problem))


def from_environment() -> Reloading:
    """The application in a worker process: its parent has said what is wrong already."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logger.setLevel(logging.INFO)
    # Python takes compiled code for new while a file's size and second of change are the same.
    sys.dont_write_bytecode = True
    sys.pycache_prefix = os.devnull
    return Reloading(load_settings, Path(os.environ.get(CONFIG_VARIABLE) or CONFIG_NAME))
