"""What is left of terms that should be summed, or averaged: over a batch, say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

Array = np.ndarray


def sums(V: Array) -> Iterator[Array]:
    """Yield the sums and the means over every axis."""
    for axis in range(V.ndim):
        yield V.sum(axis)
        yield V.mean(axis)


def unsummed(shape: tuple[int, ...]) -> Iterator[tuple[tuple, Callable[[Array], Array]]]:
    """Yield what may be left of terms, by a key: all, one of them, or the sum over another axis.

    One of them is counted from either end: the last is the last at points of other sizes too.

    Examples
    --------
    >>> dict(unsummed((3, 5)))["one", 0, -1](np.arange(15).reshape(3, 5))
    array([10, 11, 12, 13, 14])
    """
    yield ("all",), lambda V: V
    for axis in range(len(shape)):
        yield ("sum", axis), partial(np.ndarray.sum, axis=axis)
        yield ("mean", axis), partial(np.ndarray.mean, axis=axis)
        for k in range(-shape[axis], shape[axis]):
            yield ("one", axis, k), partial(_one, axis=axis, k=k, times=False)
            yield ("one, times their number", axis, k), partial(_one, axis=axis, k=k, times=True)


def _one(V: Array, axis: int, k: int, times: bool) -> Array:
    n = V.shape[axis]
    if not -n <= k < n:
        return np.full((), np.nan)
    return np.take(V, k, axis) * (n if times else 1)
