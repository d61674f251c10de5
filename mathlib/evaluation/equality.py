"""Whether two expressions are equal, asked of numbers where their forms differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathlib.evaluation.as_written import as_written
from mathlib.evaluation.conforming_values import conforming
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, refuse_double_names
from mathlib.symbolic.shapes import dimension_factors, shape_text

PRIMES = (3, 5, 7, 11, 13, 17)
#: Where no value is finite, nothing is known: so many points are tried, and as many must agree.
TRIALS, POINTS = 40, 4
#: Relative to the largest entry: what rounding leaves, and no more.
ROUNDING = 1e-9


def equal(a: Any, b: Any) -> bool:
    """Say whether two expressions are equal.

    Exact where they have one canonical form. Where the forms differ, as those of ``(s + t) * x``
    and ``s * x + t * x``, both are computed at random points, which an equality of analytic
    functions survives only if it holds.

    Parameters
    ----------
    a, b : Expression or number
        Of one shape.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If the shapes differ, or no point was found at which both have finite values.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, (s, t) = ml.vector("x", "n"), ml.scalars("s t")
    >>> (s + t) * x == s * x + t * x
    False
    >>> equal((s + t) * x, s * x + t * x)
    True
    >>> equal((s + t) * x, s * x - t * x)
    False
    """
    a, b = as_expression(a), as_expression(b)
    if a.shape != b.shape:
        raise ValueError(
            f"shapes {shape_text(a.shape)} and {shape_text(b.shape)} differ, so the question does "
            "not arise; sum or transpose one of them first"
        )
    if a is b or a.with_symmetry is b.with_symmetry:
        return True
    symbols = sorted(a.symbols | b.symbols, key=lambda s: s.name)
    refuse_double_names(frozenset(symbols))
    agreed = 0
    for seed in range(TRIALS):
        values = _point(symbols, sorted(a.dimensions | b.dimensions), seed)
        left, right = _value(a, values), _value(b, values)
        if left is None or right is None:
            continue
        largest = max(np.abs(left).max(initial=0), np.abs(right).max(initial=0), 1e-300)
        if not (np.abs(left - right) <= ROUNDING * largest).all():
            return False
        agreed += 1
        if agreed == POINTS:
            return True
    if agreed:
        return True
    raise ValueError(f"{a} and {b} have finite values at none of {TRIALS} random points")


def _point(symbols, dimensions, seed) -> dict[str, Any]:
    """Return random values; every third point is positive, for roots and logarithms."""
    rng = np.random.default_rng(seed)
    values: dict[str, Any] = {d: PRIMES[(k + seed) % len(PRIMES)] for k, d in enumerate(dimensions)}
    for s in symbols:
        shape = [
            int(np.prod([values.get(str(f), f) for f in dimension_factors(d)])) for d in s.shape
        ]
        value = rng.normal(size=shape)
        value = np.abs(value) + 0.1 if s.nonnegative or seed % 3 == 2 else value
        values[s.name] = conforming(s, value + value.T if s.declared_symmetric else value)
    return values


def _value(e: Expression, values) -> np.ndarray | None:
    """Return a value if it is finite."""
    try:
        found = as_written(e, values)
    except np.linalg.LinAlgError:
        return None
    return found if np.isfinite(found).all() else None
