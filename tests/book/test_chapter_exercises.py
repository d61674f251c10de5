"""Every exercise of every chapter takes the right answer, and no wrong one."""

import re

import numpy as np
import pytest
import sympy as sp
from running import run, run_chapter

from mathlib.symbolic.expression import Expression
from tools.notebooks import chapters

OPEN = re.compile(r"^answer = \.\.\..*$", re.MULTILINE)
SOLVED = [path for path in chapters() if "```{solution}" in path.read_text("utf-8")]


@pytest.fixture(params=SOLVED, ids=lambda path: path.stem)
def exercises(request):
    """The exercises of a chapter: name, cell, the names that it finds, and the right answer."""
    found, answers, posed = [], [], None

    def listen(claim, at, witnesses):
        answers.extend([witnesses["answer"]] if "answer" in witnesses else [])

    for cell, before, namespace in run_chapter(request.param, listen):
        if OPEN.search(cell.source):
            posed = cell.id, cell.source, before
        elif posed and cell.id.startswith("sol-"):
            own = re.search("^answer = ", cell.source, re.MULTILINE)
            found.append((*posed, namespace["answer"] if own else answers[0]))
            posed = None
        answers.clear()
    return found


def wrong(answer):
    """Yield what an answer becomes by slips that change it, at the numbers of its point."""
    if isinstance(answer, Expression):
        yield from (2 * answer, -answer, answer + 1)
        return
    value = np.array(answer.tolist() if isinstance(answer, sp.MatrixBase) else answer)
    if value.dtype == bool:
        yield ~value
        return
    value = value.astype(float)
    nudged = value.copy()
    nudged.flat[-1] += 1
    yield from [nudged, *([2 * value, -value] if value.any() else [])]
    if value.size > 1:
        yield value.ravel()[:-1]


def takes(exercise, answer):
    """Say whether the cell of an exercise calls an answer right."""
    _, source, names, _ = exercise
    try:
        verdict = run(OPEN.sub("answer = handed_in", source), {**names, "handed_in": answer})
    except (AssertionError, ValueError):
        return False
    return getattr(verdict, "right", bool(verdict))


def test_every_exercise_takes_its_answer_and_no_wrong_one(exercises):
    complaints = []
    for exercise in exercises:
        name, *_, answer = exercise
        if not takes(exercise, answer):
            complaints.append(f"{name} refuses its own solution")
        complaints += [f"{name} takes {bad!r}" for bad in wrong(answer) if takes(exercise, bad)]
    assert complaints == []
    assert exercises, "a chapter whose exercises were not found"
