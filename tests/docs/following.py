"""Follows a page of the docs step by step, as a reader would who does all that it says.

A page is written so:

* In a ``console`` block, a line that begins with ``$`` is typed, and ended with ``\\`` goes on
  in the next one; the lines below it are all that is shown. ``…`` stands for whatever is there:
  within a line, or alone on a line for any number of lines. A command that ends with a status
  other than 0 has ``<!-- status: 1 -->`` above its block, which no reader sees.
* A block whose first line is a comment with a path is that file, from the next line on. Where
  there is no such file it is written; where there is one, it holds these lines.
* A ``diff`` block names a file in its first line, in a comment; what has a minus there gives way
  to what has a plus. With nothing but pluses it is added at the end.
* An address at ``http://127.0.0.1:8000`` in the text is opened, once a server runs.
* ``scarwidget serve`` runs on while the page goes on; a ``text`` block is what it says next.

One thing is not done as written: nobody knows whether port 8000 is free, so the server gets
another one, wherever the page says 8000.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from scarwidget.cli import main
from scarwidget.serving import free_port

PORT = "8000"
PATIENCE = 20.0
STEP = re.compile(
    r"(?:<!-- status: (?P<status>\d+) -->\n)?"
    r"^```(?P<language>\w+)\n(?P<text>.*?)^```$"
    rf"|(?P<address>http://127\.0\.0\.1:{PORT}[^\s)>`*]*)",
    re.MULTILINE | re.DOTALL,
)
NAMED = re.compile(r"(?:#|//|<!--) (?P<path>[\w./-]+\.\w+)(?: -->)?")
INSTALLING = re.compile(r"python3? -m venv |\. \S+/activate$|(python3? -m )?pip install ")
HARMLESS = re.compile(r"scarwidget [^;&|<>$`]*|python -c \"from scarwidget[^\"&|<>$`]*\"")
"""What may be run. A page is followed in whoever's environment runs the tests, so whatever is
not listed is refused: nothing may be installed there, or taken away."""


@dataclass
class Reader:
    """Somebody who follows a page in a folder, until the ``with`` block ends.

    ``here`` is the folder they are in; ``real_shell`` says that commands of ours are typed into a
    real shell rather than called in this process, which is quicker. ``installed`` are the
    commands that would reach a network and were not run, ``opened`` what each address showed.
    """

    here: Path
    real_shell: bool = False
    installed: list[str] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)
    _port: int = field(default_factory=free_port)
    _server: subprocess.Popen[bytes] | None = None
    _log: Path | None = None
    _read: int = 0

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(PATIENCE)

    def follow(self, page: Path) -> None:
        """Do what a page says; AssertionError where something else comes of it."""
        for step in STEP.finditer(page.read_text("utf-8")):
            language, text = step["language"], step["text"]
            if step["address"]:
                if self._server is not None:
                    self.open(step["address"])
            elif language == "console":
                for command, shown in _commands(text):
                    self.type(command, shown, int(step["status"] or 0))
            elif language == "diff":
                self.edit(text)
            elif language == "text" and self._server is not None:
                self.wait_for(text)
            elif name := file_of(text):
                self.write(name, text)

    def run(self, command: str) -> None:
        """Run a command that does well, whatever it says."""
        assert HARMLESS.fullmatch(command), f"$ {command} is nothing that a test may run"
        status, said = self._run(command)
        assert status == 0, said

    def type(self, command: str, shown: str, status: int) -> None:
        """Run a command: its output is what is shown, and its status what is said."""
        if command.startswith("cd "):
            self.here = self.here / command.removeprefix("cd ")
            assert self.here.is_dir(), command
        elif INSTALLING.match(command):
            self.installed.append(command)
        elif command.startswith("scarwidget serve"):
            self._serve(command)
            self.wait_for(shown)
        else:
            assert HARMLESS.fullmatch(command), f"$ {command} is nothing that a test may run"
            got, said = self._run(command)
            assert _is(shown, said), f"$ {command}\nsaid:\n{said}\nand not:\n{shown}"
            assert got == status, f"$ {command} ended with {got}, and said:\n{said}"

    def write(self, name: str, text: str) -> None:
        """Write a file, or find these lines in it."""
        path = self.here / name
        shown = text.partition("\n")[2].lstrip("\n")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, "utf-8")
            return
        found = path.read_text("utf-8")
        assert _is(f"…\n{shown}…\n", f"\n{found}\n"), f"{name} is\n{found}\nand lacks\n{shown}"

    def edit(self, text: str) -> None:
        """Change a file as a ``diff`` block says."""
        first, *lines = text.splitlines()
        name = file_of(text)
        assert name, f"{first!r} names no file"
        path = self.here / name
        before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
        found = path.read_text("utf-8")
        if not before:
            path.write_text(found + after, "utf-8")
            return
        assert found.count(before) == 1, f"{path} holds {found.count(before)} of\n{before}"
        path.write_text(found.replace(before, after), "utf-8")

    def open(self, address: str) -> str:
        """What an address of the running server shows."""
        self.opened[address] = shown = self.fetch(address)
        return shown

    def fetch(self, address: str) -> str:
        """The text at an address of the page, once the server answers."""
        local = address.replace(f":{PORT}", f":{self._port}")
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with build_opener(ProxyHandler({})).open(local, timeout=PATIENCE) as answer:
                    body: bytes = answer.read()
                return body.decode().replace(f":{self._port}", f":{PORT}")
            except HTTPError:
                raise
            except OSError:
                # It says where it listens a moment before it does.
                if time.monotonic() > end:
                    raise
            time.sleep(0.02)

    def wait_for(self, shown: str) -> None:
        """Come back once the server has said the lines shown, after those it said before."""
        end = time.monotonic() + PATIENCE
        while not self._has_said(shown):
            assert self._server is not None
            assert self._server.poll() is None, f"it ended, and said:\n{self._said()}"
            assert time.monotonic() < end, f"it says:\n{self._said()}\nand not:\n{shown}"
            time.sleep(0.02)

    def _has_said(self, shown: str) -> bool:
        said = self._said()
        lines = said.count("\n")
        new = "".join(said.splitlines(keepends=True)[self._read :])
        if not _is(shown, new):
            return False
        self._read = lines
        return True

    def _said(self) -> str:
        assert self._log is not None
        return self._log.read_text("utf-8").replace(f":{self._port}", f":{PORT}")

    def _serve(self, command: str) -> None:
        assert self._server is None, "two servers on one page"
        assert f"--port {PORT}" in command, f"$ {command} names no port that could be another"
        arguments = shlex.split(command.replace(f"--port {PORT}", f"--port {self._port}"))
        self._log = self.here / ".server.log"
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                arguments,
                cwd=self.here,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _run(self, command: str) -> tuple[int, str]:
        program, *arguments = shlex.split(command)
        if program == "scarwidget" and not self.real_shell:
            said = io.StringIO()
            with (
                contextlib.chdir(self.here),
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(said),
            ):
                return main(arguments), said.getvalue()
        answer = subprocess.run(
            ["bash", "-c", command],
            cwd=self.here,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return answer.returncode, answer.stdout


def blocks_of(page: Path) -> Iterator[tuple[str, str]]:
    """The blocks of a page, each with its language."""
    for step in STEP.finditer(page.read_text("utf-8")):
        if step["language"]:
            yield step["language"], step["text"]


def commands_of(page: Path) -> Iterator[str]:
    """Every command that a page has typed."""
    for language, text in blocks_of(page):
        if language == "console":
            yield from (command for command, _ in _commands(text))


def file_of(text: str) -> str | None:
    """The path of the file that a block is, or changes; None for one that is no file."""
    named = NAMED.fullmatch(text.partition("\n")[0])
    return named["path"] if named else None


def _environment() -> dict[str, str]:
    """An environment with the commands of this Python, and nobody's settings."""
    mine = {name: v for name, v in os.environ.items() if not name.startswith("SCARWIDGET_")}
    commands = f"{Path(sys.executable).parent}{os.pathsep}{mine.get('PATH', os.defpath)}"
    return {**mine, "PATH": commands, "NO_COLOR": "1", "COLUMNS": "80"}


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a ``console`` block, each with what is shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        whole = part.replace("\\\n", "")
        command, _, shown = whole.partition("\n")
        yield " ".join(command.split()), shown


def _is(shown: str, said: str) -> bool:
    """Whether that was said which a page shows."""
    lines = [re.escape("…" if line.strip() == "…" else line) for line in shown.splitlines()]
    lines = [line.replace("…", ".*") for line in lines]
    pattern = "".join(r"(?s:.*\n|)" if line == ".*" else f"{line}\n" for line in lines)
    return re.fullmatch(pattern, said) is not None
