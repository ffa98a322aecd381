"""Pages of an invented clinic, and what an examination says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scarwidget.installation import FetchedPage, Finding, Knows, Report, examine

SERVER = "https://widgets.example"
SITE = "https://www.birch-skin.example"
PAGE = f"{SITE}/acne-scars"
SANDBOX = (
    "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
LOADER = f'<script src="{SERVER}/embed.js" async></script>'
LINK = f'<a href="{SERVER}/birch-skin/treatments">Treatments compared</a>'
MOUNT = f'<scar-widget clinic="birch-skin" widget="treatments">{LINK}</scar-widget>'
INLINE = MOUNT.replace('widget="treatments"', 'widget="treatments" mode="inline"')
DIV = f'<div data-scarwidget="treatments" data-clinic="birch-skin">{LINK}</div>'


def frame(clinic: str = "birch-skin", widget: str = "treatments", **changed: str | None) -> str:
    """An iframe as the docs give it; a None takes an attribute away."""
    attributes = {
        "src": f"{SERVER}/{clinic}/{widget}/frame",
        "title": "Treatments compared",
        "width": "100%",
        "height": "820",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
        "sandbox": SANDBOX,
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    given = "".join(f' {name}="{v}"' for name, v in attributes.items() if v is not None)
    return f"<iframe{given}></iframe>"


FRAME = frame()


def page(
    body: str,
    *,
    head: str = "",
    url: str = PAGE,
    csp: str | Iterable[str] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> FetchedPage:
    """A page with these parts."""
    html = f"<!doctype html>\n<html lang=en><head>{head}</head>\n<body>\n{body}\n</body></html>\n"
    policies = [csp] if isinstance(csp, str) else csp
    return FetchedPage(
        url=url,
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            *(("Content-Security-Policy", policy) for policy in policies),
            *headers,
        ),
        body=html.encode(),
    )


@dataclass(frozen=True)
class Said:
    """A report with ways to ask it."""

    report: Report

    @property
    def kinds(self) -> list[str]:
        """What was found, in the order of the page."""
        return [found.kind for found in self.report.found]

    @property
    def told(self) -> list[str]:
        """Severity, words and advice of every finding."""
        return [f"{f.severity}: {f.what} / {f.fix}" for f in self.report.findings]

    def one(self, severity: str, *words: str) -> Finding:
        """The one finding of this severity that holds all these words."""
        found = [
            finding
            for finding in self.report.findings
            if finding.severity == severity
            and all(word in f"{finding.what} {finding.fix}" for word in words)
        ]
        assert len(found) == 1, (words, self.told)
        return found[0]


def said(page: FetchedPage, knows: Knows) -> Said:
    """What an examination says of a page."""
    return Said(examine(page, knows))
