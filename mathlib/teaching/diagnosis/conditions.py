"""An answer that is right under a condition which the function does not state.

Targets of a classification are probabilities: they sum to 1, and then the gradient of the
cross-entropy is ``softmax(z) - y``, the most written gradient of the field. For any other ``y`` a
factor is missing in it. So where nothing explains a formula, it is tried with values that sum to 1;
and what is wrong even there is sought there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.diagnosis.answers import UnusableError
from mathlib.teaching.diagnosis.candidate import Point
from mathlib.teaching.diagnosis.hints import HINTS
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.result import Reason

Array = np.ndarray
#: At so many points an answer has to be right.
TRIED = 3
#: Functions whose slopes are shares: what they are compared with often sums to 1.
OF_SHARES = (nodes.Softmax, nodes.LogSumExp)
#: What may be between a sum and 1.
ROUNDED = 1e-6


def condition(question: ExpressionQuestion, answer: Any, points: list[Point]) -> Reason | None:
    """Return under which condition a formula, or a function of NumPy, is right, if that is known.

    Examples
    --------
    >>> import mathlib as ml
    >>> z, y = ml.vectors("z y", "n")
    >>> question = ExpressionQuestion(-y @ ml.log(ml.softmax(z)), z, "numerator")
    >>> answer = ml.softmax(z) - y
    >>> condition(question, answer, question.points(answer, None)).sentence
    'This is right where the entries of y sum to 1, and not for any y.'
    """
    if not isinstance(answer, Expression) and not callable(answer):
        return None
    tried = {axis: _tried(question, answer, points, *axis) for axis in _axes(question)}
    for (symbol, axis), found in tried.items():
        if found and all(map(question.is_right, found)) and question.is_told(found):
            said = f"This is right where {_summed(symbol, axis)} to 1, and not for any {symbol}."
            return Reason("condition", said, HINTS["condition"])
    if not any(isinstance(e, OF_SHARES) for e in topological_order(question.y)):
        return None
    for (symbol, axis), found in tried.items():
        for reason in question.diagnosis(found).reasons if found else ():
            said = f"Where {_summed(symbol, axis)} to 1: {reason.sentence}"
            return reason._replace(sentence=said)
    return None


def _axes(question: ExpressionQuestion) -> Iterator[tuple[Symbol, int]]:
    """Yield what may sum to 1: each axis of each symbol but the variable."""
    for symbol in sorted(question.symbols, key=lambda s: s.name):
        for axis in range(len(symbol.shape) if symbol is not question.x else 0):
            yield symbol, axis


def met(question: ExpressionQuestion, p: Point) -> str:
    """Return what sums to 1 at a point, in words; empty if nothing does."""
    for symbol, axis in _axes(question):
        if (np.abs(np.sum(p.values[symbol.name], axis) - 1) <= ROUNDED).all():
            return _summed(symbol, axis)
    return ""


def _summed(symbol: Symbol, axis: int) -> str:
    if len(symbol.shape) == 1:
        return f"the entries of {symbol} sum"
    return f"each {'row' if axis else 'column'} of {symbol} sums"


def _tried(
    question: ExpressionQuestion, answer: Any, points: list[Point], symbol: Symbol, axis: int
) -> list[Point]:
    """Return points at which the values of a symbol sum to 1 along an axis; none if it has none."""
    try:
        return [question.point(_with_shares(p, symbol, axis), answer) for p in points[-TRIED:]]
    except (UnusableError, ValueError):
        return []


def _with_shares(p: Point, symbol: Symbol, axis: int) -> dict[str, Any]:
    """Return the values of a point, those of one symbol made positive and summed to 1."""
    value = np.abs(p.values[symbol.name]) + ROUNDED
    return {**p.values, symbol.name: value / value.sum(axis, keepdims=True)}
