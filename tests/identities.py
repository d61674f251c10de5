"""Standard derivatives with symbolic shapes: the article, the Matrix Cookbook, machine learning.

Each stands twice, as an expression of the engine and as a NumPy function, with the text in which
its derivative is to be read. Sizes are distinct primes without 2, so that a factor 2 is never a
factor m.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import mathlib as ml

SIZES = {"m": 5, "n": 3, "k": 7, "p": 11}


def relu(z):
    """Return the positive part."""
    return np.maximum(z, 0)


def softmax(z):
    """Return the softmax of a vector."""
    return np.exp(z) / np.exp(z).sum()


@dataclass(frozen=True)
class Identity:
    """A derivative that is known: of what, by what, and how it reads."""

    key: str
    title: str
    shapes: str
    by: str
    symbolic: Callable
    numeric: Callable
    text: str
    order: int = 1
    positive: str = ""
    invertible: str = ""

    def dimensions(self):
        """Return the dimensions of every symbol."""
        pairs = (word.partition(":") for word in self.shapes.split())
        return {name: tuple(filter(None, shape.split(","))) for name, _, shape in pairs}

    def symbols(self):
        """Make the symbols."""
        made = {}
        for name, shape in self.dimensions().items():
            make = (ml.scalar, ml.vector, ml.matrix)[len(shape)]
            made[name] = make(name, *shape, positive=name == self.positive)
        return made

    def function_and_derivative(self):
        """Differentiate; of a second derivative, the function is the first."""
        symbols = self.symbols()
        function = self.symbolic(**symbols)
        if self.order == 2:
            function = ml.derivative(function, symbols[self.by])
        return function, ml.derivative(function, symbols[self.by])

    def sample(self, rng, sizes=SIZES):
        """Draw values; a matrix to be inverted is far from singular, and not symmetric."""
        values = {}
        for name, shape in self.dimensions().items():
            value = rng.normal(size=[sizes[d] for d in shape])
            if name == self.positive:
                value = np.abs(value) + 0.5
            if name == self.invertible:
                value = value + 3 * len(value) * np.eye(len(value))
            values[name] = value
        return values


IDENTITIES = [
    Identity("art01", "Ax wrt x", "A:m,n x:n", "x", lambda A, x: A @ x, lambda A, x: A @ x, "A"),
    Identity("art02", "x+y wrt x", "x:n y:n", "x", lambda x, y: x + y, lambda x, y: x + y, "I"),
    Identity(
        "art03",
        "x*y (elementwise) wrt x",
        "x:n y:n",
        "x",
        lambda x, y: x * y,
        lambda x, y: x * y,
        "diag(y)",
    ),
    Identity(
        "art04",
        "x/y (elementwise) wrt y",
        "x:n y:n",
        "y",
        lambda x, y: x / y,
        lambda x, y: x / y,
        "-diag(x ⊘ y∘²)",
        positive="y",
    ),
    Identity(
        "art05",
        "x+z (scalar expansion) wrt z",
        "x:n z",
        "z",
        lambda x, z: x + z,
        lambda x, z: x + z,
        "𝟏",
    ),
    Identity("art06", "z x wrt x", "x:n z", "x", lambda x, z: x * z, lambda x, z: x * z, "z I"),
    Identity("art07", "sum(x) wrt x", "x:n", "x", lambda x: ml.sum(x), lambda x: x.sum(), "𝟏ᵀ"),
    Identity(
        "art08",
        "sum(sin x) wrt x",
        "x:n",
        "x",
        lambda x: ml.sum(ml.sin(x)),
        lambda x: np.sin(x).sum(),
        "cos(x)ᵀ",
    ),
    Identity(
        "art09",
        "w.x + b wrt w",
        "w:n x:n b",
        "w",
        lambda w, x, b: w @ x + b,
        lambda w, x, b: w @ x + b,
        "xᵀ",
    ),
    Identity(
        "art10",
        "max(0,w.x+b) wrt w",
        "w:n x:n b",
        "w",
        lambda w, x, b: ml.maximum(0, w @ x + b),
        lambda w, x, b: relu(w @ x + b),
        "[wᵀ x + b > 0] xᵀ",
    ),
    Identity(
        "art11",
        "relu(x) wrt x",
        "x:n",
        "x",
        lambda x: ml.relu(x),
        lambda x: relu(x),
        "diag([x > 0])",
    ),
    Identity(
        "art12",
        "neuron MSE (1/N)|y-relu(Xw+b)|^2 wrt w",
        "X:m,n w:n y:m b",
        "w",
        lambda X, w, y, b: ml.mean((y - ml.relu(X @ w + b)) ** 2),
        lambda X, w, y, b: ((y - relu(X @ w + b)) ** 2).mean(),
        "2 ([X w + b 𝟏 > 0] ⊙ (relu(X w + b 𝟏) - y))ᵀ X / m",
    ),
    Identity(
        "art13",
        "neuron MSE wrt b",
        "X:m,n w:n y:m b",
        "b",
        lambda X, w, y, b: ml.mean((y - ml.relu(X @ w + b)) ** 2),
        lambda X, w, y, b: ((y - relu(X @ w + b)) ** 2).mean(),
        "2 (relu(X w + b 𝟏) - y)ᵀ [X w + b 𝟏 > 0] / m",
    ),
    Identity(
        "art14",
        "sin(Ax) wrt x",
        "A:m,n x:n",
        "x",
        lambda A, x: ml.sin(A @ x),
        lambda A, x: np.sin(A @ x),
        "diag(cos(A x)) A",
    ),
    Identity(
        "mc070",
        "a'Xb wrt X",
        "a:m X:m,n b:n",
        "X",
        lambda a, X, b: a @ X @ b,
        lambda a, X, b: a @ X @ b,
        "a bᵀ",
    ),
    Identity(
        "mc071",
        "a'X'b wrt X",
        "a:n X:m,n b:m",
        "X",
        lambda a, X, b: a @ X.T @ b,
        lambda a, X, b: a @ X.T @ b,
        "b aᵀ",
    ),
    Identity(
        "mc077",
        "b'X'Xc wrt X",
        "b:n X:m,n c:n",
        "X",
        lambda b, X, c: b @ X.T @ X @ c,
        lambda b, X, c: b @ X.T @ X @ c,
        "X (b cᵀ + c bᵀ)",
    ),
    Identity(
        "mc078",
        "(Bx+b)'C(Ex+d) wrt x",
        "B:m,n b:m C:m,k E:k,n d:k x:n",
        "x",
        lambda B, b, C, E, d, x: (B @ x + b) @ C @ (E @ x + d),
        lambda B, b, C, E, d, x: (B @ x + b) @ C @ (E @ x + d),
        "(E x + d)ᵀ Cᵀ B + (B x + b)ᵀ C E",
    ),
    Identity(
        "mc081",
        "x'Ax wrt x",
        "A:n,n x:n",
        "x",
        lambda A, x: x @ A @ x,
        lambda A, x: x @ A @ x,
        "xᵀ (A + Aᵀ)",
    ),
    Identity(
        "mc081h",
        "x'Ax Hessian",
        "A:n,n x:n",
        "x",
        lambda A, x: x @ A @ x,
        lambda A, x: x @ A @ x,
        "A + Aᵀ",
        order=2,
    ),
    Identity(
        "mc083",
        "(Xb+c)'C(Xb+c) wrt X",
        "X:m,n b:n c:m C:m,m",
        "X",
        lambda X, b, c, C: (X @ b + c) @ C @ (X @ b + c),
        lambda X, b, c, C: (X @ b + c) @ C @ (X @ b + c),
        "(C + Cᵀ) (X b + c) bᵀ",
    ),
    Identity(
        "mc129",
        "||x-a|| wrt x",
        "x:n a:n",
        "x",
        lambda x, a: ml.norm(x - a),
        lambda x, a: np.sqrt((x - a) @ (x - a)),
        "(x - a)ᵀ / ‖x - a‖",
    ),
    Identity(
        "mc130",
        "(x-a)/||x-a|| wrt x",
        "x:n a:n",
        "x",
        lambda x, a: (x - a) / ml.norm(x - a),
        lambda x, a: (x - a) / np.sqrt((x - a) @ (x - a)),
        "I / ‖x - a‖ - (x - a) (x - a)ᵀ / ‖x - a‖³",
    ),
    Identity(
        "mc132",
        "||X||_F^2 wrt X",
        "X:m,n",
        "X",
        lambda X: ml.sum(X**2),
        lambda X: (X * X).sum(),
        "2 X",
    ),
    Identity(
        "mc099", "tr X wrt X", "X:n,n", "X", lambda X: ml.trace(X), lambda X: np.trace(X), "I"
    ),
    Identity(
        "mc101",
        "tr(AXB) wrt X",
        "A:k,m X:m,n B:n,k",
        "X",
        lambda A, X, B: ml.trace(A @ X @ B),
        lambda A, X, B: np.trace(A @ X @ B),
        "Aᵀ Bᵀ",
    ),
    Identity(
        "mc102",
        "tr(AX'B) wrt X",
        "A:k,n X:m,n B:m,k",
        "X",
        lambda A, X, B: ml.trace(A @ X.T @ B),
        lambda A, X, B: np.trace(A @ X.T @ B),
        "B A",
    ),
    Identity(
        "mc106",
        "tr X^2 wrt X",
        "X:n,n",
        "X",
        lambda X: ml.trace(X @ X),
        lambda X: np.trace(X @ X),
        "2 Xᵀ",
    ),
    Identity(
        "mc117",
        "tr(X'BXC) wrt X",
        "X:m,n B:m,m C:n,n",
        "X",
        lambda X, B, C: ml.trace(X.T @ B @ X @ C),
        lambda X, B, C: np.trace(X.T @ B @ X @ C),
        "B X C + Bᵀ X Cᵀ",
    ),
    Identity(
        "mc121",
        "tr X^3 wrt X",
        "X:n,n",
        "X",
        lambda X: ml.trace(X @ X @ X),
        lambda X: np.trace(X @ X @ X),
        "3 (Xᵀ)²",
    ),
    Identity(
        "mc124",
        "tr(A X^-1 B) wrt X",
        "A:k,n X:n,n B:n,k",
        "X",
        lambda A, X, B: ml.trace(A @ ml.inv(X) @ B),
        lambda A, X, B: np.trace(A @ np.linalg.inv(X) @ B),
        "-X⁻ᵀ Aᵀ Bᵀ X⁻ᵀ",
        invertible="X",
    ),
    Identity(
        "mc126",
        "tr((X'CX)^-1 A) wrt X",
        "X:m,n C:m,m A:n,n",
        "X",
        lambda X, C, A: ml.trace(ml.inv(X.T @ C @ X) @ A),
        lambda X, C, A: np.trace(np.linalg.inv(X.T @ C @ X) @ A),
        "-C X (Xᵀ C X)⁻¹ A (Xᵀ C X)⁻¹ - Cᵀ X (Xᵀ C X)⁻ᵀ Aᵀ (Xᵀ C X)⁻ᵀ",
        invertible="C",
    ),
    Identity(
        "mc061",
        "a'X^-1 b wrt X",
        "a:n X:n,n b:n",
        "X",
        lambda a, X, b: a @ ml.inv(X) @ b,
        lambda a, X, b: a @ np.linalg.inv(X) @ b,
        "-X⁻ᵀ a bᵀ X⁻ᵀ",
        invertible="X",
    ),
    Identity(
        "mc049",
        "det X wrt X",
        "X:n,n",
        "X",
        lambda X: ml.det(X),
        lambda X: np.linalg.det(X),
        "det(X) X⁻ᵀ",
    ),
    Identity(
        "mc052",
        "det(AXB) wrt X",
        "A:n,n X:n,n B:n,n",
        "X",
        lambda A, X, B: ml.det(A @ X @ B),
        lambda A, X, B: np.linalg.det(A @ X @ B),
        "det(A) det(B) det(X) X⁻ᵀ",
    ),
    Identity(
        "mc057",
        "log det X wrt X",
        "X:n,n",
        "X",
        lambda X: ml.log(ml.det(X)),
        lambda X: np.log(np.linalg.det(X)),
        "X⁻ᵀ",
        invertible="X",
    ),
    Identity(
        "mc055",
        "log det X'X wrt X",
        "X:m,n",
        "X",
        lambda X: ml.log(ml.det(X.T @ X)),
        lambda X: np.log(np.linalg.det(X.T @ X)),
        "2 X (Xᵀ X)⁻¹",
    ),
    Identity(
        "mc059",
        "inv(A+tB) wrt t",
        "A:n,n B:n,n t",
        "t",
        lambda A, B, t: ml.inv(A + t * B),
        lambda A, B, t: np.linalg.inv(A + t * B),
        "-(A + t B)⁻¹ B (A + t B)⁻¹",
        invertible="A",
    ),
    Identity(
        "mc046",
        "det(A+tB) wrt t",
        "A:n,n B:n,n t",
        "t",
        lambda A, B, t: ml.det(A + t * B),
        lambda A, B, t: np.linalg.det(A + t * B),
        "det(A + t B) tr((A + t B)⁻¹ B)",
        invertible="A",
    ),
    Identity(
        "mc060",
        "X^-1 wrt X (4-tensor)",
        "X:n,n",
        "X",
        lambda X: ml.inv(X),
        lambda X: np.linalg.inv(X),
        "∂Y[i,j]/∂X[k,l] = -(X⁻¹)[i,k] (X⁻¹)[l,j]",
        invertible="X",
    ),
    Identity(
        "mcXb",
        "Xb wrt X (3-tensor)",
        "X:m,n b:n",
        "X",
        lambda X, b: X @ b,
        lambda X, b: X @ b,
        "∂y[i]/∂X[j,k] = δ[i,j] b[k]",
    ),
    Identity(
        "ml01",
        "|Xw-y|^2 wrt w",
        "X:m,n w:n y:m",
        "w",
        lambda X, w, y: (X @ w - y) @ (X @ w - y),
        lambda X, w, y: (X @ w - y) @ (X @ w - y),
        "2 (X w - y)ᵀ X",
    ),
    Identity(
        "ml02",
        "|Xw-y|^2 Hessian",
        "X:m,n w:n y:m",
        "w",
        lambda X, w, y: (X @ w - y) @ (X @ w - y),
        lambda X, w, y: (X @ w - y) @ (X @ w - y),
        "2 Xᵀ X",
        order=2,
    ),
    Identity(
        "ml03",
        "logistic loss sum log(1+exp(-y*Xw)) wrt w",
        "X:m,n w:n y:m",
        "w",
        lambda X, w, y: ml.sum(ml.log(1 + ml.exp(-y * (X @ w)))),
        lambda X, w, y: np.log(1 + np.exp(-y * (X @ w))).sum(),
        "(y ⊙ (sigmoid(y ⊙ (X w)) - 𝟏))ᵀ X",
    ),
    Identity(
        "ml04",
        "logistic loss Hessian",
        "X:m,n w:n y:m",
        "w",
        lambda X, w, y: ml.sum(ml.log(1 + ml.exp(-y * (X @ w)))),
        lambda X, w, y: np.log(1 + np.exp(-y * (X @ w))).sum(),
        "Xᵀ diag(y∘² ⊙ sigmoid(y ⊙ (X w)) ⊙ (𝟏 - sigmoid(y ⊙ (X w)))) X",
        order=2,
    ),
    Identity(
        "ml05",
        "logsumexp(x) wrt x",
        "x:n",
        "x",
        lambda x: ml.log(ml.sum(ml.exp(x))),
        lambda x: np.log(np.exp(x).sum()),
        "softmax(x)ᵀ",
    ),
    Identity(
        "ml06",
        "softmax(x) Jacobian",
        "x:n",
        "x",
        lambda x: ml.softmax(x),
        lambda x: softmax(x),
        "diag(softmax(x)) - softmax(x) softmax(x)ᵀ",
    ),
    Identity(
        "ml07",
        "softmax cross-entropy wrt logits",
        "x:n y:n",
        "x",
        lambda x, y: -ml.sum(y * ml.log(ml.softmax(x))),
        lambda x, y: -(y * np.log(softmax(x))).sum(),
        "((𝟏ᵀ y) softmax(x) - y)ᵀ",
    ),
    Identity(
        "ml08",
        "MLP |C relu(Ax+b)-y|^2 wrt A",
        "A:m,n x:n b:m C:k,m y:k",
        "A",
        lambda A, x, b, C, y: ml.sum((C @ ml.relu(A @ x + b) - y) ** 2),
        lambda A, x, b, C, y: ((C @ relu(A @ x + b) - y) ** 2).sum(),
        "2 ([A x + b > 0] ⊙ (Cᵀ (C relu(A x + b) - y))) xᵀ",
    ),
    Identity(
        "ml09",
        "batch layer sum(G*(XW+1b')) wrt b",
        "G:m,k X:m,n W:n,k b:k",
        "b",
        lambda G, X, W, b: ml.sum(G * (X @ W + b)),
        lambda G, X, W, b: (G * (X @ W + b)).sum(),
        "𝟏ᵀ G",
    ),
    Identity(
        "ml10",
        "Gaussian NLL logdet S + u'S^-1 u wrt S",
        "S:n,n u:n",
        "S",
        lambda S, u: ml.log(ml.det(S)) + u @ ml.inv(S) @ u,
        lambda S, u: np.log(np.linalg.det(S)) + u @ np.linalg.inv(S) @ u,
        "S⁻ᵀ - S⁻ᵀ u uᵀ S⁻ᵀ",
        invertible="S",
    ),
    Identity(
        "ml11",
        "|A-UV|_F^2 wrt U",
        "A:m,n U:m,k V:k,n",
        "U",
        lambda A, U, V: ml.sum((A - U @ V) ** 2),
        lambda A, U, V: ((A - U @ V) ** 2).sum(),
        "2 (U V - A) Vᵀ",
    ),
    Identity(
        "ml12",
        "|W*(X-Y)|_F^2 (Hadamard) wrt X",
        "W:m,n X:m,n Y:m,n",
        "X",
        lambda W, X, Y: ml.sum((W * (X - Y)) ** 2),
        lambda W, X, Y: ((W * (X - Y)) ** 2).sum(),
        "2 (W∘² ⊙ (X - Y))",
    ),
    Identity(
        "ml13",
        "Rayleigh x'Ax/x'x wrt x",
        "A:n,n x:n",
        "x",
        lambda A, x: (x @ A @ x) / (x @ x),
        lambda A, x: (x @ A @ x) / (x @ x),
        "((A + Aᵀ) x / ‖x‖² - 2 (xᵀ A x) x / ‖x‖⁴)ᵀ",
    ),
]
