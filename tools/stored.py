"""The rules for a stored notebook that nbval does not look at.

    python -m tools.stored        say which notebooks of the book break one

nbval runs every cell and compares its output, but it passes in silence over a notebook whose
outputs were stripped, over a cell that was never run, and over bitmaps; and what it compares must
be the same on every machine. Each rule is a function that takes a chapter and yields a sentence
for each place that breaks it, saying what to do.
"""

import re
import sys
from collections import Counter, namedtuple

from nbformat import v4  # its reader mends nothing in passing, as nbformat.read would

from tools.notebooks import PACKAGE_CELL_ID, chapters
from tools.refresh import CELL_METADATA, METADATA

Chapter = namedtuple("Chapter", "name text notebook")

LINES_SHOWN = 20
BYTES = 250_000
WORDS_OF_ALT_TEXT = 8
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
#: Tags and comments by which nbval compares nothing, or takes an error for a success.
EXCUSES = re.compile(r"nbval[-_](ignore|skip|raises)|raises-exception", re.IGNORECASE)
POSED = re.compile(r"^```\{exercise\}.*\n:label: (\S+)", re.MULTILINE)
SOLVED = re.compile(r"^```\{solution\} (\S+)", re.MULTILINE)
#: A figure that the reader moves, and the alt text of its still picture.
MOVING = re.compile(r'<interactive-figure .*?<img alt="(?P<alt>.*?)"')
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")
MACHINE_PATH = re.compile(r"(/home/|/root/|/tmp/|/Users/|[A-Z]:\\+Users)[^\s\"']*|ipykernel_\d+")


def load(path):
    """Return a stored notebook with its text and its name."""
    text = path.read_text("utf-8")
    return Chapter(path.stem, text, v4.reads(text))


def counts(chapter):
    """Cells are numbered 1, 2, 3: where a count is missing, nbval compares nothing."""
    stored = [cell.execution_count for cell in code_cells(chapter)]
    if stored != list(range(1, len(stored) + 1)):
        yield f"its cells are numbered {stored}, not from 1 upwards. Run: make refresh"


def streams(chapter):
    """No warnings and no errors: they name paths of the machine, and no reader wants them."""
    for cell, output in outputs(chapter):
        if output.get("name") == "stderr" or output.output_type == "error":
            yield f"cell {cell.id} shows a warning or an error. Mend it, or catch and print it"


def bitmaps(chapter):
    """No bitmaps: nbval does not compare them."""
    for cell, output in outputs(chapter):
        for kind in output.get("data", {}):
            if kind.startswith("image/") and kind != "image/svg+xml":
                yield f"cell {cell.id} stores {kind}, which is never compared. Store SVG"


def machine(chapter):
    """No addresses in memory and no paths: they differ on every machine."""
    for place in [*map(output_text, outputs(chapter)), *(c.source for c in chapter.notebook.cells)]:
        for match in (ADDRESS.search(place), MACHINE_PATH.search(place)):
            if match:
                yield f"{match[0]!r} differs on every machine. Print what it is, not where"


def excuses(chapter):
    """No cell is excused from comparison: a check that cannot fail proves nothing."""
    for cell in code_cells(chapter):
        match = EXCUSES.search(" ".join([cell.source, *cell.metadata.get("tags", [])]))
        if match:
            yield f"cell {cell.id} is excused by {match[0]!r}. Make its output the same every time"


def figures(chapter):
    """Every figure says what is seen, has a caption, and a name to refer to."""
    for cell, output in outputs(chapter):
        moving = MOVING.search(output.get("data", {}).get("text/html", ""))
        if not moving and "image/svg+xml" not in output.get("data", {}):
            continue
        settings = cell.metadata.get("mystnb", {})
        alt = moving["alt"] if moving else settings.get("image", {}).get("alt", "")
        if len(alt.split()) < WORDS_OF_ALT_TEXT:
            where = "its alt" if moving else "mystnb.image.alt in its metadata"
            yield f"figure {cell.id} needs {where}: say what is seen"
        if not {"caption", "name"} <= settings.get("figure", {}).keys():
            yield f"figure {cell.id} needs mystnb.figure.caption and .name in its metadata"


def exercises(chapter):
    """Every exercise has a solution, and a cell that runs it, out of sight until asked for."""
    text = "\n".join(cell.source for cell in chapter.notebook.cells)
    posed, solved = set(POSED.findall(text)), set(SOLVED.findall(text))
    for label in sorted(posed ^ solved):
        yield f"the exercise {label} has no solution, or its solution no exercise. Match them"
    hidden = [c for c in code_cells(chapter) if c.metadata.get("jupyter", {}).get("source_hidden")]
    solving = [cell for cell in hidden if cell.id != PACKAGE_CELL_ID]
    if len(solving) < len(posed):
        yield f"only {len(solving)} of {len(posed)} solutions have a hidden cell that runs them"
    for cell in hidden:
        if not cell.source.startswith("#"):
            yield f"JupyterLab shows the first line of {cell.id}. Begin it with a comment"


def lengths(chapter):
    """No cell that is shown is longer than a screen."""
    for cell in code_cells(chapter):
        lines = len(cell.source.splitlines())
        if lines > LINES_SHOWN and not HIDDEN & set(cell.metadata.get("tags", [])):
            yield f"cell {cell.id} has {lines} lines, {LINES_SHOWN} at most. Split it"


def size(chapter):
    """No chapter is too heavy to load and to compare."""
    found = len(chapter.text.encode())
    if found > BYTES:
        yield f"it has {found} bytes, {BYTES} at most. Draw fewer points, or split the chapter"


def form(chapter):
    """One kernel, one form of the file, and each cell an id of its own."""
    if chapter.notebook.metadata != METADATA:
        yield "its metadata holds more or less than the kernel's name. Run: make refresh"
    for cell in chapter.notebook.cells:
        if not CELL_METADATA.issuperset(cell.metadata):
            yield f"cell {cell.get('id')} keeps what an editor noted about it. Run: make refresh"
    if chapter.text != v4.writes(chapter.notebook) + "\n":
        yield "it was written by an editor. Run: make refresh"
    seen = Counter(cell.id for cell in chapter.notebook.cells)
    for name, count in seen.items():
        if count > 1:
            yield f"{count} cells have the id {name}. Give each its own"


RULES = [counts, streams, bitmaps, machine, excuses, figures, exercises, lengths, size, form]


def code_cells(chapter):
    """Return the cells of a chapter that hold code."""
    return [cell for cell in chapter.notebook.cells if cell.cell_type == "code"]


def outputs(chapter):
    """Return every stored output of a chapter, each with its cell."""
    return [(cell, output) for cell in code_cells(chapter) for output in cell.outputs]


def output_text(pair):
    """Return all that one stored output shows, as one text."""
    _, output = pair
    return "\n".join([output.get("text", ""), *map(str, output.get("data", {}).values())])


def main():
    """Say which rules the book's notebooks break, and return an exit code."""
    complaints = [
        f"{path.name}: {said}" for path in chapters() for rule in RULES for said in rule(load(path))
    ]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    if not complaints:
        print(f"Notebooks in the form that make refresh gives them: {len(chapters())}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
