"""Names for the summed labels of a product, so that equal products look equal.

A product of indexed factors does not change when its factors are reordered or its summed labels
renamed. To see that two products are the same, both are brought to one order and one naming, by
*colour refinement*: factors are coloured by what they are, labels by the factors and places in
which they stand, factors again by the colours of their labels, and so on until nothing new is
told apart. Look-alikes that remain are told apart one at a time, by choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import count
from typing import Any, NamedTuple

_counter = count(-1, -1)  # negative: they never meet the labels of a finished product


def fresh_labels(number: int) -> tuple[int, ...]:
    """Labels that nobody has used."""
    return tuple(next(_counter) for _ in range(number))


class Coloured(NamedTuple):
    """A factor as far as naming is concerned."""

    colour: Any  # what the factor is: a key that can be sorted
    labels: tuple[Hashable, ...]
    symmetric: bool  # whether its two labels may be exchanged


def canonical(factors: Sequence[Coloured], out: tuple) -> list[tuple[int, tuple[int, ...]]]:
    """Order the factors and name their labels.

    Returns pairs of a factor's position in `factors` and its labels as numbers: those of `out`
    are 0, 1, ..., the summed ones follow in order of appearance.
    """
    ranks, colours = _tell_apart(factors, out)
    names = {label: k for k, label in enumerate(out)}
    ordered = []
    for k in sorted(range(len(factors)), key=ranks.__getitem__):
        labels: Sequence[Hashable] = factors[k].labels
        if factors[k].symmetric:
            labels = sorted(labels, key=lambda l: (names.get(l, len(names)), colours[l]))
        ordered.append((k, tuple(names.setdefault(l, len(names)) for l in labels)))
    return ordered


def _tell_apart(factors, out):
    """Rank the factors, all differently, and colour the labels."""
    colours = {label: -1 for f in factors for label in f.labels}
    colours |= {label: k - len(out) - 1 for k, label in enumerate(out)}
    if len({f.colour for f in factors}) == len(factors) and not any(f.symmetric for f in factors):
        return [f.colour for f in factors], colours
    ranks = _numbered(f.colour for f in factors)  # which are compared more quickly
    factors = [f._replace(colour=rank) for f, rank in zip(factors, ranks, strict=True)]
    marks = [0] * len(factors)
    while True:
        ranks, refined = _refine(factors, marks, colours)
        alike = min((r for r, times in Counter(ranks).items() if times > 1), default=None)
        if alike is None:
            return ranks, refined
        marks[ranks.index(alike)] = max(marks) + 1


def _refine(factors, marks, colours):
    """Refine the colours of factors and labels together until they are stable."""
    told_apart = 0
    while True:
        ranks = _numbered(
            (f.colour, mark, _seen(f, colours)) for f, mark in zip(factors, marks, strict=True)
        )
        places: dict[Hashable, list[tuple[int, int]]] = {label: [] for label in colours}
        for rank, f in zip(ranks, factors, strict=True):
            for place, label in enumerate(f.labels):
                places[label].append((rank, 0 if f.symmetric else place))
        numbers = _numbered((colours[l], tuple(sorted(places[l]))) for l in colours)
        colours = dict(zip(colours, numbers, strict=True))
        if len(set(ranks)) + len(set(numbers)) == told_apart:
            return ranks, colours
        told_apart = len(set(ranks)) + len(set(numbers))


def _seen(factor, colours):
    seen = tuple(colours[label] for label in factor.labels)
    return tuple(sorted(seen)) if factor.symmetric else seen


def _numbered(keys):
    keys = list(keys)
    rank = {key: k for k, key in enumerate(sorted(set(keys)))}
    return [rank[key] for key in keys]
