"""What WordPress does with a page's address that somebody pastes into a post: a model of it.

Written from what WordPress 7.0 does for a provider it does not know: it looks for the oEmbed
link in the page's head, asks there, keeps three elements of the answer with few attributes,
sandboxes the frame, and hides it behind the quotation until the frame has said its height.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from secrets import token_hex
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

Fetch: TypeAlias = Callable[[str], tuple[int, bytes]]
"""Gets an address: status and body."""

READ = 153_600
"""Bytes of a page that are read."""

CONTENT_WIDTH = 640
LEAST, MOST = 200, 1000
"""Pixels between which a frame may choose its height; the script below knows them too."""

JSON_LINK, XML_LINKS = "application/json+oembed", ("text/xml+oembed", "application/xml+oembed")

KEPT: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "blockquote": frozenset({"data-secret"}),
    "iframe": frozenset(
        {
            "src",
            "width",
            "height",
            "frameborder",
            "marginwidth",
            "marginheight",
            "scrolling",
            "title",
            "data-secret",
        }
    ),
}

HOST_SCRIPT = """
(() => {
  window.heard = [];
  addEventListener("message", ({ data, source }) => {
    window.heard.push(data);
    if (!data || /[^a-zA-Z0-9]/.test(data.secret)) return;
    const marked = (tag) => document.querySelectorAll(`${tag}[data-secret="${data.secret}"]`);
    for (const quotation of marked("blockquote")) quotation.style.display = "none";
    for (const frame of marked("iframe")) {
      if (source !== frame.contentWindow) continue;
      frame.removeAttribute("style");
      if (data.message === "height") {
        frame.height = Math.min(Math.max(parseInt(data.value, 10) || 0, 200), 1000);
      }
    }
  });
  const ready = () => {
    for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) {
      const { secret } = frame.dataset;
      frame.contentWindow.postMessage({ message: "ready", secret }, "*");
    }
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
  else ready();
})();
"""
"""The part of wp-embed.js that frames meet; ``heard`` is for the tests."""


@dataclass(frozen=True)
class Pasted:
    """What stands in the post, and where WordPress asked for it."""

    endpoint: str
    secret: str
    html: str

    @property
    def brings_script(self) -> bool:
        """Whether WordPress adds its own script to the post: only for what looks like a post."""
        return re.search(r"<blockquote\s[^>]*?wp-embedded-content", self.html) is not None


def pasted(fetch: Fetch, url: str, *, width: int = CONTENT_WIDTH) -> Pasted | None:
    """What becomes of an address in a post as wide as this; None: it stays a plain link."""
    _, page = fetch(url)
    provider = discovered(page)
    if provider is None:
        return None
    endpoint = asked_at(provider, url, width, min(-(-width * 3 // 2), 1000))
    status, body = fetch(f"{endpoint}&format=json")
    if status == 501:
        return None
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if said.get("type") != "rich" or not isinstance(said.get("html"), str):
        return None
    secret = token_hex(5)
    html = filtered(titled(said["html"].replace("\n", ""), said.get("title", "")), secret)
    return Pasted(endpoint, secret, html) if html else None


def discovered(page: bytes) -> str | None:
    """The endpoint that a page's head names."""
    head = page[:READ].decode("utf-8", "replace")
    head = head[:found] if (found := head.lower().find("</head>")) > 0 else head
    providers: dict[str, str] = {}
    for link in re.findall(r"<link([^<>]+?)/?>", head, re.IGNORECASE):
        attributes = dict(re.findall(r'([\w-]+)\s*=\s*"([^"]*)"(?=\s|$)', link))
        if attributes.get("href"):
            providers.setdefault(attributes.get("type", ""), unescape(attributes["href"]))
    known = (JSON_LINK, *XML_LINKS)
    return next((providers[kind] for kind in known if kind in providers), None)


def asked_at(provider: str, url: str, width: int, height: int) -> str:
    """The endpoint with what WordPress puts into its query, in place of what stood there."""
    parts = urlsplit(provider)
    ours = {"maxwidth": str(width), "maxheight": str(height), "url": quote(url, ""), "dnt": "1"}
    kept = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    kept.pop("format", None)
    query = "&".join(f"{key}={value}" for key, value in {**kept, **ours}.items())
    return urlunsplit(parts._replace(query=query))


def titled(html: str, title: str) -> str:
    """The HTML, each frame with a title: its own, or else that of the answer."""
    frame = re.search(r"<iframe([^>]*)>", html, re.IGNORECASE)
    if frame is None:
        return html
    [(_, attributes)] = _tags(f"<iframe{frame[1]}>")
    said = attributes.pop("title", "") or title
    if not said:
        return html
    rest = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return html.replace(frame[0], f'<iframe title="{escape(said)}"{rest}>')


def filtered(html: str, secret: str) -> str | None:
    """What WordPress keeps and adds; None where no frame is left."""
    kept = kses(html)
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", kept, re.DOTALL)
    if found is None:
        return None
    quotation, frame = found[1] or "", found[2]
    if source := re.search(r""" src=(['"])(.*?)\1""", quotation + frame):
        url = source[2].replace("&amp;", "&#038;") + f"#?secret={secret}"
        frame = frame.replace(source[0], f' src="{url}" data-secret="{secret}"')
        quotation = quotation.replace("<blockquote", f'<blockquote data-secret="{secret}"')
    if quotation:
        hidden = '<iframe style="position: absolute; visibility: hidden;"'
        frame = frame.replace("<iframe", hidden)
        quotation = quotation.replace("<blockquote", '<blockquote class="wp-embedded-content"')
    mark = '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    return quotation + frame.replace("<iframe", mark)


def kses(html: str) -> str:
    """The three elements that an unknown provider may have, and the words of all others."""
    filter_ = _Kses()
    filter_.feed(html)
    filter_.close()
    return "".join(filter_.kept)


class _Kses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            said = (f' {n}="{escape(v or "")}"' for n, v in attrs if n in KEPT[tag])
            self.kept.append(f"<{tag}{''.join(said)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.kept.append(escape(data, quote=False))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def _tags(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def post(*embeds: Pasted, script: bool = True) -> str:
    """A post with these embeds, and with WordPress's script where one of them brings it."""
    bodies = "".join(f"<figure><div>{embed.html}</div></figure>" for embed in embeds)
    brought = script and any(embed.brings_script for embed in embeds)
    tail = f"<script>{HOST_SCRIPT}</script>" if brought else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title>'
        '<link rel="icon" href="data:,"></head>'
        f"<body><main><h1>A post</h1>{bodies}</main>{tail}</body></html>"
    )
