"""What is found in a document, whoever put it there."""

from __future__ import annotations

import pytest

from scarwidget.testing import PUBLIC_URL, accessibility, safety
from scarwidget.testing.markup import parse
from scarwidget.testing.visits import Visit, answer_shortfalls

OURS = f"""
<!doctype html>
<html lang="en"><head>
  <link rel="canonical" href="https://elsewhere.example/">
  <link rel="stylesheet" href="/-/static/scarwidget.0123.css">
  <style>:root {{ --scar-accent: #0f5c5a }}</style>
  <script src="{PUBLIC_URL}/-/static/frame.0123.js"></script>
  <script type="application/ld+json">{{}}</script>
</head><body>
  <section class="scarwidget" lang="zh-Hant-HK">
    <h1 id="a">One</h1>
    <p><a href="https://elsewhere.example/">Two</a> <a href="/" aria-labelledby="a"></a>
      <a href="/"><img src="/x.png" alt="Three"></a> <a href="tel:+1">+1</a><br>not<p>closed</p>
    <h2>Four</h2> <h3>Five</h3> <h2>Six</h2>
    <form action="/birch-skin/picker"><label>Seven <input name="a"></label>
      <label for="b">Eight</label><input id="b"><input type="hidden" name="c">
      <input type="submit" value="Nine"><button>Ten</button></form>
    <table><tr><th scope="col">Eleven</th><th></th></tr><tr><td>Twelve</td></tr></table>
    <details><summary>Thirteen</summary></details>
  </section>
</body></html>
"""

UNSAFE = {
    "<script>alert(1)</script>": "script",
    '<script src="https://elsewhere.example/-/static/a.js"></script>': "script",
    '<script src="/birch-skin/a.js"></script>': "script",
    '<p OnClick="alert(1)">a</p>': "event handler",
    '<p hx-on:click="alert(1)">a</p>': "event handler",
    '<p style="position: fixed">a</p>': "style",
    "<style>p { position: fixed }</style>": "style sheet",
    '<a href="java\nscript:alert(1)">a</a>': "runs something",
    '<a href=" JavaScript:alert(1)">a</a>': "runs something",
    '<img src="https://elsewhere.example/a.png">': "another server",
    '<img src="//elsewhere.example/a.png">': "another server",
    '<img srcset="/a.png 1x, https://elsewhere.example/b.png 2x">': "another server",
    '<link rel="stylesheet" href="https://elsewhere.example/a.css">': "another server",
    '<form action="https://elsewhere.example/"></form>': "another server",
    '<p hx-get="https://elsewhere.example/">a</p>': "another server",
    '<iframe src="/birch-skin/picker"></iframe>': "<iframe>",
    '<meta http-equiv="refresh" content="0">': "browser",
    '<svg><a href="/">a</a></svg>': "<svg>",
}

INACCESSIBLE = {
    "<h2>Four</h2><h2></h2>": "says nothing",
    "<h4>Four</h4>": "level is left out",
    "<h1>Another</h1>": "expected one h1",
    '<p id="a">a</p>': "is there 2 times",
    '<p aria-describedby="nowhere">a</p>': "names 'nowhere'",
    '<a href="/"> <b> </b> </a>': "without words",
    '<a href="/"><span aria-hidden="true">x</span></a>': "without words",
    '<a href="/"><img src="/x.png" alt=""></a>': "without words",
    "<button></button>": "no words",
    "<details><summary></summary>a</details>": "no words",
    '<input name="a">': "no label",
    '<select name="a"></select>': "no label",
    '<img src="/x.png">': "no alt",
    '<p lang="a-b-c">a</p>': "is no language",
    "<table><tr><td>a</td></tr></table>": "no headers",
    '<table><tr><th scope="col"></th><td>a</td></tr></table>': "says nothing",
}


def test_nothing_is_said_of_a_page_that_is_well() -> None:
    root = parse(OURS)
    assert list(safety.problems(root, PUBLIC_URL)) == []
    assert list(accessibility.problems(root, 1)) == []


@pytest.mark.parametrize("html", UNSAFE)
def test_what_no_page_may_hold_is_found(html: str) -> None:
    root = parse(OURS.replace("</section>", f"{html}</section>"))
    [(key, problem), *_] = safety.problems(root, PUBLIC_URL)
    assert key.startswith("<")
    assert UNSAFE[html] in problem


@pytest.mark.parametrize("html", INACCESSIBLE)
def test_what_some_cannot_use_is_found(html: str) -> None:
    root = parse(OURS.replace("</section>", f"{html}</section>"))
    found = list(accessibility.problems(root, 1))
    assert [one for one in found if INACCESSIBLE[html] in one.problem], found
    assert all(one.advice for one in found)


def test_a_document_says_which_language_it_is_in() -> None:
    [found] = accessibility.problems(parse("<html><body></body></html>"), 1)
    assert "language" in found.problem


def test_a_title_has_the_level_of_its_form() -> None:
    region = '<section class="scarwidget"><h2>One</h2><h3>Two</h3></section>'
    assert list(accessibility.problems(parse(region), 2)) == []
    assert len(list(accessibility.problems(parse(region), 1))) == 1


@pytest.mark.parametrize(
    ("status", "cache", "cookie", "problems"),
    [
        (200, "public, max-age=60", "", []),
        (404, "no-store", "", ["answers 404"]),
        (200, "no-store", "", ["Cache-Control"]),
        (200, "", "", ["Cache-Control"]),
        (200, "public, max-age=60", "seen=1", ["cookie"]),
    ],
)
def test_an_answer_is_kept_as_it_should_be_and_sets_no_cookie(
    status: int, cache: str, cookie: str, problems: list[str]
) -> None:
    seen = Visit("/birch-skin/picker", "page", status, cache, cookie, "")
    found = list(answer_shortfalls(seen, 200))
    assert len(found) == len(problems)
    assert all(word in one.problem for word, one in zip(problems, found, strict=True))
