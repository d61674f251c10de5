"""Nodes without parts, whose entries are known though their sizes are not."""

from __future__ import annotations

from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import dimension_product


class Constant(Expression):
    """An array of zeros and ones: a product with it needs no rule to be differentiated."""

    nonnegative = True


class LowerTriangle(Constant):
    """Ones on the diagonal and below it, zeros above: a constant, like the identity."""

    def _initialize(self, dimension):
        self.shape = (dimension, dimension)


class MergeAxes(Constant):
    """Two axes joined into one: 1 where its first index is the pair of the other two, else 0.

    Of the pair, the first varies more slowly. A constant, like the identity: what is joined is a
    product with it, which needs no rule of its own to be differentiated.
    """

    def _initialize(self, slow, fast):
        self.shape = dimension_product(slow, fast), slow, fast


class Selection(Constant):
    """1 where the first index is the start plus a step times each of the others, else 0.

    What is multiplied by it, summed over the first axis, is picked: one entry if there are no other
    axes, a slice if there is one, windows of a convolution if there are two. The start is counted
    from the last entry if it is negative and `from_end` is set. Where there are two other axes or
    more, what lies outside counts as 0.
    """

    def _initialize(self, shape, start, steps, from_end):
        self.shape, self.start, self.steps, self.from_end = shape, start, steps, from_end

    @property
    def stays_inside(self) -> bool:
        """Whether every choice of the other indices picks an entry."""
        return len(self.steps) < 2
