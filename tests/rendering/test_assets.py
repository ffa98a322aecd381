"""Static files: names that change with the bytes, and scripts that know each other's."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest

from scarwidget.bundle import bundled
from scarwidget.clinics import Theme
from scarwidget.rendering import Asset, Assets
from scarwidget.rendering.assets import theme_css, theme_hash

URL = "https://widgets.example/base"
FILES = {
    "embed.js": 'import("%PUBLIC_URL%/-/static/%asset:inline.js%");a="%asset:icon.svg%"',
    "inline.js": 'import("./%asset:widget.js%")',
    "widget.js": 'const make="%include:lib.min.js%";make(document)',
    "lib.min.js": "var lib=(()=>({a:1}))()",
    "icon.svg": "<svg/>",
    "look.css": 'a{content:"%asset:icon.svg%"}',
}


def write(folder: Path, **changed: str) -> Path:
    """Those files, some of them changed: ``widget_js`` stands for ``widget.js``."""
    changes = {name.replace("_", "."): text for name, text in changed.items()}
    folder.mkdir(exist_ok=True)
    for name, text in {**FILES, **changes}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def load(folder: Path, **changed: str) -> Assets:
    return Assets(write(folder, **changed), public_url=URL)


def served(assets: Assets, name: str) -> Asset:
    asset = assets.get(assets.name(name))
    assert asset is not None
    return asset


def digest(algorithm: str, body: bytes) -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"


def test_a_file_has_a_name_that_changes_with_its_bytes(tmp_path: Path) -> None:
    before = load(tmp_path / "before")
    after = load(tmp_path / "after", look_css="a{}")
    assert re.fullmatch(r"look\.[0-9a-f]{12}\.css", before.name("look.css"))
    assert served(before, "look.css").media_type == "text/css"
    assert before.name("look.css") != after.name("look.css")
    assert before.name("icon.svg") == after.name("icon.svg")
    assert after.get(before.name("look.css")) is None
    with pytest.raises(KeyError):
        before.name("other.css")


def test_what_lies_in_a_folder_below_is_not_served(tmp_path: Path) -> None:
    folder = write(tmp_path / "static")
    (folder / "src").mkdir()
    (folder / "src" / "widget.js").write_text("// the source", "utf-8")
    assert set(Assets(folder).names) == set(FILES)


def test_scripts_know_the_server_and_the_names_of_other_files(tmp_path: Path) -> None:
    assets = load(tmp_path)
    assert served(assets, "embed.js").body.decode() == (
        f'import("{URL}/-/static/{assets.name("inline.js")}");a="{assets.name("icon.svg")}"'
    )
    inline = served(assets, "inline.js").body.decode()
    assert inline == f'import("./{assets.name("widget.js")}")'
    assert served(assets, "look.css").body.decode() == FILES["look.css"]


def test_a_change_is_felt_by_whatever_refers_to_it(tmp_path: Path) -> None:
    before = load(tmp_path / "before")
    after = load(tmp_path / "after", widget_js=FILES["widget.js"] + ";")
    changed = {name for name in FILES if before.name(name) != after.name(name)}
    assert changed == {"widget.js", "inline.js", "embed.js"}
    moved = Assets(tmp_path / "before", public_url="https://elsewhere.example")
    assert {name for name in FILES if before.name(name) != moved.name(name)} == {"embed.js"}


def test_a_script_includes_another_as_it_is(tmp_path: Path) -> None:
    body = served(load(tmp_path), "widget.js").body.decode()
    assert body == f"const make=(document=>{{{FILES['lib.min.js']}\nreturn lib}});make(document)"


def test_a_circle_is_told_with_its_files(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"embed\.js > inline\.js > widget\.js > embed\.js"):
        load(tmp_path, widget_js='import("./%asset:embed.js%")')


@pytest.mark.parametrize("text", ['"./%asset:gone.js%"', 'const a="%include:gone.js%"'])
def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"widget\.js refers to 'gone\.js', which is not in"):
        load(tmp_path, widget_js=text)


def test_integrity_is_that_of_the_bytes_served(tmp_path: Path) -> None:
    assets = load(tmp_path)
    for name in FILES:
        assert assets.integrity(name) == digest("sha384", served(assets, name).body)
    with pytest.raises(KeyError):
        assets.integrity("other.js")


def test_a_packed_file_is_the_file() -> None:
    assets = Assets(bundled("static"), public_url=URL)
    for name in assets.names:
        asset = served(assets, name)
        assert brotli.decompress(asset.brotli) == asset.body
        assert gzip.decompress(asset.gzip) == asset.body
        assert asset.brotli is asset.brotli


def test_htmx_is_served_to_the_byte_as_its_makers_publish_it() -> None:
    assets = Assets(bundled("static"), public_url=URL)
    htmx = (bundled("static") / "htmx.min.js").read_bytes()
    assert served(assets, "htmx.min.js").body == htmx
    assert served(assets, "widget.js").body.count(htmx) == 1


def test_nothing_is_left_open_in_what_is_served() -> None:
    assets = Assets(bundled("static"), public_url=URL)
    for name in assets.names:
        body = served(assets, name).body.decode()
        assert not re.search(r"%[A-Z_]+%|%(?:asset|include):", body), name
    assert URL in served(assets, "embed.js").body.decode()


def test_the_policy_of_a_theme_is_the_hash_of_its_style() -> None:
    plain, other = Theme(), Theme(corners="sharp", font="serif")
    for theme in (plain, other):
        css = theme_css(theme)
        assert re.fullmatch(r":root\{(--scar-[a-z-]+:[^;{}<]+;?)+\}", css)
        assert theme_hash(theme) == f"'{digest('sha256', css.encode())}'"
    assert theme_hash(plain) == theme_hash(Theme()) != theme_hash(other)
