"""Random well-typed expressions, each built twice: by the engine and as a NumPy function.

Dimensions are distinct primes without 2, so that a factor 2 is never a factor m; square matrices
are not symmetric, so that a lost transpose shows. Constants are of every sort (whole, finite and
endless decimals, irrational, negative, large and small), and they stand where constants get lost:
in front of what is known to be positive, under powers, roots and logarithms. The two halves of a
construction share nothing but the choice of what to build. The NumPy functions take complex
numbers, so that they can be differentiated by the complex step.
"""

import math
from math import prod
from typing import NamedTuple

import mpmath
import numpy as np

import mathlib as ml
from mathlib.evaluation.conforming_values import conforming
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.index_nodes import IndexSymbol

SIZES = {"m": 7, "n": 5, "k": 3}
DEPTH = 3
CONSTANTS = [2, 3, 7, 8, 12, 0.5, 0.1, 0.75, 1 / 3, 10 / 3, 2**0.5, np.pi, 2 * np.pi, 1e-3, 1e3]
CONSTANTS += [-c for c in CONSTANTS]
EXPONENTS = [0.5, 0.5, -0.5, 1.5, -1.5, 1 / 3, 0.25, 0.1, 2**0.5, -0.7, 2, 3, -1, -2]


class Pair(NamedTuple):
    """An expression, and a function from the symbols' values to its value."""

    symbolic: Expression
    numeric: object


def relu(a):
    """Return the positive part."""
    return np.where(a.real > 0, a, 0.0)


def absolute(a):
    """Return the absolute value, as a function that can be continued to complex numbers."""
    return np.where(a.real < 0, -a, a)


def sigmoid(a):
    """Return 1 / (1 + exp(-a)), of complex numbers too and without overflow."""
    return (1 + np.tanh(a / 2)) / 2


def softplus(a):
    """Return log(1 + exp(a)), of complex numbers too and without overflow."""
    return relu(a) + np.log1p(np.exp(-absolute(a)))


def maximum(a, b):
    """Return the greater of two entries."""
    return np.where(a.real > b.real, a, b)


def minimum(a, b):
    """Return the lesser of two entries."""
    return np.where(a.real < b.real, a, b)


def greatest(a, axis=None):
    """Return the greatest entry by its real part, of complex numbers too."""
    a = a.reshape(-1) if axis is None else np.moveaxis(a, axis, -1)
    return np.take_along_axis(a, a.real.argmax(-1)[..., None], -1)[..., 0]


def norm(a):
    """Return the root of the sum of squares, not of absolute values."""
    return np.sqrt((a * a).sum())


def softmax(a, axis):
    """Compute a softmax along an axis."""
    return np.exp(a) / np.exp(a).sum(axis=axis, keepdims=True)


def continued(function, slope):
    """Continue a real function to where the complex step needs it: a hair beside the real line."""

    def of_complex(a):
        a = np.asarray(a)
        value = np.vectorize(function, otypes=[float])(a.real)
        if not np.iscomplexobj(a):
            return value
        return value + 1j * a.imag * np.vectorize(slope, otypes=[float])(a.real)

    return of_complex


erf = continued(math.erf, lambda x: 2 / math.sqrt(math.pi) * math.exp(-(x**2)))
lgamma = continued(math.lgamma, lambda x: float(mpmath.digamma(x)))

