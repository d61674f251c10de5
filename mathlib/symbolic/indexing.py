"""Parts of an expression picked by an index, as NumPy picks them.

``None`` is a new axis of length 1, as in ``x[:, None]``.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.axes import with_length_one
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def item(x: Any, index: Any) -> Expression:
    """Return what NumPy's ``x[index]`` is."""
    x = x.body
    parts = _spelled_out(x, index if isinstance(index, tuple) else (index,))
    if not all(part is None or part == slice(None) for part in parts):
        raise TypeError(
            f"{x} has no entries to pick until it has values; evaluate it and index the array, "
            "read them all with index_notation(), or multiply by a unit vector: x @ e"
        )
    new = tuple(k for k, part in enumerate(parts) if part is None)
    return written(with_length_one(x, new), "expand_dims", x, axis=new)


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
