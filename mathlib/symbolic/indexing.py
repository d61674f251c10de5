"""Parts of an expression picked by an index, as NumPy picks them.

Every pick is a product with a constant of zeros and ones (`Pick`), so it needs no rule to be
differentiated. Positions are numbers, or index vectors; a dimension may be a name, as long as the
index itself says how many entries are picked: of ``x[1:3]`` that is known, of ``x[1:]`` only if the
length is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mathlib.symbolic.axes import axis_number
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Expression, Factor, Labels
from mathlib.symbolic.index_arrays import (
    IndexArray,
    index_array,
    nested,
    pick_of,
    plain,
    refuse_index,
)
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Selection
from mathlib.symbolic.shapes import Dimension, Shape, broadcast_shapes, shape_text
from mathlib.symbolic.writings import written


def item(x: Any, index: Any) -> Expression:
    """Return what NumPy's ``x[index]`` is."""
    x = as_expression(x)
    given = _spelled_out(x, index if isinstance(index, tuple) else (index,))
    parts = [_part(part) for part in given]
    shape: Shape = ()  # of all index arrays together
    for array in parts:
        if isinstance(array, IndexArray):
            shape = broadcast_shapes(shape, array.shape, "index arrays of one index")
    together = fresh_labels(len(shape))
    labels = fresh_labels(len(x.shape))
    sizes = dict(zip(labels + together, x.shape + shape, strict=True))
    factors: list[Factor] = [(x, labels)]
    groups: list[Labels] = []  # the labels of the result, part by part
    axes = iter(labels)
    for part in parts:
        label = fresh_labels(1)[0] if part is None else next(axes)
        length = sizes.setdefault(label, 1)
        if part is None or (isinstance(part, slice) and part == slice(None)):
            groups.append((label,))
            continue
        if isinstance(part, IndexArray):
            pick, new = pick_of(part, length, x), _aligned(part, shape, together)
        else:
            pick = _slice(length, part) if isinstance(part, slice) else _position(x, length, part)
            new = fresh_labels(len(pick.shape) - 1)
        groups.append(() if isinstance(part, IndexArray) else new)
        factors.append((pick, (label, *new)))
        sizes.update(zip(new, pick.shape[1:], strict=True))
    groups.insert(_place_of_arrays(parts), together)
    out = tuple(label for group in groups for label in group)
    picked = product(1, factors, out, tuple(sizes[label] for label in out))
    vectors = [part.body for part in given if isinstance(part, Expression)]
    return written(picked, "item", x, *vectors, index=tuple(map(_noted, given)))


def _part(part: Any) -> Any:
    """Return a part of an index: a number, a slice, None, or an array of positions."""
    part = plain(part)
    if part is None or isinstance(part, slice):
        return part
    if is_whole(part):
        return int(part)
    array = index_array(part)
    if array is None:
        raise refuse_index(part)
    return array


def _aligned(array: IndexArray, shape: Shape, together: Labels) -> Labels:
    """Return the labels of the axes along which an index array is something."""
    behind = len(shape) - len(array.shape)
    return tuple(
        together[behind + k] if array.shape[k] == shape[behind + k] else fresh_labels(1)[0]
        for k in array.axes
    )


def _place_of_arrays(parts: list) -> int:
    """Return where the axes of index arrays stand: in their place, or in front if they are apart.

    Where there is an array, a number counts as one too.
    """
    if not any(isinstance(part, IndexArray) for part in parts):
        return 0
    places = [k for k, part in enumerate(parts) if isinstance(part, (IndexArray, int))]
    return places[0] if places == [*range(places[0], places[-1] + 1)] else 0


def take(x: Any, indices: Any, axis: int | None = None) -> Expression:
    """Return the entry, or the entries, at one position or several along an axis.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    indices : int, list of int, or Expression made by `indices`
        Which entries; a negative position counts from the last.
    axis : int, optional
        Along which axis; of a vector it need not be given.

    Returns
    -------
    Expression
        Of the shape of `x`, with an axis for the positions, or none for a single one.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> take(matrix("A", "m", "n"), [0, -1, 2], axis=1).shape
    ('m', 3)
    """
    x = as_expression(x)
    if axis is None and len(x.shape) != 1:
        raise ValueError(
            f"take needs an axis for shape {shape_text(x.shape)}, as in take(x, [0, 2], axis=0)"
        )
    k = axis_number(x, axis or 0)
    return item(x, (*[slice(None)] * k, indices))


def _spelled_out(x, index):
    """Return an index with a part for every axis, and for every new one."""
    dots = [k for k, part in enumerate(index) if part is Ellipsis]
    given = len([part for part in index if part is not None and part is not Ellipsis])
    missing = len(x.shape) - given
    if missing < 0 or len(dots) > 1:
        raise IndexError(
            f"an index of {given} parts was given for {x}, which has shape {shape_text(x.shape)}"
        )
    at = dots[0] if dots else len(index)
    return (*index[:at], *[slice(None)] * missing, *index[at + len(dots) :])


def _position(x, length: Dimension, k: int) -> Selection:
    if isinstance(length, int):
        if not -length <= k < length:
            raise IndexError(f"{x} has no entry {k} along an axis of length {length}")
        return Selection((length,), k % length, (), False)
    return Selection((length,), k, (), k < 0)


def _slice(length: Dimension, part: slice) -> Selection:
    bounds = (part.start, part.stop, part.step)
    if not all(bound is None or is_whole(bound) for bound in bounds):
        raise TypeError(f"a slice is made of whole numbers, and {bounds} are not")
    step = 1 if part.step is None else int(part.step)
    if isinstance(length, int):
        picked = range(length)[part]
        if not picked:
            raise IndexError(f"{_text(part)} picks nothing along an axis of length {length}")
        return Selection((length, len(picked)), picked.start, (step,), False)
    if (part.start, part.stop, step) == (None, None, -1):
        return Selection((length, length), -1, (-1,), True)
    first, last = (0, 0) if step > 0 else (-1, -1)  # where a slice begins and ends by itself
    start = first if part.start is None else int(part.start)
    stop = last if part.stop is None else int(part.stop)
    from_end = start < 0
    stop_from_end = step > 0 if part.stop is None else stop < 0
    count = len(range(start, stop, step)) if step and from_end is stop_from_end else 0
    if not count:
        raise ValueError(
            f"how many entries {_text(part)} picks depends on the size of {length}; give the "
            "dimension as a number, or both ends from one side, as in x[1:3] or x[-3:]"
        )
    return Selection((length, count), start, (step,), from_end)


def _text(part: slice) -> str:
    ends = ["" if end is None else str(end) for end in (part.start, part.stop, part.step)]
    return "[" + ":".join(ends if ends[2] else ends[:2]) + "]"


def _noted(part):
    """Return a part of an index as what can be a key."""
    if isinstance(part, slice):
        return "slice", part.start, part.stop, part.step
    if isinstance(part, Expression):
        return ("vector",)
    places = nested(part)
    return ("list", places) if isinstance(places, tuple) else places


def index_of(noted: tuple, vectors: Iterable[Any]) -> tuple:
    """Return the index that was noted; the index vectors in it are given again.

    Examples
    --------
    >>> index_of((1, ("slice", 2, 5, None), ("vector",)), ["t"])
    (1, slice(2, 5, None), 't')
    """
    waiting = iter(vectors)

    def part(given: Any) -> Any:
        if not isinstance(given, tuple):
            return given
        if given[0] == "slice":
            return slice(*given[1:])
        return given[1] if given[0] == "list" else next(waiting)

    return tuple(map(part, noted))
