"""The checklist: prevention habits to tick off, and the myths beside them."""

from __future__ import annotations

from dataclasses import dataclass

from scarwidget.catalogue.facts import Grade
from scarwidget.catalogue.words import MythWords, NamedText
from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.locales import spoken
from scarwidget.text import Text
from scarwidget.widgets.messages import message
from scarwidget.widgets.states import changed, some_of

GROUPS = ("treat_early", "gentle_care", "hands_off", "sun", "everyday", "get_help")


@dataclass(frozen=True)
class Habit:
    """One thing to do. ``grade`` is None for a clinic's own, which nobody graded."""

    id: str
    action: Text
    how_often: Text
    why: Text
    grade: Grade | None
    grade_words: NamedText | None
    sources: tuple[str, ...]
    done: bool


@dataclass(frozen=True)
class HabitGroup:
    """Habits that belong together; ``name`` is None for the group of the clinic itself."""

    id: str
    name: NamedText | None
    habits: tuple[Habit, ...]


@dataclass(frozen=True)
class Myth:
    """What people say, what is known, and where from."""

    id: str
    words: MythWords
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ChecklistView(View):
    """The habits with their ticks, and how many are done of how many."""

    groups: tuple[HabitGroup, ...]
    myths: tuple[Myth, ...]
    done: int
    total: int
    start: Params


def view(edition: Edition, locale: str, params: Params) -> ChecklistView:
    """The checklist with the habits in ``done`` ticked."""
    catalogue = edition.catalogue
    known = [*catalogue.tips, *(item.id for item in edition.checklist_items)]
    done = some_of(params, "done", known)
    groups = [
        HabitGroup(group, catalogue.say(locale).scales["tip_group"][group], habits)
        for group in GROUPS
        if (habits := _habits(edition, locale, group, done))
    ]
    own = _own_habits(edition, locale, done)
    if own:
        groups.append(HabitGroup("clinic", None, own))
    myths = tuple(
        Myth(myth.id, catalogue.say(locale).myths[myth.id], myth.sources)
        for myth in catalogue.myths.values()
    )
    cited = {
        *(s for tip in catalogue.tips.values() for s in tip.sources),
        *(s for myth in catalogue.myths.values() for s in myth.sources),
    }
    return ChecklistView(
        params=changed(params, done=".".join(done)),
        sources=catalogue.cite(cited),
        answers=bool(done),
        groups=tuple(groups),
        myths=myths,
        done=len(done),
        total=len(known),
        start=changed(params, done=None),
    )


def _habits(edition: Edition, locale: str, group: str, done: list[str]) -> tuple[Habit, ...]:
    words = edition.catalogue.say(locale)
    return tuple(
        Habit(
            id=tip.id,
            action=words.tips[tip.id].action,
            how_often=words.tips[tip.id].how_often,
            why=words.tips[tip.id].why,
            grade=tip.grade,
            grade_words=words.scales["grade"][tip.grade],
            sources=tip.sources,
            done=tip.id in done,
        )
        for tip in edition.catalogue.tips.values()
        if tip.group == group
    )


def _own_habits(edition: Edition, locale: str, done: list[str]) -> tuple[Habit, ...]:
    locales = edition.clinic.locales
    return tuple(
        Habit(
            id=item.id,
            action=spoken(item.action, locale, locales),
            how_often=spoken(item.how_often, locale, locales),
            why=spoken(item.why, locale, locales),
            grade=None,
            grade_words=None,
            sources=(),
            done=item.id in done,
        )
        for item in edition.checklist_items
    )


WIDGET = Widget(
    id="checklist",
    title=message("Can you prevent acne scars?"),
    about=message("Habits that help, each with its reason, and the myths beside them."),
    template="widgets/checklist.html",
    keys=frozenset({"done"}),
    lists=frozenset({"done"}),
    view=view,
)
