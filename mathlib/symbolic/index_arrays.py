"""Arrays of positions, as NumPy takes them in an index: lists of numbers, and index vectors.

A list whose steps are equal is a slice, and picks as one. An index vector is a symbol: which rows
it picks is known when values come.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from mathlib.symbolic.constants import is_number, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.index_nodes import Gather, IndexSymbol, Range
from mathlib.symbolic.nodes import Identity, Listing, Product, Selection
from mathlib.symbolic.shapes import Dimension, Shape, shape_text


class IndexArray(NamedTuple):
    """An array of positions: its shape, and what it is along which of its axes."""

    shape: Shape
    base: IndexSymbol | Range | tuple[int, ...]
    axes: tuple[int, ...]


def plain(part: Any) -> Any:
    """Return a number or an array of NumPy, or a constant expression, as Python has it."""
    if isinstance(part, Expression) and is_number(part) and not part.shape:
        return part.coefficient
    return part.tolist() if hasattr(part, "tolist") else part


def index_array(part: Any) -> IndexArray | None:
    """Return what an array of positions is, or None if something is no array of positions."""
    if isinstance(part, Expression):
        return _of_expression(part.body)
    part = plain(part)
    found = _nested(part) if isinstance(part, (list, tuple, range)) else None
    if found is None:
        return None
    shape, places = found
    return IndexArray(shape, places, tuple(range(len(shape))))


def _of_expression(e: Expression) -> IndexArray | None:
    """Return an index vector, which may have got axes of length 1, or have been transposed."""
    base, axes = e, e.axes
    if isinstance(e, Product) and len(e.factors) == 1 and e.coefficient == 1:
        ((base, axes),) = e.factors
    if not isinstance(base, (IndexSymbol, Range)) or not {*axes} <= {*e.axes}:
        return None
    return IndexArray(e.shape, base, axes) if len({*axes}) == len(axes) else None


def _nested(part: Any) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the shape of nested lists of whole numbers, and the numbers in order."""
    part = plain(part)
    if is_whole(part):
        return (), (int(part),)
    if not isinstance(part, (list, tuple, range)) or not len(part):
        return None
    found = [_nested(row) for row in part]
    rows = [row for row in found if row is not None]
    shapes = {row[0] for row in rows}
    if len(shapes) != 1 or len(rows) < len(found):
        return None
    return (len(part), *shapes.pop()), tuple(k for row in rows for k in row[1])


def nested(part: Any) -> Any:
    """Return nested lists, or an array, as nested tuples, which can be a key."""
    part = plain(part)
    return tuple(map(nested, part)) if isinstance(part, (list, tuple, range)) else part


def pick_of(index: IndexArray, length: Dimension, what: object) -> Expression:
    """Return the constant by which an array of positions picks along an axis of a length."""
    base = index.base
    if isinstance(base, IndexSymbol):
        if base.below != length:
            raise ValueError(
                f"{base.name} holds positions below {base.below}, and {what} has length {length} "
                f"there; declare it so: indices({base.name!r}, ..., below={length!r})"
            )
        return Gather(base, length)
    if isinstance(base, Range):
        (count,) = base.shape
        if count == length:
            return Identity(length)
        if not (isinstance(count, int) and isinstance(length, int) and count < length):
            raise ValueError(f"{base} has {count} entries, and {what} has length {length} there")
        return Selection((length, count), 0, (1,), False)
    return listed(index.shape, base, length, what)


def listed(shape: Shape, places: tuple[int, ...], length: Dimension, what: object) -> Expression:
    """Return the constant that picks the places of a list: a slice, where their steps are equal."""
    if isinstance(length, int):
        for k in places:
            if not -length <= k < length:
                raise IndexError(f"{what} has no entry {k} along an axis of length {length}")
        places = tuple(k % length for k in places)
    if not shape:
        return Selection((length,), places[0], (), places[0] < 0)
    steps = {after - before for before, after in pairwise(places)} or {1}
    if len(shape) == 1 and len(steps) == 1 and 0 not in steps and len({k < 0 for k in places}) == 1:
        if places == tuple(range(length if isinstance(length, int) else 0)):
            return Identity(length)
        return Selection((length, *shape), places[0], tuple(steps), places[0] < 0)
    return Listing((length, *shape), places)


def refuse_index(part: Any) -> TypeError:
    """Return the error that something is no index."""
    if isinstance(part, Expression):
        why = f"{part} is an expression of shape {shape_text(part.shape)}"
    else:
        why = f"{part!r} is none of these"
    return TypeError(
        "an index is made of whole numbers, lists of them, slices, ... and None, and "
        f"{why}; for positions that are known only when values come, declare "
        'indices("t", "k", below="n"), and for a condition write where(x > 0, x, 0)'
    )
