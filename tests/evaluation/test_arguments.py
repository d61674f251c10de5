"""What is refused at the door, in words that say what to do: by evaluate and compiled functions."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

A = ml.matrix("A", "m", "n")
S = ml.matrix("S", "n", "n", symmetric=True)
x = ml.vector("x", "n")
p = ml.vector("p", "n", positive=True)
P = ml.matrix("P", "m", "n", positive=True)
c = ml.scalar("c", positive=True)


def evaluated(e, **values):
    return e.evaluate(**values)


def compiled(e, **values):
    """Compile for the symbols that have a value; the other values are sizes."""
    symbols = sorted((s for s in e.symbols if s.name in values), key=lambda s: s.name)
    sizes = {name: v for name, v in values.items() if name not in {s.name for s in symbols}}
    return e.compile(*symbols)(*(values[s.name] for s in symbols), **sizes)


def listed(e, **values):
    return on_lists(e, values)


@pytest.fixture(params=[evaluated, compiled, listed])
def way(request):
    """Return one of the three ways to a number."""
    return request.param


@pytest.mark.parametrize("size", ["a", "2", 2.5, 0, -3, None, True, [1, 2], float("nan"), 1j])
def test_a_size_is_a_positive_whole_number(way, size):
    for e in (ml.sum(ml.ones("n")), ml.eye("n"), ml.ones("n", "n") + ml.eye("n")):
        with pytest.raises(ValueError, match="n: a size is a positive whole number, not"):
            way(e, n=size)


def test_an_array_is_no_size(way):
    message = r"a size is a positive whole number, not array\(\[1, 2\]\)"
    with pytest.raises(ValueError, match=message):
        way(ml.eye("n"), n=np.array([1, 2]))


@pytest.mark.parametrize("size", [3, 3.0, np.int64(3), np.float32(3), np.array(3)])
def test_whole_numbers_of_any_kind_are_sizes(way, size):
    np.testing.assert_array_equal(way(ml.eye("n"), n=size), np.eye(3))


@pytest.mark.parametrize(
    ("e", "values"),
    [(ml.mean(x), {"x": []}), (ml.softmax(x), {"x": []}), (ml.logsumexp(x), {"x": ()})],
)
def test_an_empty_array_is_refused(way, e, values):
    with pytest.raises(ValueError, match=r"x is empty: its shape is \(0,\)"):
        way(e, **values)


def test_a_matrix_without_rows_is_refused():
    with pytest.raises(ValueError, match=r"A is empty: its shape is \(0, 3\)"):
        ml.sum(A).evaluate(A=np.ones((0, 3)))


@pytest.mark.parametrize("way", [evaluated, compiled])
def test_masked_entries_are_refused(way):
    value = np.ma.array([1.0, 99.0, 3.0], mask=[0, 1, 0])
    with pytest.raises(ValueError, match="x: masked entries have no value"):
        way(x @ x, x=value)
    with pytest.raises(ValueError, match="A: masked entries have no value"):
        way(ml.sum(A), A=[value, value])
    np.testing.assert_array_equal(way(x @ x, x=np.ma.array([1.0, 2.0])), 5)


POSITIVE = [
    (ml.abs(p), {"p": [1.0, -2.0]}, "p is declared positive, but its value is not: entry 1 is -2"),
    (ml.sqrt(c**2), {"c": -2.0}, "c is declared positive, but its value is not: it is -2"),
    (
        ml.relu(P),
        {"P": [[1.0, 2.0, 3.0], [4.0, 5.0, -0.5]]},
        r"P is declared positive, but its value is not: entry \(1, 2\) is -0.5",
    ),
]


@pytest.mark.parametrize(("e", "values", "message"), POSITIVE)
def test_a_positive_symbol_takes_no_negative_value(way, e, values, message):
    with pytest.raises(ValueError, match=message):
        way(e, **values)


def test_what_was_let_through_once_is_checked_again():
    f = ml.sqrt(p**2).compile(p)
    for _ in range(2):
        np.testing.assert_array_equal(f(np.array([1.0, 2.0])), [1, 2])
    with pytest.raises(ValueError, match="entry 0 is -1"):
        f(np.array([-1.0, 2.0]))


def test_a_positive_symbol_may_be_0_or_not_a_number(way):
    np.testing.assert_array_equal(way(p * 1, p=[0.0, float("nan")]), [0, np.nan])


ASYMMETRIC = [
    [[1e-9, 2e-9], [5e-9, 1e-9]],
    [[1.0, 2.0], [5.0, 1.0]],
    [[1e9, 1.0], [1.2, 1e9]],
]


@pytest.mark.parametrize("value", ASYMMETRIC)
def test_a_symmetric_symbol_takes_symmetric_values_only(way, value):
    for e in (x @ S @ x, ml.gradient(x @ S @ x, x)):
        with pytest.raises(ValueError, match="S is declared symmetric, but its value is not"):
            way(e, S=value, x=[1.0, 1.0])


def test_rounding_is_no_asymmetry(rng):
    X = rng.normal(size=(7, 5))
    for value in (X.T @ X, np.linalg.inv(X.T @ X), (X.T @ X).astype(np.float32), 1e-12 * X.T @ X):
        v = np.ones(5)
        for way in (evaluated, compiled, listed):
            shown = np.asarray(value).tolist() if way is listed else value
            expected = np.asarray(value, float).sum()
            np.testing.assert_allclose(way(x @ S @ x, S=shown, x=list(v)), expected, rtol=1e-9)


def test_infinite_entries_may_be_symmetric(way):
    value = [[float("inf"), 1.0], [1.0, 2.0]]
    assert way(ml.trace(S), S=value) == np.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: (x @ x).evaluate([1.0, 2.0]), r"give the values by name: evaluate\(x=\.\.\.\)"),
        (lambda: (A @ x).evaluate({}), r"by name: evaluate\(A=\.\.\., x=\.\.\.\)"),
        (lambda: (x @ x).components(3), r"give the sizes by name: components\(n=\.\.\.\)"),
        (lambda: ml.eye("n").compile()(), r"no value for the dimension n; .* by name: n=3"),
        (lambda: ml.eye("n").compile()(n=2, q=3), "unknown name q: .* the dimensions n"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_an_expression_without_symbols_says_so():
    with pytest.raises(ValueError, match=r"S \(n, n\) is not in the expression, which has no sym"):
        ml.eye("n").compile(S)


def test_a_namesake_that_is_declared_otherwise_is_refused():
    with pytest.raises(ValueError, match=r"p \(n,\) is declared otherwise"):
        ml.sum(p).compile(ml.vector("p", "n"))


@pytest.mark.parametrize("name", ["np", "softmax", "fitted", "sizes", "f", "t1", "v1", "float"])
def test_names_that_code_uses_may_be_those_of_symbols_and_dimensions(name, rng):
    s, v = ml.scalar(name), ml.vector("v", "k")
    e = ml.softmax(s * v) * ml.exp(s)
    value = rng.normal(size=3)
    weights = np.exp(2 * value)
    expected = np.exp(2) * weights / weights.sum()
    np.testing.assert_allclose(e.evaluate(**{name: 2}, v=value), expected)
    np.testing.assert_allclose(e.compile(s, v)(2, value), expected)
    u = ml.vector("u", name)
    mean = ml.mean(ml.softmax(u)) + ml.sum(ml.ones(name))
    np.testing.assert_allclose(mean.compile(u)(value), 1 / 3 + 3)
    np.testing.assert_array_equal(ml.eye(name).compile()(**{name: 3}), np.eye(3))


def test_self_is_a_name_as_any_other():
    np.testing.assert_array_equal(ml.eye("self").evaluate(self=2), np.eye(2))
    assert ml.eye("self").components(self=2).shape == (2, 2)
