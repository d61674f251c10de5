"""Judges one submission: its cells run in the sandbox, the tests run here, on plain values.

A submission is judged in a process of its own, for a value can make a library hang where no
exception reaches it. That process reports cell by cell; if it is late or dies, the question it was
at gets no mark, and another one goes on from there.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import os
import resource
import signal
import socket
import symtable
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from grader import notebooks
from grader.sandbox import CELL_SECONDS, Sandbox, Student, StudentError
from grader.wire import Wire

TEST_SECONDS = 60.0  # by the clock, for all tests of one question
TEST_MEMORY = 4 << 30
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
        outcomes += _judged(notebook, sandbox, given, outcomes)
        if len(outcomes) < len(notebook.cells):  # the judge died at this cell
            cell = notebook.cells[len(outcomes)]
            mark = Mark(0.0, TOO_LONG, "time") if notebooks.is_test(cell) else None
            outcomes.append(Outcome(error="" if mark else TOO_LONG, mark=mark))
    return outcomes


def _judged(notebook: Any, sandbox: Sandbox, given: dict, before: list) -> Iterator[Outcome]:
    """Judge in a new process from where the last one stopped; yield outcomes as they come."""
    ours, theirs = map(Wire, socket.socketpair())
    student = Student(sandbox)
    process = os.fork()
    if not process:
        try:
            ours.channel.close()
            resource.setrlimit(resource.RLIMIT_AS, (TEST_MEMORY, TEST_MEMORY))
            Judging(notebook, student, given, before).run(theirs)
        finally:
            os._exit(0)
    theirs.channel.close()
    try:
        while True:
            said = ours.receive(TEST_SECONDS + 3 * CELL_SECONDS)
            mark = said.pop("mark")
            yield Outcome(**said, mark=Mark(**mark) if mark else None)
    except (OSError, EOFError, OverflowError):
        pass  # it has ended, or is late
    finally:
        ours.channel.close()
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        student.end()


class Judging:
    """The cells of one submission, one after another, in the process that judges it."""

    def __init__(self, notebook: Any, student: Student, given: dict, before: list[Outcome]) -> None:
        self.notebook, self.student, self.before = notebook, student, before
        self.trusted: dict[str, Any] = {"__name__": "grader", **given}
        self.failure = ""  # of the latest answer, without which a missing name is a riddle

    def run(self, report: Wire) -> None:
        """Go through the cells and report those that have not been judged before."""
        for number, cell in enumerate(self.notebook.cells):
            again = number < len(self.before)
            # A cell that failed before would cost its time a second time.
            done = again and (notebooks.is_test(cell) or bool(self.before[number].error))
            outcome = Outcome()
            if cell.cell_type == "code" and not done:
                outcome = self.test(cell) if notebooks.is_test(cell) else self.cell(cell)
            if not again:
                report.send(asdict(outcome))

    def cell(self, cell: Any) -> Outcome:
        """Run a given cell on both sides, any other in the sandbox only."""
        if notebooks.is_given(cell):
            with contextlib.suppress(NameError):  # with a student's names it is for them alone
                exec(compile(cell.source, "<given>", "exec"), self.trusted)
        try:
            outcome = Outcome(self.student.run(cell.source))
        except StudentError as error:
            outcome = Outcome(error.output, str(error))
        if notebooks.is_answer(cell):
            self.failure = outcome.error
        return outcome

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
                scope[name] = self.student.value(name)
        tree = ast.parse(source)
        ends = bool(tree.body) and isinstance(tree.body[-1], ast.Expr)
        last: Any = tree.body.pop() if ends else ast.parse("None").body[0]
        exec(compile(tree, "<test>", "exec"), scope)
        value = eval(compile(ast.Expression(last.value), "<test>", "eval"), scope)
        if not isinstance(value, Mark):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            value = Mark(float(value) if number else highest)
        if value.points is None:
            return value
        return replace(value, points=min(max(0.0, value.points), highest))  # and 0 for NaN


def _wanted(source: str) -> set[str]:
    """Return the names that a test cell uses and does not make."""
    tables = [symtable.symtable(source, "<test>", "exec")]
    for table in tables:
        tables += table.get_children()
    made = {name.get_name() for name in tables[0].get_symbols() if name.is_local()}
    symbols = [name for table in tables for name in table.get_symbols()]
    return {name.get_name() for name in symbols if name.is_global()} - made
