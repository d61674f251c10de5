"""Points at which expressions are compared: values for symbols, and what is computed there.

Conventions
-----------
A point maps the names of symbols to their values and the names of dimensions to their sizes. Sizes
are distinct primes, so that neither a transpose nor a factor n goes unseen; 2 is not among them,
for a factor 2 stands in too many formulas to be told from a size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from mathlib.evaluation.arguments import dimension_names
from mathlib.symbolic.expression import Expression, substitute
from mathlib.symbolic.nodes import Symbol
from mathlib.witnesses.finite_differences import measure

Point = dict[str, Any]

#: Sizes for dimensions; of the first two the greater first: more rows than columns, as data have.
PRIMES = (5, 3, 7, 11, 13, 17, 19)


def drawn(
    symbols: Iterable[Symbol],
    sizes: dict[str, int],
    rng: np.random.Generator,
    positive: bool = False,
    regular: bool = False,
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
        value = rng.normal(size=[sizes.get(d, d) for d in s.shape])
        value = np.abs(value) + 0.5 if s.nonnegative or positive else value
        if len(s.shape) == 2 and s.shape[0] == s.shape[1]:
            value = value + value.T if s.declared_symmetric else value
            value = value + 3 * len(value) * np.eye(len(value)) if regular else value
        point[s.name] = value
    return point


def computed(e: Expression, point: Point) -> np.ndarray:
    """Evaluate an expression at a point that may hold more than it takes."""
    taken = {s.name for s in e.symbols} | {*dimension_names(e)}
    return e.evaluate(**{name: value for name, value in point.items() if name in taken})


def measured(y: Expression, x: Symbol, point: Point) -> tuple[np.ndarray, np.ndarray]:
    """Measure a derivative and its error, entries of a symmetric symbol taken as independent."""
    loose = {s: Symbol(s.name, s.shape, False, s.nonnegative, False) for s in y.symbols}
    y = substitute(y, loose)
    return measure(lambda v: computed(y, point | {x.name: v}), point[x.name], full_output=True)
