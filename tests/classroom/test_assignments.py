"""Every assignment, every question, every variant of it: what each answer earns.

Two courses with seeds of their own are drawn. What a student's code would do in the sandbox is
done here directly; the grader's own tests are about the sandbox.
"""

import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

import mathlib as ml
from classroom.assignment import find, key, mark, names
from classroom.questions import Choice, Formula, Numbers, Program, Steps, WrongLine
from classroom.questions.derivations import close
from classroom.questions.values import same_value

SEEDS = (5, 2718)
BOOK = Path(__file__).parents[2] / "chapters"
AUTOMATIC = [
    (name, number)
    for name in names()
    for number, asked in enumerate(find(name).questions, start=1)
    if not find(name).question(number, SEEDS[0], 0).by_hand
]
GARBAGE = [
    None,
    ...,
    "",
    "x" * 100_000,
    "(" * 500,
    "xyzzy" * 3,
    1e308,
    -1e308,
    -3,
    10**299,
    math.nan,
    math.inf,
    True,
    3 + 4j,
    [[1, 2], [3]],
    [np.ones(2), np.ones(3)],
    (np.ones(2), 1),
    {"a": 1},
    np.ones((2, 3)),
    np.full(3, np.nan),
    np.array(3.0),
    np.array(["a"]),
    np.array([1j]),
    [None],
    [10**299],
]


def drawn(name, number):
    """All variants of a question, in both courses."""
    return [variant for seed in SEEDS for variant in find(name).variants(number, seed)]


def of_kind(kind):
    return [
        pytest.param(name, number, id=f"{name}-{number}")
        for name, number in AUTOMATIC
        if isinstance(find(name).question(number, SEEDS[0], 0), kind)
    ]


def answered(question, code):
    """What a student has whose answer cell holds this code."""
    scope = {}
    exec(code, scope)
    return {name: scope.get(name) for name in question.answers}


def share(question, code):
    return question.mark(answered(question, code))[0]


def automatic_points(name, *kinds):
    assignment = find(name)
    questions = [assignment.question(n, 0, 0) for n in range(1, len(assignment.questions) + 1)]
    return sum(
        asked.points
        for asked, question in zip(assignment.questions, questions, strict=True)
        if not question.by_hand and (not kinds or isinstance(question, kinds))
    )


@pytest.mark.parametrize(("name", "number"), AUTOMATIC)
def test_a_solution_earns_all_and_a_wrong_answer_what_is_said(name, number):
    for question in drawn(name, number):
        assert share(question, question.solution) == 1, question.solution
        assert len(question.wrong) >= 2
        for wrong in question.wrong:
            assert share(question, wrong.code) == pytest.approx(wrong.earns, abs=1e-9), wrong.code


@pytest.mark.parametrize(("name", "number"), AUTOMATIC)
def test_what_is_released_earns_nothing(name, number):
    for question in drawn(name, number):
        assert share(question, question.stub) == 0
        assert question.mark(dict.fromkeys(question.answers, ...))[0] == 0


@pytest.mark.parametrize(("name", "number"), AUTOMATIC)
def test_garbage_earns_nothing_and_breaks_nothing(name, number):
    question = find(name).question(number, SEEDS[0], 0)
    for value in GARBAGE:
        answers = dict.fromkeys(question.answers, value)
        if isinstance(question, Program):
            assert question.mark(answers)[0] == 0
            answers = dict.fromkeys(question.answers, lambda *_, value=value: value)
        earned, said, kind = question.mark(answers)
        assert earned == 0, (value, said)
        assert isinstance(said, str)
        assert isinstance(kind, str)


@pytest.mark.parametrize(("name", "number"), AUTOMATIC)
def test_variants_differ(name, number):
    for seed in SEEDS:
        variants = find(name).variants(number, seed)
        assert len({question.asks for question in variants}) >= 5
        if not isinstance(variants[0], Choice):  # whose key is one of five letters
            assert len({question.solution for question in variants}) >= 3


def test_a_zero_that_was_computed_is_zero():
    assert same_value(0.8 * 3 - 0.6 * 4, 0)
    assert not same_value(1e-9, 0)


@pytest.mark.parametrize("name", names())
def test_a_student_finds_the_same_question_and_key_again(name):
    solved = key(name, SEEDS[0], "ada")
    assert solved == key(name, SEEDS[0], "ada")
    assert len({str(key(name, SEEDS[0], student)) for student in "abcdefgh"}) > 4
    for number, asked in enumerate(find(name).questions, start=1):
        question = find(name).question(number, SEEDS[0], find(name).variant_of(number, "ada"))
        if not question.by_hand:
            answers = answered(question, solved[f"q{number}"])
            assert mark(name, number, SEEDS[0], "ada", **answers).points == asked.points


@pytest.mark.parametrize("name", names())
def test_an_assignment_has_its_size_and_practises_what_the_chapter_has(name):
    assignment = find(name)
    assert assignment.name == name
    assert 4 <= len(assignment.questions) <= 8
    assert 18 <= sum(asked.points for asked in assignment.questions) <= 24
    labels = re.findall(r":label:\s*(ex-[\w-]+)", (BOOK / f"{name}.ipynb").read_text("utf-8"))
    for asked in assignment.questions:
        assert asked.practised
        assert set(asked.practised) <= set(labels)


