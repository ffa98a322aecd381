"""The settings: one file, the environment, the options, and every fault of them in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from scarwidget.faults import FaultsFound
from scarwidget.settings import Settings, load_settings
from tests.cli.conftest import Run
from tests.conftest import PLUGINS

ALL = Settings(
    public_url="https://widgets.example/scar",
    plugins_dir=str(PLUGINS),
    plugins=("tamarind-derma", "public-skin-guide"),
    introspection=True,
    strict=True,
    lint=False,
    extra_origins=("https://staging.example", "http://localhost:3000"),
    host="0.0.0.0",  # noqa: S104 - nothing listens here
    port=8080,
    workers=3,
    server="uvicorn",
)
AS_FILE = f"""
public_url = "https://widgets.example/scar"
plugins_dir = "{PLUGINS}"
plugins = ["tamarind-derma", "public-skin-guide"]
introspection = true
strict = true
lint = false
extra_origins = ["https://staging.example", "http://localhost:3000"]
host = "0.0.0.0"
port = 8080
workers = 3
server = "uvicorn"
"""
AS_ENVIRONMENT = {
    "SCARWIDGET_PUBLIC_URL": "https://widgets.example/scar",
    "SCARWIDGET_PLUGINS_DIR": str(PLUGINS),
    "SCARWIDGET_PLUGINS": "tamarind-derma, public-skin-guide",
    "SCARWIDGET_INTROSPECTION": "yes",
    "SCARWIDGET_STRICT": "1",
    "SCARWIDGET_LINT": "off",
    "SCARWIDGET_EXTRA_ORIGINS": "https://staging.example,http://localhost:3000",
    "SCARWIDGET_HOST": "0.0.0.0",  # noqa: S104
    "SCARWIDGET_PORT": "8080",
    "SCARWIDGET_WORKERS": "3",
    "SCARWIDGET_SERVER": "uvicorn",
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_every_key_can_stand_in_the_file(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path / "some.toml", AS_FILE), {}) == ALL


def test_every_key_is_an_environment_variable() -> None:
    assert load_settings(environ=AS_ENVIRONMENT) == ALL
    assert len(AS_ENVIRONMENT) == len(Settings.__struct_fields__)


@pytest.mark.parametrize(
    "settings", [ALL, Settings(), Settings(plugins=())], ids=["all", "none", "no plugin"]
)
def test_a_worker_gets_them_unchanged(settings: Settings) -> None:
    assert load_settings(environ=settings.to_environment()) == settings


def test_the_file_is_found_here_or_where_the_environment_says(tmp_path: Path) -> None:
    assert load_settings(environ={}).port == Settings().port
    write(tmp_path / "scarwidget.toml", "port = 8101\n")
    other = write(tmp_path / "else" / "where.toml", "port = 8102\n")
    third = write(tmp_path / "third.toml", "port = 8103\n")
    assert load_settings(environ={}).port == 8101
    named = {"SCARWIDGET_CONFIG": str(other)}
    assert load_settings(environ=named).port == 8102
    assert load_settings(third, named).port == 8103


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    write(tmp_path / "scarwidget.toml", 'port = 8101\nhost = "file.example"\nworkers = 2\n')
    environ = {"SCARWIDGET_PORT": "8102", "SCARWIDGET_HOST": "environment.example"}
    found = load_settings(None, environ, port=8103, host=None)
    assert (found.port, found.host, found.workers) == (8103, "environment.example", 2)


def test_false_in_the_environment_wins_over_true_in_the_file(tmp_path: Path) -> None:
    write(tmp_path / "scarwidget.toml", "strict = true\nintrospection = true\n")
    environ = {"SCARWIDGET_STRICT": "false", "SCARWIDGET_INTROSPECTION": "Off"}
    found = load_settings(environ=environ)
    assert (found.strict, found.introspection) == (False, False)


def test_the_options_of_a_command_win_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write(tmp_path / "some.toml", 'plugins_dir = "not-this-one"\n')
    monkeypatch.setenv("SCARWIDGET_PLUGINS_DIR", str(tmp_path / "nor-this"))
    assert run("check", "--config", config).status == 1
    assert run("check", "--config", config, "--plugins-dir", PLUGINS).status == 0


def test_a_folder_in_a_file_counts_from_the_file(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "etc" / "clinics" / "birch" / "clinic.toml", 'name = "Birch"\n')
    config = write(tmp_path / "etc" / "some.toml", 'plugins_dir = "clinics"\n')
    said = run("plugins", "--config", config)
    assert said.status == 0
    assert "clinic: birch" in said.out


FAULTY_FILE = """
public_url = "widgets.example/"
plugin_dir = "plugins"
introspecton = true
workers = 0
server = "gunicorn"
extra_origins = ["http://plain.example"]
"""
FAULTY_ENVIRONMENT = {
    "SCARWIDGET_PORT": "eighty",
    "SCARWIDGET_STRICT": "perhaps",
    "SCARWIDGET_PULBIC_URL": "https://widgets.example",
}
FAULTS = (
    ("some.toml", "public_url", "'widgets.example/'", "https://widgets.example"),
    ("some.toml", "plugin_dir", "is not a setting", "did you mean 'plugins_dir'"),
    ("some.toml", "introspecton", "is not a setting", "did you mean 'introspection'"),
    ("some.toml", "workers", "0", "from 1 to 64"),
    ("some.toml", "server", "'gunicorn'", "'granian' or 'uvicorn'"),
    ("extra_origins", "'http://plain.example'", "https://plain.example"),
    ("SCARWIDGET_PORT", "'eighty'", "a whole number"),
    ("SCARWIDGET_STRICT", "'perhaps'", "true or false"),
    ("SCARWIDGET_PULBIC_URL", "did you mean 'SCARWIDGET_PUBLIC_URL'"),
)


@pytest.mark.parametrize("command", ["check", "plugins", "serve"])
def test_every_fault_is_told_in_one_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name, value in FAULTY_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    said = run(command, "--config", write(tmp_path / "some.toml", FAULTY_FILE))
    assert said.status == 1
    for words in FAULTS:
        told = [line for line in said.faults if all(word in line for word in words)]
        assert len(told) == 1, (words, said.faults)
    assert len(said.faults) == len(FAULTS)


def test_an_option_that_is_wrong_is_told_as_one(run: Run) -> None:
    said = run("serve", "--port", "70000", "--workers", "0")
    assert said.status == 1
    assert [line for line in said.faults if "command line: port" in line and "70000" in line]
    assert [line for line in said.faults if "command line: workers" in line and "0" in line]


@pytest.mark.parametrize(("text", "line"), [("port = \n", 1), ("port = 1\nport = 2\n", 2)])
def test_a_file_that_is_no_toml(run: Run, tmp_path: Path, text: str, line: int) -> None:
    config = write(tmp_path / "some.toml", text)
    said = run("check", "--config", config)
    assert said.status == 1
    [told] = said.faults
    assert told.startswith(f"{config}:{line}: cannot be read")


def test_a_file_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "some.toml"
    config.write_bytes(b'host = "\xff"\n')
    said = run("check", "--config", config)
    assert said.status == 1
    assert said.faults[0].startswith(f"{config}:1: cannot be read")


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    said = run("check", "--config", tmp_path / "none.toml")
    assert said.status == 1
    assert said.faults[0].startswith(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    "address",
    [
        "widgets.example",
        "https://",
        "https://x.example/",
        "https://x.example?a",
        "ftp://x",
        "https://x y",
        "https://[widgets",
        "https://widgets.example:eighty",
        "https://widgets.example:70000",
        "https://:8000",
        "https://user@widgets.example",
    ],
)
def test_a_public_url_that_links_could_not_begin_with(address: str) -> None:
    with pytest.raises(FaultsFound) as caught:
        load_settings(environ={}, public_url=address)
    [fault] = caught.value.faults
    assert fault.key == "public_url"
    assert repr(address) in fault.problem
