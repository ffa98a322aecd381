"""Treatments: filter them by scar type and skin tone, order them, and compare up to four.

A visitor who has said nothing gets the question and an index, names alone; a name leads to its
details, above the same index; a kind, a tone or an order leads to cards. *No treatment* is one of
the options and always the first; the clinic's own services stand under the treatment they belong
to, and never lead. What is not known sorts last. What a clinic's markets hide does not stand beside
its services at all: where it has any, such treatments are left out, and the widget says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from scarwidget.catalogue import NO_TREATMENT
from scarwidget.catalogue.facts import (
    COMBINED,
    Fit,
    ScarTypeId,
    Statement,
    ToneId,
    Treatment,
)
from scarwidget.catalogue.words import NamedText, TreatmentWords
from scarwidget.edition import Edition, Params, View, Widget
from scarwidget.text import Text
from scarwidget.widgets.cautions import CautionLine, cautions_for
from scarwidget.widgets.messages import message
from scarwidget.widgets.offers import OfferCard, offer_card
from scarwidget.widgets.states import changed, one_of, some_of, toggled

MOST_PICKS = 4

ANY = "any"
"""The value of ``scar`` that asks for the cards of every kind."""

NO_GROUP = "none"
"""The group of *no treatment*, which has no other member."""

SCARS: Mapping[str, tuple[ScarTypeId, ...]] = {
    **{scar: (scar,) for scar in get_args(ScarTypeId)},
    **COMBINED,
}
TONES: tuple[str, ...] = get_args(ToneId)
STATEMENTS: tuple[str, ...] = get_args(Statement)

UNKNOWN_LAST = 1_000


def _alphabetical(name: Text) -> str:
    return name.value.casefold()


def _grade_rank(fit: Fit | None) -> int:
    return UNKNOWN_LAST if fit is None else "ABCD".index(fit.grade)


def _known(value: int | None) -> int:
    return UNKNOWN_LAST if value is None else value


ORDERS: Mapping[str, Callable[[Treatment, Fit | None], tuple[int, ...]]] = {
    "visits": lambda t, _: t.visits or (UNKNOWN_LAST, UNKNOWN_LAST),
    "downtime": lambda t, _: t.downtime_days or (UNKNOWN_LAST, UNKNOWN_LAST),
    "cost": lambda t, _: (_known(t.cost_band),),
    "evidence": lambda _, fit: (_grade_rank(fit), -(fit.score if fit else 0)),
    "marks": lambda t, _: (_known(t.pigment_risk),),
}
"""What may matter most to a visitor. Alphabetical when nothing is chosen."""


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and the state it leads to."""

    id: str
    label: Text | None
    params: Params
    current: bool


@dataclass(frozen=True)
class FitLine:
    """How a treatment suits a type: the project's score and the grade of the evidence."""

    scar: str
    scar_name: Text
    score: int
    grade: str
    score_words: NamedText
    grade_words: NamedText
    avoid: bool


@dataclass(frozen=True)
class Card:
    """A treatment as the list shows it."""

    treatment: Treatment
    words: TreatmentWords
    group: NamedText
    setting: NamedText
    fit: FitLine | None
    suits: tuple[FitLine, ...]
    cost: NamedText | None
    pigment_risk: NamedText | None
    cautions: tuple[CautionLine, ...]
    tell: tuple[CautionLine, ...]
    offers: tuple[OfferCard, ...]
    picked: bool
    toggle: Params
    details: Params
    order_unknown: bool


@dataclass(frozen=True)
class Entry:
    """A treatment as the index has it: a name, and the state that shows its details alone.

    ``offered`` says that the clinic has a service for it.
    """

    treatment: str
    name: Text
    details: Params
    offered: bool


