"""When a rule's words are no finding, or a graver one, because of what the service says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from scarwidget.claims.reading import read, traditional
from scarwidget.clinics import Clinic, Device, Service

DEVICE_BRAND, NEEDLING_RISKS, PREMISES, TITLE, FDA, RESEARCH, PERCENTAGE = (
    "SW039", "SW040", "SW030", "SW031", "SW024", "SW026", "SW027",
)  # fmt: skip

_PREMARKET = re.compile(r"^P[0-9]{6}(?:/S[0-9]{1,3})?$")
_BEAUTY = re.compile(r"beauty|salon|spa\b|美容院|美容中心|美容店|美容室")
_MEDICAL = re.compile(r"clinic|medical|doctor|physician|hospital|surg|診所|醫|诊所|医")
_CITED = re.compile(r"[^.!?。\n]{0,160}?\[(\d{1,2})\]")
_SERIOUS = (
    re.compile(r"\bburn|灼傷|燒傷|燙傷"),
    re.compile(r"\bscar(?:s|ring)?\b|疤"),
    re.compile(r"\bfat\b|脂肪"),
    re.compile(r"\bnerves?\b|神經"),
)


@dataclass(frozen=True)
class Setting:
    """Where a text stands: whose it is, and which service it belongs to, if any."""

    clinic: Clinic | None = None
    service: Service | None = None


def concerned(
    rule: str, markets: Collection[str], text: str, start: int, end: int, setting: Setting
) -> tuple[str, ...]:
    """The markets in which words of a rule are a finding, in the setting they stand in."""
    kept = tuple(markets)
    service, clinic = setting.service, setting.clinic
    if rule == DEVICE_BRAND and service is not None:
        return tuple(m for m in kept if not _registered(service, m))
    if rule == FDA and service is not None and _approved(service):
        return tuple(m for m in kept if m != "US")
    if rule == PREMISES:
        return kept if clinic is not None and _is_beauty(clinic) else ()
    if rule == NEEDLING_RISKS and service is not None and _names_serious_risks(service):
        return ()
    if rule == TITLE and clinic is not None and _is_title(clinic, text, start, end):
        return ()
    if rule == PERCENTAGE and service is not None:
        marker = _CITED.match(text, end)
        if marker and 1 <= int(marker[1]) <= len(service.citations):
            return ()
    return kept


def raised(rule: str, setting: Setting) -> tuple[str, ...]:
    """The markets in which a warning is an error here."""
    cited = setting.service is not None and setting.service.citations
    return ("US", "GB") if rule == RESEARCH and not cited else ()


def _registered(service: Service, market: str) -> bool:
    return isinstance(service.device, Device) and service.device.market == market


def _approved(service: Service) -> bool:
    device = service.device
    return (
        isinstance(device, Device)
        and device.market == "US"
        and bool(_PREMARKET.match(device.registration_no))
    )


def _is_beauty(clinic: Clinic) -> bool:
    said = " ".join(strings(clinic.premises_type)).casefold()
    return bool(_BEAUTY.search(said)) and not _MEDICAL.search(said)


def _is_title(clinic: Clinic, text: str, start: int, end: int) -> bool:
    """Whether words lie within the title of somebody who is registered."""
    for person in clinic.practitioners:
        if not person.registration:
            continue
        for title in map(plain, strings(person.title)):
            at = text.find(title, max(0, end - len(title)), start + len(title))
            if title and at >= 0 and at <= start and end <= at + len(title):
                return True
    return False


def _names_serious_risks(service: Service) -> bool:
    texts = [plain(text) for text in strings(service.risks)]
    return bool(texts) and all(risk.search(text) for risk in _SERIOUS for text in texts)


def strings(said: str | dict[str, str] | None) -> list[str]:
    """The strings of a text, in whatever languages it is there."""
    return [said] if isinstance(said, str) else list((said or {}).values())


def plain(text: str) -> str:
    """A text as rules are matched in it."""
    reading = read(text)
    return (traditional(reading) or reading).text
