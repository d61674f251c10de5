"""Find bubblewrap, which makes the sandbox of the grader; install it where we may."""

import sys

from grader.sandbox import NoSandbox, bubblewrap
from tools.system_packages import installed

if __name__ == "__main__":
    try:
        bubblewrap()
    except NoSandbox as missing:
        if not installed("bubblewrap", "Installing bubblewrap for the sandbox."):
            sys.exit(str(missing))
