"""Fresh exercises: well-typed, answered, different from one another, the same everywhere."""

import re

import numpy as np
import pytest
from trials import seeds

import mathlib as ml
from mathlib.symbolic.expression import substitute
from mathlib.teaching.derivations.step import REWRITING
from mathlib.teaching.exercises.exercise import Exercise
from mathlib.teaching.exercises.templates import RECIPES

#: Of every level.
SEEDS = seeds(by_day=12, by_night=300)

LEVELS = [(topic, level) for topic in RECIPES for level in range(1, len(RECIPES[topic]) + 1)]


@pytest.mark.parametrize(("topic", "level"), LEVELS)
def test_answers_are_measured_and_read_in_matrix_notation(topic, level):
    """Hundreds of exercises, and by night ten thousand: asking for an answer measures it."""
    for seed in SEEDS:
        exercise = ml.exercise(topic, level, seed)
        assert exercise.answer.shape == exercise.y.shape + exercise.x.shape
        assert exercise.x in exercise.y.symbols
        assert exercise.answer.symbols or exercise.answer.shape or str(exercise.answer) != "0"
        assert "Σ" not in str(exercise.answer), "an answer that a reader can write"


@pytest.mark.parametrize(("topic", "level"), LEVELS)
def test_none_comes_twice_in_fifty(topic, level):
    asked = [ml.exercise(topic, level, seed) for seed in range(100, 150)]
    assert len({(exercise.y, exercise.x) for exercise in asked}) == len(asked)


@pytest.mark.parametrize(("topic", "level"), LEVELS)
def test_the_answer_is_right_and_twice_it_is_not(topic, level):
    for seed in SEEDS[7::60]:
        exercise = ml.exercise(topic, level, seed)
        assert exercise.check(exercise.answer).right
        assert not exercise.check(2 * exercise.answer).right


@pytest.mark.parametrize(("topic", "level"), LEVELS)
def test_the_whole_way_holds_and_hints_lead_up_to_it(topic, level):
    exercise = ml.exercise(topic, level, 11)
    rules, beginning, way = (exercise.hint(step) for step in (1, 2, 3))
    assert way.check()
    assert beginning.check()
    for rule in beginning.steps[-1].rules:
        assert rule in REWRITING or rule in rules
    for words in ("notation", "simplify", "multiply", "substitute", "write out", "variables"):
        assert words not in rules, "a rule, and not a way of writing"


@pytest.mark.parametrize(("topic", "level"), LEVELS)
def test_the_second_hint_leaves_something_to_do(topic, level):
    for seed in SEEDS[::4]:
        exercise = ml.exercise(topic, level, seed)
        beginning, answer = exercise.hint(2), exercise.answer
        assert len(beginning.steps) < len(exercise.hint(3).steps) or beginning.steps[-1].unfinished
        for line in beginning.steps:
            assert line.sides()[1].split(" = ")[-1] not in (str(answer), answer.index_notation())
            value = substitute(line.expression, dict(beginning.names))
            assert line.unfinished or value.with_symmetry is not answer.with_symmetry


@pytest.mark.parametrize("seed", range(0, 40, 3))
@pytest.mark.parametrize("topic", ["scalar_derivatives", "partial_derivatives"])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_hints_of_the_first_chapters_need_no_later_one(topic, level, seed):
    exercise = ml.exercise(topic, level, seed)
    assert "total derivative" not in exercise.hint(1)
    assert "vector" not in exercise.hint(1)
    assert not [step for step in exercise.hint(3).steps if step.by is None], "no names"


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_total_derivative_is_practised_where_it_is_the_topic(level):
    assert "the total derivative" in ml.exercise("total_derivative", level, 5).hint(1)


def test_the_first_hint_names_the_rules_in_the_order_of_their_use():
    assert ml.exercise("scalar_derivatives", 1, 1).hint(1) == (
        "You need the sum rule, the constant factor rule, the derivative of tanh "
        "and the power rule."
    )
    assert ml.exercise("partial_derivatives", 1, 3).hint(1) == (
        "You need the sum rule, the constant factor rule and the power rule."
    )


@pytest.mark.parametrize(
    ("topic", "level", "seed"),
    [("chain_rule", 2, 178), ("total_derivative", 3, 185), ("scalar_derivatives", 2, 3)],
)
def test_where_a_point_is_badly_measured_another_is_drawn(topic, level, seed):
    """A steep function, a kink, a plateau: at the first point nothing can be said for sure."""
    exercise = ml.exercise(topic, level, seed)
    assert exercise.check(exercise.answer).right


def test_an_answer_that_can_be_measured_nowhere_is_not_given(monkeypatch):
    def refuse(*_):
        raise ValueError("f(x) has no slope at x")

    monkeypatch.setattr("mathlib.teaching.exercises.exercise.measured", refuse)
    with pytest.raises(ValueError, match="can be measured at none of 60 random points"):
        _ = ml.exercise("sums").answer


