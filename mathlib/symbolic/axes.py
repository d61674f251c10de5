"""Axes by their numbers, as NumPy counts them; axes put last, and axes of length 1.

A column against rows, as in ``X - mean(X, axis=1, keepdims=True)``, needs no kind of its own. An
axis of length 1 is an axis of dimension 1 on which nothing depends, as a constant depends on no
axis; so all that holds of what is repeated along an axis holds of it, and `broadcast` repeats it
further.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.canonical_form import broadcast, product
from mathlib.symbolic.constants import is_whole
from mathlib.symbolic.expression import Expression, Labels
from mathlib.symbolic.shapes import shape_text


def axis_number(x: Expression, axis: Any) -> int:
    """Return the number of an axis, counted from the front."""
    if not is_whole(axis) or not -len(x.shape) <= axis < len(x.shape):
        raise ValueError(f"axis {axis!r} does not exist in shape {shape_text(x.shape)}")
    return int(axis) % len(x.shape)


def axis_numbers(x: Expression, axis: Any) -> Labels:
    """Return the numbers of one axis, of several in a tuple, or of all for None."""
    if axis is None:
        return x.axes
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    numbers = tuple(axis_number(x, k) for k in axes)
    if len({*numbers}) < len(numbers):
        raise ValueError(f"axis {axis!r} names an axis twice in shape {shape_text(x.shape)}")
    return numbers


def without_axes(x: Expression, axes: Labels) -> Labels:
    """Return the numbers of the other axes."""
    return tuple(k for k in x.axes if k not in axes)


def with_last(x: Expression, axes: Labels) -> Expression:
    """Return the expression with some of its axes put last."""
    return product(1, [(x, x.axes)], without_axes(x, axes) + axes)


def repeats_along_last(e: Expression) -> bool:
    """Say whether all entries along the last axis are the same, by what it is made of."""
    return all(len(e.shape) - 1 not in labels for _, labels in e.factors)


def with_length_one(e: Expression, axes: Labels) -> Expression:
    """Return an expression with new axes of length 1, which have these numbers in the result."""
    rank = len(e.shape) + len(axes)
    others = tuple(k for k in range(rank) if k not in axes)
    dimensions = dict(zip(others, e.shape, strict=True))
    return broadcast(e, tuple(dimensions.get(k, 1) for k in range(rank)), others)


def axis_options(axis: Any, axes: Labels, **options: Any) -> dict[str, Any]:
    """Return the options of a reduction that are not the usual ones, to note how it was written."""
    given = {} if axis is None else {"axis": axes[0] if len(axes) == 1 else axes}
    return given | {name: value for name, value in options.items() if value}
