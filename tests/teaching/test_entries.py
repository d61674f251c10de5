"""A function that takes its array apart is read output by output, and so are its mistakes."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.teaching.diagnosis.brought_along import brought_along, unpacked, with_others
from mathlib.teaching.diagnosis.entry_tracer import outputs

V = np.array([[0.5, -1.0, 0.2], [1.0, 0.3, -0.4]])
AT = np.array([1.7, -0.6, 3.1])


def neuron(p):
    w, b, c = p
    return c * np.tanh(4 * w + b)


def layer(x):
    return 1 / (1 + np.exp(-V @ x))


def through_helpers(x):
    return np.sum(layer(x))


def moving(t):
    return [[t**3, np.exp(3 * t), 5], [np.log(t), 1 / t, 7 * t]]


@pytest.mark.parametrize(
    ("f", "at", "read"),
    [
        (neuron, AT, ["c tanh(4 w + b)"]),
        (lambda x: [x[0] ** 2 * x[2], x[0] + 5 * x[1]], AT, ["x1² x3", "x1 + 5 x2"]),
        (lambda x: np.array([np.exp(x[1]), abs(x[0])]), AT, ["exp(x2)", "|x1|"]),
        (lambda x: [AT @ x, x @ x], AT, ["ATᵀ x", "‖x‖²"]),
        (lambda x: np.flip(x) ** 2, AT, ["x3²", "x2²", "x1²"]),
        (lambda X: X[0, 1] * X[1, 0], V[:, :2], ["X12 X21"]),
        (moving, np.array(0.7), ["t³", "exp(3 t)", "5.0", "log(t)", "1 / t", "7 t"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_output_is_read(f, at, read):
    assert [str(e) for e in outputs(f, at).expressions] == read


@pytest.mark.parametrize(
    "f",
    [
        lambda x: [np.sort(x)[0], 1],
        lambda x: [float(x[0])],
        lambda x: x[7],
        lambda x: "text",
        lambda x: 1 / 0,
        lambda: 1,
        np.sort,
    ],
)
def test_what_cannot_be_read_is_left_alone(f):
    assert outputs(f, AT) is None


def test_of_many_numbers_no_formulas_are_made():
    assert outputs(lambda x: x[0] * x[1], np.ones(1000)) is None


def test_names_are_those_of_the_function():
    assert unpacked(neuron, 3) == ["w", "b", "c"]
    assert unpacked(neuron, 5) == unpacked(np.sin, 3) == []


def test_arrays_are_found_in_helpers_too_and_the_function_is_left_alone():
    assert list(brought_along(through_helpers)) == ["V"]
    changed = with_others(through_helpers, {"V": 0 * V})
    assert changed(AT) == 1
    assert through_helpers(AT) == np.sum(layer(AT))


def test_what_is_computed_before_the_variable_comes_keeps_its_name():
    verdict = ml.check(V, layer, AT)
    assert (
        str(verdict) == "The derivative of sigmoid(V x) is missing: it is a factor of the answer."
    )


s = 1 - np.tanh(4 * 1.7 - 0.6) ** 2
PAIR = [[2 * 1.7 * 3.1, 0, 1.7**2], [1, 5, 0]]


def pair(x):
    return [x[0] ** 2 * x[2], x[0] + 5 * x[1]]


def polynomial(p):
    x, y = p
    return x**3 + 5 * x * y


@pytest.mark.parametrize(
    ("wrong", "f", "at", "kind", "said"),
    [
        ([35, 35.5 + 8], polynomial, [3.0, 1.6], "place", "the second entry is too large."),
        ([35, 15 + 27], polynomial, [3.0, 1.6], "constant kept", "The term x³ is kept"),
        ([27, 15], polynomial, [3.0, 1.6], "missing path", "the part x y is held constant"),
        ([15, 35], polynomial, [3.0, 1.6], "swapped entries", "in the wrong places"),
        ([[PAIR[0][0], 0, 1.7], PAIR[1]], pair, AT, "missing factor", "first row and the third"),
        ([PAIR[0], [1, 5, 3]], pair, AT, "missing path", "x1 + 5 x2 does not change with x3"),
        (
            [[1.47, 3 * np.exp(2.1), 5], [1 / 0.7, -1 / 0.49, 7]],
            moving,
            0.7,
            "missing path",
            "5 does not change with t",
        ),
        ([[0, 0, 1], [0, 0, 0]], pair, AT, "place", "first row and the first column is too small"),
    ],
)
def test_a_wrong_entry_is_explained_by_its_own_output(wrong, f, at, kind, said):
    verdict = ml.check(wrong, f, at)
    assert not verdict
    assert verdict.kind == kind
    assert said in str(verdict)


def test_what_explains_every_wrong_entry_is_not_doubted():
    w, b = 0.31, -0.4
    slope = 1 - np.tanh(2 * w + b) ** 2

    def unit(p):
        w, b = p
        return np.tanh(2 * w + b)

    assert ml.check([2 * slope, slope], unit, [w, b])
    value = np.tanh(2 * w + b)
    assert str(ml.check([2 * value, value], unit, [w, b])) == (
        "tanh(2 w + b) itself stands where its derivative is wanted."
    )
    assert "Perhaps: The inner derivative is forgotten: that of 2 w + b by w." in str(
        ml.check([slope, slope], unit, [w, b])
    )


def test_of_one_number_a_broken_rule_is_named_rather_than_a_ratio():
    r, theta = ml.scalars("r theta")
    verdict = ml.check(-np.sin(0.5), r * ml.cos(theta), theta, at={"r": 2.0, "theta": 0.5})
    assert str(verdict) == "Perhaps: The factor r is missing."


@pytest.mark.parametrize("f", [np.arctan, np.square, np.exp])
def test_functions_of_numpy_themselves_are_read(f):
    assert [str(e) for e in outputs(f, np.array(2.3)).expressions] == [
        {"arctan": "arctan(x)", "square": "x²", "exp": "exp(x)"}[f.__name__]
    ]


def test_a_constant_term_that_is_kept_is_named():
    x = ml.scalar("x")
    y = 5 * x**3 - 2 * x + 7
    for kept in (15 * x**2 - 2 + 7, 15 * 10**2 - 2 + 7):
        verdict = ml.check(kept, y, x, at={"x": 10.0})
        assert verdict.kind == "constant kept"
        assert "The term 7 is kept, though it does not change with x." in str(verdict)


def test_the_function_itself_and_a_lost_exponent_are_named():
    x = ml.scalar("x")
    y, at = 5 * x**3 - 2 * x + 7, {"x": 10.0}
    for wrong in (y, 4987):
        assert "This is the function itself" in str(ml.check(wrong, y, x, at=at))
    for wrong in (15 * x - 2, 148):
        assert "One of the factors x is missing." in str(ml.check(wrong, y, x, at=at))


def test_functions_in_the_other_order_and_inverses_mixed_up_are_named():
    x = ml.scalar("x")
    said = str(ml.check(2 * x * ml.cos(x**2), ml.sin(x) ** 2, x))
    assert said == (
        "This is the derivative of sin(x²): the two functions are taken in the other order."
    )
    at = {"x": 0.7}
    placed = ml.check(1 / (1 + np.tan(0.7) ** 2), ml.arctan(x), x, at=at)
    assert "The derivative of arctan(x) is taken at tan(x)" in str(placed)
    assert "This is the derivative of tan(x)" in str(
        ml.check(1 + np.tan(0.7) ** 2, ml.arctan(x), x, at=at)
    )
