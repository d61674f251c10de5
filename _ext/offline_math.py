"""Ship MathJax with the site, so that a page asks nothing of the outside.

The files come from a package of the registry; copied are only those that the book's TeX needs
(2 MB of 24). They must not lie in a source folder called ``_static``, all of whose scripts Jupyter
Book loads on every page.
"""

import importlib.util
from pathlib import Path
from shutil import copy2, copytree, rmtree

#: The component that renders TeX, its fonts, and the TeX extensions it loads when they are used.
NEEDED = ["tex-chtml.js", "output/chtml/fonts/woff-v2", "input/tex/extensions"]


def copy_mathjax(app, exception):
    """Copy what is needed once the pages are written, unless it is there already."""
    if exception or app.builder.format != "html":
        return
    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent
    copy_whole(package / "static" / "mathjax", Path(app.outdir) / "_static" / "mathjax")


def copy_whole(source, destination):
    """Copy the files that are needed, all or none, and again when those of the package are others.

    They are copied beside their place and renamed, so that an interruption leaves no half of them.
    """
    if listing(source) == listing(destination):
        return
    beside = destination.with_name(f"{destination.name}.new")
    rmtree(beside, ignore_errors=True)
    for name in NEEDED:
        (beside / name).parent.mkdir(parents=True, exist_ok=True)
        copy = copytree if (source / name).is_dir() else copy2
        copy(source / name, beside / name)
    rmtree(destination, ignore_errors=True)
    beside.rename(destination)


def listing(folder):
    """Return which of the needed files a folder holds, with their sizes and times."""
    tops = [folder / name for name in NEEDED]
    files = [file for top in tops for file in (top, *top.rglob("*")) if file.is_file()]
    return {
        file.relative_to(folder): (file.stat().st_size, int(file.stat().st_mtime)) for file in files
    }


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
