"""What becomes of an array of derivatives that is laid out, scaled or summed in a wrong way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np


class Slip(NamedTuple):
    """A kind of mistake, a sentence about this one, and the array it leads to."""

    kind: str
    sentence: str
    array: np.ndarray
    double: bool = False  # whether it is two mistakes


STRICT = "the convention that gives {} the shape of the transposed matrix"
DIAGONAL = "Only the diagonal is there, but outputs depend on other inputs as well."
ROWS = "The rows of the Jacobian are summed: this is the gradient of the sum of the outputs."
OUTER = "An outer product is wanted: entry [i, j] has one entry of each factor, and no sum."


def turned(J: np.ndarray, outputs: int) -> np.ndarray:
    """Return a derivative with the axes of the variable first: the other layout."""
    return J.transpose(*range(outputs, J.ndim), *range(outputs))


def shape_slips(J: np.ndarray, outputs: int, other: str) -> Iterator[Slip]:
    """Yield a derivative transposed, summed, or cut down to its diagonal; `other` is a layout.

    Examples
    --------
    >>> [(slip.kind, slip.array.shape) for slip in shape_slips(np.ones((2, 3)), 1, "numerator")][:2]
    [('layout', (3, 2)), ('gradient vs Jacobian', (3,))]
    """
    said = "This is the transpose of the right answer; it is right in "
    if 0 < outputs < J.ndim:
        yield Slip("layout", f"{said}{other} layout.", turned(J, outputs))
        yield from _of_jacobian(J, tuple(range(outputs)))
    elif J.ndim == 2:
        pair = "a matrix by a scalar" if outputs else "a scalar by a matrix"
        yield Slip("layout", f"{said}{STRICT.format(pair)}.", J.T)
        yield from _of_matrix(J)
    elif J.ndim == 1:
        said = "This is a diagonal matrix; the right answer is the vector on its diagonal."
        yield Slip("gradient vs Jacobian", said, np.diag(J))


def _of_jacobian(J, rows):
    kind, total = "gradient vs Jacobian", J.sum(axis=rows)
    if J.ndim == 2 and J.shape[0] == J.shape[1]:
        diagonal = np.diag(J)
        if (np.diag(diagonal) == J).all():
            yield Slip(kind, "This is the diagonal of a Jacobian, which is a matrix.", diagonal)
        else:
            yield Slip("off-diagonal missing", DIAGONAL, np.diag(diagonal))
            yield Slip("off-diagonal missing", DIAGONAL, diagonal)
    if J.ndim == 4 and len({*J.shape}) == 1:
        said = "The matrix is treated as if it were a number."
        yield Slip("scalar thinking", said, np.einsum("ijkk->ij", J))
    yield Slip(kind, ROWS, total)
    yield Slip(kind, ROWS, np.broadcast_to(total, J.shape))
    yield Slip(kind, "The rows of the Jacobian are averaged.", J.mean(axis=rows))
    columns = tuple(range(len(rows), J.ndim))
    yield Slip(kind, "The columns of the Jacobian are summed.", J.sum(axis=columns))


def _of_matrix(J):
    i, j = np.unravel_index(np.abs(J).argmax(), J.shape)
    if min(J.shape) > 1 and np.allclose(
        np.outer(J[:, j], J[i]), J * J[i, j], 0, 1e-8 * J[i, j] ** 2
    ):
        sums = [J.sum(axis=axis, keepdims=True) for axis in (0, 1)]
        for array in [*sums, *(np.broadcast_to(s, J.shape) for s in sums), np.diag(J), np.trace(J)]:
            yield Slip("outer vs inner", OUTER, np.asarray(array))
    if J.shape[0] == J.shape[1]:
        said = "The matrix is treated as a number: every entry has the same value."
        yield Slip("scalar thinking", said, np.full(J.shape, np.trace(J)))
        said = "The variable is taken as symmetric, with entries that move together."
        D = np.diag(np.diag(J))
        for array in (J + J.T - D, J + J.T, (J + J.T) / 2, 2 * J - D, 2 * J.T - D):
            yield Slip("symmetry assumed", said, array)


def number_slips(J: np.ndarray, sizes: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the derivative with the wrong sign, or a number too many or too few.

    Examples
    --------
    >>> slips = number_slips(np.array([1.0]), {"m": 5})
    >>> [(slip.kind, slip.array.tolist()) for slip in slips][:4]
    [('sign', [-1.0]), ('factor 2', [2.0]), ('factor 2', [0.5]), ('factor N', [5.0])]
    """
    yield Slip("sign", "The whole answer has the wrong sign.", -J)
    # Two stands first: where a size is 2 as well, the square's factor is the likelier slip.
    numbers = [("factor 2", "2", 2)]
    for names in [*combinations(sizes, 1), *combinations(sizes, 2)]:
        between = " · " if "".join(names).isdigit() else " "  # 3 · 4, but m n
        number, name = prod(sizes[n] for n in names), between.join(names)
        scaled = (name, number), (f"2{between}{name}", 2 * number), (f"{name}/2", number / 2)
        numbers += [("factor N", *pair) for pair in scaled]
    for kind, text, number in numbers:
        yield Slip(kind, f"The whole answer is {text} times too large.", J * number)
        yield Slip(kind, f"The whole answer is {text} times too small.", J / number)


