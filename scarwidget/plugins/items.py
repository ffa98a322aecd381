"""What a hook gave, item by item: a struct made in Python has not been checked by anyone."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from scarwidget.clinics.models import unreadable
from scarwidget.faults import Fault, FaultsFound
from scarwidget.shapes import shaped

S = TypeVar("S", bound=msgspec.Struct)


def checked(kind: type[S], where: str, item: object, place: str) -> S:
    """The item itself if it holds; :class:`~scarwidget.faults.FaultsFound` with all that is wrong.

    ``where`` is its plugin, ``place`` the hook and the item's number.
    """
    if not isinstance(item, kind):
        problem = f"is {type(item).__name__}, expected {kind.__name__}"
        raise FaultsFound([Fault(where, place, problem)])
    unseen = [Fault(where, f"{place}.{key}", problem) for key, problem in unreadable(item)]
    if unseen:
        raise FaultsFound(unseen)
    try:
        data = msgspec.to_builtins(item)
    except TypeError as error:
        raise FaultsFound([Fault(where, place, str(error))]) from None
    # to_builtins turns dates into text and tuples into lists: what a file would hold.
    return shaped(where, place, data, kind)
