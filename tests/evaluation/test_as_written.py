"""Expressions as they were written: what a wrong simplification cannot hide from."""

import copy
import gc
import pickle
import weakref
from fractions import Fraction

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.as_written import as_written, wrong_step
from mathlib.evaluation.numpy_operations import OPERATIONS
from mathlib.symbolic import (
    canonical_form,
    comparisons,
    elementwise,
    exponentials,
    linear_algebra,
    powers,
)
from mathlib.symbolic.nodes import Power, Symbol
from mathlib.symbolic.writings import KEPT, written_symbols

A = ml.matrix("A", "m", "n")
Q = ml.matrix("Q", "n", "n")
x, y = ml.vectors("x y", "n")
p = ml.vector("p", "n", positive=True)
a = ml.scalar("a", positive=True)
b = ml.scalar("b")
AT = {
    "A": np.array([[1.0, -2.0, 0.5], [0.3, 4.0, -1.0], [2.0, 0.7, 1.5], [0.1, 0.2, 0.9]]),
    "Q": np.array([[3.0, 1.0, 0.2], [-1.0, 4.0, 0.6], [0.5, 0.3, 5.0]]),
    "x": np.array([0.4, -1.3, 2.0]),
    "y": np.array([1.1, 0.6, -0.7]),
    "p": np.array([0.3, 2.0, 1.2]),
    "a": 3.0,
    "b": -1.7,
}
WRITTEN = {
    "a sum": (lambda f: f.x + f.y - 2, lambda v: v.x + v.y - 2),
    "a number first": (lambda f: 2 - f.x / 3, lambda v: 2 - v.x / 3),
    "a product": (lambda f: -f.A @ f.x * 2, lambda v: -v.A @ v.x * 2),
    "broadcast": (lambda f: f.A * f.x + f.b, lambda v: v.A * v.x + v.b),
    "powers": (lambda f: f.p**-1.5 + 2**f.b, lambda v: v.p**-1.5 + 2**v.b),
    "a transpose": (lambda f: (f.A.T @ f.A).T, lambda v: (v.A.T @ v.A).T),
    "greater": (lambda f: f.x > f.y, lambda v: (v.x > v.y) * 1.0),
    "less or equal": (lambda f: f.x <= 0.4, lambda v: (v.x <= 0.4) * 1.0),
    "a sum along an axis": (lambda f: ml.sum(f.A, axis=-1), lambda v: v.A.sum(axis=-1)),
    "a mean": (lambda f: ml.mean(f.A), lambda v: v.A.mean()),
    "a mean along an axis": (lambda f: ml.mean(f.A, axis=0), lambda v: v.A.mean(axis=0)),
    "a norm": (lambda f: ml.norm(f.A), lambda v: np.linalg.norm(v.A)),
    "softmax": (lambda f: ml.softmax(f.A, 0), lambda v: np.exp(v.A) / np.exp(v.A).sum(axis=0)),
    "logsumexp": (lambda f: ml.logsumexp(f.A), lambda v: np.log(np.exp(v.A).sum())),
    "logsumexp along": (lambda f: ml.logsumexp(f.A, 0), lambda v: np.log(np.exp(v.A).sum(0))),
    "determinant": (lambda f: ml.det(f.Q), lambda v: np.linalg.det(v.Q)),
    "logdet": (lambda f: ml.logdet(f.Q), lambda v: np.log(abs(np.linalg.det(v.Q)))),
    "inverse": (lambda f: ml.trace(ml.inv(f.Q)), lambda v: np.trace(np.linalg.inv(v.Q))),
    "diagonals": (lambda f: ml.diag(f.x) @ ml.diag(f.Q), lambda v: v.x * np.diag(v.Q)),
    "stacked": (lambda f: ml.kron(f.x, ml.vec(f.A)), lambda v: np.kron(v.x, v.A.T.ravel())),
    "units": (lambda f: ml.eye("n") @ f.x + ml.ones("n"), lambda v: v.x + 1),
    "a maximum": (lambda f: ml.maximum(f.x, f.y), lambda v: np.maximum(v.x, v.y)),
    "a minimum": (lambda f: ml.minimum(0, f.x), lambda v: np.minimum(0, v.x)),
}


class At:
    """Values or symbols by name."""

    def __init__(self, values):
        self.__dict__.update(values)


