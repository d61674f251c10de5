"""Reads what was handed in, in whatever state it is, and puts its answers into the given notebook.

The structure of a submission is never trusted: cells may be missing, doubled, changed or moved.
Only the answers and the student's own helper cells are taken from it; the rest is the instructor's.
"""

from __future__ import annotations

import copy
import json
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

MAX_BYTES = 64 << 20  # of a notebook; outputs of 30 MB have been seen in honest ones
MAX_CELLS = 2000
MAX_SOURCE = 200_000  # characters of a cell


class Unreadable(ValueError):
    """The file is no notebook that can be graded; the text says why."""


@dataclass
class Submission:
    """What was handed in: answers by id, helper cells by the id that they follow, remarks."""

    answers: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def marks_of(cell: Any) -> dict:
    """Return nbgrader's marks of a cell, empty if it has none or they are no such thing."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def id_of(cell: Any) -> str:
    """Return the id by which a cell is graded, empty if it has none."""
    found = marks_of(cell).get("grade_id")
    return found if isinstance(found, str) else ""


def is_answer(cell: Any) -> bool:
    """Tell whether a student writes in this cell."""
    return bool(marks_of(cell).get("solution"))


def is_test(cell: Any) -> bool:
    """Tell whether this cell tests an answer by a program."""
    return bool(marks_of(cell).get("grade")) and not is_answer(cell) and cell["cell_type"] == "code"


def is_given(cell: Any) -> bool:
    """Tell whether this cell is the instructor's own code, locked for the student."""
    return bool(marks_of(cell).get("locked")) and not is_answer(cell) and not is_test(cell)


def read_text(path: Path) -> str:
    """Read what was handed in as text: JSON is UTF-8, but editors on some systems write otherwise.

    Raises
    ------
    Unreadable
        If it is no ordinary file, or too large.
    """
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("what was handed in is a link or a folder, not a notebook")
        if about.st_size > MAX_BYTES:
            raise Unreadable(
                f"the notebook has {about.st_size >> 20} MB, more than the {MAX_BYTES >> 20} MB "
                "that are read; clear its outputs and hand it in again"
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"the notebook cannot be opened: {error.strerror}") from None
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def cells_of(text: str) -> list[dict]:
    """Return the cells of a notebook of any version.

    Raises
    ------
    Unreadable
        If the text is no notebook: not JSON, without cells.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        said = "the file is not a notebook (not JSON); save it again in Jupyter"
        raise Unreadable(said) from None
    if not isinstance(content, dict):
        raise Unreadable("the file is JSON, but not a notebook")
    sheets = content.get("worksheets")  # notebooks of before 2014
    holder = sheets[0] if isinstance(sheets, list) and sheets else content
    cells = holder.get("cells") if isinstance(holder, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("the notebook has no cells")
    return [cell for cell in cells[:MAX_CELLS] if isinstance(cell, dict)]


def source_of(cell: dict) -> str:
    """Return the text of a cell of any version, cut where it is absurdly long."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source[:MAX_SOURCE] if isinstance(source, str) else ""


def read_submission(text: str, master: Any) -> Submission:
    """Read the answers to `master`'s questions out of the text of a notebook.

    An answer is found by the id of its cell. Where a program has stripped the ids, it is found by
    its first line, if that is the released cell's own comment and stands once.

    Raises
    ------
    Unreadable
        If it is no notebook.
    """
    known = {id_of(cell): cell for cell in master.cells if id_of(cell)}
    openings = _openings(master)
    found = Submission()
    last = ""
    cells = cells_of(text)
    doubled = Counter(id_of(cell) for cell in cells)
    for cell in cells:
        source, name = source_of(cell), id_of(cell)
        if name not in known:
            name = openings.get(_first_line(source), "")
            if name in found.answers or name in doubled:
                name = ""
            elif name:
                found.notes.append(
                    f"The cell of {name} had lost its mark; it was found by its text."
                )
        if not name:
            if cell.get("cell_type") == "code" and source.strip():
                found.helpers.setdefault(last, []).append(source)
            continue
        last = name
        if is_answer(known[name]):
            if name in found.answers:
                found.notes.append(f"The cell of {name} is there twice; the first one is graded.")
            found.answers.setdefault(name, source)
    for cell in master.cells:
        if is_answer(cell) and id_of(cell) not in found.answers:
            found.notes.append(f"The cell of {id_of(cell)} is missing.")
    return found


def _first_line(source: str) -> str:
    return source.split("\n", 1)[0].strip()


def _openings(master: Any) -> dict[str, str]:
    """Return the comments that begin one answer cell only, with the cell's id."""
    firsts = [(_first_line(cell.source), id_of(cell)) for cell in filter(is_answer, master.cells)]
    times = Counter(first for first, _ in firsts)
    return {first: name for first, name in firsts if first.startswith("#") and times[first] == 1}


def rebuild(master: Any, submission: Submission) -> Any:
    """Return the instructor's notebook with a student's answers and helper cells in it."""
    rebuilt = copy.deepcopy(master)
    rebuilt.cells = [nbformat.v4.new_code_cell(text) for text in submission.helpers.get("", [])]
    for cell in copy.deepcopy(master.cells):
        name = id_of(cell)
        if is_answer(cell):
            cell.source = submission.answers.get(name, "")
        rebuilt.cells.append(cell)
        if name:
            rebuilt.cells += map(nbformat.v4.new_code_cell, submission.helpers.get(name, []))
    return rebuilt
