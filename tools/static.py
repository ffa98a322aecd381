"""Build what ``static/`` serves from ``static/src/``, or say with ``--check`` what differs.

A style sheet is made of the parts that its document needs, a script of its file and of those
that it imports from ``shared/``; both are minified. What stands in a script between per cent
signs is filled in when the server starts (see :mod:`scarwidget.rendering.assets`), but for the
style sheet that a script carries within itself.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import minify

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"
SOURCES = STATIC / "src"

NOT_BUILT = frozenset({"htmx.min.js", "icon.svg"})
"""What stands in ``static/`` as it is."""

_ANY = ("tokens", "dark", "base")
_ALL = (
    *_ANY,
    "progress",
    "choices",
    "cautions",
    "evidence",
    "offers",
    "ask",
    "picker",
    "treatments",
    "compare",
    "checklist",
    "explainer",
    "services",
    "own",
)
_FRAME = ("frame", "print")

SHEETS: Mapping[str, tuple[str, ...]] = {
    "scarwidget.css": (*_ALL, "main", "page", "frame", "print"),
    "builder.css": ("builder",),
    "frame-picker.css": (*_ANY, "progress", "choices", "cautions", "picker", *_FRAME),
    "frame-treatments.css": (
        *(*_ANY, "cautions", "evidence", "offers", "ask", "treatments", "compare"),
        *_FRAME,
    ),
    "frame-checklist.css": (*_ANY, "progress", "evidence", "checklist", *_FRAME),
    "frame-explainer.css": (*_ANY, "choices", "ask", "explainer", *_FRAME),
    "frame-services.css": (*_ANY, "cautions", "offers", "ask", "services", *_FRAME),
    "frame.css": (*_ANY, "main", *_FRAME),
}
"""The parts of each style sheet, in the order of the cascade."""

LATE = ("picker", "compare")
"""What a widget inside a shadow root does not begin with; the picker seldom stands in one."""

INLINE = ("inline", *(part for part in _ALL if part not in LATE), "print")
"""Those of the sheet inside a shadow root, which no file holds."""

_CONTAINER = "the-container"
_DARK = "/* %dark.css% */"
_INLINE = '"%INLINE_CSS%"'
_REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_SHARED = re.compile(r'^import \{[^}]*\} from "\./(?:shared/)?([\w-]+\.js)";\n', re.MULTILINE)
_MODULE = re.compile(r"^(?:import|export)\b(?! *\()", re.MULTILINE)

minify.config({"js-version": 2020})


def results() -> dict[str, str]:
    """Every file that is built, by its name in ``static/``.

    Raises :class:`FileNotFoundError` for a part or an import that is not there, and
    :class:`ValueError` for a source that cannot be read.
    """
    sheets = {name: sheet(parts) for name, parts in SHEETS.items()}
    scripts = {path.name: script(path) for path in sorted((SOURCES / "js").glob("*.js"))}
    return sheets | scripts | {"inline-late.css": inside(LATE)}


def sheet(parts: tuple[str, ...]) -> str:
    """The minified style sheet of these parts."""
    return _minified("text/css", "\n".join(_part(name) for name in parts))


def inside(parts: tuple[str, ...] = INLINE) -> str:
    """A sheet inside a shadow root. There a rem is the host's, and often ten pixels."""
    return _REM.sub(lambda found: f"{float(found[1]) * 16:g}px", sheet(parts))


def script(path: Path) -> str:
    """The minified script of a file. One that is no module keeps its names to itself."""
    source = _joined(path, set())
    if not _MODULE.search(source):
        source = f"(() => {{\n{source}}})();\n"
    minified = _minified("application/javascript", source)
    if _INLINE in minified:
        minified = minified.replace(_INLINE, json.dumps(inside(), ensure_ascii=False))
    return minified


def faults() -> Iterator[str]:
    """Which files of ``static/`` are not what the sources make."""
    fresh = results()
    for name, content in fresh.items():
        path = STATIC / name
        if not path.is_file():
            yield f"static/{name}: missing"
        elif path.read_bytes() != content.encode():
            yield f"static/{name}: differs from what static/src makes"
    there = {path.name for path in STATIC.iterdir() if path.is_file()}
    for name in sorted(there - fresh.keys() - NOT_BUILT):
        yield f"static/{name}: nothing in static/src makes it"


def main(arguments: list[str] | None = None) -> int:
    """Build or check every file."""
    parser = argparse.ArgumentParser(prog="static", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 on a fault")
    if not parser.parse_args(arguments).check:
        for name, content in results().items():
            path = STATIC / name
            if not path.is_file() or path.read_bytes() != content.encode():
                path.write_bytes(content.encode())
                print(f"static/{name}: {len(content.encode())} bytes")
    found = list(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    return int(bool(found))


def _minified(media_type: str, source: str) -> str:
    # The minifier leaves alone what is in a rule it does not know, and so it knows this one.
    known = source.replace("@container (", f"@media {_CONTAINER} and (")
    minified: str = minify.string(media_type, known)
    return re.sub(rf"@media {_CONTAINER} and ?\(", "@container (", minified)


def _part(name: str) -> str:
    css = (SOURCES / "css" / f"{name}.css").read_text("utf-8")
    if _DARK in css:
        [values] = re.findall(r"\{([^{}]*)\}", _part("dark"))
        css = css.replace(_DARK, values)
    return css


def _joined(path: Path, seen: set[Path]) -> str:
    """A script with those of ``shared/`` in place of their imports, each once."""

    def shared(found: re.Match[str]) -> str:
        imported = SOURCES / "js" / "shared" / found[1]
        if imported in seen:
            return ""
        seen.add(imported)
        return re.sub(r"^export ", "", _joined(imported, seen), flags=re.MULTILINE)

    return _SHARED.sub(shared, path.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
