"""What no page may hold, whoever wrote it: what runs, what styles, what others are asked for.

Templates and Markdown of plugins are sanitised as they load. This looks at what comes out in
the end, so that a hole anywhere on the way is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scarwidget.testing.markup import Element

FORBIDDEN = frozenset({"applet", "base", "embed", "iframe", "object", "svg"})
FETCHED = ("src", "srcset", "poster", "data", "background", "action", "formaction", "hx-get")
"""Attributes whose address a browser asks by itself, or for an answer to show here."""

ACTING = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
STATIC = "/-/static/"


def problems(root: Element, public_url: str) -> Iterator[tuple[str, str]]:
    """The elements that may not be there, each with what is wrong with it."""
    for element in root.every():
        shown = str(element)
        if element.tag in FORBIDDEN:
            yield shown, f"a <{element.tag}> may not stand in a page"
        if element.tag == "script" and not _is_ours(element, public_url):
            yield shown, "a script that is not the server's own"
        if element.tag == "style" and not element.inside("head"):
            yield shown, "a style sheet in the page's body"
        if element.tag == "meta" and element.get("http-equiv"):
            yield shown, "an instruction to the browser"
        yield from ((shown, problem) for problem in _attributes(element, public_url))


def _attributes(element: Element, public_url: str) -> Iterator[str]:
    for name, value in element.attributes.items():
        plain = re.sub(r"[\x00-\x20]", "", value)
        if name.startswith(("on", "hx-on")):
            yield f"{name} is an event handler"
        elif name == "style":
            yield "a style of its own"
        elif ACTING.match(plain):
            yield f"{name} runs something: {value!r:.60}"
        elif name in FETCHED or (element.tag == "link" and name == "href" and _is_loaded(element)):
            for address in _addresses(name, value):
                if not _is_at(address, public_url):
                    yield f"{name} asks another server: {address!r:.60}"


def _is_ours(script: Element, public_url: str) -> bool:
    source = script.get("src")
    if not source:
        return script.get("type") == "application/ld+json"
    path = urlsplit(urljoin(public_url + "/", source)).path
    return _is_at(source, public_url) and STATIC in path


def _is_loaded(link: Element) -> bool:
    return not {"alternate", "canonical"} & set(link.get("rel").split())


def _addresses(name: str, value: str) -> list[str]:
    if name != "srcset":
        return [value]
    return [part.split()[0] for part in value.split(",") if part.split()]


def _is_at(address: str, public_url: str) -> bool:
    """Whether an address is one of this server."""
    return urlsplit(urljoin(public_url + "/", address))[:2] == urlsplit(public_url)[:2]