@pytest.mark.parametrize("pair", WRITTEN.values(), ids=WRITTEN)
def test_it_is_what_numpy_gives(pair):
    symbolic, numeric = pair
    e = symbolic(At({s.name: s for s in (A, Q, x, y, p, a, b)}))
    wanted = numeric(At(AT))
    np.testing.assert_allclose(as_written(e, AT), wanted, rtol=1e-12)
    assert wrong_step(e, AT) is None


@pytest.mark.parametrize("name", ml.__all__)
def test_every_function_notes_how_its_result_was_written(name):
    entries = "exp log sqrt sin cos tanh sigmoid softplus relu abs sign"
    reductions = "sum mean var std max min norm logsumexp hardmax log_softmax"
    arguments = dict.fromkeys([*entries.split(), *reductions.split()], (p,))
    arguments |= dict.fromkeys(["maximum", "minimum", "dot", "outer", "kron"], (x, y))
    arguments |= dict.fromkeys(["trace", "det", "logdet", "inv", "vec", "diag", "softmax"], (Q,))
    arguments |= dict.fromkeys(["eye", "ones"], ("n",))
    if name in arguments:
        e = getattr(ml, name)(*arguments[name])
        assert e.writings[0].operation == name
        values = {**AT, "n": 3}
        wanted = e.evaluate(**{s.name: AT[s.name] for s in e.symbols}, n=3)
        np.testing.assert_allclose(as_written(e, values), wanted, rtol=1e-9)


def test_every_function_of_entries_has_an_operation():
    from mathlib.symbolic.local_jacobians import PARTIALS

    assert OPERATIONS.keys() >= PARTIALS.keys()


def test_what_cancels_is_computed_as_written_where_it_has_a_value():
    e = (x + y - x) / (y / y)
    assert e is y
    np.testing.assert_allclose(as_written(e, AT), AT["y"])
    assert np.isnan(as_written(x / x, {"x": [0.0, 1.0, 2.0]})).tolist() == [True, False, False]
    np.testing.assert_allclose(as_written(y, {"y": [1.0, 2.0]}), [1.0, 2.0])  # x has no value


def test_a_circle_of_notes_ends():
    e = x + 1
    for _ in range(3):
        e = (e * 2 - e) + x - x
    assert e is x + 1
    np.testing.assert_allclose(as_written(e, AT), AT["x"] + 1)


def test_deep_networks_need_no_recursion():
    h = x
    for _ in range(400):
        h = ml.tanh(h + 1)
    assert as_written(h, AT) == pytest.approx(h.evaluate(x=AT["x"]))
    assert pickle.loads(pickle.dumps(h)) is h
    assert copy.deepcopy([h])[0] is h


def test_notes_are_few_and_let_go():
    for k in range(3 * KEPT):
        v = ml.vector(f"v{k}", "n")
        assert x + v - v is x
    assert len(x.writings) == KEPT
    passing = ml.sin(ml.vector("passing", "n"))
    alive = weakref.ref(passing)
    del passing
    gc.collect()
    assert alive() is None


def test_a_note_is_not_pickled():
    e = ml.sin(x) - ml.sin(x)
    program = pickle.dumps(e)
    assert b"sin" not in program


def test_a_derivative_is_computed_from_its_own_parts():
    D = ml.derivative(ml.sum(ml.tanh(A @ x)), x)
    np.testing.assert_allclose(as_written(D, AT), D.evaluate(A=AT["A"], x=AT["x"]), rtol=1e-12)


def test_symbols_that_cancelled_are_remembered():
    assert {s.name for s in written_symbols(x / x)} >= {"x"}
    assert (x / x).evaluate(x=[1.0, 2.0, 3.0]).tolist() == [1.0, 1.0, 1.0]
    assert (x + y - y).evaluate(x=[1.0, 2.0], y=[3.0, 4.0]).tolist() == [1.0, 2.0]
    with pytest.raises(TypeError, match="unknown name z: the expression has"):
        (x / x).evaluate(z=[1.0, 2.0])


def test_the_right_one_is_checked():
    assert "what is measured" in ml.derivation(ml.sqrt(2 * a), a).check()
    found = ml.diagnose(lambda a: 1 / np.sqrt(2 * a), ml.sqrt(2 * a), a)
    assert found.right
    assert not ml.diagnose(lambda a: 0.5 / np.sqrt(a), ml.sqrt(2 * a), a).right


# --------------------------------------------------------------- simplifications made wrong


