"""Grades a class: here, on several cores, or on a cluster, and goes on where it was interrupted.

Every result is a file of its own, written in one step and named after the student, so that whatever
happens to the process or the machine, what is there is whole and what is not there is graded next
time. Only this process writes them, however many grade.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from grader.notebooks import MAX_BYTES
from grader.worker import Worker


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there as a whole or not at all, also if the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def identity(master: Path, submission: Path, options: dict) -> str:
    """Return what changes if a submission, its tests or the grader's options change."""
    digest = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    for path in (master, submission):
        digest.update(b"\0")
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES:
            digest.update(path.read_bytes())
    return digest.hexdigest()


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
    waiting = {}
    for student, path in sorted(submissions.items()):
        mark = identity(master, path, options)
        result = read_result(results / f"{student}.json")
        if result and result["identity"] == mark:
            yield student, result
        else:
            waiting[student] = (path, mark)
    if scheduler is None and workers == 1:
        graded = _here(master, waiting, options)
    else:
        graded = _on_cluster(master, waiting, options, workers, scheduler)
    for student, result in graded:
        result["identity"] = waiting[student][1]
        write_whole(results / f"{student}.json", json.dumps(result, indent=1, sort_keys=True))
        yield student, result


def _here(
    master: Path, waiting: dict[str, tuple[Path, str]], options: dict
) -> Iterator[tuple[str, dict]]:
    """Grade one after another."""
    worker = Worker(**options)
    try:
        for student, (path, _) in waiting.items():
            yield student, worker.grade(master, path, {"student": student})
    finally:
        worker.close()


#: In a Dask worker: its grading processes, one for each set of options, one submission at a time.
_crew: dict[str, Worker] = {}
_turn = threading.Lock()


def grade_bytes(master: bytes, submission: bytes, options: dict, given: dict) -> dict:
    """Grade a submission that came over the network; runs in a worker of the cluster."""
    with _turn, tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "master.ipynb", Path(folder) / "submission.ipynb"
        paths[0].write_bytes(master)
        paths[1].write_bytes(submission)
        key = json.dumps(options, sort_keys=True)
        if key not in _crew:
            _crew[key] = Worker(**options)
        return _crew[key].grade(*paths, given)


def _on_cluster(
    master: Path,
    waiting: dict[str, tuple[Path, str]],
    options: dict,
    workers: int,
    scheduler: str | None,
) -> Iterator[tuple[str, dict]]:
    """Grade on the workers of a Dask cluster; what a lost worker had goes to another."""
    from distributed import Client, LocalCluster, as_completed

    with ExitStack() as stack:
        if scheduler is None:
            local = LocalCluster(
                n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
            )
            scheduler = stack.enter_context(local).scheduler_address
        client = stack.enter_context(Client(scheduler))
        text = client.scatter(master.read_bytes(), broadcast=True, hash=False)
        asked: dict[Any, str] = {}
        for student, (path, _) in waiting.items():
            given = {"student": student}
            task = client.submit(
                grade_bytes, text, _readable(path), options, given, pure=False, retries=2
            )
            asked[task] = student
        for task in as_completed(list(asked)):
            yield asked[task], task.result()


def _readable(path: Path) -> bytes:
    """Read what was handed in; what is no ordinary file, or too large, is empty to the grader."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return b""
    return path.read_bytes()