@pytest.mark.parametrize(
    ("asked", "introduced"),
    [
        (("scalar_derivatives", 1, 1), "by x, where x is a scalar."),
        (("partial_derivatives", 1, 4), "by x, where x and y are scalars."),
        (("scalar_expansion", 2, 28), ", where x (n,), z is a scalar."),
        (("scalar_expansion", 1, 3), ", where x (n,), z is a scalar, every entry of 𝟏 is 1."),
    ],
)
def test_every_letter_of_a_question_is_introduced(asked, introduced):
    exercise = ml.exercise(*asked)
    assert str(exercise).endswith(introduced)
    markdown = exercise._repr_markdown_()
    assert ("scalar" in markdown) == ("scalar" in introduced)
    assert (r"every entry of $\mathbf{1}$ is $1$." in markdown) == ("𝟏" in introduced)


def test_a_seed_means_one_exercise():
    assert ml.exercise("jacobian", 2, seed=3).y is ml.exercise("jacobian", 2, seed=3).y
    assert str(ml.exercise("loss", 3, seed=12345)) == (
        "Differentiate ‖8 relu(5 X w) - y‖² / m by w, where X (m, n), w (n,), y (m,)."
    )


def test_an_exercise_does_not_show_its_answer():
    exercise = ml.exercise("sums", 2, seed=4)
    assert str(exercise.answer) not in f"{exercise} {exercise!r} {exercise._repr_markdown_()}"


def test_a_notebook_shows_the_question_as_mathematics():
    assert ml.exercise("vector_chain_rule", 2, seed=1)._repr_markdown_() == (
        r"Differentiate $\displaystyle 9 \, B \, \sigma\left(6 \, A \, \mathbf{x}\right)$ by "
        r"$\mathbf{x}$, where $A$ is $m \times n$, $B$ is $k \times m$, "
        r"$\mathbf{x}$ has $n$ entries."
    )


def test_an_answer_not_yet_given_is_not_judged():
    assert str(ml.exercise("jacobian").check(...)) == "not answered yet"


def test_an_answer_that_the_rules_got_wrong_is_refused(monkeypatch):
    """The engine is not its own witness."""
    wrong = ml.derivative(ml.scalar("x") ** 2, ml.scalar("x"))
    monkeypatch.setattr("mathlib.teaching.exercises.exercise.derivative", lambda y, x: wrong)
    with pytest.raises(AssertionError, match="disagree"):
        _ = ml.exercise("scalar_derivatives", 1, seed=5).answer


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        (("algebra",), ValueError, "no topic 'algebra'; choose from: scalar_derivatives, partial"),
        (("sums", 4), ValueError, "sums has levels 1 to 3, not 4"),
        (("sums", "hard"), ValueError, "sums has levels 1 to 3, not 'hard'"),
        (("sums", 1, 2.5), TypeError, "a seed is a whole number, not 2.5"),
        (("sums", 1, -3), ValueError, "seeds begin with 0, but this one is -3"),
    ],
)
def test_what_cannot_be_asked_for_is_named(arguments, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)):
        ml.exercise(*arguments)


def test_numbers_of_numpy_are_numbers():
    """A loop over `np.arange` asks for exercises like any other."""
    exercise = ml.exercise("jacobian", np.int64(2), seed=np.int64(8))
    assert exercise.y is ml.exercise("jacobian", 2, seed=8).y


def test_an_array_is_checked_where_it_was_computed(rng):
    exercise = ml.exercise("jacobian", 3, seed=9)
    assert str(exercise) == "Differentiate 4 tanh(6 A x) by x, where A (m, n), x (n,)."
    A, x = rng.normal(size=(3, 2)), rng.normal(size=2) / 9
    J = 24 * (1 - np.tanh(6 * A @ x) ** 2)[:, None] * A
    values = {"A": A, "x": x}
    assert exercise.check(J, at=values).right
    assert exercise.check(J.T, at=values, layout="denominator").right
    assert exercise.check(4 * A, at=values).kind == "chain rule"
    assert exercise.check(J).kind == "unread"
    assert "in at={'A': ..., 'x': ...}" in str(exercise.check(J))


def test_a_fourth_hint_does_not_exist():
    exercise = ml.exercise("sums")
    assert isinstance(exercise, Exercise)
    with pytest.raises(ValueError, match="hints 1, 2 and 3, not 4"):
        exercise.hint(4)


@pytest.mark.parametrize(
    ("topic", "level", "sentence"),
    [
        ([], 1, r"there is no topic \[\]; choose from: scalar_derivatives"),
        ("jacobian", [1], r"jacobian has levels 1 to 3, not \[1\]"),
        ("jacobian", 1.5, "jacobian has levels 1 to 3, not 1.5"),
    ],
)
def test_what_is_no_topic_or_level_is_refused_in_a_sentence(topic, level, sentence):
    with pytest.raises(ValueError, match=sentence):
        ml.exercise(topic, level)
