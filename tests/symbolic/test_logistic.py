"""Sigmoid, softmax and their logarithms, as people write them: how they read, and their values.

Everything here is written by exponentials that overflow, or divides by what is rounded to 0; what
is expected is computed by NumPy's stable formulas.
"""

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.as_written import as_written
from mathlib.evaluation.evaluate import on_lists

x, y, t = ml.vectors("x y t", "n")
X, w, b = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("b", "m")
T = ml.scalar("T", positive=True)
p = ml.sigmoid(x)
rows = ml.sum(ml.exp(X), axis=1)

READ = {
    "a sigmoid written out": (1 / (1 + ml.exp(-x)), "sigmoid(x)"),
    "one written as a share": (ml.exp(x) / (1 + ml.exp(x)), "sigmoid(x)"),
    "the other share": (1 / (1 + ml.exp(x)), "𝟏 - sigmoid(x)"),
    "a share of two": (ml.exp(x) / (ml.exp(x) + ml.exp(y)), "sigmoid(x - y)"),
    "a sigmoid of the opposite": (ml.sigmoid(-x), "𝟏 - sigmoid(x)"),
    "odd and even functions": (ml.tanh(-x) + abs(-2 * y), "|2 y| - tanh(x)"),
    "a hyperbolic tangent": (
        (ml.exp(x) - ml.exp(-x)) / (ml.exp(x) + ml.exp(-x)),
        "tanh(x)",
    ),
    "one by a single exponential": ((ml.exp(2 * x) - 1) / (ml.exp(2 * x) + 1), "tanh(x)"),
    "a softmax written out": (ml.exp(x) / ml.sum(ml.exp(x)), "softmax(x)"),
    "one of columns": (ml.exp(X) / ml.sum(ml.exp(X), axis=0), "softmax(Xᵀ)ᵀ"),
    "one of rows": ((ml.exp(X.T) / rows).T, "softmax(X)"),
    "its weighted sum": (y @ ml.exp(x) / ml.sum(ml.exp(x)), "softmax(x)ᵀ y"),
    "softplus written out": (ml.log(1 + ml.exp(x)), "softplus(x)"),
    "the logistic loss": (ml.log(1 + ml.exp(-t * x)), "softplus(-t ⊙ x)"),
    "log-sum-exp written out": (ml.log(ml.sum(ml.exp(x))), "logsumexp(x)"),
    "that of rows": (ml.log(rows), "logsumexp(X, axis=1)"),
    "a logarithm of a mean": (ml.log(ml.mean(ml.exp(x))), "logsumexp(x) - log(n)"),
    "shares sum to 1": (ml.sum(ml.softmax(x)), "1"),
    "in every row": (ml.softmax(X) @ ml.ones("n"), "𝟏"),
    "in every column": (ml.sum(ml.softmax(X, axis=0), axis=0), "𝟏"),
    "of all rows": (ml.sum(ml.softmax(X, axis=1)), "m"),
}
SLOPES = {
    "cross-entropy of a sigmoid": (
        -ml.sum(t * ml.log(p) + (1 - t) * ml.log(1 - p)),
        "(sigmoid(x) - t)ᵀ",
    ),
    "the same on logits": (ml.sum(ml.log(1 + ml.exp(x)) - t * x), "(sigmoid(x) - t)ᵀ"),
    "a logarithm of a sigmoid": (ml.sum(ml.log(p)), "(𝟏 - sigmoid(x))ᵀ"),
    "that of the rest": (ml.sum(ml.log(1 - p)), "-sigmoid(x)ᵀ"),
    "that of the opposite": (-ml.sum(ml.log(ml.sigmoid(-x))), "sigmoid(x)ᵀ"),
    "distillation": (
        -ml.sum(ml.softmax(t / T) * ml.log(ml.softmax(x / T))),
        "(softmax(x / T) - softmax(t / T))ᵀ / T",
    ),
    "log-sum-exp": (ml.log(ml.sum(ml.exp(x))), "softmax(x)ᵀ"),
    "the entropy of a share": (
        -ml.sum(p * ml.log(p) + (1 - p) * ml.log(1 - p)),
        "(sigmoid(x) ⊙ (log(𝟏 - sigmoid(x)) - log(sigmoid(x))) ⊙ (𝟏 - sigmoid(x)))ᵀ",
    ),
    "a leaky maximum": (ml.sum(ml.maximum(x, 0.01 * x)), "([x > 0] + [x ≤ 0] / 100)ᵀ"),
    "an opposite that is clipped": (ml.sum(ml.relu(-3 * x)), "-3 [x < 0]ᵀ"),
}


@pytest.mark.parametrize(("e", "text"), READ.values(), ids=READ)
def test_what_is_written_out_is_recognised(e, text):
    assert str(e) == text


@pytest.mark.parametrize(("f", "text"), SLOPES.values(), ids=SLOPES)
def test_its_derivative_reads_as_a_person_writes_it(f, text):
    assert str(ml.derivative(f, x)) == text


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


