"""Markdown of a clinic: what is shown, and that whatever is not shown is said."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.plugins.prose import prose_faults, prose_html

ALLOWED = {
    *("p", "ul", "ol", "li", "strong", "em", "h3", "h4", "h5", "a", "blockquote", "code"),
    *("hr", "br"),
}

SHOWN = {
    "One\ntwo": "<p>One\ntwo</p>",
    "*a* **b** `c`": "<p><em>a</em> <strong>b</strong> <code>c</code></p>",
    "# a\n## b\n##### c\n###### d": "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h5>d</h5>",
    "### a\n\n# b": "<h4>a</h4>\n<h3>b</h3>",
    "- a\n- b": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    "3. a": '<ol start="3">\n<li>a</li>\n</ol>',
    "> a": "<blockquote>\n<p>a</p>\n</blockquote>",
    "a\n\n---": "<p>a</p>\n<hr>",
    "a\\\nb": "<p>a<br>\nb</p>",
    "1 < 2 & \\*3": "<p>1 &lt; 2 &amp; *3</p>",
    "皮秒\n激光": "<p>皮秒激光</p>",
    '[a](https://x.example/?a=1 "t")': (
        '<p><a href="https://x.example/?a=1" title="t" target="_blank" '
        'rel="noopener noreferrer">a</a></p>'
    ),
    "[a](tel:+6512345678)": (
        '<p><a href="tel:+6512345678" target="_top" rel="noopener noreferrer">a</a></p>'
    ),
    "<hello@x.example>": (
        '<p><a href="mailto:hello@x.example" target="_top" '
        'rel="noopener noreferrer">hello@x.example</a></p>'
    ),
}


@pytest.mark.parametrize("markdown", SHOWN)
def test_what_is_shown(markdown: str) -> None:
    assert list(prose_faults(markdown)) == []
    assert prose_html(markdown) == SHOWN[markdown]


NOT_SHOWN = {
    "a\n\n![Before](https://x.example/a.jpg)": (3, "an image (https://x.example/a.jpg)"),
    "a\nb <b>c</b>": (2, "HTML (<b>)"),
    "a </b>": (1, "HTML (</b>)"),
    "a\n\n<script>alert(1)</script>": (3, "HTML (<script>alert(1)</script>)"),
    "<!-- a -->": (1, "HTML (<!-- a -->)"),
    "<div onclick=a>\n</div>": (1, "HTML (<div onclick=a>"),
    "[a](javascript:alert(1))": (1, "'javascript:alert(1)'"),
    "[a](JaVaScript:alert(1))": (1, "JaVaScript"),
    "[a](&#106;avascript:alert(1))": (1, "'javascript:alert(1)'"),
    "[a](data:text/html,x)": (1, "'data:text/html,x'"),
    "[a](http://x.example)": (1, "https://"),
    "[a](//x.example)": (1, "'//x.example'"),
    "[a](/prices)": (1, "'/prices'"),
    "[a](#b)": (1, "'#b'"),
    "[a]()": (1, "a link"),
    "a\n[b][c]\n\n[c]: vbscript:x": (2, "'vbscript:x'"),
    "<https:x>": (1, "'https:x'"),
    "a\n\n    b": (3, "block of code"),
    "```\na\n```": (1, "block of code"),
    "a\n\n|a|b|\n|-|-|\n|1|2|": (3, "a table"),
    "a\n> - - - - b": (2, "too deep"),
    "a\n\u202eb": (2, "U+202E"),
    "a &shy; b": (1, "U+00AD"),
    "a &#x202e; b": (1, "U+202E"),
    '[a](https://x.example "&#8238;")': (1, "U+202E"),
    "`a\u200b`": (1, "U+200B"),
    "a\x0bb": (1, "U+000B"),
    "a\rb": (1, "U+000D"),
}


@pytest.mark.parametrize("markdown", NOT_SHOWN)
def test_what_is_not_shown_is_said(markdown: str) -> None:
    line, words = NOT_SHOWN[markdown]
    [(told, problem, _)] = prose_faults(markdown)
    assert told == line
    assert words in problem


def test_everything_is_said_at_once() -> None:
    markdown = "\n\n".join(NOT_SHOWN)
    assert len(list(prose_faults("![a](b) <i>\n\n[c](d)\n\n    e"))) == 4
    assert len(list(prose_faults(markdown))) > 20


def test_what_is_named_never_gets_out() -> None:
    for markdown in NOT_SHOWN:
        assert_harmless(prose_html(markdown))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    for tag, attributes in tags.found:
        assert tag in ALLOWED, html
        allowed = {"a": {"href", "target", "title", "rel"}, "ol": {"start"}}.get(tag, set())
        assert attributes.keys() <= allowed, html
        if "href" in attributes:
            assert re.match(r"https:|mailto:|tel:", attributes["href"] or ""), html


PIECES = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=1>", "<!--", "-->"),
        *(
            "[a](",
            ")",
            "](",
            "![",
            "javascript:alert(1)",
            "&#106;avascript:",
            "https://x",
            '"',
            "'",
        ),
        *("\n", "\n\n", "    ", "> ", "- ", "1. ", "#", "|", "|-|", "`", "```", "*", "**", "_"),
        *("\\", "&lt;", "&#x3c;", "<", ">", "[x]: ", "\t", "style=", "\x00", "\u202e", "文", "a"),
    ]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_text_harms(markdown: str) -> None:
    for line, problem, _ in prose_faults(markdown):
        assert problem
        assert line is None or 1 <= line <= markdown.count("\n") + 1
    assert_harmless(prose_html(markdown))


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "*a ", "> ", "`a", "<a ", "|-", "_a_ ", "\\"])
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    began = time.process_time()
    list(prose_faults(text))
    assert time.process_time() - began < 2
