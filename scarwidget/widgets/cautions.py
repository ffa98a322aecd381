"""The exact lines of caution that concern a treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scarwidget.edition import Edition
from scarwidget.text import Text


@dataclass(frozen=True)
class CautionLine:
    """One line, how strong it is, and the sources it rests on."""

    strength: Literal["avoid", "discuss", "prefer"]
    text: Text
    sources: tuple[str, ...]


def cautions_for(
    edition: Edition, locale: str, treatment: str, *, tone: str | None, tell: bool
) -> tuple[CautionLine, ...]:
    """The lines for one treatment, strongest first.

    ``tone`` adds the line that a skin tone asks for; ``tell`` adds one for every
    circumstance of the picker's third answer, since nobody knows which of them is true.
    """
    words = edition.catalogue.say(locale).cautions
    lines: list[CautionLine] = []
    for caution in edition.catalogue.cautions.values():
        concerns = (caution.level == "tell" and tell) or (
            caution.level == "tone" and tone in caution.tones
        )
        if not concerns:
            continue
        said = words[caution.id]
        if treatment in caution.avoid and said.avoid:
            lines.append(CautionLine("avoid", said.avoid, caution.sources))
        elif treatment in caution.discuss and said.discuss:
            lines.append(CautionLine("discuss", said.discuss, caution.sources))
        elif treatment in caution.prefer and said.prefer:
            lines.append(CautionLine("prefer", said.prefer, caution.sources))
    order = ("avoid", "discuss", "prefer")
    return tuple(sorted(lines, key=lambda line: order.index(line.strength)))
