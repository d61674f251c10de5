"""Nodes without parts, whose entries are known though their sizes are not."""

from __future__ import annotations

from typing import Any

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


class Pick(Constant):
    """A constant by which entries are picked: 1 where the first index is a place, else 0.

    The other indices say which of the places. What is multiplied by it and summed over the first
    axis is picked; what is summed over the others is put, or added up, where it was picked from.
    Nothing multiplies by zeros where it is computed: see `numpy_picks`.
    """

    stays_inside: Any = True  # whether every choice of the other indices picks an entry


class Selection(Pick):
    """1 where the first index is the start plus a step times each of the others, else 0.

    One entry is picked if there are no other axes, a slice if there is one, and windows of a
    convolution if there are two. The start is counted from the last entry if it is negative and
    `from_end` is set. Where there are two other axes or more, what lies outside counts as 0.
    """

    def _initialize(self, shape, start, steps, from_end):
        self.shape, self.start, self.steps, self.from_end = shape, start, steps, from_end

    @property
    def stays_inside(self) -> bool:
        """Whether every choice of the other indices picks an entry."""
        return len(self.steps) < 2


class Listing(Pick):
    """1 where the first index is the one of the listed places that the others say, else 0.

    Along an axis whose length is a name, negative places are counted from the end.
    """

    def _initialize(self, shape, places):
        self.shape, self.places = shape, places


class Roll(Pick):
    """1 where the first index is the second less a number, beyond the ends begun anew, else 0."""

    def _initialize(self, dimension, shift):
        self.shape, self.shift = (dimension, dimension), shift
