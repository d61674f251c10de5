"""Exercises on entries, sums and chains: what a network is differentiated with."""

from __future__ import annotations

from mathlib.symbolic import functions as fn
from mathlib.symbolic.symbols import matrix, scalar, vector, vectors
from mathlib.teaching.exercises.recipe import FACTORS, POWERS, SMOOTH, WAVES, Pick, Question, recipe


@recipe
def elementwise_operators_1(pick: Pick) -> Question:
    """Two vectors, entry by entry."""
    w, x = vectors("w x", "n")
    combine = pick([lambda a, b: a * w * x + b * x, lambda a, b: a * w / x + b * w])
    return combine(pick(FACTORS), pick(FACTORS)), pick([w, x])


@recipe
def elementwise_operators_2(pick: Pick) -> Question:
    """A function of one vector times a power of another."""
    w, x = vectors("w x", "n")
    return pick(FACTORS) * pick(SMOOTH)(w) * x ** pick(POWERS), pick([w, x])


@recipe
def elementwise_operators_3(pick: Pick) -> Question:
    """A function of a product, with a factor of its own or a denominator."""
    w, x = vectors("w x", "n")
    combine = pick([lambda f: f * w, lambda f: f / x, lambda f: f * x**2])
    return combine(pick(SMOOTH)(pick(FACTORS) * w * x)), pick([w, x])


@recipe
def scalar_expansion_1(pick: Pick) -> Question:
    """A vector times a scalar, plus a scalar."""
    x, z = vector("x", "n"), scalar("z")
    return pick(FACTORS) * z ** pick(POWERS) * x + pick(FACTORS) * z, pick([x, z])


@recipe
def scalar_expansion_2(pick: Pick) -> Question:
    """A function of a vector, stretched by a power of a scalar."""
    x, z = vector("x", "n"), scalar("z")
    return pick(FACTORS) * z ** pick(POWERS) * pick(SMOOTH)(x), pick([x, z])


@recipe
def scalar_expansion_3(pick: Pick) -> Question:
    """A function of a vector that a scalar scales or shifts."""
    x, z = vector("x", "n"), scalar("z")
    moved = pick([lambda a: a * z * x, lambda a: a * x + z**2])(pick(FACTORS))
    return pick(FACTORS) * pick(SMOOTH)(moved), pick([x, z])


@recipe
def sums_1(pick: Pick) -> Question:
    """The sum of a power."""
    x = vector("x", "n")
    total = pick([fn.sum, fn.mean])
    return total(pick(FACTORS) * x ** pick(POWERS) + pick(FACTORS) * x), x


@recipe
def sums_2(pick: Pick) -> Question:
    """A sum of functions, scaled by a scalar."""
    x, z = vector("x", "n"), scalar("z")
    total = pick([fn.sum, fn.mean])
    return z ** pick(POWERS) * total(pick(SMOOTH)(pick(FACTORS) * x)), pick([x, z])


@recipe
def sums_3(pick: Pick) -> Question:
    """A weighted sum, or a sum under a function."""
    w, x = vectors("w x", "n")
    weighted = fn.sum(w * pick(WAVES)(pick(FACTORS) * x))
    return pick([lambda s: s**2, fn.exp, fn.sin])(weighted), pick([w, x])


@recipe
def chain_rule_1(pick: Pick) -> Question:
    """A function of a power."""
    x = scalar("x")
    return pick(FACTORS) * pick(SMOOTH)(pick(FACTORS) * x ** pick(POWERS)), x


@recipe
def chain_rule_2(pick: Pick) -> Question:
    """A function of a function of a power."""
    x = scalar("x")
    return pick(SMOOTH)(pick(FACTORS) * pick(WAVES)(x ** pick(POWERS))), x


@recipe
def chain_rule_3(pick: Pick) -> Question:
    """A logarithm or a root of a power of a function of a power."""
    x = scalar("x")
    inner = pick(FACTORS) + pick(WAVES)(pick(FACTORS) * x ** pick(POWERS)) ** 2
    return pick([fn.log, fn.sqrt])(inner), x


@recipe
def total_derivative_1(pick: Pick) -> Question:
    """The variable itself, and once more inside a function."""
    x = scalar("x")
    return pick(SMOOTH)(pick(FACTORS) * x + x ** pick(POWERS)), x


@recipe
def total_derivative_2(pick: Pick) -> Question:
    """The variable as a factor, and inside the function it multiplies."""
    x = scalar("x")
    return pick(FACTORS) * x ** pick(POWERS) * pick(SMOOTH)(x + pick(WAVES)(x)), x


@recipe
def total_derivative_3(pick: Pick) -> Question:
    """Three paths from the variable to the result."""
    x = scalar("x")
    u = x ** pick(POWERS)
    return pick(SMOOTH)(pick(FACTORS) * x + u * pick(WAVES)(u)), x


@recipe
def vector_chain_rule_1(pick: Pick) -> Question:
    """A function of every entry of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * pick(SMOOTH)(A @ x + pick(FACTORS) * b), pick([x, b])


@recipe
def vector_chain_rule_2(pick: Pick) -> Question:
    """Two layers."""
    A, B, x = matrix("A", "m", "n"), matrix("B", "k", "m"), vector("x", "n")
    return pick(FACTORS) * B @ pick(SMOOTH)(pick(FACTORS) * A @ x), x


@recipe
def vector_chain_rule_3(pick: Pick) -> Question:
    """Two layers with an activation each."""
    A, B, x = matrix("A", "m", "n"), matrix("B", "k", "m"), vector("x", "n")
    return pick(SMOOTH)(B @ pick(WAVES)(pick(FACTORS) * A @ x)), x
