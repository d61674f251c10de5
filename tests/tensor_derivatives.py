"""Sixty derivatives of the kinds that a tensor calculus is asked for, thirty of them of tensors.

Each function takes a namespace, which is `mathlib` or NumPy under the same names, and the symbols
or their values. The first thirty are the matrix calculus that every such library shows; the others
have three axes and four, the greatest of many, rows that are picked, windows, convolutions,
attention over heads, and functions of which only the name is known. `benchmarks/tensors.py` derives
the same with tensorgrad.

A shape may be followed by what is known of the symbol: ``p:n:positive``, ``H:m,k:one_hot``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy_names import Names

import mathlib as ml

SIZES = {"m": 5, "n": 3, "k": 7, "p": 11}


class TensorNames(Names):
    """NumPy, with what these functions need besides."""

    def conv2d(self, x, kernel):
        """Return the cross-correlation of images and kernels."""
        windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
        return np.einsum("ncijpq,ocpq->noij", windows, kernel)

    def gelu(self, x):
        """Return x times the normal distribution up to x."""
        return x * (1 + self.erf(x / np.sqrt(2))) / 2

    def function(self, name):
        """Return what an unknown function turns out to be."""
        return KNOWN[name](np)


#: What is put in the place of unknown functions, by the names of a namespace.
KNOWN = {
    "f": lambda np: lambda u: np.sin(u) + u**2 / 3,
    "g": lambda np: lambda u: np.exp(u / 5) - u**3 / 7,
}


@dataclass(frozen=True)
class TensorDerivative:
    """What to differentiate, and by what; `order` is 2 for a Hessian."""

    key: str
    shapes: str
    by: str
    function: Callable
    order: int = 1

    def declarations(self):
        """Return the shape of every symbol, and what is known of it."""
        for word in self.shapes.split():
            name, shape, known = (*word.split(":"), "", "")[:3]
            dimensions = [int(d) if d.isdigit() else d for d in filter(None, shape.split(","))]
            yield name, dimensions, [known] if known else []

    def symbols(self):
        """Make the symbols."""
        make = {0: ml.scalar, 1: ml.vector, 2: ml.matrix}
        return {
            name: make.get(len(shape), ml.tensor)(name, *shape, **dict.fromkeys(known, True))
            for name, shape, known in self.declarations()
        }

    def expression(self, symbols):
        """Return the function in the package's words."""
        return self.function(ml, **symbols)

    def derivative(self):
        """Differentiate, as often as is asked for."""
        symbols = self.symbols()
        found = self.expression(symbols)
        for _ in range(self.order):
            found = ml.derivative(found, symbols[self.by])
        return found

    def sample(self, rng):
        """Draw values; a square matrix is far from singular."""
        values = {}
        for name, shape, known in self.declarations():
            size = [SIZES.get(d, d) for d in shape]
            value = rng.normal(size=size)
            if "one_hot" in known:
                value = np.eye(size[-1])[rng.integers(size[-1], size=size[:-1])]
            elif len(size) == 2 and size[0] == size[1]:
                value = value + 3 * len(value) * np.eye(len(value))
            values[name] = value
        return values

    def numeric(self, values):
        """Compute the function with NumPy."""
        return self.function(TensorNames(SIZES), **values)


def normalised(np, x, axis):
    """Return what is centred and has variance 1, nearly, along an axis."""
    centred = x - np.mean(x, axis=axis, keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=axis, keepdims=True) + 1)


def attention(np, Q, K, V):
    """Return what each query takes of the values."""
    return np.softmax(Q @ np.swapaxes(K, -1, -2) / 3) @ V


def cross_entropy(np, x, t):
    """Return the cross-entropy of targets and a softmax."""
    return -np.sum(t * np.log(np.softmax(x)))


def logistic(np, X, w, y):
    """Return the loss of logistic regression."""
    return np.sum(np.log(1 + np.exp(-y * (X @ w))))


