"""The data-only plugin: a folder that needs no Python, the files in it, and what editors know."""

from scarwidget.plugins.data.plugin import TABLES, DataPlugin, placed, spared

__all__ = ["TABLES", "DataPlugin", "placed", "spared"]
