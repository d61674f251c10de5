"""What becomes of an array of derivatives that is laid out, scaled or summed in a wrong way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np


class Slip(NamedTuple):
    """A kind of mistake, a sentence about this one, and the array it leads to."""

    kind: str
    sentence: str
    array: np.ndarray
    double: bool = False  # whether it is two mistakes


STRICT = {
    0: "the convention that gives a scalar by a matrix the shape of the transposed matrix",
    2: "the convention that gives a matrix by a scalar the shape of the transposed matrix",
}


def turned(J: np.ndarray, outputs: int) -> np.ndarray:
    """Return a derivative with the axes of the variable first: the other layout."""
    return J.transpose(*range(outputs, J.ndim), *range(outputs))


def layout_slips(J: np.ndarray, outputs: int, other: str) -> Iterator[Slip]:
    """Return the derivative in the `other` layout, or as another transpose.

    Examples
    --------
    >>> [slip.array.shape for slip in layout_slips(np.ones((2, 3)), 1, "denominator")]
    [(3, 2)]
    """
    said = "This is the transpose of the right answer; it is right in "
    if 0 < outputs < J.ndim:
        yield Slip("layout", f"{said}{other} layout.", turned(J, outputs))
    elif J.ndim == 2:
        yield Slip("layout", f"{said}{STRICT[outputs]}.", J.T)
    if J.ndim > 2:
        for a, b in combinations(range(J.ndim), 2):
            sentence = f"The axes {a} and {b} have changed places."
            yield Slip("layout", sentence, J.swapaxes(a, b))


def shape_slips(J: np.ndarray, outputs: int) -> Iterator[Slip]:
    """Yield a derivative whose rows are summed, of which only the diagonal is left, and the like.

    Examples
    --------
    >>> [slip.kind for slip in shape_slips(np.diag([1.0, 2.0, 3.0]), 1)][:2]
    ['gradient vs Jacobian', 'gradient vs Jacobian']
    """
    if 0 < outputs < J.ndim:
        yield from _of_jacobian(J, outputs)
    elif J.ndim == 2:
        yield from _of_matrix(J)
    elif J.ndim == 1:
        sentence = "This is a diagonal matrix; the right answer is the vector on its diagonal."
        yield Slip("gradient vs Jacobian", sentence, np.diag(J))


def _of_jacobian(J, outputs):
    kind, axes = "gradient vs Jacobian", tuple(range(outputs))
    if J.ndim == 2 and J.shape[0] == J.shape[1]:
        diagonal = np.diag(J)
        if (np.diag(diagonal) == J).all():
            sentence = "These are the entries on the diagonal of a Jacobian, which is a matrix."
            yield Slip(kind, sentence, diagonal)
        else:
            sentence = "Only the diagonal of the Jacobian is there: outputs depend on other inputs."
            yield Slip("off-diagonal missing", sentence, np.diag(diagonal))
            yield Slip("off-diagonal missing", sentence, diagonal)
            sentence = "The diagonal of the Jacobian is missing."
            yield Slip("missing path", sentence, J - np.diag(diagonal))
    if J.ndim == 4 and len({*J.shape}) == 1:
        said = "The matrix is treated as if it were a number."
        yield Slip("scalar thinking", said, np.einsum("ikkj->ij", J))
    over_rows = J.sum(axis=axes)
    sentence = "The rows of the Jacobian are summed: this is the gradient of the sum of outputs."
    yield Slip(kind, sentence, over_rows)
    yield Slip(kind, sentence, np.broadcast_to(over_rows, J.shape))
    sentence = "The rows of the Jacobian are averaged: this is the gradient of the mean."
    yield Slip(kind, sentence, J.mean(axis=axes))
    sentence = "The columns of the Jacobian are summed: every output has one for every input."
    yield Slip(kind, sentence, J.sum(axis=tuple(range(outputs, J.ndim))))


def _of_matrix(J):
    rank_one = np.linalg.matrix_rank(J, rtol=1e-8) == 1 and min(J.shape) > 1
    if rank_one:
        sentence = "One factor of an outer product is summed: entry [i, j] has factors i and j."
        for axis in (0, 1):
            repeated = np.broadcast_to(J.sum(axis=axis, keepdims=True), J.shape)
            yield Slip("outer vs inner", sentence, repeated)
            yield Slip("outer vs inner", sentence, J.sum(axis=axis))
    if J.shape[0] == J.shape[1]:
        diagonal = np.diag(np.diag(J))
        if rank_one:
            sentence = "This is an inner product, where an outer product is wanted."
            yield Slip("outer vs inner", sentence, np.trace(J))
            sentence = "Vectors are multiplied entry by entry, where an outer product is wanted."
            yield Slip("outer vs inner", sentence, np.diag(J))
        sentence = "The matrix is treated as if it were a number: every entry has the same value."
        yield Slip("scalar thinking", sentence, np.full(J.shape, np.trace(J)))
        sentence = "The variable is taken as symmetric, with entries that move together."
        yield Slip("symmetry assumed", sentence, J + J.T - diagonal)
        yield Slip("symmetry assumed", sentence, J + J.T)
        yield Slip("symmetry assumed", sentence, (J + J.T) / 2)


def number_slips(J: np.ndarray, sizes: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the derivative with the wrong sign, or a number too many or too few.

    Examples
    --------
    >>> [(slip.kind, slip.array.tolist()) for slip in number_slips(np.array([1.0]), {"m": 5})][:4]
    [('sign', [-1.0]), ('factor N', [5.0]), ('factor N', [0.2]), ('factor N', [2.5])]
    """
    yield Slip("sign", "The whole answer has the wrong sign.", -J)
    for names in [*combinations(sizes, 1), *combinations(sizes, 2)]:
        size, name = np.prod([sizes[n] for n in names]), " ".join(names)
        for two, text in ((1, name), (0.5, f"{name}/2"), (2, f"2 {name}")):
            number = two * size
            much = f"The whole answer is {text} times too large: a mean divides by the number."
            yield Slip("factor N", much, number * J)
            little = f"The whole answer is {text} times too small: nothing divides by that number."
            yield Slip("factor N", little, J / number)
    yield Slip("factor 2", "The whole answer is twice what it should be.", 2 * J)
    yield Slip("factor 2", "The whole answer is half of what it should be.", J / 2)


