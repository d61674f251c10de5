"""Picks in NumPy code: an index where entries are picked, `scatter` where they are put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from mathlib.evaluation.source_builder import SourceBuilder
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, Labels
from mathlib.symbolic.index_nodes import Gather


class Operand(NamedTuple):
    """A tensor in a contraction: where it is computed, and its labels."""

    line: int | None  # None where it is not computed before it is known how it is wanted
    labels: Labels
    node: Any = None  # the factor itself, as long as it is one

    @property
    def is_postponed_inverse(self) -> bool:
        """Whether it may become a solved system."""
        return self.line is None and isinstance(self.node, nodes.Inverse)

    @property
    def is_postponed_pick(self) -> bool:
        """Whether it may become an index."""
        return self.line is None and isinstance(self.node, nodes.Pick)


def places_code(node: nodes.Pick, dimension: Callable[[Dimension], str]) -> str:
    """Return the code of the places of a pick, with a gap for its index vector if it has one."""
    length, *counts = map(dimension, node.shape)
    match node:
        case Gather():
            return "{}.astype(int)"
        case nodes.Listing():
            found = np.reshape(node.places, [int(count) for count in counts]).tolist()
            numbers = f"np.array({found})"
            return numbers if length.isdigit() else f"inside({numbers}, {length})"
        case nodes.Roll():
            return f"(np.arange({length}) - {node.shift}) % {length}"
    assert isinstance(node, nodes.Selection)
    start = f"{length} - {-node.start}" if node.from_end else str(node.start)
    if len(counts) > 1:
        return f"windows({length}, {start}, {node.steps}, ({', '.join(counts)}))"
    return f"np.arange({length})[{_index_code(node, dimension)}]"


def _index_code(node: nodes.Selection, dimension: Callable[[Dimension], str]) -> str:
    """Return a position or a slice; `span` says what is not there, where that is not known."""
    length, *counts = map(dimension, node.shape)
    if not counts:
        known = length.isdigit() or node.start in (0, -1)
        return str(node.start) if known else f"span({length}, {node.start})"
    (step,), (count,) = node.steps, counts
    if not count.isdigit():
        return f"::{step}"  # reversed
    if not length.isdigit():
        return f"span({length}, {node.start}, {count}, {step})"
    end = node.start + step * int(count)
    return f"{node.start}:{end if end >= 0 else ''}" + (f":{step}" if step != 1 else "")


class PickPrinter:
    """Adds the lines that multiply by picks."""

    def __init__(
        self,
        lines: SourceBuilder,
        value: Callable[[Expression], int],
        dimension: Callable[[Dimension], str],
    ):
        self.lines, self.value, self.dimension = lines, value, dimension

    def contracted(self, pick: Operand, other: Operand, kept: set[int]) -> Operand:
        """Return a product with a pick; of its labels, those of places may be left to be summed."""
        whole, *at = pick.labels
        assert other.line is not None
        line, labels = other.line, other.labels
        if isinstance(pick.node, nodes.Roll) and whole not in labels and not kept.issuperset(at):
            return self._rolled(pick, line, labels)
        if whole in labels:
            line, labels = self._gathered(pick, line, labels)
        if whole not in kept:
            return Operand(line, labels)
        first = tuple(l for l in at if l in kept)
        first += tuple(l for l in at if l not in kept)
        rest = tuple(l for l in labels if l not in at)
        line = self.lines.aligned(line, labels, first + rest)
        if not {*at} <= {*labels}:
            sizes = dict(zip(at, map(self.dimension, pick.node.shape[1:]), strict=True))
            lengths = [*(sizes[label] for label in first), *["1"] * len(rest)]
            shape = "".join(f"{length}, " for length in lengths)
            line = self.lines.add(f"{{}} * np.ones(({shape}))", line)
        batch = len(kept.intersection(at))
        options = f", {batch}" if batch else ""
        length = self.dimension(pick.node.shape[0])
        places = self.lines.aligned(self._places(pick.node), tuple(at), first)
        line = self.lines.add(f"scatter({{}}, {{}}, {length}{options})", line, places)
        return Operand(line, (*first[:batch], whole, *rest))

    def _gathered(self, pick: Operand, line: int, labels: Labels) -> tuple[int, Labels]:
        """Return the entries that are picked from an array, and their labels."""
        whole, *at = pick.labels
        shared = tuple(l for l in at if l in labels)
        axis = labels.index(whole)
        before = ":, " * axis
        gone = (*labels[:axis], *at, *labels[axis + 1 :])
        if isinstance(pick.node, nodes.Roll) and not shared:
            return self.lines.add(f"np.roll({{}}, {pick.node.shift}, axis={axis})", line), gone
        if isinstance(pick.node, nodes.Selection) and len(at) < 2 and not shared:
            index = _index_code(pick.node, self.dimension)
            return self.lines.add(f"{{}}[{before}{index}]", line), gone
        places = self._places(pick.node)
        if pick.node.stays_inside and not shared:
            return self.lines.add(f"{{}}[{before}{{}}]", line, places), gone
        new = tuple(l for l in at if l not in labels)
        rest = tuple(l for l in labels if l != whole and l not in shared)
        line = self.lines.aligned(line, labels, (*shared, whole, *rest))
        places = self.lines.aligned(places, tuple(at), shared + new)
        options = f", {len(shared)}" if shared else ""
        return self.lines.add(f"gather({{}}, {{}}{options})", line, places), shared + new + rest

    def _rolled(self, pick: Operand, line: int, labels: Labels) -> Operand:
        """Return entries rolled back to where they were."""
        whole, at = pick.labels
        axis = labels.index(at)
        line = self.lines.add(f"np.roll({{}}, {-pick.node.shift}, axis={axis})", line)
        return Operand(line, (*labels[:axis], whole, *labels[axis + 1 :]))

    def _places(self, node: nodes.Pick) -> int:
        return self.lines.add(
            places_code(node, self.dimension), *(self.value(part) for part in node.children)
        )
