"""Judges one submission: its cells run in the sandbox, the tests run here, on plain values.

A submission is judged in a process of its own, for a value can make a library hang where no
exception reaches it. That process reports cell by cell; if it is late or dies, the question it was
at gets no mark, and another one goes on from there.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from grader import notebooks
from grader.sandbox import CELL_SECONDS, Sandbox, Student, StudentError

TEST_SECONDS = 60.0  # by the clock, for all tests of one question
TEST_MEMORY = 4 << 30
RESTARTS = 3  # of a student's process that ended
TOO_LONG = "Checking this answer took too long, or more memory than there is; it gets no marks."


@dataclass(frozen=True)
class Mark:
    """What one question earned, and what the student is told.

    A test cell may end with one. `kind` names the sort of mistake, so that a class can be counted;
    `points` is None where a person has to mark.
    """

    points: float | None
    said: str = ""
    kind: str = ""


@dataclass
class Outcome:
    """What came of a cell: what it printed, the error that ended it, the mark if it was a test."""

    output: str = ""
    error: str = ""
    mark: Mark | None = None


def judge(notebook: Any, sandbox: Sandbox, given: dict) -> list[Outcome]:
    """Run a rebuilt notebook and return the outcome of each of its cells.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook with the student's answers in it.
    sandbox : Sandbox
        Where the student's cells run.
    given : dict
        Plain values that test cells and given cells find under these names, such as a student's id.
    """
    outcomes: list[Outcome] = []
    while len(outcomes) < len(notebook.cells):
        done = len(outcomes)
        outcomes += _judged(notebook, sandbox, given, outcomes)
        if len(outcomes) < len(notebook.cells):  # the judge died at this cell
            cell = notebook.cells[len(outcomes)]
            mark = Mark(0.0, TOO_LONG, "time") if notebooks.is_test(cell) else None
            outcomes.append(Outcome(error="" if mark else TOO_LONG, mark=mark))
        assert len(outcomes) > done
    return outcomes


def _judged(
    notebook: Any, sandbox: Sandbox, given: dict, before: list[Outcome]
) -> Iterator[Outcome]:
    """Judge in a new process from where the last one stopped; yield outcomes as they come."""
    reading, writing = os.pipe()
    student = sandbox.student()
    process = os.fork()
    if not process:
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_AS, (TEST_MEMORY, TEST_MEMORY))
            with os.fdopen(writing, "w") as report:
                Judging(notebook, student, given, before).run(
                    lambda outcome: print(json.dumps(asdict(outcome)), file=report, flush=True)
                )
        finally:
            os._exit(0)
    os.close(writing)
    try:
        for line in _lines(reading, TEST_SECONDS + 3 * CELL_SECONDS):
            outcome = json.loads(line)
            mark = outcome["mark"]
            yield Outcome(outcome["output"], outcome["error"], Mark(**mark) if mark else None)
    finally:
        os.close(reading)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        student.end()


def _lines(reading: int, patience: float) -> Iterator[bytes]:
    """Yield whole lines as they come; stop when none has come for so many seconds."""
    unread = b""
    deadline = time.monotonic() + patience
    while (left := deadline - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        received = os.read(reading, 1 << 16)
        if not received:
            return
        *whole, unread = (unread + received).split(b"\n")
        if whole:
            yield from whole
            deadline = time.monotonic() + patience


class Judging:
    """The cells of one submission, one after another, in the process that judges it."""

    def __init__(self, notebook: Any, student: Student, given: dict, before: list[Outcome]) -> None:
        self.notebook, self.student, self.before = notebook, student, before
        self.trusted: dict[str, Any] = {"__name__": "grader", **given}
        self.ran: list[str] = []  # what must run again if the student's process ends
        self.failure = ""  # of the latest answer, without which a missing name is a riddle
        self.restarts = 0

    def run(self, report: Callable[[Outcome], None]) -> None:
        """Go through the cells and report those that have not been judged before."""
        for number, cell in enumerate(self.notebook.cells):
            again = number < len(self.before)
            if cell.cell_type != "code":
                outcome = Outcome()
            elif notebooks.is_test(cell):
                outcome = Outcome() if again else self.test(cell)
            elif again and self.before[number].error:
                outcome = Outcome()  # it failed, and would cost its time a second time
            else:
                outcome = self.cell(cell)
            if not again:
                report(outcome)

    def cell(self, cell: Any) -> Outcome:
        """Run a given cell on both sides, any other in the sandbox only."""
        if notebooks.is_given(cell):
            with contextlib.suppress(NameError):  # with a student's names it is for them alone
                exec(compile(cell.source, "<given>", "exec"), self.trusted)
        try:
            output, failure = self.living().run(cell.source), ""
        except StudentError as error:
            output, failure = error.output, str(error)
        if notebooks.is_answer(cell):
            self.failure = failure
        if failure:
            return Outcome(output, failure)
        self.ran.append(cell.source)
        return Outcome(output)

    def living(self) -> Student:
        """Return the student's process; if it ended, another that has run the cells before."""
        if not self.student.alive and self.restarts < RESTARTS:
            self.restarts += 1
            self.student = self.student.sandbox.student()
            for source in self.ran:
                self.student.run(source)
        return self.student

    def test(self, cell: Any) -> Outcome:
        """Run a test cell here, with the student's names in it as plain values."""
        highest = float(notebooks.marks_of(cell)["points"])
        try:
            mark = self.marked(cell.source, highest)
        except AssertionError as error:
            mark = Mark(0.0, str(error) or "A check of this question failed.", "wrong")
        except StudentError as error:
            before = f"Your cell ended with: {self.failure}. Then " if self.failure else ""
            mark = Mark(0.0, f"{before}{error}", "error")
        except (Exception, RecursionError) as error:
            said = f"This answer cannot be checked ({type(error).__name__}: {error})."
            mark = Mark(0.0, said[:1000], "error")
        return Outcome(mark=mark)

    def marked(self, source: str, highest: float) -> Mark:
        """Return what the last line of a test cell says: a mark, points, or nothing for all."""
        scope = dict(self.trusted)
        for name in _wanted(source):
            if name not in scope and not hasattr(builtins, name):
                scope[name] = self.fetched(name)
        tree = ast.parse(source)
        value = None
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        exec(compile(tree, "<test>", "exec"), scope)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<test>", "eval"), scope)
        if isinstance(value, Mark):
            points = None if value.points is None else min(max(value.points, 0.0), highest)
            return Mark(points, value.said, value.kind)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return Mark(min(max(float(value), 0.0), highest))
        return Mark(highest)

    def fetched(self, name: str) -> Any:
        """Fetch a student's value; a function of theirs outlives the process that held it."""
        value = self.living().value(name)
        if callable(value):
            return lambda *arguments: self.living().call(name, *arguments)
        return value


def _wanted(source: str) -> set[str]:
    """Return the names that a test cell uses and does not make."""
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    made = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    return {name.id for name in names if isinstance(name.ctx, ast.Load)} - made - imported
