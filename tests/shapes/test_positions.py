"""Where a fault stands: the line of a key, or nothing at all, but never another line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scarwidget.faults import FaultsFound
from scarwidget.shapes import Document, read_document
from scarwidget.shapes.positions import positions
from tests.conftest import PLUGINS, ROOT

QUICK = settings(max_examples=150, deadline=None, derandomize=True)

NASTY = '''\
# [not] = "a table"
name = "a # b" # [[service]]
"quoted key" = 1
'single.dotted' = 2
a.b.c = 3
a."b".d = 4

text = """
[service]
name = "not this one"
\\""" still inside """
literal = \'\'\'
id = 'no'
[[service]]\'\'\'
after = ["""
""", \'\'\'
x = 1
\'\'\', "]", # ]
  { k = "}", l.m = [1,
  2] }]

[ contact ] # a comment
phone = "+1"
[[service]]
id = "one"
price = { currency = "USD", from = 1 }
[service.device]
brand = "b"
[[service.part]]
id = "p1"
[[service.part]]
id = "p2"
[[service]]
id = "two"
[[service.part]]
id = "p3"
[x.y]
z = 1
[x]
w = 1979-05-27 07:32:00
e = -inf
'''

STAND = {
    "name": 2,
    "quoted key": 3,
    "a": 5,
    "a.b": 5,
    "a.b.c": 5,
    "a.b.d": 6,
    "text": 8,
    "literal": 12,
    "after": 15,
    "after[1]": 15,
    "after[2]": 16,
    "after[3]": 18,
    "after[4].k": 19,
    "after[4].l.m[2]": 20,
    "contact": 22,
    "contact.phone": 23,
    "service": 24,
    "service[1]": 24,
    "service[1].id": 25,
    "service[1].price.from": 26,
    "service[1].device.brand": 28,
    "service[1].part[1].id": 30,
    "service[1].part[2].id": 32,
    "service[2]": 33,
    "service[2].id": 34,
    "service[2].part[1].id": 36,
    "x": 39,
    "x.y": 37,
    "x.y.z": 38,
    "x.w": 40,
    "x.e": 41,
    # What is not there is where it should be.
    "contact.fax": 22,
    "service[1].price.to": 26,
    "service[2].treatment": 33,
    "service[1].part[1].name": 29,
    "fax": None,
    "": None,
    "single.dotted": 4,
}


def document(text: str) -> Document:
    return Document("x.toml", text, tomllib.loads(text))


@pytest.mark.parametrize("key", STAND)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_the_line_of_a_key(key: str, ending: str) -> None:
    assert document(NASTY.replace("\n", ending)).line(key) == STAND[key]


def test_of_two_keys_that_are_spelt_alike_none_is_told() -> None:
    text = '[a]\nb = 1\nc = 2\n["a.b"]\nd = 1\n[e]\n[[e.f]]\n["e.f[1]"]\n'
    assert [document(text).line(key) for key in ("a.b", "a.c", "e.f[1]")] == [None, 3, None]


KEYS = st.sampled_from(["a", "b", "c-d", "_e", "1"])
VALUES = st.sampled_from(
    [
        "1",
        "'[a]'",
        '"# \\" b = 2"',
        '"""\na = 1\n[b]\n"""',
        "'''\n'' '\n'''",
        '""""two"""""',
        "''''two'''''",
        "[\n  1, # ]\n  2,\n]",
        "[[], [{ a = 1, b = ['}'] }]]",
        '{ a = { b = 1 }, c.d = "}" }',
        "{}",
        "1979-05-27T07:32:00Z",
        "0x1F",
        "true # [a]",
    ]
)
BLANKS = st.sampled_from(["", "\n", "# [[a]]\n", "\n\t\n  # a = 1\n"])
TABLES = st.dictionaries(
    st.text(alphabet="abcde", min_size=2, max_size=3),
    st.dictionaries(KEYS, st.tuples(BLANKS, VALUES)),
    max_size=5,
)


@QUICK
@given(TABLES, st.booleans())
def test_the_line_of_any_key(tables: dict[str, dict[str, tuple[str, str]]], rows: bool) -> None:
    text = ""
    stand: dict[str, int] = {}
    for name, pairs in tables.items():
        key = f"{name}[1]" if rows else name
        stand[key] = text.count("\n") + 1
        text += f"[[{name}]]\n" if rows else f"[{name}]\n"
        for part, (blank, value) in pairs.items():
            text += blank
            stand[f"{key}.{part}"] = text.count("\n") + 1
            text += f"{part} = {value}\n"
    found = document(text)
    assert {key: found.line(key) for key in stand} == stand


@QUICK
@given(st.text(alphabet="ab01.=[]{}\"'#\\,\n \t-:T", max_size=40))
def test_no_text_is_too_much(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for line in positions(text, tree).values():
        assert line is None or 1 <= line <= text.count("\n") + 1


def test_whoever_reads_it_otherwise_is_told_nothing() -> None:
    """Should a later TOML have what this one lacks, no line is better than a wrong one."""
    assert positions("a = 1\n", {"a": 1}) == {"a": 1}
    assert positions("a = 1\n", {"b": 1}) == {}
    assert positions("a := 1\n", {"a": 1}) == {}


def test_every_key_of_the_project_is_found() -> None:
    files = [
        *PLUGINS.rglob("*.toml"),
        ROOT / "pyproject.toml",
        *(ROOT / "scarwidget").rglob("*.toml"),
    ]
    for path in files:
        found = read_document(path)
        lines = found.text.splitlines()
        told = positions(found.text, found.tree)
        assert told or not found.tree, path
        for key, line in told.items():
            last = key.rpartition(".")[2].partition("[")[0]
            if line is not None and not key.endswith("]"):
                assert last in lines[line - 1], (path, key, line)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"a = 1\nb = \n", 2, "Invalid value"),
        (b"a = 1\na = 2\n", 2, "Cannot overwrite"),
        (b'a = 1\nb = "\xff"\n', 2, "UTF-8"),
        (b"a = " + b"[" * 5000, None, "nested"),
        (b"a = " + b"9" * 5000, None, "limit"),
        (b"#" * 1_000_001, None, "larger"),
    ],
    ids=["no value", "twice", "not UTF-8", "deep", "a long number", "large"],
)
def test_a_file_that_cannot_be_read(
    content: bytes, line: int | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        read_document(path)
    [fault] = found.value.faults
    place = f"{path}:{line}" if line else str(path)
    assert str(fault).startswith(f"{place}: cannot be read: ")
    assert says in str(fault)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert read_document(path).line("b") == 2
