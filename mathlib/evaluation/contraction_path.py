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
from heapq import heappop, heappush
from itertools import combinations, count
from math import prod
from typing import TypeVar

from mathlib.symbolic.expression import Labels

Tensor = TypeVar("Tensor")

#: The size of a dimension of which only the name is known: all alike, and large.
LARGE = 1000


@lru_cache(maxsize=512)
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


@lru_cache(maxsize=512)
def contraction_path(
    operands: tuple[Labels, ...],
    outputs: Labels,
    sizes: tuple[tuple[int, int], ...] = (),
    picks: tuple[int, ...] = (),
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
    picks : tuple of int
        Which operands pick: to contract one is to index along its first label, which costs as much
        as there are entries without it.

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
    search = _Search(operands, outputs, dict(sizes), picks)
    return tuple(search.step() for _ in operands[1:])


class _Search:
    """The operands that are left, and a heap of the pairs that share a label, the cheapest first.

    A contraction changes what its own pairs cost and no others: a label can be summed when two
    operands have it, and if there were three before, one of the two is new. So each step adds the
    pairs of the new operand to the heap, and pairs of operands that are gone are skipped.
    """

    def __init__(
        self,
        operands: Sequence[Labels],
        outputs: Labels,
        sizes: dict[int, int],
        picks: tuple[int, ...],
    ):
        self.outputs, self.sizes, self.numbers = outputs, sizes, count()
        self.picked_from = {k: operands[k][0] for k in picks}  # the operands that pick
        self.labels: dict[int, Labels] = {}
        self.holders: dict[int, dict[int, None]] = {}  # of a label: operands, in their order
        self.pairs: list[tuple[int, ...]] = []
        for labels in operands:
            self._append(tuple(dict.fromkeys(labels)))
        for found in self.holders.values():
            for first, second in combinations(found, 2):
                self._offer(first, second)

    def step(self) -> tuple[int, int, Labels]:
        """Contract a pair; return its places among the operands that were left, and its labels."""
        left, right = self._cheapest()
        places = list(self.labels)
        i, j = places.index(left), places.index(right)
        both = dict.fromkeys(self.labels.pop(left) + self.labels.pop(right))
        for label in both:
            self.holders[label].pop(left, None)
            self.holders[label].pop(right, None)
        labels = tuple(l for l in both if l in self.outputs or self.holders[l])
        if not self.labels:
            labels = tuple(label for label in self.outputs if label in labels)
        new = self._append(labels)
        for other in dict.fromkeys(k for label in labels for k in self.holders[label]):
            if other != new:
                self._offer(other, new)
        return i, j, labels

    def _append(self, labels: Labels) -> int:
        new = next(self.numbers)
        self.labels[new] = labels
        for label in labels:
            self.holders.setdefault(label, {})[new] = None
        return new

    def _offer(self, first: int, second: int) -> None:
        """Put a pair on the heap, by its multiplications and then by the size of its result."""
        shared = [l for l in self.labels[first] if l in self.labels[second]]
        summed = {l for l in shared if l not in self.outputs and len(self.holders[l]) == 2}
        union = dict.fromkeys(self.labels[first] + self.labels[second])
        whole, result = (
            prod(self.sizes.get(l, LARGE) for l in union if l not in gone) for gone in ((), summed)
        )
        picks = self.picked_from.keys() & {first, second}
        if len(picks) == 1:
            along = self.picked_from[picks.pop()]
            whole = max(result, prod(self.sizes.get(l, LARGE) for l in union if l != along))
        place = self.labels[first].index(shared[0])
        heappush(self.pairs, (whole, result, first, place, second))

    def _cheapest(self) -> tuple[int, int]:
        """Return the pair to be contracted: the later operand, then the earlier.

        Operands that share no label wait until no others are left.
        """
        while self.pairs:
            *_, first, _, second = heappop(self.pairs)
            if first in self.labels and second in self.labels:
                return second, first
        first, second, *_ = sorted(self.labels, key=lambda k: len(self.labels[k]))
        return first, second


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

    def renamed(label: int) -> int:
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


def _split(
    tensor: Tensor, labels: Labels, merge: Labels, reshape: Callable[[Tensor, Labels], Tensor]
) -> tuple[Tensor, Labels]:
    parts = _parts(labels, merge)
    return (tensor if parts == labels else reshape(tensor, parts)), parts


def _parts(labels: Labels, merge: Labels) -> Labels:
    whole, *pair = merge
    return tuple(part for label in labels for part in (pair if label == whole else [label]))
