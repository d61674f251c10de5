"""Which places a pick picks, as a plain Python list."""

from __future__ import annotations

from itertools import product
from operator import mul

from mathlib.symbolic.index_nodes import Gather
from mathlib.symbolic.nodes import Listing, Pick, Roll, Selection


def places(node: Pick, shape: tuple[int, ...], index: list[float] | None = None) -> list[int]:
    """Return the places for all other indices, in order, given the entries of an index vector.

    What counts as 0 lies outside.
    """
    length, *counts = shape
    match node:
        case Gather():
            assert index is not None
            found = [int(entry) for entry in index]
        case Listing():
            found = [k + length if -length <= k < 0 else k for k in node.places]
        case Roll():
            found = [(k - node.shift) % length for k in range(length)]
        case Selection():
            start = node.start + (length if node.from_end else 0)
            indices = product(*map(range, counts))
            found = [start + sum(map(mul, node.steps, at)) for at in indices]
    outside = [place for place in found if not 0 <= place < length]
    if node.stays_inside and outside:
        raise IndexError(f"entry {outside[-1]} is picked along an axis of length {length}")
    return found
