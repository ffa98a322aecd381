"""Laser, dermabrasion, peels by depth, and needling."""

from scarwidget.clinics import Price, Service

RESURFACING = (
    Service(
        id="fraxel",
        treatment="laser_nafl",
        brand="Fraxel",
        name="Fraxel laser",
        device="1,550 nm",
        price=Price(currency="USD", from_=850, to=1500, per="per session"),
        visits="2 to 6 visits, 3 to 4 weeks apart.",
        benefits=(
            "Tiny columns of skin are heated, and the surface between them is spared. "
            "Shallow boxcar and rolling scars may soften over some months. It does less than a "
            "laser that takes skin off, and it is easier to recover from."
        ),
        risks=(
            "Redness and swelling for hours to days, and at times a flare of cold sores. Dark "
            "marks for a time are common in brown and black skin. Not with an infection or "
            "inflamed acne. Ask first if you tend to get keloids."
        ),
        citations=(
            "Li 2023, doi:10.1089/fpsam.2022.0383",
            "Alexis 2016, doi:10.1097/DSS.0000000000000640",
            "Lasers Surg Med 2011, doi:10.1002/lsm.21092",
            "Mayo Clinic, Laser resurfacing",
        ),
    ),
    Service(
        id="dermabrasion",
        treatment="dermabrasion",
        name="Dermabrasion",
        price=Price(currency="USD", from_=1200, to=1900, per="per session"),
        visits="Usually one visit. A large area may be split.",
        benefits=(
            "A fast brush or wheel sands the skin, which may soften the edges of shallow scars. "
            "The change is said to last. Deep, narrow pits are out of its reach, and fractional "
            "lasers have mostly taken its place."
        ),
        risks=(
            "New skin takes 5 to 8 days, and pinkness up to 3 months. Infection, milia, new scars "
            "or a color change that stays can follow. Doctors avoid it in brown and black skin. "
            "Not with keloids, or within 6 months of isotretinoin."
        ),
        citations=(
            "Hession and Graber 2015, PMC4295858",
            "Mayo Clinic, Dermabrasion",
            "American Society for Dermatologic Surgery: Dermabrasion for acne scars",
            "Spring 2017, doi:10.1001/jamadermatol.2017.2077",
        ),
    ),
    Service(
        id="peel-light",
        treatment="peel_superficial",
        name="Light peel",
        price=Price(currency="USD", from_=150, to=300, per="per peel"),
        visits="3 to 6 peels, 2 to 5 weeks apart. The effect fades unless they are repeated.",
        benefits=(
            "Glycolic or salicylic acid lifts off part of the top layer. It may even out color "
            "and fine texture, and it does more for brown marks than for dents. Deep scars are "
            "not likely to change."
        ),
        risks=(
            "Stinging for up to 10 minutes, then 1 to 7 days of redness and peeling. Skin can "
            "change color, more often when it is brown or black. Wait with broken skin, an "
            "infection or a cold sore."
        ),
        citations=(
            "Sharad 2013, doi:10.2147/CCID.S34029",
            "Mayo Clinic, Chemical peel",
            "Castillo and Keri 2018, doi:10.2147/CCID.S137788",
        ),
    ),
    Service(
        id="peel-medium",
        treatment="peel_medium",
        name="Medium peel",
        price=Price(currency="USD", from_=750, to=1600, per="per peel"),
        visits="One peel, or a course of 3 to 6 with 2 to 3 weeks or more between them.",
        benefits=(
            "TCA goes deeper than a light peel, down to where new collagen can form. It may "
            "soften shallow boxcar scars, and rolling or deep boxcar scars a little. The result "
            "shows once skin has settled, by about 6 weeks."
        ),
        risks=(
            "1 to 2 weeks of swelling, crusts and peeling, and redness that can last for months. "
            "It can leave dark marks, an infection or scars, with more risk in brown and black "
            "skin. Not with cold sores or a tendency to keloids."
        ),
        citations=(
            "Mayo Clinic, Chemical peel",
            "Castillo and Keri 2018, doi:10.2147/CCID.S137788",
            "acne.org, Medium-depth and deep peels",
        ),
    ),
    Service(
        id="peel-deep",
        treatment="peel_deep",
        name="Deep peel",
        price=Price(currency="USD", from_=3000, to=4200, per="per peel"),
        visits="Once. It is not repeated.",
        benefits=(
            "Phenol reaches deep into the skin. It may soften shallow boxcar and rolling scars, "
            "and the change can last a long time. It shows as redness fades, after 2 to 3 months. "
            "It is rarely chosen now, and we talk about milder ways first."
        ),
        risks=(
            "Skin can turn lighter for good. Swelling lasts up to 2 weeks and redness about 2 "
            "months or more. Scars, infection or an uneven heartbeat can follow, so a monitor is "
            "on. Not for brown or black skin, or with heart, kidney or liver disease."
        ),
        citations=(
            "Mayo Clinic, Chemical peel",
            "Castillo and Keri 2018, doi:10.2147/CCID.S137788",
            "acne.org, Medium-depth and deep peels",
            "Khunger 2008, Indian J Dermatol Venereol Leprol 74",
            "acne.org, Deep peels: recovery",
        ),
    ),
    Service(
        id="needling",
        treatment="microneedling",
        name="Skin needling",
        price=Price(currency="USD", from_=250, to=450, per="per session"),
        visits="3 to 4 visits, 2 to 4 weeks apart.",
        benefits=(
            "Fine needles make tiny holes, and new collagen forms as they heal. In trials the "
            "gains were small but steady. Rolling and boxcar scars gained more than icepick scars, "
            "3 to 6 months after the course."
        ),
        risks=(
            "Redness, swelling and pinpoint bleeding for 1 to 3 days. Poor technique can "
            "lead to infection or scars. Not with active acne, an infection, a weak immune system "
            "or a tendency to keloids. Tell us about cold sores."
        ),
        citations=(
            "Meta-analysis 2022, PMID 35426044",
            "Alam 2014, doi:10.1001/jamadermatol.2013.8687",
            "MassDevice 2017, FDA draft guidance on microneedling devices",
            "US Food and Drug Administration, consumer text on microneedling",
        ),
        min_age=22,
    ),
)
