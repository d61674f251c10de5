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


F, G = ml.function("F", shape=()), ml.function("G", shape=("m",))
H = ml.function("H", shape=("k",))
B, y = ml.matrix("B", "k", "n"), ml.vector("y", "k")
WHOLE = {
    "a gradient": (F(x), x, "∇F(x)ᵀ"),
    "a Jacobian": (G(x), x, "J_G(x)"),
    "the chain rule": (F(G(x)), x, "∇F(G(x))ᵀ J_G(x)"),
    "of vectors": (G(H(x)), x, "J_G(H(x)) J_H(x)"),
    "inside": (F(B @ x), x, "∇F(B x)ᵀ B"),
    "of a sum of squares": (ml.sum(G(x) ** 2), x, "2 G(x)ᵀ J_G(x)"),
    "of two arguments": (F(x, y), y, "∇₂F(x, y)ᵀ"),
    "of a curve": (G(s), s, "G'(s)"),
    "by a matrix": (F(X @ w), X, "∇F(X w) wᵀ"),
    "of a matrix": (F(X), X, "∇F(X)"),
    "by a number": (F(s * x), s, "∇F(s x)ᵀ x"),
    "the total derivative": (F(x, H(x)), x, "(J_H(x)ᵀ ∇₂F(x, H(x)) + ∇₁F(x, H(x)))ᵀ"),
}


@pytest.mark.parametrize(("whole", "by", "text"), WHOLE.values(), ids=WHOLE)
def test_of_whole_arguments_it_is_the_chain_rule_of_vectors(whole, by, text):
    assert str(ml.derivative(whole, by)) == text
    assert "hold" in ml.derivation(whole, by).check()
    assert "hold" in ml.derivation(whole, by, detail="components").check()


def test_second_derivatives_of_whole_arguments():
    assert str(ml.hessian(F(B @ x), x)) == "Bᵀ ∇²F(B x) B"
    assert ml.hessian(F(x), x).latex() == r"\nabla^{2} F\left(\mathbf{x}\right)"
    of_both = ml.hessian(F(H(x)), x).index_notation()
    assert of_both.endswith("+ Σ_l D²H(x)[l,i,j] ∇F(H(x))[l]")
    assert str(ml.derivative(ml.derivative(F(x, y), x), y)) == "∇₁∇₂F(x, y)"


def test_of_whole_arguments_known_functions_take_their_places():
    at, known = {"x": VALUES["x"], "B": np.arange(6.0).reshape(2, 3) / 5}, lambda u: ml.sum(u**3)
    inner = at["B"] @ at["x"]
    found = ml.gradient(F(B @ x), x).evaluate(**at, F=known)
    np.testing.assert_allclose(found, 3 * at["B"].T @ inner**2)
    found = ml.hessian(F(B @ x), x).evaluate(**at, F=known)
    np.testing.assert_allclose(found, 6 * at["B"].T @ np.diag(inner) @ at["B"])
    assert pickle.loads(pickle.dumps(F(x))) is F(x)


REFUSED_OF_WHOLES = {
    "numbers": (lambda: F(x).evaluate(x=[1, 2]), r"nothing is known of F.*lambda x: x @ x"),
    "code": (lambda: G(x).compile(x), r"nothing is known of G.*lambda x: A @ x"),
    "components": (lambda: F(x).components(n=3), "nothing is known of F"),
    "a diagnosis": (lambda: ml.diagnose(2 * x, F(x), x), "nothing is known of F"),
    "another shape": (lambda: F(x).evaluate(x=[1, 2], F=ml.sin), r"F has values of shape \(\)"),
    "no dimension": (lambda: ml.function("F", shape=(0,)), "a dimension is a name or a positive"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED_OF_WHOLES.values(), ids=REFUSED_OF_WHOLES)
def test_what_cannot_be_of_whole_arguments_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_function_whose_value_is_a_vector_is_bold():
    G = ml.function("G", shape=("m",))
    assert G(x).latex() == r"\mathbf{G}\left(\mathbf{x}\right)"
    assert ml.derivative(G(x), x).latex() == r"J_{\mathbf{G}}\left(\mathbf{x}\right)"
