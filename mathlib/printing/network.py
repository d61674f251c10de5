"""A product as a network while it is contracted: items joined by labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mathlib.printing.forms import Form, transpose
from mathlib.symbolic.expression import Dimension, Expression, Labels


class Item(NamedTuple):
    """A factor, or what factors have been contracted to: how it reads, and its labels."""

    form: Form
    labels: Labels
    node: Expression | None = None  # the factor it is, if nothing has been contracted


class Wire(NamedTuple):
    """How far a wire has come: to a place, or to its end, and by which matrix.

    At a place, no form means the identity; at the end, that there never was such an axis.
    """

    place: int | None = None
    form: Form | None = None


class Network(NamedTuple):
    """The factors that have not been passed, and the places where the wires are to arrive."""

    items: tuple[Item, ...]
    goals: tuple[int | None, int | None]
    sizes: Mapping[int, Dimension]

    def at(self, place: int) -> list[Item]:
        """Return the matrices that lead away from a place."""
        return [item for item in self.items if len(item.labels) == 2 and place in item.labels]

    def weight(self, place: int | None) -> Form | None:
        """Return the vector that stands at a place."""
        return next((item.form for item in self.items if item.labels == (place,)), None)

    def without(self, *passed: Item | int | None) -> Network:
        """Return what is left after some matrices, and the vectors of some places."""
        rest = [item for item in self.items if not any(item is p for p in passed)]
        left = [item for item in rest if len(item.labels) == 2 or item.labels[0] not in passed]
        return self._replace(items=tuple(left))

    def is_loose(self, goal: int | None) -> bool:
        """Say whether nothing leads to a goal, or there is none; two in one place hold together."""
        return goal is None or (not self.at(goal) and self.goals != (goal, goal))


Degrees = Counter[int]
Contracted = tuple[list[Item], Item]  # the items that are used up, and the one in their place


def sizes_of(items: list[Item]) -> dict[int, Dimension]:
    """Return the dimensions of the labels of items that are factors still."""
    return {
        label: size
        for item in items
        if item.node is not None
        for label, size in zip(item.labels, item.node.shape, strict=True)
    }


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
