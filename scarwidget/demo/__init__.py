"""The example site: five invented clinics that embed the widgets, on an origin of their own."""
