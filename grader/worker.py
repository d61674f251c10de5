"""Grades submissions in a process of its own, one after another, and is started anew if it dies.

``python -m grader.worker`` reads a request a line and answers a result a line. Whoever drives it, a
loop or an engine for distributed work, holds nothing that a submission could reach.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output

from grader import notebooks
from grader.judge import Mark, Outcome, judge
from grader.sandbox import NoSandbox, Sandbox, Student, refuse_root

Names = Iterable[str]
UNSANDBOXED = "I trust these submissions"
#: Of a submission at which the process died, twice.
FAILED = "the grader failed twice at this submission; look at it by hand"


def hand_over(path: Path) -> dict:
    """Return what was handed in as `grade` takes it: its text, or why it cannot be read."""
    try:
        return {"text": notebooks.read_text(path), "problem": ""}
    except notebooks.Unreadable as error:
        return {"text": "", "problem": str(error)}


def grade(master: Any, submission: dict, sandbox: Sandbox, given: dict) -> dict:
    """Grade a notebook that was handed in.

    Parameters
    ----------
    master : NotebookNode
        The instructor's notebook, tests included.
    submission : dict
        What `hand_over` returns.
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
    found, problem = notebooks.Submission(), submission["problem"]
    if not problem:
        try:
            found = notebooks.read_submission(submission["text"], master)
        except notebooks.Unreadable as error:
            problem = str(error)
    rebuilt = notebooks.rebuild(master, found)
    if problem:
        nothing = Mark(0.0, problem, "unreadable")
        outcomes = [
            Outcome(mark=nothing if notebooks.is_test(cell) else None) for cell in rebuilt.cells
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
            highest = float(marks["points"])
            questions.append({"id": marks["grade_id"], "highest": highest, **asdict(mark)})
    return _result(questions, found.notes, problem, nbformat.writes(rebuilt))


def _result(questions: list[dict], notes: list[str], problem: str, notebook: str) -> dict:
    return {"questions": questions, "notes": notes, "problem": problem, "notebook": notebook}


def _fill(cell: Any, outcome: Outcome, number: int) -> None:
    """Write into a cell what came of it, in the form in which nbgrader reads marks."""
    cell.execution_count, cell.outputs = number, []
    said = outcome.output + (f"{outcome.mark.said}\n" if outcome.mark and outcome.mark.said else "")
    if said:
        cell.outputs.append(new_output("stream", name="stdout", text=said))
    if outcome.error:
        name, _, rest = outcome.error.partition(": ")
        told = {"ename": name, "evalue": rest, "traceback": [outcome.error]}
        cell.outputs.append(new_output("error", **told))
    if outcome.mark and outcome.mark.points is not None:
        data = {"text/plain": repr(outcome.mark.points)}
        cell.outputs.append(new_output("execute_result", data=data, execution_count=number))


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

    def __init__(self, hidden: Names = (), preload: Names = (), trusted: str = "") -> None:
        refuse_root()
        self.options = {"hidden": list(hidden), "preload": list(preload), "trusted": trusted}
        self.process: subprocess.Popen | None = None

    def grade(self, master: str, submission: dict, given: dict) -> dict:
        """Grade what was handed over; after two deaths of the process it gets no marks."""
        for _ in range(2):
            result = self._asked({"master": master, "submission": submission, "given": given})
            if result is not None:
                if "refused" in result:
                    raise NoSandbox(result["refused"])
                return result
            self.close()
        return _result([], [], FAILED, "")

    def close(self) -> None:
        """End the process and its sandbox."""
        if self.process is not None:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self.process.communicate(timeout=5)  # it closes its sandbox and ends
            self.process.kill()
            self.process.wait()
            self.process = None

    def _asked(self, request: dict) -> dict | None:
        if self.process is None:
            line = [sys.executable, "-m", "grader.worker", json.dumps(self.options)]
            self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
    try:
        sandbox = Sandbox(options["hidden"], options["trusted"] != UNSANDBOXED)
        Student(sandbox).end()  # what is missing is said before any submission is touched
    except NoSandbox as error:
        sys.stdin.readline()
        print(json.dumps({"refused": str(error)}), flush=True)
        return
    for name in options["preload"]:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    read = functools.lru_cache(maxsize=4)(functools.partial(nbformat.reads, as_version=4))
    for line in sys.stdin:
        request = json.loads(line)
        result = grade(read(request["master"]), request["submission"], sandbox, request["given"])
        print(json.dumps(result), flush=True)
    sandbox.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
