"""Arrays of NumPy whose axes have labels: contracted, summed, put in order, repeated.

A contraction of two arrays is a matrix product (which BLAS computes) wherever their shared labels
are all summed, a batch of such where some are, and an entrywise product where none is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from mathlib.evaluation.numpy_functions import Array
from mathlib.evaluation.numpy_picks import Picked, contract_picked, counted
from mathlib.symbolic.expression import Labels


def whole(array: Array | Picked) -> Array:
    """Return an array as it is, and what is picked as a matrix of zeros and ones."""
    return array.dense() if isinstance(array, Picked) else array


def is_whole(array: Array | Picked) -> bool:
    """Say whether an array is one, and no places that are picked."""
    return not isinstance(array, Picked)


def expand(array: Array, labels: Labels, outputs: Labels, shape: Sequence[int]) -> Array:
    """Put the axes in the order of `outputs`: repeated along new ones, 0 where a label differs.

    A label that is an output twice makes a diagonal matrix of a vector.
    """
    if labels == outputs:
        return array
    sizes = dict(zip(outputs, shape, strict=True))
    repeated = np.broadcast_to(_aligned(array, labels, tuple(sizes)), tuple(sizes.values()))
    if len(sizes) == len(outputs):
        return repeated
    zeros = np.zeros(tuple(shape))
    diagonal = _einsum((zeros, outputs), outputs=tuple(sizes))
    diagonal[...] = repeated  # a view of the entries whose equal labels have equal values
    return zeros


def reduce(array: Array, labels: Labels, outputs: Labels) -> Array:
    """Take the diagonal of repeated labels, and sum over those that are not outputs."""
    if isinstance(array, Picked) and len({*labels}) < len(labels):
        array = array.dense()
    if isinstance(array, Picked):
        found, left = counted(array), labels[1:]
        if labels[0] in outputs:
            found, left = contract_picked(array, labels, found, left, outputs)
        return reduce(found, left, outputs)
    if len({*labels}) == len(labels):
        kept = tuple(label for label in labels if label in outputs)
        summed = array.sum(axis=tuple(k for k, l in enumerate(labels) if l not in outputs))
        return _aligned(summed, kept, outputs)
    return _einsum((array, labels), outputs=outputs)


def contract(
    left: Array, left_labels: Labels, right: Array, right_labels: Labels, outputs: Labels
) -> Array:
    """Multiply two arrays, and sum over the labels that are not outputs."""
    if isinstance(right, Picked):
        left, left_labels, right, right_labels = right, right_labels, left, left_labels
    if isinstance(left, Picked):
        found, labels = contract_picked(left, left_labels, whole(right), right_labels, outputs)
        return reduce(found, labels, outputs)
    shared = [label for label in left_labels if label in right_labels]
    summed = [label for label in shared if label not in outputs]
    if not summed:
        return _aligned(left, left_labels, outputs) * _aligned(right, right_labels, outputs)
    if len(summed) == len(shared):
        product = _matrix_product(left, left_labels, right, right_labels, summed)
        ends = tuple(label for label in left_labels + right_labels if label not in summed)
        return _aligned(product, ends, outputs)
    return _batched_product(left, left_labels, right, right_labels, outputs)


def _batched_product(
    left: Array, left_labels: Labels, right: Array, right_labels: Labels, outputs: Labels
) -> Array:
    """Multiply matrices in a batch: the shared labels that are outputs."""
    shared = tuple(label for label in left_labels if label in right_labels)
    batch = tuple(label for label in shared if label in outputs)
    met = tuple(label for label in shared if label not in outputs)
    rows = tuple(label for label in left_labels if label not in shared)
    columns = tuple(label for label in right_labels if label not in shared)
    sizes = dict(zip(left_labels + right_labels, left.shape + right.shape, strict=True))

    def stack(array: Array, labels: Labels, *groups: Labels) -> Array:
        lengths = [prod(sizes[label] for label in group) for group in groups]
        ordered = np.transpose(array, [labels.index(label) for group in groups for label in group])
        return ordered.reshape(lengths)

    found = stack(left, left_labels, batch, rows, met) @ stack(
        right, right_labels, batch, met, columns
    )
    ends = batch + rows + columns
    return _aligned(found.reshape([sizes[label] for label in ends]), ends, outputs)


def _einsum(*operands: tuple[Array, Labels], outputs: Labels) -> Array:
    """Return a contraction; its labels are numbered anew, for NumPy knows 52."""
    numbers: dict[int, int] = {}
    arguments: list[Any] = []
    for array, labels in operands:
        arguments += [array, [numbers.setdefault(label, len(numbers)) for label in labels]]
    return np.einsum(*arguments, [numbers[label] for label in outputs])


def _matrix_product(
    left: Array, left_labels: Labels, right: Array, right_labels: Labels, summed: Sequence[int]
) -> Array:
    if len(summed) == 1 and len(left_labels) < 3 and len(right_labels) < 3:
        first = left if left_labels[-1] in summed else left.T
        return first @ (right if right_labels[0] in summed else right.T)
    of_left, of_right = (
        [labels.index(label) for label in summed] for labels in (left_labels, right_labels)
    )
    return np.tensordot(left, right, (of_left, of_right))


def _aligned(array: Array, labels: Labels, outputs: Labels) -> Array:
    """Return the axes in the order of `outputs`, with one of size 1 for each that is missing."""
    if labels == outputs:
        return array
    ordered = [label for label in outputs if label in labels]
    order = [labels.index(label) for label in ordered]
    index = [slice(None) if label in labels else None for label in outputs]
    return np.transpose(array, order)[tuple(index)]
