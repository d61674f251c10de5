"""Why an answer is wrong: which mistake leads to exactly these numbers.

An answer is compared with the derivative at several random points whose dimensions are distinct
primes, so that a factor 2 is never a factor m. If it differs, mistakes are tried from the simplest
to the rarest: the layout of the whole; one broken rule; a number in front of the whole; one slip in
the finished formula; two of these at once. The first of these stages that explains the answer at
*all* points gives the reasons, and no stage is asked once an earlier one has answered.
Zeros are explained by no mistake, unless they are a sum of the rows of a Jacobian; nor are one
or two numbers by two mistakes at once. What no mistake explains is said to be unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathlib.symbolic.expression import Expression
from mathlib.teaching.diagnosis.answers import UnusableError
from mathlib.teaching.diagnosis.candidate import Point
from mathlib.teaching.diagnosis.conditions import condition, met
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.of_function import FunctionQuestion
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.diagnosis.result import Diagnosis


def diagnose(
    answer: Any,
    y: Any,
    x: Any,
    at: Mapping[str, Any] | None = None,
    layout: str = "numerator",
) -> Diagnosis:
    """Say whether a derivative is right, and if not, which mistake leads to it.

    Parameters
    ----------
    answer : Expression, array_like, number, callable or ...
        The derivative to be judged: an expression in symbols of `y`; an array, which needs `at`;
        a function that takes values by the names of symbols of `y`; or ``...`` as long as there is
        none. Anything that NumPy can make an array of is an array.
    y : Expression or callable
        What was differentiated: an expression, or any NumPy function of one array.
    x : Symbol or array_like
        By what; where `y` is a function, the array at which it is taken.
    at : mapping of str to array_like, optional
        The values of all symbols at which an array was computed. Expressions and functions are
        compared there and at random points.
    layout : {"numerator", "denominator"}
        The layout in which the answer is meant.

    Returns
    -------
    Diagnosis
        Reads as ``right``, as the first reason and its hint, or as the first entry that differs.
        If `y` is a function its derivative is measured. Mistakes are found as in an expression if
        what it does can be written as one (see `numpy_tracer`), otherwise only those that show
        in the numbers. An answer that is a function of `x` is also tried near `x`.

    Raises
    ------
    TypeError
        If `answer`, `y`, `x` or `at` is none of these.
    ValueError
        If an array comes without `at`, a value is missing or does not fit, the answer has symbols
        that `y` has not, or `layout` is no layout.

    Notes
    -----
    Every entry is compared by itself. It may be off by 1e-9 of its size, or by 3e-4 if the answer
    is of single precision, and by what rounding may do to it where large terms cancel; an array
    that looks measured, by the error of measuring. At a kink any slope between those on its sides
    is right. Nothing is called right where the derivative vanishes at every point that is tried.

    The search for reasons is bounded by the number of formulas that it tries (see `stages`): of
    some thousand nodes' worth for a stage. In long formulas, such as those of ten layers, the steps
    near the output are tried first, and what is beyond the bound is said to be unexplained.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, t = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("t", "m")
    >>> loss = ml.sum((X @ w - t) ** 2)
    >>> ml.diagnose(2 * X.T @ (X @ w - t), loss, w)
    right
    >>> ml.diagnose(X.T @ (X @ w - t), loss, w)
    The exponent 2 of (X w - t)∘² does not come down as a factor.
    Follow the number: where does a square put it, and what becomes of it?
    """
    if at is not None and not isinstance(at, Mapping):
        raise TypeError(f"at maps names to arrays, as in at={{'x': [1, 2]}}, but it is {at!r}")
    if answer is ...:
        return Diagnosis(False, (), None, "not answered yet")
    question = question_about(y, x, layout)
    try:
        return judged(question, answer, question.points(answer, at))
    except UnusableError as error:
        return Diagnosis(False, (), question.derivative, str(error))


def judged(question: Question, answer: Any, points: list[Point]) -> Diagnosis:
    """Compare an answer with the derivative, look for reasons, and for a condition.

    What is right under a condition is right if it is met at the reader's own point, the first.
    """
    found = question.diagnosis(points)
    if found.right or found.reasons or not isinstance(question, ExpressionQuestion):
        return found
    reason = condition(question, answer, points)
    if reason is None:
        return found
    if question.is_right(points[0]) and (what := met(question, points[0])):
        return Diagnosis(True, (), found.derivative, f"right, as {what} to 1 here")
    return Diagnosis(False, (reason,), found.derivative, "")


def question_about(y: Any, x: Any, layout: str) -> Question:
    """Return the question what the derivative of `y` by `x` is."""
    if layout not in ("numerator", "denominator"):
        raise ValueError(f"layout is 'numerator' or 'denominator', not {layout!r}")
    kind = ExpressionQuestion if isinstance(y, Expression) else FunctionQuestion
    return kind(y, x, layout)
