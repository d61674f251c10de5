"""Random values made to be what their symbols are declared to be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mathlib.symbolic.nodes import Symbol

Values = NDArray[np.float64]


def conforming(symbol: Symbol, value: Values) -> Values:
    """Return a value made of the given one that has the structure of a symbol.

    Of a shape in which there is none, as for more orthonormal columns than rows, it is nan.

    Examples
    --------
    >>> import mathlib as ml
    >>> p = ml.vector("p", "n", positive=True, sums_to=1)
    >>> conforming(p, np.array([1.0, 2.0, 5.0]))
    array([0.125, 0.25 , 0.625])
    """
    for word in symbol.structure:
        value = _MAKERS[word](value)
    return value


def is_scalable(symbol: Symbol) -> bool:
    """Say whether a symbol may also have the opposite of a value that it has."""
    return not symbol.nonnegative and not {"sums_to_1", "definite"}.intersection(symbol.structure)


def _orthonormal(value: Values) -> Values:
    if value.shape[0] < value.shape[1]:
        return np.full(value.shape, np.nan)
    return np.linalg.qr(value)[0]


def _summing_to_one(value: Values) -> Values:
    sums = value.sum(axis=-1, keepdims=True)
    if (value >= 0).all():
        return value / sums
    return value + (1 - sums) / value.shape[-1]


def _one_hot(value: Values) -> Values:
    return (value == value.max(axis=-1, keepdims=True)) * 1.0


_MAKERS: dict[str, Callable[[Values], Values]] = {
    "diagonal": lambda value: np.diag(np.diag(value)),
    "lower": np.tril,
    "orthogonal": _orthonormal,
    "sums_to_1": _summing_to_one,
    "one_hot": _one_hot,
    "definite": lambda value: value @ value.T / len(value) + np.eye(len(value)),
}
