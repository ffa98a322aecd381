"""Lines of products for use at home."""

from scarwidget.clinics import Price, Service

AT_HOME = "None. You use it at home, as the label says."

HOME_CARE = (
    Service(
        id="zo-home-care",
        treatment="branded_skincare_lines",
        brand="ZO",
        name="ZO Skin Health, for home",
        price=Price(currency="USD", from_=45, to=160, per="per product"),
        visits=AT_HOME,
        benefits=(
            "Creams and washes for daily use. We go through what is in each one, and leave out "
            "what you would not use. No trial in acne scars was found, so do not expect it to "
            "change a scar."
        ),
        risks=(
            "Skin can sting, dry out or get an allergy. Some items of this line are drugs, such "
            "as tretinoin or hydroquinone. You get those from a doctor or not at all. Ask first "
            "if you are pregnant or breastfeeding."
        ),
        citations=(
            "ZO Skin Health, frequently asked questions",
            "DailyMed, label of a ZO cream with hydroquinone",
            "Xu 2017, doi:10.1001/jamadermatol.2017.3046",
        ),
    ),
    Service(
        id="dermed-home-care",
        treatment="branded_skincare_lines",
        brand="DERMed",
        name="DERMed Clinical Skin Care, for home",
        price=Price(currency="USD", from_=25, to=90, per="per product"),
        visits=AT_HOME,
        benefits=(
            "A short list of washes and creams, next to your sunscreen. Skin may feel clean and "
            "less dry. No trial in acne scars was found, and the name on a bottle tells you "
            "less than its list of contents."
        ),
        risks=(
            "Even costly products can irritate skin or set off an allergy. Try one at a time on a "
            "small patch, and stop if it burns or itches. Ask first if you are pregnant or "
            "already use a medicine on your skin."
        ),
        citations=(
            "US Food and Drug Administration, Cosmeceutical",
            "Xu 2017, doi:10.1001/jamadermatol.2017.3046",
            "Chou 2018, doi:10.1097/DER.0000000000000413",
        ),
    ),
)
