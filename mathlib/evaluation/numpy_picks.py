"""Entries of arrays picked, and put back, by their places: nothing is multiplied by zeros.

A `Pick` of the expression is a matrix of zeros and ones, as long as what it picks from. Ten
thousand rows of an embedding would fill the memory with zeros; so it stays an array of places, and
what is multiplied by it is indexed: summed over the axis that is picked from, the product is a
*gather*; summed over the places, it is a *scatter*, which adds up what comes to one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mathlib.evaluation.numpy_functions import Array
from mathlib.symbolic.expression import Labels
from mathlib.symbolic.index_nodes import Gather
from mathlib.symbolic.nodes import Listing, Pick, Roll, Selection

Places = NDArray[np.int64]


class Picked(NamedTuple):
    """Places along an axis of a length, which is also the place of what counts as 0."""

    places: Places
    length: int

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the matrix of zeros and ones."""
        return (self.length, *self.places.shape)

    def dense(self) -> Array:
        """Return that matrix."""
        return picked(self.places, self.length)


def places_of(node: Pick, shape: tuple[int, ...], parts: Sequence[Array]) -> Places:
    """Return the places that a pick of this shape picks, given its index vector if it has one."""
    length = shape[0]
    match node:
        case Gather():
            return inside(parts[0].astype(np.int64), length)
        case Listing():
            return inside(np.reshape(node.places, shape[1:]), length)
        case Roll():
            return (np.arange(length) - node.shift) % length
    assert isinstance(node, Selection)
    if node.stays_inside:
        return np.arange(length)[span(length, node.start, *shape[1:], *node.steps)]
    start = node.start + (length if node.from_end else 0)
    return windows(length, start, node.steps, shape[1:])


def windows(length: int, start: int, steps: tuple[int, ...], counts: tuple[int, ...]) -> Places:
    """Return the start plus a step times each of the indices; the place outside is `length`."""
    found = np.full(counts, start)
    for axis, (step, count) in enumerate(zip(steps, counts, strict=True)):
        found += (step * np.arange(count)).reshape(-1, *[1] * (len(steps) - axis - 1))
    return np.where((found < 0) | (found >= length), length, found)


def span(length: int, start: int, count: int = 0, step: int = 1) -> slice | int:
    """Return a position, or a slice of so many entries; or say which of them is not there."""
    first = start + length if start < 0 else start
    last = first + step * (count - 1) if count else first
    for place in (first, last):
        if not 0 <= place < length:
            shown = place - length if start < 0 else place
            raise IndexError(f"entry {shown} is picked along an axis of length {length}")
    return slice(first, last + step if last + step >= 0 else None, step) if count else first


def picked(places: Places, length: int) -> Array:
    """Return the matrix of zeros and ones that picks."""
    return (np.arange(length).reshape(-1, *[1] * np.ndim(places)) == places) * 1.0


def inside(found: Places, length: int) -> Places:
    """Return places counted from the front, or say which of them is not there."""
    outside = found[(found < -length) | (found >= length)]
    if outside.size:
        raise IndexError(f"entry {outside[-1]} is picked along an axis of length {length}")
    return np.where(found < 0, found + length, found)


def gather(array: Array, at: Places, batch: int = 0) -> Array:
    """Return the entries at places along an axis, which stands after the axes of a batch.

    Parameters
    ----------
    array : array
        The axes of a batch, the axis that is picked from, the rest.
    at : array of int
        The axes of the batch, those of the places. The length of the axis is the place of a 0.
    batch : int
        How many axes both share.

    Returns
    -------
    array
        The axes of the batch, those of the places, the rest.

    Examples
    --------
    >>> gather(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1, 1, 0]))
    array([[3., 4.],
           [3., 4.],
           [1., 2.]])
    """
    length = array.shape[batch]
    if at.size and at.max() == length:
        margins = [(0, int(axis == batch)) for axis in range(array.ndim)]
        array = np.pad(array, margins)
    if not batch:
        return np.take(array, at, axis=0)
    lead = array.shape[:batch]
    flat = at.reshape(prod(lead), -1) + array.shape[batch] * np.arange(prod(lead))[:, None]
    rows = array.reshape(-1, *array.shape[batch + 1 :])
    return np.take(rows, flat, axis=0).reshape(*at.shape, *array.shape[batch + 1 :])


def scatter(array: Array, at: Places, length: int, batch: int = 0) -> Array:
    """Return zeros to which entries are added at their places: what `gather` does, transposed.

    Parameters
    ----------
    array : array
        The axes of a batch, those of the places, the rest.
    at : array of int
        The axes of the batch, those of the places.
    length : int
        Of the axis along which they are put.
    batch : int
        How many axes are kept beside it.

    Returns
    -------
    array
        The axes of the batch, the axis of that length, the rest.

    Examples
    --------
    >>> scatter(np.array([1.0, 2.0, 4.0]), np.array([1, 1, 0]), 3)
    array([4., 3., 0.])
    """
    lead, rest = array.shape[:batch], array.shape[at.ndim :]
    rows = length + 1  # the last for what counts as 0
    flat = at.reshape(prod(lead), -1) + rows * np.arange(prod(lead))[:, None]
    flat, entries = flat.ravel(), array.reshape(at.size, *rest)
    found = np.zeros((rows * prod(lead), *rest))
    if not (np.diff(flat) > 0).all():
        order = np.argsort(flat, kind="stable")
        flat, entries = flat[order], entries[order]
        first = np.flatnonzero(np.diff(flat, prepend=-1))
        flat, entries = flat[first], np.add.reduceat(entries, first, axis=0)
    found[flat] = entries
    return found.reshape(*lead, rows, *rest)[(slice(None),) * batch + (slice(length),)]


def counted(pick: Picked) -> Array:
    """Return 1 for every place, and 0 where what counts as 0 is picked."""
    return (pick.places < pick.length).astype(float)


def contract_picked(
    pick: Picked, pick_labels: Labels, array: Array, labels: Labels, outputs: Labels
) -> tuple[Array, Labels]:
    """Multiply an array by a pick, and sum over labels that are not outputs; return its labels."""
    whole, *at = pick_labels
    if whole in labels:
        shared = tuple(label for label in at if label in labels)
        new = tuple(label for label in at if label not in labels)
        rest = tuple(label for label in labels if label != whole and label not in shared)
        array = np.transpose(array, [labels.index(l) for l in (*shared, whole, *rest)])
        ordered = np.transpose(pick.places, [at.index(l) for l in shared + new])
        array, labels = gather(array, ordered, len(shared)), (*shared, *new, *rest)
    if whole not in outputs:
        return array, labels
    kept = tuple(label for label in at if label in outputs)
    added = tuple(label for label in at if label not in outputs)
    rest = tuple(label for label in labels if label not in at)
    sizes = dict(zip(at, pick.places.shape, strict=True))
    present = [label for label in (*kept, *added, *rest) if label in labels]
    array = np.transpose(array, [labels.index(label) for label in present])
    lacking = tuple(k for k, l in enumerate((*kept, *added, *rest)) if l not in labels)
    array = np.expand_dims(array, lacking)
    array = np.broadcast_to(array, [*(sizes[l] for l in kept + added), *array.shape[len(at) :]])
    ordered = np.transpose(pick.places, [at.index(label) for label in kept + added])
    return scatter(array, ordered, pick.length, len(kept)), (*kept, whole, *rest)
