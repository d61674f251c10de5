"""A product as a network while it is contracted: items joined by labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mathlib.printing.forms import Form, transpose
from mathlib.symbolic.expression import Expression, Labels


class Item(NamedTuple):
    """A factor, or what factors have been contracted to: how it reads, and its labels."""

    form: Form
    labels: Labels
    node: Expression | None = None  # the factor it is, if nothing has been contracted


Degrees = Counter[int]
Contracted = tuple[list[Item], Item]  # the items that are used up, and the one in their place


def pairs(items: list[Item]) -> Iterator[tuple[Item, Item]]:
    """Yield every item with each of those before it that share a label: ``(before, item)``."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for k, item in enumerate(items):
        for place in sorted({place for label in item.labels for place in at[label]}):
            yield items[place], item
        for label in {*item.labels}:
            at[label].append(k)


def joins_two(label: int, out: Labels, degrees: Degrees) -> bool:
    """Say whether a label is summed and stands in two places."""
    return degrees[label] == 2 and label not in out


def with_columns(item: Item, label: int) -> Form:
    """Return the matrix with the label as that of its columns."""
    return item.form if item.labels[1] == label else transpose(item.form)
