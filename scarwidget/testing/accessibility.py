"""What a machine can tell about accessibility without a browser.

It is the part of WCAG 2.2 that templates get wrong: headings, names, ids, languages, tables.
Colours, focus and zoom are the style sheet's, and the project's own tests look at them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import langcodes

from scarwidget.testing.markup import HEADINGS, Element

REGION = "scarwidget"
"""The class of the element that holds a widget, in every form."""


class Problem(NamedTuple):
    """What is wrong with an element, and what to do."""

    key: str
    problem: str
    advice: str


def problems(root: Element, title_level: int) -> Iterator[Problem]:
    """All that is wrong with a document or fragment, whose widget has a title of this level."""
    yield from _headings(root, title_level)
    yield from _ids(root)
    yield from _names(root)
    yield from _languages(root)
    yield from _tables(root)


def _headings(root: Element, title_level: int) -> Iterator[Problem]:
    for region in root.every("section"):
        if REGION in region.get("class").split():
            yield from _outline(list(region.every(*HEADINGS)), title_level)


def _outline(headings: list[Element], title_level: int) -> Iterator[Problem]:
    levels = [HEADINGS.index(heading.tag) + 1 for heading in headings]
    title = f"h{title_level}"
    if levels.count(title_level) != 1 or levels[0] != title_level:
        found = ", ".join(heading.tag for heading in headings) or "none"
        yield Problem(
            title,
            f"the headings are {found}, expected one {title}, and that first",
            'make the title with kit.heading(1), and no other heading with "1"',
        )
    for heading, level, before in zip(headings[1:], levels[1:], levels, strict=False):
        if level > before + 1:
            yield Problem(
                str(heading),
                f"follows an h{before}, so a level is left out",
                f"use kit.heading({before - title_level + 2})",
            )
    for heading in headings:
        if not heading.text:
            yield Problem(str(heading), "is a heading that says nothing", "give it words")


def _ids(root: Element) -> Iterator[Problem]:
    found = Counter(element.get("id") for element in root.every() if element.get("id"))
    for name, count in found.items():
        if count > 1:
            yield Problem(f'id="{name}"', f"is there {count} times", "make each id its own")
    for element in root.every():
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
            for name in element.get(attribute).split():
                if name not in found:
                    yield Problem(
                        str(element),
                        f"its {attribute} names {name!r}, which is not there",
                        "name an id of the same template",
                    )


def _names(root: Element) -> Iterator[Problem]:
    labels = {label.get("for"): label.text for label in root.every("label") if label.get("for")}
    for element in root.every():
        match element.tag:
            case "a" if "href" in element.attributes and not _name(element, root):
                yield Problem(str(element), "is a link without words", "say where it leads")
            case "button" | "summary" if not _name(element, root):
                yield Problem(str(element), "has no words", "say what it does")
            case "input" | "select" | "textarea" if element.get("type") != "hidden":
                if not (_name(element, root) or _label(element, labels)):
                    yield Problem(str(element), "has no label", "put it into a <label>")
            case "img" if "alt" not in element.attributes:
                yield Problem(str(element), "has no alt", 'describe it, or write alt=""')
            case "iframe" if not _name(element, root):
                yield Problem(str(element), "has no title", "say what it holds")
            case _:
                pass


def _name(element: Element, root: Element) -> str:
    """What assistive technology calls an element, as far as the element itself says."""
    named = set(element.get("aria-labelledby").split())
    by_others = " ".join(e.text for e in root.every() if e.get("id") in named) if named else ""
    own = element.get("value") if element.get("type") in ("submit", "button", "reset") else ""
    return by_others or element.get("aria-label") or element.text or own or element.get("title")


def _label(element: Element, labels: dict[str, str]) -> str:
    if found := labels.get(element.get("id")):
        return found
    around = element.parent
    while around is not None and around.tag != "label":
        around = around.parent
    return around.text if around is not None else ""


def _languages(root: Element) -> Iterator[Problem]:
    for element in root.every():
        if "lang" in element.attributes and not langcodes.tag_is_valid(element.get("lang")):
            yield Problem(
                str(element),
                f"{element.get('lang')!r} is no language",
                "expected a tag such as 'en' or 'zh-Hant-HK'",
            )
        if element.tag == "html" and not element.get("lang"):
            yield Problem(str(element), "does not say which language it is in", "give it a lang")


def _tables(root: Element) -> Iterator[Problem]:
    for table in root.every("table"):
        headers = list(table.every("th"))
        if not headers:
            yield Problem(str(table), "has no headers", "make its first row or column of <th>")
        for header in headers:
            if not header.text and header.parent is not None and header.get("scope"):
                yield Problem(str(header), "is a header that says nothing", "use <td>")
