"""Whether two arrays are the same numbers, entry by entry.

An answer is right if every entry is: as close as its own size and precision ask for, and as the
derivative is known there. A mutation explains an answer if it gives the same numbers; it is
compared a little more loosely than the derivative, for the answer may be one that was measured or
rounded, but strictly where only a few numbers are there, which would fit by chance.
"""

from __future__ import annotations

import numpy as np

from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.witnesses.tolerances import PRECISION

Array = np.ndarray

# How many units in the last place of its magnitude an entry may be off.
UNITS = 64
# The same where nothing but rounding can be between two numbers.
EXACT = 1e-9
# Fewer entries than these agree by chance with one of a thousand mutations, unless exactly.
FEW = 4
# How far from a mutation an answer may be that it explains, as a part of every entry.
EXPLAINED = {2: 5e-2, 4: 1e-3, 8: 1e-7}
# Below this part of the largest entry of the derivative everything is 0 where reasons are sought.
NEGLIGIBLE = 1e-8
# What is no multiple is none by more than this part of the largest entry.
ROUGHLY = 1e-2
# A derivative is known well enough to judge by where it is this many times its error.
KNOWN = 1e3

# Kinds whose mutations give the same number in many entries; so do many others. They are believed
# only where entries differ.
UNIFORM = {"chain rule", "missing factor", "gradient vs Jacobian", "order"}


def precision(given: Array) -> int:
    """Return how many bytes the numbers of an answer really have.

    Numbers of single precision that were made a list or double are seen to be such.
    """
    size = given.dtype.itemsize
    if size == 8 and (given == given.astype(np.float32)).all():
        mantissas = np.frexp(given)[0] * 2.0**16
        return 8 if (mantissas == np.round(mantissas)).all() else 4
    return min(size, 8)


def rounding(given: Array) -> float:
    """Return how far an entry may be off by rounding, as a part of its magnitude."""
    return UNITS * float(np.finfo(f"f{precision(given)}").eps)


def wrong_entries(p: Point) -> Array:
    """Return which entries of an answer of the right shape differ from the derivative."""
    given = p.answer.reshape(p.right.shape).astype(float)
    allowed = PRECISION[precision(p.given)] * np.maximum(np.abs(p.right), np.abs(given))
    allowed += rounding(p.given) * p.magnitude + p.error
    if p.slopes is None:
        return ~(np.abs(given - p.right) <= allowed)
    slack = np.where(np.isfinite(allowed), allowed, NEGLIGIBLE * np.abs(given))
    least, greatest = p.slopes
    beside = (given < least - slack) | (given > greatest + slack)
    return np.where(np.isfinite(p.error), np.abs(given - p.right) > allowed, beside)


def is_known(p: Point) -> bool:
    """Whether some entry of the derivative stands clear of what rounding and measurement leave.

    Where none does, as where a sigmoid is saturated, any small number would pass for right.
    """
    error = rounding(p.right) * p.magnitude + p.error
    return bool((np.abs(p.right) > KNOWN * error).any())


def is_zero(p: Point) -> bool:
    """Whether an answer is 0, or so small beside the derivative that it might as well be."""
    return np.abs(p.given).max() <= NEGLIGIBLE * np.abs(p.right).max()


def explains(candidate: Candidate, points: list[Point]) -> bool:
    """Whether a candidate gives the answer at every point, and not what many others give too.

    Zeros are explained by no mutation but one: the rows of a Jacobian, as that of softmax, may sum
    up to 0. One or two numbers are explained by no two mutations at once.
    """
    entries = (
        int(np.count_nonzero(points[0].given))
        if len(points) == 1 or _is_one_number(points)
        else FEW
    )
    if candidate.compound and entries < FEW - 1:
        return False
    exact = entries < FEW or is_nearly_right(points)
    sizes = len({p.right.shape for p in points})  # equal entries at several are no chance
    told = mutated = something = False
    first: Array | None = None
    for p in points:
        V = candidate.evaluate(p)
        if V is None or not gives(p, V, exact):
            return False
        first = V if first is None else first
        told = (
            told
            or (not candidate.compound and _differs(V, first))
            or (sizes > 1 and not candidate.compound and bool(V.any()))
            or _tells(candidate, V, p.right)
        )
        mutated = mutated or candidate.kind == "layout" or not _is_same(V, p.right)
        something = something or candidate.kind == "gradient vs Jacobian" or not is_zero(p)
    return told and mutated and something


def _differs(V: Array, first: Array) -> bool:
    """Whether equal entries are others at another point: so they are no chance."""
    same_shape = V.shape == first.shape
    return same_shape and V is not first and bool((np.abs(V - first) > ROUGHLY * np.abs(V)).any())


def _is_one_number(points: list[Point]) -> bool:
    """Whether an answer is the same number at every point, which many a mutation comes to."""
    first = points[0].given
    return first.size == 1 and all(p.given.size == 1 and (p.given == first).all() for p in points)


def is_nearly_right(points: list[Point]) -> bool:
    """Whether an answer is so close to the derivative that much is, if compared loosely."""
    return all(gives(p, p.right) for p in points)


def gives(p: Point, V: Array, exact: bool = False) -> bool:
    """Whether an array has the numbers of an answer, but for axes of length 1."""
    given = np.squeeze(p.answer if V.ndim == p.right.ndim else p.given).astype(float)
    V, error = np.squeeze(V), np.squeeze(p.error)
    if error.shape != V.shape:
        error = error[np.isfinite(error)].max(initial=0)
    if given.shape != V.shape or not np.isfinite(V).all():
        return False
    relative = EXACT if exact else EXPLAINED[precision(p.given)]
    largest = max(np.abs(V).max(), p.magnitude.max())
    allowed = relative * np.maximum(np.abs(V), np.abs(given)) + rounding(p.given) * largest
    return bool((np.abs(given - V) <= allowed + error).all())


def _is_same(V: Array, right: Array) -> bool:
    """Whether nothing is mutated: the numbers are right, whatever their shape."""
    V, right = np.squeeze(V), np.squeeze(right)
    return V.shape == right.shape and bool((np.abs(V - right) <= EXACT * np.abs(right)).all())


def is_multiple(p: Point, V: Array) -> bool:
    """Whether an answer is, roughly, an array with a number in front."""
    given = p.answer.reshape(V.shape) if p.answer.size == V.size else np.full(V.shape, np.nan)
    largest = np.unravel_index(np.abs(V).argmax(), V.shape)
    factor = given[largest] / V[largest] if V.any() else np.nan
    return bool((np.abs(given - factor * V) <= ROUGHLY * np.abs(given).max()).all())


def _tells(candidate: Candidate, V: Array, right: Array) -> bool:
    """Whether an array is more than zeros, or equal entries that come out of many mutations."""
    largest = np.abs(right).max()
    small = NEGLIGIBLE * largest
    if candidate.kind == "gradient vs Jacobian" and V.ndim < right.ndim:
        return largest > 0
    uniform = candidate.compound or candidate.kind in UNIFORM
    some = np.abs(V[np.abs(V) > small])
    if not uniform or V.shape != right.shape or V.size < 2:
        return some.size > 0
    return some.size > 0 and (np.ptp(some) > small or np.ptp(right) <= small < largest)
