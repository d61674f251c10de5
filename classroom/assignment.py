"""An assignment: its questions, their variants, and the notebook an instructor releases.

The course has a seed of its own, so that two courses never have the same keys; from it and the
question's place each variant is drawn. The notebook is made new whenever it is wanted, always the
same one, and so is the key of any student.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from classroom.questions import Question
from grader.judge import Mark

VARIANTS = 8  # of a question in one course
GIVEN = Path(__file__).with_name("given.py")
CHAPTERS = Path(__file__).parent / "assignments"


@dataclass(frozen=True)
class Asked:
    """A question of an assignment: how its variants are drawn, and what it earns.

    `practised` names the exercises of the chapter after which it can be answered.
    """

    draw: Callable[[random.Random], Question]
    points: float
    practised: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """Marked work for one chapter."""

    name: str
    title: str
    questions: tuple[Asked, ...]

    def question(self, number: int, seed: int, variant: int) -> Question:
        """Return one variant of a question; the first question has the number 1."""
        return self.variants(number, seed)[variant]

    @functools.lru_cache(maxsize=256)  # noqa: B019 - there are as many assignments as chapters
    def variants(self, number: int, seed: int) -> tuple[Question, ...]:
        """Draw all variants of a question; one that came before is drawn again, a few times."""
        found: dict[str, Question] = {}
        drawn = []
        for attempt in range(5 * VARIANTS):
            text = f"{seed}/{self.name}/{number}/{attempt}"
            chosen = random.Random(hashlib.sha256(text.encode()).digest())
            drawn.append(self.questions[number - 1].draw(chosen))
            found.setdefault(drawn[-1].asks, drawn[-1])
            if len(found) == VARIANTS:
                break
        return tuple([*found.values(), *drawn][:VARIANTS])

    def variant_of(self, number: int, student: str) -> int:
        """Return which variant a student has, as the notebook itself reckons it."""
        digest = hashlib.sha256(f"{self.name}/q{number}/{student}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % VARIANTS

    def notebook(self, seed: int) -> Any:
        """Make the instructor's notebook, solutions of the first variant and tests included."""
        cells = [_markdown(self._opening(), "opening"), _code(STUDENT, "student", solution=True)]
        cells.append(_code(self._given(seed), "paper", locked=True))
        for number, asked in enumerate(self.questions, start=1):
            cells += self._cells(number, asked, seed)
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python"
        }  # fmt: skip
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"{self.name}-{number}"[:64].replace("_", "-")
        return notebook

    def _opening(self) -> str:
        points = sum(asked.points for asked in self.questions)
        return (
            f"# {self.title}\n\n{len(self.questions)} questions, {points:g} points. Everybody has "
            "the same notebook, but your questions are your own: your id chooses the letters, the "
            "numbers and the mistakes. Write your id into the next cell. Run that cell and the one "
            "after it.\n\nUnder each heading, run the first cell: it shows your question. Write "
            "your answer in place of the dots in the cell below it, and run that cell. Then run "
            "the check. The check tells you only whether your answer can be read, and earns no "
            "points. All points come from tests that run when your work is graded, and those test "
            "more than you see here."
        )

    def _given(self, seed: int) -> str:
        """Return the locked code: the functions that show questions, and what they show."""
        questions = {}
        for number in range(1, len(self.questions) + 1):
            variants = self.variants(number, seed)
            questions[f"q{number}"] = {
                "variants": [question.asks for question in variants],
                "answers": variants[0].answers,
            }
        paper = json.dumps({"assignment": self.name, "questions": questions}, ensure_ascii=False)
        code = GIVEN.read_text(encoding="utf-8").split('"""\n', 1)[1].strip()
        return code.replace('json.loads("{}")', f"json.loads({paper!r})")

    def _cells(self, number: int, asked: Asked, seed: int) -> list:
        """Make a question's cells: what is shown, the answer, the visible check, the test."""
        question, name = self.question(number, seed, 0), f"q{number}"
        points = f"{asked.points:g} point{'s' if asked.points != 1 else ''}"
        heading = f"## Question {number}: {question.title} ({points})"
        shown = [
            _markdown(heading, f"{name}-heading"),
            _code(f'show("{name}")', f"{name}-shown", locked=True),
        ]
        answer = f"{question.stub}\n{BEGIN}\n{question.solution}\n{END}"
        if question.by_hand:
            cell = nbformat.v4.new_markdown_cell(answer)
            return [*shown, _marked(cell, name, solution=True, grade=True, points=asked.points)]
        answers = ", ".join(f"{answer}={answer}" for answer in question.answers)
        answer = f"# Question {number}: your answer\n{answer}"
        test = (
            f"{HIDDEN_BEGIN}\nfrom classroom.assignment import mark\n\n"
            f'mark("{self.name}", {number}, {seed}, student, {answers})\n{HIDDEN_END}'
        )
        return [
            *shown,
            _code(answer, name, solution=True),
            _code(f'readable("{name}", {answers})', f"{name}-readable", locked=True),
            _code(test, f"{name}-test", grade=True, locked=True, points=asked.points),
        ]


# What nbgrader takes out of a released notebook stands between these.
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HIDDEN_BEGIN, HIDDEN_END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
STUDENT = f"""# Your id, as your course knows you, in quotes
student = ""
{BEGIN}
student = "instructor"
{END}"""


def _marked(cell: Any, name: str, **marks: Any) -> Any:
    """Put nbgrader's marks on a cell."""
    every = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False}
    cell.metadata["nbgrader"] = {**every, "locked": False, "task": False, **marks}
    return cell


def _code(source: str, name: str, **marks: Any) -> Any:
    return _marked(nbformat.v4.new_code_cell(source), name, **marks)


def _markdown(source: str, name: str) -> Any:
    return _marked(nbformat.v4.new_markdown_cell(source), name, locked=True)


@functools.cache
def find(name: str) -> Assignment:
    """Return the assignment of this name.

    Raises
    ------
    ValueError
        If there is none; the message lists those that there are.
    """
    if name not in names():
        raise ValueError(f"there is no assignment {name!r}; there are {', '.join(names())}")
    return importlib.import_module(f"classroom.assignments.{name}").assignment


def names() -> list[str]:
    """List the assignments, by the names of their chapters."""
    return sorted(path.stem for path in CHAPTERS.glob("[!_]*.py"))


def mark(name: str, number: int, seed: int, student: str, **answers: Any) -> Mark:
    """Mark a student's answer to a question; called by the tests of the notebook."""
    assignment = find(name)
    asked = assignment.questions[number - 1]
    if all(answer is None for answer in answers.values()):
        return Mark(0.0, "Not answered.", "unanswered")
    question = assignment.question(number, seed, assignment.variant_of(number, student))
    share, said, kind = question.mark(answers)
    return Mark(round(share * asked.points, 2), said, kind)


def key(name: str, seed: int, student: str) -> Mapping[str, str]:
    """Return the solutions of a student's own questions, by question."""
    assignment = find(name)
    return {
        f"q{number}": assignment.question(
            number, seed, assignment.variant_of(number, student)
        ).solution
        for number in range(1, len(assignment.questions) + 1)
    }
