"""Products of many factors: in a good order, without a limit, without what is not wanted whole."""

import time
import tracemalloc
from functools import reduce
from operator import matmul, mul

import numpy as np
import pytest
import sympy as sp

import mathlib as ml
from mathlib.evaluation.contraction_path import contraction_path
from mathlib.evaluation.evaluate import on_lists

MANY = 60
MATRICES = [ml.matrix(f"A{k}", "n", "n") for k in range(MANY)]


@pytest.fixture
def values(rng):
    """Return a rotation of the plane for each matrix, so that products neither grow nor vanish."""
    angles = rng.uniform(0, 6, size=MANY)
    rotations = np.moveaxis(
        [[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]], 2, 0
    )
    return {f"A{k}": rotation for k, rotation in enumerate(rotations)}


def test_a_trace_may_have_any_number_of_factors(values):
    e = ml.trace(reduce(matmul, MATRICES))
    expected = np.trace(reduce(matmul, values.values()))
    lists = {name: value.tolist() for name, value in values.items()}
    np.testing.assert_allclose(e.evaluate(**values), expected)
    np.testing.assert_allclose(e.compile(*MATRICES)(*values.values()), expected)
    np.testing.assert_allclose(on_lists(e, lists), expected)
    gradient = ml.gradient(e, MATRICES[7])
    others = reduce(matmul, [*list(values.values())[8:], *list(values.values())[:7]])
    np.testing.assert_allclose(gradient.evaluate(**values), others.T)
    np.testing.assert_allclose(gradient.compile(*MATRICES)(*values.values()), others.T)


def test_entries_of_many_matrices_may_be_multiplied(values):
    e = ml.sum(reduce(mul, MATRICES))
    expected = reduce(mul, values.values()).sum()
    np.testing.assert_allclose(e.evaluate(**values), expected, atol=1e-12)
    np.testing.assert_allclose(e.compile(*MATRICES)(*values.values()), expected, atol=1e-12)


def test_components_may_have_any_number_of_factors():
    scalars = [ml.scalar(f"s{k}") for k in range(70)]
    assert reduce(mul, scalars).components() == sp.Mul(
        *(sp.Symbol(s.name, real=True) for s in scalars)
    )
    found = ml.trace(reduce(matmul, MATRICES)).components(n=1)
    assert found == sp.Mul(*(sp.Symbol(f"A{k}11", real=True) for k in range(MANY)))
    assert reduce(matmul, MATRICES).components(n=2).shape == (2, 2)


def test_a_vector_is_multiplied_before_matrices_are():
    left = contraction_path(((0, 1), (1, 2), (2, 3), (3,)), (0,))
    assert [labels for *_, labels in left] == [(2,), (1,), (0,)]


def test_known_sizes_decide_which_pair_is_cheapest():
    operands = ((0, 1), (1, 2), (2, 3))
    thin_left = contraction_path(operands, (0, 3), ((0, 2), (1, 50), (2, 50), (3, 50)))
    thin_right = contraction_path(operands, (0, 3), ((0, 50), (1, 50), (2, 50), (3, 2)))
    assert {*thin_left[0][:2]} == {0, 1}
    assert {*thin_right[0][:2]} == {1, 2}


def peak(call):
    """Return how much memory a call takes at most, in bytes."""
    call()  # what is kept with the expression is kept now
    tracemalloc.start()
    call()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_nothing_is_built_that_is_larger_than_what_is_wanted():
    size = 200
    x = ml.vector("x", "n")
    A, B = ml.matrix("A", "n", "n"), ml.matrix("B", "n", "n")
    X = ml.matrix("X", "n", "n")
    square = np.ones((size, size))
    cases = [
        ml.diag(x) @ A,  # no diagonal matrix
        ml.kron(A, B) @ ml.vec(X),  # no Kronecker product, of size⁴ entries
        ml.trace(A @ ml.diag(x) @ B),
        ml.derivative(ml.sum(ml.tanh(A @ x)), x),
    ]
    every = {"x": np.ones(size), "A": square, "B": square, "X": square}
    for e in cases:
        values = {s.name: every[s.name] for s in e.symbols}
        assert peak(lambda e=e, values=values: e.evaluate(**values)) < 6 * square.nbytes


def test_a_long_sum_is_evaluated_at_once():
    x = ml.vector("x", "n")
    names = [f"c{k}" for k in range(300)]
    e = sum((ml.scalar(name) * x for name in names), 0 * x)
    found = e.evaluate(x=[1.0, 2.0, 3.0], **dict.fromkeys(names, 0.5))
    np.testing.assert_allclose(found, [150, 300, 450])


def test_a_gradient_of_many_long_products_is_evaluated_soon():
    W, h = ml.matrix("W", "n", "n"), ml.vector("x", "n")
    for _ in range(100):
        h = ml.tanh(W @ h)
    gradient = ml.gradient(ml.sum(h), W)  # 100 terms of up to 200 factors
    start = time.process_time()
    found = gradient.evaluate(W=np.eye(3) / 2, x=np.ones(3))
    assert time.process_time() - start < 3
    assert found.shape == (3, 3)


def test_a_deep_network_is_evaluated_without_recursion():
    W, h = ml.matrix("W", "n", "n"), ml.vector("x", "n")
    for _ in range(2000):
        h = ml.tanh(W @ h)
    found = ml.sum(h).evaluate(W=2 * np.eye(3), x=np.ones(3))
    np.testing.assert_allclose(found, 3 * 0.9575040240772687)
