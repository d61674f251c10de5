"""Points at which expressions are compared: values for symbols, and what is computed there.

Conventions
-----------
A point maps the names of symbols to their values and the names of dimensions to their sizes. Sizes
are distinct primes, so that neither a transpose nor a factor n goes unseen; 2 is not among them,
for a factor 2 stands in too many formulas to be told from a size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import prod
from typing import Any

import numpy as np

from mathlib.evaluation.arguments import dimension_names
from mathlib.evaluation.as_written import AsWritten
from mathlib.evaluation.conforming_values import conforming, is_scalable
from mathlib.symbolic import nodes
from mathlib.symbolic.differentials import DifferentialSymbol
from mathlib.symbolic.expression import Expression, dimension_factors, topological_order
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.nodes import Symbol
from mathlib.witnesses.finite_differences import measure

Point = dict[str, Any]

#: Sizes for dimensions; of the first two the greater first: more rows than columns, as data have.
PRIMES = (5, 3, 7, 11, 13, 17, 19, 23, 29)
#: How many points are enough, how many are drawn in search of them, and how many at unusual scales.
POINTS, DRAWS, TRIES = 6, 24, 6
SEED = 20240518
# A matrix that is inverted is singular but for rounding if its condition number is beyond this.
CONDITION = 1e10
# Most values are near 1; some are smaller, where what is saturated elsewhere is not.
USUAL = (1, 1, 0.25, 1, 1 / 32, 1)
# Where nothing is to be seen at these, as of a sigmoid of 1000 x: ever smaller ones, and larger.
UNUSUAL = (0.1, 10.0, 1e-2, 1e2, 1e-3, 1e-4, 1e-6)


def drawn(
    symbols: Iterable[Symbol],
    sizes: Mapping[str, int],
    rng: np.random.Generator,
    positive: bool = False,
    regular: bool = False,
    scale: float = 1,
) -> Point:
    """Return random values, all positive or with square matrices far from singular if asked for.

    Examples
    --------
    >>> import mathlib as ml
    >>> point = drawn([ml.matrix("A", "m", "n")], {"m": 5, "n": 3}, np.random.default_rng(0))
    >>> point["A"].shape
    (5, 3)
    """
    point = {}
    for s in symbols:
        value = rng.normal(size=[_size(d, sizes) for d in s.shape])
        value = scale * (np.abs(value) + 0.5 if s.nonnegative or positive else value)
        if len(s.shape) == 2 and s.shape[0] == s.shape[1]:
            value = value + value.T if s.declared_symmetric else value
            value = value + 3 * len(value) * np.eye(len(value)) if regular else value
        # Numbers of single precision: whoever computes with it starts from the same values.
        if isinstance(s, IndexSymbol):
            value = np.floor(rng.uniform(0, _size(s.below, sizes), size=value.shape))
        point[s.name] = conforming(s, value.astype(np.float32).astype(float))
    return point


def _size(dimension: str | int, sizes: Mapping[str, int]) -> int:
    return prod(d if isinstance(d, int) else sizes[d] for d in dimension_factors(dimension))


def places(
    names: Iterable[str],
    symbols: list[Symbol],
    x: Symbol,
    known: Mapping[str, int],
    regular: bool,
    fits: Callable[[Point], bool],
    tells: Callable[[Point], bool],
) -> list[Point]:
    """Return points that fit, most of which tell something, in pairs with opposite variables.

    Parameters
    ----------
    names : iterable of str
        The dimensions that have a size.
    symbols, x : Symbol
        What has a value, and which of them is the variable.
    known : mapping of str to int
        Sizes that are given. The others are primes, in one order and the other, and other ones
        every second time: a number in the formula may be one of them.
    regular : bool
        Whether square matrices must be far from singular.
    fits, tells : callable
        Say whether a point is of use at all, and whether what is looked for is seen there. Up to
        half of the points may be others: where a relu is flat, a slope must be 0.
    """
    rng = np.random.default_rng(SEED)
    found: list[Point] = []
    others: list[Point] = []
    for k, scale in enumerate(_scales()):
        enough = len(found) + len(others) >= POINTS or (k >= DRAWS and not k % TRIES)
        if found and enough:
            break
        order = sorted(names, reverse=k % 4 > 1)
        primes = sorted(PRIMES, reverse=True)[-len(order) - k % 2 :] if order else []
        sizes = {d: known.get(d, prime) for d, prime in zip(order, primes, strict=False)}
        values = drawn(symbols, sizes, rng, k % 8 > 4, regular, scale)
        opposite = {x.name: values[x.name] * (-1 if is_scalable(x) else 1)}
        for point in (sizes | values, sizes | values | opposite):
            if fits(point) and tells(point):
                found.append(point)
            elif fits(point) and len(others) < POINTS // 2:
                others.append(point)
    return [*found, *others]


def _scales() -> Iterator[float]:
    yield from (USUAL * DRAWS)[:DRAWS]
    for scale in UNUSUAL:
        yield from [scale] * TRIES


def opposite(symbols: Iterable[Symbol], point: Point) -> Point:
    """Return a point with the opposite signs, but for symbols that are known to be positive."""
    return point | {s.name: -point[s.name] for s in symbols if is_scalable(s)}


def is_regular(e: Expression, value: Callable[[Expression], np.ndarray]) -> bool:
    """Say whether all matrices that are inverted have full rank, given how parts are computed.

    What is made of an inverse may be finite where there is none: a projection is, and of a Gram
    matrix without full rank it is made of rounding errors.
    """
    inverted = (nodes.Inverse, nodes.LogDeterminant)
    for node in topological_order(e):
        if isinstance(node, inverted):
            base = value(node.base)
            if not np.isfinite(base).all() or not np.linalg.cond(base) < CONDITION:
                return False
    return True


def computed(e: Expression, point: Point) -> np.ndarray:
    """Evaluate an expression at a point that may hold more than it takes."""
    taken = {s.name for s in e.symbols} | {*dimension_names(e)}
    return e.evaluate(**{name: value for name, value in point.items() if name in taken})


def measured(y: Expression, x: Symbol, point: Point) -> tuple[np.ndarray, np.ndarray]:
    """Measure the derivative of a function as it was written, and the error of that.

    Entries of a symmetric symbol are taken as independent.
    """
    function = AsWritten(y, point)
    return measure(lambda v: function(point | {x.name: v}), point[x.name], full_output=True)


def measured_along(
    y: Expression, direction: DifferentialSymbol, point: Point
) -> tuple[np.ndarray, np.ndarray]:
    """Measure how a function as it was written changes along a direction, and the error of that."""
    function, name = AsWritten(y, point), direction.variable_name
    start, step = np.asarray(point[name]), np.asarray(point[direction.name])
    return measure(lambda t: function(point | {name: start + t * step}), 0.0, full_output=True)
