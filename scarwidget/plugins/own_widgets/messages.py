"""What a plugin says in other languages: ``messages/<locale>.po`` beside its templates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from scarwidget.faults import Fault, FaultsFound
from scarwidget.text import BASE_LOCALE, Text

_PLACEHOLDER = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Messages:
    """The translations of one plugin by locale, and what is wrong with their files.

    ``ids`` are the English messages that each translates.
    """

    said: Mapping[str, NullTranslations] = field(default_factory=dict)
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def language(self, locale: str) -> str:
        """The language that the plugin speaks for a locale: the locale's own, or English."""
        return locale if locale in self.said else BASE_LOCALE

    def say(self, message: str, locale: str) -> Text:
        """A message in a locale; English, and marked so, where it is not translated."""
        told = self.said[locale].gettext(message) if locale in self.said else message
        return Text(told, BASE_LOCALE if told == message else locale)


def compiled(catalog: Catalog) -> Translations:
    """The messages of a file, ready to be asked for."""
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return Translations(file)


def read_messages(folder: Path) -> Messages:
    """Every ``.po`` file of a folder; nothing where there is no such folder."""
    said: dict[str, NullTranslations] = {}
    ids: dict[str, frozenset[str]] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.po")) if folder.is_dir() else ():
        try:
            catalog = _read(path)
            said[path.stem] = compiled(catalog)
            ids[path.stem] = frozenset(_translated(catalog))
        except FaultsFound as found:
            faults.extend(found.faults)
        except PoFileError as error:
            # Babel counts lines from 0, and says so at the end of its message.
            problem = f"cannot be read: {str(error).rpartition(' on ')[0]}"
            faults.append(Fault(str(path), "", problem, line=error.lineno + 1))
        except Exception as error:  # Babel raises what it likes over a header
            faults.append(Fault(str(path), "", f"cannot be read: {type(error).__name__}: {error}"))
    return Messages(said, ids, tuple(faults))


def _read(path: Path) -> Catalog:
    """A file's messages. Raises :class:`~scarwidget.faults.FaultsFound` over what is in it."""
    try:
        Locale.parse(path.stem, sep="-")
    except (UnknownLocaleError, ValueError):
        problem = "is not named as a language is, expected a name such as zh-Hant-HK.po"
        raise FaultsFound([Fault(str(path), "", problem)]) from None
    with path.open("rb") as file:
        catalog = read_po(file, path.stem.replace("-", "_"), abort_invalid=True)
    faults = list(_strange_placeholders(str(path), catalog))
    if faults:
        raise FaultsFound(faults)
    return catalog


def _translated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        if message.id and not message.fuzzy and all(_forms(message.string)):
            yield _forms(message.id)[0]


def _strange_placeholders(where: str, catalog: Catalog) -> Iterator[Fault]:
    """Translations with a placeholder that their English does not have, so nothing fills it."""
    for message in catalog:
        known = {name for form in _forms(message.id) for name in _PLACEHOLDER.findall(form)}
        for form in _forms(message.string):
            for name in _PLACEHOLDER.findall(form):
                if message.id and name not in known:
                    problem = f"has %({name})s, which its English does not have"
                    yield Fault(where, _forms(message.id)[0], problem, line=message.lineno)


def _forms(text: object) -> tuple[str, ...]:
    """The singular and plurals of an id or a translation."""
    if isinstance(text, str):
        return (text,)
    return tuple(text) if isinstance(text, list | tuple) else ("",)
