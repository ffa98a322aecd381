"""Data against structs: every fault of it, in a person's words, with the line it stands on."""

from scarwidget.shapes.checking import expectation, shaped
from scarwidget.shapes.documents import Document, read_document, read_text

__all__ = ["Document", "expectation", "read_document", "read_text", "shaped"]
