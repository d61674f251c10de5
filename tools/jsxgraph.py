"""Fetch JSXGraph, which draws the interactive figures, into `assets/interactive/jsxgraph`.

npm takes it from the registry at the version of `package.json`, and refuses a file whose digest is
not the one in `package-lock.json`. Without it the book shows the figures' still pictures, so a
machine without npm is told so and goes on. Standard library alone: `make setup` calls it, and
Binder's `postBuild`.
"""

import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "assets", "interactive")
#: Of the package's 75 MB a page needs one file; its licence goes with it.
NEEDED = ["jsxgraphcore.js", "LICENSE.MIT"]
STILL = "The interactive figures will be still pictures: "
AGAIN = "then run: python tools/jsxgraph.py"


def main():
    """Fetch the library, or say why there is none."""
    npm = shutil.which("npm")
    if not npm:
        print(f"{STILL}npm is missing. Install Node.js 20 or newer, {AGAIN}")
    elif not install(npm):
        print(f"{STILL}npm could not fetch JSXGraph. Check the network, {AGAIN}")


def install(npm):
    """Let npm fetch the package, and keep what is needed of it.

    Returns
    -------
    bool
        Whether npm fetched it, and its digest was the one in the lock.
    """
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    fetched = subprocess.run(command, cwd=FOLDER, capture_output=True).returncode == 0
    packages = os.path.join(FOLDER, "node_modules")
    if fetched:
        os.makedirs(os.path.join(FOLDER, "jsxgraph"), exist_ok=True)
        for name in NEEDED:
            source = os.path.join(packages, "jsxgraph", "distrib", name)
            shutil.copy(source, os.path.join(FOLDER, "jsxgraph", name))
    shutil.rmtree(packages, ignore_errors=True)
    return fetched


if __name__ == "__main__":
    main()
