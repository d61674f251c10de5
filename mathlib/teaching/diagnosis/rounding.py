"""What expressions come to at one point, and how far rounding may move every entry of it.

An answer must be compared entry by entry: beside an entry of 1e9 one of 1e-9 may be wrong by half.
But how well a right entry can be computed depends on what it is computed from: where terms of size
1 cancel to 1e-12, four digits are left. So every node has, beside its value, a *magnitude*: what
the value would be if nothing cancelled. Rounding moves an entry by a few units in the last place
of its magnitude (first-order running error analysis; Higham, *Accuracy and Stability of Numerical
Algorithms*, section 3.3), whatever the other entries are.

Values are kept by node. The hundreds of formulas that a diagnosis tries are made of the same few
parts, so most of each is known already; large arrays, which would fill the memory, are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from mathlib.evaluation.constant_entries import of_constant
from mathlib.evaluation.numpy_arrays import FUNCTIONS, MATRIX_FUNCTIONS
from mathlib.symbolic import axis_nodes, nodes, spectral_nodes
from mathlib.symbolic.expression import Dimension, Expression, dimension_factors, topological_order
from mathlib.symbolic.local_jacobians import partials
from mathlib.symbolic.unknown_functions import refuse_unknown
from mathlib.symbolic.whole_functions import Unknown

# Arrays with more entries than this are computed anew for every formula.
KEPT = 1000
# Where an argument is no larger than this part of its magnitude, its sign is not known.
UNDECIDED = 64 * np.finfo(float).eps

Array = np.ndarray

#: The absolute value of the slope of functions of one entry; the rest asks the engine's rules.
SLOPES: dict[str, Callable[[Array], Array]] = {
    "exp": np.exp,
    "log": lambda x: 1 / np.abs(x),
    "sin": lambda x: np.abs(np.cos(x)),
    "cos": lambda x: np.abs(np.sin(x)),
    "tanh": lambda x: 1 - np.tanh(x) ** 2,
    "sigmoid": lambda x: np.exp(-np.abs(x)),
    "softplus": lambda x: np.exp(-np.logaddexp(0, -x)),
    "relu": lambda x: (x > 0).astype(float),
    "abs": np.ones_like,
    "step": np.zeros_like,
    "sign": np.zeros_like,
}


class Evaluator:
    """The values and magnitudes of expressions where the symbols have given values."""

    def __init__(self, values: Mapping[str, Any], sizes: Mapping[str, int]):
        self._given = {name: np.asarray(value, dtype=float) for name, value in values.items()}
        self._sizes = sizes
        self._values: dict[Expression, Array] = {}
        self._magnitudes: dict[Expression, Array] = {}

    def value(self, e: Expression) -> Array:
        """Return what an expression comes to; not finite where it has no value.

        Examples
        --------
        >>> import mathlib as ml
        >>> x = ml.vector("x", "n")
        >>> float(Evaluator({"x": [1.0, 2.0, 6.0]}, {"n": 3}).value(ml.mean(x)))
        3.0
        """
        with np.errstate(all="ignore"):
            return self._walk(e.body, self._values, self._value)

    def magnitude(self, e: Expression) -> Array:
        """Return what rounding is relative to, in every entry of an expression.

        Examples
        --------
        >>> import mathlib as ml
        >>> x = ml.vector("x", "n")
        >>> Evaluator({"x": [1.0, 2.0, 6.0]}, {"n": 3}).magnitude(ml.sum(x) - x)
        array([10., 11., 15.])
        """
        with np.errstate(all="ignore"):
            return self._walk(e.body, self._magnitudes, self._magnitude)

    def kinks(self, e: Expression) -> bool:
        """Whether some entry in an expression lies on a kink of relu, abs, maximum or minimum."""
        with np.errstate(all="ignore"):
            return any(self._undecided(node).any() for node in topological_order(e.body))

    def _walk(self, e, kept, compute):
        """Compute all that an expression is made of, and keep what is small."""
        waiting, large = [e], []
        while waiting:
            node = waiting[-1]
            missing = [] if node in kept else [c for c in node.children if c not in kept]
            waiting += missing
            if missing:
                continue
            waiting.pop()
            if node not in kept:
                kept[node] = compute(node)
                large += [node] if kept[node].size > KEPT else []
        result = kept[e]
        for node in large:
            del kept[node]
        return result

    def _size(self, dimension: Dimension) -> int:
        factors = dimension_factors(dimension)
        for name in {d for d in factors if isinstance(d, str)} - self._sizes.keys():
            raise ValueError(f"no value for the dimension {name}; no array shows it")
        return prod(d if isinstance(d, int) else self._sizes[d] for d in factors)

    def _value(self, e: Expression) -> Array:
        parts = [self._values[child] for child in e.children]
        match e:
            case nodes.Sum():
                scaled = (float(c) * part for (c, _), part in zip(e.terms, parts, strict=True))
                return sum(scaled, start=np.array(0.0))
            case nodes.Product():
                return self._contracted(e, float(e.coefficient), parts)
            case nodes.Power():
                return parts[0] ** float(e.exponent)
            case Unknown():
                raise refuse_unknown(e)
            case nodes.Function():
                return FUNCTIONS[e.name](*parts)
            case nodes.MatrixFunction():
                return _of_matrix(e, parts[0])
        return self._leaf(e, parts)

    def _leaf(self, e: Expression, parts: Sequence[Array] = ()) -> Array:
        match e:
            case nodes.Symbol():
                return self._given[e.name]
            case nodes.Size():
                return np.array(float(self._size(e.dimension)))
            case nodes.Constant():
                return of_constant(e, tuple(self._size(d) for d in e.shape), parts)
        raise TypeError(f"{type(e).__name__} has no value")

    def _contracted(self, e: nodes.Product, number: float, parts: list[Array]) -> Array:
        """Return a product of indexed factors, repeated along the axes that none of them has."""
        shape = tuple(map(self._size, e.shape))
        labels = [labels for _, labels in e.factors]
        present = {label for ls in labels for label in ls}
        out = [axis for axis in e.axes if axis in present]
        operands = [o for part, ls in zip(parts, labels, strict=True) for o in (part, list(ls))]
        # BLAS multiplies large arrays; for small ones looking for the best order costs more.
        optimize = "greedy" if len(parts) > 2 or any(p.size > KEPT for p in parts) else False
        value = np.einsum(*operands, out, optimize=optimize) if parts else np.array(1.0)
        kept = [n if axis in present else 1 for axis, n in enumerate(shape)]
        return np.broadcast_to(number * np.reshape(value, kept), shape)

    def _magnitude(self, e: Expression) -> Array:
        """Return how far an entry moves if every number that it is made of moves by its size."""
        moving = [self._magnitudes[child] for child in e.children]
        if isinstance(e, nodes.Symbol):
            return np.abs(self._leaf(e))
        if isinstance(e, nodes.Sum):
            scaled = (abs(float(c)) * part for (c, _), part in zip(e.terms, moving, strict=True))
            return sum(scaled, start=np.array(0.0))
        parts = [self.value(child) for child in e.children]
        if isinstance(e, nodes.Product):
            return self._moved_product(e, parts, moving)
        value = self.value(e)
        if not moving or isinstance(e, nodes.Constant):
            return np.zeros(value.shape)
        match e:
            case nodes.Power():
                p = float(e.exponent)
                moved = np.abs(p * parts[0] ** (p - 1)) * moving[0]
            case nodes.Function(name="maximum" | "minimum"):
                moved = np.maximum(*moving)
            case nodes.Function() if e.name in SLOPES:
                moved = SLOPES[e.name](parts[0]) * moving[0]
            case nodes.Function():
                moved = self._moved_by_partials(e, moving)
            case _:
                assert isinstance(e, nodes.MatrixFunction)
                moved = _moved(e, value, parts[0], moving[0])
        return np.where(np.isnan(moved), np.inf, np.abs(value) + moved)

    def _moved_by_partials(self, e: nodes.Function, moving: list[Array]) -> Array:
        moved = np.zeros(np.shape(moving[0]))
        for partial, change in zip(partials(e), moving, strict=True):
            if change.any():
                moved = moved + np.abs(self.value(partial(*e.children))) * change
        return moved

    def _moved_product(self, e: nodes.Product, parts: list[Array], moving: list[Array]) -> Array:
        sizes, number = [np.abs(part) for part in parts], abs(float(e.coefficient))
        moved = np.zeros(tuple(map(self._size, e.shape)))
        for k, change in enumerate(moving):
            if change.any():
                moved = moved + self._contracted(e, number, [*sizes[:k], change, *sizes[k + 1 :]])
        return moved

    def _undecided(self, e: Expression) -> Array:
        """Return where the sign of what a kink depends on is lost in rounding."""
        if not isinstance(e, nodes.Function):
            return np.array(False)
        if e.name in ("maximum", "minimum"):
            z = np.subtract(*map(self.value, e.children))
            scale = np.maximum(*map(self.magnitude, e.children))
        elif e.name in ("relu", "abs"):
            z, scale = self.value(e.children[0]), self.magnitude(e.children[0])
        else:
            return np.array(False)
        return np.abs(z) <= UNDECIDED * scale


def _of_matrix(e: nodes.MatrixFunction, base: Array) -> Array:
    try:
        return np.asarray(MATRIX_FUNCTIONS[e.kind](base))
    except np.linalg.LinAlgError:  # a matrix without an inverse
        return np.full(base.shape, np.nan)


def _moved(e: nodes.MatrixFunction, value: Array, base: Array, magnitude: Array) -> Array:
    """Return how far a function of a matrix moves if all entries move by their magnitudes."""
    match e:
        case nodes.Softmax():
            return value * (magnitude + (value * magnitude).sum(-1, keepdims=True))
        case nodes.LogSumExp():
            return (MATRIX_FUNCTIONS["softmax"](base) * magnitude).sum(-1)
        case axis_nodes.Extreme():
            return magnitude.max(-1)
        case axis_nodes.Hardmax():
            return np.zeros(value.shape)
        case nodes.Inverse():
            return np.abs(value) @ magnitude @ np.abs(value)
        case spectral_nodes.Spectral():
            return np.full(value.shape, max(1, np.abs(value).max()) * magnitude.sum())
    slope = np.abs(_of_matrix(nodes.Inverse(e.base), base).T)
    moved = np.asarray((slope * magnitude).sum())
    return moved if isinstance(e, nodes.LogDeterminant) else np.abs(value) * moved
