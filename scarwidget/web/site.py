"""The endpoints: each looks up, asks a widget for its view, and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from scarwidget.edition import BadQuery, Edition
from scarwidget.faults import Fault
from scarwidget.locales import match
from scarwidget.plugins import Publication
from scarwidget.plugins.report import plugin_rows
from scarwidget.rendering import Asset, Assets, Form, Renderer
from scarwidget.settings import Settings
from scarwidget.web.encodings import encoded
from scarwidget.web.headers import (
    DOCUMENT_CACHE,
    EMBEDDABLE,
    LOADER_CACHE,
    STATIC_CACHE,
    form_headers,
)
from scarwidget.web.queries import Query, parse_query

FORMS: Mapping[str, Form] = {"frame": "frame", "fragment": "fragment"}


@dataclass(frozen=True)
class Site:
    """Everything the endpoints read. It is made once and never changes.

    ``withheld`` tells what is wrong with a later edit, which is not served therefore.
    """

    publication: Publication
    renderer: Renderer
    assets: Assets
    settings: Settings
    withheld: Callable[[], Sequence[Fault]] = tuple

    async def home(self, request: Request) -> Response:
        """``/``: the list of clinics where the operator shows it, else a plain line."""
        editions = self.publication.editions.values() if self.settings.introspection else ()
        return self._document(self.renderer.home(editions), "page", None, index=False)

    async def to_gallery(self, request: Request) -> Response:
        """``/{clinic}``: the gallery has a slash at its end."""
        edition = self._edition(request)
        query = parse_query(request.scope["query_string"], None)
        locale, _ = self._locale(edition, query)
        return RedirectResponse(self.renderer.gallery_address(edition, locale), 301)

    async def gallery(self, request: Request) -> Response:
        """``/{clinic}/``: every widget of a clinic, as links."""
        edition = self._edition(request)
        query = parse_query(request.scope["query_string"], None)
        locale, unknown = self._locale(edition, query)
        html = self.renderer.gallery(edition, locale=locale, unknown_locale=unknown)
        return self._document(html, "page", edition)

    async def page(self, request: Request) -> Response:
        """``/{clinic}/{widget}``."""
        return self._widget(request, "page")

    async def frame(self, request: Request) -> Response:
        """``/{clinic}/{widget}/frame``."""
        return self._widget(request, "frame")

    async def fragment(self, request: Request) -> Response:
        """``/{clinic}/{widget}/fragment``."""
        return self._widget(request, "fragment")

    async def static(self, request: Request) -> Response:
        """``/-/static/{name}``: a file whose name changes with its bytes."""
        name = request.path_params["name"]
        if (asset := self.assets.get(name)) is not None:
            return self._file(request, asset, STATIC_CACHE)
        if (asset := self.assets.successor(name)) is not None:
            return self._file(request, asset, LOADER_CACHE)
        raise HTTPException(404)

    async def loader(self, request: Request) -> Response:
        """``/embed.js``: the loader, under the address that snippets name for ever."""
        return self._file(request, self.assets["embed.js"], LOADER_CACHE)

    async def inline(self, request: Request) -> Response:
        """``/-/inline.js``: what the loader, however old, fetches for inline mode."""
        return self._file(request, self.assets["inline.js"], LOADER_CACHE)

    async def healthz(self, request: Request) -> Response:
        """``/-/healthz``: the process answers."""
        return PlainTextResponse("ok\n")

    async def readyz(self, request: Request) -> Response:
        """``/-/readyz``: content and plugins are loaded, so requests can be served.

        Faults tell paths and customers, as ``/-/plugins.json`` does.
        """
        lines = ["ready"]
        if faults := self.withheld():
            lines.append(f"the last edit is not live, the log says why; faults: {len(faults)}")
            if self.settings.introspection:
                lines.extend(map(str, faults))
        return PlainTextResponse("".join(f"{line}\n" for line in lines))

    async def plugins(self, request: Request) -> Response:
        """``/-/plugins.json``: what was loaded and what failed, where the operator shows it."""
        if not self.settings.introspection:
            raise HTTPException(404)
        rows = plugin_rows(self.publication)
        body = msgspec.json.format(msgspec.json.encode({"plugins": rows}), indent=2)
        return Response(body, media_type="application/json")

    def _file(self, request: Request, asset: Asset, cache: str) -> Response:
        encoding, body = encoded(asset, request.headers.getlist("accept-encoding"))
        headers = {"Cache-Control": cache, **EMBEDDABLE}
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(body, media_type=asset.media_type, headers=headers)

    def _widget(self, request: Request, form: Form) -> Response:
        edition = self._edition(request)
        widget = edition.widgets.get(request.path_params["widget"])
        if widget is None:
            raise HTTPException(404)
        query = parse_query(request.scope["query_string"], widget)
        locale, unknown = self._locale(edition, query)
        view = widget.view(edition, locale, query.params)
        if query.repeated and form == "page":
            return RedirectResponse(
                self.renderer.address(edition, widget, view.params, locale), 303
            )
        html = self.renderer.widget(
            edition,
            widget,
            view,
            locale=locale,
            form=form,
            unknown_locale=unknown,
            heading=query.heading if form != "page" else None,
        )
        return self._document(html, form, edition, index=not view.answers)

    def _edition(self, request: Request) -> Edition:
        edition = self.publication.editions.get(request.path_params["clinic"])
        if edition is None:
            raise HTTPException(404)
        return edition

    def _locale(self, edition: Edition, query: Query) -> tuple[str, bool]:
        """The clinic's locale nearest to the one asked for, and whether there was none."""
        if not query.lang:
            return edition.default_locale, False
        found = match(query.lang, edition.clinic.locales)
        return found or edition.default_locale, found is None

    def _document(
        self, html: str, form: Form, edition: Edition | None, *, index: bool = True
    ) -> Response:
        headers = form_headers(form, edition, self.settings.extra_origins, index=index)
        return HTMLResponse(html, headers={"Cache-Control": DOCUMENT_CACHE, **headers})

    def problem(self, request: Request, problem: str, status: int) -> Response:
        """A readable account of what went wrong, in the form that was asked for."""
        clinic, widget, form = self._asked(request.scope["path"])
        edition = self.publication.editions.get(clinic)
        locale = self._locale_of_problem(request, edition) if edition else None
        html = self.renderer.problem(
            problem,
            form=form,
            edition=edition,
            widget=edition.widgets.get(widget) if edition else None,
            locale=locale,
        )
        headers = form_headers(form, edition, self.settings.extra_origins, index=False)
        return HTMLResponse(html, status, headers=headers)

    def _locale_of_problem(self, request: Request, edition: Edition) -> str | None:
        """The language a faulty request asks for; None where not even that can be read."""
        try:
            return self._locale(edition, parse_query(request.scope["query_string"], None))[0]
        except BadQuery:
            return None

    def _asked(self, path: str) -> tuple[str, str, Form]:
        """Clinic, widget and form of a path, as far as it names them."""
        parts = [*path.removeprefix("/").split("/"), "", "", ""]
        return parts[0], parts[1], FORMS.get(parts[2], "page")

    async def on_http_error(self, request: Request, error: Exception) -> Response:
        """404, 405 and their like, as documents."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        problem = {404: "not_found", 405: "method"}.get(status, "request")
        response = self.problem(request, problem, status)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    async def on_bad_query(self, request: Request, error: Exception) -> Response:
        """A query that no widget can answer, as a document with a way back."""
        problem = error.problem if isinstance(error, BadQuery) else "request"
        return self.problem(request, problem, 400)
