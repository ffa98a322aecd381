"""What a clinic copies into its website: one short text for each kind of site.

Nothing here reads a request: the choices come checked, and every snippet is a pure function of
them. The words about a snippet are a template's; here stand ids for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Literal, get_args
from urllib.parse import urlencode, urlsplit

from scarwidget.edition import Params, Widget
from scarwidget.widgets.links import Links

Mode = Literal["frame", "inline"]
Scheme = Literal["auto", "light", "dark"]
Platform = Literal["html", "wordpress", "wix", "squarespace", "webflow", "htmx", "server", "link"]
Sees = Literal["nothing", "link", "frame", "include", "inline"]
"""What a script on the clinic's page can see, from least to most; the words are a template's."""

SANDBOX = (
    "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
"""What a frame may do: all that a widget needs, and leave the page by a visitor's click only."""

RESERVE: Mapping[str, int] = {
    "picker": 900,
    "treatments": 820,
    "checklist": 900,
    "explainer": 820,
    "services": 900,
}
"""The height in pixels that suits each widget on a usual page, so that nothing jumps."""

RESERVE_OTHERS = 820
LEAST_HEIGHT = 200
MOST_HEIGHT = 4000

PRIVATE = "picker"
"""The widget that asks about somebody's health. Only a clinic that knows may let scripts see."""


@dataclass(frozen=True)
class Choices:
    """What a clinic's web person chose, checked; what could not be taken is its default.

    ``preset`` is the scar type or topic to start with. ``accent`` is empty for the clinic's
    own colour. ``problems`` says by choice what was wrong with it, as an id, or that the accent
    leaves but one scheme (``only_light``). ``refused_accent`` is a colour that does not stand
    out enough, and ``contrast`` its ratio.
    """

    widget: Widget
    locale: str
    mode: Mode = "frame"
    aware: bool = False
    preset: Params = field(default_factory=dict)
    accent: str = ""
    scheme: Scheme = "auto"
    heading: int | None = None
    height: int | None = None
    platform: Platform = "html"
    problems: Mapping[str, str] = field(default_factory=dict)
    refused_accent: str = ""
    contrast: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether something that was chosen could not be taken."""
        return any(not problem.startswith("only_") for problem in self.problems.values())

    @property
    def params(self) -> Params:
        """The same choices as a query, the usual ones and the language left out."""
        given = {
            "widget": self.widget.id,
            **self.preset,
            "mode": "" if self.mode == "frame" else self.mode,
            "aware": "1" if self.aware else "",
            "accent": self.accent,
            "scheme": "" if self.scheme == "auto" else self.scheme,
            "heading": str(self.heading or ""),
            "height": str(self.height or ""),
            "platform": "" if self.platform == "html" else self.platform,
        }
        return {key: value for key, value in given.items() if value}


@dataclass(frozen=True)
class Server:
    """Where the widgets are: the address as visitors reach it, and the files as they are now.

    ``loader`` is the hashed name of the loader and ``integrity`` its digest; ``sheets`` are
    the hashed names of the style sheets that a fragment needs.
    """

    public_url: str
    loader: str
    integrity: str
    sheets: tuple[str, ...]

    @property
    def origin(self) -> str:
        """The server as a Content-Security-Policy names it."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def file(self, name: str) -> str:
        """The address of a static file."""
        return f"{self.public_url}/-/static/{name}"


