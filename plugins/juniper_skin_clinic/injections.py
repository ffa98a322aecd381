"""Fillers and botulinum toxin. Ages and "off label" follow what US labels say."""

from scarwidget.clinics import Price, Service

INJECTIONS = (
    Service(
        id="juvederm",
        treatment="filler_ha",
        brand="Juvederm",
        name="Juvederm",
        price=Price(currency="USD", from_=650, to=900, per="per syringe"),
        visits="1 to 3 visits, about 4 weeks apart.",
        benefits=(
            "A hyaluronic acid gel may lift a soft, wide dip for about 6 to 12 months. The "
            "studies in acne scars are small, and most are weak. In the US this use is off label: "
            "it is not what the product is approved for."
        ),
        risks=(
            "Swelling, bruises or lumps, mostly for a week or two. Infection can occur, and "
            "swelling can come late. Rarely, gel blocks a blood vessel: skin loss, blindness or "
            "a stroke can follow. Ask first about allergies and blood thinners."
        ),
        citations=(
            "Albargawi 2024, doi:10.1111/jocd.16752",
            "Dierickx 2018, doi:10.1097/DSS.0000000000001689",
            "Ann Dermatol 2023, PMC10733075",
            "US Food and Drug Administration, Dermal fillers",
            "Juvederm label information",
        ),
        min_age=22,
    ),
    Service(
        id="radiesse",
        treatment="filler_caha",
        brand="Radiesse",
        name="Radiesse",
        price=Price(currency="USD", from_=700, to=950, per="per syringe"),
        visits="1 to 2 visits, about 4 weeks apart.",
        benefits=(
            "Mineral beads in a gel may lift a soft, wide dip, then prompt new collagen. In scars "
            "the lift may last about a year. Icepick scars did not gain. In the US this use is off "
            "label, so it is not what the product is approved for."
        ),
        risks=(
            "Bruises and swelling, mostly for less than a week. Infection can occur. Beads can "
            "clump into lumps that may call for surgery. Rarely, a blocked vessel leads to skin "
            "loss, blindness or a stroke. Not with a bleeding disorder or severe allergies."
        ),
        citations=(
            "Goldberg 2006, PMID 16971362",
            "Chen 2026, PMC13493462",
            "Albargawi 2024, doi:10.1111/jocd.16752",
            "American Society of Plastic Surgeons, Dermal fillers: risks",
            "Radiesse label information",
        ),
        min_age=22,
    ),
    Service(
        id="sculptra",
        treatment="filler_plla",
        brand="Sculptra",
        name="Sculptra",
        price=Price(currency="USD", from_=900, to=1500, per="per session"),
        visits="About 3 visits, 4 to 8 weeks apart.",
        benefits=(
            "Fine particles prompt collagen, so the lift builds over weeks and may last up to 2 "
            "years. In a trial of 60 people who also had laser, rolling scars gained more than "
            "icepick scars. In the US this use is off label."
        ),
        risks=(
            "Mild swelling for a day or two, and bruises for up to 2 weeks. Lumps or an infection "
            "can follow. As with any filler, a blocked vessel is rare but grave. Not with spots "
            "at the site, or if you get keloids or raised scars."
        ),
        citations=(
            "Zhou 2025, PMC12143118",
            "Sculptra label information",
            "US Food and Drug Administration, Dermal fillers",
        ),
        min_age=22,
    ),
    Service(
        id="bellafill",
        treatment="filler_pmma",
        brand="Bellafill",
        name="Bellafill",
        price=Price(currency="USD", from_=900, to=1200, per="per syringe"),
        visits="1 or 2 visits, and a skin test 4 weeks ahead.",
        benefits=(
            "Plastic beads in cow collagen may lift soft, wide dips in the cheeks. In a trial of "
            "147 people, about 64 in 100 responded, and 33 in 100 in the comparison group. The US "
            "label covers some cheek scars in people over 21."
        ),
        risks=(
            "The beads stay for good and cannot be dissolved. Redness, swelling or lumps can "
            "follow, and some lumps come long after. So can an allergy. Rarely, a blocked vessel "
            "leads to skin loss or blindness. Not if you get keloids or have severe allergies."
        ),
        citations=(
            "Karnik 2014, J Am Acad Dermatol 71:77",
            "Cochrane Review 2016, doi:10.1002/14651858.CD011946.pub2",
            "US Food and Drug Administration, P020012/S009 summary",
            "US Food and Drug Administration, Dermal fillers",
        ),
        min_age=22,
    ),
    Service(
        id="botox",
        treatment="botulinum",
        brand="Botox",
        name="Botox",
        price=Price(currency="USD", from_=350, to=500, per="per session"),
        visits="Repeated as it wears off. A doctor decides if and when.",
        benefits=(
            "It relaxes muscle for 3 to 4 months, so movement pulls less on a scar. It may help "
            "some raised scars, mostly those from surgery. It does not fill a dip, and for sunken "
            "acne scars there are only single case reports. This use is off label."
        ),
        risks=(
            "Bruises, a drooping eyelid or brow, or weak muscles close by. Rarely the effect "
            "spreads, and swallowing or breathing gets hard: that is an emergency. Not in "
            "pregnancy, or with a disease of nerve and muscle."
        ),
        citations=(
            "Zhang 2016, PMC4795777",
            "Raslan 2024, Cureus",
            "Goodman 2019, doi:10.1007/978-3-030-02023-1_48",
            "Small 2014, Am Fam Physician 90:168",
            "Botox Cosmetic label information",
        ),
    ),
)
