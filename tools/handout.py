"""Make the chapters for a class: without solutions, as slides, and a manual of the solutions.

The first and the last are editions of the book itself: its notebooks, changed, built by the same
configuration into ``_build/handout`` and ``_build/solutions``, as notebooks, as pages and on paper.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat
import yaml
from jupyter_book.cli.main import main as jupyter_book

from tools.browser import find_browser
from tools.build import STRICT
from tools.notebooks import ROOT
from tools.slides import make_decks
from tools.system_packages import installed

COPIED = ("_config.yml", "_toc.yml", "index.md", "references.bib", "assets", "_ext", "chapters")
SOLUTION = "sol-"
#: In the manual only the exercises are printed, with everything in them open.
ONLY_EXERCISES = """
@media print {
  #jb-print-docs-body { display: none; }
  article > section > *:not(h1):not(section#exercises) { display: none; }
}
"""


def chapter_numbers():
    """Return the notebooks that are numbered chapters, with their numbers, in the book's order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [
        chapter["file"]
        for part in contents["parts"]
        if part.get("numbered")
        for chapter in part["chapters"]
    ]
    return {
        name.removeprefix("chapters/"): number
        for number, name in enumerate(files, start=1)
        if (ROOT / f"{name}.ipynb").exists()
    }


def numbered_chapters():
    """Return the names of the chapters that have a number, in the order of the book."""
    return list(chapter_numbers())


def without_solutions(notebook):
    """Leave out the cells of solutions."""
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith(SOLUTION)]


def with_open_solutions(notebook):
    """Open what is folded in a solution."""
    for cell in notebook.cells:
        if cell.id.startswith(SOLUTION):
            cell.source = re.sub(r"^:class: dropdown\n", "", cell.source, flags=re.MULTILINE)
            tags = cell.metadata.get("tags", [])
            cell.metadata["tags"] = [tag for tag in tags if tag != "hide-cell"]
            cell.metadata.pop("jupyter", None)


def copy_of_the_book(folder, change, style=""):
    """Copy what the book is built of, with its notebooks changed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy2(source, folder / name)
    (folder / "mathlib").symlink_to(ROOT / "mathlib")
    for path in (folder / "chapters").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        nbformat.write(notebook, path)
    sheet = folder / "assets" / "book.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + style, encoding="utf-8")


def has_exercises(name):
    """Tell whether a chapter has exercises with solutions."""
    notebook = nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4)
    return any(cell.id.startswith(SOLUTION) for cell in notebook.cells)


def print_pages(pages, paper, printed):
    """Print the numbered chapters that are wanted with the browser, one file for each."""
    paper.mkdir(parents=True)
    for name, number in chapter_numbers().items():
        if not printed(name):
            continue
        file = paper / f"{number:02}-{name}.pdf"
        page = (pages / "chapters" / f"{name}.html").resolve().as_uri()
        options = ["--headless", "--no-sandbox", "--no-pdf-header-footer"]
        line = [find_browser(), *options, f"--print-to-pdf={file}", page]
        subprocess.run(line, check=True, capture_output=True)


def make(name, change, style="", printed=lambda name: True):
    """Make one edition, and replace the one that was there when it is whole."""
    target = ROOT / "_build" / name
    with tempfile.TemporaryDirectory() as draft:
        folder = Path(draft) / "book"
        folder.mkdir()
        copy_of_the_book(folder, change, style)
        try:
            with redirect_stdout(StringIO()):
                jupyter_book(["build", str(folder), *STRICT])
        except SystemExit as end:
            if end.code:
                sys.exit(f"The {name} was not built: see the warnings above.")
        made = Path(draft) / name
        shutil.move(folder / "_build" / "html", made / "html")
        (made / "notebooks").mkdir()
        for chapter in numbered_chapters():
            shutil.copy2(folder / "chapters" / f"{chapter}.ipynb", made / "notebooks")
        print_pages(made / "html", made / "paper", printed)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(exist_ok=True)
        shutil.move(made, target)
    print(f"{name}: notebooks, html and paper in {target}")


def make_slides():
    """Cut the slides out of the pages of the handout, and replace those that were there."""
    target = ROOT / "_build" / "slides"
    with tempfile.TemporaryDirectory() as draft:
        made = Path(draft) / "slides"
        make_decks(ROOT / "_build" / "handout" / "html", numbered_chapters(), made)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(made, target)
    print(f"slides: one file for each chapter in {target}")


if __name__ == "__main__":
    if not (find_browser() or installed("chromium", "Installing Chromium to print the chapters.")):
        sys.exit("The chapters are printed by a browser, and none is here. Install Chromium.")
    make("handout", without_solutions)
    make("solutions", with_open_solutions, ONLY_EXERCISES, has_exercises)
    make_slides()
