"""Kinds of nodes that functions of whole matrices are made of."""

from __future__ import annotations

from mathlib.symbolic.expression import Expression


class LowerTriangle(Expression):
    """Ones on the diagonal and below it, zeros above: a constant, like the identity."""

    nonnegative = True

    def _initialize(self, dimension):
        self.shape = (dimension, dimension)
