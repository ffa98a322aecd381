"""Who Juniper Skin Clinic is. The people, numbers and addresses are invented."""

from scarwidget.clinics import Clinic, Contact, Practitioner, Theme

CLINIC = Clinic(
    id="juniper-skin-clinic",
    name="Juniper Skin Clinic",
    markets=("US",),
    locales=("en",),
    origins=("https://www.juniperskin.example",),
    licence_no="MA 000000",
    premises_type="Dermatology practice",
    practitioners=(
        Practitioner(
            name="Dr. Ruth Okafor",
            title="Dermatologist",
            registration="Massachusetts medical license 000000",
        ),
        Practitioner(
            name="Elena Marsh, RN",
            title="Registered nurse",
            registration="Massachusetts nursing license RN000000",
        ),
    ),
    contact=Contact(
        phone="+1 617 555 0142",
        email="hello@juniperskin.example",
        address="31 Juniper Row, Suite 4, Boston, Massachusetts",
        hours="Monday to Thursday, 8:30 to 6. Friday, 8:30 to 1.",
        note="The first visit takes forty minutes. We look and talk, and nothing is done that day.",
    ),
    theme=Theme(accent="#1f4436", accent_dark="#8fcdb1", font="serif", corners="sharp"),
)
