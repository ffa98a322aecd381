"""What Kestrel Bay Aesthetics offers, with prices in whole Hong Kong dollars."""

from datetime import date

from scarwidget.clinics import Price, Service

from .words import NOTICE, SESSION, said

REVIEWED_ON = date(2026, 11, 22)
REVIEW_DUE = date(2027, 5, 22)
ADULT = 18

SERVICES = (
    Service(
        id="pico-laser",
        treatment="laser_pico",
        brand="Pico",
        name=said(zh="Pico 皮秒激光", en="Pico laser"),
        device="755 nm",
        price=Price(currency="HKD", from_=2200, to=3800, per=SESSION),
        visits=said(
            zh="一般 4 至 6 次，每次相隔 4 至 8 星期。",
            en="4 to 6 visits, 4 to 8 weeks apart.",
        ),
        benefits=said(
            zh=(
                "極短的激光脈衝在表皮下造成微細空隙，癒合時長出新的骨膠原，皮膚表面保持完整。"
                "較淺的廂車型和滾輪型疤痕或會變得較平滑。"
                "在七項研究中，改善質感的程度與其他分段式激光相若；這些研究看的是凹凸質感，不是膚色。"
            ),
            en=(
                "Very short pulses make tiny gaps under the skin, and new collagen forms as they "
                "heal. The surface stays whole. Shallow boxcar and rolling scars may soften. In "
                "seven studies the change in texture was about the same as with other fractional "
                "lasers. They looked at texture and not at skin tone."
            ),
        ),
        risks=said(
            zh=(
                "可引致泛紅、針點狀出血和輕微腫脹，約兩日內減退。"
                "在一項 42 名亞洲人的研究中，約每 100 人有 5 人出現新的色素印。"
                "懷孕、餵哺母乳、曬黑了、對光敏感、正服用薄血藥或曾有蟹足腫的人，請先告訴醫生。"
            ),
            en=(
                "Redness, pinpoint bleeding and slight swelling for up to 2 days. In a study of 42 "
                "Asian people, about 5 in 100 got new dark marks. Tell the doctor first if you "
                "are pregnant, breastfeeding or tanned, react to light, take blood thinners or "
                "have had keloids."
            ),
        ),
        notice=NOTICE,
        citations=(
            "Li, Duan and Kuang 2023, doi:10.1111/jocd.15862",
            "Bernstein 2017, doi:10.1002/lsm.22734",
            "Dermatol Surg 2019, doi:10.1097/DSS.0000000000001669",
            "ClinicalTrials.gov, NCT02103127",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=ADULT,
    ),
    Service(
        id="hydrafacial",
        treatment="hydrafacial",
        brand="HydraFacial",
        name=said(zh="HydraFacial 水療潔膚", en="HydraFacial"),
        price=Price(currency="HKD", from_=1100, to=1600, per=SESSION),
        visits=said(
            zh="按次計算，效果並不持久；對疤痕要做多少次，並無資料。",
            en="One at a time. The effect wears off, and no number is known for scars.",
        ),
        benefits=said(
            zh=(
                "以液體、吸力和精華清潔表皮，皮膚在短時間內或會感覺較平滑、較滋潤。"
                "HydraFacial 沒有證據顯示可改變凹洞或疤痕：我們找不到任何暗瘡疤痕的試驗。"
            ),
            en=(
                "Liquid, suction and serums clean the surface, and skin may feel smoother for a "
                "while. HydraFacial is not shown to change pitted scars: no trial in acne scars "
                "was found."
            ),
        ),
        risks=said(
            zh=(
                "皮膚會泛紅數小時；較少見的有瘀傷、刺激或冒出暗瘡，罕見的有敏感反應或膚色改變。"
                "如有曬傷、皮疹、傷口、感染或唇瘡，請延期。懷孕、餵哺母乳或對酸類敏感的人，請先告訴我們。"
            ),
            en=(
                "Redness for some hours. Less often a bruise, soreness or a breakout, and rarely "
                "an allergy or a change of skin colour. Wait with sunburn, a rash, open or "
                "infected skin or a cold sore. Ask first if you are pregnant or breastfeeding."
            ),
        ),
        notice=NOTICE,
        citations=(
            "Storgard 2022, PMID 36569524",
            "Freedman 2008, J Cosmet Dermatol 7:275",
            "Trial registry, NCT05932732",
            "Roth practice (US), consent form",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=ADULT,
    ),
    Service(
        id="fotona-fractional",
        treatment="laser_afl",
        brand="Fotona",
        name=said(zh="Fotona 分段式鉺激光", en="Fotona fractional Er:YAG laser"),
        device="Er:YAG 2,940 nm",
        price=Price(currency="HKD", from_=5800, to=9800, per=SESSION),
        visits=said(
            zh="一般 2 至 3 次，每次相隔 4 至 8 星期。",
            en="2 to 3 visits, 4 to 8 weeks apart.",
        ),
        benefits=said(
            zh=(
                "激光氣化一條條極幼的皮膚小柱，癒合時長出新的骨膠原。"
                "較淺的廂車型疤痕或會變淺，較深的廂車型和滾輪型疤痕也或有輕微改善。"
                "在一項 24 名亞洲人的試驗中，效果與二氧化碳激光相若。"
                "冰錐型疤痕一般要配合另一種方法。"
            ),
            en=(
                "Tiny columns of skin turn to vapour, and new collagen forms as they heal. Shallow "
                "boxcar scars may soften, and deep boxcar and rolling scars a little less. In a "
                "trial of 24 Asian people it did about as well as CO2 laser. "
                "Icepick scars call for a second method."
            ),
        ),
        risks=said(
            zh=(
                "復原約需 7 日，泛紅可達數星期，過程中會有中等至較強的痛楚。"
                "可引致色素印、感染、新的疤痕、格狀印，或令唇瘡和暗瘡發作。"
                "在一組做二氧化碳激光的人中，約每 100 人有 14 人出現色素印。"
                "暗瘡正在發作、感染、懷孕、餵哺母乳、免疫力弱或易生蟹足腫的人不宜。"
            ),
            en=(
                "About 7 days to heal, weeks of redness, and pain that can be strong. Dark marks, "
                "infection, new scars, a grid pattern, or a flare of cold sores or acne can "
                "follow. In one group that had CO2 laser, about 14 in 100 got dark marks. Not with "
                "active acne, infection, pregnancy, breastfeeding, a weak immune system or a "
                "tendency to keloids."
            ),
        ),
        notice=NOTICE,
        citations=(
            "Manuskiatti 2013, doi:10.1111/dsu.12030",
            "Li 2023, doi:10.1089/fpsam.2022.0383",
            "Azzam 2013, PMID 23377343",
            "Lasers Surg Med 2011, doi:10.1002/lsm.21092",
            "Mayo Clinic, Laser resurfacing",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=ADULT,
    ),
    Service(
        id="fotona-fractional-low",
        treatment="laser_afl",
        brand="Fotona",
        name=said(
            zh="Fotona 分段式鉺激光（較低能量）",
            en="Fotona fractional Er:YAG laser, lower setting",
        ),
        device="Er:YAG 2,940 nm",
        price=Price(currency="HKD", from_=4200, to=6800, per=SESSION),
        visits=said(
            zh="次數由醫生與你商量，每次相隔 4 至 8 星期。",
            en="You and the doctor decide how many, 4 to 8 weeks apart.",
        ),
        benefits=said(
            zh=(
                "做法相同，但能量和密度較低，處理的皮膚較少。凹陷疤痕或會一點一點地變得平滑。"
                "在一項 20 名亞洲人的二氧化碳激光試驗中，較低的設定成效相若，副作用較少。"
                "鉺激光則未見同類試驗。"
            ),
            en=(
                "The same laser with less energy and fewer columns, so less skin is treated. "
                "Sunken scars may soften bit by bit. In a trial of 20 Asian people with CO2 laser, "
                "lower settings did about as well, with fewer side effects. We know of no such "
                "trial with Er:YAG."
            ),
        ),
        risks=said(
            zh=(
                "泛紅、腫脹和結痂仍會出現，色素印、感染和新的疤痕也有可能，只是機會或會較低。"
                "做後須嚴格防曬。暗瘡正在發作、感染、懷孕、餵哺母乳或易生蟹足腫的人不宜。"
            ),
            en=(
                "Redness, swelling and crusts still come. Dark marks, infection and new scars can "
                "still follow, though perhaps less often. Keep the sun off as it heals. Not with "
                "active acne, infection, pregnancy, breastfeeding or a tendency to keloids."
            ),
        ),
        notice=NOTICE,
        citations=(
            "Arsiwala and Desai 2019, J Cutan Aesthet Surg 12:85",
            "Yuan 2014, Dermatol Surg",
            "Azzam 2013, PMID 23377343",
            "Mayo Clinic, Laser resurfacing",
        ),
        reviewed_on=REVIEWED_ON,
        review_due=REVIEW_DUE,
        min_age=ADULT,
    ),
)
