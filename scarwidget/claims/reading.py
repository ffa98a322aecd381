"""A clinic's text as its readers take it in, with the way back to where each letter stood.

Markup, entities, invisible characters, look-alike letters and line breaks are undone here,
so that a rule is written once, in small letters, and finds its words in any disguise.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

Part = str | tuple[int, int]
"""What takes a passage's place: new letters, or a stretch of the text that stays."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff"

_VARIANTS = dict(
    zip(
        "牀衞裏綫羣臺眞汚僞啓峯爲麽麼污鷄説脱悦税閲温着癒",
        "床衛裡線群台真污偽啟峰為么么污雞說脫悅稅閱溫著愈",
        strict=True,
    )
)
"""Ways to write the same character; the second one is what rules are matched in."""

_ALIKE = dict(
    zip("авекмнорстухіјѕԁԛԝһαβεικνορτυχγ", "abekmhopctyxijsdqwhabeiknoptuxy", strict=True)
)
"""Cyrillic and Greek letters that look Latin."""

_PLAIN = {
    **dict.fromkeys("“”„‟«»「」『』〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃﹘－〜～", "-"),
    **dict.fromkeys("・‧∙⋅•●", "·"),
    "\n": "\n",
    "\t": " ",
    "\u3000": " ",
}

_MARKUP = re.compile(
    r"<!--(?s:.){0,1000}?-->"
    r"|<(?P<raw>script|style)\b[^<>]{0,300}>[^<]{0,5000}</(?P=raw)\s{0,9}>"
    r"|</?(?P<tag>[a-z][a-z0-9]{0,15})(?P<rest>[^<>]{0,1000})>"
    r"|!?\[(?P<said>[^\[\]\n]{0,300})\]\([^()\n]{0,500}\)"
    r"|(?P<link>\bhttps?://[^\s<>\"'()（）「」，。]{1,500}|\bwww\.[^\s<>\"'()（）「」，。]{1,500}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,60})"
    r"|&(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});?"
    r"|\\(?=[^\w\s])",
    re.IGNORECASE,
)
_MAY_BE_MARKUP = re.compile(r"[<&\\@\[]|://|www\.", re.IGNORECASE)
_SAID_IN_TAG = re.compile(
    r"\b(?:alt|title|aria-label|placeholder|content)\s?=\s?(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s small span strong sub "
        "sup tt u var wbr",
    )
)

