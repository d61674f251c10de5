"""An expression computed by walking over it, from its symbols up.

What is computed with is handed in: `numpy_arrays`, or `list_arrays` where there is no NumPy. An
`Arrays` is a small set of operations, each of them simple; what is clever happens here, once:

* Every node is computed once, after its parts, and forgotten after its last use
  (`evaluation_order`).
* A product is contracted pair by pair, along `contraction_path`. Its scalars are multiplied first,
  and go to whichever array is smallest. A delta (an identity between two output axes) only says
  that two labels are equal: the product is computed without it, and put on the diagonal at the end.
  Merged axes are split before, and merged again after. A pick is contracted by indexing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

from mathlib.evaluation.arguments import size_of
from mathlib.evaluation.arrays import Array, Arrays
from mathlib.evaluation.contraction_path import (
    contraction_path,
    remaining_labels,
    split_merged_axes,
)
from mathlib.evaluation.evaluation_order import How, ProductFactors, evaluation_steps
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, Factor, Labels, Number
from mathlib.symbolic.index_nodes import Range
from mathlib.symbolic.unknown_functions import refuse_unknown
from mathlib.symbolic.vectorization import Duplication
from mathlib.symbolic.whole_functions import Unknown

Operand = tuple[Array, Labels]


def interpret(
    e: Expression, symbols: Mapping[str, Array], sizes: Mapping[Dimension, int], arrays: Arrays
) -> Array:
    """Return the array of an expression.

    Parameters
    ----------
    e : Expression
        No derivative, but its body.
    symbols : mapping of str to array
        The value of every symbol, by its name.
    sizes : mapping of dimension to int
        The size of every dimension that is needed.
    arrays : Arrays
        What to compute with.

    Returns
    -------
    array
        It may share memory with the values of symbols.

    Raises
    ------
    ValueError
        If the size of a dimension is needed and missing.
    """
    if "_steps" not in e.__dict__:  # kept with the expression, and forgotten with it
        e.__dict__["_steps"] = evaluation_steps(e)
    walk = _Walk(symbols, sizes, arrays)
    for node, how, done in e.__dict__["_steps"]:
        walk.values[node] = walk.value(node, how)
        for part in done:
            del walk.values[part]
    return walk.values[e]


class _Walk:
    """The values of the nodes that have been passed."""

    def __init__(
        self, symbols: Mapping[str, Array], sizes: Mapping[Dimension, int], arrays: Arrays
    ):
        self.symbols, self.sizes, self.arrays = symbols, sizes, arrays
        self.values: dict[Expression, Array] = {}

    def value(self, node: Expression, how: How) -> Array:
        """Compute a node whose parts have been computed."""
        if isinstance(how, ProductFactors):
            return self._product(node, how)
        if how is not node:
            return self.values[how]
        parts = [self.values[child] for child in node.children]
        match node:
            case nodes.Sum():
                terms = zip(node.terms, parts, strict=True)
                return self.arrays.add([(float(c), part) for (c, _), part in terms])
            case nodes.Power():
                return self.arrays.power(parts[0], node.exponent)
            case Unknown():
                raise refuse_unknown(node)
            case nodes.Function():
                return self.arrays.FUNCTIONS[node.name](*parts)
            case nodes.MatrixFunction():
                if node.kind not in self.arrays.MATRIX_FUNCTIONS:
                    raise ValueError(f"{node.kind} is computed by NumPy only; use evaluate")
                return self.arrays.MATRIX_FUNCTIONS[node.kind](*parts)
            case nodes.Symbol():
                return self.symbols[node.name]
            case nodes.Size():
                return self.arrays.full(size_of(node.dimension, self.sizes), ())
            case nodes.Pick():
                return self.arrays.whole(self._pick(node))
        assert isinstance(node, nodes.Constant)
        return self._constant(node, self._shape(node))

    def _pick(self, node: Expression) -> Array:
        assert isinstance(node, nodes.Pick)
        parts = [self.values[child] for child in node.children]
        return self.arrays.pick(node, self._shape(node), parts)

    def _constant(self, node: nodes.Constant, shape: tuple[int, ...]) -> Array:
        match node:
            case Range():
                return self.arrays.read(list(map(float, range(shape[0]))))
            case nodes.LowerTriangle():
                size = range(shape[0])
                return self.arrays.read([[float(j <= i) for j in size] for i in size])
            case Duplication():
                return self.arrays.read(node.entries())
        # of an identity, or of one with an axis taken apart
        return self.arrays.reshape(self.arrays.identity(shape[0]), shape)

    def _shape(self, node: Expression) -> tuple[int, ...]:
        return tuple(size_of(dimension, self.sizes) for dimension in node.shape)

    def _product(self, node: Any, how: ProductFactors) -> Array:
        names = _equal_labels(how.deltas)
        outputs = _renamed(node.axes, names)
        operands = [(self.values[f], _renamed(labels, names)) for f, labels in how.tensors]
        operands += [(self._pick(f), _renamed(labels, names)) for f, labels in how.picks]
        merges = [(f, _renamed(labels, names)) for f, labels in how.merges]
        scalar = self._scalar(node.coefficient, how)
        array, labels = self._unmerged(operands, merges, tuple(dict.fromkeys(outputs)), scalar)
        if labels == outputs:
            return array
        return self.arrays.expand(array, labels, outputs, self._shape(node))

    def _scalar(self, number: Number, how: ProductFactors) -> Array | None:
        """Return the product of the number and the scalars, or None if it is 1."""
        scalars = [self.values[scalar] for scalar in how.scalars]
        if number != 1 or (how.divisors and not scalars):
            scalars.insert(0, self.arrays.full(float(number), ()))
        for scalar in scalars[1:]:
            scalars[0] = self.arrays.scale(scalars[0], scalar)
        for f in how.divisors:
            divisor = self.values[f.base]
            divisor = divisor if f.exponent == -1 else self.arrays.power(divisor, -f.exponent)
            scalars[0] = self.arrays.divide(scalars[0], divisor)
        return scalars[0] if scalars else None

    def _unmerged(
        self,
        operands: list[Operand],
        merges: Sequence[Factor],
        outputs: Labels,
        scalar: Array | None,
    ) -> Operand:
        """Contract operands whose merged axes are split before, and merged again after."""
        sizes: dict[int, int] = {}
        for array, labels in operands:
            sizes.update(zip(labels, array.shape, strict=True))
        for merge, labels in merges:
            sizes.update(zip(labels, self._shape(merge), strict=True))
        outputs = tuple(label for label in outputs if label in sizes)
        if not merges:
            return self._contracted(operands, outputs, sizes, scalar)

        def shape(labels: Labels) -> tuple[int, ...]:
            return tuple(sizes[label] for label in labels)

        def identity(label: int, copy: int) -> Array:
            sizes[copy] = sizes[label]
            return self.arrays.identity(sizes[label])

        operands, split = split_merged_axes(
            operands,
            [labels for _, labels in merges],
            outputs,
            lambda array, labels: self.arrays.reshape(self.arrays.whole(array), shape(labels)),
            identity,
        )
        array, labels = self._contracted(operands, split, sizes, scalar)
        array = self.arrays.expand(array, labels, split, shape(split))
        return self.arrays.reshape(array, shape(outputs)), outputs

    def _contracted(
        self,
        operands: list[Operand],
        outputs: Labels,
        sizes: dict[int, int],
        scalar: Array | None,
    ) -> Operand:
        """Contract pair by pair; the scalar multiplies whichever array is the smallest."""
        if not operands:
            return self.arrays.full(1.0, ()) if scalar is None else scalar, ()
        remaining = remaining_labels(tuple(labels for _, labels in operands), outputs)
        operands = [
            (array if left == labels else self.arrays.reduce(array, labels, left), left)
            for (array, labels), left in zip(operands, remaining, strict=True)
        ]
        smallest = min(range(len(operands)), key=lambda k: prod(operands[k][0].shape))
        array, labels = operands[smallest]
        fewer = prod(array.shape) < prod(sizes[label] for label in outputs)
        if scalar is not None and fewer and self.arrays.is_whole(array):
            operands[smallest] = self.arrays.scale(scalar, array), labels
            scalar = None
        picks = tuple(k for k, (a, _) in enumerate(operands) if not self.arrays.is_whole(a))
        for i, j, labels in contraction_path(remaining, outputs, tuple(sizes.items()), picks):
            (left, of_left), (right, of_right) = operands[i], operands[j]
            operands = [operand for k, operand in enumerate(operands) if k not in (i, j)]
            product = self.arrays.contract(left, of_left, right, of_right, labels)
            operands.append((product, labels))
        ((array, labels),) = operands
        array = self.arrays.whole(array)
        return array if scalar is None else self.arrays.scale(scalar, array), labels


def _equal_labels(deltas: Sequence[Labels]) -> dict[int, int]:
    """Return, for every label that a delta makes equal to a smaller one, the smallest."""
    names: dict[int, int] = {}

    def smallest(label: int) -> int:
        while label in names:
            label = names[label]
        return label

    for pair in deltas:
        first, second = sorted(map(smallest, pair))
        if first != second:
            names[second] = first
    return {label: smallest(label) for label in names}


def _renamed(labels: Labels, names: dict[int, int]) -> Labels:
    return tuple(names.get(label, label) for label in labels) if names else labels
