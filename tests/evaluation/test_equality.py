"""Whether two expressions are equal is said rightly, or is said not to be known."""

import random

import pytest
from random_expressions import Builder
from rewritings import MUTATIONS, REWRITINGS

import mathlib as ml

# Dimensions that no other test has: what was written with a symbol elsewhere is not read here.
s, t = ml.scalars("s t")
w = ml.scalar("w", positive=True)
x, y, z = ml.vectors("x y z", "d")
p = ml.vector("p", "d", positive=True)
X, A, B = ml.matrix("X", "h", "d"), ml.matrix("A", "d", "d"), ml.matrix("B", "d", "d")
S = ml.matrix("S", "d", "d", symmetric=True)
D = ml.matrix("D", "d", "d", definite=True)
Q = ml.matrix("Q", "h", "d", orthogonal=True)
q = ml.vector("q", "d", sums_to=1)
H = ml.matrix("H", "h", "d", one_hot=True)
f, g = ml.function("f"), ml.function("g")
I = ml.eye("d")
one = ml.ones("d")
gram = ml.inv(X.T @ X)
projection = X @ gram @ X.T

EQUAL = {
    "projection of X": (projection @ X, X),
    "projection, twice": (projection @ projection, projection),
    "trace of a projection": (ml.trace(projection), ml.trace(I)),
    "residual of X": ((ml.eye("h") - projection) @ X, 0 * X),
    "pseudo-inverse": (gram @ X.T @ X @ gram @ X.T, gram @ X.T),
    "ridge, pushed through": (
        ml.inv(X.T @ X + w * I) @ X.T,
        X.T @ ml.inv(X @ X.T + w * ml.eye("h")),
    ),
    "ratio of traces": (ml.trace(A @ B) / ml.trace(B @ A), 1 + 0 * s),
    "Sherman and Morrison": (
        ml.inv(D + ml.outer(x, x)),
        ml.inv(D) - ml.inv(D) @ ml.outer(x, x) @ ml.inv(D) / (1 + x @ ml.inv(D) @ x),
    ),
    "determinant of a rank-one change": (ml.det(I + ml.outer(x, y)), 1 + x @ y),
    "inverse of a product": (ml.inv(A @ B), ml.inv(B) @ ml.inv(A)),
    "difference of inverses": (ml.inv(A) - ml.inv(B), ml.inv(A) @ (B - A) @ ml.inv(B)),
    "determinant of a product": (ml.det(A @ B), ml.det(A) * ml.det(B)),
    "logarithm of it": (ml.logdet(A @ B), ml.logdet(A) + ml.logdet(B)),
    "rotation keeps length": (ml.norm(Q @ x), ml.norm(x)),
    "rotation of a projection": (Q @ Q.T @ Q @ x, Q @ x),
    "shares sum to 1": (ml.sum(q * s) + t, s + t),
    "centred by shares": (q @ (x - q @ x), 0 * s),
    "one-hot squared": (H * H, H),
    "symmetric": (x @ S @ y, y @ S @ x),
    "triangular factor": (ml.cholesky(D) @ ml.cholesky(D).T @ x, D @ x),
    "root of a matrix": (ml.sqrtm(D) @ ml.sqrtm(D), D),
    "bracket": ((s + t) * x, s * x + t * x),
    "terms that cancel": ((A + B) @ x - A @ x - B @ x, 0 * x),
    "absolute value": (ml.abs(x) * ml.sign(x), x),
    "two hinges": (ml.relu(x) - ml.relu(-x), x),
    "their product": (ml.relu(x) * ml.relu(-x), 0 * x),
    "greatest and least": (ml.max(x), -ml.min(-x)),
    "clipped twice": (ml.clip(ml.clip(x, -2, 3), -2, 3), ml.clip(x, -2, 3)),
    "maximum of three": (ml.maximum(x, ml.maximum(y, z)), ml.maximum(ml.maximum(x, y), z)),
    "softmax, shifted": (ml.softmax(x + s), ml.softmax(x)),
    "logsumexp, shifted": (ml.logsumexp(x + s), ml.logsumexp(x) + s),
    "sigmoid beyond 700": (1 / (1 + ml.exp(-x)), 1 - ml.sigmoid(-x)),
    "defined in places": (ml.log(x * y), ml.log(ml.abs(x)) + ml.log(ml.abs(y))),
    "arcsine": (ml.sin(ml.arcsin(x)), x),
    "inverse of arcosh": (ml.cosh(ml.arccosh(p)), p),
    "variance": (ml.var(x), ml.mean(x**2) - ml.mean(x) ** 2),
    "unknown functions": ((f(x) + g(x)) ** 2, f(x) ** 2 + 2 * f(x) * g(x) + g(x) ** 2),
    "their slopes": (
        ml.derivative(f(s) * g(s), s),
        ml.derivative(f(s), s) * g(s) + f(s) * ml.derivative(g(s), s),
    ),
    "kron": (ml.kron(A, B) @ ml.vec(ml.outer(x, y)), ml.vec(B @ ml.outer(x, y) @ A.T)),
    "Kronecker and trace": (ml.trace(ml.kron(A, B)), ml.trace(A) * ml.trace(B)),
    "a number": (ml.sin(s) ** 2 + ml.cos(s) ** 2, 1),
}

