"""Diagonals of matrix products, of which a label that stands in other factors too is both ends.

The rows of ``X ⊙ (X M)`` sum to the diagonal of ``X M Xᵀ``, a leverage or a variance, which is how
it is written. Where nothing is the same on both sides, the sum over rows reads better.
"""

from __future__ import annotations

from mathlib.printing.forms import Form, fewest_transposes, matmul, transpose
from mathlib.printing.network import Contracted, Degrees, Item, joins_two, pairs, with_columns
from mathlib.symbolic.expression import Labels


def diagonal_of_product(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Read what sums up the rows of X ⊙ (X M), or of (X M)∘², as the diagonal of X M Xᵀ."""
    for other, item in [*pairs(items), *((item, item) for item in items)]:
        squared = other is item
        if len(item.labels) != 2 or {*item.labels} != {*other.labels}:
            continue
        summed = [l for l in item.labels if l not in out and degrees[l] == 2 - squared]
        if len(summed) != 1 or item.labels[0] == item.labels[1]:
            continue
        left, right = with_columns(other, summed[0]), with_columns(item, summed[0])
        turned = item.labels[0] == summed[0]
        found = _of_square(item.form, turned) if squared else _sandwich(left, right)
        if found is not None:
            used = [item] if squared else [other, item]
            (label,) = {*item.labels} - {*summed}
            return used, Item(Form("diag", (found,)), (label,))
    return None


def _sandwich(left: Form, right: Form) -> Form | None:
    """Return X M Xᵀ of X and X M, in either order."""
    for short, long in ((left, right), (right, left)):
        if long.kind == "matmul" and long.parts[0] is short:
            whole = matmul(long, transpose(short))
            return fewest_transposes(whole, transpose(whole))
    return None


def _of_square(square: Form, turned: bool) -> Form | None:
    """Return X S² Xᵀ of the entrywise square of X S, where S is symmetric."""
    if square.kind != "power" or square.parts[1] != 2 or square.parts[0].kind != "matmul":
        return None
    rows = transpose(square.parts[0]) if turned else square.parts[0]
    return matmul(rows, transpose(rows)) if rows.parts[-1].symmetric else None


def diagonal_of_chain(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Read A H Aᵀ with one label at both ends as its diagonal, whatever else stands on that label.

    To scale the rows of A first, by what else stands there, would hide it.
    """
    for first in items:
        for start, label in (first.labels, first.labels[::-1]) if len(first.labels) == 2 else ():
            if not joins_two(start, out, degrees):
                chain, factors = _chain(items, first, label, start, out, degrees)
                form = matmul(*factors)
                if len(chain) > 2 and _is_sandwich(form.parts):
                    better = fewest_transposes(form, transpose(form))
                    return chain, Item(Form("diag", (better,)), (start,))
    return None


def _is_sandwich(factors: tuple[Form, ...]) -> bool:
    """Say whether factors are A H Aᵀ and no B Bᵀ, of which the rows of B squared are the sums."""
    alike = [a is transpose(b) for a, b in zip(factors, reversed(factors), strict=True)]
    return alike[0] and not (len(factors) % 2 == 0 and all(alike))


def _chain(
    items: list[Item], first: Item, label: int, start: int, out: Labels, degrees: Degrees
) -> tuple[list[Item], list[Form]]:
    """Return the matrices from one on, over a label of it, that lead back to where they start."""
    chain, factors = [first], [with_columns(first, label)]
    while label != start and joins_two(label, out, degrees):
        ahead = (i for i in items if label in i.labels and not any(i is c for c in chain))
        item = next((i for i in ahead if len({*i.labels}) == 2), None)
        if item is None:
            break
        factors.append(transpose(with_columns(item, label)))
        label = item.labels[item.labels[0] == label]
        chain.append(item)
    return (chain, factors) if label == start else ([], factors[:1])
