"""Sums along axes, and what is made of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic.canonical_form import power, product
from mathlib.symbolic.constants import as_expression, is_whole, size
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import dimension_factors, shape_text
from mathlib.symbolic.writings import written


def sum(x: Any, axis: int | None = None, keepdims: bool = False) -> Expression:
    """Return the sum of all entries, or along one axis.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int, optional
        Along which axis; over all entries if it is not given.

    Returns
    -------
    Expression
        Of the shape of `x` without that axis; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> sum(matrix("A", "m", "n"), axis=0).shape
    ('n',)
    """
    _refuse_kept(keepdims)
    x = as_expression(x)
    return _reduced(x, axis, 1, "sum")


def mean(x: Any, axis: int | None = None, keepdims: bool = False) -> Expression:
    """Return the mean of all entries, or along one axis.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int, optional
        Along which axis; over all entries if it is not given.

    Returns
    -------
    Expression
        Of the shape of `x` without that axis; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> mean(matrix("A", "m", "n"), axis=1)
    A 𝟏 / n
    """
    _refuse_kept(keepdims)
    x = as_expression(x)
    lengths = x.shape if axis is None else [x.shape[axis_number(x, axis)]]
    factors = [factor for length in lengths for factor in dimension_factors(length)]
    return _reduced(x, axis, product(1, [(power(size(d), -1), ()) for d in factors], ()), "mean")


def norm(x: Any) -> Expression:
    """Return the root of the sum of squares: a length, or the Frobenius norm of a matrix.

    At 0 it has a kink and no derivative: there the derivative evaluates to nan.

    Parameters
    ----------
    x : Expression or number
        A vector or a matrix, or of any other shape.

    Returns
    -------
    Expression
        A scalar, 0 or more.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> norm(matrix("A", "m", "n")).evaluate(A=[[1, 0, 2], [2, 4, 0]])
    array(5.)
    """
    x = as_expression(x)
    labels = fresh_labels(len(x.shape))
    squares = product(1, [(power(x, 2), labels)], ())
    return written(power(squares, Fraction(1, 2)), "norm", x)


def _refuse_kept(keepdims):
    if keepdims:
        raise ValueError(
            "no axis of length 1 is kept: a sum over axis 0 meets the rows as it is, and one over "
            "axis 1 meets the columns of the transpose, as in (A.T - ml.mean(A, axis=1)).T"
        )


def _reduced(x, axis, weight, name):
    """Return the weighted sum of all entries, or along one axis, as it was written."""
    labels = fresh_labels(len(x.shape))
    if axis is None:
        return written(product(1, [(as_expression(weight), ()), (x, labels)], ()), name, x)
    k = axis_number(x, axis)
    kept = labels[:k] + labels[k + 1 :]
    return written(product(1, [(as_expression(weight), ()), (x, labels)], kept), name, x, axis=k)


def axis_number(x: Expression, axis: Any) -> int:
    """Return the number of an axis, counted from the front."""
    if not is_whole(axis) or not -len(x.shape) <= axis < len(x.shape):
        raise ValueError(f"axis {axis!r} does not exist in shape {shape_text(x.shape)}")
    return int(axis) % len(x.shape)
