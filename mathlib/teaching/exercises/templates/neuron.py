"""Exercises on a neuron and on the loss of a batch."""

from __future__ import annotations

from mathlib.symbolic import functions as fn
from mathlib.symbolic.symbols import matrix, scalar, vector
from mathlib.teaching.exercises.recipe import FACTORS, POWERS, WAVES, Pick, Question, recipe


@recipe
def activation_1(pick: Pick) -> Question:
    """The affine part of a neuron."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    return pick(FACTORS) * fn.dot(w, x) + b ** pick(POWERS), pick([w, x, b])


@recipe
def activation_2(pick: Pick) -> Question:
    """A neuron."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    f = pick([fn.relu, fn.softplus, fn.sigmoid, fn.tanh])
    return f(pick(FACTORS) * fn.dot(w, x) + b), pick([w, x, b])


@recipe
def activation_3(pick: Pick) -> Question:
    """A power of a neuron, or a neuron fed with functions of its inputs."""
    w, x, b = vector("w", "n"), vector("x", "n"), scalar("b")
    f = pick([fn.relu, fn.softplus, fn.sigmoid])
    return f(fn.dot(w, pick(WAVES)(pick(FACTORS) * x)) + b) ** pick([1, 2, 3]), pick([w, x, b])


@recipe
def loss_1(pick: Pick) -> Question:
    """A sum or a mean of squares."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    total = pick([fn.sum, fn.mean])
    return total((pick(FACTORS) * X @ w - pick(FACTORS) * y) ** 2), pick([w, y])


@recipe
def loss_2(pick: Pick) -> Question:
    """Squares with a penalty."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    total, penalty = pick([fn.sum, fn.mean]), pick([lambda w: w**2, fn.softplus])
    return total((X @ w - pick(FACTORS) * y) ** 2) + pick(FACTORS) * fn.sum(penalty(w)), w


@recipe
def loss_3(pick: Pick) -> Question:
    """Squares of what an activation leaves over."""
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    f, total = pick([fn.relu, fn.sigmoid, fn.tanh]), pick([fn.sum, fn.mean])
    return total((pick(FACTORS) * f(pick(FACTORS) * X @ w) - y) ** 2), w
