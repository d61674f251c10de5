"""Reductions along axes, axes of length 1 that are kept, norms and extremes: NumPy's meanings."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names

RNG = np.random.default_rng(5)
X, x, Y = ml.matrix("X", "m", "n"), ml.vector("x", "n"), ml.matrix("Y", "k", "n")
AT = {"X": RNG.normal(size=(7, 5)), "x": RNG.normal(size=5), "Y": RNG.normal(size=(3, 5))}
SIZES = {"m": 7, "n": 5, "k": 3}
AXES = [None, 0, 1, -1, -2, (0,), (1, 0), (0, -1), ()]

REDUCTIONS = {
    "sum": (ml.sum, np.sum),
    "mean": (ml.mean, np.mean),
    "var": (ml.var, np.var),
    "std": (ml.std, np.std),
    "max": (ml.max, np.max),
    "min": (ml.min, np.min),
    "logsumexp": (ml.logsumexp, lambda v, **how: np.log(np.sum(np.exp(v), **how))),
    "norm": (ml.norm, lambda v, **how: np.sqrt(np.sum(v**2, **how))),
    "method sum": (lambda e, **how: e.sum(**how), np.sum),
    "method mean": (lambda e, **how: e.mean(**how), np.mean),
    "method var": (lambda e, **how: e.var(ddof=1, **how), lambda v, **how: v.var(ddof=1, **how)),
    "method std": (lambda e, **how: e.std(ddof=1, **how), lambda v, **how: v.std(ddof=1, **how)),
    "method max": (lambda e, **how: e.max(**how), np.max),
    "method min": (lambda e, **how: e.min(**how), np.min),
}


def values(e):
    """Return the value, which interpreter and compiled code must share, at the values of AT."""
    symbols = sorted(e.symbols, key=lambda s: s.name)
    sizes = {d: SIZES[d] for d in dimension_names(e)}
    found = e.evaluate(**{s.name: AT[s.name] for s in symbols}, **sizes)
    function = e.compile(*symbols)
    needed = sizes if "sizes" in function.source else {}
    compiled = function(*(AT[s.name] for s in symbols), **needed)
    assert found.shape == np.shape(compiled)
    np.testing.assert_allclose(found, compiled, rtol=1e-12, atol=1e-14)
    return found


def assert_derivative(e, by):
    """Compare the derivative with what is measured."""

    def f(value):
        return e.evaluate(**{s.name: AT[s.name] for s in e.symbols} | {by.name: value})

    measured = ml.measure(f, AT[by.name])
    np.testing.assert_allclose(values(ml.derivative(e, by)), measured, rtol=1e-6, atol=1e-7)


#: Along no axis no degree of freedom is left: NumPy divides by 0.
REDUCED = [
    (name, axis)
    for name in REDUCTIONS
    for axis in AXES
    if axis != () or name not in ("method var", "method std")
]


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize(("name", "axis"), REDUCED, ids=str)
def test_a_reduction_is_numpys(name, axis, keepdims):
    symbolic, numeric = REDUCTIONS[name]
    wanted = numeric(AT["X"], axis=axis, keepdims=keepdims)
    e = symbolic(X, axis=axis, keepdims=keepdims)
    found = values(e)
    assert found.shape == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12)
    with np.errstate(all="ignore"):
        if axis != () or name not in ("var", "std"):
            assert_derivative(e, X)


NORMS = [1, 2, 3, 0.5, -1, 2.5, np.inf, -np.inf]
MATRIX_NORMS = ["fro", 1, -1, np.inf, -np.inf]


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
@pytest.mark.parametrize("ord", NORMS)
def test_norms_of_vectors_are_numpys(ord, axis):
    e = ml.norm(X, ord, axis=axis, keepdims=True)
    np.testing.assert_allclose(values(e), np.linalg.norm(AT["X"], ord, axis, keepdims=True))
    assert_derivative(e, X)
    np.testing.assert_allclose(values(ml.norm(x, ord)), np.linalg.norm(AT["x"], ord))


@pytest.mark.parametrize("axis", [None, (0, 1), (1, 0), (-1, 0)], ids=str)
@pytest.mark.parametrize("ord", MATRIX_NORMS)
def test_norms_of_matrices_are_numpys(ord, axis):
    e = ml.norm(X, ord, axis=axis)
    np.testing.assert_allclose(values(e), np.linalg.norm(AT["X"], ord, axis))
    assert_derivative(e, X)


BROADCAST = {
    "rows less their means": lambda X, x, Y, m: X - m.mean(X, axis=1, keepdims=True),
    "columns less their means": lambda X, x, Y, m: X - m.mean(X, axis=0),
    "a column of an inner axis": lambda X, x, Y, m: X * X[:, None, :].sum(axis=2),
    "rows of length one": lambda X, x, Y, m: X / m.sqrt((X**2).sum(axis=1, keepdims=True)),
    "layer norm": lambda X, x, Y, m: (
        (X - m.mean(X, axis=-1, keepdims=True)) / m.sqrt(m.var(X, axis=-1, keepdims=True) + 0.1) * x
    ),
    "batch norm": lambda X, x, Y, m: (X - m.mean(X, axis=0)) / m.std(X, axis=0) * x,
    "RMS norm": lambda X, x, Y, m: X / m.sqrt(m.mean(X**2, axis=-1, keepdims=True)) * x,
    "pairwise distances": lambda X, x, Y, m: m.sqrt(
        m.sum((X[:, None, :] - Y[None, :, :]) ** 2, axis=2)
    ),
    "all pairs by dots": lambda X, x, Y, m: m.exp(-m.sum((X[..., None, :] - Y) ** 2, axis=-1)),
    "an outer sum": lambda X, x, Y, m: x[:, None] + x[None],
    "an outer comparison": lambda X, x, Y, m: (x[:, None] > x) * x,
    "an outer maximum": lambda X, x, Y, m: m.maximum(x[:, None], x),
    "the reader's softmax": lambda X, x, Y, m: (
        m.exp(X - m.max(X, axis=1, keepdims=True))
        / m.exp(X - m.max(X, axis=1, keepdims=True)).sum(axis=1, keepdims=True)
    ),
}


@pytest.mark.parametrize("name", BROADCAST)
def test_a_column_against_rows_is_as_in_numpy(name):
    wanted = BROADCAST[name](AT["X"], AT["x"], AT["Y"], np)
    e = BROADCAST[name](X, x, Y, ml)
    found = values(e)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=1e-12)
    for by in sorted(e.symbols, key=lambda s: s.name):
        assert_derivative(e, by)


@pytest.mark.parametrize("axis", [0, -1, (0, 1), None], ids=str)
def test_softmax_along_any_axes_sums_to_1(axis):
    for e in (ml.softmax(X, axis), ml.exp(ml.log_softmax(X, axis=axis))):
        weights = np.exp(AT["X"])
        np.testing.assert_allclose(values(e), weights / weights.sum(axis=axis, keepdims=True))
        assert_derivative(e, X)


def test_large_entries_are_no_trouble():
    at = {"X": [[-800, 800, 3], [800, 800, -800]]}
    found = ml.log_softmax(X, axis=1).evaluate(**at)
    np.testing.assert_allclose(found[1], [-np.log(2), -np.log(2), -1600 - np.log(2)])
    assert np.isfinite(ml.derivative(ml.log_softmax(X, axis=1), X).evaluate(**at)).all()


TIES = {
    "max": (ml.max(x), [1, 5, 5], [0, 1, 0]),
    "min": (ml.min(x), [4, 1, 1], [0, 1, 0]),
    "the greatest absolute value": (ml.norm(x, np.inf), [1, -5, 5], [0, -1, 0]),
    "max at 0": (ml.max(x), [0, 0, 0], [1, 0, 0]),
}


@pytest.mark.parametrize(("e", "at", "slope"), TIES.values(), ids=TIES)
def test_the_first_of_equal_extremes_gives_the_slope(e, at, slope):
    np.testing.assert_array_equal(ml.gradient(e, x).evaluate(x=at), slope)


def test_of_a_whole_matrix_the_first_extreme_is_that_of_the_order_of_the_axes():
    slope = ml.derivative(ml.max(X), X).evaluate(X=[[1, 2, 7], [7, 0, 7]])
    np.testing.assert_array_equal(slope, [[0, 0, 1], [0, 0, 0]])


TEXTS = {
    "rows less their means": (X - X.mean(axis=1, keepdims=True), "X - X 𝟏 𝟏ᵀ / n"),
    "a column": (X.mean(axis=1, keepdims=True), "X 𝟏 / n"),
    "a row": (X.sum(axis=0, keepdims=True), "𝟏ᵀ X"),
    "a number": (x.sum(keepdims=True), "𝟏ᵀ x"),
    "a column of a vector": (x[:, None], "x"),
    "a row of a vector": (x[None, :], "xᵀ"),
    "a sample variance": (ml.var(x, ddof=1), "‖x - (𝟏ᵀ x) 𝟏 / n‖² / (n - 1)"),
    "the greatest of a row": (ml.max(X, axis=1), "max(X, axis=1)"),
    "the greatest of a column": (ml.max(X, axis=0), "max(X, axis=0)"),
    "a slope": (ml.gradient(ml.min(x), x), "hardmax(-x)"),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_it_reads_as_it_is_written_by_hand(e, text):
    assert str(e) == text


ERRORS = {
    "an axis twice": (lambda: X.mean(axis=(0, 0)), ValueError, "names an axis twice"),
    "an axis that is missing": (lambda: x.sum(axis=1), ValueError, r"axis 1 does not exist in"),
    "too many parts": (lambda: x[:, :], IndexError, r"2 parts was given for x.*shape \(n,\)"),
    "a norm of three axes": (lambda: ml.norm(X[None], 1), ValueError, "give axis="),
    "no norm of matrices": (lambda: ml.norm(X, 7), ValueError, "one of 'fro', 1, -1, inf.*not 7"),
    "how many are not 0": (lambda: ml.norm(x, 0), ValueError, "a number other than 0.*not 0"),
    "half a degree of freedom": (lambda: x.var(ddof=0.5), TypeError, "whole number.*not 0.5"),
    "shapes": (lambda: X - X.mean(axis=1), ValueError, r"keepdims=True or x\[:, None\] may be"),
}


@pytest.mark.parametrize(("misuse", "error", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, error, message):
    with pytest.raises(error, match=message):
        misuse()
