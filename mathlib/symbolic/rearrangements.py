"""The axes of a tensor in another order, and axes of length 1 put in or taken out."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.axes import axis_number, axis_numbers, with_length_one, without_axes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def transpose(x: Any, axes: Any = None) -> Expression:
    """Return the axes in another order: reversed, unless it is said in which.

    Parameters
    ----------
    x : Expression
        Of any shape.
    axes : sequence of int, optional
        Which axis of `x` comes first, second and so on.

    Returns
    -------
    Expression
        Of the same dimensions in that order.

    Raises
    ------
    ValueError
        If an axis is missing among `axes`, or stands there twice.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor
    >>> transpose(tensor("T", "m", "n", "k"), (0, 2, 1)).shape
    ('m', 'k', 'n')
    """
    x = as_expression(x)
    if axes is None:
        return x.T
    order = axis_numbers(x, axes)
    if len(order) < len(x.shape):
        raise ValueError(
            f"axes {axes!r} leave out some of shape {shape_text(x.shape)}: each is to be named once"
        )
    return _ordered(x, order)


def swapaxes(x: Any, first: int, second: int) -> Expression:
    """Return two axes exchanged.

    Parameters
    ----------
    x : Expression
        Of any shape.
    first, second : int
        The numbers of the axes.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor
    >>> swapaxes(tensor("T", "m", "n", "k"), 0, -1).shape
    ('k', 'n', 'm')
    """
    x = as_expression(x)
    order = list(x.axes)
    i, j = axis_number(x, first), axis_number(x, second)
    order[i], order[j] = order[j], order[i]
    return _ordered(x, tuple(order))


def moveaxis(x: Any, source: Any, destination: Any) -> Expression:
    """Return some axes moved to other places, the rest in their order.

    Parameters
    ----------
    x : Expression
        Of any shape.
    source, destination : int or tuple of int
        The axes, and the places at which they are to be.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor
    >>> moveaxis(tensor("T", "m", "n", "k"), 0, -1).shape
    ('n', 'k', 'm')
    """
    x = as_expression(x)
    moved, places = axis_numbers(x, source), axis_numbers(x, destination)
    order = list(without_axes(x, moved))
    for place, axis in sorted(zip(places, moved, strict=True)):
        order.insert(place, axis)
    return _ordered(x, tuple(order))


def expand_dims(x: Any, axis: Any) -> Expression:
    """Return new axes of length 1, with these numbers in the result.

    Parameters
    ----------
    x : Expression
        Of any shape.
    axis : int or tuple of int
        Where the new axes are.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> expand_dims(vector("x", "n"), 0).shape
    (1, 'n')
    """
    x = as_expression(x)
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    room = with_length_one(x, tuple(range(len(axes))))  # where the new axes are counted
    places = axis_numbers(room, axes)
    return written(with_length_one(x, places), "expand_dims", x, axis=places)


def squeeze(x: Any, axis: Any = None) -> Expression:
    """Return the expression without axes of length 1: all of them, or those that are named.

    Parameters
    ----------
    x : Expression
        Of any shape.
    axis : int or tuple of int, optional
        Which of them.

    Returns
    -------
    Expression

    Raises
    ------
    ValueError
        If an axis that is named is longer.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> squeeze(vector("x", "n")[None, :, None]).shape
    ('n',)
    """
    x = as_expression(x)
    short = tuple(k for k in x.axes if x.shape[k] == 1)
    axes = short if axis is None else axis_numbers(x, axis)
    if not {*axes} <= {*short}:
        raise ValueError(
            f"only an axis of length 1 is squeezed, and shape is {shape_text(x.shape)}"
        )
    labels = fresh_labels(len(x.shape))
    kept = tuple(labels[k] for k in without_axes(x, axes))
    return written(product(1, [(x, labels)], kept), "squeeze", x, axis=axes)


def _ordered(x: Expression, order: Labels) -> Expression:
    return written(product(1, [(x, x.axes)], order), "transpose", x, axes=order)
