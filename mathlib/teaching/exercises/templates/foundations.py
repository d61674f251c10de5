"""Exercises on one variable, on two, and on Jacobians."""

from __future__ import annotations

from mathlib.symbolic.symbols import matrix, scalar, scalars, vector
from mathlib.teaching.exercises.recipe import FACTORS, POWERS, SMOOTH, WAVES, Pick, Question, recipe


@recipe
def scalar_derivatives_1(pick: Pick) -> Question:
    """A sum of a power and a function, each with a factor."""
    x = scalar("x")
    return pick(FACTORS) * x ** pick(POWERS) + pick(FACTORS) * pick(SMOOTH)(x), x


@recipe
def scalar_derivatives_2(pick: Pick) -> Question:
    """One function inside another; the inner one is 0 somewhere, where tanh is not yet flat."""
    x = scalar("x")
    inner = pick(FACTORS) * x ** pick(POWERS) - pick(FACTORS)
    return pick(SMOOTH)(inner), x


@recipe
def scalar_derivatives_3(pick: Pick) -> Question:
    """A product or a quotient, with a chain inside."""
    x = scalar("x")
    outer = pick([lambda f, p: f * x**p, lambda f, p: f / (p + x**2)])
    return outer(pick(SMOOTH)(pick(FACTORS) * x + pick(FACTORS)), pick(POWERS)), x


@recipe
def partial_derivatives_1(pick: Pick) -> Question:
    """A polynomial in two variables."""
    x, y = scalars("x y")
    mixed = pick(FACTORS) * x ** pick(POWERS) * y
    return mixed + pick(FACTORS) * y ** pick(POWERS), pick([x, y])


@recipe
def partial_derivatives_2(pick: Pick) -> Question:
    """A function of a product, and a second term that holds only one variable."""
    x, y = scalars("x y")
    return pick(SMOOTH)(pick(FACTORS) * x * y) + pick(FACTORS) * x, pick([x, y])


@recipe
def partial_derivatives_3(pick: Pick) -> Question:
    """A product of two functions, one of them of both variables."""
    x, y = scalars("x y")
    both = pick(SMOOTH)(pick(FACTORS) * x + y ** pick(POWERS))
    return both * pick(WAVES)(y), pick([x, y])


@recipe
def jacobian_1(pick: Pick) -> Question:
    """Two linear functions, of one vector each."""
    A, x, y = matrix("A", "m", "n"), vector("x", "n"), vector("y", "m")
    return pick(FACTORS) * A @ x + pick(FACTORS) * y, pick([x, y])


@recipe
def jacobian_2(pick: Pick) -> Question:
    """A function of every entry, beside a matrix."""
    A, x, y = matrix("A", "n", "m"), vector("x", "n"), vector("y", "m")
    return pick(FACTORS) * pick(SMOOTH)(x) + pick(FACTORS) * A @ y, pick([x, y])


@recipe
def jacobian_3(pick: Pick) -> Question:
    """A function of every entry before or after a matrix."""
    A, x = matrix("A", "m", "n"), vector("x", "n")
    compose = pick([lambda f, a: A @ f(a * x), lambda f, a: f(a * A @ x)])
    return pick(FACTORS) * compose(pick(SMOOTH), pick(FACTORS)), x
