"""Embeddable patient-education widgets about acne scars."""

__version__ = "0.1.0"
