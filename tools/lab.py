"""Open the chapters in JupyterLab, on the ground on which their outputs were stored."""

import os
import sys

from jupyterlab.labapp import main

from tools.notebooks import ROOT, kernel_environment


def start(arguments):
    """Start JupyterLab with these arguments, or say why it would refuse."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and "--allow-root" not in arguments:
        sys.exit(
            "JupyterLab would run as root here. In a container that is usual, and you allow it by: "
            "make lab ARGS=--allow-root (in one without a browser: "
            "make lab ARGS='--allow-root --no-browser --ip=0.0.0.0')"
        )
    os.environ.update(kernel_environment())
    os.chdir(ROOT)
    main(arguments)


if __name__ == "__main__":
    start(sys.argv[1:])
