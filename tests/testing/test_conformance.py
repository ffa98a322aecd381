"""A plugin that is well conforms, and each check finds a plugin that falls short of just that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from scarwidget.claims import lint_text
from scarwidget.plugins import ChecklistItem, Clinic, hookimpl
from scarwidget.testing import assert_conforms, conformance, named
from tests.conftest import TODAY
from tests.testing.plots import DATA, IN_ENGLISH, PACKAGE, TEMPLATE, added, changed, sown

SERVICES = "birch-skin/services.toml"
CLINIC = "birch-skin/clinic.toml"
HOOKS = "scarwidget_birch_skin/__init__.py"
VIEW = "scarwidget_birch_skin/first_visit.py"
MESSAGES = "scarwidget_birch_skin/messages/zh-Hant-HK.po"
AT_LOOK = '{{% if step == "look" %}}{}{{% endif %}}\n'
"""Something that a widget shows in one of its states, and not as it begins."""

NAME_IN_TWO = 'name.en = "Birch Skin"\nname.zh-Hant-HK = "白樺皮膚"'

SHORT = {
    "a mistyped key": (
        changed(DATA, SERVICES, "visits.en", "vists.en"),
        "loads", "services.toml", "did you mean 'visits'",
    ),
    "a file that nobody reads": (
        added(DATA, "birch-skin/servces.toml", ""),
        "loads", "servces.toml", "services.toml",
    ),
    "a hook with a mistyped name": (
        changed(IN_ENGLISH, HOOKS, "register_services", "register_servces"),
        "loads", "register_servces", "register_services",
    ),
    "a script in a template": (
        added(IN_ENGLISH, TEMPLATE, "<script>alert(1)</script>\n"),
        "loads", "register_widgets", "<script>",
    ),
    "an image in Markdown": (
        added(DATA, "birch-skin/services/pico.md", "![a face](https://a.example/face.png)\n"),
        "loads", "pico.md", "image",
    ),
    "a promise": (
        changed(DATA, SERVICES, "The surface stays whole.", "Results are guaranteed."),
        "claims", "benefits", "uarantee",
    ),
    "a text in one language": (
        changed(DATA, CLINIC, NAME_IN_TWO, 'name = "Birch Skin"'),
        "languages", "name", "zh-Hant-HK",
    ),
    "a text that lacks a language, deep inside": (
        changed(DATA, CLINIC, "[contact]", '[contact]\nhours.en = "Monday to Friday"'),
        "languages", "contact.hours", "zh-Hant-HK",
    ),
    "a title that is not translated": (
        changed(PACKAGE, MESSAGES, 'msgid "Your first visit"', 'msgid "Your first call"'),
        "languages", "first-visit", "messages/",
    ),
    "an event handler in one state": (
        added(IN_ENGLISH, TEMPLATE, AT_LOOK.format('<p onclick="alert(1)">One.</p>')),
        "sanitiser", "onclick", "take it out",
    ),
    "a heading too deep": (
        added(IN_ENGLISH, TEMPLATE, "<h4>Parking</h4>\n"),
        "accessibility", "<h4>", "kit.heading(2)",
    ),
    "a link without words, in one state": (
        added(IN_ENGLISH, TEMPLATE, AT_LOOK.format('<p><a href="https://birch.example"></a></p>')),
        "accessibility", "step=look", "say where it leads",
    ),
    "a view that takes anything": (
        changed(IN_ENGLISH, VIEW, 'raise BadQuery("choice")', "params = {}"),
        "answers", "step=", "BadQuery",
    ),
    "a view that fails at what it does not know": (
        changed(IN_ENGLISH, VIEW, 'raise BadQuery("choice")', "raise KeyError(step)"),
        "answers", "step=", "500",
    ),
    "a state that fails": (
        added(IN_ENGLISH, TEMPLATE, AT_LOOK.format("{{ nobody_knows_this }}")),
        "answers", "step=look", "500",
    ),
}  # fmt: skip


@pytest.mark.parametrize("files", [DATA, PACKAGE], ids=["data", "package"])
def test_what_the_starters_make_conforms(tmp_path: Path, files: dict[str, str]) -> None:
    assert conformance(sown(tmp_path, files), today=TODAY) == ()
    assert_conforms(sown(tmp_path, files), today=TODAY)


@pytest.mark.parametrize("name", SHORT)
def test_a_plugin_falls_short_of_one_check_and_is_told_what_to_do(
    tmp_path: Path, name: str
) -> None:
    files, check, place, advice = SHORT[name]
    found = conformance(sown(tmp_path, files), today=TODAY)
    assert {shortfall.check for shortfall in found} == {check}, found
    assert all(shortfall.advice for shortfall in found)
    told = [str(shortfall) for shortfall in found]
    assert any(place in line and advice in line for line in told), told


def test_every_shortfall_is_told_at_once(tmp_path: Path) -> None:
    files = added(PACKAGE, TEMPLATE, '<p><a href="https://birch.example"></a></p>\n')
    files = changed(files, MESSAGES, 'msgid "Your first visit"', 'msgid "Your first call"')
    files = changed(files, VIEW, 'raise BadQuery("choice")', "params = {}")
    with pytest.raises(AssertionError) as raised:
        assert_conforms(sown(tmp_path, files), today=TODAY)
    first, *lines = str(raised.value).splitlines()
    assert "falls short in 3" in first
    assert [line.split()[0] for line in lines] == ["[languages]", "[accessibility]", "[answers]"]


def test_a_plugin_that_reaches_into_others_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reaching:
        @hookimpl
        def register_clinics(self) -> list[Clinic]:
            monkeypatch.setattr("scarwidget.rendering.renderer.direction", str.upper)
            return [Clinic(id="reaching-out", name="Reaching Out")]

    [first, *_] = conformance(named("reaching-out", Reaching()), today=TODAY)
    assert first.check == "answers"
    assert "/a-neighbour/" in first.where
    assert "another than without the plugin" in first.problem


class Walks:
    """A plugin without a clinic of its own."""

    def __init__(self, action: str) -> None:
        self.action = action

    @hookimpl
    def register_checklist_items(self) -> Iterable[ChecklistItem]:
        yield ChecklistItem(id="hat", action=self.action, how_often="Outdoors", why="Shade.")


def test_a_plugin_without_a_clinic_is_tried_on_one_that_names_it() -> None:
    assert conformance(named("walks", Walks("Wear a hat.")), today=TODAY) == ()
    found = conformance(named("walks", Walks("Wear a\u202ehat.")), today=TODAY)
    assert ["U+202E" in str(shortfall) for shortfall in found] == [True]


def test_what_somebody_answers_for_conforms_until_its_day(tmp_path: Path) -> None:
    promise = "Results are guaranteed."
    files = changed(DATA, SERVICES, "The surface stays whole.", promise)
    [found] = lint_text(promise, ["HK"])
    accepted = f"""
[[accepted]]
rule = "{found.rule}"
key = "pico.benefits"
words = "{found.words}"
reason = "Our lawyer has read this sentence and lets it stand."
reviewer = "Dr A. Example"
expires = {TODAY}
"""
    plugin = sown(tmp_path, added(files, CLINIC, accepted))
    assert conformance(plugin, today=TODAY) == ()
    [first, *_] = conformance(plugin, today=TODAY + timedelta(days=1))
    assert (first.check, first.key) == ("claims", "pico.benefits")
    assert "services.toml:" in first.where
