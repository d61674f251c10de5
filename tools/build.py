"""Build the site from the stored outputs: strict, and in silence unless something is wrong."""

import shutil
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from jupyter_book.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "_build" / "html" / "index.html"
#: Every unresolved reference is a warning, every warning fails the build, and all are shown.
STRICT = ["-n", "-W", "--keep-going", "-q"]


def look_changed():
    """Tell whether the look or an extension changed since the site was built.

    Sphinx would not notice: it copies style sheets only when a page has changed.
    """
    sources = [*ROOT.glob("assets/**/*"), *ROOT.glob("_ext/*.py")]
    newest = max(source.stat().st_mtime for source in sources)
    return INDEX.exists() and newest > INDEX.stat().st_mtime


if __name__ == "__main__":
    # Called as a function, because the script that pip writes for it holds the absolute path of
    # the environment and would break in a tree that was moved. Warnings come on the other stream.
    try:
        with redirect_stdout(StringIO()):
            main(["build", str(ROOT), *STRICT, *(["--all"] if look_changed() else [])])
    except SystemExit as end:
        if end.code:
            # What Sphinx remembers of these pages would keep it from warning again.
            shutil.rmtree(ROOT / "_build" / ".doctrees", ignore_errors=True)
            sys.exit("The book was not built: see the warnings above.")
    print(f"The book is built. Open {INDEX}")
