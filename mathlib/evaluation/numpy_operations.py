"""Every operation of expressions as one function of NumPy, and every node by its definition.

Nothing here simplifies, and nothing is taken from the engine's rules: this is what an operation
means. Overflow is avoided where NumPy has a way of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from mathlib.evaluation.numpy_functions import logsumexp, softmax
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import Dimension, dimension_factors
from mathlib.symbolic.writings import Writing

Sizes = Mapping[Dimension, int]


def _along(function: Callable, x: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Apply a function of the last axis along another one, or to all entries at once."""
    if axis is None:
        return function(np.reshape(x, -1))
    return function(np.moveaxis(x, axis, -1))


#: Functions of every entry, under the names of nodes.
FUNCTIONS: dict[str, Callable] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "relu": lambda x: np.maximum(x, 0),
    "abs": np.abs,
    "sign": np.sign,
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
    "at_least_zero": lambda x: np.where(x >= 0, 1.0, 0.0),
    "maximum": np.maximum,
    "minimum": np.minimum,
}
#: Functions of whole matrices, or along the last axis, under the names of nodes.
WHOLE: dict[str, Callable] = {
    "inv": np.linalg.inv,
    "det": np.linalg.det,
    "logdet": lambda x: np.linalg.slogdet(x)[1],
    "logsumexp": logsumexp,
    "softmax": softmax,
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
    "matmul": lambda x, y: np.tensordot(x, y, 1),
    "dot": np.dot,
    "outer": np.outer,
    "kron": np.kron,
    "greater": lambda x, y: np.where(np.greater(x, y), 1.0, 0.0),
    "greater_equal": lambda x, y: np.where(np.greater_equal(x, y), 1.0, 0.0),
    "transpose": np.transpose,
    "sum": np.sum,
    "mean": np.mean,
    "norm": lambda x: np.sqrt(np.sum(np.square(x))),
    "logsumexp": lambda x, **axis: _along(logsumexp, x, **axis),
    "softmax": lambda x, axis: np.moveaxis(_along(softmax, x, axis), -1, axis),
    "trace": np.trace,
    "diag": np.diag,
    "vec": lambda x: np.reshape(np.transpose(x), -1),
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
        lengths = [size_of(dimension, sizes) for dimension in options["dimensions"]]
        return np.ones(lengths) if note.operation == "ones" else np.eye(lengths[0])
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
        case nodes.Identity():
            return np.eye(size_of(node.shape[0], sizes))
        case nodes.MergeAxes():
            whole, *pair = (size_of(d, sizes) for d in node.shape)
            return np.eye(whole).reshape(whole, *pair)
        case nodes.Power():
            return np.power(parts[0], float(node.exponent))
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
