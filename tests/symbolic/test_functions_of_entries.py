"""The functions of every entry that people type: how they read, and what they come to."""

import math

import mpmath
import numpy as np
import pytest
from readback import read

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists
from mathlib.evaluation.numpy_functions import polygamma
from mathlib.symbolic.comparisons import step

x, y = ml.vectors("x y", "n")
X = ml.matrix("X", "m", "n")
a, d = ml.scalar("a"), ml.scalar("d", positive=True)

SLOPES = {
    "tan": (ml.tan(x), "(tan(x)∘² + 𝟏)ᵀ"),
    "arctan": (ml.arctan(x), "(𝟏 ⊘ (x∘² + 𝟏))ᵀ"),
    "arcsin": (ml.arcsin(x), "(𝟏 ⊘ sqrt(𝟏 - x∘²))ᵀ"),
    "arccos": (ml.arccos(x), "-(𝟏 ⊘ sqrt(𝟏 - x∘²))ᵀ"),
    "sinh": (ml.sinh(x), "cosh(x)ᵀ"),
    "cosh": (ml.cosh(x), "sinh(x)ᵀ"),
    "arcsinh": (ml.arcsinh(x), "(𝟏 ⊘ sqrt(x∘² + 𝟏))ᵀ"),
    "arccosh": (ml.arccosh(x), "(𝟏 ⊘ sqrt(x∘² - 𝟏))ᵀ"),
    "arctanh": (ml.arctanh(x), "(𝟏 ⊘ (𝟏 - x∘²))ᵀ"),
    "log1p": (ml.log1p(x), "(𝟏 ⊘ (x + 𝟏))ᵀ"),
    "expm1": (ml.expm1(x), "exp(x)ᵀ"),
    "log2": (ml.log2(x), "(𝟏 ⊘ x)ᵀ / log(2)"),
    "log10": (ml.log10(x), "(𝟏 ⊘ x)ᵀ / log(10)"),
    "square": (ml.square(x), "2 xᵀ"),
    "reciprocal": (ml.reciprocal(x), "-(𝟏 ⊘ x∘²)ᵀ"),
    "lgamma": (ml.lgamma(x), "digamma(x)ᵀ"),
    "digamma": (ml.digamma(x), "polygamma(1, x)ᵀ"),
    "polygamma": (ml.polygamma(2, x), "polygamma(3, x)ᵀ"),
    "silu": (ml.silu(x), "(x ⊙ sigmoid(x) ⊙ (𝟏 - sigmoid(x)) + sigmoid(x))ᵀ"),
    "logsigmoid": (ml.logsigmoid(x), "(𝟏 - sigmoid(x))ᵀ"),
    "elu": (ml.elu(x), "([x ≤ 0] ⊙ exp(x ⊙ [x ≤ 0]) + [x > 0])ᵀ"),
    "huber": (ml.huber(x), "([|x| - 𝟏 > 0] ⊙ sign(x) + x ⊙ [𝟏 - |x| ≥ 0])ᵀ"),
    "leaky relu": (ml.leaky_relu(x), "([x > 0] + [x ≤ 0] / 100)ᵀ"),
    "clip": (ml.clip(x, -1, 2), "([2 𝟏 - x > 0] ⊙ [x + 𝟏 > 0])ᵀ"),
    "log-cosh": (ml.log(ml.cosh(x)), "tanh(x)ᵀ"),
    "log-cosh written out": (ml.log(ml.exp(x) + ml.exp(-x)), "tanh(x)ᵀ"),
    "a tangent written out": (ml.sin(x) / ml.cos(x), "(tan(x)∘² + 𝟏)ᵀ"),
    "an odd function": (ml.arctan(-x), "-(𝟏 ⊘ (x∘² + 𝟏))ᵀ"),
    "softplus by log1p": (ml.log1p(ml.exp(x)), "sigmoid(x)ᵀ"),
}


@pytest.mark.parametrize(("e", "text"), SLOPES.values(), ids=SLOPES)
def test_slopes_read_as_a_person_writes_them(e, text):
    assert str(ml.derivative(ml.sum(e), x)) == text