@dataclass(frozen=True)
class Snippet:
    """Something to copy. ``platforms`` are the kinds of site it is for.

    ``csp`` are the directives that a page with a Content-Security-Policy needs, ``sees`` is
    what scripts on that page can see, and ``notes`` are ids of sentences to read with it.
    """

    id: str
    platforms: tuple[Platform, ...]
    code: str
    language: Literal["html", "css", "text", "php", "python", "javascript"]
    csp: tuple[str, ...]
    sees: Sees
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The lines of the code, and one for a scroll bar."""
        return self.code.count("\n") + 2


@dataclass(frozen=True)
class Wanted:
    """One widget of one clinic as it is to stand in a page.

    ``title`` is the widget's in that language; ``default_locale`` needs no ``lang`` in an
    address.
    """

    server: Server
    clinic: str
    default_locale: str
    title: str
    choices: Choices

    @property
    def private(self) -> bool:
        """Whether the widget asks what no script of the clinic's page should come to know."""
        return self.choices.widget.id == PRIVATE

    @property
    def exposes(self) -> bool:
        """Whether scripts of the clinic's page may come to see what visitors choose."""
        return not self.private or self.choices.aware

    @property
    def inline(self) -> bool:
        """Whether the widget stands in the page itself."""
        return self.choices.mode == "inline" and self.exposes

    @property
    def usual_height(self) -> int:
        """The room that suits the widget, in pixels."""
        return RESERVE.get(self.choices.widget.id, RESERVE_OTHERS)

    @property
    def height(self) -> int:
        """The room to keep."""
        return self.choices.height or self.usual_height

    @property
    def page(self) -> str:
        """The address of the page, which every snippet links to."""
        return self._address("page")

    @property
    def fragment(self) -> str:
        """The address of the bare HTML."""
        return self._address("fragment")

    @property
    def frame(self) -> str:
        """The address for an iframe. Its looks stand behind the ``#``, which no server sees."""
        return self._address("frame") + looks(self.choices)

    @property
    def link(self) -> str:
        """The link to the page, which says the language of its words."""
        lang = escape(self.choices.locale)
        return f'<a href="{escape(self.page)}" lang="{lang}">{escape(self.title)}</a>'

    @property
    def plain_link(self) -> str:
        """The link inside an element that says the language."""
        return f'<a href="{escape(self.page)}">{escape(self.title)}</a>'

    @property
    def iframe(self) -> str:
        """The frame as HTML."""
        given = {
            "src": self.frame,
            "title": self.title,
            "width": "100%",
            "height": str(self.height),
            # As an attribute: a style would fail a strict policy, and the loader could not
            # take a border away later without a jump.
            "frameborder": "0",
            "loading": "lazy",
            "referrerpolicy": "no-referrer",
            "sandbox": SANDBOX,
        }
        return f"<iframe{_attributes(given)}></iframe>"

    @property
    def attributes(self) -> Mapping[str, str]:
        """What the loader must know of a mount that holds no frame yet."""
        choices = self.choices
        return {
            "clinic": self.clinic,
            "widget": choices.widget.id,
            **self._worn,
            **choices.preset,
            "mode": "inline" if self.inline else "",
            "heading": str(choices.heading or ""),
            "reserve": str(self.height),
        }

    @property
    def framed_attributes(self) -> Mapping[str, str]:
        """The same for a mount that holds its frame: the frame says the rest."""
        return {"clinic": self.clinic, "widget": self.choices.widget.id, **self._worn}

    @property
    def loader(self) -> str:
        """The line that loads the loader, whatever its version."""
        source = f"{escape(self.server.public_url)}/embed.js"
        return f'<script src="{source}" async referrerpolicy="no-referrer"></script>'

    @property
    def _worn(self) -> Mapping[str, str]:
        choices = self.choices
        # Always with its language: without one the loader takes that of the clinic's page.
        scheme = "" if choices.scheme == "auto" else choices.scheme
        return {"lang": choices.locale, "scheme": scheme, "accent": choices.accent}

    def _address(self, form: Literal["page", "frame", "fragment"]) -> str:
        choices = self.choices
        lang = None if choices.locale == self.default_locale else choices.locale
        links = Links(self.server.public_url, self.clinic, form, lang, choices.heading)
        return links.path(choices.widget.id, choices.preset, form, absolute=True)


def looks(choices: Choices) -> str:
    """Scheme and accent as a frame reads them behind the ``#`` of its address."""
    scheme = "" if choices.scheme == "auto" else choices.scheme
    given = [(k, v) for k, v in (("accent", choices.accent), ("scheme", scheme)) if v]
    return f"#?{urlencode(given)}" if given else ""


def snippets(wanted: Wanted) -> tuple[Snippet, ...]:
    """Every snippet for these choices.

    Of the picker only those that keep its answers from the clinic's page, unless the clinic
    says that it is aware.
    """
    return tuple(_all(wanted))


