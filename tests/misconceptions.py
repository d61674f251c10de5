"""Wrong answers that students give, each with the kind of its mistake.

A function is written with the engine, a wrong derivative of it with NumPy, by the names of the
symbols. Sizes are distinct primes; a matrix called P is far from singular and not symmetric.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import mathlib as ml

SIZES = {"N": 7, "n": 5, "m": 3, "k": 2}
inv, outer = np.linalg.inv, np.outer


def sigmoid(z):
    """Return the logistic function."""
    return 1 / (1 + np.exp(-z))


def relu(z):
    """Return the positive part."""
    return np.maximum(z, 0)


def softmax(z):
    """Return the softmax of a vector."""
    return np.exp(z) / np.exp(z).sum()


def normalised(x):
    """Center and scale, as batch normalisation does."""
    centred = x - ml.mean(x)
    return centred / ml.sqrt(ml.mean(centred**2) + 0.001)


class Misconception(NamedTuple):
    """What is differentiated, by what, and a wrong derivative with its kind."""

    name: str
    kind: str
    shapes: str
    by: str
    function: Callable
    wrong: Callable

    def symbols(self):
        """Make the symbols."""
        pairs = (word.partition(":") for word in self.shapes.split())
        shapes = {name: tuple(filter(None, shape.split(","))) for name, _, shape in pairs}
        makers = (ml.scalar, ml.vector, ml.matrix)
        return {name: makers[len(shape)](name, *shape) for name, shape in shapes.items()}

    def sample(self, rng):
        """Draw values."""
        values = {}
        for name, symbol in self.symbols().items():
            values[name] = 0.5 + rng.normal(size=[SIZES[d] for d in symbol.shape])
            if name == "P":
                values[name] += 3 * len(values[name]) * np.eye(len(values[name]))
        return values


MISCONCEPTIONS = [
    Misconception(
        "the other layout",
        "layout",
        "A:m,n x:n",
        "x",
        lambda A, x: A @ x,
        lambda A, x: A.T,
    ),
    Misconception(
        "outer product the wrong way round",
        "layout",
        "v:m X:m,n b:n",
        "X",
        lambda v, X, b: v @ X @ b,
        lambda v, X, b: outer(b, v),
    ),
    Misconception(
        "summed instead of outer product",
        "outer vs inner",
        "W:m,n x:n v:m",
        "W",
        lambda W, x, v: ml.sum((W @ x - v) ** 2),
        lambda W, x, v: 2 * (W @ x - v).sum() * np.ones((len(v), 1)) @ x[None, :],
    ),
    Misconception(
        "rows of a Jacobian summed",
        "gradient vs Jacobian",
        "A:m,n x:n",
        "x",
        lambda A, x: A @ x,
        lambda A, x: np.broadcast_to(A.sum(0), A.shape),
    ),
    Misconception(
        "quadratic form: matrix taken as symmetric",
        "symmetry assumed",
        "A:n,n x:n",
        "x",
        lambda A, x: x @ A @ x,
        lambda A, x: 2 * A @ x,
    ),
    Misconception(
        "quadratic form: one of two places",
        "missing path",
        "A:n,n x:n",
        "x",
        lambda A, x: x @ A @ x,
        lambda A, x: A @ x,
    ),
    Misconception(
        "quadratic form by its matrix is a square",
        "scalar thinking",
        "A:n,n x:n",
        "A",
        lambda A, x: x @ A @ x,
        lambda A, x: np.full(A.shape, x @ x),
    ),
    Misconception(
        "penalty without its 2",
        "factor 2",
        "X:N,n w:n t:N",
        "w",
        lambda X, w, t: ml.mean((X @ w - t) ** 2) + 0.3 * w @ w,
        lambda X, w, t: 2 / len(t) * X.T @ (X @ w - t) + 0.3 * w,
    ),
    Misconception(
        "the number of a mean lost",
        "factor N",
        "X:N,n w:n t:N",
        "w",
        lambda X, w, t: ml.mean((X @ w - t) ** 2),
        lambda X, w, t: 2 * X.T @ (X @ w - t),
    ),
    Misconception(
        "sign of the inner derivative lost",
        "sign",
        "X:N,n w:n t:N",
        "w",
        lambda X, w, t: ml.sum((t - X @ w) ** 2),
        lambda X, w, t: 2 * X.T @ (t - X @ w),
    ),
    Misconception(
        "penalty with the wrong sign",
        "sign",
        "X:N,n w:n t:N",
        "w",
        lambda X, w, t: ml.mean((X @ w - t) ** 2) + 0.3 * w @ w,
        lambda X, w, t: 2 / len(t) * X.T @ (X @ w - t) - 0.6 * w,
    ),
    Misconception(
        "inner derivative forgotten",
        "chain rule",
        "A:m,n x:n",
        "x",
        lambda A, x: ml.sin(A @ x),
        lambda A, x: np.cos(A @ x)[:, None] * np.ones(A.shape),
    ),
    Misconception(
        "Jacobians in the wrong order",
        "order",
        "A:n,n B:n,n x:n",
        "x",
        lambda A, B, x: B @ ml.sin(A @ x),
        lambda A, B, x: A @ np.diag(np.cos(A @ x)) @ B,
    ),
    Misconception(
        "one factor of a product held constant",
        "missing path",
        "x:n",
        "x",
        lambda x: x * ml.sin(x),
        lambda x: np.diag(x * np.cos(x)),
    ),
    Misconception(
        "denominator held constant",
        "missing path",
        "x:n",
        "x",
        lambda x: x / ml.norm(x),
        lambda x: np.eye(len(x)) / np.linalg.norm(x),
    ),
    Misconception(
        "mask missing",
        "mask",
        "W:m,n x:n b:m v:m",
        "W",
        lambda W, x, b, v: ml.sum((ml.relu(W @ x + b) - v) ** 2),
        lambda W, x, b, v: 2 * outer(relu(W @ x + b) - v, x),
    ),
    Misconception(
        "relu for its derivative",
        "f instead of f'",
        "z:n a:n",
        "z",
        lambda z, a: ml.sum(ml.relu(z) * a),
        lambda z, a: a * relu(z),
    ),
    Misconception(
        "sigmoid's derivative fed the pre-activation",
        "f' at the wrong point",
        "z:n a:n",
        "z",
        lambda z, a: ml.sum(ml.sigmoid(z) * a),
        lambda z, a: a * z * (1 - z),
    ),
    Misconception(
        "output activation skipped",
        "missing factor",
        "X:N,n w:n t:N",
        "w",
        lambda X, w, t: ml.sum((ml.sigmoid(X @ w) - t) ** 2),
        lambda X, w, t: 2 * X.T @ (sigmoid(X @ w) - t),
    ),
    Misconception(
        "softmax taken entry by entry",
        "off-diagonal missing",
        "z:n",
        "z",
        lambda z: ml.softmax(z),
        lambda z: np.diag(softmax(z) * (1 - softmax(z))),
    ),
    Misconception(
        "normaliser of the softmax held constant",
        "missing path",
        "z:n",
        "z",
        lambda z: ml.softmax(z),
        lambda z: np.diag(softmax(z)),
    ),
    Misconception(
        "label lost in the logistic loss",
        "missing factor",
        "X:N,n w:n y:N",
        "w",
        lambda X, w, y: ml.sum(ml.log(1 + ml.exp(-y * (X @ w)))),
        lambda X, w, y: -X.T @ sigmoid(-y * (X @ w)),
    ),
    Misconception(
        "bias not summed over the batch",
        "batch sum",
        "X:N,n W:n,k b:k Y:N,k",
        "b",
        lambda X, W, b, Y: ml.sum((X @ W + b - Y) ** 2),
        lambda X, W, b, Y: 2 * (X @ W + b - Y)[0],
    ),
    Misconception(
        "X instead of its transpose",
        "transpose inside",
        "A:n,n W:n,n C:n,n",
        "W",
        lambda A, W, C: ml.sum(C * (A @ W)),
        lambda A, W, C: A @ C,
    ),
    Misconception(
        "batch normalisation: mean and variance held constant",
        "missing path",
        "x:n a:n",
        "x",
        lambda x, a: a @ normalised(x),
        lambda x, a: a / np.sqrt(x.var() + 1e-3),
    ),
    Misconception(
        "inverse like 1/x",
        "noncommutative",
        "a:n P:n,n b:n",
        "P",
        lambda a, P, b: a @ ml.inv(P) @ b,
        lambda a, P, b: -(inv(P) @ inv(P)).T * outer(a, b),
    ),
    Misconception(
        "inverse without its minus",
        "sign",
        "a:n P:n,n b:n",
        "P",
        lambda a, P, b: a @ ml.inv(P) @ b,
        lambda a, P, b: outer(inv(P).T @ a, inv(P) @ b),
    ),
    Misconception(
        "inverse without its transposes",
        "transpose inside",
        "a:n P:n,n b:n",
        "P",
        lambda a, P, b: a @ ml.inv(P) @ b,
        lambda a, P, b: -outer(inv(P) @ a, inv(P).T @ b),
    ),
    Misconception(
        "log det without its transpose",
        "layout",
        "P:n,n",
        "P",
        lambda P: ml.logdet(P),
        lambda P: inv(P),
    ),
    Misconception(
        "trace of an inverse like 1/x",
        "scalar thinking",
        "P:n,n",
        "P",
        lambda P: ml.trace(ml.inv(P)),
        lambda P: np.full(P.shape, -(np.trace(inv(P)) ** 2)),
    ),
    Misconception(
        "log det left out of a Gaussian",
        "missing path",
        "P:n,n a:n",
        "P",
        lambda P, a: ml.logdet(P) + a @ ml.inv(P) @ a,
        lambda P, a: -outer(inv(P).T @ a, inv(P) @ a),
    ),
]
