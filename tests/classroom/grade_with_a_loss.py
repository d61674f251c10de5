"""Grades a folder on two Dask workers, kills one half-way, and prints what came of it.

Runs as an ordinary user. ``graded`` counts how often each submission was graded to the end, by the
scheduler's own account; what the killed worker had not handed over is graded once more elsewhere.
"""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from distributed import LocalCluster
from distributed.diagnostics.plugin import SchedulerPlugin

from classroom.marks import grade_class


class Account(SchedulerPlugin):
    """Counts the tasks that were done."""

    def __init__(self):
        self.done = Counter()

    def transition(self, key, start, finish, *args, **kwargs):
        """Count one that has been computed."""
        if (start, finish) == ("processing", "memory") and str(key).startswith("grade_there"):
            self.done[key] += 1


def main(folder):
    """Grade, and kill the first worker when half of the class has its marks."""
    paths = sorted((folder / "submitted").glob("*.ipynb"))
    submissions = {path.stem: path for path in paths}
    results, times = {}, Counter()
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        account = Account()
        cluster.scheduler.add_plugin(account)
        graded = grade_class(
            folder / "master.ipynb",
            submissions,
            folder / "results",
            {"hidden": ["mathlib"]},
            scheduler=cluster.scheduler_address,
        )
        for student, result in graded:
            results[student] = result
            times[student] += 1
            if sum(times.values()) == len(submissions) // 2:
                os.kill(cluster.workers[0].pid, signal.SIGKILL)
    print(
        json.dumps(
            {
                "points": {
                    student: [question["points"] for question in result["questions"]]
                    for student, result in results.items()
                },
                "handed over twice": sum(count - 1 for count in times.values()),
                "graded": sum(account.done.values()),
                "submissions": len(account.done),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
