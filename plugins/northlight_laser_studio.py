"""Northlight Laser Studio: a plugin in one file.

An invented laser clinic in Seattle. It gives no prices: every card says to call for a
consultation instead.
"""

from datetime import date

from scarwidget.clinics import Clinic, Contact, Practitioner, Service, Theme
from scarwidget.plugins import hookimpl

CLINIC = Clinic(
    id="northlight-laser-studio",
    name="Northlight Laser Studio",
    markets=("US",),
    locales=("en",),
    origins=("https://www.northlightlaser.example",),
    licence_no="WA 000000",
    premises_type="Medical laser practice",
    practitioners=(
        Practitioner(
            name="Dr. Ingrid Solheim",
            title="Physician",
            registration="Washington medical license 000000",
        ),
    ),
    contact=Contact(
        phone="+1 206 555 0117",
        email="hello@northlightlaser.example",
        address="510 Aurora Steps, Suite 200, Seattle, Washington",
        hours="Tuesday to Friday, 9 to 6. Saturday, 10 to 3.",
        note="Call for a consultation. We look at your skin, and no laser is switched on that day.",
    ),
    theme=Theme(accent="#5540b5", accent_dark="#b7a8f5", font="sans", corners="soft"),
)

NOTICE = (
    "Call for a consultation. Results vary, and nobody can say ahead of time what yours will be. "
    "We tell you if laser does not look like a good idea."
)
REVIEWED_ON = date(2026, 11, 22)
REVIEW_DUE = date(2027, 5, 22)

SERVICES = (
    Service(
        id="fractional-non-ablative",
        treatment="laser_nafl",
        name="Fractional laser resurfacing, non-ablative",
        visits="2 to 6 visits, 3 to 4 weeks apart.",
        benefits=(
            "The laser heats tiny columns in the skin, and the surface stays whole. "
            "It may soften shallow boxcar and rolling scars a little more with each visit. "
            "The gain tends to be smaller than with an ablative laser, and recovery is easier."
        ),
        risks=(
            "Skin is red and swollen for hours to days. It can turn darker for a time. "
            "In one group of people with brown or black skin, about 17 in 100 got dark marks. "
            "Cold sores can flare up. We wait if there is an infection or inflamed acne."
        ),
        notice=NOTICE,
        citations=(
            "Li 2023, doi:10.1089/fpsam.2022.0383",
            "Alexis 2016, doi:10.1097/DSS.0000000000000640",
            "Lasers Surg Med 2011, doi:10.1002/lsm.21092",
            "Mayo Clinic, Laser resurfacing",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=18,
    ),
    Service(
        id="fractional-ablative",
        treatment="laser_afl",
        name="Fractional laser resurfacing, ablative",
        visits="2 to 3 visits, 4 to 8 weeks apart.",
        benefits=(
            "The laser takes away tiny columns of skin, and new collagen fills in as they heal. "
            "Shallow boxcar scars may soften the most, and deep boxcar and rolling scars less. "
            "Over 26 trials it gave more change than other devices. Narrow, deep pits call for "
            "a second method."
        ),
        risks=(
            "It hurts more than other devices, so you get numbing medicine. Allow about 7 days to "
            "heal, and weeks of redness. Dark marks, infection, new scars and marks in a grid can "
            "follow. Not with active acne, in pregnancy, or if you tend to get keloids."
        ),
        notice=NOTICE,
        citations=(
            "Li 2023, doi:10.1089/fpsam.2022.0383",
            "Azzam 2013, PMID 23377343",
            "Manuskiatti 2013, doi:10.1111/dsu.12030",
            "Mayo Clinic, Laser resurfacing",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=18,
    ),
    Service(
        id="full-face-ablative",
        treatment="laser_full_ablative",
        name="Full-face laser resurfacing",
        visits="Usually one visit, in an operating room. You get a sedative.",
        benefits=(
            "The laser takes off the whole surface of the area. It may soften boxcar scars, both "
            "shallow and deep. In a study of 60 people the change was still there after 18 months. "
            "Fractional lasers have mostly taken its place."
        ),
        risks=(
            "Skin is raw for 1 to 2 weeks and red for several months. Infection, new scars or an "
            "eyelid that turns out can follow, and skin can turn lighter for good. Doctors avoid "
            "it in brown and black skin. Not within 6 months of isotretinoin."
        ),
        notice=NOTICE,
        citations=(
            "Mayo Clinic, Laser resurfacing",
            "Walia and Alster 1999, Dermatol Surg",
            "UPMC, Skin resurfacing",
            "Spring 2017, doi:10.1001/jamadermatol.2017.2077",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=18,
    ),
)


@hookimpl
def register_clinics() -> tuple[Clinic, ...]:
    return (CLINIC,)


@hookimpl
def register_services(clinic: Clinic) -> tuple[Service, ...]:
    # Other clinics may name this plugin too; these services are Northlight's alone.
    return SERVICES if clinic.id == CLINIC.id else ()
