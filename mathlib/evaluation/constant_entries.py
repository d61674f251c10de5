"""The entries of constants: as arrays of NumPy, and as code that makes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mathlib.evaluation.numpy_functions import Array, selection
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension


def of_constant(node: nodes.Constant, shape: tuple[int, ...]) -> Array:
    """Return the array of a constant in its shape."""
    match node:
        case nodes.Selection():
            start = node.start + (shape[0] if node.from_end else 0)
            return selection(shape, start, node.steps)
        case nodes.LowerTriangle():
            return np.tri(shape[0])
    return np.eye(shape[0]).reshape(shape)  # of an identity, or of one with an axis taken apart


def constant_code(node: nodes.Constant, dimension: Callable[[Dimension], str]) -> str:
    """Return the code of a constant, given that of dimensions."""
    shape = [dimension(d) for d in node.shape]
    match node:
        case nodes.Selection():
            start = f"{shape[0]} - {-node.start}" if node.from_end else node.start
            return f"selection(({', '.join(shape)},), {start}, {node.steps})"
        case nodes.LowerTriangle():
            return f"np.tri({shape[0]})"
        case nodes.Identity():
            return f"np.eye({shape[0]})"
    return f"np.eye({shape[0]}).reshape({', '.join(shape)})"
