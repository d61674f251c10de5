"""The greatest and the least entry along the last axis, and where the greatest stands, as nodes."""

from __future__ import annotations

from mathlib.symbolic.nodes import MatrixFunction, functions


class Extreme(MatrixFunction):
    """The greatest or the least entry along the last axis."""

    def _initialize(self, base):
        super()._initialize(base)
        self.nonnegative = base.nonnegative

    def _shape(self, shape):
        return shape[:-1]

    def rebuild(self, *parts):
        """Return the same of another base."""
        return getattr(functions(), self.kind)(*parts, axis=-1)


class Max(Extreme):
    """The greatest entry along the last axis."""

    kind = "max"


class Min(Extreme):
    """The least entry along the last axis."""

    kind = "min"


class Hardmax(MatrixFunction):
    """1 at the first of the greatest entries along the last axis, else 0."""

    kind = "hardmax"
    nonnegative = True
