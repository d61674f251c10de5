"""Derivatives entry by entry: their letters are named on a left side, and say the right numbers."""

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from index_reader import entries
from random_expressions import SIZES as RANDOM_SIZES, Builder, variables
from trials import examples

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names
from mathlib.printing import numbers
from mathlib.printing.printer import TooLongError
from tools.page_reader.errors import Unreadable

SIZES = {"m": 5, "n": 3, "k": 7, "i": 5}
A, B = ml.matrices("A B", "n", "n")
M, N = ml.matrices("M N", "m", "n")
W = ml.matrix("W", "n", "k")
x, z = ml.vectors("x z", "n")
y = ml.vector("y", "m")
t = ml.scalar("t")
d = ml.derivative

CASES = {
    "number by number": (d(t**3, t), "∂f/∂t = 3 t²"),
    "number by vector": (d(x @ A @ z, x), "∂f/∂x[i] = Σ_j A[i,j] z[j]"),
    "number by matrix": (ml.gradient(y @ M @ x, M), "∂f/∂M[i,j] = x[j] y[i]"),
    "vector by number": (d(t**2 * x, t), "∂y[i]/∂t = 2 t x[i]"),
    "vector by vector": (d(A @ x, x), "∂y[i]/∂x[j] = A[i,j]"),
    "vector by itself": (d(x, x), "∂x[i]/∂x[j] = δ[i,j]"),
    "vector by matrix": (d(M @ x, M), "∂y[i]/∂M[j,k] = δ[i,j] x[k]"),
    "matrix by vector": (d(M @ ml.diag(x) @ W, x), "∂Y[i,j]/∂x[l] = M[i,l] W[l,j]"),
    "matrix by matrix": (d(M @ N.T, M), "∂Y[i,j]/∂M[k,l] = δ[i,k] N[j,l]"),
    "a letter that drops out": (
        d(ml.diag(A @ ml.ones("n")), A),
        "∂Y[i,j]/∂A[k,l] = δ[i,j] δ[i,k]",
    ),
    "nothing": (d(2 * x, y), "∂z[i]/∂y[j] = 0"),
    "an inverse": (d(ml.inv(A), A), "∂Y[i,j]/∂A[k,l] = -(A⁻¹)[i,k] (A⁻¹)[l,j]"),
    "a function": (d(ml.tanh(A @ x), A), None),
    "hidden units": (d(ml.sum(ml.relu(M @ W) ** 2), W), None),
    "twice by a number": (ml.hessian(t**3, t), "∂²f/∂t² = 6 t"),
    "twice by a vector": (ml.hessian(ml.sum(x**3), x), "∂²f/(∂x[i] ∂x[j]) = 6 δ[i,j] x[i]"),
    "twice by a matrix": (
        ml.hessian(ml.trace(A @ A), A),
        "∂²f/(∂A[i,j] ∂A[k,l]) = 2 δ[i,l] δ[j,k]",
    ),
    "by one and another": (d(d(x @ A @ z, x), z), "∂²f/(∂x[i] ∂z[j]) = A[i,j]"),
    "y is taken": (d(ml.outer(y, x) @ z, z), "∂u[i]/∂z[j] = x[j] y[i]"),
    "i is a symbol": (d(ml.vector("i", "n") * t, t), "∂y[j]/∂t = i[j]"),
    "i is by what": (d(3 * t + x[0], ml.vector("i", "n")), "∂f/∂i[j] = 0"),
    "i is a dimension": (
        d(ml.matrix("C", "n", "i") @ ml.vector("v", "i"), ml.vector("v", "i")),
        None,
    ),
    "names of functions": (d(ml.function("f")(t) * x, x), "∂y[i]/∂x[j] = δ[i,j] f(t)"),
    "f is a function": (d(ml.function("f")(t), t), "∂L/∂t = f'(t)"),
}


@pytest.mark.parametrize(("J", "text"), CASES.values(), ids=CASES)
def test_what_is_written_is_what_is_computed(J, text, rng):
    written = J.index_notation()
    if text:
        assert written == text
    if "f(t)" in written or "f'(t)" in written:
        return
    values = {s.name: 0.2 + rng.random([SIZES[d] for d in s.shape]) for s in J.of.symbols | {J.by}}
    expected = J.evaluate(**values)
    np.testing.assert_allclose(entries(written, values, expected.shape), expected, atol=1e-12)


def test_a_slip_is_seen(rng):
    values = {"M": rng.random((5, 3)), "W": rng.random((3, 7))}
    expected = d(M @ W, M).evaluate(**values)
    right = entries("∂Y[i,j]/∂M[k,l] = δ[i,k] W[l,j]", values, expected.shape)
    np.testing.assert_array_equal(right, expected)
    wrong = entries("∂Y[i,j]/∂M[l,k] = δ[i,l] W[k,j] / 2", values, expected.shape)
    assert not np.allclose(wrong, expected)
    for nonsense in ("δ[i,k] W[l,j]", "∂Y[i,j]/∂M[k,i] = δ[i,k]", "∂Y[i,j]/∂M[k,l] = V[l,j]"):
        with pytest.raises(Unreadable):
            entries(nonsense, values, expected.shape)


def test_what_has_more_than_two_axes_says_its_letters():
    assert str(d(M @ x, M)) == "∂y[i]/∂M[j,k] = δ[i,j] x[k]"
    assert d(M @ x, M).text(names={"u": 2 * x}) == "∂y[i]/∂M[j,k] = δ[i,j] u[k] / 2"
    assert str(d(M @ x, x)) == "M"


@pytest.mark.parametrize(
    ("J", "latex"),
    [
        (d(M @ x, M), r"\frac{\partial y_{i}}{\partial M_{jk}} = \delta_{ij} \, x_{k}"),
        (ml.hessian(t**3, t), r"\frac{\partial^{2} f}{\partial t^{2}} = 6 \, t"),
        (
            ml.hessian(ml.trace(A @ A), A),
            r"\frac{\partial^{2} f}{\partial A_{ij} \, \partial A_{kl}} = "
            r"2 \, \delta_{il} \, \delta_{jk}",
        ),
    ],
)
def test_in_latex(J, latex):
    assert J.index_notation(latex=True) == latex


@examples(60)
@given(st.integers(0, 2**32))
def test_random_derivatives_read_as_they_compute(seed):
    random = Random(seed)
    builder = Builder(random)
    e = builder.build(random.choice([(), ("n",), ("k",), ("n", "k")]), depth=2).symbolic
    assume(variables(e))
    J = ml.derivative(e, random.choice(variables(e)))
    values = {s.name: builder.values[s.name] for s in J.of.symbols}
    expected = J.evaluate(**values, **{d: RANDOM_SIZES[d] for d in dimension_names(J)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "DIGITS", 17)
        try:
            written = J.index_notation()
            assume(expected.size < 500 and len(written) < 300)
            sized = {**RANDOM_SIZES, **values}
            found = entries(written, sized, expected.shape)
        except (Unreadable, TooLongError):
            assume(False)
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-8 * scale)
