"""What a chapter checks can fail: no claim takes a wrong value, no exercise a wrong answer.

Each chapter runs once here, for both; nbval's run of `make test` is the other one.
"""

import re
import subprocess
from typing import NamedTuple

import numpy as np
import pytest
import sympy as sp
from announced_slips import ANNOUNCED
from running import RUNS, run, run_chapter

import mathlib
from mathlib.symbolic.expression import Expression
from tools.claims import read
from tools.notebooks import ROOT, chapters

OPEN = re.compile(r"^answer = \.\.\..*$", re.MULTILINE)
CLAIMANTS = [path for path in chapters() if any(d.label for d in read([path]).displays)]
SOLVED = [path for path in chapters() if "```{solution}" in path.read_text("utf-8")]


class AsRun(NamedTuple):
    """What came out as a chapter ran.

    `claims` are its labelled calls of ``ml.agree``: claim, point, witnesses. `exercises` are the
    name and the source of a cell with an answer to give, the names that it finds, and the answer.
    """

    claims: list
    exercises: list


@pytest.fixture(scope="module")
def as_run(request):
    """What came out as a chapter ran."""
    claims, exercises, answers, posed = [], [], [], None

    def listen(claim, at, witnesses):
        claims.extend([(claim, at, witnesses)] if claim is not None else [])
        answers.extend([witnesses["answer"]] if "answer" in witnesses else [])

    for cell, before, namespace in run_chapter(request.param, listen):
        if OPEN.search(cell.source):
            posed = cell.id, cell.source, before
        elif posed and cell.id.startswith("sol-"):
            own = re.search("^answer = ", cell.source, re.MULTILINE)
            exercises.append((*posed, namespace["answer"] if own else answers[0]))
            posed = None
        answers.clear()
    return AsRun(claims, exercises)


def of(paths):
    """Run a test for some chapters; all tests of one chapter share its run."""
    return pytest.mark.parametrize("as_run", paths, indirect=True, ids=lambda path: path.stem)


# ------------------------------------------------------------------------------------ the claims


def mutants(value):
    """What becomes of a value by the commonest slips, those that change it."""
    value = np.array(value.tolist() if isinstance(value, sp.MatrixBase) else value, dtype=object)
    nudged, lost = value.copy(), value.copy()
    nudged[(0,) * value.ndim] += 1
    lost.flat[np.flatnonzero(value)[-1:]] = 0
    slips = {
        "transposed": value.T,
        "negated": -value,
        "doubled": 2 * value,
        "with an entry lost": lost,
        "with an entry too large": nudged,
    }
    return {name: mutant for name, mutant in slips.items() if not same(mutant, value)}


def same(mutant, value):
    return np.shape(mutant) == np.shape(value) and np.all(mutant == value)


@of(CLAIMANTS)
def test_every_mutant_of_every_claim_is_rejected(as_run):
    survivors = []
    for claim, at, witnesses in as_run.claims:
        by_hand, *others = witnesses
        for slip, mutant in mutants(witnesses[by_hand]).items():
            spoilt = {by_hand: mutant, **{name: witnesses[name] for name in others}}
            try:
                mathlib.agree(claim, at=at, **spoilt)
            except AssertionError:
                continue
            survivors.append(f"{claim} does not notice its value {slip}")
    assert survivors == []
    assert as_run.claims, "a chapter without a labelled check"


# --------------------------------------------------------------------------------- the exercises


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


def verdict(exercise, answer):
    """Return what the cell of an exercise says of an answer."""
    _, source, names, _ = exercise
    return run(OPEN.sub("answer = handed_in", source), {**names, "handed_in": answer})


def forms(answer):
    """Yield an answer in other forms in which people type it."""
    if isinstance(answer, Expression):
        yield answer.text()
        return
    yield answer
    value = np.array(answer.tolist() if isinstance(answer, sp.MatrixBase) else answer)
    if value.dtype == object or value.dtype.kind not in "bif":
        return
    yield from (value, value.tolist(), value.astype(float))
    yield sp.Matrix(value) if value.ndim == 2 else sp.sympify(value.tolist())
    if value.ndim == 0:
        yield from (repr(float(value)), [value.item()])
    if value.ndim == 1:
        yield from (tuple(value.tolist()), value[None, :], value[:, None], repr(value.tolist()))


GARBAGE = ["?", "no idea", object(), [[1], [2, 3]], float("nan"), {}, 1j, int, lambda q: 1 / 0]


def leaks(said, answer):
    """Say whether a sentence contains a number of the answer that could not be guessed."""
    numbers = np.ravel(np.array(answer, dtype=float)) if not isinstance(answer, Expression) else []
    told = {number for number in numbers if number != int(number)}
    return any(re.search(rf"(?<![\d.]){re.escape(f'{number:.6g}')}(?!\d)", said) for number in told)


@of(SOLVED)
def test_every_exercise_takes_its_answer_in_every_form_and_no_wrong_one(as_run):
    complaints = []
    for exercise in as_run.exercises:
        name, *_, answer = exercise
        for form in forms(answer):
            if not verdict(exercise, form).right:
                complaints.append(f"{name} refuses its own solution as {form!r}")
        for bad in [*wrong(answer), *GARBAGE]:
            judged = verdict(exercise, bad)
            if judged.right:
                complaints.append(f"{name} takes {bad!r}")
            elif leaks(str(judged), answer):
                complaints.append(f"{name} gives its number away: {judged}")
        assert str(verdict(exercise, None)) == "not answered yet"
    assert complaints == []
    assert as_run.exercises, "a chapter whose exercises were not found"


@of([path for path in SOLVED if path.stem in ANNOUNCED])
def test_the_slips_that_an_exercise_names_are_recognised(as_run, request):
    chapter = request.node.callspec.params["as_run"].stem
    sources = {name: (source, names) for name, source, names, _ in as_run.exercises}
    for exercise, typed, kinds in ANNOUNCED[chapter]:
        source, names = sources[exercise]
        found = run(OPEN.sub(f"answer = {typed}", source), {**names})
        assert not found, (exercise, typed)
        assert found.kind in kinds, (exercise, typed, found)
        assert not leaks(str(found), found.answer), (exercise, typed, found)


# -------------------------------------------------------------------------- how often they run


def test_no_chapter_has_run_twice_here():
    assert set(RUNS.values()) <= {1}


def test_besides_nbval_nothing_else_runs_the_chapters():
    command = ["make", "--dry-run", "check", "book", "test"]
    recipes = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert recipes.count("-m pytest") == 1
    assert "tools.refresh" not in recipes
    assert 'execute_notebooks: "off"' in (ROOT / "_config.yml").read_text("utf-8")
    sources = [path for path in ROOT.glob("tests/**/*.py") if "browser" not in path.parts]
    running = {path.name for path in sources if "run_chapter(" in path.read_text("utf-8")}
    assert running == {"running.py", "test_chapters_as_run.py"}