# Symbols of their own: what is noted wrongly on a node stays there.
u, v = ml.vectors("u v", "w")
c, d = ml.scalar("γ", positive=True), ml.scalar("δ")
R = ml.matrix("R", "w", "w")
WRONG_AT = {
    "u": np.array([-0.4, 1.3, -2.0]),
    "v": np.array([-1.1, 0.6, -0.7]),
    "γ": 3.0,
    "δ": -1.7,
    "R": AT["Q"],
}


def dropped_constant(base, exponent):
    """Raise to a power as it was done once: a number that is no exact root gets lost."""
    return canonical_form.product(1, [(Power(f, exponent), ls) for f, ls in base.factors], ())


def root_of_square(e, exponent):
    """Take the root of a scalar's square for the scalar, whatever its sign."""
    square = isinstance(e, Power) and e.exponent == 2 and not e.shape
    return e.base if square else canonical_form.power(e, exponent)


def turned(name, e):
    """Compare the wrong way round."""
    return elementwise.function(name, -1 * e)


def without_its_number(e):
    """Invert a multiple of a matrix as if it were the matrix."""
    return linear_algebra.nodes.Inverse(e.factors[0][0])


MISTAKES = {
    "a constant under a root is dropped": (
        (powers, "_power_of_compound", dropped_constant),
        lambda: ml.sqrt(2 * c),
    ),
    "a root of a square is the number": (
        (elementwise, "power", root_of_square),
        lambda: ml.sqrt(d**2),
    ),
    "relu of anything is itself": (
        (elementwise, "function", lambda name, e: e),
        lambda: 3 * ml.relu(u @ v - 5),
    ),
    "any product has a sum of logarithms": (
        (exponentials, "_apart", lambda e: True),
        lambda: ml.sum(ml.log(u * v)),
    ),
    "greater is turned round": (
        (comparisons, "function", turned),
        lambda: ml.sum((u > v) * u),
    ),
    "an inverse loses its number": (
        (linear_algebra, "inverse", without_its_number),
        lambda: ml.trace(ml.inv(2 * R)),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_wrong_simplification_is_found(mistake, monkeypatch):
    made, write = mistake
    monkeypatch.setattr(*made)
    e = write()
    assert wrong_step(e, WRONG_AT)
    by = min(e.symbols, key=lambda s: s.name)
    with pytest.raises(AssertionError, match="is not"):
        ml.derivation(e, by).check()
    with pytest.raises(AssertionError, match="is not what was written"):
        ml.diagnose(ml.derivative(e, by), e, by)


def test_two_functions_taken_for_one_are_found_whichever_was_written_last(monkeypatch):
    monkeypatch.setattr(powers, "_power_of_compound", dropped_constant)
    first, second = ml.sqrt(7 * c), ml.sqrt(c)
    assert first is second
    assert "sqrt(7 γ) is not sqrt(γ)" in wrong_step(first, WRONG_AT)
    with pytest.raises(AssertionError, match="is not"):
        ml.derivation(first, c).check()


def test_numbers_are_noted_as_they_came():
    e = np.float64(0.1) * x ** Fraction(3)
    assert as_written(e, AT) == pytest.approx(0.1 * AT["x"] ** 3)
    assert isinstance(e.writings[0].operands[1], (Symbol, Power))


def test_an_inverse_without_digits_contradicts_nothing(rng):
    X = ml.matrix("X", "m", "n")
    projected = X @ ml.inv(X.T @ X) @ X.T @ X
    assert projected is X
    assert wrong_step(projected, {"X": rng.normal(size=(7, 3))}) is None
    assert wrong_step(projected, {"X": rng.normal(size=(3, 7))}) is None  # XᵀX has no inverse here


def test_a_symbol_that_cancelled_in_a_number_elsewhere_does_not_stand_in_the_way():
    Z = ml.matrix("Z", "m", "n")
    s, m = ml.vectors("s m", "n")  # a symbol with the name of a dimension of Z
    half = ml.sum(Z) / ml.sum(Z) / 2
    y = ml.sum(ml.exp(s) + m**2 - s) * half
    assert written_symbols(y) == {s, m}
    assert "what is measured" in ml.derivation(y, s).check()


def test_a_symbol_of_another_shape_with_the_same_name_is_another_one():
    other = ml.matrix("A", "n", "n")  # the value of A has four rows and three columns
    kept = ml.eye("n") @ x + ml.ones("n") + (other - other) @ x
    e = ml.eye("n") @ x + ml.ones("n")
    assert kept is e
    np.testing.assert_allclose(as_written(e, AT), AT["x"] + 1, rtol=1e-12)
    assert wrong_step(e, AT) is None
