"""What the interpreter computes, in which order, and what it can forget on the way.

Every node comes once, after its parts. Before that it is decided how it is computed: an expression
may be exchanged for an equal one that survives rounding (`stable_form`), and the determinant of a
matrix times its inverse for the adjugate. Both are nodes that the expression itself does not have,
so the order is found by a walk of its own; it keeps its own stack, for a deep network exhausts
Python's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mathlib.evaluation.adjugates import with_adjugates
from mathlib.evaluation.stable_forms import stable_form
from mathlib.evaluation.stable_products import stable_factors
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, Factor, Labels


class ProductFactors(NamedTuple):
    """The factors of a product, by what is done with them."""

    scalars: list[Expression]
    divisors: list[nodes.Power]  # powers of scalars with a negative exponent
    tensors: list[Factor]
    picks: list[Factor]
    merges: list[Factor]
    deltas: list[Labels]

    @classmethod
    def of(cls, factors: Sequence[Factor]) -> ProductFactors:
        """Sort factors out."""
        sorted_out = cls([], [], [], [], [], [])
        for factor, labels in stable_factors(with_adjugates(factors)):
            match factor:
                case nodes.Identity():
                    sorted_out.deltas.append(labels)
                case nodes.Pick():
                    sorted_out.picks.append((factor, labels))
                case nodes.MergeAxes():
                    sorted_out.merges.append((factor, labels))
                case nodes.Power() if not labels and factor.exponent < 0:
                    sorted_out.divisors.append(factor)
                case _ if labels:
                    sorted_out.tensors.append((factor, labels))
                case _:
                    sorted_out.scalars.append(factor)
        return sorted_out


#: How a node is computed: as a product, by what it is, or as the other node that is given.
How = ProductFactors | Expression


def _how(node: Expression) -> How:
    if isinstance(node, nodes.Product):
        return ProductFactors.of(node.factors)
    return stable_form(node)


class Step(NamedTuple):
    """What is computed, how, and what is not needed any more after that: memory is given back."""

    node: Expression
    how: How
    done: list[Expression]


def evaluation_steps(e: Expression) -> list[Step]:
    """Return what is computed: parts before what is made of them."""
    steps: dict[Expression, Step] = {}
    waiting = [e]
    ways: dict[Expression, How] = {}
    while waiting:
        node = waiting[-1]
        if node not in ways:
            ways[node] = _how(node)
        missing = [part for part in _parts_of(node, ways[node]) if part not in steps]
        waiting += missing
        if not missing:
            steps.setdefault(node, Step(node, ways[node], []))
            waiting.pop()
    needed = {e}
    for step in reversed(steps.values()):
        step.done.extend({*_parts_of(step.node, step.how)} - needed)
        needed.update(step.done)
    return list(steps.values())


def _parts_of(node: Expression, how: How) -> Sequence[Expression]:
    """Return what must be computed before a node."""
    if isinstance(how, ProductFactors):
        divisors = [f.base for f in how.divisors]
        indices = [part for f, _ in how.picks for part in f.children]
        return [*how.scalars, *divisors, *(f for f, _ in how.tensors), *indices]
    return node.children if how is node else [how]