@dataclass(frozen=True)
class Group:
    """The treatments of one group of the catalogue, in alphabetical order."""

    id: str
    name: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BrandLine:
    """A brand a visitor may have heard of, and the honest line on it."""

    name: str
    line: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A statement of the comparison: a text and its sources for each column, None if unknown."""

    statement: str
    cells: tuple[tuple[Text | None, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TreatmentsView(View):
    """The filters, what was picked side by side, and the index or else the cards in order.

    ``index`` stands where no kind, tone or order was asked for, and there are no cards then;
    ``everything`` is the state that shows all of them, with the same picks. ``set_aside`` holds
    what is not advised for the type that was chosen, or has no known use for it: shown, and
    kept apart. ``scar`` is that type or pair of types, empty for any kind. ``left_out`` is how
    many treatments may not stand beside the clinic's services; they are not in ``total``.
    """

    scars: tuple[Choice, ...]
    tones: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    scar: str
    tone: str
    by: str
    index: tuple[Group, ...]
    total: int
    left_out: int
    everything: Params
    cards: tuple[Card, ...]
    set_aside: tuple[Card, ...]
    picks: tuple[Card, ...]
    rows: tuple[Row, ...]
    brands: Mapping[str, tuple[BrandLine, ...]]
    may_pick_more: bool
    cleared: Params
    ask: tuple[Text, ...]


def view(edition: Edition, locale: str, params: Params) -> TreatmentsView:
    """The cards for ``scar`` and ``tone`` in the order ``by``, with those in ``pick`` compared.

    Without a kind, a tone and an order it is the index in place of the cards, and the sources are
    those of the picks. A pick that the clinic's markets leave out is dropped. Raises
    :class:`~scarwidget.edition.BadQuery` for a value that is not known, and for more picks than
    can be compared.
    """
    catalogue = edition.catalogue
    asked = one_of(params, "scar", (ANY, *SCARS))
    tone = one_of(params, "tone", TONES)
    by = one_of(params, "by", ORDERS)
    listed = _listed(edition)
    asked_for = some_of(params, "pick", catalogue.treatments, MOST_PICKS)
    picked = [treatment for treatment in asked_for if treatment in listed]
    params = changed(params, pick=".".join(picked))
    indexed = not (asked or tone or by)
    scar = "" if asked == ANY else asked
    state = _State(edition, listed, locale, params, scar, tone, by, frozenset(picked), indexed)
    shown = picked if indexed else listed
    found = sorted((state.card(listed[t]) for t in shown), key=state.order)
    picks = tuple(card for card in found if card.picked)
    cards = () if indexed else tuple(found)
    rows = tuple(_row(statement, picks) for statement in STATEMENTS) if picks else ()
    brands = {card.treatment.id: state.brands(card.treatment.id) for card in picks}
    return TreatmentsView(
        params=params,
        sources=catalogue.cite(_cited(edition, found, picks)),
        answers=bool(picked),
        scars=state.scars(),
        tones=state.tones(),
        orders=state.orders(),
        scar=scar,
        tone=tone,
        by=by,
        index=state.index() if indexed else (),
        total=len(listed),
        left_out=len(catalogue.treatments) - len(listed),
        everything=changed(params, scar=ANY),
        cards=tuple(card for card in cards if state.useful(card)),
        set_aside=tuple(card for card in cards if not state.useful(card)),
        picks=picks,
        rows=rows,
        brands=brands,
        may_pick_more=len(picked) < MOST_PICKS,
        cleared=changed(params, pick=None),
        ask=catalogue.say(locale).ask,
    )


def _listed(edition: Edition) -> Mapping[str, Treatment]:
    """The treatments by id that may stand here.

    A clinic's services lead to its contact. Beside them, even neutral words about a treatment
    that its markets hide would advertise it.
    """
    treatments = edition.catalogue.treatments
    if not edition.offers:
        return treatments
    return {name: facts for name, facts in treatments.items() if edition.showing(name) != "hide"}


@dataclass(frozen=True)
class _State:
    """One query, and what is asked of it again and again."""

    edition: Edition
    listed: Mapping[str, Treatment]
    locale: str
    params: Params
    scar: str
    tone: str
    by: str
    picked: frozenset[str]
    indexed: bool

    def index(self) -> tuple[Group, ...]:
        """Every treatment as a name in its group: no treatment, then by the alphabet."""
        words = self.edition.catalogue.say(self.locale)
        grouped: dict[str, list[Entry]] = {}
        for treatment in self.listed.values():
            entry = Entry(
                treatment=treatment.id,
                name=words.treatments[treatment.id].name,
                details=changed(self.params, pick=treatment.id),
                offered=treatment.id in self.edition.offers_by_treatment,
            )
            grouped.setdefault(treatment.group, []).append(entry)
        groups = (
            Group(
                id=group,
                name=words.scales["group"][group].name,
                entries=tuple(sorted(entries, key=lambda entry: _alphabetical(entry.name))),
            )
            for group, entries in grouped.items()
        )
        return tuple(sorted(groups, key=lambda g: (g.id != NO_GROUP, _alphabetical(g.name))))

    def card(self, treatment: Treatment) -> Card:
        words = self.edition.catalogue.say(self.locale)
        scales = words.scales
        suits = tuple(
            sorted(
                (self.fit_line(scar, fit) for scar, fit in treatment.fit.items() if fit.score),
                key=lambda line: -line.score,
            )
        )
        fit = self.best_fit(treatment)
        picked = treatment.id in self.picked
        cost, marks = treatment.cost_band, treatment.pigment_risk
        return Card(
            treatment=treatment,
            words=words.treatments[treatment.id],
            group=scales["group"][treatment.group],
            setting=scales["setting"][treatment.setting],
            fit=self.fit_line(*fit) if fit else None,
            suits=suits,
            cost=scales["cost_band"][str(cost)] if cost else None,
            pigment_risk=scales["pigment_risk"][str(marks)] if marks else None,
            cautions=cautions_for(
                self.edition, self.locale, treatment.id, tone=self.tone or None, tell=False
            ),
            tell=cautions_for(self.edition, self.locale, treatment.id, tone=None, tell=True),
            offers=tuple(
                offer_card(self.edition, self.locale, offer)
                for offer in self.edition.offers_by_treatment.get(treatment.id, ())
            ),
            picked=picked,
            toggle=changed(self.params, pick=toggled(self.picked, treatment.id)),
            details=changed(self.params, pick=self.with_pick(treatment.id)),
            order_unknown=self.rank(treatment)[0] == UNKNOWN_LAST,
        )

    def with_pick(self, treatment: str) -> str:
        """The picks and this one; this one alone where there is no room for a fifth."""
        picks = self.picked | {treatment}
        return ".".join(sorted(picks)) if len(picks) <= MOST_PICKS else treatment

    def best_fit(self, treatment: Treatment) -> tuple[ScarTypeId, Fit] | None:
        """The fit for the chosen type; of two types, the better one, but harm counts first."""
        fits = [(s, treatment.fit[s]) for s in SCARS.get(self.scar, ()) if s in treatment.fit]
        return max(fits, key=lambda pair: (pair[1].avoid, pair[1].score), default=None)

    def fit_line(self, scar: str, fit: Fit) -> FitLine:
        words = self.edition.catalogue.say(self.locale)
        return FitLine(
            scar=scar,
            scar_name=words.scar_types[scar].name,
            score=fit.score,
            grade=fit.grade,
            score_words=words.scales["score"][str(fit.score)],
            grade_words=words.scales["grade"][fit.grade],
            avoid=fit.avoid,
        )

    def useful(self, card: Card) -> bool:
        """Whether a card stands in the list: always without a type, else where it may help."""
        if not self.scar or card.treatment.id == NO_TREATMENT:
            return True
        return card.fit is not None and card.fit.score > 0 and not card.fit.avoid

    def rank(self, treatment: Treatment) -> tuple[int, ...]:
        order = ORDERS.get(self.by)
        if order is None or treatment.id == NO_TREATMENT:
            return (0,)
        fits = [
            fit
            for scar, fit in treatment.fit.items()
            if fit.score and not fit.avoid and scar in SCARS.get(self.scar, SCARS)
        ]
        best = min(fits, key=lambda fit: (_grade_rank(fit), -fit.score), default=None)
        return order(treatment, best)

    def order(self, card: Card) -> tuple[bool, tuple[int, ...], str]:
        first = card.treatment.id != NO_TREATMENT
        return first, self.rank(card.treatment), _alphabetical(card.words.name)

    def brands(self, treatment: str) -> tuple[BrandLine, ...]:
        """The brands of a treatment, where the clinic's markets let one be named."""
        if self.edition.showing(treatment) != "show":
            return ()
        words = self.edition.catalogue.say(self.locale).brands
        named = self.edition.catalogue.brands_by_treatment.get(treatment, ())
        return tuple(BrandLine(brand.name, words[brand.id].line, brand.sources) for brand in named)

    def choice(self, key: str, value: str, label: Text | None) -> Choice:
        current = self.params.get(key, "") == value
        return Choice(value, label, changed(self.params, **{key: value}), current)

    def scars(self) -> tuple[Choice, ...]:
        """The kinds. Cards without one are of any kind; beside the index it is yet to be said."""
        names = self.edition.catalogue.say(self.locale).scar_types
        chosen = "" if self.indexed else self.scar or ANY
        return tuple(
            Choice(
                id=scar,
                label=names[scar].name if scar in names else None,
                params=changed(self.params, scar=scar),
                current=scar == chosen,
            )
            for scar in (ANY, *SCARS)
        )

    def tones(self) -> tuple[Choice, ...]:
        names = self.edition.catalogue.say(self.locale).tones
        return tuple(
            self.choice("tone", tone, names[tone].name if tone in names else None)
            for tone in ("", *TONES)
        )

    def orders(self) -> tuple[Choice, ...]:
        return tuple(self.choice("by", by, None) for by in ("", *ORDERS))


def _row(statement: str, picks: tuple[Card, ...]) -> Row:
    return Row(
        statement,
        tuple(
            (
                getattr(card.words, statement),
                next((ids for s, ids in card.treatment.sources.items() if s == statement), ()),
            )
            for card in picks
        ),
    )


def _cited(edition: Edition, found: list[Card], picks: tuple[Card, ...]) -> set[str]:
    cited = {s for card in found for line in card.cautions for s in line.sources}
    cited |= {s for card in found for s in card.treatment.sources.get("mechanism", ())}
    for card in picks:
        cited |= {s for line in card.tell for s in line.sources}
        cited |= {s for ids in card.treatment.sources.values() for s in ids}
        if edition.showing(card.treatment.id) == "show":
            named = edition.catalogue.brands_by_treatment.get(card.treatment.id, ())
            cited |= {s for brand in named for s in brand.sources}
    return cited


WIDGET = Widget(
    id="treatments",
    title=message("Treatments compared"),
    about=message("What each treatment does, asks of you and risks, side by side."),
    template="widgets/treatments.html",
    keys=frozenset({"scar", "tone", "by", "pick"}),
    lists=frozenset({"pick"}),
    view=view,
)
