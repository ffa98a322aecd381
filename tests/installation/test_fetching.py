"""One request: what it sends, what it does not follow, and the words for what went wrong."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.error import URLError
from urllib.request import HTTPHandler

import pytest

from scarwidget.installation import fetching
from scarwidget.installation.fetching import BadAddress, Unreachable, fetch, web_address
from scarwidget.installation.page import LARGEST
from scarwidget.serving import LOOPBACK, free_port

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@contextmanager
def answering(
    speak: Callable[[socket.socket], None], host: str = LOOPBACK
) -> Iterator[tuple[int, list[bytes]]]:
    """A server of one request: its port, and the bytes that it was sent."""
    asked: list[bytes] = []
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen()
        listener.settimeout(10)

        def serve() -> None:
            try:
                talk, _ = listener.accept()
            except OSError:
                return
            with talk:
                talk.settimeout(10)
                asked.append(talk.recv(65_536))
                with suppress(OSError):  # it may hang up
                    speak(talk)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1], asked
        finally:
            thread.join()


def saying(answer: bytes) -> Callable[[socket.socket], None]:
    """Sends these bytes, and hangs up."""
    return lambda talk: talk.sendall(answer)


def refusal(url: str) -> Unreachable:
    """How a fetch fails."""
    with pytest.raises(Unreachable) as found:
        fetch(url)
    return found.value


def test_a_page_and_what_was_asked_for() -> None:
    answer = OK + b"X-Y: 1\r\nX-Y: 2\r\nSet-Cookie: a=b\r\n\r\n<p>Hello"
    with answering(saying(answer)) as (port, asked):
        page = fetch(f"http://{LOOPBACK}:{port}/a?b=%C3%BC")
    assert (page.status, page.body, page.cut) == (200, b"<p>Hello", False)
    assert page.every("x-y") == ("1", "2")
    line, *headers = asked[0].decode().strip().split("\r\n")
    assert line == "GET /a?b=%C3%BC HTTP/1.1"
    sent = {name.lower(): value for name, value in (header.split(": ") for header in headers)}
    assert sent == {
        "host": f"{LOOPBACK}:{port}",
        "user-agent": "scarwidget-verify",
        "accept": "text/html,application/xhtml+xml",
        "accept-encoding": "identity",
        "connection": "close",
    }


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 404, 500])
def test_nothing_is_followed(status: int) -> None:
    head = f"HTTP/1.1 {status} X\r\nLocation: http://{LOOPBACK}:1/\r\nContent-Length: 0\r\n\r\n"
    with answering(saying(head.encode())) as (port, asked):
        page = fetch(f"http://{LOOPBACK}:{port}/")
    assert page.status == status
    assert len(asked) == 1


def test_ipv6() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with answering(saying(OK + b"\r\n<p>"), "::1") as (port, asked):
            assert fetch(web_address(f"http://[::1]:{port}")).status == 200
        assert f"Host: [::1]:{port}".encode() in asked[0]
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_no_more_than_two_megabytes_are_read() -> None:
    with answering(saying(OK + b"\r\n" + b"x" * (LARGEST * 4))) as (port, _):
        page = fetch(f"http://{LOOPBACK}:{port}/")
    assert len(page.body) == LARGEST
    assert page.cut


def drip(talk: socket.socket) -> None:
    """One byte now and then, for longer than anybody waits."""
    for _ in range(30):
        talk.sendall(b"x")
        time.sleep(0.05)


def drip_body(talk: socket.socket) -> None:
    talk.sendall(OK + b"\r\n")
    drip(talk)


def wait(talk: socket.socket) -> None:
    """Nothing, until the other side has had enough."""
    while talk.recv(1):
        pass


@pytest.mark.parametrize("speak", [wait, drip, drip_body])
def test_no_more_than_some_seconds_are_waited(
    monkeypatch: pytest.MonkeyPatch, speak: Callable[[socket.socket], None]
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    with answering(speak) as (port, _):
        began = time.monotonic()
        said = refusal(f"http://{LOOPBACK}:{port}/")
        assert time.monotonic() - began < 3
    assert f"{LOOPBACK}:{port} did not answer in full within 0.3 seconds" in str(said)


ODD = {
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "nothing": b"",
    "a head too long": OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
    "too many heads": OK + b"X: y\r\n" * 200 + b"\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_web_server(name: str) -> None:
    with answering(saying(ODD[name])) as (port, _):
        said = refusal(f"http://{LOOPBACK}:{port}/")
    assert "did not answer as a web server does" in str(said)
    assert said.finding.fix


def test_a_body_that_breaks_off_is_what_there_is() -> None:
    answer = OK + b"Content-Length: 100\r\n\r\n<p>Hel"
    with answering(saying(answer)) as (port, _):
        assert fetch(f"http://{LOOPBACK}:{port}/").body == b"<p>Hel"


def test_nobody_there() -> None:
    said = refusal(f"http://{LOOPBACK}:{free_port()}/")
    assert "the connection was refused" in str(said)


def test_no_tls_where_it_was_expected() -> None:
    with answering(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as (port, _):
        said = refusal(f"https://{LOOPBACK}:{port}/")
    assert "does not speak TLS" in str(said)


def certificate() -> Exception:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no host named nowhere.example"),
        (certificate(), "certificate of nowhere.example does not hold: certificate has expired"),
        (TimeoutError("timed out"), "did not answer in full"),
        (ConnectionResetError(104, "Connection reset by peer"), "Connection reset by peer"),
        (OSError(101, "Network is unreachable"), "cannot be reached: Network is unreachable"),
        ("something else", "cannot be reached: 'something else'"),
    ],
)
def test_what_the_network_says(
    monkeypatch: pytest.MonkeyPatch, reason: Exception | str, words: str
) -> None:
    def fail(*_: object) -> None:
        raise URLError(reason)

    monkeypatch.setattr(HTTPHandler, "http_open", fail)
    monkeypatch.setenv("no_proxy", "*")
    assert words in str(refusal("http://nowhere.example/"))


def test_no_proxy_stands_between_this_machine_and_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{LOOPBACK}:{free_port()}")
    with answering(saying(OK + b"\r\n<p>")) as (port, _):
        assert fetch(f"http://{LOOPBACK}:{port}/").status == 200


def test_a_proxy_is_asked_for_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with answering(saying(OK + b"\r\n<p>")) as (port, asked):
        monkeypatch.setenv("http_proxy", f"http://{LOOPBACK}:{port}")
        assert fetch("http://nowhere.example/x").status == 200
    assert asked[0].startswith(b"GET http://nowhere.example/x HTTP/1.1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://www.clinic.example", "https://www.clinic.example/"),
        (
            " HTTPS://WWW.Clinic.example:443/A b?c=d e#f ",
            "https://www.clinic.example/A%20b?c=d%20e",
        ),
        ("http://bücher.example/straße", "http://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://clinic.example/%7Ea%2Fb", "https://clinic.example/%7Ea%2Fb"),
    ],
)
def test_addresses(written: str, expected: str) -> None:
    assert web_address(written) == expected


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("file:///etc/passwd", "begins with http or https"),
        ("ftp://clinic.example/", "begins with http or https"),
        ("javascript:alert(1)", "begins with http or https"),
        ("data:text/html,x", "begins with http or https"),
        ("//clinic.example/", "begins with http or https"),
        ("www.clinic.example/x", "Did you mean https://www.clinic.example/x?"),
        ("localhost:8001/x", "Did you mean https://localhost:8001/x?"),
        ("", "begins with http or https"),
        ("clinic", "begins with http or https"),
        ("clinic.example:8443?x", "Did you mean https://clinic.example:8443?x?"),
        ("http://", "names no host"),
        ("https://:443/", "names no host"),
        ("https://a b.example/", "names no host"),
        ("https://clinic.example:99999/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://me:secret@clinic.example/", "password"),
    ],
)
def test_what_is_no_web_address(written: str, words: str) -> None:
    with pytest.raises(BadAddress) as found:
        web_address(written)
    assert words in str(found.value)
    assert "secret" not in str(found.value)