_BULLET = re.compile(r"(?m)^[ ]{0,12}(?:[-*+·>|]|[0-9]{1,2}[.)]|#{1,6})[ ]")
_EMPHASIS = re.compile(r"[*~^]{1,3}|(?<![a-z0-9])_{1,3}|_{1,3}(?![a-z0-9])|__")
_BROKEN_WORD = re.compile(r"(?<=[a-z])-[ ]{0,4}\n[ ]{0,40}(?=[a-z])")
_SPACED_OUT = re.compile(r"(?<![a-z0-9'.])[a-z](?:[ .\-_·/][a-z]){2,80}(?![a-z0-9'])")
_SPACE = re.compile(r"[ \n]{2,}|\n")
_HAN_GAP = re.compile(
    rf"(?<=[{HAN}])[ ·\-_'\"]{{1,3}}(?=[{HAN}])|(?<=[{HAN}]) (?=[a-z0-9$%])"
    rf"|(?<=[a-z0-9%]) (?=[{HAN}])"
)
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Reading:
    """``text`` as rules are matched in it; ``begins`` and ``ends`` say where a letter was.

    Both are None where every letter stands where it stood.
    """

    text: str
    begins: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that a stretch of this one came from."""
        if self.begins is None or self.ends is None:
            return start, end
        return self.begins[start], self.ends[end - 1]


def read(text: str) -> Reading:
    """What somebody sees who reads ``text``, in small Latin letters and one form of Han."""
    reading = Reading(text)
    if _MAY_BE_MARKUP.search(text):
        reading = _edited(reading, _MARKUP, _without_markup)
    reading = _folded(reading)
    reading = _edited(reading, _BULLET, lambda _: ("\n\n",))
    reading = _edited(reading, _EMPHASIS, lambda _: ())
    reading = _edited(reading, _BROKEN_WORD, lambda _: ())
    reading = _edited(reading, _SPACED_OUT, _letters)
    reading = _edited(reading, _SPACE, _one_space)
    return _edited(reading, _HAN_GAP, lambda _: ())


def traditional(reading: Reading) -> Reading | None:
    """The same in the traditional characters of Hong Kong; None where that changes nothing."""
    if not has_han(reading.text):
        return None
    text = "".join(map(_fold, _to_hong_kong(reading.text)))
    return None if text == reading.text else Reading(text, reading.begins, reading.ends)


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return _IS_HAN.search(text) is not None


def fold(pattern: str) -> str:
    """A pattern in the forms that texts are folded to."""
    return "".join(_VARIANTS.get(character, character) for character in pattern)


def _to_hong_kong(text: str) -> str:
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    # Where a phrase grows or shrinks, single characters keep their places.
    pieces = (_converter().convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, pieces, strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2hk")


class _Folds(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


@cache
def _fold(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        if unicodedata.category(part) in ("Mn", "Me", "Cf", "Cs"):
            continue
        plain = _PLAIN.get(part, part)
        folded.append(_ALIKE.get(plain) or _VARIANTS.get(plain, plain))
    return "".join(folded)


_FOLDS = _Folds()


def _folded(reading: Reading) -> Reading:
    text = reading.text
    odd = [c for c in set(text) if len(_FOLDS[ord(c)]) != 1]
    folded = text.translate(_FOLDS)
    if not odd:
        return Reading(folded, reading.begins, reading.ends)
    pattern = re.compile("[" + "".join(map(re.escape, odd)) + "]")
    even = _edited(reading, pattern, lambda m: (_FOLDS[ord(m[0])],))
    return Reading(even.text.translate(_FOLDS), even.begins, even.ends)


def _edited(
    reading: Reading,
    pattern: re.Pattern[str],
    parts: Callable[[re.Match[str]], Iterable[Part]],
) -> Reading:
    """The text with something else in the place of each passage that a pattern finds."""
    found = pattern.search(reading.text)
    if found is None:
        return reading
    text, old_begins, old_ends = reading.text, reading.begins, reading.ends
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        letters.append(text[start:end])
        if old_begins is None or old_ends is None:
            begins.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            begins.extend(old_begins[start:end])
            ends.extend(old_ends[start:end])

    at = 0
    for match in pattern.finditer(text, found.start()):
        keep(at, match.start())
        at = match.end()
        begin, end = reading.place(match.start(), at)
        for part in parts(match):
            if isinstance(part, tuple):
                keep(*part)
            else:
                letters.append(part)
                begins.extend([begin] * len(part))
                ends.extend([end] * len(part))
    keep(at, len(text))
    return Reading("".join(letters), begins, ends)


def _without_markup(match: re.Match[str]) -> Iterable[Part]:
    if match["said"] is not None:
        return (match.span("said"),)
    if match["tag"] is not None:
        return _of_tag(match)
    if match[0].startswith("&"):
        return (html.unescape(match[0]),)
    return (" ",) if match["link"] else ()


def _of_tag(match: re.Match[str]) -> Iterable[Part]:
    parts: list[Part] = [] if match["tag"].lower() in _INLINE else ["\n\n"]
    at = match.start("rest")
    for said in _SAID_IN_TAG.finditer(match["rest"]):
        start, end = said.span(1 if said[1] is not None else 2)
        parts += ["\n\n", (at + start, at + end), "\n\n"]
    return parts


def _letters(match: re.Match[str]) -> Iterable[Part]:
    return [(at, at + 1) for at in range(match.start(), match.end(), 2)]


def _one_space(match: re.Match[str]) -> Iterable[Part]:
    return ("\n" if match[0].count("\n") > 1 else " ",)
