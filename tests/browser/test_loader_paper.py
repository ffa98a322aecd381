"""On paper a clinic's page holds its widgets whole: unfolded, with their sources and where they
stand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from unicodedata import normalize

import pytest

from tests.browser.hosting import CLINIC, csp
from tests.browser.staging import Stage

pytestmark = pytest.mark.browser

PIECES = """
(inside) => {
  const walker = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const text = data.replace(/\\s+/g, "");
    const fold = parentElement?.closest("details");
    if (!text || !parentElement || parentElement.closest(".scarwidget-hidden")) continue;
    if ((fold ?? parentElement).checkVisibility()) pieces.push(text);
  }
  return pieces;
}
"""
"""Every text that is to be printed, without its spaces; what is folded away counts as shown."""


def objects(pdf: bytes) -> dict[int, bytes]:
    """The objects of a PDF by their numbers, each with its stream unpacked."""
    found: dict[int, bytes] = {}
    for number, content in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL):
        head, stream, rest = content.partition(b"stream\n")
        if stream and b"/FlateDecode" in head:
            rest = zlib.decompressobj().decompress(rest)
        found[int(number)] = head + rest
    return found


def letters(cmap: bytes) -> dict[int, str]:
    """What the codes of a font stand for."""
    found: dict[int, str] = {}

    def text(code: bytes, more: int = 0) -> str:
        raw = bytes.fromhex(code.decode())
        return (raw[:-2] + (int.from_bytes(raw[-2:]) + more).to_bytes(2)).decode("utf-16-be")

    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, goal in re.findall(rb"<(\w+)> <(\w+)>", block):
            found[int(code, 16)] = text(goal)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, goal in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = text(goal, code - int(first, 16))
    return found


def words(pdf: bytes) -> str:
    """What can be read in a PDF that Chromium made, without spaces, in the order of drawing."""
    things = objects(pdf)
    fonts: dict[bytes, tuple[int, dict[int, str]]] = {}
    for number, thing in things.items():
        if b"/Type /Font\n" in thing and (at := re.search(rb"/ToUnicode (\d+) 0 R", thing)):
            width = 2 if b"/Type0" in thing else 1
            fonts[b"F%d" % number] = width, letters(things[int(at[1])])

    def read(content: bytes) -> Iterator[str]:
        width, known = 2, dict[int, str]()
        for font, code in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", content):
            if font:
                width, known = fonts[font]
            raw = bytes.fromhex(code.decode())
            for at in range(0, len(raw), width):
                yield known.get(int.from_bytes(raw[at : at + width]), "")

    # Drawn text stands between BT and ET, on pages and in what they draw from elsewhere.
    pages = (thing for thing in things.values() if b"\nBT\n" in thing)
    # Two letters that are drawn as one are two letters.
    drawn = normalize("NFKC", "".join("".join(read(page)) for page in pages))
    return re.sub(r"\s", "", drawn)


def test_it_is_all_there(stage: Stage) -> None:
    """Adopted frames, frames of the loader's and inline widgets, in whatever state they are."""
    widgets = stage.widgets
    compared = f"{widgets.page('treatments')}/frame?pick=laser_pico.microneedling"
    stage.show(
        "<h1>Acne scars</h1>",
        widgets.mount("treatments", id="a", inside=widgets.iframe("treatments", src=compared)),
        "<p>Between</p>",
        widgets.plain_mount("explainer", id="b", topic="how-lasers-work", eager=""),
        widgets.mount("checklist", id="c", mode="inline", eager=""),
        widgets.mount("explainer", id="d", mode="inline", topic="home-care", eager=""),
        "<p>The last word</p>",
        headers=csp(
            "default-src 'none'",
            *(f"{kind}-src {widgets.url}" for kind in ("script", "frame", "connect")),
        ),
    )
    stage.ready(*"abcd")
    stage.page.emulate_media(media="print")
    pieces = ["Acnescars", "Between", "Thelastword"]
    for mount in "ab":
        pieces += stage.frame(mount).evaluate(f"({PIECES})(document.body)")
    for mount in "cd":
        pieces += stage.page.evaluate(f"({PIECES})({mount}.shadowRoot)")
    stage.page.emulate_media(media="null")
    printed = words(stage.page.pdf())
    assert len(pieces) > 300
    # A column or a page may end in the middle of a longer text.
    missing = [p for p in pieces if p[:12] not in printed or p[-12:] not in printed]
    assert missing == []
    for place in ("treatments?pick=laser_pico.microneedling", "explainer?topic=how-lasers-work"):
        assert f"From{widgets.url}/{CLINIC}/{place}" in printed
    for place in ("checklist", "explainer?topic=home-care"):
        assert f"From{widgets.url}/{CLINIC}/{place}" in printed
    # And on the screen it is as it was.
    assert stage.page.evaluate("document.querySelector('iframe').style.minHeight") == ""
