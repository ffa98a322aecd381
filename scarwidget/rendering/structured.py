"""What a page says to machines: schema.org's MedicalWebPage, as JSON-LD."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

from scarwidget.edition import Edition, View, Widget
from scarwidget.rendering.languages import interface_locale
from scarwidget.text import Text
from scarwidget.widgets.links import Links

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_data(
    edition: Edition, widget: Widget, view: View, locale: str, links: Links, title: Text
) -> Markup:
    """The JSON-LD of a widget's page, safe to stand inside a ``script`` element.

    Never a review, a rating or an offer: markets differ in what they let a clinic say. What a
    plugin's widget shows, the catalogue's reviewers have not read, so no day is given for it.
    """
    review = edition.catalogue.review
    spoken = interface_locale(locale)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": title.value,
        "url": links.canonical(widget.id, view.params),
        "inLanguage": spoken,
        **({} if widget.plugin else {"lastReviewed": review.reviewed_on.isoformat()}),
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "about": {"@type": "MedicalCondition", "name": "Acne scars"},
        "publisher": {"@type": "Organization", "name": edition.name(locale).value},
        "citation": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                **({"url": source.url} if source.url else {}),
            }
            for source in view.sources
        ],
    }
    text = msgspec.json.encode(data).decode()
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - every character that could end the element is escaped
