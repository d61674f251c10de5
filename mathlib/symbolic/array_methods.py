"""The methods that arrays of NumPy have and that are functions here: ``X.mean(axis=1)``.

Each is the function of its name. Like the operators, they import the functions when they are
called, for these are built on expressions.
"""

from __future__ import annotations

from typing import Any


class ArrayMethods:
    """What an expression can be asked for as an array of NumPy can; mixed into it."""

    shape: Any

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def sum(self, axis: Any = None, keepdims: bool = False) -> Any:
        """Return `mathlib.sum` of it."""
        return _functions().sum(self, axis, keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> Any:
        """Return `mathlib.mean` of it."""
        return _functions().mean(self, axis, keepdims)

    def var(self, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Any:
        """Return `mathlib.var` of it."""
        return _functions().var(self, axis, ddof, keepdims)

    def std(self, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Any:
        """Return `mathlib.std` of it."""
        return _functions().std(self, axis, ddof, keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> Any:
        """Return `mathlib.max` of it."""
        return _functions().max(self, axis, keepdims)

    def min(self, axis: Any = None, keepdims: bool = False) -> Any:
        """Return `mathlib.min` of it."""
        return _functions().min(self, axis, keepdims)

    @property
    def mT(self) -> Any:
        """The last two axes exchanged."""
        return _functions().swapaxes(self, -1, -2)

    def transpose(self, *axes: Any) -> Any:
        """Return `mathlib.transpose` of it; axes one by one, or in a tuple."""
        alone = len(axes) == 1 and (axes[0] is None or isinstance(axes[0], (tuple, list)))
        return _functions().transpose(self, (axes[0] if alone else axes) or None)

    def swapaxes(self, first: int, second: int) -> Any:
        """Return `mathlib.swapaxes` of it."""
        return _functions().swapaxes(self, first, second)

    def reshape(self, *shape: Any) -> Any:
        """Return `mathlib.reshape` of it; dimensions one by one, or in a tuple."""
        alone = len(shape) == 1 and isinstance(shape[0], (tuple, list))
        return _functions().reshape(self, shape[0] if alone else shape)

    def ravel(self) -> Any:
        """Return `mathlib.ravel` of it."""
        return _functions().ravel(self)

    flatten = ravel

    def take(self, indices: Any, axis: Any = None) -> Any:
        """Return `mathlib.take` of it."""
        return _functions().take(self, indices, axis)

    def cumsum(self, axis: Any = None) -> Any:
        """Return `mathlib.cumsum` of it."""
        return _functions().cumsum(self, axis)

    def clip(self, low: Any = None, high: Any = None) -> Any:
        """Return `mathlib.clip` of it."""
        return _functions().clip(self, low, high)

    def squeeze(self, axis: Any = None) -> Any:
        """Return `mathlib.squeeze` of it."""
        return _functions().squeeze(self, axis)

    def trace(self) -> Any:
        """Return `mathlib.trace` of it."""
        return _functions().trace(self)

    def dot(self, other: Any) -> Any:
        """Return the matrix product, which of two vectors is the inner product."""
        return _functions().matmul(self, other)


def _functions():
    from mathlib.symbolic import functions

    return functions
