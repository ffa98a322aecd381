"""Every URL there is, in one list."""

from __future__ import annotations

from starlette.routing import Route

from scarwidget.web.builder import Builder
from scarwidget.web.oembed import OEmbed
from scarwidget.web.schemas import Schemas
from scarwidget.web.site import Site


def routes(site: Site) -> list[Route]:
    """The routes of a site. A clinic's id never begins with a hyphen, so ``/-/`` is ours."""
    oembed = OEmbed(site.publication, site.renderer, site.settings.base_url)
    builder = Builder(site.publication, site.renderer)
    return [
        Route("/", site.home),
        Route("/embed.js", site.loader),
        Route("/-/inline.js", site.inline),
        Route("/-/static/{name}", site.static),
        Route("/-/healthz", site.healthz),
        Route("/-/readyz", site.readyz),
        Route("/-/plugins.json", site.plugins),
        Route("/-/oembed", oembed.answer),
        Route("/-/schema/{name}.json", Schemas(site.publication.catalogue).answer),
        Route("/{clinic}", site.to_gallery),
        Route("/{clinic}/", site.gallery),
        # No widget can be called "embed".
        Route("/{clinic}/embed", builder.page),
        Route("/{clinic}/embed/preview", builder.preview),
        Route("/{clinic}/{widget}", site.page),
        Route("/{clinic}/{widget}/frame", site.frame),
        Route("/{clinic}/{widget}/fragment", site.fragment),
    ]
