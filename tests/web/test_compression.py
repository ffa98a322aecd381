"""What travels packed: Brotli for whoever takes it, gzip for the rest, static files only once."""

from __future__ import annotations

import brotli
import pytest
from starlette.applications import Starlette

from scarwidget.bundle import bundled
from scarwidget.rendering import Assets
from tests.conftest import PUBLIC_URL
from tests.web.asgi import Answer, ask

ACCEPTED = {
    "br": "br",
    "gzip, deflate, br, zstd": "br",
    "gzip, deflate": "gzip",
    "br;q=0, gzip": "gzip",
    "BR; q=0.0, GZip;q=0.1": "gzip",
    "*": "br",
    "br;q=0, *": "gzip",
    "identity": "",
    "zstd, deflate": "",
    "br;q=0, gzip;q=0, *;q=0": "",
    "": "",
}
DOCUMENT = "/juniper-skin-clinic/treatments/frame"


def told(app: Starlette, path: str, accepted: str | None, method: str = "GET") -> Answer:
    headers = [] if accepted is None else [(b"accept-encoding", accepted.encode())]
    return ask(app, path, method=method, headers=headers)


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(bundled("static"), public_url=PUBLIC_URL)


@pytest.fixture(scope="module")
def paths(assets: Assets) -> tuple[str, ...]:
    """A document, a refusal, and static files of each kind."""
    files = ("scarwidget.css", "widget.js", "embed.js", "icon.svg")
    served = (f"/-/static/{assets.name(name)}" for name in files)
    return (DOCUMENT, "/nobody/picker", *served)


@pytest.mark.parametrize(("accepted", "encoding"), ACCEPTED.items())
def test_each_client_gets_the_best_it_takes(
    app: Starlette, paths: tuple[str, ...], accepted: str, encoding: str
) -> None:
    for path in paths:
        plain = told(app, path, None)
        assert "content-encoding" not in plain.headers
        for method in ("GET", "HEAD"):
            answer = told(app, path, accepted, method)
            assert answer.status == plain.status
            assert answer.headers.get("content-encoding", "") == encoding, path
            assert answer.headers.getlist("vary") == ["Accept-Encoding"]
            assert answer.headers["content-type"] == plain.headers["content-type"]
            assert answer.body == plain.body
            if encoding:
                assert int(answer.headers["content-length"]) < len(plain.body)


def test_several_headers_count_as_one(app: Starlette, paths: tuple[str, ...]) -> None:
    for path in paths:
        headers = ((b"accept-encoding", b"gzip"), (b"accept-encoding", b"br"))
        assert ask(app, path, headers=headers).headers["content-encoding"] == "br"


def test_a_few_bytes_are_not_worth_it(app: Starlette) -> None:
    answer = told(app, "/-/healthz", "gzip, br")
    assert "content-encoding" not in answer.headers
    assert answer.text == "ok\n"


def test_a_static_file_is_packed_once_and_as_small_as_can_be(
    app: Starlette, assets: Assets, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/-/static/{assets.name('scarwidget.css')}"
    asset = assets.get(assets.name("scarwidget.css"))
    assert asset is not None
    first = {encoding: told(app, path, encoding) for encoding in ("br", "gzip")}
    assert int(first["br"].headers["content-length"]) == len(brotli.compress(asset.body))
    assert int(first["gzip"].headers["content-length"]) == len(asset.gzip)

    def again(*_: object, **__: object) -> bytes:
        raise AssertionError("packed anew")

    monkeypatch.setattr("brotli.compress", again)
    monkeypatch.setattr("gzip.compress", again)
    for encoding, answer in first.items():
        assert told(app, path, encoding).body == answer.body
