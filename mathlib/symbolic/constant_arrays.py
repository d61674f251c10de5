"""Arrays whose entries are known though their sizes are not: ones, the identity."""

from __future__ import annotations

from mathlib.symbolic.constants import constant
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.names import checked_dimension
from mathlib.symbolic.nodes import Identity
from mathlib.symbolic.shapes import Dimension
from mathlib.symbolic.writings import written


def eye(dimension: Dimension) -> Expression:
    """Return the identity matrix.

    Parameters
    ----------
    dimension : str or int
        How many rows, and columns.

    Returns
    -------
    Expression, shape (dimension, dimension)

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> A = matrix("A", "m", "n")
    >>> eye("m") @ A is A
    True
    """
    dimension = checked_dimension(dimension)
    return written(Identity(dimension), "eye", dimensions=(dimension,))


def ones(*dimensions: Dimension) -> Expression:
    """Return the vector or matrix whose entries are all 1.

    Parameters
    ----------
    *dimensions : str or int
        One for a vector, two for a matrix.

    Returns
    -------
    Expression, shape dimensions

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> print(matrix("A", "m", "n") @ ones("n"))
    A 𝟏
    """
    shape = tuple(map(checked_dimension, dimensions))
    return written(constant(1, shape), "ones", dimensions=shape)