D = TensorDerivative
MATRICES = [
    D("quadratic form", "x:n A:n,n", "x", lambda np, x, A: x @ A @ x),
    D("least squares", "X:m,n w:n y:m", "w", lambda np, X, w, y: np.sum((X @ w - y) ** 2)),
    D("least squares by data", "X:m,n w:n y:m", "X", lambda np, X, w, y: np.sum((X @ w - y) ** 2)),
    D("linear trace", "A:k,m U:m,n M:n,k", "U", lambda np, A, U, M: np.trace(A @ U @ M)),
    D("quadratic trace", "X:m,n C:m,m", "X", lambda np, X, C: np.trace(X.T @ C @ X)),
    D("bilinear in inverse", "a:n Q:n,n b:n", "Q", lambda np, a, Q, b: a @ np.inv(Q) @ b),
    D("log determinant", "Q:n,n", "Q", lambda np, Q: np.logdet(Q)),
    D("determinant", "Q:n,n", "Q", lambda np, Q: np.det(Q)),
    D("sigmoid layer", "M:m,n x:n c:m", "x", lambda np, M, x, c: np.sigmoid(M @ x + c)),
    D("softmax", "x:m", "x", lambda np, x: np.softmax(x)),
    D("cross-entropy", "x:m t:m", "x", cross_entropy),
    D("cross-entropy, Hessian", "x:m t:m", "x", cross_entropy, 2),
    D("logistic regression, Hessian", "X:m,n w:n y:m", "w", logistic, 2),
    D("norm", "x:m", "x", lambda np, x: np.norm(x)),
    D("norm, Hessian", "x:m", "x", lambda np, x: np.norm(x), 2),
    D("ReLU layer by weights", "M:m,n x:n c:m", "M", lambda np, M, x, c: np.relu(M @ x + c)),
    D("log-sum-exp, Hessian", "x:m", "x", lambda np, x: np.logsumexp(x), 2),
    D("A B A", "A:m,n B:n,m", "A", lambda np, A, B: A @ B @ A),
    D("inverse", "Q:n,n", "Q", lambda np, Q: np.inv(Q)),
    D("trace of cube", "A:m,m", "A", lambda np, A: np.trace(A @ A @ A)),
    D("log determinant, Hessian", "Q:n,n", "Q", lambda np, Q: np.logdet(Q), 2),
    D(
        "ReLU network's loss",
        "X:k,m W:m,n Y:k,n",
        "W",
        lambda np, X, W, Y: np.sum((Y - np.relu(X @ W)) ** 2),
    ),
    D("direction", "x:m", "x", lambda np, x: x / np.norm(x)),
    D("layer norm", "x:m", "x", lambda np, x: normalised(np, x, 0)),
    D("attention by form", "X:m,n A:n,n", "A", lambda np, X, A: np.softmax(X @ A @ X.T)),
    D("Kronecker product", "A:m,n B:n,k", "A", lambda np, A, B: np.kron(A, B)),
    D("diag(x) A x", "x:m A:m,m", "x", lambda np, x, A: np.diag(x) @ A @ x),
    D("greatest entry", "x:m", "x", lambda np, x: np.max(x)),
    D("Frobenius norm", "A:m,n", "A", lambda np, A: np.norm(A)),
    D(
        "Rayleigh quotient of inverse",
        "x:n Q:n,n",
        "x",
        lambda np, x, Q: (x @ np.inv(Q) @ x) / (x @ x),
    ),
]


def decomposition(np, T, letters, *parts):
    """Return how far a tensor is from what its parts make."""
    return np.sum((T - np.einsum(letters, *parts)) ** 2)


def heads(np, X, W, U, V):
    """Return self-attention over heads, each with weights of its own."""
    scores = np.einsum("sd,hde,tf,hfe->hst", X, W, X, U)
    return np.sum(np.tanh(np.einsum("hst,td,hde->hse", np.softmax(scores / 9), X, V)))


