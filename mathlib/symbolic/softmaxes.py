"""Exponentials divided by their sum, and their logarithm.

softmax along one axis stays whole, so that it is read by name and computed without overflow.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.axes import axis_numbers, repeats_along_last, with_last, without_axes
from mathlib.symbolic.canonical_form import add, broadcast, power, product
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression, size
from mathlib.symbolic.exponentials import exp, logsumexp
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.reductions import Axis
from mathlib.symbolic.writings import written


def softmax(x: Any, axis: Axis = -1) -> Expression:
    """Exponentials divided by their sum along an axis: positive, and 1 in sum.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    axis : int or tuple of int, optional
        Along which axes the results are 1 in sum: the last if it is not given, all for None.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> softmax(vector("x", "n")).evaluate(x=[1000, 1000])
    array([0.5, 0.5])
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    options = {"axis": axes[0] if len(axes) == 1 else axes}
    if len(axes) != 1:
        return written(exp(log_softmax(x, axes)), "softmax", x, **options)
    last = with_last(x, axes)
    if repeats_along_last(last):
        equal = broadcast(power(size(last.shape[-1]), -1), x.shape)
        return written(equal, "softmax", x, **options)
    behind = (*without_axes(x, axes), *axes)
    return written(product(1, [(nodes.Softmax(last), behind)], x.axes), "softmax", x, **options)


def log_softmax(x: Any, axis: Axis = -1) -> Expression:
    """Return the logarithm of `softmax`, computed without overflow: ``x - logsumexp(x)``.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    axis : int or tuple of int, optional
        Along which axes: the last if it is not given, all for None.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> log_softmax(vector("x", "n"))
    x - logsumexp(x) 𝟏
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    total = logsumexp(x, axes, keepdims=True)
    options = {"axis": axes[0] if len(axes) == 1 else axes}
    return written(add(x, scale(-1, total)), "log_softmax", x, **options)
