"""``--reload``: an edit is served at once, a broken one is not, and nobody notices the change."""

from __future__ import annotations

import logging
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scarwidget.plugins.found import module_prefix
from scarwidget.reloading import Reloading
from scarwidget.settings import load_settings
from tests.conftest import ROOT
from tests.web.servers import PATIENCE, Served, serving, status_of

CLINIC = 'name = "{name}"\nmarkets = ["SG"]\n'
SERVICES = """
[[service]]
id = "pico"
treatment = "laser_pico"
price = {{currency = "SGD", from = {price}}}
"""
PACKAGE = """
from scarwidget.plugins import Clinic, hookimpl
from .words import NAME

@hookimpl
def register_clinics():
    return [Clinic(id="wren", name=NAME)]
"""
NOT_LIVE = b"the last edit is not live, the log says why; faults: 1\n"
STYLES = re.compile(rb"/-/static/scarwidget\.[0-9a-f]+\.css")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def until(holds: Callable[[], bool], what: str) -> None:
    """Come back once something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two clinics, one of data and one in Python, and a settings file beside them."""
    write(tmp_path / "scarwidget.toml", 'plugins_dir = "plugins"\n')
    plugins = tmp_path / "plugins"
    write(plugins / "hazel" / "clinic.toml", CLINIC.format(name="Hazel"))
    write(plugins / "hazel" / "services.toml", SERVICES.format(price=980))
    write(plugins / "wren" / "__init__.py", PACKAGE)
    write(plugins / "wren" / "words.py", 'NAME = "Wren A"\n')
    return plugins


def has(served: Served, target: str, words: str) -> Callable[[], bool]:
    return lambda: words.encode() in served.get(target.encode())


def test_edits_are_served_and_broken_ones_are_not(folder: Path) -> None:
    config = folder.parent / "scarwidget.toml"
    options = ("--config", str(config), "--plugins-dir", str(folder), "--server", "granian")
    with serving(*options, "--reload") as served:
        price, name = has(served, "/hazel/services", "SGD\xa01,234"), folder / "wren" / "words.py"
        assert has(served, "/hazel/services", "SGD\xa0980")()
        assert b"no-store" in served.get(b"/hazel/services")

        write(folder / "hazel" / "services.toml", SERVICES.format(price=1234))
        until(price, "a price in a file of data")
        write(name, 'NAME = "Wren B"\n')
        until(has(served, "/wren/", "Wren B"), "a name in a module of a package")

        write(name, 'NAME = "Wren C"\n')
        write(folder / "hazel" / "services.toml", SERVICES.format(price="'much'"))
        until(has(served, "/-/readyz", "not live"), "a broken edit")
        ready = served.get(b"/-/readyz")
        assert status_of(ready) == 200
        assert ready.endswith(b"\r\n\r\nready\n" + NOT_LIVE)
        assert price()
        assert has(served, "/wren/", "Wren B")()

        write(config, 'plugins_dir = "plugins"\nintrospection = true\n')
        write(folder / "hazel" / "services.toml", SERVICES.format(price=1235))
        until(has(served, "/hazel/services", "SGD\xa01,235"), "the mended edit")
        assert has(served, "/wren/", "Wren C")()
        until(has(served, "/", "Hazel"), "a setting")
        assert served.get(b"/-/readyz").endswith(b"\r\n\r\nready\n")

        write(folder / "rowan" / "clinic.toml", CLINIC.format(name="Rowan"))
        until(has(served, "/rowan/", "Rowan"), "a new clinic")
        shutil.rmtree(folder / "hazel")
        until(lambda: status_of(served.get(b"/hazel/services")) == 404, "a clinic that left")

        write(folder / "rowan" / "clinic.toml", CLINIC.format(name="Rowan") + "nmae = 1\n")
        until(has(served, "/-/readyz", "rowan/clinic.toml"), "a fault where faults are shown")
    assert served.status == 0
    assert "Traceback" not in served.wrote
    faults = [line for line in served.wrote.splitlines() if line.startswith("fault: ")]
    assert any("hazel/services.toml" in f and "price.from" in f and "'much'" in f for f in faults)
    assert any("rowan/clinic.toml" in fault and "nmae" in fault for fault in faults)
    assert "live again" in served.wrote


def test_so_they_are_under_uvicorn(folder: Path) -> None:
    words = folder / "wren" / "words.py"
    options = ("--plugins-dir", str(folder), "--server", "uvicorn")
    with serving(*options, "--reload", stop=signal.SIGINT) as served:
        write(words, "NAME = \n")
        until(has(served, "/-/readyz", "not live"), "a broken edit")
        assert has(served, "/wren/", "Wren A")()
        write(words, 'NAME = "Wren B"\n')
        until(has(served, "/wren/", "Wren B"), "the mended edit")
    assert served.status == 0
    assert "Traceback" not in served.wrote
    assert "live again" in served.wrote


