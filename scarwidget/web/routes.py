"""Every URL there is, in one list."""

from __future__ import annotations

from starlette.routing import Route

from scarwidget.web.site import Site


def routes(site: Site) -> list[Route]:
    """The routes of a site. A clinic's id never begins with a hyphen, so ``/-/`` is ours."""
    return [
        Route("/", site.home),
        Route("/-/static/{name}", site.static),
        Route("/-/healthz", site.healthz),
        Route("/-/readyz", site.readyz),
        Route("/-/plugins.json", site.plugins),
        Route("/{clinic}", site.to_gallery),
        Route("/{clinic}/", site.gallery),
        Route("/{clinic}/{widget}", site.page),
        Route("/{clinic}/{widget}/frame", site.frame),
        Route("/{clinic}/{widget}/fragment", site.fragment),
    ]
