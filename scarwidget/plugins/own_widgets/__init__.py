"""Widgets that plugins bring: checked, fenced in, and tried before any visitor sees them."""
