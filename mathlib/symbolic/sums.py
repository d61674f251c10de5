"""Sums in canonical form, and what repeats or transposes an expression as a whole.

A term is a number and a unit, the rest; equal units are one object, so terms are collected by
looking them up. What is the same along an axis is added up without it and repeated afterwards, and
diagonal matrices are added up as their diagonals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mathlib.symbolic.brackets import met_terms
from mathlib.symbolic.coefficients import is_diagonal, scale, split_coefficient
from mathlib.symbolic.constants import as_expression, constant, is_zero
from mathlib.symbolic.expression import Expression, Labels, Number
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Identity, Product, Sum
from mathlib.symbolic.products import product
from mathlib.symbolic.shapes import Dimension, Shape, broadcast_shapes
from mathlib.symbolic.structural_order import reads_better


def add(*terms: Any) -> Expression:
    """Return the sum of the terms, shapes aligned at their last axes."""
    summands = [as_expression(term) for term in terms]
    shape = summands[0].shape
    for term in summands[1:]:
        shape = broadcast_shapes(shape, term.shape, "added")
    total: dict[Expression, Number] = {}
    for term in summands:
        for number, unit in _terms(broadcast(term, shape)):
            total[unit] = total.get(unit, 0) + number
    kept = [(number, unit) for unit, number in total.items() if number]
    if len(kept) < 2:
        return scale(*kept[0]) if kept else constant(0, shape)
    axes = tuple(sorted(set().union(*(_axes(unit) for _, unit in kept))))
    if len(axes) < len(shape):
        return broadcast(
            add(*(_restricted(number, unit, axes) for number, unit in kept)), shape, axes
        )
    if all(is_diagonal(unit) for _, unit in kept):
        diagonal = add(*(_restricted(number, *_diagonal(unit)) for number, unit in kept))
        return product(1, [(diagonal, (0,)), (Identity(shape[0]), (0, 1))], (0, 1))
    met = met_terms(kept)
    if len(met) < 2:
        return scale(*met[0]) if met else constant(0, shape)
    if met is not kept:
        return add(*(scale(number, unit) for number, unit in met))
    return Sum(tuple(sorted(kept, key=lambda term: term[1].sort_key)))


def broadcast(e: Expression, shape: Shape, axes: Labels | None = None) -> Expression:
    """Return an expression repeated along the axes that it lacks; it has the last, or `axes`.

    It is repeated along its axes of length 1, too.
    """
    if e.shape == shape:
        return e
    out = tuple(range(len(shape)))
    axes = out[len(shape) - len(e.shape) :] if axes is None else axes
    return product(1, [(e, stretched(e.shape, axes, shape))], out, shape)


def stretched(dimensions: Shape, axes: Labels, shape: Shape | Mapping[int, Dimension]) -> Labels:
    """Return labels for axes of some dimensions that are to be axes of a shape.

    An axis of length 1 gets a label of its own where that of the shape is longer: the one entry is
    summed, and stands for all.
    """
    return tuple(
        fresh_labels(1)[0] if d == 1 != shape[axis] else axis
        for axis, d in zip(axes, dimensions, strict=True)
    )


def _terms(e):
    """Return the terms of a sum, also of one that is repeated along an axis."""
    if isinstance(e, Sum):
        return e.terms
    if isinstance(e, Product) and len(e.factors) == 1:
        ((bracket, labels),) = e.factors
        if isinstance(bracket, Sum) and len(_axes(e)) == len(labels) == len({*labels}):
            return [(e.coefficient * c, broadcast(t, e.shape, labels)) for c, t in bracket.terms]
    return [] if is_zero(e) else [split_coefficient(e)]


def _restricted(number, e, axes, factors=None):
    """Return what an expression is on the axes on which it depends, or on some more."""
    shape = tuple(e.shape[axis] for axis in axes)
    return product(number, e.factors if factors is None else factors, axes, shape)


def _diagonal(e):
    """Return a diagonal matrix, the axis of its diagonal, and the factors of that."""
    return e, (0,), [f for f in e.factors if not isinstance(f[0], Identity)]


def entrywise(f: Callable[[Expression], Expression], e: Expression) -> Expression:
    """Apply a function of entries, once for all axes along which an expression is repeated."""
    axes = tuple(sorted(_axes(e)))
    if len(axes) == len(e.shape):
        return f(e)
    assert isinstance(e, Product)  # only a product can be repeated along an axis
    return broadcast(f(_restricted(e.coefficient, e, axes)), e.shape, axes)


def up_to_transpose(make: Callable[..., Expression], *parts: Expression) -> Expression:
    """Return what is made of the parts, or the transpose of what is made of their transposes."""
    labels = fresh_labels(len(parts[0].shape))
    if len(labels) == 2:
        turned = [part.T for part in parts]
        first = next(
            (pair for pair in zip(turned, parts, strict=True) if pair[0] is not pair[1]), None
        )
        if first and reads_better(*first):
            return product(1, [(make(*turned), labels[::-1])], labels)
    return product(1, [(make(*parts), labels)], labels)


def _axes(e):
    """Return the axes on which an expression depends."""
    return {label for _, labels in e.factors for label in labels}.intersection(e.axes)
