"""Who may add what: how plugins are found, asked once at start, and kept from harming others."""

from scarwidget.plugins.hooks import hookimpl
from scarwidget.plugins.publication import Publication, publish

__all__ = ["Publication", "hookimpl", "publish"]
