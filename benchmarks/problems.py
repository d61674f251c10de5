"""The functions that are timed: each in the engine's words, in NumPy's, and for JAX and PyTorch.

A problem's `by_hand` is the gradient (or Hessian) as one would write it in NumPy after working it
out on paper: the measure of how good generated code can be. `function` takes the array module, so
that JAX and PyTorch differentiate the same text.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

import mathlib as ml


@dataclass
class Problem:
    """A scalar function of arrays, and what to differentiate it by."""

    name: str
    expression: Any
    by: Any
    arguments: list
    function: Any  # of a Library and the arguments
    by_hand: Any
    order: int
    sizes: tuple

    def derivative(self):
        """Derive it by the engine."""
        first = ml.gradient(self.expression, self.by)
        return first if self.order == 1 else ml.hessian(self.expression, self.by)

    @property
    def place(self):
        """Which argument it is differentiated by."""
        return [a.name for a in self.arguments].index(self.by.name)

    def sample(self, size):
        """Arrays for the arguments: n is the size, m twice that, k a third."""
        rng = np.random.default_rng(size)
        sizes = {"n": size, "m": 2 * size, "k": max(size // 3, 2)}
        arrays = [rng.normal(size=[sizes[d] for d in a.shape]) / 2 for a in self.arguments]
        return [
            a + 3 * np.sqrt(size) * np.eye(size) if a.shape == (size, size) else a for a in arrays
        ]


m, n, k = "m", "n", "k"
X, W, U, V, A = (
    ml.matrix("X", m, n),
    ml.matrix("W", n, k),
    ml.matrix("U", m, k),
    ml.matrix("V", k, n),
    ml.matrix("A", m, n),
)
Y, Q = ml.matrix("Y", m, k), ml.matrix("Q", n, n)
w, a, b, x, z = ml.vectors("w a b x z", n)
y = ml.vector("y", m)

SMALL, LARGE = (10, 30, 100, 300), (5, 10, 20)


def sigmoid(t):
    """Compute the logistic function, as it is usually written."""
    return 1 / (1 + np.exp(-t))


def logistic_gradient(X, y, w):
    """Differentiate the sum of log(1 + exp(-y (X w)))."""
    return -X.T @ (y * sigmoid(-y * (X @ w)))


def logistic_hessian(X, y, w):
    """Differentiate it twice."""
    p = sigmoid(-y * (X @ w))
    return X.T @ ((y * y * p * (1 - p))[:, None] * X)


def cross_entropy_gradient(X, Y, W):
    """Differentiate -sum(Y log(softmax(X W)))."""
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    S = E / E.sum(axis=1, keepdims=True)
    return X.T @ (Y.sum(axis=1, keepdims=True) * S - Y)


def cross_entropy_hessian(x, z):
    """Differentiate -z · log(softmax(x)) twice."""
    e = np.exp(x - x.max())
    s = e / e.sum()
    return z.sum() * (np.diag(s) - np.outer(s, s))


def inverse_gradient(a, Q, b):
    """Differentiate a · (Q⁻¹ b)."""
    return -np.outer(np.linalg.solve(Q.T, a), np.linalg.solve(Q, b))


def inverse_hessian(a, Q, b):
    """Differentiate it twice."""
    P = np.linalg.inv(Q)
    left, right = a @ P, P @ b
    first = np.einsum("i,jk,l->ijkl", left, P, right)
    return first + first.transpose(2, 3, 0, 1)


def logdet_hessian(Q):
    """Differentiate log det Q twice."""
    P = np.linalg.inv(Q)
    return -np.einsum("jk,li->ijkl", P, P)


def factorisation_hessian(A, U, V):
    """Differentiate |A - U V|² twice by U."""
    return 2 * np.einsum("ik,jl->ijkl", np.eye(len(U)), V @ V.T)


def network_gradient(X, W, b, c, y):
    """Differentiate |relu(X W + b) c - y|², two layers on a batch, by the first weights."""
    Z = X @ W + b
    error = 2 * (np.maximum(Z, 0) @ c - y)
    return X.T @ (np.outer(error, c) * (Z > 0))


def network_hessian(W, b, c, x):
    """Differentiate c · tanh(Wᵀ x + b) twice by x."""
    t = np.tanh(W.T @ x + b)
    return (W * (-2 * c * t * (1 - t * t))) @ W.T


d, e = ml.vectors("d e", k)
P = Problem
PROBLEMS = [
    P(
        "logistic regression",
        ml.sum(ml.softplus(-y * (X @ w))),
        w,
        [X, y, w],
        lambda L, X, y, w: L.softplus(-y * (X @ w)).sum(),
        logistic_gradient,
        1,
        SMALL,
    ),
    P(
        "least squares",
        ml.sum((X @ w - y) ** 2),
        w,
        [X, y, w],
        lambda L, X, y, w: ((X @ w - y) ** 2).sum(),
        lambda X, y, w: 2 * X.T @ (X @ w - y),
        1,
        SMALL,
    ),
    P(
        "softmax cross-entropy",
        -ml.sum(Y * ml.log(ml.softmax(X @ W))),
        W,
        [X, Y, W],
        lambda L, X, Y, W: -(Y * L.log_softmax(X @ W, -1)).sum(),
        cross_entropy_gradient,
        1,
        SMALL,
    ),
    P(
        "a · X⁻¹ b",
        a @ ml.inv(Q) @ b,
        Q,
        [a, Q, b],
        lambda L, a, Q, b: a @ L.solve(Q, b),
        inverse_gradient,
        1,
        SMALL,
    ),
    P(
        "log det",
        ml.logdet(Q),
        Q,
        [Q],
        lambda L, Q: L.logdet(Q),
        lambda Q: np.linalg.inv(Q).T,
        1,
        SMALL,
    ),
    P(
        "matrix factorisation",
        ml.sum((A - U @ V) ** 2),
        U,
        [A, U, V],
        lambda L, A, U, V: ((A - U @ V) ** 2).sum(),
        lambda A, U, V: -2 * (A - U @ V) @ V.T,
        1,
        SMALL,
    ),
    P(
        "two-layer network",
        ml.sum((ml.relu(X @ W + d) @ e - y) ** 2),
        W,
        [X, W, d, e, y],
        lambda L, X, W, b, c, y: ((L.relu(X @ W + b) @ c - y) ** 2).sum(),
        network_gradient,
        1,
        SMALL,
    ),
    P(
        "logistic regression",
        ml.sum(ml.softplus(-y * (X @ w))),
        w,
        [X, y, w],
        lambda L, X, y, w: L.softplus(-y * (X @ w)).sum(),
        logistic_hessian,
        2,
        SMALL,
    ),
    P(
        "least squares",
        ml.sum((X @ w - y) ** 2),
        w,
        [X, y, w],
        lambda L, X, y, w: ((X @ w - y) ** 2).sum(),
        lambda X, y, w: 2 * X.T @ X,
        2,
        SMALL,
    ),
    P(
        "softmax cross-entropy",
        -ml.sum(z * ml.log(ml.softmax(x))),
        x,
        [x, z],
        lambda L, x, z: -(z * L.log_softmax(x, -1)).sum(),
        cross_entropy_hessian,
        2,
        SMALL,
    ),
    P(
        "a · X⁻¹ b",
        a @ ml.inv(Q) @ b,
        Q,
        [a, Q, b],
        lambda L, a, Q, b: a @ L.solve(Q, b),
        inverse_hessian,
        2,
        LARGE,
    ),
    P(
        "log det",
        ml.logdet(Q),
        Q,
        [Q],
        lambda L, Q: L.logdet(Q),
        logdet_hessian,
        2,
        LARGE,
    ),
    P(
        "matrix factorisation",
        ml.sum((A - U @ V) ** 2),
        U,
        [A, U, V],
        lambda L, A, U, V: ((A - U @ V) ** 2).sum(),
        factorisation_hessian,
        2,
        (6, 15, 30),
    ),
    P(
        "two-layer network",
        ml.sum(e * ml.tanh(W.T @ x + d)),
        x,
        [W, d, e, x],
        lambda L, W, b, c, x: (c * L.tanh(W.T @ x + b)).sum(),
        network_hessian,
        2,
        SMALL,
    ),
]
