"""What the author of a plugin imports in tests.

An application with just this plugin, a client for it, and one call that looks at everything
that is asked of a plugin::

    from scarwidget.testing import assert_conforms, client_of

    def test_it_conforms():
        assert_conforms("plugins/birch-skin")
"""

from scarwidget.testing.apps import PUBLIC_URL, app_of, client_of, publication_of
from scarwidget.testing.conformance import assert_conforms, conformance
from scarwidget.testing.given import NoSuchPlugin, named
from scarwidget.testing.shortfalls import Shortfall

__all__ = [
    "PUBLIC_URL",
    "NoSuchPlugin",
    "Shortfall",
    "app_of",
    "assert_conforms",
    "client_of",
    "conformance",
    "named",
    "publication_of",
]
