"""One Jinja environment a locale: autoescaped, strict, and aware of what language a text is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scarwidget.rendering.languages import day, language_name, price_range, translations
from scarwidget.text import Text


def make_environment(templates: Path, locale: str) -> Environment:
    """The environment for one language. Names end in ``.html``; all of them are escaped."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=_marked(locale),
    )
    environment.policies["ext.i18n.trimmed"] = True
    said = translations(locale)
    # The extension adds this method as it is loaded, so no type knows it.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        said.gettext, said.ngettext, newstyle=True
    )
    environment.filters["marked"] = environment.finalize
    environment.filters["day"] = lambda value: day(value, locale)
    environment.filters["price"] = lambda value: price_range(value, locale)
    environment.filters["language_name"] = language_name
    environment.filters["digits"] = _digits
    return environment


def _marked(locale: str) -> Callable[[Any], Any]:
    """Prints a text that is in another language than its document inside its own ``lang``."""

    def finalize(value: Any) -> Any:
        if isinstance(value, Text):
            if value.lang == locale:
                return value.value
            return Markup('<span lang="{}">{}</span>').format(value.lang, value.value)
        return value

    return finalize


def _digits(number: str) -> str:
    """A phone number as ``tel:`` and WhatsApp want it: a plus sign and digits."""
    return "".join(character for character in number if character.isdigit())
