"""``python -m scarwidget.demo``: the example site alone, as ``scarwidget demo`` starts it."""

from __future__ import annotations

import argparse
import os

from scarwidget import serving
from scarwidget.demo.site import WIDGET_VARIABLE


def main() -> None:
    """Serve the example site until stopped."""
    parser = argparse.ArgumentParser(prog="python -m scarwidget.demo")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--widget", default="http://127.0.0.1:8000")
    args = parser.parse_args()
    os.environ[WIDGET_VARIABLE] = args.widget
    serving.run("scarwidget.demo.site:from_environment", serving.LOOPBACK, args.port)


if __name__ == "__main__":
    main()
