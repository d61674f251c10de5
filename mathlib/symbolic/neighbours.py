"""Along an axis: cumulative sums, differences between neighbours, another order."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.axes import axis_number
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression, is_number, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import LowerTriangle, Roll
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def cumsum(x: Any, axis: int | None = None) -> Expression:
    """Return the sums of all entries up to each, along an axis.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    axis : int, optional
        Along which axis; of a vector it need not be given.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> cumsum(vector("x", "n")).evaluate(x=[1, 10, 100])
    array([  1.,  11., 111.])
    """
    x = as_expression(x)
    if axis is None and len(x.shape) != 1:
        raise ValueError(f"cumsum needs an axis for shape {shape_text(x.shape)}, as in axis=0")
    k = axis_number(x, axis or 0)
    (inner,) = fresh_labels(1)
    labels = (*x.axes[:k], inner, *x.axes[k + 1 :])
    found = product(1, [(LowerTriangle(x.shape[k]), (k, inner)), (x, labels)], x.axes)
    return written(found, "cumsum", x, axis=k)


def diff(x: Any, axis: int = -1) -> Expression:
    """Return the differences between neighbours along an axis, whose size is a number.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    axis : int, optional
        Along which axis.

    Returns
    -------
    Expression
        One entry shorter along that axis.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> diff(vector("x", 3)).evaluate(x=[1, 10, 100])
    array([ 9., 90.])
    """
    x = as_expression(x)
    before = (slice(None),) * axis_number(x, axis)
    return x[(*before, slice(1, None))] - x[(*before, slice(None, -1))]


def flip(x: Any, axis: int | None = None) -> Expression:
    """Return the entries in reverse along an axis; along all axes if none is given.

    Parameters
    ----------
    x : Expression
        Of any shape.
    axis : int, optional
        Along which axis.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> flip(vector("x", "n")).evaluate(x=[1, 10, 100])
    array([100.,  10.,   1.])
    """
    x = as_expression(x)
    turned = x.axes if axis is None else (axis_number(x, axis),)
    return x[tuple(slice(None, None, -1) if k in turned else slice(None) for k in x.axes)]


def roll(x: Any, shift: Any, axis: int | None = None) -> Expression:
    """Return the entries moved along an axis; those beyond the end come in at the beginning.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    shift : int
        By how many places.
    axis : int, optional
        Along which axis; of a vector it need not be given.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> roll(vector("x", "n"), 1).evaluate(x=[1, 2, 3])
    array([3., 1., 2.])
    """
    x = as_expression(x)
    if isinstance(shift, Expression) and is_number(shift):
        shift = shift.coefficient
    if not is_whole(shift):
        raise TypeError(f"roll moves by a whole number, not by {shift!r}")
    if axis is None and len(x.shape) != 1:
        raise ValueError(f"roll needs an axis for shape {shape_text(x.shape)}, as in axis=0")
    k = axis_number(x, axis or 0)
    (inner,) = fresh_labels(1)
    labels = (*x.axes[:k], inner, *x.axes[k + 1 :])
    moved = int(shift) % x.shape[k] if isinstance(x.shape[k], int) else int(shift)
    pick = (Roll(x.shape[k], abs(moved)), (inner, k) if moved > 0 else (k, inner))
    found = product(1, [(x, labels), pick], x.axes) if moved else x
    return written(found, "roll", x, shift=int(shift), axis=k)
