"""A matrix taken apart: into scalars and square matrices that are multiplied, also by Kronecker.

An indexed product is a chain of square matrices if its factors lead from the label of the rows to
that of the columns over labels of one dimension: what stands between two of these is a matrix of
the chain, and what stands on one of them alone a diagonal matrix. What leads nowhere is a scalar.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.contraction_rules import labels_of
from mathlib.symbolic.expression import Expression, Factor
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import Dimension


class Chain(NamedTuple):
    """Scalars times a product of square matrices; a vector stands for its diagonal matrix."""

    scalars: list[Expression]
    matrices: list[Expression]


class Kronecker(NamedTuple):
    """Scalars times the Kronecker product of two square matrices."""

    scalars: list[Expression]
    left: Expression
    right: Expression


def taken_apart(x: Expression) -> Chain | Kronecker | None:
    """Return what a matrix is made of; None if it is but one matrix, and nothing in front."""
    if is_number(x):
        return None
    number, unit = _front(x)
    scalars = [constant(number)] if number != 1 else []
    if isinstance(unit, nodes.Product):
        inside, rest = _apart(unit)
        found = _as_kronecker(rest) or _as_chain(rest, unit.shape[0])
        if found is not None:
            scalars += inside
            return found._replace(scalars=scalars) if scalars or _is_more(found) else None
    return Chain(scalars, [unit]) if scalars else None


def is_kronecker(x: Expression) -> bool:
    """Say whether a matrix is the Kronecker product of two square ones, and nothing in front."""
    found = taken_apart(x)
    return isinstance(found, Kronecker) and not found.scalars


def transposed(x: Expression) -> Expression | None:
    """Return the matrix of which an expression is the transpose, and nothing more."""
    bare = isinstance(x, nodes.Product) and x.coefficient == 1 and len(x.factors) == 1
    return x.children[0] if bare and x.factors[0][1] == (1, 0) else None


def _front(x: Expression) -> tuple[Fraction | int, Expression]:
    """Return the number in front; of a sum, only one that all terms have, and no sign."""
    if isinstance(x, nodes.Sum):
        sizes = {number if number > 0 else -number for number, _ in x.terms}
        number = sizes.pop() if len(sizes) == 1 else 1
        return number, scale(Fraction(1) / number, x)
    return split_coefficient(x)


def _is_more(found: Chain | Kronecker) -> bool:
    """Say whether it is more than one matrix that is no inverse and not diagonal."""
    if isinstance(found, Kronecker) or len(found.matrices) > 1:
        return True
    (matrix,) = found.matrices
    return len(matrix.shape) == 1 or isinstance(matrix, nodes.Inverse)


def _apart(unit: nodes.Product) -> tuple[list[Expression], list[Factor]]:
    """Return the scalars of a matrix, and the factors that hang together with its outputs."""
    reached, rest, left = {*unit.axes}, [], list(unit.factors)
    while met := [f for f in left if reached.intersection(f[1])]:
        rest += met
        left = [f for f in left if not any(f is other for other in met)]
        reached |= labels_of(met)
    rest = [f for f in unit.factors if any(f is other for other in rest)]
    scalars = [e for e, labels in left if not labels]
    if summed := [f for f in left if f[1]]:
        scalars.append(product(1, summed, ()))
    return scalars, rest


def _as_chain(factors: list[Factor], dimension: Dimension) -> Chain | None:
    """Return the square matrices on the way from the rows to the columns.

    A matrix of another shape and those that follow are one, until the dimension is met again.
    """
    found: list[Expression] = []
    left, here = list(factors), 0
    while left:
        block, there = _until(dimension, here, left)
        if there is None:
            return None
        on_label = [f for f in block if {*f[1]} == {here}]
        found += [product(1, [f], (here,)) for f in on_label]
        rest = [f for f in block if f not in on_label]
        if there != here and not all(isinstance(e, nodes.Identity) for e, _ in rest):
            found.append(product(1, rest, (here, there)))
        left = [f for f in left if f not in block]
        here = there
    return Chain([], found) if here == 1 else None


def _until(dimension: Dimension, start: int, left: list[Factor]) -> tuple[list[Factor], int | None]:
    """Return the factors on the way to the next label of a dimension, and that label.

    Without such a label the way ends where it began; if it forks, there is none.
    """
    block = [f for f in left if {*f[1]} == {start}]
    here = start
    while True:
        ahead = [f for f in left if here in f[1] and f not in block]
        if not ahead:
            return block, here if here == start and block else None
        ways = {frozenset(labels) for _, labels in ahead}
        if len(ways) > 1 or len(*ways) != 2:
            return block, None
        block += ahead
        e, labels = ahead[0]
        size = e.shape[labels[0] == here]
        (here,) = {*labels} - {here}
        if size == dimension:
            return block, here
        block += [f for f in left if {*f[1]} == {here}]


def _as_kronecker(factors: list[Factor]) -> Kronecker | None:
    """Return the two matrices whose Kronecker product it is, if both are square."""
    merges = {f[1][0]: f for f in factors if isinstance(f[0], nodes.MergeAxes)}
    if merges.keys() != {0, 1} or merges[0][0] is not merges[1][0]:
        return None
    rest = [f for f in factors if not isinstance(f[0], nodes.MergeAxes)]
    sides = []
    for place in (1, 2):
        ends = (merges[0][1][place], merges[1][1][place])
        block, reached = [], {*ends}
        while met := [f for f in rest if reached.intersection(f[1])]:
            block += met
            rest = [f for f in rest if not any(f is other for other in met)]
            reached |= labels_of(met)
        if ends[0] == ends[1]:
            ends = ends[0], fresh_labels(1)[0]
            block.append((nodes.Identity(merges[0][0].shape[place]), ends))
        if not {*ends} <= labels_of(block):
            return None
        sides.append(product(1, block, ends))
    return None if rest else Kronecker([], *sides)
