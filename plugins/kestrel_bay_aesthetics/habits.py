"""What Kestrel Bay Aesthetics adds to the checklist."""

from scarwidget.clinics import ChecklistItem

from .words import said

HABITS = (
    ChecklistItem(
        id="no-tan-ahead-of-laser",
        action=said(
            zh="做激光前數星期，避免曬黑。",
            en="Keep out of strong sun in the weeks ahead of a laser session.",
        ),
        how_often=said(zh="每次激光之前", en="Ahead of each laser session"),
        why=said(
            zh="相關試驗不包括曬黑了的人，因此對曬黑皮膚的影響所知較少。",
            en="Trials left out people with a tan, so less is known about laser on tanned skin.",
        ),
    ),
    ChecklistItem(
        id="list-medicines",
        action=said(
            zh="寫下你服用和外用的藥物，包括中藥和營養補充品。",
            en="Write down what you take or put on your skin, Chinese medicines included.",
        ),
        how_often=said(zh="每次覆診", en="Each visit"),
        why=said(
            zh="薄血藥、令皮膚對光敏感的藥物和某些暗瘡藥，都會影響能否或何時做激光。請勿自行停藥。",
            en=(
                "Blood thinners, some acne pills and drugs that make skin react to light can "
                "change the plan. Please do not stop one on your own."
            ),
        ),
    ),
)
