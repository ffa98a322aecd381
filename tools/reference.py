"""Write the reference of the files that people write, or say with ``--check`` what is out of date.

``docs/files.md`` and ``docs/schemas/`` are made of the structs that read the files, of what
``scarwidget/plugins/data/fields.py`` says of each key, and of the page beside this module.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from scarwidget.catalogue import load_catalogue
from scarwidget.plugins.data.fields import FIELDS
from scarwidget.plugins.data.schemas import NOT_WRITTEN, encoded, schemas
from scarwidget.shapes import expectation

DOCS = Path(__file__).parents[1] / "docs"

TEMPLATE = Path(__file__).with_name("files.md")
"""The page without its tables, for each of which it holds a line."""

_PLACE = re.compile(r"^<!-- keys of (\w+) -->$", re.MULTILINE)


@cache
def results() -> Mapping[str, bytes]:
    """Every file that is made, by its path under ``docs/``."""
    made = {
        f"schemas/{name}.json": encoded(schema)
        for name, schema in schemas(load_catalogue()).items()
    }
    return {"files.md": page().encode(), **made}


def page() -> str:
    """The file reference."""
    kinds = {kind.__name__: kind for kind in FIELDS}
    return _PLACE.sub(lambda place: table(kinds[place[1]]), TEMPLATE.read_text("utf-8"))


def table(kind: type[msgspec.Struct]) -> str:
    """The keys of a struct as a table."""
    lines = ["| key | what it is | required | default | what it means | example |"]
    lines.append("|---|---|---|---|---|---|")
    for field in msgspec.structs.fields(kind):
        if (kind, field.encode_name) in NOT_WRITTEN:
            continue
        said = FIELDS[kind][field.encode_name]
        cells = (
            f"`{field.encode_name}`",
            expectation(field.type),
            "yes" if field.required else "",
            default(field.default),
            said.meaning,
            f"`{said.example}`" if said.example else "",
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def default(value: Any) -> str:
    """The default of a key as the file would have it; nothing where that is to be absent."""
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f'`"{value}"`'
        case int():
            return f"`{value}`"
        case tuple() if value:
            return f"`{msgspec.json.encode(value).decode()}`"
    return ""


def faults() -> Iterator[str]:
    """Which files are not what they should be."""
    fresh = results()
    for name, content in fresh.items():
        path = DOCS / name
        if not path.is_file() or path.read_bytes() != content:
            yield f"docs/{name} is out of date: run python -m tools.reference --write"
    for path in sorted((DOCS / "schemas").glob("*")):
        if f"schemas/{path.name}" not in fresh:
            yield f"docs/schemas/{path.name}: nothing makes it"


def main(arguments: list[str] | None = None) -> int:
    """Write or check every file."""
    parser = argparse.ArgumentParser(prog="reference", description=__doc__)
    modes = parser.add_mutually_exclusive_group(required=True)
    modes.add_argument("--check", action="store_true", help="change nothing, exit 1 on a fault")
    modes.add_argument("--write", action="store_true", help="write what is out of date")
    if parser.parse_args(arguments).write:
        for name, content in results().items():
            path = DOCS / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    found = list(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