def test_edits_to_what_ships_with_it_are_served_too(tmp_path: Path, folder: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in ("scarwidget", "templates", "static"):
        shutil.copytree(ROOT / part, checkout / part)
    environ = {"PYTHONPATH": str(checkout)}
    with serving("--plugins-dir", str(folder), "--reload", environ=environ) as served:
        template, gallery = (checkout / "templates" / f"{n}.html" for n in ("builder", "gallery"))
        good, shown = template.read_text("utf-8"), gallery.read_text("utf-8")
        write(template, good + "{% if %}")
        write(gallery, shown.replace("<h1", "{{ nobody.knows }}<h1", 1))
        until(has(served, "/-/readyz", "faults: 2"), "broken templates")
        assert status_of(served.get(b"/hazel/embed")) == 200
        write(gallery, shown)
        write(template, good.replace("<h1", "<h1 data-edited", 1))
        until(has(served, "/hazel/embed", "data-edited"), "a template")

        sheet = checkout / "static" / "scarwidget.css"
        write(sheet, sheet.read_text("utf-8") + ".edited{}")

        def styles() -> bytes:
            found = STYLES.search(served.get(b"/hazel/picker"))
            return served.get(found[0]) if found else b""

        until(lambda: b".edited{}" in styles(), "a style sheet")

        content = checkout / "scarwidget" / "catalogue" / "content" / "en" / "tips.toml"
        good = content.read_text("utf-8")
        write(content, good.replace('= "', '= "Edited. ', 1))
        until(has(served, "/hazel/checklist", "Edited. "), "content")
        write(content, good + "\nnmae = 1\n")
        until(has(served, "/-/readyz", "not live"), "broken content")
        assert has(served, "/hazel/checklist", "Edited. ")()
    assert served.status == 0
    assert re.search(r"fault: .*builder\.html:\d+: ", served.wrote)
    assert re.search(r"fault: .*gallery\.html:\d+: .*'nobody' is undefined", served.wrote)
    assert re.search(r"fault: .*tips\.toml", served.wrote)


@contextmanager
def reloading(folder: Path) -> Iterator[TestClient]:
    """The application in this process, while it follows the edits."""
    config = folder.parent / "scarwidget.toml"
    app = Reloading(partial(load_settings, config, {}), config)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def reloads(caplog: pytest.LogCaptureFixture) -> list[str]:
    said = (record.getMessage() for record in caplog.records)
    return [line for line in said if line.startswith(("reloaded", "live again", "not live"))]


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "scarwidget")


def test_a_burst_of_edits_is_one(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with reloading(folder) as client:
        for number in range(200):
            write(folder / "hazel" / "services" / f"note-{number}.txt", "a")
        write(folder / "hazel" / "clinic.toml", CLINIC.format(name="Hazel Tree"))
        until(lambda: "Hazel Tree" in client.get("/hazel/").text, "the burst")
    [line] = reloads(caplog)
    assert "hazel/clinic.toml" in line
    assert "more" in line


def test_what_editors_leave_behind_is_no_edit(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hazel = folder / "hazel"
    with reloading(folder) as client:
        for name in (".clinic.toml.swp", "clinic.toml~", "4913", "#clinic.toml#", "a.tmp"):
            write(hazel / name, "nonsense")
        write(folder / "wren" / "__pycache__" / "words.pyc", "nonsense")
        write(hazel / "sedAbCdE", "")
        (hazel / "sedAbCdE").unlink()
        # As careful editors save: a new file in the place of the old one.
        write(hazel / "clinic.toml.tmp", CLINIC.format(name="Hazel Tree"))
        (hazel / "clinic.toml.tmp").rename(hazel / "clinic.toml")
        until(lambda: "Hazel Tree" in client.get("/hazel/").text, "a file put in place")
    [line] = reloads(caplog)
    assert "an edit to plugins/hazel/clinic.toml, in " in line


def test_an_edit_during_a_reload_is_not_lost(folder: Path) -> None:
    begun = folder.parent / "begun"
    slow = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(0.3)\n"
    with reloading(folder) as client:
        write(folder / "wren" / "words.py", f'{slow}NAME = "Wren slow"\n')
        until(begun.exists, "the reload")
        write(folder / "hazel" / "clinic.toml", CLINIC.format(name="Hazel Tree"))
        write(folder / "wren" / "words.py", 'NAME = "Wren last"\n')
        until(lambda: "Wren last" in client.get("/wren/").text, "the edit made meanwhile")
        assert "Hazel Tree" in client.get("/hazel/").text


def test_a_plugin_that_fails_half_way_leaves_nothing_of_itself(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def ours() -> dict[str, object]:
        mark = module_prefix(folder)
        return {name: module for name, module in sys.modules.items() if name.startswith(mark)}

    with reloading(folder) as client:
        good = ours()
        assert len(good) == 2
        write(folder / "wren" / "more.py", "NAME = 1\n")
        write(folder / "wren" / "__init__.py", f"from . import more\n1 / 0\n{PACKAGE}")
        until(lambda: bool(reloads(caplog)), "the broken edit")
        assert ours() == good
        assert "Wren A" in client.get("/wren/").text
    assert any("ZeroDivisionError" in record.getMessage() for record in caplog.records)


def test_a_fault_that_was_there_before_keeps_nothing_back(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    services = folder / "hazel" / "services.toml"
    bad = SERVICES.format(price="'much'")
    write(services, bad)
    with reloading(folder) as client:
        assert client.get("/-/readyz").text == "ready\n"
        write(services, SERVICES.format(price=1).replace("pico", "first", 1) + bad)
        write(folder / "wren" / "words.py", 'NAME = "Wren B"\n')
        until(lambda: "Wren B" in client.get("/wren/").text, "an edit beside an old fault")
        write(services, bad.replace("laser_pico", "") + bad)
        until(lambda: "not live" in client.get("/-/readyz").text, "a further fault")
    assert [line.partition(" ")[0] for line in reloads(caplog)] == ["reloaded", "not"]
