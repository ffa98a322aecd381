"""Which of a static file's encodings a client takes."""

from __future__ import annotations

from collections.abc import Iterable

from scarwidget.rendering import Asset


def encoded(asset: Asset, accepted: Iterable[str]) -> tuple[str, bytes]:
    """The best encoding that the ``Accept-Encoding`` headers allow, and the body in it.

    The encoding is empty where the body is as it is.
    """
    wanted = _wanted(",".join(accepted))
    if wanted.get("br", wanted.get("*", False)):
        return "br", asset.brotli
    if wanted.get("gzip", wanted.get("*", False)):
        return "gzip", asset.gzip
    return "", asset.body


def _wanted(accepted: str) -> dict[str, bool]:
    """Each coding that is named, and whether it is wanted; a quality of zero says no."""
    found: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        found[coding] = not any(_is_zero(parameter) for parameter in parameters)
    return found


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip(" 0.")
