"""Build the site from the stored outputs: strict, and in silence unless something is wrong."""

import shutil
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from jupyter_book.cli.main import main

from tools.setup import take_turn

ROOT = Path(__file__).resolve().parent.parent
#: There from the beginning of a build to its good end.
UNFINISHED = ROOT / "_build" / "unfinished"
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


def begin():
    """Wait for other builds, and forget what one that did not come to a good end left behind.

    What Sphinx remembers of pages with warnings would keep it from warning again; and of one that
    was killed it may remember half.
    """
    try:
        UNFINISHED.parent.mkdir(exist_ok=True)
        take_turn()
        if UNFINISHED.exists():
            shutil.rmtree(ROOT / "_build" / ".doctrees", ignore_errors=True)
        UNFINISHED.touch()
    except OSError as error:
        sys.exit(f"The book is built into {UNFINISHED.parent}, which cannot be written: {error}")


if __name__ == "__main__":
    begin()
    # Called as a function, because the script that pip writes for it holds the absolute path of
    # the environment and would break in a tree that was moved. Warnings come on the other stream.
    try:
        with redirect_stdout(StringIO()):
            main(["build", str(ROOT), *STRICT, *(["--all"] if look_changed() else [])])
    except SystemExit as end:
        if end.code:
            sys.exit("The book was not built: see the warnings above.")
    UNFINISHED.unlink()
    print(f"The book is built. Open {INDEX}")
