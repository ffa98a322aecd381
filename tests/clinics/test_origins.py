"""Which strings may stand in a Content-Security-Policy as the origin of a clinic's web site."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from scarwidget.clinics import BadOrigin, Clinic, check_origin

ACCEPTED = (
    "https://www.clinic.example",
    "https://clinic.example",
    "https://clinic.example:8443",
    "https://a.b.c.d.clinic.example",
    "https://1clinic.example",
    "https://xn--klinik-bcher-jhb.example",
    "https://192.0.2.7",
    "http://localhost",
    "http://localhost:8001",
    "http://127.0.0.1:1",
    "https://localhost:65535",
)

REJECTED = {
    "empty": "",
    "null": "null",
    "a keyword": "'self'",
    "a star": "*",
    "a scheme": "https:",
    "any host": "https://*",
    "wildcard": "https://*.clinic.example",
    "wildcard port": "https://clinic.example:*",
    "path": "https://clinic.example/widgets",
    "slash": "https://clinic.example/",
    "query": "https://clinic.example?a=1",
    "fragment": "https://clinic.example#a",
    "user": "https://user@clinic.example",
    "user and password": "https://user:secret@clinic.example",
    "another host behind an at sign": "https://clinic.example@evil.example",
    "backslash": "https://clinic.example\\@evil.example",
    "IDN look-alike": "https://clin\u0131c.example",
    "Cyrillic look-alike": "https://\u0441linic.example",
    "full-width": "https://clinic\uff0eexample",
    "ideographic full stop": "https://clinic\u3002example",
    "a letter that folds to ASCII": "https://\u212aestrel.example",
    "Arabic digits": "https://clinic.example:\u0661\u0662",
    "semicolon": "https://clinic.example;script-src *",
    "semicolon alone": "https://clinic.example;",
    "comma": "https://clinic.example,https://evil.example",
    "space": "https://clinic.example https://evil.example",
    "space before": " https://clinic.example",
    "space after": "https://clinic.example ",
    "line feed after": "https://clinic.example\n",
    "line feed": "https://clinic.example\nX-Header: 1",
    "carriage return": "https://clinic.example\r\nX-Header: 1",
    "carriage return after": "https://clinic.example\r",
    "tab": "https://clinic.example\t",
    "vertical tab": "https://clinic.example\v",
    "next line": "https://clinic.example\x85",
    "line separator": "https://clinic.example\u2028",
    "null byte": "https://clinic.example\0",
    "zero-width space": "https://clinic\u200b.example",
    "quote": "https://clinic.example'",
    "double quote": 'https://clinic.example"',
    "angle bracket": "https://clinic.example>",
    "percent": "https://clinic%2eexample",
    "http": "http://clinic.example",
    "http to a host that begins like this machine": "http://localhost.evil.example",
    "http to another loopback name": "http://127.0.0.1.evil.example",
    "ftp": "ftp://clinic.example",
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,hello",
    "no scheme": "clinic.example",
    "no scheme, slashes": "//clinic.example",
    "one slash": "https:/clinic.example",
    "no host": "https://",
    "only a port": "https://:443",
    "upper case": "https://Clinic.example",
    "upper-case scheme": "HTTPS://clinic.example",
    "dot before": "https://.clinic.example",
    "dot after": "https://clinic.example.",
    "two dots": "https://clinic..example",
    "hyphen first": "https://-clinic.example",
    "hyphen last": "https://clinic-.example",
    "underscore": "https://my_clinic.example",
    "long label": f"https://{'a' * 64}.example",
    "IPv6": "https://[::1]",
    "empty port": "https://clinic.example:",
    "port 0": "https://clinic.example:0",
    "port with a zero first": "https://clinic.example:0443",
    "port too high": "https://clinic.example:65536",
    "port of six digits": "https://clinic.example:100000",
    "port with a sign": "https://clinic.example:+443",
    "port in words": "https://clinic.example:https",
}


@pytest.mark.parametrize("origin", ACCEPTED)
def test_accepted(origin: str) -> None:
    assert check_origin(origin) == origin
    assert Clinic(id="clinic", name="Clinic", origins=(origin,)).origins == (origin,)


@pytest.mark.parametrize("origin", REJECTED.values(), ids=REJECTED.keys())
def test_rejected(origin: str) -> None:
    with pytest.raises(BadOrigin) as found:
        check_origin(origin)
    assert repr(origin) in str(found.value)
    with pytest.raises(ValueError, match="origins"):
        Clinic(id="clinic", name="Clinic", origins=("https://clinic.example", origin))


def test_the_reason_names_a_form_that_holds() -> None:
    with pytest.raises(BadOrigin, match=r"expected a form such as 'https://"):
        check_origin("clinic.example")
    with pytest.raises(BadOrigin, match=r"not encrypted, expected https://clinic\.example"):
        check_origin("http://clinic.example")
    with pytest.raises(BadOrigin, match="above 65535"):
        check_origin("https://clinic.example:65536")


SAFE = frozenset(string.ascii_lowercase + string.digits + "-.:/")
"""No character that a policy could read as anything but a part of an origin."""

ODD = st.sampled_from(
    ["", ";", ",", " ", "\n", "\r\n", "\t", "'", '"', "*", "/", "?", "#", "@", "\\", "%"]
)
LABELS = st.text(string.ascii_lowercase + string.digits + "-\u0131", min_size=1, max_size=6)
PORTS = st.one_of(st.just(""), st.integers(-5, 99_999).map(":{}".format), st.just(":*"))
NEARLY = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["https", "https", "https", "http", "HTTPS", "ws"]),
    ODD,
    st.lists(LABELS, min_size=1, max_size=3).map(".".join) | st.sampled_from(["localhost"]),
    PORTS,
    ODD,
)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.one_of(NEARLY, st.text(max_size=40)))
@example("https://clinic.example\n")
@example("https://clinic.example;")
def test_what_is_accepted_can_end_no_directive(origin: str) -> None:
    try:
        accepted = check_origin(origin)
    except BadOrigin:
        event("rejected")
        return
    event("accepted")
    assert accepted == origin
    assert set(accepted) <= SAFE
    parts = urlsplit(accepted)
    assert parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1")
    assert (parts.path, parts.query, parts.fragment) == ("", "", "")
    assert (parts.username, parts.password) == (None, None)
    port = f":{parts.port}" if parts.port else ""
    assert parts.netloc == f"{parts.hostname}{port}"
    assert accepted == f"{parts.scheme}://{parts.netloc}"
