"""Recipes for exercises: each builds an expression from a few choices.

Conventions
-----------
A recipe is called with `pick`, which takes one of several options at a time, and returns an
expression and the variable to differentiate it by. Its name is its topic, which is the name of a
chapter's file, and its level. The choices must not hang on one another: then their combinations
can be numbered, and different numbers make different exercises.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mathlib.symbolic import functions as fn
from mathlib.symbolic import linear_algebra as la
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.symbols import matrices, matrix, scalar, scalars, vector, vectors

Recipe = Callable[[Callable[[Sequence], object]], tuple[Expression, Symbol]]

FACTORS = tuple(range(2, 10))
POWERS = tuple(range(2, 6))
SMOOTH = (fn.sin, fn.cos, fn.exp, fn.tanh, fn.sigmoid)
WAVES = (fn.sin, fn.cos, fn.tanh)

#: The recipes of every topic, from the easiest level to the hardest.
RECIPES: dict[str, list[Recipe]] = {}


def recipe(make: Recipe) -> Recipe:
    """Enter a recipe under its topic, as the next level."""
    RECIPES.setdefault(make.__name__.rpartition("_")[0], []).append(make)
    return make


# --------------------------------------------------------------------------------- foundations


@recipe
def scalar_derivatives_1(pick):
    """A sum of a power and a function, each with a factor."""
    x = scalar("x")
    return pick(FACTORS) * x ** pick(POWERS) + pick(FACTORS) * pick(SMOOTH)(x), x


@recipe
def scalar_derivatives_2(pick):
    """One function inside another."""
    x = scalar("x")
    inner = pick(FACTORS) * x ** pick(POWERS) + pick(FACTORS)
    return pick(SMOOTH)(inner), x


@recipe
def scalar_derivatives_3(pick):
    """A product or a quotient, with a chain inside."""
    x = scalar("x")
    outer = pick([lambda f, p: f * x**p, lambda f, p: f / (p + x**2)])
    return outer(pick(SMOOTH)(pick(FACTORS) * x + pick(FACTORS)), pick(POWERS)), x


@recipe
def partial_derivatives_1(pick):
    """A polynomial in two variables."""
    x, y = scalars("x y")
    mixed = pick(FACTORS) * x ** pick(POWERS) * y
    return mixed + pick(FACTORS) * y ** pick(POWERS), pick([x, y])


@recipe
def partial_derivatives_2(pick):
    """A function of a product, and a second term that holds only one variable."""
    x, y = scalars("x y")
    return pick(SMOOTH)(pick(FACTORS) * x * y) + pick(FACTORS) * x, pick([x, y])


@recipe
def partial_derivatives_3(pick):
    """A product of two functions, one of them of both variables."""
    x, y = scalars("x y")
    both = pick(SMOOTH)(pick(FACTORS) * x + y ** pick(POWERS))
    return both * pick(WAVES)(y), pick([x, y])


@recipe
def jacobian_1(pick):
    """Two linear functions, of one vector each."""
    A, x, y = matrix("A", "m", "n"), vector("x", "n"), vector("y", "m")
    return pick(FACTORS) * A @ x + pick(FACTORS) * y, pick([x, y])


@recipe
def jacobian_2(pick):
    """A function of every entry, beside a matrix."""
    A, x, y = matrix("A", "n", "m"), vector("x", "n"), vector("y", "m")
    return pick(FACTORS) * pick(SMOOTH)(x) + pick(FACTORS) * A @ y, pick([x, y])


@recipe
def jacobian_3(pick):
    """A function of every entry before or after a matrix."""
    A, x = matrix("A", "m", "n"), vector("x", "n")
    compose = pick([lambda f, a: A @ f(a * x), lambda f, a: f(a * A @ x)])
    return pick(FACTORS) * compose(pick(SMOOTH), pick(FACTORS)), x


# --------------------------------------------------------------------------------- the toolkit


@recipe
def elementwise_operators_1(pick):
    """Two vectors, entry by entry."""
    w, x = vectors("w x", "n")
    combine = pick([lambda a, b: a * w * x + b * x, lambda a, b: a * w / x + b * w])
    return combine(pick(FACTORS), pick(FACTORS)), pick([w, x])


@recipe
def elementwise_operators_2(pick):
    """A function of one vector times a power of another."""
    w, x = vectors("w x", "n")
    return pick(FACTORS) * pick(SMOOTH)(w) * x ** pick(POWERS), pick([w, x])


@recipe
def elementwise_operators_3(pick):
    """A function of a product, with a factor of its own or a denominator."""
    w, x = vectors("w x", "n")
    combine = pick([lambda f: f * w, lambda f: f / x, lambda f: f * x**2])
    return combine(pick(SMOOTH)(pick(FACTORS) * w * x)), pick([w, x])


@recipe
def scalar_expansion_1(pick):
    """A vector times a scalar, plus a scalar."""
    x, z = vector("x", "n"), scalar("z")
    return pick(FACTORS) * z ** pick(POWERS) * x + pick(FACTORS) * z, pick([x, z])


@recipe
def scalar_expansion_2(pick):
    """A function of a vector, stretched by a power of a scalar."""
    x, z = vector("x", "n"), scalar("z")
    return pick(FACTORS) * z ** pick(POWERS) * pick(SMOOTH)(x), pick([x, z])


@recipe
def scalar_expansion_3(pick):
    """A function of a vector that a scalar scales or shifts."""
    x, z = vector("x", "n"), scalar("z")
    moved = pick([lambda a: a * z * x, lambda a: a * x + z**2])(pick(FACTORS))
    return pick(FACTORS) * pick(SMOOTH)(moved), pick([x, z])


@recipe
def sums_1(pick):
    """The sum of a power."""
    x = vector("x", "n")
    total = pick([fn.sum, fn.mean])
    return total(pick(FACTORS) * x ** pick(POWERS) + pick(FACTORS) * x), x


@recipe
def sums_2(pick):
    """A sum of functions, scaled by a scalar."""
    x, z = vector("x", "n"), scalar("z")
    total = pick([fn.sum, fn.mean])
    return z ** pick(POWERS) * total(pick(SMOOTH)(pick(FACTORS) * x)), pick([x, z])


@recipe
def sums_3(pick):
    """A weighted sum, or a sum under a function."""
    w, x = vectors("w x", "n")
    weighted = fn.sum(w * pick(WAVES)(pick(FACTORS) * x))
    return pick([lambda s: s**2, fn.exp, fn.sin])(weighted), pick([w, x])


@recipe
def chain_rule_1(pick):
    """A function of a power."""
    x = scalar("x")
    return pick(FACTORS) * pick(SMOOTH)(pick(FACTORS) * x ** pick(POWERS)), x


@recipe
def chain_rule_2(pick):
    """A function of a function of a power."""
    x = scalar("x")
    return pick(SMOOTH)(pick(FACTORS) * pick(WAVES)(x ** pick(POWERS))), x


@recipe
def chain_rule_3(pick):
    """A logarithm or a root of a power of a function of a power."""
    x = scalar("x")
    inner = pick(FACTORS) + pick(WAVES)(pick(FACTORS) * x ** pick(POWERS)) ** 2
    return pick([fn.log, fn.sqrt])(inner), x


@recipe
def total_derivative_1(pick):
    """The variable itself, and once more inside a function."""
    x = scalar("x")
    return pick(SMOOTH)(pick(FACTORS) * x + x ** pick(POWERS)), x


@recipe
def total_derivative_2(pick):
    """The variable as a factor, and inside the function it multiplies."""
    x = scalar("x")
    return pick(FACTORS) * x ** pick(POWERS) * pick(SMOOTH)(x + pick(WAVES)(x)), x


@recipe
def total_derivative_3(pick):
    """Three paths from the variable to the result."""
    x = scalar("x")
    u = x ** pick(POWERS)
    return pick(SMOOTH)(pick(FACTORS) * x + u * pick(WAVES)(u)), x


@recipe
def vector_chain_rule_1(pick):
    """A function of every entry of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * pick(SMOOTH)(A @ x + pick(FACTORS) * b), pick([x, b])


