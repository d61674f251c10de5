"""Nodes without parts, whose entries are known though their sizes are not."""

from __future__ import annotations

from mathlib.symbolic.expression import Expression


class LowerTriangle(Expression):
    """Ones on the diagonal and below it, zeros above: a constant, like the identity."""

    nonnegative = True

    def _initialize(self, dimension):
        self.shape = (dimension, dimension)
