"""Every operation of expressions as one function of NumPy, and every node by its definition.

Nothing here simplifies, and nothing is taken from the engine's rules: this is what an operation
means. Overflow is avoided where NumPy has a way of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from mathlib.evaluation.constant_entries import of_constant
from mathlib.evaluation.numpy_functions import (
    COMPUTED_IN_ONE_WAY,
    hardmax,
    logsumexp,
    softmax,
)
from mathlib.evaluation.spectral_functions import SPECTRAL_FUNCTIONS
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indexing import index_of
from mathlib.symbolic.shapes import Dimension, dimension_factors
from mathlib.symbolic.unknown_functions import refuse_unknown
from mathlib.symbolic.whole_functions import Unknown
from mathlib.symbolic.writings import Writing

Sizes = Mapping[Dimension, int]


Axis = int | tuple[int, ...] | None


def _last(x: np.ndarray, axis: Axis) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return an array with the axes that are given joined to one, the last; and which they are."""
    axes = tuple(range(np.ndim(x))) if axis is None else tuple(np.atleast_1d(axis))
    moved = np.moveaxis(x, axes, range(-len(axes), 0))
    return moved.reshape(*moved.shape[: np.ndim(x) - len(axes)], -1), axes


def _reduced(function: Callable) -> Callable:
    """Return a function of the last axis as one of any axes, which may be kept."""

    def along(x: np.ndarray, axis: Axis = None, keepdims: bool = False) -> np.ndarray:
        joined, axes = _last(x, axis)
        found = function(joined)
        return np.expand_dims(found, axes) if keepdims else found

    return along


def _rescaled(function: Callable) -> Callable:
    """Return a function of the last axis that keeps it as one of any axes."""

    def along(x: np.ndarray, axis: Axis) -> np.ndarray:
        joined, axes = _last(x, axis)
        found = function(joined)
        moved = np.moveaxis(x, axes, range(-len(axes), 0)).shape
        return np.moveaxis(found.reshape(moved), range(-len(axes), 0), axes)

    return along


def _cholesky(x: np.ndarray) -> np.ndarray:
    """Return the triangular factor, nan where there is none: a note may be on what has none."""
    try:
        return SPECTRAL_FUNCTIONS["cholesky"](x)
    except np.linalg.LinAlgError:
        return np.full(x.shape, np.nan)


def _item(x: np.ndarray, *vectors: np.ndarray, index: tuple) -> np.ndarray:
    """Return the part of an array that a noted index picks; index vectors stand beside it."""
    parts = [
        part if part is None or isinstance(part, int | slice) else np.asarray(part, dtype=int)
        for part in index_of(index, vectors)
    ]
    return np.asarray(x)[tuple(parts)]


def _take_along_axis(x: np.ndarray, *vectors: Any, axis: int, places: Any = None) -> np.ndarray:
    at = np.asarray(vectors[0] if vectors else places, dtype=int)
    return np.take_along_axis(x, at, axis)


def _one_hot(lengths: Sequence[int], *vectors: Any, places: Any = None) -> np.ndarray:
    return np.eye(lengths[-1])[np.asarray(vectors[0] if vectors else places, dtype=int)]


def conv2d(x: np.ndarray, kernel: np.ndarray, stride: Any, padding: Any) -> np.ndarray:
    """Return the products of kernels with every window of padded images, added up."""
    margins = [(0, 0), (0, 0), *((margin, margin) for margin in padding)]
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(x, margins), kernel.shape[2:], axis=(2, 3)
    )
    return np.einsum("ncijpq,ocpq->noij", windows[:, :, :: stride[0], :: stride[1]], kernel)