@recipe
def vector_chain_rule_2(pick):
    """Two layers."""
    A, B, x = matrix("A", "m", "n"), matrix("B", "k", "m"), vector("x", "n")
    return pick(FACTORS) * B @ pick(SMOOTH)(pick(FACTORS) * A @ x), x


@recipe
def vector_chain_rule_3(pick):
    """Two layers with an activation each."""
    A, B, x = matrix("A", "m", "n"), matrix("B", "k", "m"), vector("x", "n")
    return pick(SMOOTH)(B @ pick(WAVES)(pick(FACTORS) * A @ x)), x


# ---------------------------------------------------------------------------------- the neuron


@recipe
def activation_1(pick):
    """The affine part of a neuron."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    return pick(FACTORS) * la.dot(w, x) + b ** pick(POWERS), pick([w, x, b])


@recipe
def activation_2(pick):
    """A neuron."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    f = pick([fn.relu, fn.softplus, fn.sigmoid, fn.tanh])
    return f(pick(FACTORS) * la.dot(w, x) + b), pick([w, x, b])


@recipe
def activation_3(pick):
    """A power of a neuron, or a neuron fed with functions of its inputs."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    f = pick([fn.relu, fn.softplus, fn.sigmoid])
    return f(la.dot(w, pick(WAVES)(pick(FACTORS) * x)) + b) ** pick([1, 2, 3]), pick([w, x, b])


@recipe
def loss_1(pick):
    """A sum or a mean of squares."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    total = pick([fn.sum, fn.mean])
    return total((pick(FACTORS) * X @ w - pick(FACTORS) * y) ** 2), pick([w, y])