STABLE = {
    "log(sigmoid)": (
        lambda z: ml.log(ml.sigmoid(z)),
        lambda z: -np.logaddexp(0, -z),
        lambda z: sigmoid(-z),
    ),
    "log(1 - sigmoid)": (
        lambda z: ml.log(1 - ml.sigmoid(z)),
        lambda z: -np.logaddexp(0, z),
        lambda z: -sigmoid(z),
    ),
    "log(1 + exp)": (
        lambda z: ml.log(1 + ml.exp(z)),
        lambda z: np.logaddexp(0, z),
        sigmoid,
    ),
    "1 / (1 + exp(-z))": (
        lambda z: 1 / (1 + ml.exp(-z)),
        sigmoid,
        lambda z: sigmoid(z) * sigmoid(-z),
    ),
    "1 / (1 + exp(z))": (
        lambda z: 1 / (1 + ml.exp(z)),
        lambda z: sigmoid(-z),
        lambda z: -sigmoid(z) * sigmoid(-z),
    ),
    "exp(z) / (1 + exp(z))": (
        lambda z: ml.exp(z) / (1 + ml.exp(z)),
        sigmoid,
        lambda z: sigmoid(z) * sigmoid(-z),
    ),
    "log(exp(z) + exp(-z))": (
        lambda z: ml.log(ml.exp(z) + ml.exp(-z)),
        lambda z: np.logaddexp(z, -z),
        np.tanh,
    ),
    "log(exp(z) + exp(2 z))": (
        lambda z: ml.log(ml.exp(z) + ml.exp(2 * z)),
        lambda z: np.logaddexp(z, 2 * z),
        lambda z: 1 + sigmoid(z),
    ),
    "(exp(z) - exp(-z)) / (exp(z) + exp(-z))": (
        lambda z: (ml.exp(z) - ml.exp(-z)) / (ml.exp(z) + ml.exp(-z)),
        np.tanh,
        lambda z: 4 * sigmoid(2 * z) * sigmoid(-2 * z),
    ),
    "cross-entropy": (
        lambda z: -(0.3 * ml.log(ml.sigmoid(z)) + 0.7 * ml.log(1 - ml.sigmoid(z))),
        lambda z: 0.3 * np.logaddexp(0, -z) + 0.7 * np.logaddexp(0, z),
        lambda z: sigmoid(z) - 0.3,
    ),
}
#: Where exponentials overflow, where 1 - sigmoid is rounded to 0, where little is left, and 0.
POINTS = np.array([-800.0, -37.0, -1e-9, 0.0, 0.5, 37.0, 800.0])


def computed(e, z):
    """Return the value by each way of computing it."""
    return e.evaluate(x=z), e.compile(x)(z), np.array(on_lists(e, {"x": z.tolist()}))


@pytest.mark.parametrize(("f", "value", "slope"), STABLE.values(), ids=STABLE)
@pytest.mark.filterwarnings("error")
def test_values_and_slopes_are_right_where_exponentials_overflow(f, value, slope):
    total = ml.sum(f(x))
    for found in computed(f(x), POINTS):
        np.testing.assert_allclose(found, value(POINTS), rtol=1e-14, atol=1e-300)
    for found in computed(ml.gradient(total, x), POINTS):
        np.testing.assert_allclose(found, slope(POINTS), rtol=1e-13, atol=3e-16)
    for found in computed(ml.hessian(total, x), POINTS):
        assert np.isfinite(found).all()


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.filterwarnings("error")
def test_sums_of_exponentials_overflow_along_no_axis(axis):
    value = np.array([[800.0, -800.0, 37.0], [-900.0, -801.0, 0.0]])
    e = ml.log(ml.sum(ml.exp(X), axis=axis))
    flat, along = (value.ravel(), 0) if axis is None else (value, axis)
    expected = np.logaddexp.reduce(flat, axis=along)
    np.testing.assert_allclose(e.evaluate(X=value), expected)
    assert np.isfinite(ml.derivative(e, X).evaluate(X=value)).all()


def test_single_precision_is_taken_as_it_comes():
    z = np.array([-800, 37, 800], dtype=np.float32)
    loss = -ml.sum(t * ml.log(p) + (1 - t) * ml.log(1 - p))
    labels = np.array([0, 1, 1], dtype=np.float32)
    found = ml.gradient(loss, x).compile(x, t)(z, labels)
    np.testing.assert_allclose(found, [0, 0, 0], atol=1e-15)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_what_only_looks_like_a_share_stays():
    for e in [
        ml.exp(x) / (1 + ml.exp(y)),
        ml.exp(x) / (2 + ml.exp(x)),
        ml.exp(x) / ml.sum(ml.exp(y)),
        ml.exp(X) / ml.sum(ml.exp(X)),
        ml.sum(y * ml.softmax(x)),
        ml.sum(ml.softmax(x) ** 2),
        ml.log(1 - ml.exp(x)),
        (ml.exp(x) - ml.exp(y)) / (ml.exp(x) + ml.exp(-y)),
    ]:
        values = {"x": [0.2, -0.5, 1.1], "y": [0.7, 0.3, -0.4], "X": np.arange(6).reshape(2, 3)}
        given = {s.name: values[s.name] for s in e.symbols}
        np.testing.assert_allclose(
            e.evaluate(**given), as_written(e, given), rtol=1e-12, equal_nan=True
        )


def test_a_symbol_that_cancels_may_be_an_argument():
    np.testing.assert_allclose(ml.sum(ml.softmax(x)).compile(x)([3.0, 1.0, 2.0]), 1)


def test_between_scalars_a_denominator_cancels_too():
    z, t = ml.scalars("z t")
    s = ml.sigmoid(z)
    assert str(ml.gradient(-(t * ml.log(s) + (1 - t) * ml.log(1 - s)), z)) == "sigmoid(z) - t"
    a = ml.scalar("a", positive=True)
    assert str(a * (1 - a) * ((1 - t) / (1 - a) - t / a)) == "a - t"
