"""Ship MathJax with the site, so that a page asks nothing of the outside.

The files come from a package of the registry; copied are only those that the book's TeX needs
(2 MB of 24). They must not lie in a source folder called ``_static``, all of whose scripts Jupyter
Book loads on every page.
"""

import importlib.util
from pathlib import Path
from shutil import copy2, copytree

#: The component that renders TeX, its fonts, and the TeX extensions it loads when they are used.
NEEDED = ["tex-chtml.js", "output/chtml/fonts/woff-v2", "input/tex/extensions"]


def copy_mathjax(app, exception):
    """Copy what is needed once the pages are written."""
    destination = Path(app.outdir) / "_static" / "mathjax"
    if exception or app.builder.format != "html" or destination.exists():
        return
    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent
    source = package / "static" / "mathjax"
    for name in NEEDED:
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        copy = copytree if (source / name).is_dir() else copy2
        copy(source / name, destination / name)


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
