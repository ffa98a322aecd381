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

_IN_PLACE = {"target": "closest .scarwidget", "sync": "closest .scarwidget:replace"}
_WHOLE = {**_IN_PLACE, "swap": "outerMorph", "select": ".scarwidget"}
_MANNERS: Mapping[Form, Mapping[str, str]] = {
    # The links to other languages stand outside the widget, and follow its state.
    "page": {**_WHOLE, "push-url": "true", "select-oob": "#scarwidget-languages"},
    "frame": _WHOLE,
    # Any htmx knows outerHTML; the host of a fragment may run another version.
    "fragment": {**_IN_PLACE, "swap": "outerHTML"},
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
    heading: int | None = None
    """The level of the widget's title that a host asked for; None for the form's own."""

    def in_lang(self, lang: str | None) -> Links:
        """The same links in another language."""
        return replace(self, lang=lang)

    @property
    def bare(self) -> Links:
        """The same links with nothing carried along: a form carries it in fields."""
        return replace(self, lang=None, heading=None)

    @property
    def title_level(self) -> int:
        """The level of the widget's title: a fragment stands below its host's own."""
        return self.heading or (2 if self.form == "fragment" else 1)

    def path(self, widget: str, params: Params, form: Form, *, absolute: bool = False) -> str:
        """The URL of a widget's state: keys sorted, none empty."""
        query = {**params, "lang": self.lang or ""}
        if self.heading and form != "page":
            query["heading"] = str(self.heading)
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

    def oembed(self, widget: str, params: Params, kind: Literal["json", "xml"]) -> str:
        """Where a site to which somebody gave a page's address learns how to embed it."""
        query = {"format": kind, "url": self.canonical(widget, params)}
        return self.at("/-/oembed", query, absolute=True)

    def step(self, widget: str, params: Params | None = None, anchor: str = "") -> Markup:
        """The attributes of a link that leads on within a widget, swapped in place by htmx."""
        target = f"#{anchor}" if anchor else ""
        href = self.href(widget, params) + target
        return Markup('href="{}" {}').format(href, self.swap(widget, params))

    def swap(self, widget: str, params: Params | None = None) -> Markup:
        """The htmx attribute that fetches a state, to be put in the widget's place."""
        return Markup('hx-get="{}"').format(self.path(widget, params or {}, self.form))

    @property
    def manners(self) -> Markup:
        """The htmx attributes of a widget's region: how whatever is fetched within it swaps.

        htmx 4 hands an attribute down only where it says so; htmx 2 always does, and does not
        know the word for it, so a fragment says everything in both ways.
        """
        said: list[Markup] = []
        for name, value in _MANNERS[self.form].items():
            said.append(Markup('hx-{}:inherited="{}"').format(name, value))
            if self.form == "fragment":
                said.append(Markup('hx-{}="{}"').format(name, value))
        return Markup(" ").join(said)
