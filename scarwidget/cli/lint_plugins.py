"""Findings in plugins: loads them as the server does, and reads all that they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from scarwidget.claims import RULES, Finding
from scarwidget.cli.lint_files import lint_messages, lint_template
from scarwidget.faults import Fault
from scarwidget.plugins import Publication, publish
from scarwidget.plugins.found import Found, in_folder
from scarwidget.plugins.host import Loaded
from scarwidget.plugins.proofreading import proofread
from scarwidget.settings import Settings


def is_plugin(path: Path) -> bool:
    """Whether a path is a plugin by itself: a Python file, a package, or a folder of data."""
    if path.is_dir():
        return (path / "__init__.py").is_file() or (path / "clinic.toml").is_file()
    return path.suffix == ".py"


def plugins_at(path: Path) -> list[Found]:
    """The plugin that a path is, or those of the folder that it is."""
    # A path that says no name, such as ".", has to be asked for it.
    named = path if path.name and ".." not in path.parts else path.resolve()
    if not is_plugin(named):
        return list(in_folder(named))
    beside = in_folder(named.parent)
    return [found for found in beside if Path(found.where).resolve() == named.resolve()]


def lint_plugins(
    path: Path, markets: Sequence[str] | None, today: date, *, education: bool = False
) -> tuple[list[Finding], list[Fault]]:
    """The findings in the plugins at a path, and what is wrong with them otherwise.

    ``markets`` stand in the place of those that the clinics name.
    """
    publication = publish(Settings(lint=False), found=plugins_at(path))
    found: list[Finding] = []
    for edition in publication.editions.values():
        owner = next(each for each in publication.plugins if edition.clinic.id in each.clinics)
        texts = publication.texts.get(edition.clinic.id, ())
        found += proofread(edition, owner, texts, today, markets)
    for loaded in publication.plugins:
        told = {(each.rule, each.words) for each in found}
        asking = _markets(publication, loaded) if markets is None else markets
        own = _of_widgets(loaded, asking)
        found += (each for each in own if (each.rule, each.words) not in told)
    if education:
        found = [each for each in found if RULES[each.rule].education]
    return found, list(publication.faults)


def _markets(publication: Publication, loaded: Loaded) -> list[str]:
    """The markets of every clinic that shows what a plugin brings."""
    clinics = (edition.clinic for edition in publication.editions.values())
    asking = (c for c in clinics if c.id in loaded.clinics or loaded.name in c.plugins)
    return sorted({market for clinic in asking for market in clinic.markets})


def _of_widgets(loaded: Loaded, markets: Collection[str]) -> Iterator[Finding]:
    """What stands in a plugin's own templates and translations, shown at once or later."""
    home = loaded.home
    if home is None or not home.is_dir():
        return
    for path in sorted((home / "templates").rglob("*.html")):
        yield from lint_template(path, markets)
    for path in sorted((home / "messages").glob("*.po")):
        yield from lint_messages(path, markets)
