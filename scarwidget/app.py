"""Wires the parts into an ASGI application, and does nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware

from scarwidget.bundle import bundled
from scarwidget.edition import BadQuery
from scarwidget.faults import Fault
from scarwidget.plugins import Publication, publish
from scarwidget.rendering import Assets, Renderer
from scarwidget.settings import Settings, load_settings
from scarwidget.web.failures import FailuresMiddleware
from scarwidget.web.headers import HeadersMiddleware
from scarwidget.web.routes import routes
from scarwidget.web.site import Site

logger = logging.getLogger("scarwidget")


def create_app(
    settings: Settings,
    *,
    publication: Publication | None = None,
    today: Callable[[], date] = date.today,
    withheld: Callable[[], Sequence[Fault]] = tuple,
) -> Starlette:
    """The application for these settings.

    ``publication`` saves loading again what is loaded already; ``today`` tells when a
    review is overdue; ``withheld`` what keeps the last edit from being served, for ``/-/readyz``.
    Raises :class:`~scarwidget.faults.FaultsFound` as
    :func:`~scarwidget.plugins.publish` does.
    """
    publication = publication or publish(settings)
    clinics = (edition.clinic for edition in publication.editions.values())
    assets = Assets(bundled("static"), clinics, public_url=settings.base_url)
    renderer = Renderer(
        bundled("templates"), assets, settings.base_url, today, publication.templates
    )
    site = Site(publication, renderer, assets, settings, withheld)
    app = Starlette(
        routes=routes(site),
        middleware=[
            Middleware(HeadersMiddleware, encrypted=settings.base_url.startswith("https://")),
            # zstd would go before Brotli, and makes these documents an eighth larger.
            Middleware(CompressMiddleware, zstd=False, brotli_quality=5, gzip_level=6),
            Middleware(FailuresMiddleware, answer=lambda r: site.problem(r, "failure", 500)),
        ],
        exception_handlers={HTTPException: site.on_http_error, BadQuery: site.on_bad_query},
    )
    app.router.redirect_slashes = False
    return app


def from_environment() -> Starlette:
    """The application as any ASGI server can start it: settings from file and environment.

    ``granian --interface asgi --factory scarwidget.app:from_environment`` or
    ``uvicorn --factory scarwidget.app:from_environment``.
    """
    settings = load_settings()
    publication = publish(settings)
    for fault in (*publication.faults, *publication.notices):
        logger.warning("%s", fault)
    return create_app(settings, publication=publication)
