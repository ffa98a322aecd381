"""``python -m scarwidget`` is the same as ``scarwidget``."""

import sys

from scarwidget.cli import main

if __name__ == "__main__":
    sys.exit(main())
