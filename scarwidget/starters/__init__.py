"""What ``scarwidget new`` makes: a clinic as data, or a plugin in Python, from a few answers."""

from scarwidget.starters.answers import (
    LOCALES,
    MARKETS,
    Answers,
    Unfit,
    name_of,
    read_accent,
    read_id,
    read_locales,
    read_markets,
    read_name,
    read_origins,
    usual_locales,
)
from scarwidget.starters.files import clinic_files, data_files, plugin_files

__all__ = [
    "LOCALES",
    "MARKETS",
    "Answers",
    "Unfit",
    "clinic_files",
    "data_files",
    "name_of",
    "plugin_files",
    "read_accent",
    "read_id",
    "read_locales",
    "read_markets",
    "read_name",
    "read_origins",
    "usual_locales",
]
