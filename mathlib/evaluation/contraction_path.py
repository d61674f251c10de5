"""In which order the factors of a product are contracted, whoever contracts them.

Contracting many tensors at once costs the product of all their sizes; contracting them pair by
pair costs far less if the pairs are well chosen. The path is greedy: of all pairs that share a
label, the one with the fewest multiplications comes first, and of those the one with the smaller
result, so that a matrix meets a vector before it meets a matrix (as *opt_einsum* does it; the best
path of all would take exponential time to find).

Before that, axes that are merged into one are split, so that a Kronecker product is never built to
be multiplied: what has a merged axis is reshaped, and the result is reshaped back.

The interpreter contracts arrays and the printer writes lines of code; both call what is here, and
nothing here knows which of the two it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from math import prod
from typing import TypeVar

from mathlib.symbolic.expression import Labels

Tensor = TypeVar("Tensor")

#: The size of a dimension of which only the name is known: all alike, and large.
LARGE = 1000


@lru_cache(maxsize=4096)
def remaining_labels(operands: tuple[Labels, ...], outputs: Labels) -> tuple[Labels, ...]:
    """Return, of every operand's labels, those that are outputs or that others have, each once.

    The others are gone when the operand's repeated labels are made a diagonal, and what stands
    nowhere else is summed: that makes it smaller before it meets another.

    Examples
    --------
    >>> remaining_labels(((0, 1, 1, 2), (3, 2)), (0,))
    ((0, 2), (2,))
    """
    holders = Counter(label for labels in operands for label in {*labels})
    return tuple(
        tuple(l for l in dict.fromkeys(labels) if l in outputs or holders[l] > 1)
        for labels in operands
    )


@lru_cache(maxsize=4096)
def contraction_path(
    operands: tuple[Labels, ...], outputs: Labels, sizes: tuple[tuple[int, int], ...] = ()
) -> tuple[tuple[int, int, Labels], ...]:
    """Return which two operands are contracted, step after step.

    Parameters
    ----------
    operands : tuple of Labels
        The labels of every operand.
    outputs : Labels
        The labels that are kept.
    sizes : tuple of (label, int)
        The sizes of labels; those that are not given are large.

    Returns
    -------
    tuple of (int, int, Labels)
        Places in the list of operands, from which both are then taken, and to whose end what they
        come to is put (the form of ``numpy.einsum_path``); and the labels of what they come to.

    Examples
    --------
    >>> contraction_path(((0, 1), (1, 2), (2,)), (0,))  # A B x: first B and x
    ((2, 1, (1,)), (1, 0, (0,)))
    """
    known = dict(sizes)
    remaining = list(operands)
    path = []
    while len(remaining) > 1:
        i, j = _cheapest_pair(remaining, outputs, known)
        left, right = remaining[i], remaining[j]
        remaining = [labels for k, labels in enumerate(remaining) if k not in (i, j)]
        kept = {label for labels in remaining for label in labels}.union(outputs)
        labels = tuple(label for label in dict.fromkeys(left + right) if label in kept)
        if not remaining:
            labels = tuple(label for label in outputs if label in labels)
        remaining.append(labels)
        path.append((i, j, labels))
    return tuple(path)


def _cheapest_pair(operands, outputs, sizes):
    """Return the places of the two operands to be contracted first.

    Operands that share no label wait until no others are left.
    """
    holders: dict[int, list[int]] = {}
    for k, labels in enumerate(operands):
        for label in dict.fromkeys(labels):
            holders.setdefault(label, []).append(k)

    def cost(pair):
        a, b = ({*operands[k]} for k in pair)
        summed = {l for l in a & b if l not in outputs and len(holders[l]) == 2}
        return tuple(prod(sizes.get(l, LARGE) for l in ls) for ls in (a | b, (a | b) - summed))

    pairs = [(j, i) for found in holders.values() for k, j in enumerate(found) for i in found[:k]]
    if not pairs:
        first, second, *_ = sorted(range(len(operands)), key=lambda k: len(operands[k]))
        return first, second
    return min(pairs, key=cost)


def split_merged_axes(
    tensors: list[tuple[Tensor, Labels]],
    merges: Sequence[Labels],
    outputs: Labels,
    reshape: Callable[[Tensor, Labels], Tensor],
    identity: Callable[[int, int], Tensor],
) -> tuple[list[tuple[Tensor, Labels]], Labels]:
    """Give the two parts of every merged axis a label each.

    Parameters
    ----------
    tensors : list of (tensor, Labels)
        The factors without those that merge axes.
    merges : sequence of Labels
        The labels of these: the whole, its slow part, its fast part. Several may be nested; the
        outermost is split first, for only then do the others' wholes stand alone.
    outputs : Labels
        The outputs.
    reshape : callable
        Gives a tensor an axis for each of the labels.
    identity : callable
        Returns the identity matrix between a label and a new one of the same size: an output that
        comes twice, as a part and by itself, and a whole that is merged twice, from different
        parts, need a second name.

    Returns
    -------
    list of (tensor, Labels), Labels
        The factors and the outputs with all axes split.
    """
    tensors, waiting = list(tensors), list(merges)
    used = {l for ls in (outputs, *waiting, *(ls for _, ls in tensors)) for l in ls}
    free = count(1 + max(used))

    def renamed(label):
        copy = next(free)
        tensors.append((identity(label, copy), (label, copy)))
        return copy

    while waiting:
        parts = {part for labels in waiting for part in labels[1:]}
        merge = min(waiting, key=lambda labels: labels[0] in parts)
        waiting.remove(merge)
        waiting = [(renamed(l), *pair) if l == merge[0] else (l, *pair) for l, *pair in waiting]
        tensors = [_split(tensor, labels, merge, reshape) for tensor, labels in tensors]
        apart: list[int] = []
        for label in _parts(outputs, merge):
            apart.append(renamed(label) if label in apart else label)
        outputs = tuple(apart)
    return tensors, outputs


def _split(tensor, labels, merge, reshape):
    parts = _parts(labels, merge)
    return (tensor if parts == labels else reshape(tensor, parts)), parts


def _parts(labels, merge):
    whole, *pair = merge
    return tuple(part for label in labels for part in (pair if label == whole else [label]))
