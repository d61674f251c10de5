"""Index vectors: symbols whose entries are positions along an axis, and what they pick."""

from __future__ import annotations

from mathlib.symbolic.constant_nodes import Constant, Pick
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.shapes import dimension_names


class IndexSymbol(Symbol):
    """A symbol whose entries are whole numbers from 0 up to the length of an axis, exclusive."""

    def _initialize(self, *data):
        name, shape, self.below = data
        super()._initialize(name, shape, False, True, False)

    def _dimensions(self):
        return dimension_names((*self.shape, self.below))

    @property
    def settled_version(self) -> Symbol:
        """The symbol itself."""
        return self


class Range(Constant):
    """0, 1, 2, ... as many as a dimension has values."""

    def _initialize(self, dimension):
        self.shape = (dimension,)


class Gather(Pick):
    """1 where the first index is the entry of an index vector at the others, else 0."""

    def _initialize(self, index, length):
        self.index, self.length = index, length
        self.children, self.shape = (index,), (length, *index.shape)

    def rebuild(self, *parts):
        """Return the same by another index vector."""
        return Gather(*parts, self.length)
