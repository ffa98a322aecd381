"""The URL of every state, in the form that a visitor is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from scarwidget.edition import Params

Form = Literal["page", "frame", "fragment"]
"""How a widget travels: as a whole document, for an iframe, or as bare HTML."""

_IN_PLACE = Markup(
    'hx-get="{}" hx-target="closest .scarwidget" hx-sync="closest .scarwidget:replace" '
)
_WHOLE = _IN_PLACE + Markup('hx-swap="outerMorph" hx-select=".scarwidget"')
_SWAPS: Mapping[Form, Markup] = {
    # The links to other languages stand outside the widget, and follow its state.
    "page": _WHOLE + Markup(' hx-push-url="true" hx-select-oob="#scarwidget-languages"'),
    "frame": _WHOLE,
    # Any htmx knows outerHTML; the host of a fragment may run another version.
    "fragment": _IN_PLACE + Markup('hx-swap="outerHTML"'),
}


@dataclass(frozen=True)
class Links:
    """Makes links for one clinic, form and locale.

    ``public_url`` is configured, never taken from a request. Pages and frames link by path,
    fragments by absolute URL, since they stand in somebody else's document.
    """

    public_url: str
    clinic: str
    form: Form
    lang: str | None = None
    """The locale to carry along; None for the clinic's default."""

    def in_lang(self, lang: str | None) -> Links:
        """The same links in another language."""
        return replace(self, lang=lang)

    def path(self, widget: str, params: Params, form: Form, *, absolute: bool = False) -> str:
        """The URL of a widget's state: keys sorted, none empty."""
        query = {**params, "lang": self.lang} if self.lang else dict(params)
        tail = "" if form == "page" else f"/{form}"
        return self.at(f"/{self.clinic}/{widget}{tail}", query, absolute=absolute)

    def at(
        self, path: str, query: Mapping[str, str] | None = None, *, absolute: bool = False
    ) -> str:
        """A path of this server as a link."""
        absolute = absolute or self.form == "fragment"
        base = self.public_url if absolute else urlsplit(self.public_url).path.rstrip("/")
        ordered = sorted((key, value) for key, value in (query or {}).items() if value)
        return base + path + (f"?{urlencode(ordered)}" if ordered else "")

    def href(self, widget: str, params: Params | None = None) -> str:
        """Where a plain link goes: it keeps the form, but a fragment's opens the page."""
        form: Form = "page" if self.form == "fragment" else self.form
        return self.path(widget, params or {}, form)

    def gallery(self, *, absolute: bool = False) -> str:
        """The page that leads to every widget of the clinic."""
        query = {"lang": self.lang} if self.lang else {}
        return self.at(f"/{self.clinic}/", query, absolute=absolute)

    def canonical(self, widget: str, params: Params) -> str:
        """The one address of a state, as a page."""
        return self.path(widget, params, "page", absolute=True)

    def step(self, widget: str, params: Params | None = None, anchor: str = "") -> Markup:
        """The attributes of a link that leads on within a widget, swapped in place by htmx."""
        target = f"#{anchor}" if anchor else ""
        href = self.href(widget, params) + target
        return Markup('href="{}" {}').format(href, self.swap(widget, params))

    def swap(self, widget: str, params: Params | None = None) -> Markup:
        """The htmx attributes that fetch a state and put it in the widget's place."""
        return _SWAPS[self.form].format(self.path(widget, params or {}, self.form))
