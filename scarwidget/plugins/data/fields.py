"""What every key of every file means, said once: the schemas and the file reference read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

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
from scarwidget.settings import Settings


@dataclass(frozen=True)
class Said:
    """What a key means, and a value as the file has it; none where its table shows it."""

    meaning: str
    example: str = ""


FIELDS: Mapping[type[msgspec.Struct], Mapping[str, Said]] = {
    Clinic: {
        "name": Said("What visitors call the clinic.", '"Birch Skin"'),
        "markets": Said(
            "The places whose rules the clinic obeys; of several, the strictest wins. "
            "Without any the pages are education only, and there can be no services.",
            '["US"]',
        ),
        "locales": Said("The languages the clinic speaks, the first by default.", '["en"]'),
        "origins": Said(
            "The web sites that may show the widgets in a frame. Without any, every site may.",
            '["https://www.birch-skin.example"]',
        ),
        "plugins": Said("Other plugins that may add to this clinic.", '["birch-prices"]'),
        "licence_no": Said("The number of the clinic's licence.", '"00E0000"'),
        "premises_type": Said("What kind of premises are licensed.", '"Medical clinic"'),
        "practitioner": Said("Who treats, in the order in which visitors read it."),
        "contact": Said("How to reach the clinic."),
        "theme": Said("How the clinic's widgets look."),
        "accepted": Said("Findings of the claims linter that somebody answers for."),
    },
    Practitioner: {
        "name": Said("The name of the person.", '"Dr A. Example"'),
        "title": Said("The title, as the register has it.", '"Dermatologist"'),
        "registration": Said("The number in the register, to look up.", '"M00000"'),
    },
    Contact: {
        "phone": Said("The number to call.", '"+1 617 555 0100"'),
        "whatsapp": Said("The number for WhatsApp.", '"+852 5550 0142"'),
        "email": Said("The address for mail.", '"hello@birch-skin.example"'),
        "booking": Said("Where to book a visit.", '"https://www.birch-skin.example/book"'),
        "address": Said("Where the clinic is.", '"1 Main Street"'),
        "hours": Said("When it is open.", '"Monday to Friday, 9 am to 6 pm"'),
        "note": Said("What to know before getting in touch.", '"A first visit is a talk."'),
    },
    Theme: {
        "accent": Said("The colour of links and buttons, 4.5 : 1 or more on white.", '"#2f5d50"'),
        "accent_dark": Said("The same in dark mode, 4.5 : 1 or more on #16181d.", '"#8fd3bf"'),
        "font": Said("The kind of letters.", '"serif"'),
        "corners": Said("The kind of corners.", '"sharp"'),
    },
    Accepted: {
        "rule": Said("The rule that found the words.", '"SW008"'),
        "key": Said("Where the words stand, as the finding names it.", '"contact.note"'),
        "words": Said("The words that were found, exactly.", '"gentle"'),
        "reason": Said("Why they may stay.", '"It is the name of the street we are in."'),
        "reviewer": Said("Who answers for that.", '"Dr A. Example"'),
        "expires": Said("The last day on which they may.", "2027-05-22"),
    },
    Service: {
        "id": Said("The id of the service, once a clinic.", '"pico"'),
        "treatment": Said(
            "The treatment of the catalogue that this is. Anything else is allowed, and its "
            "card says that nobody reviewed it.",
            '"laser_pico"',
        ),
        "name": Said("What the clinic calls it; without it, the treatment's name.", '"Pico laser"'),
        "brand": Said("The brand, shown where the clinic's markets allow one.", '"Pico"'),
        "device": Said(
            "The device: a name, or what a register of devices says of it. Shown where the "
            "clinic's markets allow a brand.",
            '"PicoWay"',
        ),
        "price": Said("What it costs, shown where the clinic's markets allow a price."),
        "visits": Said("How many visits, and how far apart.", '"4 to 6, a month apart"'),
        "benefits": Said("What it may do, and how far.", '"It may soften shallow scars."'),
        "risks": Said("What may go wrong, in the same detail.", '"Redness for some days."'),
        "notice": Said("What else a visitor must know.", '"Results vary."'),
        "details": Said(
            "More about it, in Markdown. A file `services/<id>.md` may hold it instead.",
            '"We look at your skin first."',
        ),
        "citations": Said("What the clinic rests this on.", '["Li 2023, doi:10.1111/x"]'),
        "reviewed_on": Said("When the clinic last checked what stands here.", "2026-11-22"),
        "review_due": Said("When it is to check it again.", "2027-05-22"),
        "min_age": Said("The youngest age at which the clinic does it.", "18"),
    },
    Device: {
        "brand": Said("Who makes it.", '"Candela"'),
        "model": Said("What it is called.", '"PicoWay"'),
        "registration_no": Said("Its number in the register.", '"K000000"'),
        "market": Said("Whose register that is.", '"US"'),
    },
    Price: {
        "currency": Said("The code of the currency.", '"USD"'),
        "from": Said("The least it costs, in whole units of the currency.", "400"),
        "to": Said("The most it costs.", "600"),
        "per": Said("For how much of it.", '"per visit"'),
    },
    ChecklistItem: {
        "id": Said("The id of the habit, unlike that of any tip of the catalogue.", '"hat"'),
        "action": Said("What to do.", '"Wear a hat"'),
        "how_often": Said("How often, or when.", '"Outdoors"'),
        "why": Said("What it is good for.", '"Shade keeps marks from darkening."'),
    },
    Settings: {
        "public_url": Said(
            "The address under which visitors reach the server.", '"https://widgets.example"'
        ),
        "plugins_dir": Said("The folder of plugins, counted from where this file is.", '"plugins"'),
        "plugins": Said(
            "The names of the plugins that may load, in this order. Without it, all that are "
            "found.",
            '["birch-skin"]',
        ),
        "introspection": Said(
            "Whether `/-/plugins.json`, and the list of clinics at `/`, answer.", "true"
        ),
        "strict": Said("Whether a plugin that fails stops the start.", "true"),
        "lint": Said(
            "Whether what clinics say is read against the advertising rules at the start.", "false"
        ),
        "extra_origins": Said(
            "Web sites that may frame every clinic.", '["https://staging.example"]'
        ),
        "host": Said("The address to listen on.", '"0.0.0.0"'),
        "port": Said("The port to listen on.", "8000"),
        "workers": Said("How many processes answer.", "2"),
        "server": Said("Which server answers.", '"granian"'),
    },
}
