"""Shapes: tuples of dimensions, each a name, a number, or a product of them such as ``"m*n"``."""

from __future__ import annotations

from functools import cache
from math import prod

Dimension = str | int
Shape = tuple[Dimension, ...]


@cache
def dimension_factors(dimension: Dimension) -> tuple[Dimension, ...]:
    """Return the names and the number that are multiplied in a dimension."""
    parts = map(str.strip, str(dimension).split("*"))
    return tuple(int(part) if part.isdigit() else part for part in parts)


def dimension_names(shape: Shape) -> frozenset[str]:
    """Return the names in the dimensions of a shape."""
    factors = [factor for dimension in shape for factor in dimension_factors(dimension)]
    return frozenset(factor for factor in factors if isinstance(factor, str))


def dimension_product(*dimensions: Dimension) -> Dimension:
    """Return the dimension of joined axes: ``"m*n"``, whatever the order; numbers multiplied."""
    factors = [factor for d in dimensions for factor in dimension_factors(d)]
    number = prod(factor for factor in factors if isinstance(factor, int))
    names = sorted(factor for factor in factors if isinstance(factor, str))
    return "*".join([*[str(number)][: number != 1], *names]) if names else number


def shape_text(shape: Shape) -> str:
    """Return a shape as Python writes it, without quotes: ``(m, n)``, ``(n,)``."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def broadcast_shapes(left: Shape, right: Shape, doing: str) -> Shape:
    """Return the longer of two shapes, of which the other must be the end."""
    long, short = (left, right) if len(left) >= len(right) else (right, left)
    if long[len(long) - len(short) :] != short:
        raise ValueError(
            f"shapes {shape_text(left)} and {shape_text(right)} do not fit: to be {doing}, "
            "one must be the end of the other; a transpose or an outer product may be missing"
        )
    return long
