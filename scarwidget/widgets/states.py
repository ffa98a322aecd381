"""The state of a widget as its links change it."""

from __future__ import annotations

from collections.abc import Iterable

from scarwidget.edition import BadQuery, Params, Problem


def changed(params: Params, **changes: str | None) -> Params:
    """A copy of the state with some keys set, or taken out where the value is empty."""
    merged = {**params, **changes}
    return {key: value for key, value in sorted(merged.items()) if value}


def one_of(params: Params, key: str, known: Iterable[str], problem: Problem = "choice") -> str:
    """The value of a key, empty when it is not given; :class:`BadQuery` when unknown."""
    value = params.get(key, "")
    if value and value not in known:
        raise BadQuery(problem)
    return value


def some_of(params: Params, key: str, known: Iterable[str], most: int | None = None) -> list[str]:
    """The dot-separated values of a key, sorted and each once, all of them known."""
    values = sorted(set(filter(None, params.get(key, "").split("."))))
    known = frozenset(known)
    if any(value not in known for value in values):
        raise BadQuery("choice")
    if most is not None and len(values) > most:
        raise BadQuery("too_many")
    return values


def toggled(values: Iterable[str], value: str) -> str:
    """The values with one put in or taken out, in their canonical written form."""
    return ".".join(sorted(set(values) ^ {value}))
