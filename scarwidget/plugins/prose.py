"""Markdown of a clinic: plain structure, links, and nothing that loads, runs or hides.

Whatever would not be shown is a fault, so that nobody wonders where a paragraph went. The
HTML is sanitised all the same: two walls, neither of which trusts the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from scarwidget.clinics.models import unreadable

HEADINGS = ("h3", "h4", "h5")
"""What the headings of a text become, largest first, as if it stood under an ``h2``."""

DEEPEST = 8
"""Lists and quotations within one another; the parser drops what is nested much deeper."""

_TAGS = frozenset({"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "strong", "ul"})
_ATTRIBUTES = {"a": {"href", "target", "title"}, "ol": {"start"}}
_SCHEMES = frozenset({"https", "mailto", "tel"})
_ADDRESS = re.compile(r"^(?:https://[^\s\"'<>]+|mailto:[^\s\"'<>]+|tel:\+?[0-9()-]+)$")

_NOT_SHOWN: Mapping[str, tuple[str, str]] = {
    "image": ("an image", "describe it in words"),
    "html_block": ("HTML", "write Markdown"),
    "html_inline": ("HTML", "write Markdown"),
    "table_open": ("a table", "make it a list"),
    "fence": ("a block of code", "take out the marks around it"),
    "code_block": ("a block of code", "take out the spaces at the beginning of the line"),
}
_QUOTED = 40
"""How much of a construct a fault quotes."""


def prose_faults(markdown: str) -> Iterator[tuple[int | None, str, str]]:
    """Yield what of a text would not be shown, as (line, problem, advice).

    The line is that of the text, from one; None where nobody can tell.
    """
    unseen = list(_unseen(markdown))
    yield from unseen
    for fault in _structure_faults(markdown):
        if fault[1] not in {problem for _, problem, _ in unseen}:
            yield fault


def prose_html(markdown: str) -> str:
    """The text as HTML that can stand in a card. What :func:`prose_faults` names is left out."""
    tokens = _PARSER.parse(markdown)
    _level(tokens)
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags={*_TAGS, *HEADINGS},
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    ).strip()


def _unseen(markdown: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(markdown.split("\n"), 1):
        for _, problem in unreadable(line, "details"):
            yield number, problem, ""


def _structure_faults(markdown: str) -> Iterator[tuple[int | None, str, str]]:
    for token in _PARSER.parse(markdown):
        first = token.map[0] + 1 if token.map else None
        if token.type in _NOT_SHOWN:
            yield first, *_refused(token)
        elif token.level > DEEPEST and token.nesting == 1:
            yield first, "is nested too deep to be shown", "use fewer lists within lists"
            return
        elif token.children:
            yield from _inline_faults(token, first)


def _inline_faults(inline: Token, first: int | None) -> Iterator[tuple[int | None, str, str]]:
    children = inline.children or []
    breaks = sum(child.type in ("softbreak", "hardbreak") for child in children)
    # Within code or an address a line may end too, and then nobody can count.
    counted = first is not None and breaks == inline.content.count("\n")
    line = first
    opened = False
    for child in children:
        if child.type in ("softbreak", "hardbreak") and counted and line is not None:
            line += 1
        closes = child.content.startswith("</") and opened
        opened = opened or child.type == "html_inline"
        for problem, advice in () if closes else _child_faults(child):
            yield line, problem, advice


def _child_faults(token: Token) -> Iterator[tuple[str, str]]:
    address = str(token.attrGet("href") or "")
    if token.type in _NOT_SHOWN:
        yield _refused(token)
    elif token.type == "link_open" and not _ADDRESS.match(address):
        expected = "expected one that begins with https://, mailto: or tel:"
        yield f"has a link to {_cut(address)!r}, {expected}", ""
    # An entity such as &shy; is a character only now.
    for text in (token.content, str(token.attrGet("title") or "")):
        for _, problem in unreadable(text, "details"):
            yield problem, ""


def _refused(token: Token) -> tuple[str, str]:
    construct, advice = _NOT_SHOWN[token.type]
    shown = str(token.attrGet("src")) if token.type == "image" else token.content.strip()
    quoted = f" ({_cut(shown)})" if shown else ""
    return f"has {construct}{quoted}, which is not shown", advice


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def _level(tokens: Sequence[Token]) -> None:
    """Give headings the levels that they may have, whichever their author began with."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS[min(used.index(token.tag), len(HEADINGS) - 1)]


def _link_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[index]
    # A frame is no place to open a web site or a telephone in.
    away = str(token.attrGet("href")).startswith("https:")
    token.attrSet("target", "_blank" if away else "_top")
    return renderer.renderToken(tokens, index, options, env)


def _soft_break(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    """Where a line of the source ends: a space, which Chinese has none of between its words."""
    edges = (tokens[index - 1].content[-1:], tokens[index + 1].content[:1])
    wide = all(edge and unicodedata.east_asian_width(edge) in ("W", "F") for edge in edges)
    return "" if wide else "\n"


def _any_address(url: str) -> bool:  # noqa: ARG001 - called as the one it replaces
    return True


def _filtered(_tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and not _ADDRESS.match(value) else value


def _nothing(*_: object) -> str:
    return ""


def _parser() -> MarkdownIt:
    # Tables and HTML are read so that they can be told of; nothing shows them.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # What an address may be is said by prose_faults, where this would leave the link as text.
    # The library asks to have this method replaced, and types know no such wish.
    parser.validateLink = _any_address  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("softbreak", _soft_break)
    for name in ("html_block", "html_inline", "image"):
        parser.add_render_rule(name, _nothing)
    return parser


_PARSER = _parser()