#: Functions of every entry, under the names of nodes.
FUNCTIONS: dict[str, Callable] = {
    **COMPUTED_IN_ONE_WAY,
    "sqrt": np.sqrt,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "relu": lambda x: np.maximum(x, 0),
    "abs": np.abs,
    "sign": np.sign,
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
    "at_least_zero": lambda x: np.where(x >= 0, 1.0, 0.0),
    "raise_to": np.power,
    "where": lambda c, x, y: np.where(np.not_equal(c, 0), x, y),
    "maximum": np.maximum,
    "minimum": np.minimum,
}
#: Functions of whole matrices, or along the last axis, under the names of nodes.
WHOLE: dict[str, Callable] = {
    **SPECTRAL_FUNCTIONS,
    "cholesky": _cholesky,
    "inv": np.linalg.inv,
    "det": np.linalg.det,
    "logdet": lambda x: np.linalg.slogdet(x)[1],
    "logsumexp": logsumexp,
    "softmax": softmax,
    "hardmax": hardmax,
    "max": lambda x: np.max(x, axis=-1),
    "min": lambda x: np.min(x, axis=-1),
}
#: Every operation that is noted, under the name by which it is.
OPERATIONS: dict[str, Callable] = {
    **FUNCTIONS,
    **WHOLE,
    "add": np.add,
    "subtract": np.subtract,
    "negative": np.negative,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": lambda x, exponent: np.power(np.asarray(x, dtype=float), exponent),
    "matmul": np.matmul,
    "dot": np.dot,
    "outer": np.outer,
    "kron": np.kron,
    "greater": lambda x, y: np.where(np.greater(x, y), 1.0, 0.0),
    "greater_equal": lambda x, y: np.where(np.greater_equal(x, y), 1.0, 0.0),
    "transpose": np.transpose,
    "sum": np.sum,
    "mean": np.mean,
    "var": np.var,
    "std": np.std,
    "max": np.max,
    "min": np.min,
    "norm": lambda x, ord=None, axis=None, keepdims=False: (
        np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))
        if ord is None
        else np.linalg.norm(x, ord, axis, keepdims)
    ),
    "logsumexp": _reduced(logsumexp),
    "softmax": _rescaled(softmax),
    "log_softmax": _rescaled(lambda x: x - logsumexp(x)[..., None]),
    "hardmax": _rescaled(hardmax),
    "trace": np.trace,
    "matrix_power": np.linalg.matrix_power,
    "solve": np.linalg.solve,
    "pinv": np.linalg.pinv,
    "tril": np.tril,
    "triu": np.triu,
    "diag": np.diag,
    "vec": lambda x: np.reshape(np.transpose(x), -1),
    "expand_dims": np.expand_dims,
    "item": _item,
    "take_along_axis": _take_along_axis,
    "roll": np.roll,
    "squeeze": np.squeeze,
    "einsum": lambda *operands, subscripts: np.einsum(subscripts, *operands),
    "tensordot": np.tensordot,
    "stack": lambda *parts, axis: np.stack(parts, axis),
    "concatenate": lambda *parts, axis: np.concatenate(parts, axis),
    "cumsum": np.cumsum,
    "convolve": np.convolve,
    "correlate": np.correlate,
    "conv2d": conv2d,
}
#: Those that take sizes.
SIZED: dict[str, Callable] = {
    "reshape": lambda lengths, x: np.reshape(x, lengths),
    "ones": np.ones,
    "eye": lambda lengths: np.eye(*lengths),
    "arange": lambda lengths: np.arange(float(*lengths)),
    "one_hot": _one_hot,
}


def size_of(dimension: Dimension, sizes: Sizes) -> int:
    """Return the size of a dimension, which may be a product."""
    if dimension in sizes:
        return sizes[dimension]
    factors = dimension_factors(dimension)
    return prod(factor if isinstance(factor, int) else sizes[factor] for factor in factors)


def operate(note: Writing, parts: Sequence[Any], sizes: Sizes) -> Any:
    """Compute one operation as it was written."""
    options = dict(note.options)
    if "dimensions" in options:
        lengths = [size_of(dimension, sizes) for dimension in options.pop("dimensions")]
        return SIZED[note.operation](lengths, *parts, **options)
    return OPERATIONS[note.operation](*parts, **options)


def of_parts(
    node: Expression, parts: Sequence[Any], arrays: Mapping[str, np.ndarray], sizes: Sizes
) -> Any:
    """Compute a node from its own parts, as its definition says."""
    match node:
        case nodes.Symbol():
            return arrays[node.name]
        case nodes.Size():
            return np.float64(size_of(node.dimension, sizes))
        case nodes.Constant():
            return of_constant(node, tuple(size_of(d, sizes) for d in node.shape), parts)
        case nodes.Power():
            return np.power(parts[0], float(node.exponent))
        case Unknown():
            raise refuse_unknown(node)
        case nodes.Function():
            return FUNCTIONS[node.name](*parts)
        case nodes.MatrixFunction():
            return WHOLE[node.kind](parts[0])
        case nodes.Sum():
            return sum(float(c) * part for (c, _), part in zip(node.terms, parts, strict=True))
    assert isinstance(node, nodes.Product)
    axes = list(node.axes)
    operands: list[Any] = [
        np.full([size_of(d, sizes) for d in node.shape], float(node.coefficient))
    ]
    operands.append(axes)
    for part, (_, labels) in zip(parts, node.factors, strict=True):
        operands += [part, list(labels)]
    return np.einsum(*operands, axes, optimize=len(parts) > 2)
