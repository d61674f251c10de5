"""Parts of an expression picked by an index, as NumPy picks them.

Every pick is a product with a constant of zeros and ones (`Selection`), so it needs no rule to be
differentiated. Positions are numbers; a dimension may be a name, as long as the index itself says
how many entries are picked: of ``x[1:3]`` that is known, of ``x[1:]`` only if the length is.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.axes import axis_number
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Selection
from mathlib.symbolic.shapes import Dimension, shape_text
from mathlib.symbolic.writings import written


def item(x: Any, index: Any) -> Expression:
    """Return what NumPy's ``x[index]`` is."""
    x = as_expression(x)
    parts = _spelled_out(x, index if isinstance(index, tuple) else (index,))
    lists = [part for part in parts if isinstance(part, list)]
    if lists and len(lists) + len([part for part in parts if is_whole(part)]) > 1:
        raise TypeError(
            "of one index, one part is a list of positions and the rest are slices; pick along one "
            "axis after the other, as in X[[0, 2]][:, 1]"
        )
    labels = fresh_labels(len(x.shape))
    sizes = dict(zip(labels, x.shape, strict=True))
    factors, out, axes = [(x, labels)], [], iter(labels)
    for part in parts:
        label = fresh_labels(1)[0] if part is None else next(axes)
        pick = _pick(x, sizes.setdefault(label, 1), part)
        if pick is None:
            out.append(label)
        else:
            new = fresh_labels(len(pick.shape) - 1)
            sizes.update(zip(new, pick.shape[1:], strict=True))
            factors.append((pick, (label, *new)))
            out += new
    picked = product(1, factors, tuple(out), tuple(sizes[label] for label in out))
    return written(picked, "item", x, index=tuple(map(_noted, parts)))


def take(x: Any, indices: Any, axis: int | None = None) -> Expression:
    """Return the entry, or the entries, at one position or several along an axis.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    indices : int or list of int
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
    return item(x, (*[slice(None)] * k, list(indices) if hasattr(indices, "__iter__") else indices))


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


def _pick(x, length, part):
    """Return the constant that picks along an axis, or None where all of it stays."""
    if part is None or part == slice(None):
        return None
    if isinstance(part, slice):
        return _slice(length, part)
    if isinstance(part, list) and part and all(map(is_whole, part)):
        return _listed(x, length, part)
    if is_whole(part):
        return _position(x, length, int(part))
    raise TypeError(
        f"an index is made of whole numbers, slices of them, ... and None, and {part!r} is none "
        "of these; rows that are known by number only when values come are picked by a one-hot "
        'matrix, matrix("E", "k", "m", one_hot=True) @ X'
    )


def _position(x, length: Dimension, k: int) -> Selection:
    if isinstance(length, int):
        if not -length <= k < length:
            raise IndexError(f"{x} has no entry {k} along an axis of length {length}")
        return Selection((length,), k % length, (), False)
    return Selection((length,), k, (), k < 0)


def _listed(x, length: Dimension, places: list) -> Expression:
    """Return the constant that picks several entries, one after the other."""
    count = len(places)
    return add(
        *(
            product(1, [(_position(x, length, k), (0,)), (_position(x, count, at), (1,))], (0, 1))
            for at, k in enumerate(places)
        )
    )


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
    return ("list", *part) if isinstance(part, list) else part
