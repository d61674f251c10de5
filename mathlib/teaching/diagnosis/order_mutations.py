"""Products of matrices in another order, whatever their shapes, as far as they fit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.expression import Factor, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.teaching.diagnosis.candidate import Sentence
from mathlib.teaching.diagnosis.index_mutations import Edit

# Of how many matrices all orders are tried.
LONGEST = 5


def in_another_order(e: nodes.Product) -> Iterator[Edit]:
    """Yield a product of matrices, of any shapes, in another order."""
    chain = _chain(e)
    matrices = [f if ls == ends else f.T for (f, ls), ends in chain]
    scalars = [(f, ls) for f, ls in e.factors if not ls]
    for order in permutations(matrices) if 2 < len(chain) <= LONGEST else ():
        shapes = [e.shape[:1], *(f.shape for f in order), e.shape[1:]]
        if order != tuple(matrices) and all(a[-1] == b[0] for a, b in pairwise(shapes)):
            middle = fresh_labels(len(order) - 1)
            ends = pairwise((0, *middle, 1))
            said = Sentence("Matrices are multiplied in the wrong order: look at {}.", e)
            factors = [*scalars, *zip(order, ends, strict=True)]
            yield "order", said, product(e.coefficient, factors, e.axes, e.shape)


def _chain(e: nodes.Product) -> list[tuple[Factor, Labels]]:
    """Return the matrices of a product of matrices from left to right, with what each joins."""
    left, end = [factor for factor in e.factors if factor[1]], 0
    found: list[tuple[Factor, Labels]] = []
    if len(e.shape) != 2 or any(len({*ls}) != 2 for _, ls in left):
        return []
    while left:
        here = [factor for factor in left if end in factor[1]]
        if len(here) != 1:
            return []
        left.remove(here[0])
        (other,) = {*here[0][1]} - {end}
        found.append((here[0], (end, other)))
        end = other
    return found if end == 1 else []
