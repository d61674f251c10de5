"""A function of NumPy is read as an expression, or not at all."""

import numpy as np
import pytest
from misconceptions import relu, sigmoid, softmax

from mathlib.teaching.diagnosis.numpy_tracer import traced

A = np.arange(6.0).reshape(2, 3) - 2
b = np.array([0.5, -1.0])
POINT = np.array([0.3, -0.7, 1.1])
SQUARE = np.array([[3.0, 1, 0], [0.5, 2, 1], [0, 0.2, 4]])


@pytest.mark.parametrize(
    ("f", "at", "text"),
    [
        (lambda x: A @ x + b, POINT, "A x + b"),
        (lambda x: np.sin(A @ x).sum(), POINT, "𝟏ᵀ sin(A x)"),
        (lambda x: ((A @ x - b) ** 2).mean(), POINT, "‖A x - b‖² / 2"),
        (lambda x: relu(A @ x), POINT, "relu(A x)"),
        (lambda x: sigmoid(A @ x), POINT, "sigmoid(A x)"),
        (lambda x: softmax(x), POINT, "softmax(x)"),
        (lambda x: x / np.linalg.norm(x), POINT, "x / ‖x‖"),
        (lambda x: x.var(), POINT, "‖x - (𝟏ᵀ x) 𝟏 / 3‖² / 3"),
        (lambda X: np.trace(np.linalg.inv(X) @ X.T), SQUARE, "tr(X X⁻ᵀ)"),
        (lambda X: np.log(np.linalg.det(X)), SQUARE, "log(det(X))"),
        (lambda X: X.mean(axis=0).dot(POINT), SQUARE, "𝟏ᵀ X POINT / 3"),
    ],
)
def test_a_function_is_read(f, at, text):
    found = traced(f, at)
    assert str(found.expression) == text
    values = found.values | {found.variable.name: at}
    np.testing.assert_allclose(found.expression.evaluate(**values), f(at))


def test_an_array_without_a_name_gets_one():
    found = traced(lambda x: np.array([[3.0, 1.0, 5.0]]) @ x, POINT)
    assert str(found.expression) == "c1 x"
    np.testing.assert_array_equal(found.values["c1"], [[3, 1, 5]])


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x[0] * x[1],
        lambda x: [x, x],
        lambda x: 3.0,
        lambda x: np.sort(x),
        lambda x: np.asarray(x) ** 2,
        lambda x: 1 / 0,
        lambda: 1,
    ],
)
def test_what_cannot_be_read_is_left_alone(f):
    assert traced(f, POINT) is None
