"""Juniper Skin Clinic: a plugin as a Python package, for an invented clinic in Boston.

Copy this one when a clinic offers more than a page can hold. Nothing here is more than a
table of structs; this module hands each table to the hook that asks for it:

* ``clinic``: who the clinic is, how to reach it and how its widgets look;
* ``offers``: everything it offers, gathered from ``resurfacing``, ``injections`` and
  ``home_care``, with what all cards share added in one place;
* ``habits``: what it adds to the checklist;
* ``at_home``: its own widget, with its template in ``templates/``.
"""

from scarwidget.plugins import ChecklistItem, Clinic, Service, Widget, hookimpl

from .at_home import AT_HOME
from .clinic import CLINIC
from .habits import HABITS
from .offers import OFFERS


@hookimpl
def register_clinics() -> tuple[Clinic, ...]:
    return (CLINIC,)


@hookimpl
def register_services(clinic: Clinic) -> tuple[Service, ...]:
    # Other clinics may name this plugin in their own "plugins"; these offers are Juniper's alone.
    return OFFERS if clinic.id == CLINIC.id else ()


@hookimpl
def register_checklist_items(clinic: Clinic) -> tuple[ChecklistItem, ...]:
    return HABITS if clinic.id == CLINIC.id else ()


@hookimpl
def register_widgets(clinic: Clinic) -> tuple[Widget, ...]:
    return (AT_HOME,) if clinic.id == CLINIC.id else ()
