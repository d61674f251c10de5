"""One call for every exercise, which says whether an answer is right, and what helps if not.

An answer is tried where the exercise asks, at its point and under its conditions. One in letters is
tried elsewhere too: if it is right only at the point, that is said, for it is what was asked.
Whatever a reader can type is answered in a sentence; what raises is a mistake of the exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import shorten
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.checking.entries import in_an_entry, reasons_here
from mathlib.teaching.checking.places import Finding, brackets, finding, same, shaped, wrong_shape
from mathlib.teaching.checking.refusals import (
    refuse_counted,
    refuse_numbers,
    refuse_separators,
)
from mathlib.teaching.checking.steps import with_rule
from mathlib.teaching.checking.typed import UnreadError, as_numbers, understood
from mathlib.teaching.checking.values import compared
from mathlib.teaching.checking.verdict import NOT_ANSWERED, RIGHT, Verdict
from mathlib.teaching.diagnosis.answers import UnusableError, called
from mathlib.teaching.diagnosis.candidate import Point
from mathlib.teaching.diagnosis.comparison import rounding
from mathlib.teaching.diagnosis.diagnose import judged, question_about
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.of_function import FunctionQuestion
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.sample_points import computed
from mathlib.witnesses.measurement import error_of
from mathlib.witnesses.sympy_components import as_entries

Array = np.ndarray
#: Reasons that count entries from 0; where numbers were typed, places are named in words.
COUNTED = {"one entry", "swapped entries"}
#: As much is said of an answer that cannot be taken; it may quote what was typed.
LONGEST = 300
ALMOST = "Nearly: a small part of it is missing, or wrong."
UNKNOWN = "it is neither a number nor a list of numbers, a formula or a function of NumPy."
#: What may be left where numbers of size 1 cancel.
ROUND_OFF = 1e-14


def check(
    answer: Any,
    y: Any,
    x: Any = None,
    at: Mapping[str, Any] | None = None,
    layout: str = "numerator",
    digits: int | None = None,
) -> Verdict:
    """Say whether an answer is right, and if not, where or why; for anything that can be typed.

    Parameters
    ----------
    answer : object
        A number, a list or an array; an expression, of this package or of SymPy; a function of
        NumPy; or a line of text such as ``"2 Xᵀ(Xw - y)"``. ``...`` and None are no answer yet.
    y : Expression, callable, number or array_like
        What was to be differentiated by `x`; without `x`, what the answer must be.
    x : Symbol or array_like, optional
        By what; where `y` is a function, the array at which its derivative is taken.
    at : mapping of str to array_like, optional
        The values of the symbols where the answer is asked for.
    layout : {"numerator", "denominator"}
        The layout that is asked for. A row or a column may always stand for a vector.
    digits : int, optional
        How many decimals were asked for; without it six digits must be right.

    Returns
    -------
    Verdict
        True if the answer is right; reads as a sentence or two, has `kind`, `hint(1)` to `hint(3)`
        and `reveal()`. The first sentence never contains the right number.

    Raises
    ------
    TypeError, ValueError
        If `y`, `x`, `at` or `layout` is unfit, which is a mistake of the exercise and not of the
        answer.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, t = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("t", "m")
    >>> loss = ml.sum((X @ w - t) ** 2)
    >>> check("2 Xᵀ(Xw - t)", loss, w)
    right
    >>> check("Xᵀ(Xw - t)", loss, w)
    The exponent 2 of (X w - t)∘² does not come down as a factor.
    >>> check([3, 5, 8], [3, 5, 9])
    Not right: the third entry is too small.
    """
    if x is None:
        return _of_value(answer, y, digits)
    question = question_about(y, x, layout)
    right = _right(question, at)
    verdict = _judged(answer, right, lambda: _of_derivative(answer, question, at, right))
    return verdict if verdict.right else with_rule(verdict, question, at)


def _judged(answer: Any, right: Any, judge: Callable[[], Verdict]) -> Verdict:
    """Judge an answer; what goes wrong in what was typed is said in a sentence."""
    if answer is None or answer is ...:
        return Verdict(False, "unanswered", NOT_ANSWERED, (), right)
    try:
        with np.errstate(all="ignore"):
            refuse_separators(answer, right)
            return judge()
    except (UnreadError, UnusableError) as error:
        said = str(error).replace("The answer", "Your answer", 1)
    except RecursionError:
        said = "Your answer is nested too deeply to be judged."
    except Exception as error:  # whatever somebody's object does when it is looked at
        known = isinstance(error, ValueError | TypeError)
        said = f"Your answer cannot be judged: {error if known else UNKNOWN}"
    return Verdict(False, "unread", shorten(said, LONGEST, placeholder=" ..."), (), right)


# ----------------------------------------------------------------------------------- derivatives


def _of_derivative(
    answer: Any, question: Question, at: Mapping[str, Any] | None, right: Any
) -> Verdict:
    """Judge a derivative, everywhere and where it is asked for."""
    letters = {symbol.name: symbol for symbol in getattr(question, "symbols", ())}
    given = understood(answer, letters, question.derivative.shape)
    if isinstance(given, Expression) and at is None:
        refuse_counted(given, question.derivative.shape)
    if isinstance(given, Expression) and not isinstance(question.y, Expression):
        raise UnreadError(
            "Your answer is in letters, and this exercise is about numbers: give the numbers at "
            "the point, or a function of it."
        )
    if isinstance(given, np.ndarray) and at is None and isinstance(question.y, Expression):
        asked = question.derivative.body
        if given.size > 1 or question.rank or (asked.symbols and given.item() % 1):
            refuse_numbers(given, letters, asked.shape)
        given = given.reshape(())
    if isinstance(given, np.ndarray) and question.rank == 1:
        column = shaped(given, np.zeros(given.size))  # a row or a column may stand for a vector
        given = given if column is None else column
    typed = isinstance(given, np.ndarray)
    everywhere = _diagnosed(given, question, at, right, typed)
    if everywhere.kind == "place" and isinstance(given, np.ndarray) and at is None and letters:
        refuse_numbers(given, letters, ())
    if everywhere.right or at is None or typed:
        return everywhere
    numbers = _at_point(given, question, at)
    here = _diagnosed(numbers, question, at, right, typed)
    if not here.right:
        return everywhere if everywhere.kind != "place" else here
    (point,) = question.points(numbers, at)
    off = np.abs(point.answer.reshape(point.right.shape) - point.right)
    # A small part that is missing must not pass for being right at this point.
    if (off > rounding(point.given) * point.magnitude + point.error).any():
        return everywhere
    return Verdict(
        True, "", f"right at this point, though not everywhere. Elsewhere: {everywhere}", (), right
    )


def _diagnosed(
    given: Any, question: Question, at: Mapping[str, Any] | None, right: Any, typed: bool
) -> Verdict:
    """Return what the diagnosis says, with the place instead of the numbers.

    Numbers that were typed are right with six digits, also where the derivative vanishes, for they
    were asked for at this point. A formula is held to every digit, and to where it can be told.
    """
    points = question.points(given, at)
    diagnosis = judged(question, given, points)
    differing = [p for p in points if not _same(p, question)]
    column = question.rank == 1 and any(r.kind == "layout" for r in diagnosis.reasons)
    if diagnosis.right or ((typed or column) and not differing):
        said = diagnosis.remark if diagnosis.right else RIGHT
        return Verdict(True, "", said, (), right)
    if typed and (form := brackets(given, question.in_layout(points[0].right))):
        return Verdict(False, form.kind, form.sentence, (), right)
    reasons = reasons_here(question, points, diagnosis)
    alone = len(points) == 1 and points[0].given.size == 1
    if alone and np.abs(points[0].given).item() == 1:  # many a rule comes to it
        reasons = ()
    if reasons and not (typed and reasons[0].kind in COUNTED):
        kind, sentence, hint = reasons[0]
        # One number is what many a mistake leads to.
        if alone:
            sentence = f"Perhaps: {sentence}"
        return Verdict(False, kind, sentence, (hint,), right)
    if not differing:
        told = question.is_told(points)
        return Verdict(False, "place", ALMOST if told else diagnosis.remark, (), right)
    found = _finding(differing[0], question, given)
    if found.kind == "place" and isinstance(question, FunctionQuestion) and question.one_by_one:
        return in_an_entry(found, question.one_by_one, points[0], right)
    return Verdict(False, found.kind, found.sentence, (), right)


def _finding(point: Point, question: Question, answer: Any) -> Finding:
    """Say what is wrong at a point where the numbers differ."""
    wanted = question.in_layout(point.right)
    found = shaped(point.given.astype(float), wanted)
    if found is not None:
        return finding(found, wanted)
    lengths = {n: name for name, n in point.sizes.items() if not name.isdigit()}
    in_letters = lengths if isinstance(answer, Expression) else {}
    return wrong_shape(point.given, wanted, in_letters)


def _same(point: Point, question: Question) -> bool:
    """Say whether an answer is right at a point, with six digits."""
    wanted = question.in_layout(point.right)
    found = shaped(point.given.astype(float), wanted)
    error = np.where(np.isfinite(point.error), point.error, 0)
    return found is not None and bool(same(found, wanted, question.in_layout(error)).all())


def _at_point(given: Any, question: Question, at: Mapping[str, Any]) -> Array:
    """Return the numbers that an answer in letters has at the point."""
    if isinstance(given, Expression) and isinstance(question, ExpressionQuestion):
        return computed(given, {**question.sizes_of(at), **at})
    return as_numbers(called(given, {n: np.asarray(v) for n, v in at.items()}, [question.name]))


def _right(question: Question, at: Mapping[str, Any] | None) -> Any:
    """Return the right answer: the formula, or the numbers at the point."""
    if at is None or not isinstance(question.y, Expression):
        return question.derivative
    return question.derivative.evaluate(**at)


# ---------------------------------------------------------------------------------------- values


def _of_value(answer: Any, value: Any, digits: int | None) -> Verdict:
    """Judge an answer against the value that it must be."""
    right = as_entries(value, "the value").astype(float)
    error = error_of(value)
    error = ROUND_OFF if error is None else error + ROUND_OFF
    if digits is not None:
        error = error + 0.5 * 10.0**-digits
    return _judged(answer, right[()], lambda: compared(answer, right, error))