@pytest.mark.parametrize("name", names())
def test_what_the_package_gives_for_free_earns_at_most_a_quarter(name):
    assignment = find(name)
    assert automatic_points(name, Formula, Steps, Choice) <= automatic_points(name) / 4
    earned = 0.0
    for number, asked in enumerate(assignment.questions, start=1):
        question = assignment.question(number, SEEDS[1], 3)
        if question.by_hand:
            continue
        answers = dict.fromkeys(question.answers)
        if isinstance(question, Formula):
            answers = {"formula": str(ml.derivative(question.y, question.x))}
        elif isinstance(question, Steps):
            answers = {step.name: str(ml.derivative(step.y, step.x)) for step in question.steps}
        earned += question.mark(answers)[0] * asked.points
    assert earned <= automatic_points(name) / 4


@pytest.mark.parametrize("name", names())
def test_the_paper_shows_what_is_asked_and_no_key(name):
    assignment = find(name)
    (cell,) = [
        cell
        for cell in assignment.notebook(SEEDS[0]).cells
        if cell.metadata.nbgrader.grade_id == "paper"
    ]
    literal = re.search(r"PAPER = json\.loads\((.*)\)", cell.source).group(1)
    paper = json.loads(eval(literal))
    assert set(paper) == {"assignment", "questions"}
    for number, shown in enumerate(paper["questions"].values(), start=1):
        variants = assignment.variants(number, SEEDS[0])
        assert set(shown) == {"variants", "answers"}
        assert shown["variants"] == [question.asks for question in variants]
        for question in variants:
            for secret in secrets(question):
                assert secret not in question.asks


def secrets(question):
    """What stands in a key and must not stand in a question."""
    if isinstance(question, WrongLine):
        yield f'"{question.answer}"'
        if question.wrong_line > 1:
            yield f"line = {question.wrong_line}"
    elif isinstance(question, Program):
        yield from (line for line in question.solution.splitlines() if line.startswith("    "))
    elif question.by_hand:
        yield from question.rubric
    else:
        yield question.solution


@pytest.mark.parametrize(("name", "number"), of_kind(WrongLine))
def test_the_wrong_line_is_the_first_that_fails(name, number):
    for question in drawn(name, number):
        fails = [not close(true, said) for true, said in question.values]
        assert len(question.values) == len(question.lines)
        assert fails.index(True) == question.wrong_line - 1 > 0
        assert fails[-1], "the lines after the slip follow from it"
        letters = set(re.findall(r"\w+", question.answer))
        at = {name: value for name, value in question.at.items() if name in letters}
        wanted = question.wanted.evaluate(**at)
        assert close(float(wanted), question.values[question.wrong_line - 1][0]), question.answer


@pytest.mark.parametrize(("name", "number"), of_kind(Program))
def test_another_way_finds_what_the_reference_finds(name, number, rng):
    for question in drawn(name, number):
        assert question.slow
        scope = {}
        exec(question.slow, scope)
        for make in itertools.chain(question.inputs):
            arguments = make(rng)
            wanted = question.reference(*arguments)
            found = scope[question.name](*arguments)
            same(found, wanted)


def same(found, wanted):
    if isinstance(wanted, (tuple, list)):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            same(one, other)
    elif isinstance(wanted, dict):
        assert set(found) == set(wanted)
        for name in wanted:
            same(found[name], wanted[name])
    else:
        assert np.shape(found) == np.shape(wanted)
        scale = np.abs(wanted).max(initial=0) + 1e-3
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-6 * scale)


@pytest.mark.parametrize(("name", "number"), of_kind(Program))
def test_a_program_leaves_its_arguments_and_fits_into_a_message(name, number):
    for question in drawn(name, number)[::3]:
        arguments = question.large(np.random.default_rng(7))
        sizes = [np.asarray(one).nbytes for argument in arguments for one in pieces(argument)]
        assert sum(sizes) < 3e6
        small = question.inputs[0](np.random.default_rng(7))
        before = repr(small)
        question.reference(*small)
        assert repr(small) == before


def pieces(argument):
    """The arrays of an argument that is an array, or a list or tuple of arguments."""
    if isinstance(argument, (list, tuple)) and not all(
        isinstance(a, (int, float)) for a in argument
    ):
        return list(itertools.chain.from_iterable(map(pieces, argument)))
    return [argument]


@pytest.mark.parametrize(("name", "number"), of_kind(Choice))
def test_one_option_is_right_and_no_two_are_the_same(name, number):
    for question in drawn(name, number):
        assert len(set(question.options)) == len(question.options)


@pytest.mark.parametrize(("name", "number"), of_kind(Numbers))
def test_numbers_have_names_and_values_that_can_be_handed_in(name, number):
    for question in drawn(name, number):
        given = [part for part, _, _ in question.parts]
        assert len(set(given)) == len(given)
        for _, _, value in question.parts:
            assert isinstance(value, (int, float, str, tuple))
