"""Find the browser that the tests drive; install it where we may, or say what is missing."""

import shutil
import sys

from tools.system_packages import installed

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"]


def find_browser():
    """Return the path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    if not (find_browser() or installed("chromium", "Installing Chromium for the tests.")):
        sys.exit("These tests drive a browser, and none is here. Install Chromium or Chrome.")
