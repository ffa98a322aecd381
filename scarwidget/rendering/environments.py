"""One Jinja environment a locale: autoescaped, strict, and aware of what language a text is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from scarwidget.plugins.own_widgets.compiling import new_environment
from scarwidget.rendering.languages import day, language_name, price_range, translations


class Templates(BaseLoader):
    """The templates of a folder as they were when it was read, whatever becomes of the files."""

    def __init__(self, folder: Path) -> None:
        self._sources = {
            path.relative_to(folder).as_posix(): (path.read_text("utf-8"), str(path))
            for path in sorted(folder.rglob("*.html"))
        }

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 (Jinja gives both)
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """A template's text and its file, for Jinja."""
        if template not in self._sources:
            raise TemplateNotFound(template)
        return *self._sources[template], lambda: True

    def list_templates(self) -> list[str]:
        """The names of all of them."""
        return list(self._sources)


def make_environment(templates: Templates, locale: str) -> Environment:
    """The environment for one language. Names end in ``.html``; all of them are escaped."""
    said = translations(locale)
    environment = new_environment(templates, locale, said.gettext, said.ngettext)
    environment.filters["day"] = lambda value: day(value, locale)
    environment.filters["price"] = lambda value: price_range(value, locale)
    environment.filters["language_name"] = language_name
    environment.filters["digits"] = _digits
    return environment


def _digits(number: str) -> str:
    """A phone number as ``tel:`` and WhatsApp want it: a plus sign and digits."""
    return "".join(character for character in number if character.isdigit())
