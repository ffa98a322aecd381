"""Who offers what: clinics, their services, and what their markets let them show."""

from scarwidget.clinics.markets import Showing, restricted_as, showing
from scarwidget.clinics.models import (
    Accepted,
    ChecklistItem,
    Clinic,
    Contact,
    Device,
    LocalText,
    Practitioner,
    Price,
    Service,
    Theme,
)
from scarwidget.origins import BadOrigin, check_origin

__all__ = [
    "Accepted",
    "BadOrigin",
    "ChecklistItem",
    "Clinic",
    "Contact",
    "Device",
    "LocalText",
    "Practitioner",
    "Price",
    "Service",
    "Showing",
    "Theme",
    "check_origin",
    "restricted_as",
    "showing",
]
