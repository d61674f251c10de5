"""The entries of constants: as arrays of NumPy, and as code that makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mathlib.evaluation.numpy_functions import Array
from mathlib.evaluation.numpy_picks import Picked, places_of
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension
from mathlib.symbolic.index_nodes import Range
from mathlib.symbolic.vectorization import Duplication


def of_constant(node: nodes.Constant, shape: tuple[int, ...], parts: Sequence[Array] = ()) -> Array:
    """Return the array of a constant in its shape, given its index vector if it has one."""
    match node:
        case nodes.Pick():
            return Picked(places_of(node, shape, parts), shape[0]).dense()
        case nodes.LowerTriangle():
            return np.tri(shape[0])
        case Range():
            return np.arange(float(shape[0]))
        case Duplication():
            return np.array(node.entries())
    return np.eye(shape[0]).reshape(shape)  # of an identity, or of one with an axis taken apart


def constant_code(node: nodes.Constant, dimension: Callable[[Dimension], str]) -> str:
    """Return the code of a constant that is no pick, given that of dimensions."""
    shape = [dimension(d) for d in node.shape]
    match node:
        case nodes.LowerTriangle():
            return f"np.tri({shape[0]})"
        case Range():
            return f"np.arange(float({shape[0]}))"
        case Duplication():
            return f"np.array({node.entries()})"
        case nodes.Identity():
            return f"np.eye({shape[0]})"
    return f"np.eye({shape[0]}).reshape({', '.join(shape)})"
