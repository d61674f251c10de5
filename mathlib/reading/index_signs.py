"""What stands in the brackets of an index: ``X[0]``, ``X[:, 1:3]``, ``E[t]``, ``x[[0, 2]]``.

A bracket that follows a factor without a space is an index, ``x[0]``; with a space, or with a
comparison in it, it is a condition that multiplies, ``x [x > 0]``.
"""

from __future__ import annotations

from mathlib.reading.signs import Signs
from mathlib.reading.tree import Tree

COMPARISONS = {">", "<", ">=", "<=", "=="}


class IndexSigns(Signs):
    """Reads indices from left to right."""

    def sum(self) -> Tree:
        """Read terms with plus and minus between them."""
        raise NotImplementedError

    def primary(self) -> Tree:
        """Read what stands in brackets, among others."""
        raise NotImplementedError

    def item(self, tree: Tree) -> Tree:
        """Read the index of a factor; a condition picks entries, or multiplies."""
        start = self.place
        self.demand("[", "an index")
        parts = [self.index_part()]
        while self.take(","):
            parts.append(self.index_part())
        if self.next.text in COMPARISONS:
            self.place = start
            return Tree("picked", None, (tree, self.primary()))
        self.demand("]", "an index")
        return Tree("item", None, (tree, *parts))

    def index_part(self) -> Tree:
        """Read a position, a slice, a list, an index vector, or a new axis."""
        if self.take("["):
            return self.list_of_parts()
        if self.next.kind == "name" and self.next.text in ("None", "newaxis"):
            self.place += 1
            return Tree("none")
        ends = [Tree("none") if self.next.text in (":", ",", "]") else self.sum()]
        while self.take(":"):
            ends.append(Tree("none") if self.next.text in (":", ",", "]") else self.sum())
        return ends[0] if len(ends) == 1 else Tree("slice", None, tuple(ends))

    def list_of_parts(self) -> Tree:
        """Read what stands between square brackets, the first of which has been read."""
        return Tree("list", None, self.rest_of_list("]"))

    def rest_of_list(self, closing: str) -> tuple[Tree, ...]:
        """Read parts as far as a bracket, before which a comma may stand, as in ``(3,)``."""
        parts: list[Tree] = []
        while not self.take(closing):
            parts.append(self.index_part())
            if not self.take(","):
                self.demand(closing, "a list")
                break
        return tuple(parts)
