"""The folder of a data-only plugin: which files of it are read, and how far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scarwidget.faults import Fault, FaultsFound, nearest
from scarwidget.shapes import Document, read_document, read_text

CLINIC_FILE = "clinic.toml"
SERVICES_FILE = "services.toml"
CHECKLIST_FILE = "checklist.toml"
DETAILS_FOLDER = "services"
DETAILS_SUFFIX = ".md"

FILES = (CLINIC_FILE, SERVICES_FILE, CHECKLIST_FILE)

_FOR_PEOPLE = ("readme", "license", "licence")
_OF_PYTHON = ("templates", "messages")


@dataclass(frozen=True)
class DetailsFile:
    """A Markdown file about one service: ``pico.md``, or ``pico.zh-Hant-HK.md``."""

    path: Path

    @property
    def service(self) -> str:
        """The id of the service that the file is named for."""
        return self.path.name.removesuffix(DETAILS_SUFFIX).partition(".")[0]

    @property
    def locale(self) -> str:
        """The locale that the file is named for; empty for the clinic's first."""
        return self.path.name.removesuffix(DETAILS_SUFFIX).partition(".")[2]


class Folder:
    """Reads the files of one folder, and none outside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The name of the folder itself, which is its clinic's id."""
        return self.path.name

    def has(self, name: str) -> bool:
        """Whether there is something of this name, a link that leads nowhere included."""
        path = self.path / name
        return path.exists() or path.is_symlink()

    def document(self, name: str) -> Document:
        """A TOML file of the folder."""
        path = self.path / name
        self._stay_inside(path)
        return read_document(path)

    def text(self, file: DetailsFile) -> str:
        """The Markdown of a file of details."""
        self._stay_inside(file.path)
        return read_text(file.path)

    def details(self) -> tuple[DetailsFile, ...]:
        """The files of details, by name."""
        return tuple(
            DetailsFile(path)
            for path in _entries(self.path / DETAILS_FOLDER)
            if path.suffix == DETAILS_SUFFIX
        )

    def strays(self) -> Iterator[Fault]:
        """What lies in the folder and is not read. A README and a licence are for people."""
        for path in _entries(self.path):
            if path.name == DETAILS_FOLDER and path.is_dir():
                for inner in _entries(path):
                    if inner.suffix != DETAILS_SUFFIX:
                        expected = "expected a service's id and .md, such as 'pico.md'"
                        yield Fault(str(inner), "", "is not read", expected)
            elif path.name not in FILES and not path.name.lower().startswith(_FOR_PEOPLE):
                yield Fault(str(path), "", *_stray(path))

    def _stay_inside(self, path: Path) -> None:
        try:
            inside = path.resolve().is_relative_to(self.path.resolve())
            known = not path.exists() or path.is_file()
        except (OSError, RuntimeError) as error:
            raise FaultsFound([Fault(str(path), "", f"cannot be read: {error}")]) from None
        if not inside:
            problem = "is a link that leads out of the folder, and is not followed"
            raise FaultsFound([Fault(str(path), "", problem, "put the file itself there")])
        if not known:
            raise FaultsFound([Fault(str(path), "", "cannot be read: it is not a file")])


def _stray(path: Path) -> tuple[str, str]:
    if path.suffix == ".py":
        problem = "is not read: this is a folder of data, and nothing in it runs"
        return problem, "an __init__.py would make it a plugin in Python"
    if path.name in _OF_PYTHON:
        return "is not read: a folder of data has no widgets of its own", ""
    if path.suffix == DETAILS_SUFFIX:
        return "is not read", f"Markdown about a service belongs into {DETAILS_FOLDER}/"
    return "is not read", nearest(path.name, (*FILES, DETAILS_FOLDER))


def _entries(folder: Path) -> list[Path]:
    """What a folder holds, by name; what begins with a dot or an underscore is left out."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))
    except OSError:
        return []
