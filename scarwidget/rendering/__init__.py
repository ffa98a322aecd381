"""How it looks: views become HTML, in one Jinja environment a locale."""

from scarwidget.rendering.assets import Asset, Assets
from scarwidget.rendering.renderer import Renderer
from scarwidget.widgets.links import Form

__all__ = ["Asset", "Assets", "Form", "Renderer"]
