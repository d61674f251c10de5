"""Arrays as plain Python lists: what the interpreter computes with where there is no NumPy.

It needs Python's `math` alone, so that it also runs in a reader's browser. It is meant for sizes up
to ten or so: an entry of a contraction is a loop over the summed labels.

An array is its shape and the list of its entries, the last axis varying fastest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from numbers import Real
from typing import Any, NamedTuple

from mathlib.evaluation import list_functions, list_matrices, list_picks
from mathlib.symbolic.expression import Labels, Number
from mathlib.symbolic.nodes import Pick

SingularMatrixError = list_matrices.SingularMatrixError


class ListArray(NamedTuple):
    """A shape, and the entries in row-major order."""

    shape: tuple[int, ...]
    entries: list[float]


# -------------------------------------------------------------------------- in, out and questions


def read(value: Any) -> ListArray:
    """Return a number, or nested lists of numbers, as an array."""
    if isinstance(value, Real):
        return ListArray((), [float(value)])
    if not isinstance(value, (list, tuple, range)):
        raise TypeError
    rows = [read(row) for row in value]
    shapes = {row.shape for row in rows}
    if len(shapes) > 1:
        raise ValueError
    shape = (len(rows), *(shapes.pop() if shapes else ()))
    return ListArray(shape, [entry for row in rows for entry in row.entries])


def result(array: ListArray, arguments: Sequence[ListArray]) -> Any:
    """Return an array as nested lists; a scalar is a number."""
    if not array.shape:
        return array.entries[0]
    length = math.prod(array.shape[1:])
    rows = (array.entries[k * length : (k + 1) * length] for k in range(array.shape[0]))
    return [result(ListArray(array.shape[1:], row), ()) for row in rows]


def first_negative(array: ListArray) -> tuple[tuple[int, ...], float] | None:
    """Return where the first negative entry stands, and what it is."""
    entries = zip(_indices(array.shape), array.entries, strict=True)
    return next((at for at in entries if at[1] < 0), None)


def first_no_place(array: ListArray, length: int | None) -> tuple[tuple[int, ...], float] | None:
    """Return where the first entry stands that is no whole number from 0 up to a length."""
    end = math.inf if length is None else length
    entries = zip(_indices(array.shape), array.entries, strict=True)
    return next((at for at in entries if not (0 <= at[1] < end and at[1] % 1 == 0)), None)


def is_symmetric(array: ListArray, of_entry: float, of_largest: float) -> bool:
    """Say whether a matrix equals its transpose, up to parts of each entry and of the largest."""
    rows = _rows(array)
    largest = max(map(abs, array.entries))
    for i, j in _indices(array.shape):
        allowed = of_entry * max(abs(rows[i][j]), abs(rows[j][i])) + of_largest * largest
        if abs(rows[i][j] - rows[j][i]) > allowed:
            return False
    return True


# -------------------------------------------------------------------------------------- building


def full(number: float, shape: tuple[int, ...]) -> ListArray:
    """Return a number in every entry."""
    return ListArray(shape, [float(number)] * math.prod(shape))


def identity(size: int) -> ListArray:
    """Return the identity matrix."""
    return ListArray((size, size), [float(i == j) for i, j in _indices((size, size))])


def pick(node: Pick, shape: tuple[int, ...], parts: Sequence[ListArray]) -> ListArray:
    """Return 1 where the first index is the place that the others pick, else 0."""
    places = list_picks.places(node, shape, *(part.entries for part in parts))
    return ListArray(shape, [float(k == place) for k in range(shape[0]) for place in places])


def whole(array: ListArray) -> ListArray:
    """Return an array as it is: here, all are whole."""
    return array


def is_whole(array: ListArray) -> bool:
    """Say whether an array is one, as lists always are."""
    return True


def reshape(array: ListArray, shape: tuple[int, ...]) -> ListArray:
    """Return the same entries in another shape."""
    return ListArray(shape, array.entries)


def expand(array: ListArray, labels: Labels, outputs: Labels, shape: Sequence[int]) -> ListArray:
    """Put the axes in the order of `outputs`: repeated along new ones, 0 where a label differs.

    A label that is an output twice makes a diagonal matrix of a vector.
    """
    entries = []
    strides = _strides(array.shape, labels)
    for index in _indices(shape):
        at = dict(zip(outputs, index, strict=True))
        equal = all(at[label] == k for label, k in zip(outputs, index, strict=True))
        place = sum(strides[label] * at[label] for label in labels)
        entries.append(array.entries[place] if equal else 0.0)
    return ListArray(tuple(shape), entries)


# -------------------------------------------------------------------------------------- algebra


def reduce(array: ListArray, labels: Labels, outputs: Labels) -> ListArray:
    """Take the diagonal of repeated labels, and sum over those that are not outputs."""
    return contract(array, labels, full(1.0, ()), (), outputs)


def contract(
    left: ListArray, left_labels: Labels, right: ListArray, right_labels: Labels, outputs: Labels
) -> ListArray:
    """Multiply two arrays, and sum over the labels that are not outputs."""
    sizes = dict(zip(left_labels + right_labels, left.shape + right.shape, strict=True))
    summed = [label for label in sizes if label not in outputs]
    strides = _strides(left.shape, left_labels), _strides(right.shape, right_labels)
    starts = [_places(outputs, sizes, of) for of in strides]
    steps = [_places(summed, sizes, of) for of in strides]
    a, b = left.entries, right.entries
    entries = [
        sum([a[i + k] * b[j + l] for k, l in zip(*steps, strict=True)], 0.0)
        for i, j in zip(*starts, strict=True)
    ]
    return ListArray(tuple(sizes[label] for label in outputs), entries)


def add(terms: Sequence[tuple[float, ListArray]]) -> ListArray:
    """Return the sum of arrays of one shape, each times a number."""
    rows = zip(*(array.entries for _, array in terms), strict=True)
    numbers = [number for number, _ in terms]
    entries = [sum(c * entry for c, entry in zip(numbers, row, strict=True)) for row in rows]
    return ListArray(terms[0][1].shape, entries)


def scale(scalar: ListArray, array: ListArray) -> ListArray:
    """Return a scalar times an array."""
    return ListArray(array.shape, [scalar.entries[0] * entry for entry in array.entries])


def divide(left: ListArray, right: ListArray) -> ListArray:
    """Return the quotient of two scalars."""
    return ListArray((), [left.entries[0] * list_functions.power(right.entries[0], -1)])


def power(array: ListArray, exponent: Number) -> ListArray:
    """Raise every entry to a power."""
    return ListArray(
        array.shape, [list_functions.power(entry, exponent) for entry in array.entries]
    )


def _strides(shape: Sequence[int], labels: Labels) -> dict[int, int]:
    """Return how far apart, in the list of entries, neighbours along each label are."""
    strides = dict.fromkeys(labels, 0)
    for k, label in enumerate(labels):
        strides[label] += math.prod(shape[k + 1 :])
    return strides


def _places(
    labels: Sequence[int], sizes: Mapping[int, int], strides: Mapping[int, int]
) -> list[int]:
    """Return the places of the entries that all values of the labels lead to."""
    steps = [strides.get(label, 0) for label in labels]
    indices = _indices([sizes[label] for label in labels])
    return [sum(k * step for k, step in zip(index, steps, strict=True)) for index in indices]


def _indices(shape: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return product(*map(range, shape))


def _rows(array: ListArray) -> list[list[float]]:
    """Return the entries in lists along the last axis."""
    size = array.shape[-1]
    return [array.entries[k : k + size] for k in range(0, len(array.entries), size)]


# -------------------------------------------------------------------------------------- functions


def _entrywise(f: Callable[..., float]) -> Callable[..., ListArray]:
    def of_arrays(*arrays: ListArray) -> ListArray:
        rows = zip(*(array.entries for array in arrays), strict=True)
        return ListArray(arrays[0].shape, [f(*row) for row in rows])

    return of_arrays


#: Functions of every entry, by the names of `Function` nodes.
FUNCTIONS: dict[str, Callable[..., ListArray]] = {
    name: _entrywise(f) for name, f in list_functions.FUNCTIONS.items()
}


def _of_matrix(f: Callable[[list[list[float]]], list[list[float]]]) -> Callable[..., ListArray]:
    def of_array(array: ListArray) -> ListArray:
        return ListArray(array.shape, [entry for row in f(_rows(array)) for entry in row])

    return of_array


def _of_rows(f: Callable[[list[float]], float]) -> Callable[..., ListArray]:
    return lambda array: ListArray(array.shape[:-1], [f(row) for row in _rows(array)])


#: Functions of a whole matrix, or along the last axis, by the kinds of `MatrixFunction` nodes.
MATRIX_FUNCTIONS: dict[str, Callable[[ListArray], ListArray]] = {
    "inv": _of_matrix(list_matrices.inverse),
    "cholesky": _of_matrix(list_matrices.cholesky),
    "adj": _of_matrix(list_matrices.adjugate),
    "det": lambda array: full(list_matrices.determinant(_rows(array)), ()),
    "logdet": lambda array: full(list_matrices.log_determinant(_rows(array)), ()),
    "softmax": _of_matrix(lambda rows: [list_matrices.softmax(row) for row in rows]),
    "hardmax": _of_matrix(lambda rows: [list_matrices.hardmax(row) for row in rows]),
    "logsumexp": _of_rows(list_matrices.log_sum_exp),
    "max": _of_rows(max),
    "min": _of_rows(min),
}
