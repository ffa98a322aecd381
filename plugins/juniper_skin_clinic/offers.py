"""Everything that Juniper Skin Clinic offers, as the hook hands it over.

The tables beside this module hold what differs from card to card. What all cards share is
added here, so that a new date of review is one line.
"""

from datetime import date

from msgspec.structs import replace

from scarwidget.clinics import Service

from .home_care import HOME_CARE
from .injections import INJECTIONS
from .resurfacing import RESURFACING

REVIEWED_ON = date(2026, 11, 22)
REVIEW_DUE = date(2027, 5, 22)
ADULT = 18
NOTICE = (
    "Results vary, and most people keep some of their scars. See our dermatologist first, "
    "and talk over what leaving the skin alone would look like."
)


def finished(offer: Service) -> Service:
    """The offer with what every card shares; its own age and notice win."""
    return replace(
        offer,
        notice=offer.notice or NOTICE,
        min_age=offer.min_age or ADULT,
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
    )


OFFERS = tuple(finished(offer) for offer in (*RESURFACING, *INJECTIONS, *HOME_CARE))