def _all(wanted: Wanted) -> Iterator[Snippet]:
    origin = wanted.server.origin
    framed, scripted = f"frame-src {origin}", f"script-src {origin}"
    code, csp = _framed(wanted), (framed, scripted)
    notes: tuple[str, ...] = ("once",)
    sees: Sees = "frame"
    if wanted.inline:
        code, csp = _inline(wanted), (scripted, f"connect-src {origin}")
        notes = ("once", "trusted")
        sees = "inline"
    yield Snippet("html", ("html",), code, "html", csp, sees, notes)
    yield Snippet("block", ("wordpress",), code, "html", csp, sees, ("role",))
    yield Snippet("author", ("wordpress",), _author(wanted), "html", csp, sees, ("author",))
    yield Snippet(
        "loader", ("wordpress",), wanted.loader, "html", (scripted,), "nothing", ("site",)
    )
    bare: tuple[Platform, ...] = ("html", "squarespace", "webflow") if wanted.inline else ()
    yield Snippet("rule", (*bare, "wordpress"), _rule(wanted), "css", (), "nothing", ("room",))
    yield Snippet("url", ("wordpress",), wanted.page, "text", (framed,), "frame", ("oembed",))
    yield Snippet("wix_html", ("wix",), wanted.frame, "text", (), "frame", ("wix_html",))
    yield Snippet("wix_element", ("wix",), _wix(wanted), "text", (), sees, ("wix_element",))
    yield Snippet("code_block", ("squarespace",), code, "html", csp, sees, ("plan",))
    yield Snippet("embed", ("webflow",), code, "html", csp, sees, ("plan",))
    yield Snippet(
        "iframe",
        ("html", "squarespace", "webflow"),
        f"{wanted.iframe}\n<p>{wanted.link}</p>",
        "html",
        (framed,),
        "frame",
        ("fixed",),
    )
    yield Snippet(
        "pinned", ("html",), _pinned(wanted.server), "html", (scripted,), "nothing", ("pinned",)
    )
    if wanted.exposes:
        yield from _for_hosts(wanted)
    yield Snippet("link", get_args(Platform), wanted.link, "html", (), "link")


def _for_hosts(wanted: Wanted) -> Iterator[Snippet]:
    """Where the clinic's own site fetches the fragment, by htmx or on its server."""
    origin = wanted.server.origin
    styled = (f"style-src {origin}",)
    fetched = (f"connect-src {origin}", *styled)
    worn = ("accent",) if wanted.choices.accent else ()
    dark = ("dark",) if wanted.choices.scheme == "dark" else ()
    yield Snippet("htmx4", ("htmx",), _htmx4(wanted), "html", fetched, "inline", worn)
    yield Snippet("htmx2", ("htmx",), _htmx2(wanted), "html", fetched, "inline", ("firefox", *worn))
    yield Snippet("sheets", ("server",), _sheets(wanted), "html", styled, "nothing", (*worn, *dark))
    yield Snippet("php", ("server",), _php(wanted), "php", styled, "include")
    yield Snippet("python", ("server",), _python(wanted), "python", styled, "include")
    yield Snippet("javascript", ("server",), _javascript(wanted), "javascript", styled, "include")


def _attributes(given: Mapping[str, str], prefix: str = "") -> str:
    """The attributes that have a value, as they stand in a tag."""
    return "".join(f' {prefix}{name}="{escape(value)}"' for name, value in given.items() if value)


def _framed(wanted: Wanted) -> str:
    return (
        f"<scar-widget{_attributes(wanted.framed_attributes)}>\n"
        f"  {wanted.iframe}\n"
        f"  <p>{wanted.plain_link}</p>\n"
        f"</scar-widget>\n"
        f"{wanted.loader}"
    )


def _inline(wanted: Wanted) -> str:
    return (
        f"<scar-widget{_attributes(wanted.attributes)}>\n"
        f"  {wanted.plain_link}\n"
        f"</scar-widget>\n"
        f"{wanted.loader}"
    )


def _author(wanted: Wanted) -> str:
    """On one line: WordPress makes paragraphs of several."""
    given = dict(wanted.attributes)
    name = given.pop("widget")
    mount = f'<div data-scarwidget="{escape(name)}"{_attributes(given, "data-")}>'
    return f"{mount}{wanted.link}</div>"


def _rule(wanted: Wanted) -> str:
    """Room for a mount that holds no frame yet, from before the loader is there."""
    widget = wanted.choices.widget.id
    return (
        f'scar-widget[widget="{widget}"],\n'
        f'[data-scarwidget="{widget}"] {{\n'
        "  display: block;\n"
        f"  min-height: {wanted.height}px;\n"
        "}"
    )


