"""Bring the interface's messages up to date, or say with ``--check`` where they are not.

The strings stand in ``templates/`` and in ``scarwidget/widgets/``; every language has a ``.po``
file under ``scarwidget/rendering/messages/``. An empty file of the right name, ``fr.po`` say,
starts a new one. Run twice, this changes nothing the second time.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from scarwidget.rendering.languages import MESSAGES

ROOT = Path(__file__).parents[1]
WIDTH = 100

HEADER = """\
# The strings of scarwidget's interface, kept by tools/messages.py.
msgid ""
msgstr ""
"Project-Id-Version: scarwidget\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
"""Without Babel's dates and version, which would change with every run."""

KEPT = re.compile(r"%(?:\(\w+\))?.|<[^<>]+>|&#?\w+;")
"""What every translation must keep: placeholders, and HTML if there were any."""


def extracted() -> Catalog:
    """Every message of the interface, untranslated."""
    catalog = Catalog()
    templates = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
    found = {
        "templates": extract_from_dir(
            ROOT / "templates", [("**.html", "jinja2.ext:babel_extract")], {"**.html": templates}
        ),
        "scarwidget/widgets": extract_from_dir(
            ROOT / "scarwidget" / "widgets", [("**.py", "python")], keywords={"message": None}
        ),
    }
    for folder, messages in found.items():
        for name, line, message, comments, context in messages:
            place = (f"{folder}/{Path(name).as_posix()}", line)
            catalog.add(message, None, [place], auto_comments=comments, context=context)
    return catalog


def load(path: Path) -> Catalog:
    """The messages of one language; the file's name says which."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"))


def update(path: Path, template: Catalog) -> bool:
    """Give a file every message there is and no other; whether that changed it."""
    catalog = load(path)
    catalog.update(template, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(
        written,
        catalog,
        width=WIDTH,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = HEADER.format(language=catalog.locale, plural_forms=catalog.plural_forms)
    content = f"{header}{written.getvalue().decode().rstrip()}\n".encode()
    changed = content != path.read_bytes()
    if changed:
        path.write_bytes(content)
    return changed


def faults(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What is missing, unused, fuzzy, or has other placeholders than the English."""
    for message in _messages(template):
        said = catalog.get(message.id, message.context)
        if said is None or not all(_forms(said.string)):
            yield f"missing: {_first(message)}"
    for message in _messages(catalog):
        if template.get(message.id, message.context) is None:
            yield f"unused: {_first(message)}"
        if message.fuzzy:
            yield f"fuzzy: {_first(message)}"
        wanted = {kept for form in _forms(message.id) for kept in KEPT.findall(form)}
        for form in filter(None, _forms(message.string)):
            if set(KEPT.findall(form)) != wanted:
                yield f"other placeholders: {_first(message)}"


def main(arguments: list[str] | None = None) -> int:
    """Update or check every language."""
    parser = argparse.ArgumentParser(prog="messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 on a fault")
    check = parser.parse_args(arguments).check
    template = extracted()
    found = False
    for path in sorted(MESSAGES.glob("*.po")):
        if not check and update(path, template):
            print(f"{path.name}: updated")
        for fault in faults(load(path), template):
            found = True
            print(f"{path.name}: {fault}")
    return int(check and found)


def _messages(catalog: Catalog) -> Iterable[Message]:
    """The messages without the header, whose id is empty."""
    return (message for message in catalog if message.id)


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """The singular and plurals of an id or a translation."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


if __name__ == "__main__":
    sys.exit(main())
