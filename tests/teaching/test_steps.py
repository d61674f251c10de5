"""The second hint names the rule that is due at this place, in the words of a first course."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.teaching.checking.steps import rule_of_step

x, z = ml.scalars("x z")
w, v = ml.vectors("w v", "n")
A, b = ml.matrix("A", "m", "n"), ml.vector("b", "m")

STEPS = [
    (5 * x**3 - 2 * x + 7, x, "5 x³ and 2 x are terms of a sum"),
    (7 + x**2, x, "only x² moves with x"),
    (3 * x**2 * ml.sin(x), x, "x² and sin(x) are multiplied, and both move with x"),
    (x * ml.exp(x) * ml.cos(x), x, "and all move with x: the product rule"),
    (x / (1 + x**2), x, "x is divided by x² + 1, and both move with x: the quotient rule"),
    (ml.log(3 * x), x, "log is taken of 3 x: its slope at 3 x, times the slope of 3 x"),
    (ml.sin(x) ** 2, x, "sin(x) is squared: the exponent comes down"),
    (x**5, x, "x is raised to a power"),
    (z * ml.tanh(x), z, "z is only multiplied"),
    (ml.sum((A @ w - b) ** 2), w, "A w - b is squared"),
    (w @ w, w, "w is squared"),
    (w * v, w, "w is only multiplied"),
    (ml.maximum(w, w / 10), w, "for each of them there is a term"),
    (ml.softmax(w), w, "softmax is taken of w"),
    (ml.vector("p", "n", positive=True) ** z, z, "moves the exponent"),
    (w @ ml.matrix("S", "n", "n") @ w, w, "w stands in wᵀ S w twice"),
]


@pytest.mark.parametrize(("y", "by", "said"), STEPS, ids=lambda value: str(value)[:30])
def test_the_rule_is_named(y, by, said):
    assert said in rule_of_step(y, by)


@pytest.mark.parametrize(("y", "by", "said"), STEPS, ids=lambda value: str(value)[:30])
def test_the_derivative_is_not(y, by, said):
    derivative = ml.derivative(y, by).text()
    assert derivative.count(" ") < 2 or derivative not in rule_of_step(y, by)


def test_of_what_does_not_move_nothing_is_said():
    assert rule_of_step(ml.sin(z), x) == ""


def test_hints_go_from_the_place_to_the_formula_to_the_value():
    verdict = ml.check(11.5, x**2 * ml.sin(x), x, at={"x": 1.2})
    assert "multiplied" not in verdict.hint(1)
    assert "the product rule has a term for each" in verdict.hint(2)
    assert verdict.hint(3) == "The answer is x² cos(x) + 2 x sin(x); for numbers, put them in."
    assert np.isclose(verdict.reveal(), 1.44 * np.cos(1.2) + 2.4 * np.sin(1.2))


def test_functions_of_numpy_have_these_hints_too():
    verdict = ml.check(0.3, lambda t: np.log(3 * t), 2.3)
    assert "log is taken of 3 t" in verdict.hint(2)
    assert verdict.hint(3) == "The answer is 1 / t; for numbers, put them in."


def test_where_no_rule_is_at_fault_the_second_hint_speaks_of_the_form():
    f = ml.sum((A @ w - b) ** 2)
    at = {"A": np.ones((3, 5)), "w": np.ones(5), "b": np.zeros(3)}
    assert "m outputs by n are m rows of n" in ml.check(np.ones((4, 7)), f, w, at=at).hint(2)
    assert "formula in quotes" in ml.check(object(), f, w).hint(2)
    assert "Begin with the shape" in ml.check(None, f, w).hint(2)
