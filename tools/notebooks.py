"""Where the book's notebooks are, and the ground on which they run.

Said once, so that the outputs that are stored (`tools/refresh.py`) and their proof (nbval, set up
by `conftest.py`) come from the same ground.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The id of each chapter's first cell, and what stands in it. A notebook is often opened alone,
#: where mathlib is missing or is the registry's package of that name.
PACKAGE_CELL_ID = "package"
PACKAGE_CELL = """\
# Where the book's package is missing, this cell says what to install.
from importlib import import_module

try:
    import_module("mathlib.witnesses")
except ImportError:
    raise ImportError(
        "This chapter needs its book's own mathlib: in a terminal, run "
        "`pip uninstall --yes mathlib`, then "
        "`pip install .` in the book's folder, "
        "and restart the kernel."
    ) from None"""


def chapters():
    """Return the path of every notebook of the book, in alphabetical order.

    Returns
    -------
    list of Path
        Absolute paths. Jupyter's own checkpoint copies are left out.
    """
    return sorted(
        path for path in ROOT.glob("chapters/**/*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )


def settings_folder():
    """Return a folder for the settings and caches of what runs, whatever a home may hold.

    In `_build`; where nothing can be written there, as in a checkout that is read only, in the
    machine's folder for what is temporary.
    """
    user = os.environ.get("USER") or str(getattr(os, "getuid", int)())
    for folder in (ROOT / "_build", Path(tempfile.gettempdir()) / f"{ROOT.name}-{user}"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            break
    return folder


def fill_font_cache(folder):
    """Let Matplotlib look for the fonts of this machine now, and not with a warning in a cell."""
    if not list(folder.glob("fontlist-*.json")):
        environment = os.environ | {"MPLCONFIGDIR": str(folder)}
        search = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(search, env=environment, capture_output=True)


def kernel_environment():
    """Return the environment variables on which a stored output may not depend.

    Returns
    -------
    dict
        To be laid over ``os.environ`` before a kernel starts.
    """
    search_path = [str(ROOT), os.environ.get("PYTHONPATH")]
    settings = settings_folder()
    ipython, matplotlib = settings / "ipython", settings / "matplotlib"
    for folder in (ipython, matplotlib):  # else they warn, and take another folder
        folder.mkdir(exist_ok=True)
    fill_font_cache(matplotlib)
    return {
        # This tree's mathlib, whichever tree the environment was made for.
        "PYTHONPATH": os.pathsep.join(filter(None, search_path)),
        # A backend asked for elsewhere (MPLBACKEND=agg) would leave the cells without figures,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # and a reader's own matplotlibrc would change how they look,
        "MATPLOTLIBRC": os.devnull,
        # and a home that cannot be written, or knows no fonts yet, would make Matplotlib warn,
        "MPLCONFIGDIR": str(matplotlib),
        # and settings of IPython how the results read.
        "IPYTHONDIR": str(ipython),
    }
