"""One output of a function at a time: which mistake made its entries wrong.

A function that takes its array apart, or returns a list, is no formula as a whole, but each of its
outputs is one. So where an entry is wrong, it is asked about as the derivative of one output, and
what the diagnosis says of it is said of that entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.checking.places import Finding, same
from mathlib.teaching.checking.verdict import Verdict
from mathlib.teaching.diagnosis.answers import UnusableError
from mathlib.teaching.diagnosis.array_mutations import TIMES_TOO
from mathlib.teaching.diagnosis.candidate import Point
from mathlib.teaching.diagnosis.entry_tracer import Outputs
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.diagnosis.result import Diagnosis, Reason
from mathlib.teaching.diagnosis.search import search

Array = np.ndarray
#: Where more places than these are wrong, the whole is, and not an entry.
SEVERAL = 6
#: Kinds of which some member comes to any one number.
BY_CHANCE = {"outer vs inner"}
STANDS_STILL = "Does this output move at all when the variable does?"


def in_an_entry(place: Finding, outputs: Outputs, p: Point, right: Any) -> Verdict:
    """Return what is wrong with one output, if nothing is known that is wrong with the whole."""
    reasons, certain = reasons_apart(outputs, p)
    if not reasons:
        return Verdict(False, place.kind, place.sentence, (), right)
    kind, sentence, hint = reasons[0]
    if not certain and "whole answer" in sentence:  # of an entry among others it is not said
        return Verdict(False, place.kind, place.sentence, (), right)
    said = sentence if certain else f"{place.sentence} Perhaps: {sentence}"
    return Verdict(False, kind, said, (hint,), right)


def reasons_apart(outputs: Outputs, p: Point) -> tuple[Sequence[Reason], bool]:
    """Return what made the first wrong entry wrong, and whether it explains all that are.

    Parameters
    ----------
    outputs : Outputs
        What is differentiated, output by output.
    p : Point
        The derivative and an answer of its shape.
    """
    asked = list(_asked(outputs, p))
    if not 0 < len(asked) <= SEVERAL:
        return [], False
    first, *others = (_reasons(outputs, *one) for one in asked)
    told = [{reason.sentence for reason in reasons} for reasons in others]
    common = [reason for reason in first if all(reason.sentence in said for said in told)]
    given = asked[0][-1]
    several = bool(others) or given.size > 1
    if common and several:
        return common, True
    # To 0 and 1 many a rule comes, unless the other entries tell of the same kind of mistake.
    alike = others and first and all(first[0].kind in {r.kind for r in one} for one in others)
    by_chance = given.size == 1 and abs(given.item()) in (0, 1) and not alike
    return ([] if by_chance else first), False


def _asked(outputs: Outputs, p: Point) -> Iterator[tuple[int, int, Array]]:
    """Yield which output by which variable is wrong, and what was given for it."""
    rows, columns = len(outputs.expressions), len(outputs.variables)
    given, right = (array.reshape(rows, columns, -1) for array in (p.answer, p.right))
    wrong = ~same(given, right).all(axis=-1)
    for i, j in np.argwhere(wrong):
        yield int(i), int(j), given[i, j]


def _reasons(outputs: Outputs, i: int, j: int, given: Array) -> Sequence[Reason]:
    """Return the reasons why a number, or a row of them, is not the derivative of one output."""
    y, x = outputs.expressions[i], outputs.variables[j]
    if not isinstance(y, Expression) or x not in y.symbols:
        said = f"{y if isinstance(y, Expression) else f'{y:.6g}'} does not change with {x}."
        return [Reason("missing path", said, STANDS_STILL)]
    question = ExpressionQuestion(y, x, "numerator")
    at = {symbol.name: outputs.values[symbol.name] for symbol in y.symbols}
    answer = given.reshape(np.shape(outputs.values[x.name]))
    try:
        points = question.points(answer, at)
        return reasons_here(question, points, question.diagnosis(points))
    except (UnusableError, ValueError):
        return []


def reasons_here(question: Question, points: list[Point], diagnosis: Diagnosis) -> Sequence[Reason]:
    """Return why an answer is wrong; of one number no ratio, which would give the right one away.

    What makes one number twice too large may be a broken rule, which another point would tell.
    """
    if len(points) > 1 or points[0].given.size > 1:
        return diagnosis.reasons
    kinds = {reason.kind for reason in diagnosis.reasons[:1]}
    if kinds & BY_CHANCE:
        return ()
    if all(TIMES_TOO not in reason.sentence for reason in diagnosis.reasons):
        return diagnosis.reasons
    return search(question.single(points), points, question.letters)