ENTRYWISE = [
    (ml.sin, np.sin),
    (ml.cos, np.cos),
    (ml.tanh, np.tanh),
    (ml.sigmoid, sigmoid),
    (ml.softplus, softplus),
    (ml.relu, relu),
    (abs, absolute),
    (lambda a: ml.exp(0.5 * ml.tanh(a)), lambda a: np.exp(0.5 * np.tanh(a))),
    (lambda a: ml.log(1.5 + ml.sin(a)), lambda a: np.log(1.5 + np.sin(a))),
    (lambda a: a**2, lambda a: a**2),
    (lambda a: a**3, lambda a: a**3),
    (lambda a: 1 / (2 + ml.cos(a)), lambda a: 1 / (2 + np.cos(a))),
    (lambda a: (1 + a**2) ** -2, lambda a: (1 + a**2) ** -2.0),
    (lambda a: (1 + a**2) ** 1.5, lambda a: (1 + a**2) ** 1.5),
    (lambda a: ml.sqrt(1 + a * a), lambda a: np.sqrt(1 + a * a)),
    (lambda a: (a > 0.1) * a, lambda a: (a.real > 0.1) * a),
    (lambda a: (a <= 0.1) * a, lambda a: (a.real <= 0.1) * a),
    (lambda a: -a, lambda a: -a),
    (lambda a: 0.3 * a - 1, lambda a: 0.3 * a - 1),
    (lambda a: 2 ** ml.sin(a), lambda a: 2 ** np.sin(a)),
    (ml.arctan, np.arctan),
    (ml.arcsinh, np.arcsinh),
    (ml.silu, lambda a: a * sigmoid(a)),
    (lambda a: ml.tan(ml.tanh(a)), lambda a: np.tan(np.tanh(a))),
    (lambda a: ml.sinh(ml.sin(a)), lambda a: np.sinh(np.sin(a))),
    (lambda a: ml.cosh(ml.tanh(a)), lambda a: np.cosh(np.tanh(a))),
    (lambda a: ml.arcsin(0.9 * ml.sin(a)), lambda a: np.arcsin(0.9 * np.sin(a))),
    (lambda a: ml.arccos(0.9 * ml.tanh(a)), lambda a: np.arccos(0.9 * np.tanh(a))),
    (lambda a: ml.arctanh(0.9 * ml.sin(a)), lambda a: np.arctanh(0.9 * np.sin(a))),
    (lambda a: ml.arccosh(1.5 + ml.sigmoid(a)), lambda a: np.arccosh(1.5 + sigmoid(a))),
    (lambda a: ml.expm1(ml.tanh(a)), lambda a: np.expm1(np.tanh(a))),
    (lambda a: ml.log1p(0.9 * ml.sin(a)), lambda a: np.log1p(0.9 * np.sin(a))),
    (ml.erf, erf),
    (lambda a: ml.lgamma(1.5 + ml.sin(a)), lambda a: lgamma(1.5 + np.sin(a))),
    (ml.gelu, lambda a: a * (1 + erf(a / np.sqrt(2))) / 2),
    (ml.leaky_relu, lambda a: np.where(a.real > 0, a, 0.01 * a)),
    (ml.elu, lambda a: np.where(a.real > 0, a, np.expm1(np.where(a.real > 0, 0, a)))),
    (ml.softsign, lambda a: a / (1 + absolute(a))),
    (ml.logsigmoid, lambda a: -softplus(-a)),
    (lambda a: ml.clip(a, -0.7, 0.4), lambda a: minimum(maximum(a, -0.7 + 0 * a), 0.4 + 0 * a)),
]

#: Functions with positive values only: what may stand under a root or a logarithm.
POSITIVE = [
    (lambda a: ml.exp(ml.sin(a)), lambda a: np.exp(np.sin(a))),
    (ml.sigmoid, sigmoid),
    (ml.softplus, softplus),
    (lambda a: 0.3 + abs(a), lambda a: 0.3 + absolute(a)),
    (lambda a: (a + 2.7) ** 2, lambda a: (a + 2.7) ** 2),
    (lambda a: abs(a + 2.7), lambda a: absolute(a + 2.7)),
    (lambda a: ml.relu(a) + 0.1, lambda a: relu(a) + 0.1),
    (lambda a: 1 / (1 + a**2), lambda a: 1 / (1 + a**2)),
    (lambda a: 1.2 - ml.sigmoid(a), lambda a: 1.2 - sigmoid(a)),
]

BINARY = [
    (lambda a, b: a + b, np.add),
    (lambda a, b: a - b, np.subtract),
    (lambda a, b: a * b, np.multiply),
    (lambda a, b: a / (2 + ml.sin(b)), lambda a, b: a / (2 + np.sin(b))),
    (lambda a, b: a * b / (1 + b * b), lambda a, b: a * b / (1 + b * b)),
    (ml.maximum, maximum),
    (ml.minimum, minimum),
]


