"""Sums along axes, and what is made of them: means, variances, standard deviations.

Reductions take their axes as in NumPy: none for all entries, a number that may be negative, or a
tuple; with ``keepdims`` the axes stay, of length 1, and the result meets what it was made of.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic.axes import axis_numbers, axis_options, with_length_one, without_axes
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression, constant, is_whole, size
from mathlib.symbolic.expression import Expression, Labels
from mathlib.symbolic.shapes import dimension_factors
from mathlib.symbolic.writings import written

Axis = int | tuple[int, ...] | None


def sum(x: Any, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return the sum of all entries, or along some axes.

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
    >>> A = matrix("A", "m", "n")
    >>> sum(A, axis=0).shape
    ('n',)
    >>> sum(A, axis=1, keepdims=True).shape
    ('m', 1)
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    total = _kept(_total(x, axes), axes, keepdims)
    return written(total, "sum", x, **axis_options(axis, axes, keepdims=bool(keepdims)))


def mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return the mean of all entries, or along some axes.

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
    >>> A = matrix("A", "m", "n")
    >>> mean(A, axis=1)
    A 𝟏 / n
    >>> A - mean(A, axis=1, keepdims=True)
    A - A 𝟏 𝟏ᵀ / n
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    average = _kept(_mean(x, axes), axes, keepdims)
    return written(average, "mean", x, **axis_options(axis, axes, keepdims=bool(keepdims)))


def var(x: Any, axis: Axis = None, ddof: int = 0, keepdims: bool = False) -> Expression:
    """Return the variance of all entries, or along some axes: the mean of squared deviations.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int or tuple of int, optional
        Along which axes; over all entries if it is not given.
    ddof : int, optional
        What is taken off the number of entries in the denominator: 1 for the sample variance.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        Of the shape of `x` without those axes; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> var(vector("x", "n")).evaluate(x=[1, 2, 6]).round(3)
    np.float64(4.667)
    >>> var(vector("x", "n"), ddof=1).evaluate(x=[1, 2, 6])
    array(7.)
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    spread = _kept(_variance(x, axes, ddof), axes, keepdims)
    return written(spread, "var", x, **axis_options(axis, axes, ddof=ddof, keepdims=bool(keepdims)))


def std(x: Any, axis: Axis = None, ddof: int = 0, keepdims: bool = False) -> Expression:
    """Return the standard deviation of all entries, or along some axes: the root of `var`.

    Where all entries are equal it is 0 and has no derivative, which is nan there.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int or tuple of int, optional
        Along which axes; over all entries if it is not given.
    ddof : int, optional
        What is taken off the number of entries in the denominator: 1 for the sample's.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        Of the shape of `x` without those axes; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> std(matrix("A", "m", "n"), axis=1).evaluate(A=[[1, 1, 4], [3, 9, 3]]).round(3)
    array([1.414, 2.828])
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    spread = _kept(power(_variance(x, axes, ddof), Fraction(1, 2)), axes, keepdims)
    return written(spread, "std", x, **axis_options(axis, axes, ddof=ddof, keepdims=bool(keepdims)))


def _total(x: Expression, axes: Labels) -> Expression:
    return product(1, [(x, x.axes)], without_axes(x, axes))


def _mean(x: Expression, axes: Labels) -> Expression:
    return product(1, [(power(_count(x, axes), -1), ()), (x, x.axes)], without_axes(x, axes))


def _count(x: Expression, axes: Labels) -> Expression:
    """Return the number of entries along some axes."""
    sizes = [size(d) for k in axes for d in dimension_factors(x.shape[k])]
    return product(1, [(number, ()) for number in sizes], ())


def _variance(x: Expression, axes: Labels, ddof: Any) -> Expression:
    if not is_whole(ddof):
        raise TypeError(f"ddof is a whole number, such as 1, not {ddof!r}")
    deviation = add(x, scale(-1, with_length_one(_mean(x, axes), axes)))
    count = add(_count(x, axes), constant(-int(ddof)))
    squares = _total(power(deviation, 2), axes)
    return product(1, [(power(count, -1), ()), (squares, squares.axes)], squares.axes)


def _kept(e: Expression, axes: Labels, keepdims: bool) -> Expression:
    return with_length_one(e, axes) if keepdims else e
