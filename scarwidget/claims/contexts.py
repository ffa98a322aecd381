"""Words that are no claim, because of what is said around them.

"No laser can remove a scar", "Can scars be cured? No." and "be wary of anyone who promises
painless treatment" hold the words of a claim and claim nothing.
"""

from __future__ import annotations

import re

REACH = 240
"""How far a sentence is followed to either side."""

_END = re.compile(r"[!?。\n]|\.(?= |\"|$)")
_QUESTION = re.compile(r"[^!?。\n]{0,240}?\?")

_ADVERSE = r"but|yet|however,|instead|whereas|except|while|plus|miss|wait|with"
_CLAUSE = re.compile(rf"[.!?,;:。，、\n]| - |\b(?:{_ADVERSE}|and)(?!\w)")
_SENTENCE_CLAUSE = re.compile(rf"[;:]| - |\b(?:{_ADVERSE})(?!\w)|但|不過|可是|反而|;")

_NO = (
    r"(?:(?<!why )\bnot|\b[a-z]{2,7}n't|\bcannot|\bnever|\bcant|\bdont)(?!\w)"
    r"(?! (?:only|just|merely|simply|to mention|believe|want to miss|hesitate|worry|least|to be)\b)"
)
_NO_ONE = (
    r"\bno (?:\w+ )?(?:one|doctor|clinic|clinician|treatment|laser|procedure|therapy|option|product"
    r"|cream|peel|surgeon|nurse|device|method|technique|session|practice|provider|honest \w+"
    r"|reputable \w+|responsible \w+)s?\b|\bnobody\b|\bnone of\b|\bneither\b|\bnor\b"
    r"|\bnothing (?:we|can|will|that|is|has)\b"
)
_SHY = (
    r"\b(?:unlikely|rarely|seldom|hardly|impossible|unable|far from|rather than|instead of"
    r"|less than|fails? to|short of|unrealistic|stop short of|refuse to|decline to)\b"
)
_DENIES = re.compile(f"{_NO}|{_NO_ONE}|{_SHY}")
_NO_AT_ONCE = re.compile(
    r"\b(?:no|nor|neither|without(?: any)?)"
    r"(?: (?:permanent|complete|real|known|such|firm|absolute|instant|magic|miracle|quick|one"
    r"|single"
    r"|true|proven|overnight|easy|simple|perfect))? $"
)
_DENIES_ALL = re.compile(
    rf"{_NO_ONE}|\bno such thing\b|\b(?:does|do|did) ?(?:not|n't) mean\b"
    r"|(?:\bnot|n't|\bnever|\bno longer)(?: \w+){0,2}? (?:offer|publish|show|sell|run|give|use"
    r"|accept"
    r"|have|provide|advertise|hand out|post|quote|do|make|promise|claim|treat|share|pay)\b"
    r"|\bthere (?:is|are) no\b(?! (?:risks?|side|pain|downtime|better|other|catch|doubt|reason"
    r"|need))"
)
_DENIES_AFTER = re.compile(
    r"[\w' -]{0,40}?\b(?:(?:is|are|was|were|can|could|does|do|would|will|may|might|should)"
    r"(?: ?n't| not)\b(?! (?:a dream|only|just))|cannot|never|is impossible|are impossible"
    r"|is unlikely|is rare|are rare|is a myth|are myths|is unrealistic|is out of the question)"
)
_DENIES_ZH = re.compile(
    r"(?:不(?:能|會|作|可以|可能|應|是|等於|代表|敢|設|存在|宜|一定|太|算|屬|必)|無法|未能|未必|未有|並非|並不"
    r"|並無|難以|好難|很難|沒有?(?:任何)?(?:一間|一種|一個|一位|哪位|哪個|哪間|哪種|哪一種)?(?:人|醫生|療程|治療|方法|儀器|產品|診所|證據|激光|技術|研究)"
    r"|唔(?:會|可以|能|係|保證|應|代表|好信|等於|一定|可能|敢)|冇(?:一種|一個)?(?:人|醫生|療程|可能|辦法|得|診所|方法|激光|證據)"
    r"|從不|絕不|絕非|而非|而不是|唔該|(?<!絕)非(?![常凡一同])|好難|不足以)[^,。!?;:、]{0,14}$"
)
_NO_AT_ONCE_ZH = re.compile(
    r"(?:沒有|冇|無|並無|未有|毫無)(?:任何|所謂|完全|真正|什么|咩)?(?:的|嘅)?$"
)
_DENIES_ALL_ZH = re.compile(
    r"(?:不(?:會|再)?|唔(?:會)?|沒有|從不|概不|絕不)(?:提供|設|刊登|接受|派發|推出|舉辦|作出|展示|使用|發布|安排|鼓勵|建議|承諾|保證)"
    r"|並不代表|不代表|唔代表|不等於|唔等於|冇任何人|沒有(?:任何)?(?:一種|一個|人|診所|醫生|療程|激光)"
)
_DENIES_AFTER_ZH = re.compile(
    r"[^。!?,;、]{0,10}(?:並不|並非|是不(?:可能|存在|切|實)|不可能|不存在|不切實際|(?:是|係|屬)(?:\w{0,4})(?:誤解|謬誤|迷思|誇大)|難以"
    r"|未能|冇可能|都唔"
    r"|不代表|唔代表|不等於|未必|不會|唔會)"
)