DIFFERENT = {
    "projection of another": (projection @ X, 2 * X),
    "projection, not of the rows": (ml.trace(projection), ml.trace(ml.eye("h"))),
    "ridge, forgotten": (ml.inv(X.T @ X + I / 10**6) @ X.T, gram @ X.T),
    "inverse of a product, in order": (ml.inv(A @ B), ml.inv(A) @ ml.inv(B)),
    "transpose": (A @ x, A.T @ x),
    "a product the other way": (A @ B, B @ A),
    "trace of three": (ml.trace(A @ B @ S), ml.trace(B @ A @ S)),
    "a matrix that is not symmetric": (x @ A @ y, y @ A @ x),
    "columns instead of rows": (Q @ Q.T, ml.eye("h")),
    "shares of another": (ml.sum(p * s), s),
    "one part in 10⁹": (x, (1 + 1e-9) * x),
    "one part in 10¹²": (A @ x, (1 + 1e-12) * (A @ x)),
    "a small constant": (x, x + 1e-9),
    "beside small entries": (x * y, x * y + 1e-13 * ml.sin(x)),
    "at one entry": (x, x + 1e-6 * I[1] * y),
    "at one entry of a matrix": (A, A + 1e-6 * ml.outer(I[0], I[2])),
    "a sign beyond 5": (x, ml.where(x > 5, -x, x)),
    "a sign under two conditions": (x, ml.where((x > 3) * (y < -3), -x, x)),
    "a sign where a norm is large": (x, ml.where(x @ x > 900, -x, x)),
    "at 800 only": (x, ml.clip(x, -790, 790)),
    "below -700 only": (x, ml.maximum(x, -700)),
    "within a window": (x, x + (x > 50) * (x < 51)),
    "a hinge that is off": (ml.relu(x - 100), 0 * x),
    "a root of a square": (ml.sqrt(x**2), x),
    "another root": (ml.abs(x) ** 0.5, ml.abs(x) ** 0.5000001),
    "a slope at one side": (ml.leaky_relu(x), ml.relu(x)),
    "another hinge": (ml.relu(x), ml.softplus(x)),
    "softmax of a multiple": (ml.softmax(2 * x), ml.softmax(x)),
    "variance of a sample": (ml.var(x), ml.var(x) * (1 + 1 / 10**7)),
    "a function of a sum": (f(x + y), f(x) + f(y)),
    "another function": (f(x), g(x)),
    "arguments exchanged": (f(s, t), f(t, s)),
    "a tail": (x, x + ml.exp(x - 60)),
}

UNKNOWN = {
    "never finite": (ml.log(-p), s * ml.log(-p), "of 96 random points"),
    "never met": (
        ml.relu(ml.tanh(s) - 1.5) * t,
        0 * t,
        r"at none of which tanh\(s\) - 3 / 2 is positive",
    ),
}


@pytest.mark.parametrize(("a", "b"), EQUAL.values(), ids=EQUAL)
def test_what_is_equal_is_called_equal(a, b):
    assert ml.equal(a, b)
    assert ml.equal(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_is_almost_equal_is_called_different(a, b):
    assert not ml.equal(a, b)
    assert not ml.equal(b, a)


@pytest.mark.parametrize(("a", "b", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_it_says_when_it_does_not_know(a, b, message):
    with pytest.raises(ValueError, match=f"it is not known whether .* are equal: .*{message}"):
        ml.equal(a, b * ml.ones("d") if b.shape != a.shape else b)


@pytest.mark.parametrize("rewriting", REWRITINGS)
@pytest.mark.parametrize("seed", range(2))
def test_of_random_expressions_no_answer_is_false(rewriting, seed):
    """An answer may be that it is not known, seldom."""
    builder = Builder(random.Random(f"{rewriting}{seed}"))
    shape = [(), ("n",), ("m", "n")][builder.random.randrange(3)]
    e, g = (builder.build(shape, 2).symbolic for _ in range(2))
    left, right = REWRITINGS[rewriting](e, g)
    almost = MUTATIONS[builder.random.choice([*MUTATIONS])](right)
    assert answer(left, right) is not False
    assert answer(left, almost) is not True


def answer(a, b):
    try:
        return ml.equal(a, b)
    except ValueError:
        return None


def test_of_two_shapes_it_is_no_question():
    with pytest.raises(ValueError, match=r"shapes \(d,\) and \(\) differ.*sum or transpose"):
        ml.equal(x, s)


def test_one_name_for_two_symbols_is_refused():
    with pytest.raises(ValueError, match="x names two symbols"):
        ml.equal(x, ml.vector("x", "d", positive=True))


def test_index_vectors_pick_at_random():
    i = ml.indices("i", "k", below="d")
    assert ml.equal((2 + s) * x[i], 2 * x[i] + s * x[i])
    assert not ml.equal(x[i], (x + y / 10**6)[i])
