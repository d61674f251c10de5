"""Find the browser that the tests drive; install it where we may, or say what is missing."""

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"]
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]


def find_browser():
    """Return the path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install_browser():
    """Install Debian's Chromium, if this is a Debian and we may.

    Returns
    -------
    bool
        Whether it was installed.
    """
    if not shutil.which("apt-get"):
        return False
    administrator = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if administrator and not shutil.which("sudo"):
        return False
    print("Installing Chromium for the tests.", flush=True)
    steps = [["apt-get", "update"], INSTALL]
    return all(
        subprocess.run([*administrator, *step], capture_output=True).returncode == 0
        for step in steps
    )


if __name__ == "__main__":
    if not (find_browser() or install_browser()):
        sys.exit("These tests drive a browser, and none is here. Install Chromium or Chrome.")
