"""Words in both languages of Kestrel Bay Aesthetics."""

CHINESE = "zh-Hant-HK"
ENGLISH = "en"


def said(*, zh: str, en: str) -> dict[str, str]:
    """A text in both languages; both must be given."""
    return {CHINESE: zh, ENGLISH: en}


SESSION = said(zh="每次", en="per session")

NOTICE = said(
    zh="效果因人而異，沒有人能預知成效。請先與註冊醫生會面，了解各種選擇，包括暫不處理。",
    en=(
        "Results vary, and no doctor can tell you yours ahead of time. Meet a registered doctor "
        "first to talk over all the choices, and leaving the skin alone is one of them."
    ),
)
