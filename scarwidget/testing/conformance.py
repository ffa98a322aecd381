"""Everything that is asked of a plugin, in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.clinics import Clinic
from scarwidget.edition import Edition
from scarwidget.faults import Fault
from scarwidget.plugins import Publication, hookimpl
from scarwidget.settings import Settings
from scarwidget.testing import claims, languages
from scarwidget.testing.apps import PUBLIC_URL, publication_of
from scarwidget.testing.axe import axe_shortfalls
from scarwidget.testing.given import find, named
from scarwidget.testing.shortfalls import CHECKS, Check, Shortfall
from scarwidget.testing.states import state_shortfalls
from scarwidget.testing.visits import (
    answer_shortfalls,
    document_shortfalls,
    strange_visits,
    visits,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NEIGHBOUR = "a-neighbour"
"""The clinic beside the plugin's own, which must stay as it is without the plugin."""


def conformance(
    plugin: object, *, today: date | None = None, browser: Browser | None = None
) -> tuple[Shortfall, ...]:
    """Everything in which a plugin falls short; nothing where it is well.

    ``plugin`` is a path, a module, an object with hooks, or the name of an installed plugin.
    One that brings no clinic is tried on a clinic that names it. The claims linter believes
    that it is ``today``; without it, the day it is: what somebody accepted until a day is an
    error from then on. With a ``browser`` of Playwright's, axe-core looks at every page too.
    """
    day = today or date.today()  # noqa: DTZ011 - the day where the tests run
    before = _neighbour_by_itself()
    stage, tried = _staged(plugin)
    found = [*_load_shortfalls(stage.publication)]
    with stage.client() as client:
        if NEIGHBOUR not in tried:
            found.extend(_harmed(before, stage.documents_of(client, NEIGHBOUR)))
        for clinic in tried:
            edition = stage.publication.editions[clinic]
            found.extend(claims.shortfalls(stage.publication, edition, day))
            found.extend(languages.shortfalls(edition))
            found.extend(_visited(client, edition))
            found.extend(state_shortfalls(client, stage.publication, edition, PUBLIC_URL))
            if browser is not None:
                found.extend(axe_shortfalls(browser, client, edition))
    return tuple(sorted(_once(found), key=lambda short: CHECKS.index(short.check)))


def assert_conforms(
    plugin: object, *, today: date | None = None, browser: Browser | None = None
) -> None:
    """Raise :class:`AssertionError` with every shortfall, one a line, where there is any."""
    __tracebackhide__ = True
    found = conformance(plugin, today=today, browser=browser)
    if found:
        lines = "\n".join(f"  {shortfall}" for shortfall in found)
        raise AssertionError(f"{plugin} falls short in {len(found)}:\n{lines}")


class _Neighbour:
    """A plugin with a clinic that is well, and that names some plugins."""

    def __init__(self, *plugins: str) -> None:
        self.plugins = plugins

    @hookimpl
    def register_clinics(self) -> list[Clinic]:
        return [Clinic(id=NEIGHBOUR, name="A Neighbour", markets=("US",), plugins=self.plugins)]


@dataclass(frozen=True)
class _Stage:
    """A publication, as it answers."""

    publication: Publication

    def client(self) -> TestClient:
        day = self.publication.catalogue.review.reviewed_on
        app = create_app(
            Settings(public_url=PUBLIC_URL), publication=self.publication, today=lambda: day
        )
        return TestClient(app, base_url=PUBLIC_URL, follow_redirects=False)

    def documents_of(self, client: TestClient, clinic: str) -> Mapping[str, str]:
        """The clinic's pages by their addresses."""
        edition = self.publication.editions[clinic]
        return {seen.address: seen.html for seen in visits(client, edition, forms=("page",))}


@cache
def _neighbour_by_itself() -> Mapping[str, str]:
    alone = _Stage(publication_of(named(NEIGHBOUR, _Neighbour())))
    with alone.client() as client:
        return alone.documents_of(client, NEIGHBOUR)


def _staged(plugin: object) -> tuple[_Stage, tuple[str, ...]]:
    """The plugin beside its neighbour, and the clinics to try it on."""
    name = find(plugin).name
    publication = publication_of(plugin, named(NEIGHBOUR, _Neighbour()), strict=False)
    tried = tuple(clinic for clinic in publication.editions if clinic != NEIGHBOUR)
    if not tried:
        tried = (NEIGHBOUR,)
        publication = publication_of(plugin, named(NEIGHBOUR, _Neighbour(name)), strict=False)
    return _Stage(publication), tried


def _load_shortfalls(publication: Publication) -> Iterator[Shortfall]:
    for fault in publication.faults:
        yield _from_fault("loads", fault, "mend it, or the plugin falls away in part or whole")
    for notice in publication.notices:
        if notice.key.startswith("register_widgets"):
            yield _from_fault("languages", notice, "translate it in messages/<locale>.po")
        elif notice.where not in publication.editions:
            # What stands under a clinic is a decision of its author's; this is about a file.
            yield _from_fault("loads", notice, "rename it, or take it out of the folder")


def _from_fault(check: Check, fault: Fault, advice: str) -> Shortfall:
    where = f"{fault.where}:{fault.line}" if fault.line else fault.where
    return Shortfall(check, where, fault.key, fault.problem, fault.advice or advice)


def _harmed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Shortfall]:
    for address, html in before.items():
        if after.get(address) != html:
            problem = "is another than without the plugin, though that clinic does not name it"
            advice = "give services, checklist items and widgets to your own clinics, by clinic.id"
            yield Shortfall("answers", address, "", problem, advice)


def _visited(client: TestClient, edition: Edition) -> Iterator[Shortfall]:
    for seen in visits(client, edition):
        yield from answer_shortfalls(seen, 200)
        if seen.status == 200:
            yield from document_shortfalls(seen, PUBLIC_URL)
    for seen in strange_visits(client, edition):
        yield from answer_shortfalls(seen, 400)


def _once(found: list[Shortfall]) -> Iterator[Shortfall]:
    """Each shortfall once, where it was seen first: three forms of a widget share a template."""
    seen: set[tuple[str, ...]] = set()
    for short in found:
        path = short.where.partition("?")[0].removesuffix("/frame").removesuffix("/fragment")
        same = (short.check, path, short.key, short.problem)
        if same not in seen:
            seen.add(same)
            yield short