def erf(z):
    return np.vectorize(math.erf)(z)


def huber(z, delta):
    return np.where(abs(z) <= delta, z**2 / 2, delta * (abs(z) - delta / 2))


#: A function, NumPy's formula, and its slope.
VALUES = {
    "tan": (ml.tan, np.tan, lambda z: 1 / np.cos(z) ** 2),
    "arctan": (ml.arctan, np.arctan, lambda z: 1 / (1 + z**2)),
    "arcsinh": (ml.arcsinh, np.arcsinh, lambda z: 1 / np.sqrt(1 + z**2)),
    "erf": (ml.erf, erf, lambda z: 2 / np.sqrt(np.pi) * np.exp(-(z**2))),
    "silu": (
        ml.silu,
        lambda z: z * np.exp(-np.logaddexp(0, -z)),
        lambda z: np.exp(-np.logaddexp(0, -z)) * (1 + z * np.exp(-np.logaddexp(0, z))),
    ),
    "gelu": (
        ml.gelu,
        lambda z: z * (1 + erf(z / np.sqrt(2))) / 2,
        lambda z: (1 + erf(z / np.sqrt(2))) / 2 + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi),
    ),
    "leaky relu": (
        ml.leaky_relu,
        lambda z: np.where(z > 0, z, 0.01 * z),
        lambda z: np.where(z > 0, 1, 0.01),
    ),
    "elu": (
        lambda z: ml.elu(z, 0.5),
        lambda z: np.where(z > 0, z, 0.5 * (np.exp(np.minimum(z, 0)) - 1)),
        lambda z: np.where(z > 0, 1, 0.5 * np.exp(np.minimum(z, 0))),
    ),
    "huber": (
        lambda z: ml.huber(z, 0.7),
        lambda z: huber(z, 0.7),
        lambda z: np.clip(z, -0.7, 0.7),
    ),
    "softsign": (
        ml.softsign,
        lambda z: z / (1 + abs(z)),
        lambda z: np.where(z == 0, 1, 1 / (1 + abs(z)) ** 2),
    ),
    "clip": (
        lambda z: ml.clip(z, -1, 2),
        lambda z: np.clip(z, -1, 2),
        lambda z: np.where((z > -1) & (z < 2), 1, 0),
    ),
    "logsigmoid": (
        ml.logsigmoid,
        lambda z: -np.logaddexp(0, -z),
        lambda z: np.exp(-np.logaddexp(0, z)),
    ),
    "log-cosh": (
        lambda z: ml.log(ml.cosh(z)),
        lambda z: np.logaddexp(z, -z) - np.log(2),
        np.tanh,
    ),
}
POINTS = np.array([-800.0, -37.0, -0.4, 0.0, 0.3, 37.0, 800.0])


@pytest.mark.parametrize(("f", "value", "slope"), VALUES.values(), ids=VALUES)
@pytest.mark.filterwarnings("error")
def test_values_and_slopes_are_right_far_out_and_at_0(f, value, slope):
    J = ml.gradient(ml.sum(f(x)), x)
    for e, wanted in [(f(x), value(POINTS)), (J, slope(POINTS))]:
        lists = np.array(on_lists(e, {"x": POINTS.tolist()}))
        for found in (e.evaluate(x=POINTS), e.compile(x)(POINTS), lists):
            np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-15)
    assert np.isfinite(ml.hessian(ml.sum(f(x)), x).evaluate(x=POINTS)).all()


def test_small_arguments_keep_their_digits():
    tiny = np.array([1e-20, -1e-18, 3e-17])
    np.testing.assert_allclose(ml.log1p(x).evaluate(x=tiny), tiny)
    np.testing.assert_allclose(ml.expm1(x).compile(x)(tiny), tiny)


