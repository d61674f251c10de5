"""Execute the book's notebooks and store them, the same bytes every time.

    python -m tools.refresh                                run and store every chapter
    python -m tools.refresh chapters/jacobian.ipynb ...    only these
    python -m tools.refresh --check                        prove that storing would change no byte

What is stored is what is published and what nbval compares, so nothing of the run may stay in it:
no times, no versions, no editor's settings, no colours of a terminal.
"""

import argparse
import os
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tools.notebooks import PACKAGE_CELL, PACKAGE_CELL_ID, ROOT, chapters, kernel_environment

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
#: What an author says about a cell; all else is left behind by an editor or a run.
CELL_METADATA = {"jupyter", "mystnb", "tags"}
ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SECONDS_PER_CELL = 120


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(description="Execute the notebooks and store their outputs.")
    parser.add_argument("--check", action="store_true", help="write nothing; say what would change")
    parser.add_argument("notebooks", nargs="*", type=notebook, help="default: every chapter")
    options = parser.parse_args(arguments)

    os.environ.update(kernel_environment())
    judge = complain if options.check else store
    paths = options.notebooks or chapters()
    # A kernel is a process of its own, so threads are enough to keep every core busy.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [
            complaint for complaint in pool.map(partial(judged, judge=judge), paths) if complaint
        ]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    if not complaints:
        print(f"Notebooks stored as they run: {len(paths)} of {len(paths)}")
    return 1 if complaints else 0


def notebook(argument):
    """Return the path that a command-line argument names."""
    path = Path(argument).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no notebook {argument}")
    return path


def judged(path, judge):
    """Execute a notebook and, if it is not stored as it runs, let `judge` see to it.

    Returns
    -------
    str or None
        What there is to complain of.
    """
    stored = path.read_text("utf-8")
    try:
        fresh = executed(stored, path)
    except NotebookError as error:
        return str(error)
    return None if fresh == stored else judge(path, stored, fresh)


def store(path, stored, fresh):
    """Store a notebook as it ran."""
    path.write_text(fresh, "utf-8", newline="\n")
    print(f"{name(path)}: stored anew")


def complain(path, stored, fresh):
    """Say where a notebook is not stored as it ran, and what to do."""
    remedy = f"Run: make refresh ARGS={name(path)}"
    return f"{name(path)}: {first_difference(stored, fresh)} {remedy}"


def executed(text, path):
    """Execute a notebook.

    Parameters
    ----------
    text : str
        The notebook as it is stored.
    path : Path
        Where it lies: its cells run in that folder.

    Returns
    -------
    str
        The notebook as it should be stored.

    Raises
    ------
    NotebookError
        If a cell fails or warns; the message names the notebook and the cell.
    """
    fresh = cleaned(nbformat.reads(text, as_version=4))
    client = NotebookClient(
        fresh,
        timeout=SECONDS_PER_CELL,
        kernel_name=METADATA["kernelspec"]["name"],
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,
    )
    try:
        # The kernel's own log is not the notebook's: it says on every start how it is connected.
        client.execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        where = f"{name(path)}: {failed_cell(fresh)}"
        raise NotebookError(f"{where}: {error.ename}: {error.evalue}") from error
    for number, cell in enumerate(fresh.cells, start=1):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise NotebookError(
                    f"{name(path)}: {describe(number, cell)} warns: {shortened(output.text)} "
                    "No notebook is stored with a warning. Mend its cause, or what surrounds it."
                )
    return nbformat.writes(tidied(fresh)) + "\n"


class NotebookError(Exception):
    """A notebook does not run from top to bottom without an error or a warning."""


def cleaned(notebook):
    """Return the notebook without outputs, and with nothing that an editor left in it."""
    if notebook.nbformat_minor < 5:
        notebook = nbformat.v4.upgrade(notebook)  # gives each cell its id
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in CELL_METADATA & cell.metadata.keys()}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if cell.id == PACKAGE_CELL_ID:
            cell.source = PACKAGE_CELL
    return notebook


def tidied(notebook):
    """Return the executed notebook with nothing in it that depends on the run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "traceback" in output:
                output.traceback = [ANSI_COLOUR.sub("", line) for line in output.traceback]
    return notebook


def first_difference(stored, fresh):
    """Say in a sentence where two texts of a notebook are the first to differ, and how."""
    before, after = (nbformat.reads(text, as_version=4).cells for text in (stored, fresh))
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        if old != new:
            how = differing_output(old, new) or "Only its source or its metadata are new."
            return f"{describe(number, new)} is not stored as it runs. {how}"
    return "the metadata or the layout of the file is not stored as refresh writes it."


def differing_output(old, new):
    """Say which line of the outputs of two runs of a cell differs first; None if none does."""
    pairs = zip_longest(shown_lines(old), shown_lines(new), fillvalue=(None, None))
    for (old_kind, before), (new_kind, after) in pairs:
        if (old_kind, before) != (new_kind, after):
            kind = old_kind if after is None else new_kind
            return f"First of its {kind}: stored {shortened(before)}, now {shortened(after)}."
    return None


def shown_lines(cell):
    """Yield every line of the outputs of a cell, each with its kind."""
    for output in cell.get("outputs", []):
        shown = output.get("data", {output.get("name", "error"): output.get("text", "")})
        for kind in sorted(shown):
            for line in str(shown[kind]).splitlines():
                yield kind, line


def shortened(line):
    """Return a line as it fits into a sentence."""
    return "nothing" if line is None else repr(textwrap.shorten(line, 80, placeholder=" ..."))


def failed_cell(notebook):
    """Say which cell of an executed notebook failed."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return describe(number, cell)
    return "a cell"


def describe(number, cell):
    """Say which cell is meant: its place among all cells, its id, how it begins."""
    beginning = cell.source.partition("\n")[0]
    return f"cell {number} (id {cell.id}, begins {beginning!r})"


def name(path):
    """Return a path as the reader would type it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
