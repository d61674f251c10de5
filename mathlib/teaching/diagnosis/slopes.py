"""What a function does a little aside from a point, held against the derivative there.

Three things are asked of the function itself: whether it has that derivative at all, how far an
answer may be off that was measured, and what slopes lie on all sides of a kink.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathlib.teaching.diagnosis.comparison import NEGLIGIBLE
from mathlib.witnesses.finite_differences import measure
from mathlib.witnesses.tolerances import SHARE

Array = np.ndarray
Function = Callable[[Array], Array]

# How far the variable is moved to see the slopes on all sides of a kink, and how often.
ASIDE, SIDES = 1e-7, 8
# A derivative that is measured along a direction is the same up to this part of its terms.
PROVED = 1e-4


def contradicts(f: Function, x: Any, derivative: Array) -> bool:
    """Say whether the slope of a function along one random direction is not that of its derivative.

    At a kink or at an edge of the domain there is no slope, and nothing is contradicted.
    """
    x = np.asarray(x, dtype=float)
    aside = np.random.default_rng(0).uniform(0.5, 1.5, x.shape) * (1 + np.abs(x))
    try:
        measured = measure(lambda step: f(x + step * aside), 0.0, full_output=True)
    except (ValueError, np.linalg.LinAlgError):
        return False
    slope, error = map(np.asarray, measured)
    inputs = tuple(range(derivative.ndim - x.ndim, derivative.ndim))
    expected = (derivative * aside).sum(axis=inputs)
    size = (np.abs(derivative) * aside).sum(axis=inputs)
    if slope.shape != expected.shape:
        return False
    return bool((np.abs(slope - expected) > PROVED * size + 10 * error).any())


def error_of_measuring(f: Function, x: Any, right: Array, answered: Array) -> Array:
    """Return how far an array may be off that was measured, but no more than tells it apart."""
    none, size = np.zeros(right.shape), np.abs(right)
    if answered.size != right.size:
        return none
    most = np.where(size == 0, NEGLIGIBLE * size.max(), SHARE * size)
    gap = np.abs(answered.reshape(right.shape) - right)
    if not gap.any() or (gap > most).any():
        return none
    try:
        _, error = measure(f, x, full_output=True)
    except ValueError:
        return none
    return np.minimum(error, most)


def slopes_around(derivative: Function, x: Any) -> tuple[Array, Array]:
    """Return the least and the greatest slopes near a kink; equal where it has no effect."""
    rng, x = np.random.default_rng(0), np.asarray(x, dtype=float)
    found = []
    for _ in range(SIDES):
        aside = ASIDE * rng.uniform(0.5, 1.5, x.shape) * rng.choice([-1, 1], x.shape)
        found += [derivative(x + aside), derivative(x - aside)]
    least, greatest = np.min(found, axis=0), np.max(found, axis=0)
    gap = greatest - least > np.sqrt(ASIDE) * np.maximum(np.abs(least), np.abs(greatest))
    return np.where(gap, least, 0.0), np.where(gap, greatest, 0.0)
