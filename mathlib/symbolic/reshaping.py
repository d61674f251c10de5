"""Axes merged into one or split, in the order of NumPy: the last axis varies fastest."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, Factor, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import MergeAxes
from mathlib.symbolic.shapes import (
    Dimension,
    Shape,
    dimension_factors,
    dimension_product,
    shape_text,
)
from mathlib.symbolic.writings import written


def ravel(x: Any) -> Expression:
    """Return all entries in one axis, the last axis of `x` varying fastest, as NumPy lines them up.

    Parameters
    ----------
    x : Expression
        Of any shape. `vec` lines up the columns of a matrix instead.

    Returns
    -------
    Expression, of one axis

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> ravel(matrix("A", "m", "n")).evaluate(A=[[1, 2, 3], [4, 5, 6]])
    array([1., 2., 3., 4., 5., 6.])
    """
    x = as_expression(x)
    return reshape(x, (dimension_product(*x.shape),))


def reshape(x: Any, shape: Any) -> Expression:
    """Return the entries in another shape, the last axis varying fastest.

    Parameters
    ----------
    x : Expression
        Of any shape.
    shape : tuple of str or int
        The dimensions; one of them may be -1, and is what the others leave.

    Returns
    -------
    Expression, of that shape

    Raises
    ------
    ValueError
        If axes are neither merged nor split, as from (m, n) to (n, m).

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor, vector
    >>> reshape(tensor("T", "b", "m", "n"), ("b", -1)).shape
    ('b', 'm*n')
    >>> reshape(vector("x", "m*n"), ("m", "n")).shape
    ('m', 'n')
    """
    x = as_expression(x)
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    goal = _without_unknown(x, shape)
    labels = fresh_labels(len(x.shape))
    factors: list[Factor] = [(x, labels)]
    out: list[int] = []
    for old, new in _groups(x.shape, goal):
        whole = _merged([labels[k] for k in old], [x.shape[k] for k in old], factors)
        out += _split(whole, [goal[k] for k in new], factors)
    found = product(1, factors, tuple(out), goal)
    return written(found, "reshape", x, dimensions=goal)


def _without_unknown(x: Expression, shape: tuple) -> Shape:
    """Return a shape in which -1 is what the other dimensions leave."""
    known = Counter(map(str, _prime_factors(dimension_product(*(d for d in shape if d != -1)))))
    whole = Counter(map(str, _prime_factors(dimension_product(*x.shape))))
    rest = list((whole - known).elements())
    if list(shape).count(-1) > 1:
        raise ValueError(f"one dimension may be -1, and {shape!r} has several")
    return tuple(dimension_product(*(rest if d == -1 else [d])) for d in shape)


def _groups(old: Shape, new: Shape) -> list[tuple[list[int], list[int]]]:
    """Return which axes together become which, as few at a time as may be."""
    groups: list[tuple[list[int], list[int]]] = []
    here: list[int] = []
    there: list[int] = []
    i = j = 0
    while i < len(old) or j < len(new) or here or there:
        whole = dimension_product(*(old[k] for k in here))
        wanted = dimension_product(*(new[k] for k in there))
        if here and there and whole == wanted:
            groups.append((here, there))
            here, there = [], []
        elif j < len(new) and (not there or (here and _holds(whole, wanted))):
            there, j = [*there, j], j + 1
        elif i < len(old):
            here, i = [*here, i], i + 1
        elif wanted == whole == 1:
            groups.append((here, there))
            here, there = [], []
        else:
            raise ValueError(
                f"{shape_text(old)} is not brought into shape {shape_text(new)} by merging axes "
                "and splitting them; transpose first, or evaluate it and reshape the array"
            )
    return groups


def _holds(whole: Dimension, part: Dimension) -> bool:
    """Say whether a dimension is a multiple of another."""
    large, small = (Counter(map(str, _prime_factors(d))) for d in (whole, part))
    return small <= large


def _prime_factors(dimension: Dimension) -> list[Dimension]:
    found: list[Dimension] = []
    for factor in dimension_factors(dimension):
        if isinstance(factor, str):
            found.append(factor)
            continue
        for p in range(2, factor + 1):
            while factor % p == 0:
                found.append(p)
                factor //= p
    return found


def _merged(labels: list[int], dimensions: list[Dimension], factors: list[Factor]) -> int:
    """Merge labels from the first on; return the label of the whole."""
    if not labels:
        return fresh_labels(1)[0]
    whole, dimension = labels[0], dimensions[0]
    for label, d in zip(labels[1:], dimensions[1:], strict=True):
        (joined,) = fresh_labels(1)
        factors.append((MergeAxes(dimension, d), (joined, whole, label)))
        whole, dimension = joined, dimension_product(dimension, d)
    return whole


def _split(label: int, dimensions: list[Dimension], factors: list[Factor]) -> Labels:
    """Split a label into as many as there are dimensions."""
    if not dimensions:
        return ()
    labels = fresh_labels(len(dimensions) - 1)
    for k in range(len(dimensions) - 1, 0, -1):
        (rest,) = fresh_labels(1)
        slow = dimension_product(*dimensions[:k])
        factors.append((MergeAxes(slow, dimensions[k]), (label, rest, labels[k - 1])))
        label = rest
    return (label, *labels)
