"""Grades submissions in a process of its own, one after another, and is started anew if it dies.

``python -m grader.worker`` reads a request a line and answers a result a line. Whoever drives it, a
loop or an engine for distributed work, holds nothing that a submission could reach.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from grader import notebooks
from grader.judge import Mark, Outcome, judge
from grader.sandbox import NoSandbox, Sandbox, refuse_root

UNSANDBOXED = "I trust these submissions"


def grade(master: Any, path: Path, sandbox: Sandbox, given: dict) -> dict:
    """Grade a notebook that was handed in.

    Parameters
    ----------
    master : NotebookNode
        The instructor's notebook, tests included.
    path : Path
        What was handed in.
    sandbox : Sandbox
        Where its cells run.
    given : dict
        Plain values for the tests, such as ``{"student": "ada"}``.

    Returns
    -------
    dict
        ``questions`` (a list of id, points, highest, said, kind), ``notes`` (of what was wrong with
        the file), ``problem`` (why nothing could be graded, or empty) and ``notebook`` (what was
        judged, with its outputs, as text).
    """
    try:
        submission = notebooks.read_submission(path, master)
        problem = ""
    except notebooks.Unreadable as error:
        submission, problem = notebooks.Submission(), str(error)
    rebuilt = notebooks.rebuild(master, submission)
    if problem:
        outcomes = [
            Outcome(mark=Mark(0.0, problem, "unreadable") if notebooks.is_test(cell) else None)
            for cell in rebuilt.cells
        ]
    else:
        outcomes = judge(rebuilt, sandbox, given)
    questions = []
    for number, (cell, outcome) in enumerate(zip(rebuilt.cells, outcomes, strict=True), start=1):
        if cell.cell_type == "code":
            _fill(cell, outcome, number)
        marks = notebooks.marks_of(cell)
        if marks.get("grade"):
            mark = outcome.mark or Mark(None, "Marked by a person.")
            questions.append(
                {
                    "id": marks["grade_id"],
                    "points": mark.points,
                    "highest": float(marks["points"]),
                    "said": mark.said,
                    "kind": mark.kind,
                }
            )
    return {
        "questions": questions,
        "notes": submission.notes,
        "problem": problem,
        "notebook": nbformat.writes(rebuilt),
    }


def _fill(cell: Any, outcome: Outcome, number: int) -> None:
    """Write into a cell what came of it, in the form in which nbgrader reads marks."""
    cell.execution_count, cell.outputs = number, []
    said = outcome.output + (f"{outcome.mark.said}\n" if outcome.mark and outcome.mark.said else "")
    if said:
        cell.outputs.append(nbformat.v4.new_output("stream", name="stdout", text=said))
    if outcome.error:
        name, _, rest = outcome.error.partition(": ")
        cell.outputs.append(
            nbformat.v4.new_output("error", ename=name, evalue=rest, traceback=[outcome.error])
        )
    if outcome.mark and outcome.mark.points is not None:
        data = {"text/plain": repr(outcome.mark.points)}
        cell.outputs.append(
            nbformat.v4.new_output("execute_result", data=data, execution_count=number)
        )


class Worker:
    """A grading process that is made again when it dies.

    Parameters
    ----------
    hidden : iterable of str, optional
        Packages that students' code must not import.
    preload : iterable of str, optional
        Modules that the tests import, to be imported once.
    trusted : str, optional
        `UNSANDBOXED`, word for word, to go without a sandbox.
    """

    def __init__(
        self, hidden: Iterable[str] = (), preload: Iterable[str] = (), trusted: str = ""
    ) -> None:
        refuse_root()
        self.options = {"hidden": list(hidden), "preload": list(preload), "trusted": trusted}
        self.process: subprocess.Popen | None = None

    def grade(self, master: Path, submission: Path, given: dict) -> dict:
        """Grade one submission; after two deaths of the process it gets no marks."""
        request = {"master": str(master), "submission": str(submission), "given": given}
        for _ in range(2):
            result = self._asked(request)
            if result is not None:
                if "refused" in result:
                    raise NoSandbox(result["refused"])
                return result
            self.close()
        return {
            "questions": [],
            "notes": [],
            "problem": "the grader failed twice at this submission; look at it by hand",
            "notebook": "",
        }

    def close(self) -> None:
        """End the process and its sandbox."""
        if self.process is not None:
            assert self.process.stdin
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self.process.stdin.close()  # then it closes its sandbox and ends
                self.process.wait(timeout=5)
            self.process.kill()
            self.process.wait()
            self.process = None

    def _asked(self, request: dict) -> dict | None:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "grader.worker", json.dumps(self.options)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())
        except (OSError, ValueError):
            return None


def main(options: dict) -> None:
    """Answer requests until the input ends."""
    import gc
    import importlib

    try:
        sandboxed = options["trusted"] != UNSANDBOXED
        sandbox = Sandbox(options["hidden"], sandboxed)
        sandbox.student().end()  # what is missing is said before any submission is touched
        refused = ""
    except NoSandbox as error:
        refused = str(error)
    for name in options["preload"]:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    masters: dict[str, Any] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if refused:
            result = {"refused": refused}
        else:
            path = request["master"]
            if path not in masters:
                masters[path] = nbformat.read(path, as_version=4)
            result = grade(masters[path], Path(request["submission"]), sandbox, request["given"])
        print(json.dumps(result), flush=True)
    if not refused:
        sandbox.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
