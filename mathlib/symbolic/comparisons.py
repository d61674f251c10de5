"""Comparisons entry by entry, and the greater or the lesser of two entries.

What NumPy gives as True and False is 1 and 0 here, so that masks can be multiplied and summed.
``x >= y`` is a function of its own and not ``1 - (y > x)``: compared with nan, both are 0.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, broadcast
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression, is_number, is_zero
from mathlib.symbolic.elementwise import function, function_of_entries, relu
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import broadcast_shapes
from mathlib.symbolic.writings import written


def step(x: Any) -> Expression:
    """1 where an entry is positive, else 0: what ``x > 0`` means.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> step(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[1., 0., 0.]])
    """
    x = as_expression(x)
    return written(function("step", _without_bound(x)), "step", x)


def _without_bound(x):
    """Return u - c for max(u, b) - c, where b is too small to matter, and so for a minimum."""
    if not isinstance(x, nodes.Sum) or len(x.terms) != 2:
        return x
    (c, one), (d, part) = sorted(x.terms, key=lambda term: not is_number(term[1]))
    if not (is_number(one) and isinstance(part, nodes.Function) and d in (1, -1)):
        return x
    if part.name not in ("maximum", "minimum"):
        return x
    u, bound = part.children
    if not is_number(bound):
        return x
    above = c + d * bound.coefficient > 0  # whether the bound alone would be counted
    needless = above is ((part.name == "maximum") is (d == -1))
    return add(scale(c, one), scale(d, u)) if needless else x


def at_least_zero(x: Any) -> Expression:
    """1 where an entry is 0 or more, else 0: what ``x >= 0`` means.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> at_least_zero(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[1., 0., 1.]])
    """
    return function_of_entries("at_least_zero", x)


def greater(x: Any, y: Any) -> Expression:
    """1 where ``x > y``, else 0."""
    return written(function("step", add(x, scale(-1, y))), "greater", x, y)


def greater_equal(x: Any, y: Any) -> Expression:
    """1 where ``x >= y``, else 0."""
    return written(function("at_least_zero", add(x, scale(-1, y))), "greater_equal", x, y)


def maximum(x: Any, y: Any) -> Expression:
    """Return the greater of two entries; where they are equal, the second gives the derivative.

    A number counts as the second, so ``maximum(0, x)`` is ``relu(x)``, with derivative 0 at 0.

    Parameters
    ----------
    x, y : Expression or number
        Shapes are aligned at their last axes, as NumPy aligns them.

    Returns
    -------
    Expression
        Of the longer of the two shapes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> maximum(vector("x", "n"), 1).evaluate(x=[-1, 0, 2])
    array([1., 1., 2.])
    """
    first, second = _compared(x, y)
    if is_zero(second):
        return written(relu(first), "maximum", x, y)
    chosen = first if first is second else function("maximum", first, second)
    return written(chosen, "maximum", x, y)


def minimum(x: Any, y: Any) -> Expression:
    """Return the lesser of two entries; where they are equal, the second gives the derivative.

    A number counts as the second.

    Parameters
    ----------
    x, y : Expression or number
        Shapes are aligned at their last axes, as NumPy aligns them.

    Returns
    -------
    Expression
        Of the longer of the two shapes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> minimum(A, x).evaluate(A=[[1, 5], [4, 2], [0, 9]], x=[3, 3])
    array([[1., 3.],
           [3., 2.],
           [0., 3.]])
    """
    first, second = _compared(x, y)
    chosen = first if first is second else function("minimum", first, second)
    return written(chosen, "minimum", x, y)


def clip(x: Any, low: Any = None, high: Any = None) -> Expression:
    """Return every entry, but no less than low and no more than high.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    low, high : Expression or number, optional
        The bounds; None for no bound.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Raises
    ------
    ValueError
        If both bounds are numbers, and low is above high.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> clip(vector("x", "n"), -1, 2).evaluate(x=[-3, 0, 5])
    array([-1.,  0.,  2.])
    """
    low, high = (None if bound is None else as_expression(bound) for bound in (low, high))
    bounds = [bound.coefficient for bound in (low, high) if bound is not None and is_number(bound)]
    if bounds != sorted(bounds):
        raise ValueError(f"clip takes a low bound and a high one, not {low} and {high}")
    x = as_expression(x)
    x = x if low is None else maximum(x, low)
    return x if high is None else minimum(x, high)


def _compared(x, y):
    """Return two expressions in one shape, a number second."""
    x, y = as_expression(x), as_expression(y)
    shape = broadcast_shapes(x.shape, y.shape, "compared")
    x, y = broadcast(x, shape), broadcast(y, shape)
    return (y, x) if is_number(x) and not is_number(y) else (x, y)
