"""One page with all that is known of it: what every check looks at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scarwidget.faults import nearest
from scarwidget.installation.addresses import Origin
from scarwidget.installation.knowledge import Knows
from scarwidget.installation.markup import Document
from scarwidget.installation.page import FetchedPage
from scarwidget.installation.policies import Policy
from scarwidget.installation.snippets import Snippets

MOST_LISTED = 20


@dataclass(frozen=True)
class Scene:
    """A page: its answer, its origin, its source read, its snippets and its policies."""

    page: FetchedPage
    own: Origin
    document: Document
    snippets: Snippets
    policies: tuple[Policy, ...]
    knows: Knows

    @property
    def upgrades(self) -> bool:
        """Whether the page has browsers ask for everything by https."""
        return any("upgrade-insecure-requests" in policy.directives for policy in self.policies)

    def blocks_as_mixed(self, origin: Origin) -> bool:
        """Whether browsers refuse what an encrypted page loads from here."""
        return self.own.scheme == "https" and origin.scheme == "http" and not origin.here


def advice(word: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence that leads from a wrong word to the right one, or says what else to do."""
    choices = sorted(known)
    said = nearest(word, choices)
    if not said or (len(choices) > MOST_LISTED and not said.startswith("did you mean")):
        return otherwise
    return said[0].upper() + said[1:] + ("" if said.endswith("?") else ".")
