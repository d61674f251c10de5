"""Expressions joined along an axis.

Each part is put into its place by a constant of zeros and ones, and the parts are added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mathlib.symbolic import canonical_form
from mathlib.symbolic.axes import axis_number, axis_numbers, with_length_one
from mathlib.symbolic.canonical_form import merge_axes, product
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Selection
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def stack(parts: Sequence[Any], axis: int = 0) -> Expression:
    """Return expressions of one shape side by side along a new axis.

    Parameters
    ----------
    parts : sequence of Expression
        Of one shape.
    axis : int, optional
        The number of the new axis.

    Returns
    -------
    Expression

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vectors
    >>> stack(vectors("x y z", "n"), axis=1).shape
    ('n', 3)
    """
    found = _of_one_shape(parts)
    (k,) = axis_numbers(with_length_one(found[0], (0,)), axis)
    shape = (*found[0].shape[:k], len(found), *found[0].shape[k:])
    axes = tuple(range(len(shape)))
    rest = axes[:k] + axes[k + 1 :]
    terms = [
        product(1, [(Selection((len(found),), place, (), False), (k,)), (e, rest)], axes, shape)
        for place, e in enumerate(found)
    ]
    return written(canonical_form.add(*terms), "stack", *found, axis=k)


def concatenate(parts: Sequence[Any], axis: int = 0) -> Expression:
    """Return expressions end to end along an axis.

    Parameters
    ----------
    parts : sequence of Expression
        Of shapes that differ at most along that axis. There, the lengths are numbers, or all are
        one dimension, of which the result has a multiple.
    axis : int, optional
        Along which axis.

    Returns
    -------
    Expression

    Raises
    ------
    ValueError
        If other dimensions differ, or the length of the result is not known.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector, vectors
    >>> concatenate([vector("x", 3), vector("y", 5)]).shape
    (8,)
    >>> concatenate(vectors("x y", "n")).shape
    ('2*n',)
    """
    found = [as_expression(part) for part in parts]
    if not found:
        raise ValueError("concatenate takes one expression at least")
    k = axis_number(found[0], axis)
    for e in found:
        if e.shape[:k] + e.shape[k + 1 :] != found[0].shape[:k] + found[0].shape[k + 1 :]:
            raise ValueError(
                f"shapes {shape_text(found[0].shape)} and {shape_text(e.shape)} differ in more "
                f"than axis {k}, along which they are joined"
            )
    return written(_end_to_end(found, k), "concatenate", *found, axis=k)


def _end_to_end(parts: list[Expression], k: int) -> Expression:
    lengths = [e.shape[k] for e in parts]
    numbers = [length for length in lengths if isinstance(length, int)]
    if len(numbers) == len(lengths):
        return canonical_form.add(*_in_place(parts, numbers, k))
    if len({*lengths}) > 1:
        raise ValueError(
            f"the length of {' and '.join(map(str, lengths))} together is not known; give these "
            "dimensions as numbers, or keep the parts apart: W @ [x, y] is U @ x + V @ y"
        )
    labels = fresh_labels(len(parts[0].shape))
    (row,) = fresh_labels(1)
    groups = [(row, l) if a == k else (l,) for a, l in enumerate(labels)]
    units = [Selection((len(parts),), place, (), False) for place in range(len(parts))]
    return canonical_form.add(
        *(
            merge_axes([(unit, (row,)), (e, labels)], *groups)
            for unit, e in zip(units, parts, strict=True)
        )
    )


def _in_place(parts: list[Expression], lengths: list[int], k: int) -> list[Expression]:
    """Return every part in the length of all, with zeros where the others are."""
    whole, start, terms = sum(lengths), 0, []
    for e, length in zip(parts, lengths, strict=True):
        (inner,) = fresh_labels(1)
        labels = (*e.axes[:k], inner, *e.axes[k + 1 :])
        place = Selection((whole, length), start, (1,), False)
        terms.append(product(1, [(place, (k, inner)), (e, labels)], e.axes))
        start += length
    return terms


def vstack(parts: Sequence[Any]) -> Expression:
    """Return vectors as the rows of a matrix, or matrices one below the other.

    Parameters
    ----------
    parts : sequence of Expression
        Vectors of one length, or matrices of as many columns.

    Returns
    -------
    Expression, of two axes

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> vstack([matrix("A", 3, "n"), vector("x", "n")]).shape
    (4, 'n')
    """
    found = [as_expression(part) for part in parts]
    return concatenate([with_length_one(e, (0,)) if len(e.shape) == 1 else e for e in found], 0)


def hstack(parts: Sequence[Any]) -> Expression:
    """Return vectors end to end, or matrices side by side.

    Parameters
    ----------
    parts : sequence of Expression
        Vectors, or matrices of as many rows.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> hstack([matrix("A", "m", 3), matrix("B", "m", 5)]).shape
    ('m', 8)
    """
    found = [as_expression(part) for part in parts]
    return concatenate(found, 0 if len(found[0].shape) == 1 else 1)


def block(rows: Sequence[Any]) -> Expression:
    """Return a matrix of blocks.

    Parameters
    ----------
    rows : sequence of sequence of Expression
        The blocks, row by row; of one row, they may stand in one list.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrices
    >>> A, B, C, D = matrices("A B C D", "n", "n")
    >>> block([[A, B], [C, D]]).shape
    ('2*n', '2*n')
    """
    joined = [
        concatenate(row, -1) if isinstance(row, (list, tuple)) else as_expression(row)
        for row in rows
    ]
    return concatenate(joined, -2 if isinstance(rows[0], (list, tuple)) else -1)


def _of_one_shape(parts: Sequence[Any]) -> list[Expression]:
    found = [as_expression(part) for part in parts]
    shapes = {e.shape for e in found}
    if len(shapes) != 1:
        listed = " and ".join(sorted(map(shape_text, shapes))) or "nothing"
        raise ValueError(f"stack takes expressions of one shape, not {listed}")
    return found
