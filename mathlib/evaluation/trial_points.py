"""Points at which two expressions are compared.

Analytic functions that are equal at points drawn at random are equal. Others may differ only beyond
a number that stands in them, as ``minimum(x, 700)`` and ``x`` do, or where entries are large; so
the points are of several sizes, and some entries lie around the numbers that are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log, prod, sqrt
from typing import Any

import numpy as np

from mathlib.evaluation.conforming_values import conforming
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.shapes import Dimension, dimension_factors

PRIMES = (3, 5, 7, 11)
#: How large entries are, point after point.
SCALES = (1.0, 1.0, 0.3, 2.0, 0.01, 1.0, 10.0)
#: Numbers beyond which exponentials are 0 or infinite, and far from them.
LARGE = (30.0, 800.0)
#: How far the entries around a number lie from it, relative to the number: powers of 10.
NEAR = (-4.0, -0.5)
#: By which powers of 10 one symbol is larger than the others now and then.
ALONE = (6.0, 12.0)
#: How many of the numbers that are written are visited.
MOST_LANDMARKS = 24


def trial_points(
    *expressions: Expression, bends: Sequence[Expression] = (), number: int
) -> Iterator[dict[str, Any]]:
    """Yield points, each a value for every symbol and a size for every dimension.

    They lie around the numbers where something bends, that is where one of `bends` is 0, more often
    than around other numbers.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.vector("x", "n")
    >>> [point["x"].shape for point in trial_points(x, number=3)]
    [(3,), (5,), (7,)]
    """
    symbols = sorted(frozenset().union(*(e.symbols for e in expressions)), key=lambda s: s.name)
    dimensions = sorted(frozenset().union(*(e.dimensions for e in expressions)))
    at_bends, elsewhere = landmarks(*bends), (*LARGE, *landmarks(*expressions))
    for k in range(number):
        rng = np.random.default_rng(k)
        sizes: dict[Dimension, int] = {
            d: PRIMES[(j + k) % len(PRIMES)] for j, d in enumerate(dimensions)
        }
        visited = ((), (), at_bends, at_bends, (), at_bends, elsewhere, elsewhere)[k % 8]
        values = {s.name: _value(s, sizes, k, visited, rng) for s in symbols}
        free = [s for s in symbols if not s.structure and not isinstance(s, IndexSymbol)]
        if k % 8 == 4 and free:
            values[free[k // 8 % len(free)].name] *= 10 ** rng.uniform(*ALONE)
        yield {**{str(d): n for d, n in sizes.items()}, **values}


def landmarks(*expressions: Expression) -> tuple[float, ...]:
    """Return the numbers that stand in expressions, and where they bend: 1.5 of relu(2 x - 3).

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.vector("x", "n")
    >>> {2.0, 3.0, 6.0} <= {*landmarks(ml.relu(2 * x - 6))}
    True
    """
    found: dict[float, None] = {}
    for node in topological_order(*expressions):
        numbers: list[float] = []
        if isinstance(node, nodes.Sum):
            numbers = [abs(float(c)) for c, _ in node.terms]
            numbers = [c / d for c in numbers for d in numbers if c != d] + numbers
        elif isinstance(node, nodes.Product):
            numbers = [abs(float(node.coefficient))]
        for c in numbers:
            found |= dict.fromkeys([c, abs(log(c)), sqrt(c)] if c else [])
    ordinary = [c for c in found if 1e-6 < c < 1e6 and c != 1]
    return tuple(dict.fromkeys(ordinary[:MOST_LANDMARKS]))


def _value(
    s: nodes.Symbol,
    sizes: dict[Dimension, int],
    k: int,
    numbers: Sequence[float],
    rng: np.random.Generator,
) -> Any:
    def length(dimension: Dimension) -> int:
        factors = dimension_factors(dimension)
        return prod(f if isinstance(f, int) else sizes[f] for f in factors)

    shape = [length(d) for d in s.shape]
    if isinstance(s, IndexSymbol):
        return rng.integers(length(s.below), size=shape)
    value: Any = _visiting(numbers, SCALES[k % len(SCALES)] * rng.normal(size=shape), rng)
    if s.nonnegative or k % 3 == 2:
        value = np.abs(value) + 0.1
    if len(shape) == 2 and shape[0] == shape[1]:
        value = _square(value, k)
    return conforming(s, value + value.T if s.declared_symmetric else value)


def _visiting(numbers: Sequence[float], value: Any, rng: np.random.Generator) -> Any:
    """Put some of the entries near numbers, on either side of 0."""
    if not numbers:
        return value
    chosen = rng.choice(numbers, size=value.shape) * rng.choice([1, 1, -1], size=value.shape)
    near = chosen * (1 + 10 ** rng.uniform(*NEAR, value.shape) * rng.normal(size=value.shape))
    return np.where(rng.random(value.shape) < 0.5, near, value)


def _square(value: Any, k: int) -> Any:
    """Return a square matrix as it is, or symmetric, or far from singular, or both."""
    n = len(value)
    size = np.abs(value).max(initial=0)
    return value + n * size * np.eye(n) if k % 2 else value
