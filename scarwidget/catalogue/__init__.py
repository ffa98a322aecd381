"""What is known: the reviewed clinical content, checked and frozen at start."""

from scarwidget.catalogue.loader import CONTENT, load_catalogue
from scarwidget.catalogue.model import NO_TREATMENT, Catalogue

__all__ = ["CONTENT", "NO_TREATMENT", "Catalogue", "load_catalogue"]
