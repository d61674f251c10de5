"""What goes wrong in an answer as a whole: its layout, a number in front, a sum that is left out.

These are the simplest mistakes, and need no formula: they are asked for first, and again on top of
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, topological_order
from mathlib.teaching.diagnosis.array_mutations import (
    compound,
    inner_products,
    number_mutations,
    of_right,
    shape_mutations,
)
from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.comparison import gives, is_multiple
from mathlib.teaching.diagnosis.index_mutations import sizes as sizes_of_labels
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.diagnosis.sum_mutations import sums

Array = np.ndarray


def shapes(question: Question) -> list[Candidate]:
    """Return what needs no rule to go wrong: layout, and a sum that is missing."""
    declared = getattr(question.x, "declared_symmetric", False)
    made = shape_mutations(question.outputs, question.rank, question.other, declared)
    return [*map(of_right, made), _row_for_column(question), _terms_apart(question)]


def numbers(names: Iterable[str]) -> list[Candidate]:
    """Return what comes of a number in front of the whole; names of sizes are given."""
    return [of_right(m) for m in number_mutations(names)]


def telling_names(y: Expression, points: list[Point]) -> list[str]:
    """Return the sizes by which a number may be called, those of numbers among them.

    At the reader's point a size may be 1 or 2, or a number of the formula; then it is none. And
    where nothing is added up, a number is no size but by chance.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.vector("x", "n")
    >>> p = Point({}, {"n": 5, "3": 3}, *[np.ones(5)] * 5, None, None)
    >>> telling_names(ml.mean(x**3), [p]), telling_names(x**3, [p])
    (['n', '3'], ['3', '5'])
    """
    sizes = points[0].sizes
    numbers = {1, 2, *(n for name, n in sizes.items() if name.isdigit())}
    names = [name for name, n in sizes.items() if name.isdigit() or n not in numbers]
    if len(points) > 1:
        return names
    added = _added_up(y)
    told = [name for name in names if name.isdigit() or name in added]
    return [*told, *sorted({str(sizes[name]) for name in names} - {str(sizes[n]) for n in told})]


def _added_up(y: Expression) -> set[Dimension]:
    """Return the dimensions along which something is added up, or averaged."""
    found: set[Dimension] = set()
    for e in topological_order(y):
        if isinstance(e, nodes.Size):
            found.add(e.dimension)
        elif isinstance(e, nodes.Product):
            lengths = sizes_of_labels(e)
            found |= {lengths[label] for label in e.summed}
    return found


def inner_for_outer(question: Question) -> list[Candidate]:
    """Return what comes of inner products for outer ones."""
    return [of_right(m) for m in inner_products(question.rank)] if question.outputs != 1 else []


def on_top(
    first: Candidate, question: Question, names: Iterable[str], p: Point
) -> Iterator[Candidate]:
    """Yield a candidate with another mutation on top: a number, or a sum.

    Not the layout: with a transposed factor it is another order, and no second mistake. Numbers are
    tried only if at some point the answer is a multiple of what the candidate gives there.
    """
    known: dict[Point, Array | None] = {}

    def evaluate(p: Point) -> Array | None:
        if p not in known:
            known[p] = first.evaluate(p)
        return known[p]

    array = evaluate(p)
    if array is None or array.shape != p.right.shape:
        return
    remembered = replace(first, evaluate=evaluate)
    shaped = shape_mutations(question.outputs, question.rank, "another")
    for mutation in [*(number_mutations(names) if is_multiple(p, array) else ()), *shaped]:
        if mutation.kind != "layout":
            yield compound(remembered, mutation)


def _row_for_column(question: Question) -> Candidate:
    lies = "column" if (question.outputs == 0) == (question.layout == "numerator") else "row"
    said = f"This is a {lies}, which is right in {question.other} layout."

    def evaluate(p: Point) -> Array | None:
        return p.right if p.right.ndim == 1 and p.given.ndim == 2 else None

    return Candidate("row for column", "layout", said, evaluate)


def _terms_apart(question: Question) -> Candidate:
    def evaluate(p: Point) -> Array | None:
        right = question.in_layout(p.right)
        summed = any(_is_sum(p, total, right) for total in sums(p.given))
        return question.in_numerator(p.given) if summed else None

    said = "A sum is missing: each of its terms stands apart."
    return Candidate("terms apart", "batch sum", said, evaluate)


def _is_sum(p: Point, total: Array, right: Array) -> bool:
    """Whether a sum over an answer is the derivative."""
    if np.squeeze(total).shape != np.squeeze(right).shape:
        return False
    error = np.zeros_like(right)
    return gives(Point(p.values, p.sizes, right, error, np.abs(right), total, total), right)