def length(dimension):
    """Return the size of a dimension, which may be a product."""
    return prod(SIZES.get(name, 1) for name in str(dimension).split("*"))


def variables(e):
    """Return the symbols that an expression can be differentiated by."""
    found = [s for s in e.symbols if not isinstance(s, IndexSymbol)]
    return sorted(found, key=lambda s: s.name)


class Builder:
    """Builds random expressions from symbols that it makes as it needs them."""

    def __init__(self, random):
        self.random = random
        self.values = {}

    def build(self, shape, depth=DEPTH):
        """Return a random pair of the shape."""
        if "*" in "".join(shape):
            return self.random.choice(self.JOINED)(self, shape, max(depth - 1, 0))
        if depth == 0 or self.random.random() < 0.12:
            return self.symbol(shape)
        makers = [*self.ANY, *(self.SCALARS, self.VECTORS, self.MATRICES)[len(shape)]]
        return self.random.choice(makers)(self, shape, depth - 1)

    def symbol(self, shape, kind=None):
        """Return a symbol of the shape: plain, positive, or of a structure that it can have."""
        square = len(shape) == 2 and shape[0] == shape[1]
        kinds = "xxyyqq" + "t" * (len(shape) in (1, 2)) + "so" * square
        kind = kind or self.random.choice(kinds)
        name = "".join(map(str, shape)).replace("*", "o") + kind
        name = name if shape else {"x": "u", "y": "v", "q": "w"}[kind]
        size = tuple(map(length, shape))
        value = np.random.default_rng([*map(ord, name)]).normal(size=size) * 0.7 + 0.05
        value = np.abs(value) + 0.3 if kind == "q" else value
        make = [ml.scalar, ml.vector, ml.matrix, ml.tensor][len(shape)]
        sums = "sums_to" if len(shape) == 1 else "rows_sum_to"
        declared = {
            "q": {"positive": True},
            "s": {"symmetric": True},
            "o": {"orthogonal": True},
            "t": {sums: 1},
        }
        symbol = make(name, *shape, **declared.get(kind, {}))
        value = conforming(symbol, value + value.T if symbol.declared_symmetric else value)
        self.values.setdefault(name, value)
        return Pair(symbol, lambda env: env[name])

    def axis(self):
        """Return a random dimension; now and then, that of two joined axes."""
        return self.random.choice([*SIZES, *SIZES, *SIZES, "k*n", "k*k"])

    def entrywise(self, shape, depth):
        """Apply a function to every entry."""
        (f, g), a = self.random.choice(ENTRYWISE), self.build(shape, depth)
        return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))

    def kept(self, shape, depth):
        """Set something against its own mean, norm or spread along an axis that is kept."""
        a, axis = self.build(shape, depth), self.random.randrange(len(shape))
        f, g = self.random.choice(
            [
                (
                    lambda e, **along: e - ml.mean(e, **along),
                    lambda v, **along: v - v.mean(**along),
                ),
                (
                    lambda e, **along: e / ml.sqrt(1 + ml.var(e, **along)),
                    lambda v, **along: v / np.sqrt(1 + ((v - v.mean(**along)) ** 2).mean(**along)),
                ),
                (
                    lambda e, **along: e * ml.sum(ml.sin(e), **along),
                    lambda v, **along: v * np.sin(v).sum(**along),
                ),
                (
                    lambda e, **along: ml.tanh(e) - ml.logsumexp(e, **along),
                    lambda v, **along: np.tanh(v) - np.log(np.exp(v).sum(**along)),
                ),
            ]
        )
        along = {"axis": axis, "keepdims": True}
        return Pair(f(a.symbolic, **along), lambda env: g(a.numeric(env), **along))

    # ------------------------------------------------------------------------- constants

    def scaled(self, shape, depth):
        """Multiply by a constant, divide by one, or add one."""
        c, a = self.random.choice(CONSTANTS), self.build(shape, depth)
        f = self.random.choice([lambda a: c * a, lambda a: a / c, lambda a: a + c, lambda a: c - a])
        return Pair(f(a.symbolic), lambda env: f(a.numeric(env)))

    # --------------------------------------------------------------- picked, joined, moved

    def moved(self, shape, depth):
        """Add up, reverse, roll or convolve along an axis, or line all entries up and back."""
        a, axis = self.build(shape, depth), self.random.randrange(len(shape))
        size = tuple(map(length, shape))
        f, g = self.random.choice(
            [
                (ml.cumsum, np.cumsum),
                (ml.flip, np.flip),
                (lambda e, axis: ml.roll(e, 2, axis), lambda v, axis: np.roll(v, 2, axis)),
                (lambda e, axis: ml.roll(e, -1, axis), lambda v, axis: np.roll(v, -1, axis)),
                (
                    lambda e, axis: ml.where(e > 0.1, e**2, ml.sin(e)),
                    lambda v, axis: np.where(v.real > 0.1, v**2, np.sin(v)),
                ),
                (
                    lambda e, axis: ml.reshape(ml.tanh(ml.ravel(e)) * ml.ravel(e), shape),
                    lambda v, axis: (np.tanh(v.ravel()) * v.ravel()).reshape(size),
                ),
            ]
        )
        return Pair(f(a.symbolic, axis=axis), lambda env: g(a.numeric(env), axis=axis))

    def gathered(self, shape, depth):
        """Pick rows by an index vector, or one entry of every row."""
        d = self.random.choice([*SIZES])
        t = self.positions(shape[0], d)
        if len(shape) == 1 and self.random.random() < 0.5:
            a, n = self.build((*shape, d), depth), length(shape[0])
            return Pair(
                a.symbolic[ml.arange(shape[0]), t.symbolic],
                lambda env: a.numeric(env)[np.arange(n), t.numeric(env)],
            )
        a = self.build((d, *shape[1:]), depth)
        return Pair(a.symbolic[t.symbolic], lambda env: a.numeric(env)[t.numeric(env)])

    def positions(self, dimension, below):
        """Return an index vector."""
        name = f"t{dimension}{below}".replace("*", "o")
        value = np.random.default_rng([*map(ord, name)]).integers(
            length(below), size=length(dimension)
        )
        self.values.setdefault(name, value)
        return Pair(ml.indices(name, dimension, below=below), lambda env: env[name])

    def of_parts(self, shape, depth):
        """Multiply parts of two, or windows of one, and put what is joined in their place."""
        d = self.random.choice(["n", "m"])
        a, b = self.build((*shape, d), depth), self.build((d,), depth)
        f = self.random.choice(
            [
                lambda m, a, b: a[..., 1:3] @ b[-2:],
                lambda m, a, b: a[..., [2, 0, 2]] @ b[[0, 0, 1]],
                lambda m, a, b: a[..., 1] * b[0] - a[..., -1] * b[2],
                lambda m, a, b: a[..., [0, -1]] @ b[::-1][:2],
                lambda m, a, b: m.concatenate([a, 2 * a], axis=-1) @ m.concatenate([b * b, b]),
                lambda m, a, b: (m.stack([a, a * b], axis=0) ** 2)[1] @ b,
                lambda m, a, b: a @ m.convolve(b, b[:2], mode="same"),
                lambda m, a, b: m.sum(
                    m.concatenate([a[..., :2], a[..., [0]]], axis=-1) ** 2, axis=-1
                ),
            ]
        )
        return Pair(
            f(ml, a.symbolic, b.symbolic), lambda env: f(np, a.numeric(env), b.numeric(env))
        )

    def positive(self, shape, depth):
        """Return something positive: a symbol, a function, or a product of two such."""
        choice = self.random.random()
        if depth == 0 or choice < 0.4:
            return self.symbol(shape, "q")
        if choice < 0.7:
            (f, g), a = self.random.choice(POSITIVE), self.build(shape, depth - 1)
            return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))
        f = self.random.choice([lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a + b])
        a, b = self.positive(shape, depth - 1), self.positive(shape, depth - 1)
        return Pair(f(a.symbolic, b.symbolic), lambda env: f(a.numeric(env), b.numeric(env)))

    def rooted(self, shape, depth):
        """Raise a constant times something positive to a power, or to powers in turn."""
        a = self.positive(shape, depth)
        c, d = (abs(self.random.choice(CONSTANTS)) for _ in range(2))
        e, g = (self.random.choice(EXPONENTS) for _ in range(2))
        f = self.random.choice(
            [
                lambda a: (c * a) ** e,
                lambda a: (c * a) ** e,
                lambda a: (a / c) ** e,
                lambda a: d * (c * a) ** e * a**0.5,
                lambda a: ((c * a) ** e * d) ** g,
                lambda a: (c * a + d * a) ** e,
                lambda a: (c * a + d) ** e,
                lambda a: (c * a) ** e / (d * a) ** g,
                lambda a: (-c * -a) ** e,
            ]
        )
        return Pair(f(a.symbolic), lambda env: f(a.numeric(env)))

    def logarithm(self, shape, depth):
        """Take the logarithm of a constant times something positive."""
        a, c = self.positive(shape, depth), abs(self.random.choice(CONSTANTS))
        e, known = self.random.choice(EXPONENTS), a.symbolic.nonnegative
        f, g = self.random.choice(
            [
                (lambda a: ml.log(c * a), lambda a: np.log(c * a)),
                (lambda a: ml.log((c * a) ** e), lambda a: np.log((c * a) ** e)),
                (lambda a: ml.exp(ml.log(c * a) / 2), lambda a: np.exp(np.log(c * a) / 2)),
                (lambda a: c ** ml.tanh(a), lambda a: c ** np.tanh(a)),
                *[(lambda a: (c * a) ** ml.sin(a), lambda a: (c * a) ** np.sin(a))] * known,
            ]
        )
        return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))

    def binary(self, shape, depth):
        """Combine two of the shape entry by entry."""
        f, g = self.random.choice(BINARY)
        a = self.build(shape, depth)
        b = a if self.random.random() < 0.1 else self.build(shape, depth)
        return Pair(f(a.symbolic, b.symbolic), lambda env: g(a.numeric(env), b.numeric(env)))

    def broadcast(self, shape, depth):
        """Combine with something of fewer axes, in either order."""
        f, g = self.random.choice(BINARY)
        end = shape[self.random.randint(0, len(shape)) :]
        shapes = self.random.choice([(shape, end), (end, shape)])
        a, b = (self.build(s, depth) for s in shapes)
        return Pair(f(a.symbolic, b.symbolic), lambda env: g(a.numeric(env), b.numeric(env)))

    def inverse(self, d, depth):
        """Return the inverse of a matrix that has one."""
        a = self.build((d, d), depth)
        size = length(d)
        return Pair(
            ml.inv(0.3 * ml.tanh(a.symbolic) + 3 * ml.eye(d)),
            lambda env: np.linalg.inv(0.3 * np.tanh(a.numeric(env)) + 3 * np.eye(size)),
        )

    def chained(self, shape, depth):
        """Multiply two matrices, or a matrix and a vector, either way."""
        d = self.axis()
        left, right = (*shape[:1], d), (d, *shape[1:])
        if len(shape) == 1 and self.random.random() < 0.5:
            left, right = (d,), (d, *shape)
        a, b = self.build(left, depth), self.build(right, depth)
        return Pair(a.symbolic @ b.symbolic, lambda env: a.numeric(env) @ b.numeric(env))

    # ------------------------------------------------------------------------------- scalars

    def total(self, shape, depth):
        """Sum, average, or take the norm of something."""
        inner = self.random.choice([(self.axis(),), (self.axis(), self.axis())])
        a = self.build(inner, depth)
        f, g = self.random.choice(
            [
                (ml.sum, np.sum),
                (ml.mean, np.mean),
                (lambda e: ml.norm(e + 2), lambda v: np.sqrt(((v + 2) ** 2).sum())),
                (
                    lambda e: ml.norm(2**0.5 * e + 2),
                    lambda v: np.sqrt(((2**0.5 * v + 2) ** 2).sum()),
                ),
                (ml.logsumexp, lambda v: np.log(np.exp(v).sum())),
                (ml.max, greatest),
                (lambda e: ml.var(e, ddof=1), lambda v: ((v - v.mean()) ** 2).sum() / (v.size - 1)),
                (lambda e: ml.norm(e, 1), lambda v: greatest(absolute(v).sum(0))),
            ]
        )
        return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))

    def bilinear(self, shape, depth):
        """Take the inner product of two vectors, or of two with a matrix between."""
        d, e = self.axis(), self.axis()
        a, b = self.build((d,), depth), self.build((e,), depth)
        c = self.build((d, e), depth)
        return Pair(
            a.symbolic @ c.symbolic @ b.symbolic,
            lambda env: a.numeric(env) @ c.numeric(env) @ b.numeric(env),
        )

    def of_square(self, shape, depth):
        """Take the trace, the determinant or its logarithm."""
        d = self.axis()
        a = self.build((d, d), depth)
        shift = 3 * np.eye(length(d))
        f, g = self.random.choice(
            [
                (ml.trace, np.trace),
                (
                    lambda e: ml.det(0.3 * ml.sin(e) + ml.eye(d)),
                    lambda v: np.linalg.det(0.3 * np.sin(v) + shift / 3),
                ),
                (
                    lambda e: ml.logdet(0.3 * ml.sin(e) + 3 * ml.eye(d)),
                    lambda v: np.log(np.linalg.det(0.3 * np.sin(v) + shift)),
                ),
            ]
        )
        return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))

    # ------------------------------------------------------------------------------- vectors

    def along_axis(self, shape, depth):
        """Reduce a matrix along one axis."""
        axis = self.random.choice([0, 1])
        d = self.axis()
        a = self.build((d, *shape) if axis == 0 else (*shape, d), depth)
        f, g = self.random.choice(
            [
                (ml.sum, np.sum),
                (ml.mean, np.mean),
                (ml.logsumexp, lambda v, axis: np.log(np.exp(v).sum(axis=axis))),
                (ml.max, greatest),
                (ml.min, lambda v, axis: -greatest(-v, axis)),
                (lambda e, axis: ml.norm(e, 1, axis), lambda v, axis: absolute(v).sum(axis)),
            ]
        )
        return Pair(f(a.symbolic, axis=axis), lambda env: g(a.numeric(env), axis=axis))

    def squashed(self, shape, depth):
        """Take the softmax along an axis."""
        a, axis = self.build(shape, depth), self.random.randrange(len(shape))
        return Pair(ml.softmax(a.symbolic, axis), lambda env: softmax(a.numeric(env), axis))

    def solved(self, shape, depth):
        """Multiply by an inverse, or by its transpose."""
        a, b = self.inverse(shape[0], depth), self.build(shape, depth)
        if self.random.random() < 0.5:
            return Pair(a.symbolic @ b.symbolic, lambda env: a.numeric(env) @ b.numeric(env))
        return Pair(a.symbolic.T @ b.symbolic, lambda env: a.numeric(env).T @ b.numeric(env))

    def diagonal(self, shape, depth):
        """Take the diagonal of a matrix, or multiply by a diagonal matrix."""
        if len(shape) == 1:
            a = self.build((*shape, *shape), depth)
            return Pair(ml.diag(a.symbolic), lambda env: np.diag(a.numeric(env)))
        a, b = self.build(shape[:1], depth), self.build(shape, depth)
        return Pair(
            ml.diag(a.symbolic) @ b.symbolic,
            lambda env: np.diag(a.numeric(env)) @ b.numeric(env),
        )

    # ------------------------------------------------------------------------------ matrices

    def transposed(self, shape, depth):
        """Transpose, or take a triangle of a square matrix."""
        a = self.build(shape[::-1], depth)
        if shape[0] == shape[1] and self.random.random() < 0.3:
            f, g = self.random.choice([(ml.tril, np.tril), (ml.triu, np.triu)])
            return Pair(f(a.symbolic), lambda env: g(a.numeric(env)))
        return Pair(a.symbolic.T, lambda env: a.numeric(env).T)

    def contracted(self, shape, depth):
        """Contract tensors of three axes: batches of matrices, or what letters say."""
        (a, b), d = shape, self.random.choice([*SIZES])
        subscripts, left, right = self.random.choice(
            [
                ("kij,kj->ki", (a, b, d), (a, d)),
                ("bij,bjk->ik", (d, a, a), (d, a, b)),
                ("bij,bjk->ik", (d, a, d), (d, d, b)),
                ("iij,ij->ij", (a, a, b), (a, b)),
                ("kil,lk->ik", (b, a, d), (d, b)),
            ]
        )
        x, y = (self.tensor(s, depth) for s in (left, right))
        return Pair(
            ml.einsum(subscripts, x.symbolic, y.symbolic),
            lambda env: np.einsum(subscripts, x.numeric(env), y.numeric(env)),
        )

    def tensor(self, shape, depth):
        """Return something of any number of axes: of three, made of a symbol or of matrices."""
        if len(shape) < 3:
            return self.build(shape, depth)
        if depth == 0 or self.random.random() < 0.6:
            return self.symbol(shape)
        if self.random.random() < 0.5:
            a, axis = self.tensor(shape, depth - 1), self.random.randrange(3)
            return Pair(ml.softmax(a.symbolic, axis), lambda env: softmax(a.numeric(env), axis))
        a, b = self.build(shape[:2], depth - 1), self.build(shape[1:], depth - 1)
        return Pair(
            ml.tanh(a.symbolic[:, :, None] + b.symbolic),
            lambda env: np.tanh(a.numeric(env)[:, :, None] + b.numeric(env)),
        )

    def outer(self, shape, depth):
        """Take the outer product of two vectors."""
        a, b = self.build(shape[:1], depth), self.build(shape[1:], depth)
        return Pair(
            ml.outer(a.symbolic, b.symbolic),
            lambda env: np.outer(a.numeric(env), b.numeric(env)),
        )

    # --------------------------------------------------------------------------- joined axes

    def joined(self, shape, depth):
        """Return something that has joined axes: vec or kron of what has their parts."""
        parts = [self.random.sample(d.split("*"), d.count("*") + 1) for d in shape]
        if all(len(pair) == 2 for pair in parts):
            a, b = (self.build(pair, depth) for pair in zip(*parts, strict=True))
            if len(shape) == 1 and self.random.random() < 0.6:
                return self.stacked(*parts, depth)
            return Pair(
                ml.kron(a.symbolic, b.symbolic),
                lambda env: np.kron(a.numeric(env), b.numeric(env)),
            )
        if len(parts[0]) == 1:
            a = self.joined(shape[::-1], depth)
            return Pair(a.symbolic.T, lambda env: a.numeric(env).T)
        (slow, fast), (column,) = parts
        a, b = self.build((slow, column), depth), self.symbol((fast, 1))
        return Pair(
            ml.kron(a.symbolic, b.symbolic), lambda env: np.kron(a.numeric(env), b.numeric(env))
        )

    def stacked(self, pair, depth):
        """Stack the columns of a matrix; the second of its axes varies more slowly."""
        a = self.build(tuple(reversed(pair)), depth)
        return Pair(ml.vec(a.symbolic), lambda env: a.numeric(env).T.reshape(-1))

    JOINED = (joined, joined, joined, entrywise, binary, scaled)
    JOINED_SHAPES = (("k*n",), ("k*n",), ("k*k",), ("k*n", "k*k"), ("k", "k*n"), ("k*n", "n"))
    ANY = (entrywise, entrywise, binary, broadcast, scaled, rooted, logarithm)
    SCALARS = (total, bilinear, of_square, of_parts)
    VECTORS = (chained, chained, along_axis, squashed, kept, solved, diagonal)
    VECTORS += (moved, gathered, of_parts)
    MATRICES = (chained, chained, transposed, transposed, outer, squashed, kept, solved, diagonal)
    MATRICES += (contracted, moved, gathered)
