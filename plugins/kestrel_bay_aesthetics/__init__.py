"""Kestrel Bay Aesthetics: a plugin for an invented clinic in Hong Kong, in two languages.

Everything the clinic says is there in Traditional Chinese and in English: a text is written
with ``said``, which asks for both, so that none can be forgotten.

* ``words``: ``said``, and the words that several cards share;
* ``clinic``: who the clinic is, how to reach it and how its widgets look;
* ``services``: what it offers;
* ``habits``: what it adds to the checklist;
* ``first_visit``: its own widget, with its template in ``templates/`` and its Chinese in
  ``messages/``.
"""

from scarwidget.plugins import ChecklistItem, Clinic, Service, Widget, hookimpl

from .clinic import CLINIC
from .first_visit import FIRST_VISIT
from .habits import HABITS
from .services import SERVICES


@hookimpl
def register_clinics() -> tuple[Clinic, ...]:
    return (CLINIC,)


@hookimpl
def register_services(clinic: Clinic) -> tuple[Service, ...]:
    # Other clinics may name this plugin in their own "plugins"; these are Kestrel Bay's alone.
    return SERVICES if clinic.id == CLINIC.id else ()


@hookimpl
def register_checklist_items(clinic: Clinic) -> tuple[ChecklistItem, ...]:
    return HABITS if clinic.id == CLINIC.id else ()


@hookimpl
def register_widgets(clinic: Clinic) -> tuple[Widget, ...]:
    return (FIRST_VISIT,) if clinic.id == CLINIC.id else ()
