"""Everything that plugins may still do and soon may not: all of it is in this one place.

Nothing is deprecated yet. What will be stands here as a :class:`Deprecated`, and the hook's
specification in ``hooks`` names it, ``@hookspec(warn_on_impl=…)`` for a whole hook or
``@hookspec(warn_on_impl_args={"argument": …})`` for one of its arguments. Whoever still
uses it is told so at start, and by ``scarwidget check``, by the name of the plugin.
"""

from __future__ import annotations

from datetime import date


class Deprecated(DeprecationWarning):
    """Something that goes away, what to use instead, and since and until when it works."""

    def __init__(self, what: str, instead: str, *, since: date, until: date) -> None:
        super().__init__(
            f"{what} is deprecated since {since} and goes away after {until}: {instead}"
        )
        self.until = until
