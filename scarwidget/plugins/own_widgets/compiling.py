"""How every template is compiled, the core's and the plugins': escaped, strict, and only once."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from scarwidget.text import Text


class Compiled(BytecodeCache):
    """Keeps the code of each template, by its name and file, as long as its text is the same."""

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, if there is any."""
        checksum, code = self._code.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja made of a template."""
        if bucket.code is not None:
            self._code[bucket.key] = (bucket.checksum, bucket.code)


COMPILED = Compiled()
"""One for the process: it holds nothing that two applications could not share."""


def new_environment(
    loader: BaseLoader,
    lang: str,
    gettext: Callable[[str], str],
    ngettext: Callable[[str, str, int], str],
) -> Environment:
    """An environment for one language; its templates end in ``.html``, and all are escaped."""
    environment = Environment(
        loader=loader,
        bytecode_cache=COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=_marked(lang),
    )
    environment.policies["ext.i18n.trimmed"] = True
    # The extension adds this method as it is loaded, so no type knows it.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    environment.filters["marked"] = environment.finalize
    return environment


def _marked(lang: str) -> Callable[[Any], Any]:
    """Prints a text that is in another language than its document inside its own ``lang``."""

    def finalize(value: Any) -> Any:
        if isinstance(value, Text):
            if value.lang == lang:
                return value.value
            return Markup('<span lang="{}">{}</span>').format(value.lang, value.value)
        return value

    return finalize
