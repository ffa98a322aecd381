"""Waits for edits."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from watchfiles import Change, watch
from watchfiles.main import FileChange

from scarwidget.reloading.sources import Sources

QUIET = 0.1
"""Seconds without an edit after which a burst of them is taken to be over."""

LONGEST = 10.0
"""Seconds after which even a burst without an end is looked at."""


class Watch:
    """The edits to some sources, from the moment this is made.

    Folders are told of by the system. Single files, and whether a folder is still the same,
    are looked at now and then: an editor may put a new file in the place of the old one, and
    the folder around a file may hold anything.
    """

    def __init__(self, sources: Sources, stop: Event) -> None:
        self.sources = sources
        self._stop = stop
        self._seen = sources.look()
        self._opened = _folders(sources)
        self._changes = watch(
            *(folder.resolve() for folder in self._opened),
            watch_filter=None,
            debounce=int(LONGEST * 1000),
            step=int(QUIET * 1000),
            rust_timeout=int(QUIET * 1000),
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        # It listens from the first time that it is asked on.
        next(self._changes, None)

    def edited(self) -> set[str] | None:
        """The names of what was edited since the last time; none after a short while.

        None once it is told to stop.
        """
        changes = next(self._changes, None)
        if changes is None:
            return None
        # An editor's own file, made and gone again, whatever it is called.
        passing = {path for kind, path in changes if kind is Change.added} - _there(changes)
        paths = {Path(path) for _, path in changes if path not in passing}
        edited = {name for path in paths if (name := self.sources.name(path))}
        now = self.sources.look()
        if now != self._seen:
            while not self._stop.wait(QUIET) and (later := self.sources.look()) != now:
                now = later
            looked = now.keys() | self._seen.keys()
            edited |= {path.name for path in looked if now.get(path) != self._seen.get(path)}
            self._seen = now
        return edited

    def covers(self, sources: Sources) -> bool:
        """Whether it tells of the edits to these, and their folders are still the same."""
        return sources == self.sources and self._opened == _folders(sources)

    def close(self) -> None:
        """Listen no longer."""
        self._changes.close()


def _there(changes: set[FileChange]) -> set[str]:
    return {path for _, path in changes if Path(path).exists()}


def _folders(sources: Sources) -> dict[Path, tuple[int, ...]]:
    return {path: seen for path, seen in sources.look().items() if path in sources.folders}