def value_slips(J: np.ndarray, x: np.ndarray, value: np.ndarray) -> Iterator[Slip]:
    """Yield what comes of taking the value of a function for its derivative, or for a factor.

    Examples
    --------
    >>> [s.kind for s in value_slips(np.array([0.6, 0.8]), np.array([3.0, 4.0]), np.array(5.0))][:1]
    ['norm vs square']
    """
    if not value.ndim and value > 0:
        yield Slip("norm vs square", "A norm is treated as its square.", 2 * value * J)
        yield Slip("norm vs square", "A square is treated as a norm.", J / (2 * np.sqrt(value)))
        yield Slip("missing factor", "The value of the function is missing.", J / value)
    for array in (value, np.diag(value)) if value.shape == x.shape and value.ndim == 1 else ():
        said = "The function itself stands where its derivative is wanted."
        yield Slip("f instead of f'", said, array)
    if J.shape == x.shape:
        said = "The entries at which the variable is not positive are set to 0."
        yield Slip("mask", said, J * (x > 0))


def sums(V: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the sums and the means over every axis."""
    for axis in range(V.ndim):
        yield V.sum(axis)
        yield V.mean(axis)


def parts(V: np.ndarray) -> Iterator[np.ndarray]:
    """Yield what is left of terms that should be summed: all, one, or another sum."""
    yield V
    yield from sums(V)
    for axis in range(V.ndim):
        for one in np.moveaxis(V, axis, 0):
            yield one
            yield one * V.shape[axis]


def in_front(J: np.ndarray, came: np.ndarray) -> Iterator[Slip]:
    """Yield a number in front that is whole, or half of a whole one, or one divided by such."""
    if J.shape != came.shape or np.count_nonzero(J) < 4:
        return
    factor = np.vdot(J, came) / np.vdot(J, J)
    for number in (factor, 2 * factor, 1 / factor, 2 / factor) if factor else ():
        if 2 < abs(number) < 1e4 and abs(number - round(number)) < 1e-8 * abs(number):
            larger = abs(factor) > 1
            times = Fraction(abs(factor if larger else 1 / factor)).limit_denominator(2)
            said = f"The whole answer is {times} times too {'large' if larger else 'small'}"
            sign = ", and its sign is wrong." if factor < 0 else "."
            yield Slip("factor N", said + sign, factor * J)


def unmasked(J: np.ndarray, came: np.ndarray) -> Iterator[Slip]:
    """Yield a gradient with other entries wherever it is 0."""
    off = J == 0
    if J.shape == came.shape and 1 < off.sum() < off.size - 1 and came[off].all():
        said = "A mask is missing: the derivative is 0 in entries where this is not."
        yield Slip("mask", said, np.where(off, came, J))
