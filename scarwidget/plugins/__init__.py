"""Who may add what: how plugins are found, asked once at start, and kept from harming others.

What stands in ``__all__`` is all that a plugin needs to import, and what its author can rely on.
"""

from scarwidget.clinics import (
    Accepted,
    ChecklistItem,
    Clinic,
    Contact,
    Device,
    Practitioner,
    Price,
    Service,
    Theme,
)
from scarwidget.edition import BadQuery, Edition, Params, View, Widget
from scarwidget.plugins.hooks import API_VERSION, hookimpl
from scarwidget.plugins.publication import Publication, publish
from scarwidget.text import Text

__all__ = [
    "API_VERSION",
    "Accepted",
    "BadQuery",
    "ChecklistItem",
    "Clinic",
    "Contact",
    "Device",
    "Edition",
    "Params",
    "Practitioner",
    "Price",
    "Publication",
    "Service",
    "Text",
    "Theme",
    "View",
    "Widget",
    "hookimpl",
    "publish",
]
