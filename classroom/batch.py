"""Grades many submissions: here, on several cores, or on a cluster.

Whoever asks gets each student's result as it is there, once, and keeps it.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from grader.worker import Worker, hand_over


def grade_all(
    master: str,
    submissions: Mapping[str, Path],
    options: dict,
    workers: int = 1,
    scheduler: str | None = None,
) -> Iterator[tuple[str, dict]]:
    """Grade submissions and yield each student's result as it is there.

    Parameters
    ----------
    master : str
        The text of the instructor's notebook.
    submissions : mapping of str to Path
        What each student handed in.
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
    if scheduler is None and workers == 1:
        with closing(Worker(**options)) as worker:
            for student, path in submissions.items():
                yield student, worker.grade(master, hand_over(path), {"student": student})
    else:
        yield from _on_cluster(master, submissions, options, workers, scheduler)


@functools.cache
def _worker(options: str) -> Worker:
    """Return the grading process of a worker of the cluster, one for each set of options."""
    return Worker(**json.loads(options))


_turn = threading.Lock()  # one submission at a time, however many threads the cluster gives it


def grade_there(options: str, master: str, submission: dict, given: dict) -> dict:
    """Grade a submission that came over the network; runs in a worker of the cluster."""
    with _turn:
        return _worker(options).grade(master, submission, given)


def _on_cluster(
    master: str,
    submissions: Mapping[str, Path],
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
        text = client.submit(str, master, pure=False)  # made again if all that have it are lost
        key = json.dumps(options, sort_keys=True)
        asked: dict[Any, str] = {}
        for student, path in submissions.items():
            request = text, hand_over(path), {"student": student}
            asked[client.submit(grade_there, key, *request, pure=False, retries=2)] = student
        for task in as_completed(list(asked)):
            yield asked.pop(task), task.result()
            task.release()  # or it would be graded again when the worker that keeps it is lost
