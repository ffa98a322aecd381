"""What is shown: one module a widget, each a pure function from edition and query to view."""

from collections.abc import Mapping

from scarwidget.edition import Widget
from scarwidget.widgets import checklist, explainer, picker, services, treatments

BUILT_IN: Mapping[str, Widget] = {
    widget.id: widget
    for widget in (
        picker.WIDGET,
        treatments.WIDGET,
        checklist.WIDGET,
        explainer.WIDGET,
        services.WIDGET,
    )
}
"""The widgets that every clinic has, in the order in which a gallery shows them."""

__all__ = ["BUILT_IN"]
