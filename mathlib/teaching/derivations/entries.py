"""The derivative of one entry, before its Kronecker deltas are summed over.

`differentiation` contracts every delta at once. Here all local Jacobians on a way from the whole
to the variable are kept as they are: the delta that says *which* entry of the variable meets which
index is the line that a reader of components wants to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.local_jacobians import local_jacobians
from mathlib.symbolic.nodes import Identity, Product, Symbol


def uncontracted(e: Expression, by: Symbol) -> list[Product]:
    """Return the derivative as its rules give it: products that still hold Kronecker deltas."""
    shape, rank = e.shape + by.shape, len(e.shape)
    found = []
    for number, factors, ends in _ways(e, by, tuple(range(rank)), count(len(shape))):
        axes = zip(by.shape, ends, range(rank, len(shape)), strict=True)
        factors += [(Identity(n), (end, axis)) for n, end, axis in axes]
        real = [(f, ls) for f, ls in factors if not is_number(f) or f.coefficient != 1]
        seen = {*range(len(shape))}.union(*(ls for _, ls in real))
        real += dict.fromkeys(factor for factor in factors if not seen.issuperset(factor[1]))
        found.append(Product(number, tuple(real), shape))
    return found


def _ways(
    e: Expression, by: Symbol, at: Labels, labels: Iterator[int]
) -> Iterator[tuple[Number, list[Factor], Labels]]:
    """Yield number, factors and labels for every place where a symbol stands in an expression.

    A label on which nothing depends any more goes to a factor 1, lest its sum be forgotten.
    """
    if e is by:
        yield 1, [], at
    for part, number, factors, whole, inner in local_jacobians(e):
        names = dict(zip(whole, at, strict=True))
        for label in [label for _, ls in factors for label in ls] + [*inner]:
            names[label] = names[label] if label in names else next(labels)
        moved = [(f, tuple(names[label] for label in ls)) for f, ls in factors]
        moved += [(constant(1, (n,)), (names[a],)) for a, n in zip(whole, e.shape, strict=True)]
        for more, rest, ends in _ways(part, by, tuple(names[label] for label in inner), labels):
            yield number * more, moved + rest, ends