def _pinned(server: Server) -> str:
    given = {
        "src": server.file(server.loader),
        "integrity": server.integrity,
        "crossorigin": "anonymous",
        "referrerpolicy": "no-referrer",
    }
    return f"<script{_attributes(given)} async></script>"


def _wix(wanted: Wanted) -> str:
    """What Wix asks for in its own fields."""
    rows = [f"Server URL: {wanted.server.public_url}/embed.js", "Tag name: scar-widget", ""]
    rows += [f"{name}: {value}" for name, value in wanted.attributes.items() if value]
    return "\n".join(rows)


def _sheets(wanted: Wanted) -> str:
    lines = [
        f'<link rel="stylesheet" href="{escape(wanted.server.file(name))}">'
        for name in wanted.server.sheets
    ]
    if wanted.choices.accent:
        lines.append(f"<style>.scarwidget{{--scar-accent:{wanted.choices.accent}}}</style>")
    return "\n".join(lines)


def _htmx4(wanted: Wanted) -> str:
    asked = '{"headers":[],"credentials":"omit","referrerPolicy":"no-referrer"}'
    return _by_htmx(wanted, '{"mode":"cors"}', f"hx-config:inherited='{asked}'")


def _htmx2(wanted: Wanted) -> str:
    return _by_htmx(wanted, '{"selfRequestsOnly":false}', "hx-request='{\"noHeaders\":true}'")


def _by_htmx(wanted: Wanted, config: str, asked: str) -> str:
    dark = ' class="scarwidget-dark"' if wanted.choices.scheme == "dark" else ""
    return (
        "<!-- Once, in the head -->\n"
        f"<meta name=\"htmx-config\" content='{config}'>\n"
        f"{_sheets(wanted)}\n"
        "<!-- Where the widget goes -->\n"
        f'<div{dark} hx-get="{escape(wanted.fragment)}" hx-trigger="load"\n'
        f"     {asked}>\n"
        f"  {wanted.link}\n"
        "</div>"
    )


def _php(wanted: Wanted) -> str:
    return f"""\
<?php // Trusted HTML of your own widget server: it is printed as it is.
$url = {_php_string(wanted.fragment)};
$kept = __DIR__ . '/.scarwidget-' . md5($url) . '.html';
$html = (string) @file_get_contents($kept);
if (!$html || filemtime($kept) < time() - 300) {{
  $limit = stream_context_create(['http' => ['timeout' => 2]]);
  $new = (string) @file_get_contents($url, false, $limit);
  if (strpos($new, 'class="scarwidget ')) $html = $new;
  if (!$html) $html = {_php_string(wanted.link)};
  @file_put_contents($kept, $html, LOCK_EX);
}}
echo $html;"""


def _python(wanted: Wanted) -> str:
    return f"""\
import time
from urllib.request import urlopen

URL = {_string(wanted.fragment)}
kept = {{"html": {_string(wanted.link)}, "until": 0.0}}


def scarwidget() -> str:
    \"\"\"Trusted HTML of your own widget server: print it unescaped.\"\"\"
    if time.time() > kept["until"]:
        kept["until"] = time.time() + 300
        try:
            with urlopen(URL, timeout=2) as answer:
                html = answer.read().decode()
            if 'class="scarwidget ' in html:
                kept["html"] = html
        except Exception:
            pass  # the last answer stays, or the link
    return kept["html"]"""


def _javascript(wanted: Wanted) -> str:
    return f"""\
// Node 18 or newer. Trusted HTML of your own widget server: print it unescaped.
const url = {_string(wanted.fragment)};
let html = {_string(wanted.link)};
let until = 0;

export async function scarwidget() {{
  if (Date.now() > until) {{
    until = Date.now() + 300_000;
    try {{
      const answer = await fetch(url, {{ signal: AbortSignal.timeout(2000) }});
      const text = await answer.text();
      if (answer.ok && text.includes('class="scarwidget ')) html = text;
    }} catch {{
      // The last answer stays, or the link.
    }}
  }}
  return html;
}}"""


def _string(text: str) -> str:
    """A text as Python and JavaScript both write it."""
    return json.dumps(text, ensure_ascii=False)


def _php_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