@recipe
def loss_2(pick):
    """Squares with a penalty."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    total, penalty = pick([fn.sum, fn.mean]), pick([lambda w: w**2, fn.softplus])
    return total((X @ w - pick(FACTORS) * y) ** 2) + pick(FACTORS) * fn.sum(penalty(w)), w


@recipe
def loss_3(pick):
    """Squares of what an activation leaves over."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    f, total = pick([fn.relu, fn.sigmoid, fn.tanh]), pick([fn.sum, fn.mean])
    return total((pick(FACTORS) * f(pick(FACTORS) * X @ w) - y) ** 2), w


# -------------------------------------------------------------------------- beyond the article


@recipe
def derivatives_by_matrices_1(pick):
    """A bilinear form, or a trace."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    form = pick([lambda x: la.dot(b, A @ x), lambda x: fn.sum(A @ x), lambda x: b @ A @ x**2])
    return pick(FACTORS) * form(pick(FACTORS) * x + x ** pick([2, 3])), A


@recipe
def derivatives_by_matrices_2(pick):
    """Squares of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * fn.sum((pick(FACTORS) * A @ x + pick([b, -b])) ** 2), A


@recipe
def derivatives_by_matrices_3(pick):
    """A weighted sum of functions of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * la.dot(b, pick(SMOOTH)(pick(FACTORS) * A @ x)), A


@recipe
def determinants_1(pick):
    """A trace of a product, or the logarithm of a determinant."""
    A, X = matrices("A X", "n", "n")
    part = pick([lambda: la.logdet(X), lambda: la.trace(X @ X), lambda: la.trace(X)])
    return pick(FACTORS) * la.trace(pick([A, A.T]) @ X) + pick(FACTORS) * part(), X


@recipe
def determinants_2(pick):
    """An inverse in a trace or between vectors."""
    A, X = matrices("A X", "n", "n")
    a, b = vectors("a b", "n")
    form = pick([lambda Y: la.trace(A @ Y), lambda Y: a @ Y @ b, lambda Y: a @ Y.T @ b])
    return pick(FACTORS) * form(la.inv(X)) + pick(FACTORS) * la.trace(X), X


@recipe
def determinants_3(pick):
    """The logarithm of a determinant beside an inverse, as in a Gaussian's likelihood."""
    A, X = matrices("A X", "n", "n")
    a, b = vectors("a b", "n")
    form = pick([lambda Y: la.trace(A @ Y), lambda Y: a @ Y @ b, lambda Y: a @ Y @ a])
    return pick(FACTORS) * la.logdet(X) + pick(FACTORS) * form(la.inv(X)), X
