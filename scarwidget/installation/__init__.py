"""Whether a clinic's page shows the widgets that it embeds, and if not, what to change."""

from scarwidget.installation.examination import examine
from scarwidget.installation.finding import Finding, Found, Report
from scarwidget.installation.knowledge import Knows, knowledge
from scarwidget.installation.page import FetchedPage

__all__ = ["FetchedPage", "Finding", "Found", "Knows", "Report", "examine", "knowledge"]
