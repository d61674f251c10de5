"""The greatest and the least of many entries, and where it stands.

Where several entries are the greatest, the function has a kink, and one of its slopes is chosen:
that of the first of them, in the order of the axes. So the derivative of `max` is `hardmax`, which
is 1 there and 0 elsewhere, and its own derivative is 0.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import axis_nodes
from mathlib.symbolic.axes import (
    axis_numbers,
    axis_options,
    repeats_along_last,
    with_last,
    with_length_one,
)
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.reductions import Axis
from mathlib.symbolic.writings import written


def max(x: Any, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return the greatest of all entries, or along some axes.

    Where several entries are the greatest, the first of them gives the derivative.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int or tuple of int, optional
        Along which axes; over all entries if it is not given.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        Of the shape of `x` without those axes; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.derivative import gradient
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> gradient(max(x), x)
    hardmax(x)
    >>> gradient(max(x), x).evaluate(x=[1, 5, 5])
    array([0., 1., 0.])
    """
    x = as_expression(x)
    return _extreme(axis_nodes.Max, x, axis, keepdims, "max")


def min(x: Any, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return the least of all entries, or along some axes.

    Where several entries are the least, the first of them gives the derivative.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int or tuple of int, optional
        Along which axes; over all entries if it is not given.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        Of the shape of `x` without those axes; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> min(matrix("A", "m", "n"), axis=1).evaluate(A=[[3, 1, 2], [5, 7, 6]])
    array([1., 5.])
    """
    x = as_expression(x)
    return _extreme(axis_nodes.Min, x, axis, keepdims, "min")


def hardmax(x: Any, axis: int = -1) -> Expression:
    """1 at the first of the greatest entries along an axis, else 0: the derivative of `max`.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    axis : int, optional
        Along which axis; the last if it is not given.

    Returns
    -------
    Expression
        Of the shape of `x`. Its own derivative is 0, wherever it has one.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> hardmax(matrix("A", "m", "n")).evaluate(A=[[3, 1, 2], [5, 7, 7]])
    array([[1., 0., 0.],
           [0., 1., 0.]])
    """
    x = as_expression(x)
    (k,) = axis_numbers(x, axis if axis is not None else -1)
    last = with_last(x, (k,))
    behind = (*(label for label in x.axes if label != k), k)
    found = product(1, [(axis_nodes.Hardmax(last), behind)], x.axes)
    return written(found, "hardmax", x, axis=k)


def _extreme(node: type, x: Expression, axis: Axis, keepdims: bool, name: str) -> Expression:
    axes = axis_numbers(x, axis)
    found = with_last(x, tuple(sorted(axes)))
    for _ in axes:
        found = _along_last(node, found)
    if keepdims:
        found = with_length_one(found, axes)
    return written(found, name, x, **axis_options(axis, axes, keepdims=bool(keepdims)))


def _along_last(node, x):
    rest = x.axes[:-1]
    if repeats_along_last(x):
        return product(x.coefficient, x.factors, rest, x.shape[:-1])
    return product(1, [(node(x), rest)], rest)
