"""Applications with just the plugins of a test: nothing installed, nothing else of a folder."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from starlette.applications import Starlette

from scarwidget.app import create_app
from scarwidget.catalogue import Catalogue, load_catalogue
from scarwidget.plugins import Publication, publish
from scarwidget.settings import Settings
from scarwidget.testing.given import find

try:
    from starlette.testclient import TestClient
except RuntimeError:
    raise ImportError(
        "scarwidget.testing needs httpx2, which comes with an extra: "
        'python -m pip install "scarwidget[testing]"'
    ) from None

PUBLIC_URL = "https://widgets.example"
"""Where visitors would reach the application of a test."""


def publication_of(*plugins: object, **settings: Any) -> Publication:
    """What these plugins publish, and no other.

    ``settings`` are those of :class:`~scarwidget.settings.Settings`; without them the plugins
    load strictly, so that one that fails raises :class:`~scarwidget.faults.FaultsFound` with
    every fault.
    """
    return publish(_settings(settings), the_catalogue(), [find(plugin) for plugin in plugins])


def app_of(*plugins: object, today: date | None = None, **settings: Any) -> Starlette:
    """An application with just these plugins.

    It believes that it is ``today``; without one, the day on which the catalogue was reviewed,
    so that no test fails because time passes.
    """
    publication = publication_of(*plugins, **settings)
    day = today or publication.catalogue.review.reviewed_on
    return create_app(_settings(settings), publication=publication, today=lambda: day)


def client_of(*plugins: object, today: date | None = None, **settings: Any) -> TestClient:
    """A client that talks to such an application in this process."""
    app = app_of(*plugins, today=today, **settings)
    return TestClient(app, base_url=_settings(settings).base_url)


@cache
def the_catalogue() -> Catalogue:
    """The catalogue, read once a process: it is frozen."""
    return load_catalogue()


def _settings(given: dict[str, Any]) -> Settings:
    # What a clinic says is a check of its own: see ``conformance``.
    own = {"public_url": PUBLIC_URL, "strict": True, "introspection": True, "lint": False}
    return Settings(**{**own, **given})
