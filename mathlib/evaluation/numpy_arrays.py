"""Arrays of NumPy: what the interpreter computes with unless it is told otherwise.

How arrays are contracted is told in `numpy_contractions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mathlib.evaluation.numpy_contractions import (
    contract as contract,
    expand as expand,
    is_whole as is_whole,
    reduce as reduce,
    whole as whole,
)
from mathlib.evaluation.numpy_functions import (
    COMPUTED_IN_ONE_WAY,
    Array,
    adjugate,
    hardmax,
    logsumexp,
    sigmoid,
    softmax,
    where,
)
from mathlib.evaluation.numpy_picks import Picked, places_of
from mathlib.evaluation.spectral_functions import SPECTRAL_FUNCTIONS
from mathlib.symbolic.expression import Number
from mathlib.symbolic.nodes import Pick

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


def first_no_place(array: Array, length: int | None) -> tuple[tuple[int, ...], float] | None:
    """Return where the first entry stands that is no whole number from 0 up to a length."""
    wrong = (array < 0) | (array != np.floor(array)) | np.isinf(array)
    wrong |= array >= (np.inf if length is None else length)
    if not wrong.any():
        return None
    index = tuple(int(k) for k in np.argwhere(wrong)[0])
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


def pick(node: Pick, shape: tuple[int, ...], parts: Sequence[Array]) -> Picked:
    """Return the constant of a pick in this shape, given its index vector if it has one."""
    return Picked(places_of(node, shape, parts), shape[0])


def reshape(array: Array, shape: tuple[int, ...]) -> Array:
    """Return the same entries in another shape."""
    return array.reshape(shape)


# -------------------------------------------------------------------------------------- algebra


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
    **COMPUTED_IN_ONE_WAY,
    "sigmoid": sigmoid,
    "softplus": lambda x: np.logaddexp(0.0, x),
    "relu": lambda x: np.maximum(x, 0.0),
    "abs": np.abs,
    "sign": np.sign,
    "step": lambda x: (x > 0.0).astype(float),
    "at_least_zero": lambda x: (x >= 0.0).astype(float),
    "raise_to": np.power,
    "where": where,
    "maximum": np.maximum,
    "minimum": np.minimum,
}

#: Functions of a whole matrix, or along the last axis, by the kinds of `MatrixFunction` nodes.
MATRIX_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **SPECTRAL_FUNCTIONS,
    "inv": np.linalg.inv,
    "adj": adjugate,
    "det": np.linalg.det,
    "logdet": lambda x: np.linalg.slogdet(x)[1],
    "softmax": softmax,
    "logsumexp": logsumexp,
    "max": lambda x: x.max(axis=-1),
    "min": lambda x: x.min(axis=-1),
    "hardmax": hardmax,
}
