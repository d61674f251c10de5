"""One product found in another: Xᵀ X among the factors of (Xᵀ X)⁻¹ Xᵀ X w.

A product that is multiplied further is flattened, so it is no part of the result any more; its
factors still are, joined by the same labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from mathlib.symbolic.expression import Factor, Labels

Names = dict[int, int]  # the labels of the product that is looked for, as they are in the other one


def occurrence(
    wanted: tuple[Factor, ...],
    axes: Labels,
    flat: list[Factor],
    out: Labels,
    known: Mapping[int, int],
) -> tuple[list[Factor], Names] | None:
    """Return the factors that make up a product, and how its labels are called there.

    Its axes may lead anywhere, but what it sums must stand in it alone. Of some labels it may be
    known how they are called.
    """
    if len(wanted) > len(flat) or Counter(e for e, _ in wanted) - Counter(e for e, _ in flat):
        return None
    degrees = Counter(label for _, labels in flat for label in labels) + Counter(out)
    needed = Counter(label for _, labels in wanted for label in labels)
    inner = [label for label in needed if label not in axes]
    for found, names in _assignments(_from_known(wanted, known), flat, dict(known)):
        ends = {names[label] for label in inner}
        alone = all(degrees[names[label]] == needed[label] for label in inner)
        if alone and len(ends) == len(inner) and ends.isdisjoint(out):
            return found, names
    return None


def _from_known(wanted: tuple[Factor, ...], known: Mapping[int, int]) -> list[Factor]:
    """Return factors in an order in which each, if possible, has a label of those before it."""
    left, reached, ordered = list(wanted), {*known}, []
    while left:
        follows = next((f for f in left if reached.intersection(f[1])), left[0])
        left.remove(follows)
        reached |= {*follows[1]}
        ordered.append(follows)
    return ordered


def _assignments(
    wanted: list[Factor], flat: list[Factor], names: Names
) -> Iterator[tuple[list[Factor], Names]]:
    """Yield every choice of factors that fits, and the names of the labels that goes with it."""
    if not wanted:
        yield [], names
        return
    (e, labels), *others = wanted
    for k, factor in enumerate(flat):
        f, theirs = factor
        if f is not e:
            continue
        turned = e.symmetric and len(labels) == 2
        for ends in (theirs, theirs[::-1]) if turned else (theirs,):
            pairs = dict(zip(labels, ends, strict=True))
            fits = all(names.get(a, b) == b for a, b in zip(labels, ends, strict=True))
            if fits and all(pairs[a] == b for a, b in zip(labels, ends, strict=True)):
                rest = [*flat[:k], *flat[k + 1 :]]
                for found, further in _assignments(others, rest, names | pairs):
                    yield [factor, *found], further
