"""Entries as SymPy expressions: named apart, of any number of factors, in little time."""

import time

import numpy as np
import pytest
import sympy as sp

import mathlib as ml

A = ml.matrix("A", "m", "n")
Q = ml.matrix("Q", "n", "n")
x = ml.vector("x", "n")

NAMESAKES = {
    "a scalar": (
        lambda: (x * ml.scalar("x1")).components(n=2),
        r"x1 would be both an entry of x \(n,\) and the scalar x1; give one of the two symbols",
    ),
    "a vector": (
        lambda: (A @ ml.vector("A1", "n")).components(m=2, n=2),
        r"A11 would be both an entry of A \(m, n\) and an entry of A1 \(n,\)",
    ),
    "two vectors": (
        lambda: ml.dot(x, ml.vector("x1", "n")).components(n=12),
        r"x11 would be both an entry of x \(n,\) and an entry of x1 \(n,\)",
    ),
    "in what was differentiated": (
        lambda: ml.derivative(x * ml.scalar("x1"), ml.scalar("x1")).components(n=3),
        "x1 would be both",
    ),
}


@pytest.mark.parametrize(("call", "message"), NAMESAKES.values(), ids=NAMESAKES)
def test_symbols_that_would_be_written_alike_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_names_that_stay_apart_are_fine():
    found = (x * ml.scalar("x3")).components(n=2)
    x1, x2, x3 = sp.symbols("x1:4", real=True)
    assert found == sp.Matrix([x1 * x3, x2 * x3])


@pytest.mark.parametrize("size", [2.5, "2", 0, -1, None, True])
def test_a_size_is_a_positive_whole_number(size):
    with pytest.raises(ValueError, match="n: a size is a positive whole number, not"):
        (x @ x).components(n=size)


@pytest.mark.parametrize("size", [2, np.int64(2), 2.0])
def test_whole_numbers_of_any_kind_are_sizes(size):
    assert x.components(n=size).shape == (2, 1)


def test_nested_inverses_take_no_minutes(rng):
    e = ml.inv(ml.inv(Q) + ml.eye("n"))
    start = time.process_time()
    assert e.components(n=5).shape == (5, 5)
    assert time.process_time() - start < 10
    value = rng.normal(size=(3, 3))
    at = {sp.Symbol(f"Q{i + 1}{j + 1}", real=True): value[i, j] for i, j in np.ndindex(3, 3)}
    found = sp.lambdify(list(at), e.components(n=3).tolist(), cse=True)(*at.values())
    np.testing.assert_allclose(np.array(found, float), e.evaluate(Q=value), rtol=1e-7)


def test_a_matrix_without_an_inverse_has_no_components():
    with pytest.raises(ValueError, match=r"has no components: .* in it has no inverse"):
        ml.inv(ml.outer(x, x)).components(n=3)


def test_the_logarithm_of_a_determinant_is_that_of_its_absolute_value():
    found = ml.logdet(Q).components(n=2)
    at = dict(zip(sp.symbols("Q11 Q12 Q21 Q22", real=True), [0, 1, 3, 0], strict=True))
    assert found.subs(at) == sp.log(3)
