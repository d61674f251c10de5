"""A total order of expressions, read off their structure.

Where factors or terms could stand in any order, and where a matrix or its transpose could stand,
one way must be chosen, the same in every session. A hash would choose too, but by lot: give a
symbol another name, and other factors come first, a bracket changes its sign, or a product is
written with more transposes. Here the choice follows from the structure, and from the alphabet
where nothing but names differs.

Expressions are interned, so two of them differ somewhere as soon as they are two objects. To
compare them is to walk down to the first place where they differ: one path, not the whole graph,
and without recursion, however deep a network is.
"""

from __future__ import annotations

from typing import Any

Expression = Any  # the module of expressions imports this one


class StructuralOrder:
    """A key for sorting: constants last, small expressions first, then by kind, name and parts."""

    __slots__ = ("e",)

    def __init__(self, e: Expression):
        self.e = e

    def __lt__(self, other: StructuralOrder) -> bool:
        return precedes(self.e, other.e)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StructuralOrder) and self.e is other.e

    def __hash__(self) -> int:
        return hash(self.e)


def precedes(left: Expression, right: Expression) -> bool:
    """Say whether one expression comes before another."""
    return _before(left, right)


def reads_better(left: Expression, right: Expression) -> bool:
    """Say whether a matrix, rather than its transpose, is the one to keep: Xᵀ W, not (Wᵀ X)ᵀ.

    The one with fewer transposes, then the smaller, then the one whose parts come first. Numbers
    in front of terms do not count: a bracket and its negative have the same parts.
    """
    outlines = []
    for e in (left, right):
        terms = e.children if hasattr(e, "terms") else (e,)
        outlines.append((sum(map(_transposes, terms)), e.node_count))
    if outlines[0] != outlines[1]:
        return outlines[0] < outlines[1]
    return _before(left.children, right.children)


def _transposes(e: Expression) -> int:
    """Return how many matrices are met from behind on the way from the rows to the columns."""
    matrices = [labels for _, labels in e.factors if len(labels) == 2]
    label, found = 0, 0
    while here := next((pair for pair in matrices if label in pair), None):
        matrices.remove(here)
        found += here[0] != label
        label = here[here[0] == label]
        if label == 1:
            break
    return found


def _before(left: Any, right: Any) -> bool:
    """Compare two expressions, or two contents of expressions of one kind."""
    while True:
        if isinstance(left, tuple):
            pairs = zip(left, right, strict=False)
            differing = next(((a, b) for a, b in pairs if a is not b and a != b), None)
            if differing is None:
                return len(left) < len(right)
            left, right = differing
        elif not hasattr(left, "children"):  # a name or a number
            return (isinstance(left, str), left) < (isinstance(right, str), right)
        elif (ours := _outline(left)) != (theirs := _outline(right)):
            return ours < theirs
        else:
            left, right = (left.children, left.data), (right.children, right.data)


def _outline(e: Expression) -> tuple[bool, int, str, str]:
    """Return what is compared first: constants such as the identity come last."""
    return not e.symbols, e.node_count, type(e).__name__, getattr(e, "name", "")