def reduced(V: np.ndarray) -> Iterator[np.ndarray]:
    """Yield what is left of terms that should be summed: all, one, another sum, or a mean."""
    yield V
    for axis in range(V.ndim):
        yield V.take(0, axis)
        yield V.take(-1, axis)
        yield V.take(0, axis) * V.shape[axis]
        yield V.sum(axis)
        yield V.mean(axis)


def unsummed(came: np.ndarray) -> Iterator[np.ndarray]:
    """Yield what an answer comes to once it is summed, or averaged, over one axis."""
    for axis in range(came.ndim):
        yield came.sum(axis)
        yield came.mean(axis)


def value_slips(J: np.ndarray, x: np.ndarray, value: np.ndarray) -> Iterator[Slip]:
    """Yield what comes of taking the value of a function for its derivative, or for a factor.

    Examples
    --------
    >>> [s.kind for s in value_slips(np.array([0.6, 0.8]), np.array([3.0, 4.0]), np.array(5.0))][:1]
    ['norm vs square']
    """
    if not value.ndim:
        said = "A norm is treated as its square."
        yield Slip("norm vs square", said, 2 * value * J)
        if value > 0:
            said = "A square is treated as a norm."
            yield Slip("norm vs square", said, J / (2 * np.sqrt(value)))
        if value:
            yield Slip("missing factor", "The value of the function itself is missing.", J / value)
    elif value.shape == x.shape and value.ndim == 1:
        sentence = "The function itself stands where its derivative is wanted."
        yield Slip("f instead of f'", sentence, value)
        yield Slip("f instead of f'", sentence, np.diag(value))
    if J.shape[-x.ndim :] == x.shape and x.ndim:
        said = "The entries at which the variable is not positive are set to 0."
        yield Slip("mask", said, J * (x > 0))
        yield Slip("mask", "Entries are set to 0 where the variable is positive.", J * (x < 0))
