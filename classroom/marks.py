"""Keeps a class's marks, and goes on where grading was interrupted.

Every result is a file of its own, written in one step and named after the student, so that whatever
happens to the process or the machine, what is there is whole and what is not there is graded next
time. Only this process writes them, however many grade.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from classroom.batch import grade_all
from grader.worker import hand_over


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there as a whole or not at all, also if the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def identity(master: str, submission: dict, options: dict) -> str:
    """Return what changes if a submission, its tests or the grader's options change."""
    return hashlib.sha256(json.dumps([master, submission, options]).encode()).hexdigest()


def read_result(path: Path) -> dict | None:
    """Read a result that was written before; None if there is none, or none that is whole."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and "identity" in result else None


def grade_class(
    master: Path,
    submissions: Mapping[str, Path],
    results: Path,
    options: dict,
    workers: int = 1,
    scheduler: str | None = None,
) -> Iterator[tuple[str, dict]]:
    """Grade submissions and yield each student's result as it is there.

    Parameters
    ----------
    master : Path
        The instructor's notebook.
    submissions : mapping of str to Path
        What each student handed in.
    results : Path
        The folder in which ``STUDENT.json`` is kept; what is there and still holds is not graded
        again.
    options : dict
        What `grader.worker.Worker` takes.
    workers : int, optional
        How many grade at the same time on this machine, in a cluster of its own if several.
    scheduler : str, optional
        The address of a Dask scheduler whose workers grade instead.

    Yields
    ------
    tuple of str and dict
        The student, and the result that `grader.worker.grade` describes.
    """
    text = master.read_text(encoding="utf-8")
    waiting, marks = {}, {}
    for student, path in sorted(submissions.items()):
        marks[student] = identity(text, hand_over(path), options)
        result = read_result(results / f"{student}.json")
        if result and result["identity"] == marks[student]:
            yield student, result
        else:
            waiting[student] = path
    for student, result in grade_all(text, waiting, options, workers, scheduler):
        result["identity"] = marks[student]
        write_whole(results / f"{student}.json", json.dumps(result, indent=1, sort_keys=True))
        yield student, result
