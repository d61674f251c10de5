"""Arrays of NumPy: what the interpreter computes with unless it is told otherwise.

A contraction of two arrays is a matrix product (which BLAS computes) wherever their shared labels
are all summed, an entrywise product where none is, and `einsum` for what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mathlib.evaluation.numpy_functions import (
    Array,
    adjugate,
    hardmax,
    logsumexp,
    sigmoid,
    softmax,
)
from mathlib.symbolic.expression import Labels, Number

SingularMatrixError = np.linalg.LinAlgError

# -------------------------------------------------------------------------- in, out and questions


def read(value: Any) -> Array:
    """Return a value as an array of double precision."""
    if _has_masked(value):
        raise ValueError("masked entries have no value; leave them out, or fill them with numbers")
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError
    return array.astype(float, copy=False)


def result(array: Array, arguments: Sequence[Array]) -> Array:
    """Return an array that shares no memory with an argument, nor among its own entries."""
    array = np.asarray(array)
    alone = array.base is None and not any(array is argument for argument in arguments)
    return array if alone else np.array(array)


def first_negative(array: Array) -> tuple[tuple[int, ...], float] | None:
    """Return where the first negative entry stands, and what it is."""
    if not (array < 0).any():
        return None
    index = tuple(int(k) for k in np.argwhere(array < 0)[0])
    return index, float(array[index])


def is_symmetric(array: Array, of_entry: float, of_largest: float) -> bool:
    """Say whether a matrix equals its transpose, up to parts of each entry and of the largest."""
    size = np.abs(array)
    allowed = of_entry * np.maximum(size, size.T) + of_largest * size.max()
    with np.errstate(invalid="ignore"):  # inf - inf
        return not (np.abs(array - array.T) > allowed).any()


def _has_masked(value: Any) -> bool:
    parts = value if isinstance(value, (list, tuple)) else [value]
    return any(isinstance(part, np.ma.MaskedArray) and np.ma.is_masked(part) for part in parts)


# -------------------------------------------------------------------------------------- building


def full(number: float, shape: tuple[int, ...]) -> Array:
    """Return a number in every entry."""
    return np.full(shape, float(number))


def identity(size: int) -> Array:
    """Return the identity matrix."""
    return np.eye(size)


def reshape(array: Array, shape: tuple[int, ...]) -> Array:
    """Return the same entries in another shape."""
    return array.reshape(shape)


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


# -------------------------------------------------------------------------------------- algebra


def reduce(array: Array, labels: Labels, outputs: Labels) -> Array:
    """Take the diagonal of repeated labels, and sum over those that are not outputs."""
    if len({*labels}) == len(labels):
        kept = tuple(label for label in labels if label in outputs)
        summed = array.sum(axis=tuple(k for k, l in enumerate(labels) if l not in outputs))
        return _aligned(summed, kept, outputs)
    return _einsum((array, labels), outputs=outputs)


def contract(
    left: Array, left_labels: Labels, right: Array, right_labels: Labels, outputs: Labels
) -> Array:
    """Multiply two arrays, and sum over the labels that are not outputs."""
    shared = [label for label in left_labels if label in right_labels]
    summed = [label for label in shared if label not in outputs]
    if not summed:
        return _aligned(left, left_labels, outputs) * _aligned(right, right_labels, outputs)
    if len(summed) == len(shared):
        product = _matrix_product(left, left_labels, right, right_labels, summed)
        ends = tuple(label for label in left_labels + right_labels if label not in summed)
        return _aligned(product, ends, outputs)
    return _einsum((left, left_labels), (right, right_labels), outputs=outputs)


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


def add(terms: Sequence[tuple[float, Array]]) -> Array:
    """Return the sum of arrays of one shape, each times a number."""
    number, total = terms[0]
    total = total if number == 1 else number * total
    for number, array in terms[1:]:
        if number == -1:
            total = total - array
        else:
            total = total + (array if number == 1 else number * array)
    return total


def scale(scalar: Array, array: Array) -> Array:
    """Return a scalar times an array."""
    return scalar * array


def divide(left: Array, right: Array) -> Array:
    """Return the quotient of two scalars."""
    return np.divide(left, right)


def power(array: Array, exponent: Number) -> Array:
    """Raise every entry to a power."""
    if exponent in _POWERS:
        return _POWERS[exponent](array)
    return np.power(array, float(exponent))


_POWERS: dict[Any, Callable[[Array], Array]] = {
    -1: lambda x: np.divide(1.0, x),
    2: np.square,
    -2: lambda x: np.divide(1.0, np.square(x)),
    0.5: np.sqrt,
    -0.5: lambda x: np.divide(1.0, np.sqrt(x)),
}

#: Functions of every entry, by the names of `Function` nodes.
FUNCTIONS: dict[str, Callable[..., Array]] = {
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "softplus": lambda x: np.logaddexp(0.0, x),
    "relu": lambda x: np.maximum(x, 0.0),
    "abs": np.abs,
    "sign": np.sign,
    "step": lambda x: (x > 0.0).astype(float),
    "at_least_zero": lambda x: (x >= 0.0).astype(float),
    "raise_to": np.power,
    "maximum": np.maximum,
    "minimum": np.minimum,
}

#: Functions of a whole matrix, or along the last axis, by the kinds of `MatrixFunction` nodes.
MATRIX_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "inv": np.linalg.inv,
    "cholesky": np.linalg.cholesky,
    "adj": adjugate,
    "det": np.linalg.det,
    "logdet": lambda x: np.linalg.slogdet(x)[1],
    "softmax": softmax,
    "logsumexp": logsumexp,
    "max": lambda x: x.max(axis=-1),
    "min": lambda x: x.min(axis=-1),
    "hardmax": hardmax,
}
