"""Exercises on derivatives by whole matrices, on determinants and inverses."""

from __future__ import annotations

from mathlib.symbolic import functions as fn
from mathlib.symbolic.symbols import matrices, matrix, vector, vectors
from mathlib.teaching.exercises.recipe import FACTORS, SMOOTH, Pick, Question, recipe


@recipe
def derivatives_by_matrices_1(pick: Pick) -> Question:
    """A bilinear form, or a trace."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    form = pick([lambda x: fn.dot(b, A @ x), lambda x: fn.sum(A @ x), lambda x: b @ A @ x**2])
    return pick(FACTORS) * form(pick(FACTORS) * x + x ** pick([2, 3])), A


@recipe
def derivatives_by_matrices_2(pick: Pick) -> Question:
    """Squares of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * fn.sum((pick(FACTORS) * A @ x + pick([b, -b])) ** 2), A


@recipe
def derivatives_by_matrices_3(pick: Pick) -> Question:
    """A weighted sum of functions of a matrix times a vector."""
    A, b, x = matrix("A", "m", "n"), vector("b", "m"), vector("x", "n")
    return pick(FACTORS) * fn.dot(b, pick(SMOOTH)(pick(FACTORS) * A @ x)), A


@recipe
def determinants_1(pick: Pick) -> Question:
    """A trace of a product, or the logarithm of a determinant."""
    A, X = matrices("A X", "n", "n")
    part = pick([lambda: fn.logdet(X), lambda: fn.trace(X @ X), lambda: fn.trace(X)])
    return pick(FACTORS) * fn.trace(pick([A, A.T]) @ X) + pick(FACTORS) * part(), X


@recipe
def determinants_2(pick: Pick) -> Question:
    """An inverse in a trace or between vectors."""
    A, X = matrices("A X", "n", "n")
    a, b = vectors("a b", "n")
    form = pick([lambda Y: fn.trace(A @ Y), lambda Y: a @ Y @ b, lambda Y: a @ Y.T @ b])
    return pick(FACTORS) * form(fn.inv(X)) + pick(FACTORS) * fn.trace(X), X


@recipe
def determinants_3(pick: Pick) -> Question:
    """The logarithm of a determinant beside an inverse, as in a Gaussian's likelihood."""
    A, X = matrices("A X", "n", "n")
    a, b = vectors("a b", "n")
    form = pick([lambda Y: fn.trace(A @ Y), lambda Y: a @ Y @ b, lambda Y: a @ Y @ a])
    return pick(FACTORS) * fn.logdet(X) + pick(FACTORS) * form(fn.inv(X)), X
