"""Takes in edits while a server runs, for whoever writes content, plugins or templates."""

from scarwidget.reloading.application import Reloading, from_environment

__all__ = ["Reloading", "from_environment"]
