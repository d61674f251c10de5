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
    """Return the shape of both, aligned at their last axes; a length of 1 fits every other."""
    long, short = (left, right) if len(left) >= len(right) else (right, left)
    short = (1,) * (len(long) - len(short)) + short
    if not all(a == b or 1 in (a, b) for a, b in zip(long, short, strict=True)):
        raise ValueError(
            f"shapes {shape_text(left)} and {shape_text(right)} do not fit: to be {doing}, "
            "one must be the end of the other, or have axes of length 1 where they differ; a "
            "transpose, an outer product, keepdims=True or x[:, None] may be missing"
        )
    return tuple(b if a == 1 else a for a, b in zip(long, short, strict=True))
