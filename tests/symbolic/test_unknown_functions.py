"""Functions of which nothing is known: the chain rule in the abstract, and what it comes to."""

import copy
import pickle

import numpy as np
import pytest
import sympy as sp

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

f, g = ml.function("f"), ml.function("g")
s, t = ml.scalars("s t")
x, w = ml.vectors("x w", "n")
A, X = ml.matrix("A", "m", "n"), ml.matrix("X", "m", "n")

SLOPES = {
    "of the variable": (f(s), s, "f'(s)"),
    "inside another": (f(g(s)), s, "f'(g(s)) g'(s)"),
    "a product": (f(s) * g(s), s, "f(s) g'(s) + f'(s) g(s)"),
    "a quotient": (f(s) / g(s), s, "f'(s) / g(s) - f(s) g'(s) / g(s)²"),
    "entry by entry": (f(x), x, "diag(f'(x))"),
    "of a layer": (f(A @ x), x, "diag(f'(A x)) A"),
    "a sum": (ml.sum(f(A @ x)), x, "f'(A x)ᵀ A"),
    "by a matrix": (ml.sum(f(X @ w)), X, "f'(X w) wᵀ"),
    "of a matrix": (ml.sum(f(X.T)), X, "f'(X)"),
    "of a square": (f(x @ x), x, "2 f'(‖x‖²) xᵀ"),
    "of two arguments": (f(s, t), t, "∂₂f(s, t)"),
    "the total derivative": (f(s, g(s)), s, "g'(s) ∂₂f(s, g(s)) + ∂₁f(s, g(s))"),
    "of a vector and a number": (ml.sum(f(x, s)), x, "∂₁f(x, s 𝟏)ᵀ"),
}


@pytest.mark.parametrize(("y", "by", "text"), SLOPES.values(), ids=SLOPES)
def test_the_chain_rule_reads_as_in_textbooks(y, by, text):
    assert str(ml.derivative(y, by)) == text


def test_second_derivatives_have_two_primes():
    assert str(ml.hessian(f(x @ x), x)) == "4 f''(‖x‖²) x xᵀ + 2 f'(‖x‖²) I"
    mixed = ml.derivative(ml.derivative(f(s, t), s), t)
    assert str(mixed) == "∂₁∂₂f(s, t)"
    assert mixed == ml.derivative(ml.derivative(f(s, t), t), s)
    y = f(s)
    for _ in range(4):
        y = ml.derivative(y, s)
    assert (str(y), y.latex()) == ("f^(4)(s)", r"f^{(4)}\left(s\right)")


def test_they_are_written_in_latex_and_with_indices():
    J = ml.derivative(f(A @ x), x)
    assert J.latex() == (r"\operatorname{diag}\left(f'\left(A \, \mathbf{x}\right)\right) \, A")
    assert J.index_notation() == "∂y[i]/∂x[j] = f'(Σ_k A[i,k] x[k]) A[i,j]"
    assert ml.derivative(f(s, t), s).latex() == r"\partial_{1} f\left(s, t\right)"


KNOWN = {
    "f": lambda u, *others: ml.sin(u + 2 * sum(others)) + u**2,
    "g": lambda u: ml.exp(u / 3) - u,
}
VALUES = {
    "s": 0.4,
    "t": -0.7,
    "x": np.array([0.3, -0.5, 0.9]),
    "w": np.array([0.2, 1.1, -0.4]),
    "A": np.arange(15.0).reshape(5, 3) / 10,
    "X": np.arange(15.0).reshape(5, 3) / 9,
}


@pytest.mark.parametrize(("y", "by", "text"), SLOPES.values(), ids=SLOPES)
def test_known_functions_take_their_places(y, by, text):
    J = ml.derivative(y, by)
    known = {name: KNOWN[name] for name in "fg" if name in str(y)}
    values = {symbol.name: VALUES[symbol.name] for symbol in y.symbols}
    measured = ml.measure(lambda v: y.evaluate(**{**values, by.name: v}, **known), values[by.name])
    np.testing.assert_allclose(J.evaluate(**values, **known), measured, rtol=1e-7, atol=1e-9)
    for name, function in known.items():
        J = ml.function(name).substitute(function, J)
    np.testing.assert_allclose(J.evaluate(**values), measured, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("y", "by", "text"), SLOPES.values(), ids=SLOPES)
def test_derivations_hold_whatever_the_functions_are(y, by, text):
    way = ml.derivation(y, by)
    assert "hold" in way.check()
    assert "f = " not in str(way)  # the name of what is not known is not given to anything else


def test_the_rule_has_the_name_of_the_function():
    assert "the derivative of f" in str(ml.derivation(f(A @ x), x))


def test_sympy_knows_them_as_unknown_too():
    u = sp.Symbol("s", real=True)
    F, G = sp.Function("f"), sp.Function("g")
    found = ml.derivative(f(g(s)), s).components()
    assert sp.simplify(found - F(G(u)).diff(u)) == 0


def test_lists_take_them_too():
    assert on_lists(f(s), {"s": 3.0, "f": lambda u: u**2}) == 9


def test_one_function_of_one_argument_is_one_object():
    assert f(x) is ml.function("f")(x)
    assert pickle.loads(pickle.dumps(f(x))) is f(x)
    assert copy.deepcopy(f(X)) is f(X)
    assert f(X.T) is f(X).T
    assert f(x) is not g(x)


REFUSED = {
    "numbers": (lambda: f(s).evaluate(s=1), ValueError, r"nothing is known of f.*evaluate\(f="),
    "code": (lambda: f(s).compile(s), ValueError, r"nothing is known of f.*f\.substitute\("),
    "a diagnosis": (lambda: ml.diagnose(2 * s, f(s), s), ValueError, "nothing is known of f"),
    "a function of arrays": (lambda: f(s).evaluate(s=1, f=np.sin), TypeError, "use ml.sin"),
    "no arguments": (lambda: f(), TypeError, r"f takes arguments: f\(x\)"),
    "no name": (lambda: ml.function("2f"), ValueError, "must be a word, like f, not '2f'"),
    "shapes that differ": (lambda: f(x, ml.vector("b", "m")), ValueError, "arguments of f"),
    "a symbol's name": (lambda: ml.function("x")(x), ValueError, "a function and a symbol"),
}


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