@pytest.mark.parametrize("order", range(5))
def test_digamma_and_its_derivatives_are_right_to_the_last_digits(order):
    at = np.array([0.01, 0.5, 1, 1.5, 3.2, 15.9, 40, 1e6, -0.5, -1.3, -7.7])
    exact = np.array([float(mpmath.polygamma(order, mpmath.mpf(z))) for z in at])
    np.testing.assert_allclose(polygamma(order, at), exact, rtol=1e-13, atol=1e-13)
    e = ml.polygamma(order, X)
    lists = on_lists(e, {"X": [at.tolist()]})
    np.testing.assert_allclose(lists, [exact], rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(e.compile(X)(at[None]), [exact], rtol=1e-13, atol=1e-13)


def test_poles_have_no_value():
    assert np.isnan(polygamma(0, np.array([0.0, -3.0]))).all()
    assert np.isinf(polygamma(1, np.array([0.0, -3.0]))).all()
    assert np.isinf(ml.lgamma(x).evaluate(x=[0, -1, -5])).all()


def test_negative_binomial_by_its_dispersion():
    size = ml.scalar("size", positive=True)
    counts = ml.vector("counts", "n", positive=True)
    f = ml.sum(ml.lgamma(counts + size) - ml.lgamma(size) - ml.lgamma(counts + 1))
    slope = ml.derivative(f, size)
    assert str(slope) == "𝟏ᵀ digamma(counts + size 𝟏) - n digamma(size)"
    found = slope.evaluate(size=2, counts=[1, 3, 5])
    assert found == pytest.approx(sum(1 / k for c in (1, 3, 5) for k in range(2, 2 + c)))


@pytest.mark.parametrize("name", ["tan", "sinh", "arcsinh", "erf", "lgamma", "digamma", "expm1"])
def test_prints_are_read_back(name, rng):
    e = getattr(ml, name)(X @ y)
    values = {"X": rng.uniform(0.2, 1, (5, 3)), "y": rng.uniform(0.2, 1, 3)}
    wanted = e.evaluate(**values).reshape(-1, 1)
    for latex in (False, True):
        text = e.latex() if latex else e.text()
        np.testing.assert_allclose(read(text, values, wanted.shape, latex), wanted)
    assert ml.read(str(e), X, y) is e


def test_slopes_of_parameters():
    f = ml.sum(ml.leaky_relu(x, a))
    np.testing.assert_allclose(ml.derivative(f, a).evaluate(x=[-3, 2, -1], a=0.1), -4)
    f = ml.sum(ml.huber(x, d))
    np.testing.assert_allclose(ml.derivative(f, d).evaluate(x=[-3, 1, 5], d=2), 1 + 3)


@pytest.mark.parametrize("bound", [-1, 0, 2])
@pytest.mark.parametrize("other", [-1, 0, 2])
def test_a_bound_that_does_not_matter_is_left_out(bound, other):
    at = np.linspace(-3, 3, 13)
    for f, g in [(ml.maximum, np.maximum), (ml.minimum, np.minimum)]:
        above, below = step(f(x, bound) - other), step(other - f(x, bound))
        np.testing.assert_array_equal(above.evaluate(x=at), g(at, bound) > other)
        np.testing.assert_array_equal(below.evaluate(x=at), g(at, bound) < other)


REFUSED = {
    "an order that is an expression": (lambda: ml.polygamma(a, x), TypeError, "whole number"),
    "an order that is negative": (lambda: ml.polygamma(-1, x), ValueError, r"0, 1, 2, .*not -1"),
    "an unknown approximation": (lambda: ml.gelu(x, "sigmoid"), ValueError, "'none' or 'tanh'"),
    "bounds that are exchanged": (lambda: ml.clip(x, 2, -1), ValueError, "a low bound and a high"),
    "a radius of 0": (lambda: ml.huber(x, 0), ValueError, "delta of huber must be positive, not 0"),
    "another name": (lambda: ml.arsinh(x), AttributeError, "arcsinh is what it is called here"),
    "SciPy's name": (lambda: ml.gammaln(x), AttributeError, "lgamma is what it is called here"),
    "NumPy's function": (lambda: np.arctanh(x), TypeError, "use ml.arctanh"),
}


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_what_to_do(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
