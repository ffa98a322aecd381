"""Who offers what: clinics, their services, and what their markets let them show."""

from scarwidget.clinics.markets import Showing, showing
from scarwidget.clinics.models import (
    ChecklistItem,
    Clinic,
    Contact,
    LocalText,
    Practitioner,
    Price,
    Service,
    Theme,
)
from scarwidget.origins import BadOrigin, check_origin

__all__ = [
    "BadOrigin",
    "ChecklistItem",
    "Clinic",
    "Contact",
    "LocalText",
    "Practitioner",
    "Price",
    "Service",
    "Showing",
    "Theme",
    "check_origin",
    "showing",
]
