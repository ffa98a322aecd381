"""``/-/schema/{name}.json``: what the files of a plugin may hold, for editors."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from scarwidget.catalogue import Catalogue
from scarwidget.plugins.data.schemas import encoded, schemas
from scarwidget.web.headers import EMBEDDABLE, LOADER_CACHE

MEDIA_TYPE = "application/schema+json"


class Schemas:
    """Answers with the schemas of one catalogue, which stay as they are."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._files = {name: encoded(schema) for name, schema in schemas(catalogue).items()}

    async def answer(self, request: Request) -> Response:
        """One schema, readable from any origin: some editors run in a browser."""
        body = self._files.get(request.path_params["name"])
        if body is None:
            raise HTTPException(404)
        headers = {"Cache-Control": LOADER_CACHE, **EMBEDDABLE}
        return Response(body, media_type=MEDIA_TYPE, headers=headers)
