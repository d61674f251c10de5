"""Derivatives that people ask for in forums and problem sets, written as they would type them.

Each function takes a namespace, which is `mathlib` or NumPy under the same names, and the symbols
or their values; what its derivative should read as is what a person would have written down.
A shape may be followed by what is known of the symbol: ``p:n:positive``, ``S:n,n:symmetric``; what
is ``large`` or ``small`` is so only where values are drawn, so that there is a value, and a
measurement.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

import mathlib as ml

SIZES = {"m": 5, "n": 3, "k": 7, "p": 11}


@dataclass(frozen=True)
class Asked:
    """A derivative that somebody asked for.

    `text` is what a person would write, None where a line is too short for it. `names` gives names
    to parts of the answer, each by a function like `function`. `order` is 2 for a Hessian.
    """

    title: str
    shapes: str
    by: str
    function: Callable
    text: str | None
    names: dict = field(default_factory=dict)
    order: int = 1

    def declarations(self):
        """Return the shape of every symbol, and what is known of it."""
        declared = {}
        for word in self.shapes.split():
            name, _, rest = word.partition(":")
            shape, _, known = rest.partition(":")
            declared[name] = (
                tuple(filter(None, shape.split(","))),
                tuple(filter(None, known.split(","))),
            )
        return declared

    def symbols(self):
        """Make the symbols."""
        made = {}
        for name, (shape, known) in self.declarations().items():
            make = (ml.scalar, ml.vector, ml.matrix)[len(shape)]
            made[name] = make(
                name, *shape, **{word: True for word in known if word not in ("large", "small")}
            )
        return made

    def derivative(self):
        """Differentiate."""
        symbols = self.symbols()
        y, x = self.function(ml, **symbols), symbols[self.by]
        if not y.shape:
            return ml.hessian(y, x) if self.order == 2 else ml.gradient(y, x)
        return ml.derivative(y, x)

    def read(self):
        """Return the derivative as it is read."""
        symbols = self.symbols()
        names = {name: part(ml, **symbols) for name, part in self.names.items()}
        return self.derivative().text(names=names)

    def sample(self, rng):
        """Draw values; square matrices are far from singular, symmetric ones positive definite."""
        values = {}
        for name, (shape, known) in self.declarations().items():
            value = rng.normal(size=[SIZES[d] for d in shape])
            if "positive" in known:
                value = np.abs(value) + 0.5
            if len(shape) == 2 and shape[0] == shape[1]:
                value = value @ value.T if "symmetric" in known else value
                value = value + 3 * np.eye(len(value))
            values[name] = value * (0.1 if "small" in known else 1) + 9 * ("large" in known)
        return values


ASKED = [
    Asked(
        "Kalman gain: covariance after the update",
        "K:n,m C:m,n P:n,n:symmetric",
        "K",
        lambda np, K, C, P: np.trace((np.eye("n") - K @ C) @ P @ (np.eye("n") - K @ C).T),
        "2 (K C - I) P Cᵀ",
    ),
    Asked(
        "Kalman gain: Joseph form",
        "K:n,m C:m,n P:n,n:symmetric R:m,m:symmetric",
        "K",
        lambda np, K, C, P, R: (
            np.trace((np.eye("n") - K @ C) @ P @ (np.eye("n") - K @ C).T) + np.trace(K @ R @ K.T)
        ),
        "2 (K C - I) P Cᵀ + 2 K R",
    ),
    Asked(
        "log-likelihood by the inverse of a Cholesky factor",
        "X:m,n L:n,n",
        "L",
        lambda np, X, L: 5 * np.logdet(L) - np.sum((X @ L) ** 2),
        "5 L⁻ᵀ - 2 Xᵀ X L",
    ),
    Asked(
        "whitened residual",
        "y:n L:n,n",
        "L",
        lambda np, y, L: np.logdet(L) - y @ np.inv(L) @ np.inv(L).T @ y,
        "2 L⁻ᵀ y yᵀ L⁻¹ L⁻ᵀ + L⁻ᵀ",
    ),
    Asked(
        "diag(x) squared, times A x",
        "x:n A:n,n",
        "x",
        lambda np, x, A: np.diag(x) @ np.diag(x) @ A @ x,
        "2 diag(x ⊙ (A x)) + diag(x∘²) A",
    ),
    Asked(
        "quadratic form of an entrywise product",
        "x:n y:n A:n,n",
        "x",
        lambda np, x, y, A: (x * y) @ A @ (x * y),
        "y ⊙ ((A + Aᵀ) (x ⊙ y))",
    ),
    Asked(
        "entrywise product with a linear map",
        "A:m,n x:n b:m",
        "x",
        lambda np, A, x, b: (A @ x) * b,
        "diag(b) A",
    ),
    Asked(
        "Fisher criterion",
        "w:n B:n,n:symmetric W:n,n:symmetric",
        "w",
        lambda np, w, B, W: (w @ B @ w) / (w @ W @ w),
        "2 B w / (wᵀ W w) - 2 (wᵀ B w) W w / (wᵀ W w)²",
    ),
    Asked(
        "trace ratio of scatter matrices",
        "U:k,n W:k,k:symmetric B:k,k:symmetric",
        "U",
        lambda np, U, W, B: np.trace(np.inv(U.T @ W @ U) @ (U.T @ B @ U)),
        "2 (B - W U (Uᵀ W U)⁻¹ Uᵀ B) U (Uᵀ W U)⁻¹",
    ),
    Asked(
        "weighted factorisation",
        "W:m,n A:m,n U:m,k V:n,k",
        "U",
        lambda np, W, A, U, V: np.sum(W * (A - U @ V.T) ** 2) / 2,
        "(W ⊙ (U Vᵀ - A)) V",
    ),
    Asked(
        "weighted factorisation with a penalty",
        "W:m,n A:m,n U:m,k V:n,k c",
        "U",
        lambda np, W, A, U, V, c: np.sum(W * (A - U @ V.T) ** 2) / 2 + c / 2 * np.sum(U**2),
        "(W ⊙ (U Vᵀ - A)) V + c U",
    ),
    Asked(
        "log of a quadratic form",
        "x:n A:n,n:symmetric",
        "x",
        lambda np, x, A: np.log(x @ A @ x),
        "2 A x / (xᵀ A x)",
    ),
    Asked(
        "log of a quadratic form, twice",
        "x:n A:n,n:symmetric",
        "x",
        lambda np, x, A: np.log(x @ A @ x),
        "2 A / (xᵀ A x) - 4 A x xᵀ A / (xᵀ A x)²",
        order=2,
    ),
    Asked(
        "logarithmic barrier",
        "x:n A:m,n b:m:large a",
        "x",
        lambda np, x, A, b, a: a * (x @ x) / 2 - np.sum(np.log(b - A @ x)),
        "Aᵀ (𝟏 ⊘ (b - A x)) + a x",
    ),
    Asked(
        "logarithmic barrier, twice",
        "x:n A:m,n b:m:large a",
        "x",
        lambda np, x, A, b, a: a * (x @ x) / 2 - np.sum(np.log(b - A @ x)),
        "Aᵀ diag(𝟏 ⊘ (b - A x)∘²) A + a I",
        order=2,
    ),
    Asked(
        "Poisson regression",
        "b:n X:m,n y:m",
        "b",
        lambda np, b, X, y: y @ (X @ b) - np.sum(np.exp(X @ b)),
        "Xᵀ (y - exp(X b))",
    ),
    Asked(
        "Poisson regression, twice",
        "b:n X:m,n y:m",
        "b",
        lambda np, b, X, y: y @ (X @ b) - np.sum(np.exp(X @ b)),
        "-Xᵀ diag(exp(X b)) X",
        order=2,
    ),
    Asked(
        "negative binomial regression",
        "b:n X:m,n y:m a::positive",
        "b",
        lambda np, b, X, y, a: np.sum(
            y * np.log(a * np.exp(X @ b) / (1 + a * np.exp(X @ b)))
            - np.log(1 + a * np.exp(X @ b)) / a
        ),
        "Xᵀ ((y - mu) ⊘ (a mu + 𝟏))",
        {"mu": lambda np, X, b, **_: np.exp(X @ b)},
    ),
    Asked(
        "factor analysis by the loadings",
        "W:n,k p:n:positive C:n,n:symmetric N",
        "W",
        lambda np, W, p, C, N: (
            N / 2 * (np.logdet(W @ W.T + np.diag(p)) + np.trace(np.inv(W @ W.T + np.diag(p)) @ C))
        ),
        "N (S⁻¹ - S⁻¹ C S⁻¹) W",
        {"S": lambda np, W, p, **_: W @ W.T + np.diag(p)},
    ),
    Asked(
        "evidence of a Gaussian process by a length scale",
        "D:n,n y:n l s t",
        "l",
        lambda np, D, y, l, s, t: (
            np.logdet(s**2 * np.exp(-D / (2 * l**2)) + t**2 * np.eye("n"))
            + y @ np.inv(s**2 * np.exp(-D / (2 * l**2)) + t**2 * np.eye("n")) @ y
        ),
        "s² tr((K⁻¹ - K⁻¹ y yᵀ K⁻¹) (D ⊙ exp(-D / (2 l²)))) / l³",
        {"K": lambda np, D, l, s, t, **_: s**2 * np.exp(-D / (2 * l**2)) + t**2 * np.eye("n")},
    ),
    Asked(
        "ridge estimate by its penalty",
        "X:m,n y:m c",
        "c",
        lambda np, X, y, c: X @ np.inv(X.T @ X + c * np.eye("n")) @ X.T @ y,
        "-X M⁻² Xᵀ y",
        {"M": lambda np, X, c, **_: X.T @ X + c * np.eye("n")},
    ),
    Asked(
        "ridge regression",
        "X:m,n y:m b:n c",
        "b",
        lambda np, X, y, b, c: np.sum((y - X @ b) ** 2) + c * (b @ b),
        "2 Xᵀ (X b - y) + 2 c b",
    ),
    Asked(
        "ridge regression, twice",
        "X:m,n y:m b:n c",
        "b",
        lambda np, X, y, b, c: np.sum((y - X @ b) ** 2) + c * (b @ b),
        "2 Xᵀ X + 2 c I",
        order=2,
    ),
    Asked(
        "contractive autoencoder's penalty",
        "W:m,n x:n",
        "W",
        lambda np, W, x: np.sum(
            (np.sigmoid(W @ x) * (1 - np.sigmoid(W @ x))) ** 2 * np.sum(W**2, axis=1)
        ),
        "2 (h∘² ⊙ (W∘² 𝟏) ⊙ (𝟏 - 2 h) ⊙ (𝟏 - h)∘²) xᵀ + 2 diag(h∘² ⊙ (𝟏 - h)∘²) W",
        {"h": lambda np, W, x: np.sigmoid(W @ x)},
    ),
    Asked(
        "Laplacian of a graph",
        "F:n,k A:n,n",
        "A",
        lambda np, F, A: np.trace(F.T @ (np.diag(A @ np.ones("n")) - A) @ F),
        "F∘² 𝟏 𝟏ᵀ - F Fᵀ",
    ),
    Asked(
        "a unit vector's error",
        "x:n w:n t",
        "w",
        lambda np, x, w, t: (x @ w / np.norm(w) - t) ** 2,
        "2 (uᵀ x - t) (x - (uᵀ x) u) / ‖w‖",
        {"u": lambda np, w, **_: w / np.norm(w)},
    ),
    Asked(
        "attention by the queries",
        "Q:m,k K:n,k V:n,p G:m,p",
        "Q",
        lambda np, Q, K, V, G: np.sum(G * (np.softmax(Q @ K.T) @ V)),
        "(A ⊙ (G Vᵀ) - diag((G ⊙ (A V)) 𝟏) A) K",
        {"A": lambda np, Q, K, **_: np.softmax(Q @ K.T)},
    ),
    Asked(
        "cross entropy of a linear layer",
        "X:m,n W:n,k Y:m,k",
        "W",
        lambda np, X, W, Y: -np.sum(Y * np.log(np.softmax(X @ W))),
        "Xᵀ (diag(Y 𝟏) P - Y)",
        {"P": lambda np, X, W, **_: np.softmax(X @ W)},
    ),
    Asked(
        "tied autoencoder",
        "W:m,n x:n",
        "W",
        lambda np, W, x: np.sum((np.sigmoid(W.T @ np.sigmoid(W @ x)) - x) ** 2) / 2,
        "(h ⊙ (W (r ⊙ (𝟏 - r) ⊙ (r - x))) ⊙ (𝟏 - h)) xᵀ + h (r ⊙ (𝟏 - r) ⊙ (r - x))ᵀ",
        {
            "h": lambda np, W, x: np.sigmoid(W @ x),
            "r": lambda np, W, x: np.sigmoid(W.T @ np.sigmoid(W @ x)),
        },
    ),
    Asked(
        "leaky ReLU layer by its bias",
        "X:m,n W:n,k b:k Y:m,k",
        "b",
        lambda np, X, W, b, Y: np.sum((np.maximum(X @ W + b, 0.01 * (X @ W + b)) - Y) ** 2),
        "2 (([Z > 0] + [Z ≤ 0] / 100) ⊙ (max(Z, Z / 100) - Y))ᵀ 𝟏",
        {"Z": lambda np, X, W, b, **_: X @ W + b},
    ),
    Asked(
        "temperature",
        "o:n t:n T",
        "o",
        lambda np, o, t, T: -np.sum(t * np.log(np.softmax(o / T))),
        "((𝟏ᵀ t) softmax(o / T) - t) / T",
    ),
    Asked(
        "entropy of a softmax",
        "z:n",
        "z",
        lambda np, z: -np.sum(np.softmax(z) * np.log(np.softmax(z))),
        "(pᵀ z) p - p ⊙ z",
        {"p": lambda np, z: np.softmax(z)},
    ),
    Asked("metric learning", "L:m,n x:n", "L", lambda np, L, x: np.sum((L @ x) ** 2), "2 L x xᵀ"),
    Asked(
        "outer product times sines",
        "x:n",
        "x",
        lambda np, x: np.outer(x, x) @ np.sin(x),
        "x (x ⊙ cos(x) + sin(x))ᵀ + (sin(x)ᵀ x) I",
    ),
    Asked(
        "trace of an inverse by weights",
        "A:n,m x:m:positive",
        "x",
        lambda np, A, x: np.trace(np.inv(A @ np.diag(x) @ A.T)),
        "-diag(Aᵀ (A diag(x) Aᵀ)⁻² A)",
    ),
    Asked(
        "solution of a system with a rank-one part",
        "C:n,n p:n b:n",
        "p",
        lambda np, C, p, b: np.sum((np.inv(C + np.outer(p, p)) @ b) ** 2),
        "-2 (uᵀ M⁻¹ p) u - 2 (pᵀ u) M⁻ᵀ u",
        {
            "M": lambda np, C, p, b: C + np.outer(p, p),
            "u": lambda np, C, p, b: np.inv(C + np.outer(p, p)) @ b,
        },
    ),
    Asked(
        "a quadratic form that is 1",
        "A:n,n x:n",
        "x",
        lambda np, A, x: x @ (A + (x @ x) * np.eye("n")) @ x / (x @ x),
        "2 (1 - xᵀ A x / ‖x‖⁴) x + (A + Aᵀ) x / ‖x‖²",
    ),
    Asked("ninth power of a trace", "A:n,n", "A", lambda np, A: np.trace(A) ** 9, "9 tr(A)⁸ I"),
    Asked(
        "characteristic polynomial",
        "A:n,n z",
        "z",
        lambda np, A, z: np.det(z * np.eye("n") - A),
        "det(z I - A) tr((z I - A)⁻¹)",
    ),
    Asked(
        "trace of a square times B",
        "X:n,n B:n,n",
        "X",
        lambda np, X, B: np.trace(X @ X @ B),
        "Bᵀ Xᵀ + Xᵀ Bᵀ",
    ),
    Asked(
        "trace of I - A, squared",
        "A:n,n",
        "A",
        lambda np, A: np.trace(np.eye("n") - A) ** 2,
        "2 tr(A - I) I",
    ),
    Asked(
        "trace plus trace of a square",
        "A:n,n",
        "A",
        lambda np, A: np.trace(A) + np.trace(A @ A),
        "I + 2 Aᵀ",
    ),
    Asked(
        "trace of X'AX", "X:n,k A:n,n", "X", lambda np, X, A: np.trace(X.T @ A @ X), "(A + Aᵀ) X"
    ),
    Asked(
        "neo-Hookean energy",
        "F:n,n a c",
        "F",
        lambda np, F, a, c: (
            a / 2 * (np.det(F) ** (-2 / 3) * np.trace(F.T @ F) - 3) + c / 2 * (np.det(F) - 1) ** 2
        ),
        "a (3 F - ‖F‖² F⁻ᵀ) / (3 J^(2/3)) + J c (J - 1) F⁻ᵀ",
        {"J": lambda np, F, **_: np.det(F)},
    ),
    Asked(
        "distance to a mean",
        "x:n m:n",
        "m",
        lambda np, x, m: np.trace(np.outer(x - m, x - m)),
        "2 m - 2 x",
    ),
    Asked(
        "exponentials of a linear map",
        "M:m,n x:n",
        "x",
        lambda np, M, x: np.exp(M @ x),
        "diag(exp(M x)) M",
    ),
    Asked(
        "Gaussian likelihood by the covariance",
        "A:n,n X:n,n",
        "X",
        lambda np, A, X: np.trace(A @ np.inv(X)) - np.logdet(X),
        "-X⁻ᵀ Aᵀ X⁻ᵀ - X⁻ᵀ",
    ),
    Asked(
        "inverse along a line",
        "A:n,n B:n,n t",
        "t",
        lambda np, A, B, t: np.inv(A + t * B),
        "-K⁻¹ B K⁻¹",
        {"K": lambda np, A, B, t: A + t * B},
    ),
    Asked(
        "Kullback-Leibler factorisation",
        "V:m,n:positive W:m,k:positive H:k,n:positive",
        "W",
        lambda np, V, W, H: np.sum(V * np.log(V / (W @ H)) - V + W @ H),
        "(𝟏 𝟏ᵀ - V ⊘ (W H)) Hᵀ",
    ),
    Asked(
        "principal components",
        "X:m,n W:n,k",
        "W",
        lambda np, X, W: np.sum((X - X @ W @ W.T) ** 2),
        "2 ((X W Wᵀ - X)ᵀ X + Xᵀ (X W Wᵀ - X)) W",
    ),
    Asked(
        "generalised least squares",
        "y:m A:m,n b:n V:m,m:symmetric",
        "b",
        lambda np, y, A, b, V: (y - A @ b) @ np.inv(V) @ (y - A @ b),
        "2 Aᵀ V⁻¹ (A b - y)",
    ),
    Asked(
        "divergence of two Gaussians by the second covariance",
        "S:n,n:symmetric T:n,n:symmetric d:n",
        "T",
        lambda np, S, T, d: (np.trace(np.inv(T) @ S) + d @ np.inv(T) @ d + np.logdet(T)) / 2,
        "T⁻¹ / 2 - T⁻¹ (d dᵀ + S) T⁻¹ / 2",
    ),
    Asked(
        "a code's divergence from the standard normal",
        "s:n m:n",
        "s",
        lambda np, s, m: np.sum(np.exp(s) + m**2 - 1 - s) / 2,
        "exp(s) / 2 - 𝟏 / 2",
    ),
    Asked(
        "negative sampling",
        "u:n v:n U:m,n",
        "v",
        lambda np, u, v, U: -np.log(np.sigmoid(u @ v)) - np.sum(np.log(np.sigmoid(-U @ v))),
        "(sigmoid(uᵀ v) - 1) u + Uᵀ sigmoid(U v)",
    ),
    Asked(
        "binary focal loss",
        "z t g",
        "z",
        lambda np, z, t, g: -t * (1 - np.sigmoid(z)) ** g * np.log(np.sigmoid(z)),
        "t (1 - p)^g (g p log(p) + p - 1)",
        {"p": lambda np, z, **_: np.sigmoid(z)},
    ),
    Asked(
        "swish",
        "x:n",
        "x",
        lambda np, x: np.sum(x * np.sigmoid(x)),
        "x ⊙ sigmoid(x) ⊙ (𝟏 - sigmoid(x)) + sigmoid(x)",
    ),
    Asked(
        "gelu by tanh",
        "x:n",
        "x",
        lambda np, x: np.sum(
            0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
        ),
        None,
    ),
    Asked(
        "pseudo-Huber",
        "r:n d:n:positive",
        "r",
        lambda np, r, d: np.sum(d**2 * (np.sqrt(1 + (r / d) ** 2) - 1)),
        "r ⊘ sqrt(r∘² ⊘ d∘² + 𝟏)",
    ),
    Asked(
        "log determinant of a Kronecker product",
        "Q:n,n B:k,k",
        "Q",
        lambda np, Q, B: np.logdet(np.kron(Q, B)),
        "k Q⁻ᵀ",
    ),
    Asked(
        "residual of least squares by the response",
        "X:m,n y:m",
        "y",
        lambda np, X, y: np.sum((y - X @ np.inv(X.T @ X) @ X.T @ y) ** 2),
        "2 y - 2 X (Xᵀ X)⁻¹ Xᵀ y",
    ),
    Asked(
        "residual of least squares by the data",
        "X:m,n y:m",
        "X",
        lambda np, X, y: np.sum((y - X @ np.inv(X.T @ X) @ X.T @ y) ** 2),
        "2 (X b - y) bᵀ",
        {"b": lambda np, X, y: np.inv(X.T @ X) @ X.T @ y},
    ),
    Asked(
        "exponentials over their sum",
        "x:n",
        "x",
        lambda np, x: np.exp(x) / np.sum(np.exp(x)),
        "diag(softmax(x)) - softmax(x) softmax(x)ᵀ",
    ),
    Asked(
        "shares", "x:n:positive", "x", lambda np, x: x / np.sum(x), "I / (𝟏ᵀ x) - x 𝟏ᵀ / (𝟏ᵀ x)²"
    ),
    Asked(
        "orthogonality penalty",
        "A:m,n",
        "A",
        lambda np, A: np.sum((A.T @ A - np.eye("n")) ** 2),
        "4 A (Aᵀ A - I)",
    ),
    Asked(
        "Sylvester residual",
        "Q:m,m X:m,n B:n,n C:m,n",
        "X",
        lambda np, Q, X, B, C: np.sum((Q @ X + X @ B - C) ** 2),
        "2 (Q X + X B - C) Bᵀ + 2 Qᵀ (Q X + X B - C)",
    ),
    Asked(
        "sum of row norms",
        "A:m,n",
        "A",
        lambda np, A: np.sum(np.norm(A, axis=1)),
        "diag(𝟏 ⊘ sqrt(A∘² 𝟏)) A",
    ),
    Asked(
        "p-norm",
        "x:n q",
        "x",
        lambda np, x, q: np.sum(np.abs(x) ** q) ** (1 / q),
        "(𝟏ᵀ |x|∘^q)^(1 / q - 1) (|x|∘^(q - 1) ⊙ sign(x))",
    ),
    Asked(
        "log determinant with an identity",
        "H:m,n Q:n,n s",
        "Q",
        lambda np, H, Q, s: np.logdet(np.eye("m") + H @ Q @ H.T / s),
        "Hᵀ (H Q Hᵀ / s + I)⁻ᵀ H / s",
    ),
    Asked(
        "Cox's partial likelihood",
        "X:m,n b:n R:m,m:positive",
        "b",
        lambda np, X, b, R: np.sum(X @ b - np.log(R @ np.exp(X @ b))),
        "Xᵀ (𝟏 - exp(X b) ⊙ (Rᵀ (𝟏 ⊘ (R exp(X b)))))",
    ),
    Asked(
        "independent components",
        "W:n,n X:m,n:small",
        "W",
        lambda np, W, X: (
            np.sum(np.log(np.sigmoid(X @ W.T)) + np.log(1 - np.sigmoid(X @ W.T))) + 5 * np.logdet(W)
        ),
        "(𝟏 𝟏ᵀ - 2 sigmoid(W Xᵀ)) X + 5 W⁻ᵀ",
    ),
    Asked(
        "kernel alignment",
        "K:n,n Y:n,n",
        "K",
        lambda np, K, Y: np.sum(K * Y) / np.norm(K),
        "Y / ‖K‖ - tr(K Yᵀ) K / ‖K‖³",
    ),
    Asked(
        "three steps of a recurrent network",
        "W:n,n U:n,m x:m y:m h:n",
        "W",
        lambda np, W, U, x, y, h: np.sum(np.tanh(W @ np.tanh(W @ h + U @ x) + U @ y)),
        "((Wᵀ (𝟏 - f∘²)) ⊙ (𝟏 - g∘²)) hᵀ + (𝟏 - f∘²) gᵀ",
        {
            "g": lambda np, W, U, x, h, **_: np.tanh(W @ h + U @ x),
            "f": lambda np, W, U, x, y, h: np.tanh(W @ np.tanh(W @ h + U @ x) + U @ y),
        },
    ),
    Asked(
        "triplet loss",
        "a:n p:n q:n",
        "a",
        lambda np, a, p, q: np.relu(np.sum((a - p) ** 2) - np.sum((a - q) ** 2) + 1),
        "2 [‖a - p‖² + 1 - ‖a - q‖² > 0] (q - p)",
    ),
    Asked(
        "phase retrieval",
        "A:m,n x:n y:m",
        "x",
        lambda np, A, x, y: np.sum(((A @ x) ** 2 - y) ** 2) / 4,
        "Aᵀ ((A x) ⊙ ((A x)∘² - y))",
    ),
    Asked(
        "phase retrieval, twice",
        "A:m,n x:n y:m",
        "x",
        lambda np, A, x, y: np.sum(((A @ x) ** 2 - y) ** 2) / 4,
        "Aᵀ diag(3 (A x)∘² - y) A",
        order=2,
    ),
    Asked(
        "symmetric factorisation",
        "Y:m,m:symmetric U:m,n",
        "U",
        lambda np, Y, U: np.sum((Y - U @ U.T) ** 2),
        "4 (U Uᵀ - Y) U",
    ),
    Asked(
        "a bilinear form by its matrix", "z:m M:m,n y:n", "M", lambda np, z, M, y: z @ M @ y, "z yᵀ"
    ),
    Asked(
        "a sum off the diagonal",
        "A:n,n",
        "A",
        lambda np, A: np.sum(np.abs((1 - np.eye("n")) * A)),
        "sign(A ⊙ (𝟏 𝟏ᵀ - I)) ⊙ (𝟏 𝟏ᵀ - I)",
    ),
    Asked(
        "sum of column norms of a residual",
        "X:n,m W:n,k Y:m,k",
        "W",
        lambda np, X, W, Y: np.sum(np.norm(X.T @ W - Y, axis=1)),
        "X diag(𝟏 ⊘ sqrt((Xᵀ W - Y)∘² 𝟏)) (Xᵀ W - Y)",
    ),
    Asked(
        "sum of distances",
        "X:m,n A:m,n",
        "X",
        lambda np, X, A: np.sum(np.abs(X - A)),
        "sign(X - A)",
    ),
    Asked(
        "cross entropy of a sigmoid",
        "z t",
        "z",
        lambda np, z, t: -(t * np.log(np.sigmoid(z)) + (1 - t) * np.log(1 - np.sigmoid(z))),
        "sigmoid(z) - t",
    ),
    Asked(
        "polynomial kernel",
        "X:m,n G:m,m",
        "X",
        lambda np, X, G: np.sum(G * (X @ X.T + 1) ** 3),
        "3 ((G + Gᵀ) ⊙ (X Xᵀ + 𝟏 𝟏ᵀ)∘²) X",
    ),
    Asked(
        "additive attention",
        "W:k,n H:m,n v:k g:m",
        "W",
        lambda np, W, H, v, g: g @ np.softmax(np.tanh(H @ W.T) @ v),
        "diag(v) (T∘² - 𝟏 𝟏ᵀ)ᵀ diag((aᵀ g) a - a ⊙ g) H",
        {
            "T": lambda np, W, H, **_: np.tanh(H @ W.T),
            "a": lambda np, W, H, v, **_: np.softmax(np.tanh(H @ W.T) @ v),
        },
    ),
    Asked(
        "hinge loss by the scores",
        "S:m,k Y:m,k",
        "S",
        lambda np, S, Y: np.sum(np.relu(S - np.outer(np.sum(S * Y, axis=1), np.ones("k")) + 1)),
        "[S + 𝟏 𝟏ᵀ - (S ⊙ Y) 𝟏 𝟏ᵀ > 0] - diag([S + 𝟏 𝟏ᵀ - (S ⊙ Y) 𝟏 𝟏ᵀ > 0] 𝟏) Y",
    ),
    Asked(
        "Student's likelihood",
        "x:n m:n S:n,n:symmetric v::positive",
        "x",
        lambda np, x, m, S, v: -(v + 3) / 2 * np.log(1 + (x - m) @ np.inv(S) @ (x - m) / v),
        "(v + 3) S⁻¹ (m - x) / ((x - m)ᵀ S⁻¹ (x - m) + v)",
    ),
    Asked(
        "powers by a vector",
        "x:n:positive a:n M:n,n",
        "x",
        lambda np, x, a, M: (x**a) @ M @ (x**a),
        "a ⊙ ((M + Mᵀ) q) ⊙ x∘^(a - 𝟏)",
        {"q": lambda np, x, a, M: x**a},
    ),
    Asked(
        "rows less their mean",
        "X:m,n G:m,n",
        "X",
        lambda np, X, G: np.sum(G * (X - np.mean(X, axis=1, keepdims=True))),
        "G - G 𝟏 𝟏ᵀ / n",
    ),
    Asked(
        "rows of length one",
        "X:m,n G:m,n",
        "X",
        lambda np, X, G: np.sum(G * (X / np.norm(X, axis=1, keepdims=True))),
        "diag(𝟏 ⊘ sqrt(X∘² 𝟏)) G - diag(((G ⊙ X) 𝟏) ⊘ (X∘² 𝟏)∘^(3/2)) X",
    ),
    Asked(
        "volumetric barrier",
        "x:n A:m,n b:m",
        "x",
        lambda np, x, A, b: np.logdet(A.T @ np.diag((A @ x - b) ** (-2)) @ A) / 2,
        "-Aᵀ (diag(A H⁻¹ Aᵀ) ⊘ (A x - b)∘³)",
        {"H": lambda np, x, A, b: A.T @ np.diag((A @ x - b) ** (-2)) @ A},
    ),
    Asked(
        "normalised graph",
        "A:n,n:positive G:n,n",
        "A",
        lambda np, A, G: np.sum(G * A / np.sqrt(np.outer(A @ np.ones("n"), A @ np.ones("n")))),
        "G ⊘ sqrt(A 𝟏 𝟏ᵀ Aᵀ) - ((A ⊙ G + (A ⊙ G)ᵀ) ⊘ (A 𝟏 𝟏ᵀ Aᵀ)∘^(3/2)) A 𝟏 𝟏ᵀ / 2",
    ),
    Asked(
        "sum of normalised entries",
        "x:n",
        "x",
        lambda np, x: np.sum((x - np.mean(x)) / np.norm(x - np.mean(x))),
        "0",
    ),
    Asked("nuclear norm", "X:m,n", "X", lambda np, X: np.norm(X, "nuc"), "polar(X)"),
    Asked("spectral norm", "X:m,n", "X", lambda np, X: np.norm(X, 2), "leading_dyad(X)"),
    Asked(
        "distance of I - g P",
        "P:n,n g",
        "g",
        lambda np, P, g: np.norm(np.eye("n") - g * P, 2),
        "-tr(leading_dyad(I - g P) Pᵀ)",
    ),
    Asked(
        "largest eigenvalue",
        "S:n,n:symmetric",
        "S",
        lambda np, S: np.lambda_max(S),
        "leading_eigenvector(S) leading_eigenvector(S)ᵀ",
    ),
    Asked(
        "trace of a matrix exponential",
        "A:n,n:small",
        "A",
        lambda np, A: np.trace(np.expm(A)),
        "expm(A)ᵀ",
    ),
    Asked(
        "trace with a matrix logarithm",
        "S:n,n:symmetric",
        "S",
        lambda np, S: np.trace(np.logm(S)),
        "S⁻¹",
    ),
    Asked("the greatest entry", "x:n", "x", lambda np, x: np.max(x), "hardmax(x)"),
    Asked(
        "negative binomial by its dispersion",
        "y:n:positive a::positive",
        "a",
        lambda np, y, a: np.sum(np.lgamma(y + 1 / a) - np.lgamma(1 / a)),
        "(n digamma(1 / a) - 𝟏ᵀ digamma(y + 𝟏 / a)) / a²",
    ),
    Asked(
        "inverse squared",
        "A:n,n B:n,n",
        "A",
        lambda np, A, B: np.trace(np.matrix_power(A, -2) @ B),
        "-A⁻ᵀ (A⁻¹ B + B A⁻¹)ᵀ A⁻ᵀ",
    ),
    Asked(
        "a system that is solved",
        "A:n,n b:n c:n",
        "A",
        lambda np, A, b, c: c @ np.solve(A, b),
        "-A⁻ᵀ c bᵀ A⁻ᵀ",
    ),
    Asked(
        "batch normalisation",
        "X:m,n G:m,n",
        "X",
        lambda np, X, G: np.sum(G * (X - np.mean(X, axis=0)) / np.std(X, axis=0)),
        None,
    ),
    Asked(
        "layer normalisation",
        "x:n g:n",
        "x",
        lambda np, x, g: g @ ((x - np.mean(x)) / np.sqrt(np.mean((x - np.mean(x)) ** 2) + 1e-5)),
        None,
    ),
    Asked(
        "root mean square normalisation",
        "x:n g:n",
        "x",
        lambda np, x, g: g @ (x / np.sqrt(np.mean(x**2) + 1e-5)),
        "g / sqrt(‖x‖² / n + 1e-5) - (gᵀ x) x / (n (‖x‖² / n + 1e-5)^(3/2))",
    ),
    Asked(
        "distances of all pairs",
        "X:m,n G:m,m",
        "X",
        lambda np, X, G: np.sum(G * np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=2)),
        "2 diag(G 𝟏 + Gᵀ 𝟏) X - 2 (G + Gᵀ) X",
    ),
    Asked(
        "distance in the disk of Poincare",
        "u:n:small v:n:small",
        "u",
        lambda np, u, v: np.arccosh(1 + 2 * np.sum((u - v) ** 2) / ((1 - u @ u) * (1 - v @ v))),
        None,
    ),
    Asked(
        "heads of attention",
        "Q:m,k K:n,k",
        "Q",
        lambda np, Q, K: np.einsum("ik,jk->", Q, K),
        "𝟏 𝟏ᵀ K",
    ),
    Asked(
        "logistic regression with labels of both signs",
        "w:n X:m,n y:m",
        "w",
        lambda np, w, X, y: np.sum(np.log(1 + np.exp(-y * (X @ w)))),
        "Xᵀ (y ⊙ (sigmoid(y ⊙ (X w)) - 𝟏))",
    ),
    Asked(
        "squared hinge loss",
        "w:n X:m,n y:m",
        "w",
        lambda np, w, X, y: np.sum(np.maximum(0, 1 - y * (X @ w)) ** 2),
        "-2 Xᵀ (y ⊙ relu(𝟏 - y ⊙ (X w)))",
    ),
    Asked(
        "Cauchy's loss",
        "w:n X:m,n y:m c::positive",
        "w",
        lambda np, w, X, y, c: np.sum(c**2 / 2 * np.log(1 + ((y - X @ w) / c) ** 2)),
        "Xᵀ ((X w - y) ⊘ ((y - X w)∘² / c² + 𝟏))",
    ),
    Asked(
        "the loss of Geman and McClure",
        "r:n",
        "r",
        lambda np, r: np.sum(r**2 / (1 + r**2)),
        "2 (r ⊘ (r∘² + 𝟏)∘²)",
    ),
    Asked(
        "Welsch's loss",
        "r:n c::positive",
        "r",
        lambda np, r, c: np.sum(c**2 / 2 * (1 - np.exp(-((r / c) ** 2)))),
        "r ⊙ exp(-r∘² / c²)",
    ),
    Asked(
        "Tukey's biweight",
        "r:n c::positive",
        "r",
        lambda np, r, c: np.sum(c**2 / 6 * (1 - (1 - (r / c) ** 2) ** 3)),
        "r ⊙ (𝟏 - r∘² / c²)∘²",
    ),
    Asked(
        "log-cosh regression",
        "w:n X:m,n y:m",
        "w",
        lambda np, w, X, y: np.sum(np.log(np.cosh(y - X @ w))),
        "-Xᵀ tanh(y - X w)",
    ),
    Asked(
        "Jaccard index",
        "p:n:positive y:n:positive",
        "p",
        lambda np, p, y: (p @ y) / (np.sum(p) + np.sum(y) - p @ y),
        "((𝟏ᵀ p + 𝟏ᵀ y) y - (pᵀ y) 𝟏) / (𝟏ᵀ p + 𝟏ᵀ y - pᵀ y)²",
    ),
    Asked(
        "cosine similarity",
        "x:n y:n",
        "x",
        lambda np, x, y: (x @ y) / (np.norm(x) * np.norm(y)),
        "(v - (uᵀ v) u) / ‖x‖",
        {"u": lambda np, x, y: x / np.norm(x), "v": lambda np, x, y: y / np.norm(y)},
    ),
    Asked(
        "contrast of one positive",
        "z:n K:m,n p:n t::positive",
        "z",
        lambda np, z, K, p, t: -z @ p / t + np.logsumexp(K @ z / t),
        "(Kᵀ softmax(K z / t) - p) / t",
    ),
    Asked(
        "distillation",
        "z:n t:n T::positive",
        "z",
        lambda np, z, t, T: (
            T**2
            * np.sum(np.softmax(t / T) * (np.log(np.softmax(t / T)) - np.log(np.softmax(z / T))))
        ),
        "T (softmax(z / T) - softmax(t / T))",
    ),
    Asked(
        "binomial likelihood",
        "p::positive,small k c",
        "p",
        lambda np, p, k, c: k * np.log(p) + (c - k) * np.log(1 - p),
        "(k - c p) / (p (1 - p))",
    ),
    Asked(
        "inverse Gaussian likelihood",
        "x:n:positive m::positive l",
        "m",
        lambda np, x, m, l: -l * np.sum((x - m) ** 2 / (2 * m**2 * x)),
        "l 𝟏ᵀ (x - m 𝟏) / m³",
    ),
    Asked(
        "Wishart likelihood by the scale matrix",
        "X:n,n:symmetric V:n,n:symmetric",
        "V",
        lambda np, X, V: -np.trace(np.inv(V) @ X) / 2 - 5 * np.logdet(V) / 2,
        "V⁻¹ X V⁻¹ / 2 - 5 V⁻¹ / 2",
    ),
    Asked(
        "Gaussian kernel, twice",
        "x:n y:n s::positive",
        "x",
        lambda np, x, y, s: np.exp(-np.sum((x - y) ** 2) / (2 * s**2)),
        "exp(-‖x - y‖² / (2 s²)) ((x - y) (x - y)ᵀ / s⁴ - I / s²)",
        order=2,
    ),
    Asked(
        "rational quadratic kernel",
        "x:n y:n a::positive l::positive",
        "x",
        lambda np, x, y, a, l: (1 + np.sum((x - y) ** 2) / (2 * a * l**2)) ** (-a),
        "(‖x - y‖² / (2 a l²) + 1)^(-a - 1) (y - x) / l²",
    ),
    Asked(
        "Matern's kernel",
        "x:n y:n l::positive",
        "x",
        lambda np, x, y, l: (
            (1 + np.sqrt(3) * np.norm(x - y) / l) * np.exp(-np.sqrt(3) * np.norm(x - y) / l)
        ),
        "3 exp(-sqrt(3) ‖x - y‖ / l) (y - x) / l²",
    ),
    Asked(
        "Coulomb potential, twice",
        "x:n y:n",
        "x",
        lambda np, x, y: 1 / np.norm(x - y),
        "3 (x - y) (x - y)ᵀ / ‖x - y‖⁵ - I / ‖x - y‖³",
        order=2,
    ),
    Asked(
        "Lennard-Jones potential",
        "x:n y:n",
        "x",
        lambda np, x, y: 4 * (np.norm(x - y) ** -12 - np.norm(x - y) ** -6),
        "24 (2 / ‖x - y‖¹⁴ - 1 / ‖x - y‖⁸) (y - x)",
    ),
    Asked(
        "direction of a vector",
        "x:n",
        "x",
        lambda np, x: x / np.norm(x),
        "(I - u uᵀ) / ‖x‖",
        {"u": lambda np, x: x / np.norm(x)},
    ),
    Asked(
        "relativistic energy",
        "v:n:small c::positive m",
        "v",
        lambda np, v, c, m: m * c**2 / np.sqrt(1 - v @ v / c**2),
        "m v / (1 - ‖v‖² / c²)^(3/2)",
    ),
    Asked(
        "Jensen-Shannon divergence",
        "p:n:positive q:n:positive",
        "p",
        lambda np, p, q: (
            np.sum(p * np.log(2 * p / (p + q))) / 2 + np.sum(q * np.log(2 * q / (p + q))) / 2
        ),
        "log(2 (p ⊘ (p + q))) / 2",
    ),
    Asked(
        "Sharpe ratio",
        "w:n r:n S:n,n:symmetric",
        "w",
        lambda np, w, r, S: (w @ r) / np.sqrt(w @ S @ w),
        "r / sqrt(wᵀ S w) - (rᵀ w) S w / (wᵀ S w)^(3/2)",
    ),
    Asked(
        "feedback gain",
        "K:k,n A:n,n B:n,k P:n,n:symmetric",
        "K",
        lambda np, K, A, B, P: np.trace((A - B @ K).T @ P @ (A - B @ K)),
        "2 Bᵀ P (B K - A)",
    ),
    Asked(
        "Michaelis-Menten rate",
        "s:n:positive V K::positive",
        "K",
        lambda np, s, V, K: np.sum(V * s / (K + s)),
        "-V 𝟏ᵀ (s ⊘ (s + K 𝟏)∘²)",
    ),
    Asked(
        "Hill function",
        "x K",
        "x",
        lambda np, x, K: x**2 / (K**2 + x**2),
        "2 K² x / (x² + K²)²",
    ),
    Asked(
        "a softsign",
        "x:n",
        "x",
        lambda np, x: np.sum(x / (1 + abs(x))),
        "𝟏 ⊘ (|x| + 𝟏)∘²",
    ),
    Asked(
        "a root below",
        "x:n",
        "x",
        lambda np, x: np.sum(x / np.sqrt(1 + x**2)),
        "𝟏 ⊘ (x∘² + 𝟏)∘^(3/2)",
    ),
    Asked(
        "sigmoid, twice",
        "x",
        "x",
        lambda np, x: np.sigmoid(x),
        "sigmoid(x) (1 - 2 sigmoid(x)) (1 - sigmoid(x))",
        order=2,
    ),
    Asked(
        "a fraction of linear functions",
        "x a b c d",
        "x",
        lambda np, x, a, b, c, d: (a * x + b) / (c * x + d),
        "(a d - b c) / (c x + d)²",
    ),
    Asked(
        "barrier of a box",
        "x:n:positive u:n:positive,large",
        "x",
        lambda np, x, u: -np.sum(np.log(x)) - np.sum(np.log(u - x)),
        "𝟏 ⊘ (u - x) - 𝟏 ⊘ x",
    ),
    Asked(
        "barrier of a ball, twice",
        "x:n:small",
        "x",
        lambda np, x: -np.log(1 - x @ x),
        "4 x xᵀ / (1 - ‖x‖²)² + 2 I / (1 - ‖x‖²)",
        order=2,
    ),
    Asked(
        "weights of an optimal design",
        "w:m:positive X:m,n",
        "w",
        lambda np, w, X: np.logdet(X.T @ np.diag(w) @ X),
        "diag(X (Xᵀ diag(w) X)⁻¹ Xᵀ)",
    ),
    Asked(
        "explained sum of squares",
        "X:m,n y:m",
        "X",
        lambda np, X, y: y @ X @ np.inv(X.T @ X) @ X.T @ y,
        "2 (y - X b) bᵀ",
        {"b": lambda np, X, y: np.inv(X.T @ X) @ X.T @ y},
    ),
    Asked(
        "normal equations of a residual",
        "X:m,n y:m",
        "y",
        lambda np, X, y: X.T @ (y - X @ np.inv(X.T @ X) @ X.T @ y),
        "0",
    ),
    Asked(
        "triplet loss of distances",
        "a:n p:n q:n c",
        "a",
        lambda np, a, p, q, c: np.maximum(0, np.norm(a - p) - np.norm(a - q) + c),
        "[‖a - p‖ + c - ‖a - q‖ > 0] ((a - p) / ‖a - p‖ + (q - a) / ‖a - q‖)",
    ),
    Asked(
        "regression with a variance of its own",
        "y:m X:m,n b:n g:n",
        "g",
        lambda np, y, X, b, g: np.sum((y - X @ b) ** 2 * np.exp(-X @ g)) / 2 + np.sum(X @ g) / 2,
        "Xᵀ (𝟏 - exp(-X g) ⊙ (y - X b)∘²) / 2",
    ),
    Asked(
        "exponential utility",
        "w:n r:n S:n,n:symmetric g",
        "w",
        lambda np, w, r, S, g: -np.exp(-g * (w @ r) + g**2 / 2 * (w @ S @ w)),
        "g exp(g² wᵀ S w / 2 - g rᵀ w) (r - g S w)",
    ),
    Asked(
        "Mahalanobis distance",
        "x:n a:n S:n,n:symmetric",
        "x",
        lambda np, x, a, S: np.sqrt((x - a) @ np.inv(S) @ (x - a)),
        "S⁻¹ (x - a) / sqrt((x - a)ᵀ S⁻¹ (x - a))",
    ),
    Asked(
        "augmented Lagrangian",
        "x:n A:m,n b:m l:m r",
        "x",
        lambda np, x, A, b, l, r: l @ (A @ x - b) + r / 2 * np.sum((A @ x - b) ** 2),
        "Aᵀ (r (A x - b) + l)",
    ),
    Asked(
        "softmax at a temperature",
        "z:n T::positive",
        "z",
        lambda np, z, T: np.softmax(z / T),
        "(diag(p) - p pᵀ) / T",
        {"p": lambda np, z, T: np.softmax(z / T)},
    ),
    Asked(
        "logarithm of the inverse hyperbolic sine's argument",
        "t",
        "t",
        lambda np, t: np.log(t + np.sqrt(t**2 + 1)),
        "1 / sqrt(t² + 1)",
    ),
    Asked(
        "capsules",
        "x:n",
        "x",
        lambda np, x: (x @ x) / (1 + x @ x) * x / np.norm(x),
        "(1 - ‖x‖²) x xᵀ / (‖x‖ (‖x‖² + 1)²) + ‖x‖ I / (‖x‖² + 1)",
    ),
    Asked(
        "correlation",
        "x:n y:n",
        "x",
        lambda np, x, y: (
            ((x - np.mean(x)) @ (y - np.mean(y)))
            / (np.norm(x - np.mean(x)) * np.norm(y - np.mean(y)))
        ),
        "v / (‖u‖ ‖v‖) - (uᵀ v) u / (‖v‖ ‖u‖³)",
        {"u": lambda np, x, y: x - np.mean(x), "v": lambda np, x, y: y - np.mean(y)},
    ),
]