TENSORS = [
    D(
        "trilinear form",
        "T:m,n,k x:m y:n z:k",
        "y",
        lambda np, T, x, y, z: np.einsum("ijk,i,j,k->", T, x, y, z),
    ),
    D(
        "cubic form, Hessian",
        "T:m,m,m x:m",
        "x",
        lambda np, T, x: np.einsum("ijk,i,j,k->", T, x, x, x),
        2,
    ),
    D(
        "tensor regression",
        "T:m,n,k x:k Y:m,n",
        "T",
        lambda np, T, x, Y: np.sum((T @ x - Y) ** 2),
    ),
    D(
        "form of four axes",
        "C:m,n,m,n W:m,n",
        "W",
        lambda np, C, W: np.einsum("ijkl,ij,kl->", C, W, W),
    ),
    D(
        "form of four axes, Hessian",
        "C:m,n,m,n W:m,n",
        "W",
        lambda np, C, W: np.einsum("ijkl,ij,kl->", C, W, W),
        2,
    ),
    D(
        "CP decomposition",
        "T:m,n,k A:m,p B:n,p C:k,p",
        "A",
        lambda np, T, A, B, C: decomposition(np, T, "ir,jr,kr->ijk", A, B, C),
    ),
    D(
        "Tucker decomposition by core",
        "T:m,n,k G:k,m,n A:m,k B:n,m C:k,n",
        "G",
        lambda np, T, G, A, B, C: decomposition(np, T, "abc,ia,jb,kc->ijk", G, A, B, C),
    ),
    D(
        "tensor train by middle",
        "T:m,k,n A:m,n B:n,k,p C:p,n",
        "B",
        lambda np, T, A, B, C: decomposition(np, T, "ia,ajb,bk->ijk", A, B, C),
    ),
    D(
        "tensor sketch",
        "S:k,n R:k,n x:n",
        "x",
        lambda np, S, R, x: (S @ x) * (R @ x),
    ),
    D(
        "batch of products",
        "T:m,n,k U:m,k,p",
        "U",
        lambda np, T, U: np.sum(np.tanh(T @ U / 9)),
    ),
    D("greatest of every row", "X:m,n w:m", "X", lambda np, X, w: w @ np.max(X, axis=1)),
    D("greatest along middle", "T:m,n,k", "T", lambda np, T: np.max(T, axis=1)),
    D("greatest of a tensor", "T:m,n,k", "T", lambda np, T: np.max(T) ** 2),
    D(
        "embeddings",
        "H:m,k:one_hot E:k,n Y:m,n",
        "E",
        lambda np, H, E, Y: np.sum((H @ E - Y) ** 2),
    ),
    D(
        "classes",
        "H:m,k:one_hot X:m,n W:n,k",
        "W",
        lambda np, H, X, W: cross_entropy(np, X @ W, H),
    ),
    D(
        "picked of every row",
        "H:m,k:one_hot X:m,k",
        "X",
        lambda np, H, X: np.sum(np.sum(H * X, axis=1) ** 2),
    ),
    D("window", "x:11 y:7", "x", lambda np, x, y: np.sum((x[1:8] * y - x[4:]) ** 2)),
    D(
        "concatenation",
        "x:3 y:5 t:8",
        "y",
        lambda np, x, y, t: np.sum((np.tanh(np.concatenate([x, y])) - t) ** 2),
    ),
    D("convolution of a signal", "x:11 w:5", "w", lambda np, x, w: np.correlate(x, w, "valid")),
    D(
        "convolution by signal",
        "x:11 w:5",
        "x",
        lambda np, x, w: np.sum(np.relu(np.correlate(x, w, "valid")) ** 2),
    ),
    D(
        "convolution of images",
        "X:3,1,7,5 K:5,1,3,3",
        "K",
        lambda np, X, K: np.conv2d(X, K),
    ),
    D(
        "convolutional layer",
        "X:n,m,7,5 K:k,m,3,3",
        "K",
        lambda np, X, K: np.sum(np.relu(np.conv2d(X, K)) ** 2),
    ),
    D(
        "attention over heads by queries",
        "Q:n,m,k K:n,p,k V:n,p,m",
        "Q",
        lambda np, Q, K, V: np.sum(attention(np, Q, K, V) ** 2),
    ),
    D(
        "masked attention by keys",
        "Q:n,m,k K:n,p,k V:n,p,m M:m,p",
        "K",
        lambda np, Q, K, V, M: np.sum(
            (np.softmax(Q @ np.swapaxes(K, 1, 2) / 3 + M) @ V) ** 2,
        ),
    ),
    D("heads with weights", "X:p,m W:n,m,k U:n,m,k V:n,m,k", "W", heads),
    D(
        "layer norm of sequences",
        "X:m,n,k Y:m,n,k",
        "X",
        lambda np, X, Y: np.sum(Y * normalised(np, X, -1)),
    ),
    D(
        "GELU network",
        "X:m,n W:n,k V:k,p Y:m,p",
        "W",
        lambda np, X, W, V, Y: np.sum((np.gelu(X @ W) @ V - Y) ** 2),
    ),
    D("unknown layer", "A:m,n x:n", "x", lambda np, A, x: np.function("f")(A @ x)),
    D("unknown of a norm, Hessian", "x:m", "x", lambda np, x: np.function("f")(x @ x), 2),
    D(
        "unknown inside unknown",
        "A:m,n x:n",
        "A",
        lambda np, A, x: np.sum(np.function("f")(np.function("g")(A @ x))),
    ),
]
DERIVATIVES = MATRICES + TENSORS
