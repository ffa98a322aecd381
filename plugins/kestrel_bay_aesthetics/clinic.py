"""Who Kestrel Bay Aesthetics is. The people, numbers and addresses are invented."""

from scarwidget.clinics import Clinic, Contact, Practitioner, Theme

from .words import CHINESE, ENGLISH, said

CLINIC = Clinic(
    id="kestrel-bay-aesthetics",
    name=said(zh="隼灣美學", en="Kestrel Bay Aesthetics"),
    markets=("HK",),
    locales=(CHINESE, ENGLISH),
    origins=("https://www.kestrelbay.example",),
    licence_no="CL000000",
    premises_type=said(zh="註冊醫生診所", en="Registered doctor's clinic"),
    practitioners=(
        Practitioner(
            name=said(zh="林若汀醫生", en="Dr Lam Yeuk-ting"),
            title=said(zh="註冊醫生", en="Registered medical practitioner"),
            registration="MCHK M00000",
        ),
    ),
    contact=Contact(
        phone="+852 0550 0142",
        whatsapp="+852 0550 0142",
        email="hello@kestrelbay.example",
        address=said(
            zh="香港銅鑼灣鷹灣道 8 號 12 樓",
            en="12/F, 8 Kestrel Bay Road, Causeway Bay, Hong Kong",
        ),
        hours=said(
            zh=(
                "星期一至五，上午 11 時至晚上 8 時；星期六，上午 10 時至下午 5 時；"
                "星期日及公眾假期休息。"
            ),
            en=(
                "Monday to Friday, 11 am to 8 pm. Saturday, 10 am to 5 pm. "
                "Closed on Sunday and public holidays."
            ),
        ),
        note=said(
            zh="可致電或以 WhatsApp 預約會面。首次會面只作評估和解說，當日不會進行激光。",
            en=(
                "Call or send a WhatsApp message to arrange a first talk. We look and explain, "
                "and no laser is used on that day."
            ),
        ),
    ),
    theme=Theme(accent="#2f6663", accent_dark="#8fcac5", font="sans", corners="soft"),
)