_ASKS = re.compile(
    r"[\W_]*(?:so |but |and |faq: ?|q: ?)?(?:is|are|will|would|can|could|does|do|did|should|has"
    r"|have"
    r"|what|which|how|why|when|who|where|may)\b"
)
_LURES = re.compile(
    r"\b(?:do|would|are|have|can|could) you (?:want|like|ready|tired|looking|dream|wish|struggl"
    r"|fed up|ever|imagin|sick|still|picture|love)|\bwhy (?:not|wait|settle|suffer|hide)"
    r"|\bhow about"
    r"|\bwhat if\b|\bwho (?:does ?n't|would ?n't)"
)
_ASKS_ZH = re.compile(
    r"嗎|呢|會不會|會唔會|會否|能否|可否|能不能|是否|可不可以|可唔可以|係咪|是不是|有沒有|有冇|點樣|如何|多久|什么|咩|幾時|邊"
)
_LURES_ZH = re.compile(
    r"想|渴望|希望|煩惱|心動|厭倦|準備好|受夠|還在|仍在|仲喺度|難道|唔通|何必|何苦|何不|誰不"
    r"|邊個唔|豈|仲使|使乜|敢[把將]|有[咩乜何]好?[怕驚分]|怕[咩乜]|點解(?:唔|仲)"
)
_YES = re.compile(
    r"[\W_]*(?:yes|absolutely|of course|definitely|sure|certainly|you bet|we can"
    r"|it is(?! not|n.t)|now |with (?:us|our)"
    r"|可以|會[,。!的]|當然|梗係|肯定|冇錯|沒錯|放心|做得到|得[,。!㗎]|能[,。!]|有[,。!]|係[,。!]|是的|絕對|答案[是係](?:可以|肯定|會|能|係|是))"
)

_OTHERS_CLAIM = re.compile(
    r"\b(?:wary|beware|careful|cautious|sceptical|skeptical|suspicious|steer clear|watch out"
    r"|walk away|distrust|doubt|anyone who|any(?:one)? (?:clinic|advert|ad|doctor|provider|place)"
    r"|if (?:a|an|any|anyone|someone|somebody|they)\b[^.]{0,40}?\b(?:promis|offer|claim|tell|say"
    r"|guarant)"
    r"|claims? (?:of|that|such as|like|to)|adverts?|(?:ads|websites|posts|articles) that"
    r"|(?:words?|phrases?|slogans?|terms?) (?:such as|like)|you (?:may|might|will|often) (?:have )?"
    r"(?:hear|read|see|be told)|myths?|so-called|misleading|people (?:say|think|believe))"
)
_OTHERS_CLAIM_ZH = re.compile(
    r"小心|提防|慎防|警惕|留意誇|不要(?:輕)?信|切勿(?:輕)?信|唔好(?:輕)?信|聲稱|宣稱|標榜|自稱|若有人|如果有人|如有(?:人|診所)"
    r"|所謂|迷思|謬誤|誤解|誇大|有人(?:會)?(?:話|說)|坊間常說|常聽到|廣告常|網上(?:流傳|常)|網上嘅"
)
_OURS = re.compile(
    r"\b(?:our|we|us|ours)\b[^.]{0,30}$|我們[^。,]{0,12}$|我哋[^。,]{0,12}$|本(?:院|中心|診所)[^。,]{0,12}$"
)
_CORRECTED = re.compile(
    r"[\"']? ?(?:is|are|係|是|只是|屬)[^.。]{0,12}"
    r"(?:myth|misconception|not true|誤解|謬誤|迷思|誇張)"
)


def denied(text: str, start: int, end: int) -> bool:
    """Whether the sentence says that it is not so."""
    left, right = _sentence(text, start, end)
    before, after = text[left:start], text[end:right]
    clause = _after_last(_CLAUSE, before)
    sentence = _after_last(_SENTENCE_CLAUSE, before)
    return bool(
        _DENIES.search(clause)
        or _NO_AT_ONCE.search(before)
        or _DENIES_ALL.search(sentence)
        or _DENIES_AFTER.match(after)
        or _DENIES_ZH.search(before[-30:])
        or _NO_AT_ONCE_ZH.search(before[-12:])
        or _DENIES_ALL_ZH.search(sentence)
        or _DENIES_AFTER_ZH.match(after)
    )


def asked(text: str, start: int, end: int) -> bool:
    """Whether it stands in a question that the next words do not answer with yes."""
    left, right = _sentence(text, start, end)
    if text[right : right + 1] != "?":
        return False
    sentence = text[left:right]
    if _LURES.search(sentence) or _LURES_ZH.search(sentence):
        return False
    if not (_ASKS.match(sentence) or _ASKS_ZH.search(sentence)):
        return False
    return not _YES.match(text, right + 1)


def warned(text: str, start: int, end: int) -> bool:
    """Whether the words are told as what others claim."""
    left, right = _sentence(text, start, end)
    before = text[left:start]
    if _CORRECTED.match(text, end, right):
        return True
    if _OURS.search(before[-40:]):
        return False
    sentence = _after_last(_SENTENCE_CLAUSE, before)
    return bool(_OTHERS_CLAIM.search(sentence) or _OTHERS_CLAIM_ZH.search(before))


CONTEXTS = {"denied": denied, "asked": asked, "warned": warned}


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch, as far as it is followed."""
    left = max(0, start - REACH)
    for found in _END.finditer(text, left, start):
        left = found.end()
    found_end = _END.search(text, end, end + REACH)
    return left, found_end.start() if found_end else min(len(text), end + REACH)


def _after_last(pattern: re.Pattern[str], text: str) -> str:
    at = 0
    for found in pattern.finditer(text):
        at = found.end()
    return text[at:]
