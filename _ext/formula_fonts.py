"""Ship MathJax's fonts with the site, so that a page asks nothing of the outside."""

from pathlib import Path
from shutil import copytree, rmtree

from set_formulas import mathjax

FONTS = Path("output", "chtml", "fonts", "woff-v2")


def copy_fonts(app, exception):
    """Copy the fonts once the pages are written, unless they are there already."""
    if not exception and app.builder.format == "html":
        copy_whole(mathjax() / FONTS, Path(app.outdir) / "_static" / "mathjax" / FONTS)


def copy_whole(source, destination):
    """Copy a folder, all or nothing of it, and again when the files of the package are others.

    They are copied beside their place and renamed, so that an interruption leaves no half of them.
    """
    if listing(source) == listing(destination):
        return
    beside = destination.with_name(f"{destination.name}.new")
    rmtree(beside, ignore_errors=True)
    copytree(source, beside)
    rmtree(destination, ignore_errors=True)
    beside.rename(destination)


def listing(folder):
    """Return which files a folder holds, with their sizes and times."""
    return {
        file.relative_to(folder): (file.stat().st_size, int(file.stat().st_mtime))
        for file in folder.rglob("*")
    }


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", copy_fonts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
