"""The value of an expression at given values of its symbols: checked at the door, then interpreted.

What is computed with is handed in, so that this also runs where there is no NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathlib.evaluation import list_arrays
from mathlib.evaluation.arguments import (
    accepted_symbols,
    cancelled_symbols,
    check_names,
    checked_arguments,
    dimension_names,
    listed,
)
from mathlib.evaluation.arrays import Arrays
from mathlib.evaluation.interpreter import interpret
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.unknown_functions import unknown_names, with_known


def evaluate(e: Expression, values: Mapping[str, Any], arrays: Arrays) -> Any:
    """Return the value of an expression at the given values of its symbols.

    Parameters
    ----------
    e : Expression
        Of any shape.
    values : mapping
        An array for every symbol, and a number for every dimension that no array shows. A
        derivative takes every symbol of what was differentiated, even of one that dropped out. An
        unknown function takes a known one, such as ``f=ml.sin``.
    arrays : Arrays
        What to compute with: `numpy_arrays`, which is what ``e.evaluate(...)`` hands in, or
        `list_arrays`.

    Returns
    -------
    ndarray, or nested lists of numbers
        In the shape of the expression, of double precision.

    Raises
    ------
    TypeError
        If a name is unknown, or a value is not made of real numbers.
    ValueError
        If a value is missing, empty, masked, does not fit, or is not what its symbol is declared
        to be; or if a size is not a positive whole number.
    LinAlgError
        If a matrix that is inverted has no inverse.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    >>> (A @ x).evaluate(A=[[1, 0, 2], [0, 3, 0]], x=[1, 1, 1])
    array([3., 3.])
    >>> ml.eye("n").evaluate(n=2)
    array([[1., 0.],
           [0., 1.]])
    """
    if known := {name: value for name, value in values.items() if callable(value)}:
        known = {name: known[name] for name in unknown_names(e) & known.keys()}
        e = _with_known(e, known)
        values = {name: value for name, value in values.items() if name not in known}
    dimensions = dimension_names(e)
    accepted = accepted_symbols(e)
    if values.keys() - {*dimensions} - {s.name for s in accepted}:
        accepted |= cancelled_symbols(e, values)
    check_names(values, accepted, dimensions)
    symbols = sorted((s for s in accepted if s.name in values), key=lambda s: s.name)
    given = {name: values[name] for name in dimensions if name in values}
    found, sizes = checked_arguments(symbols, [values[s.name] for s in symbols], given, arrays)
    by_name = {symbol.name: array for symbol, array in zip(symbols, found, strict=True)}
    formula = e.body if e.of is None else e.with_symmetry
    missing = {s.name for s in formula.symbols} - by_name.keys()
    if missing:
        raise ValueError(f"no value for {listed(missing)}")
    try:
        return arrays.result(interpret(formula, by_name, sizes, arrays), found)
    except arrays.SingularMatrixError:
        raise arrays.SingularMatrixError(
            f"{e} has no value here: a matrix in it has no inverse"
        ) from None


def _with_known(e: Expression, known: Mapping[str, Any]) -> Expression:
    """Return an expression with known functions; of a derivative, the derivative of that."""
    if isinstance(e, Derivative):
        assert e.of is not None
        return Derivative(_with_known(e.of, known), e.by, e.is_gradient)
    return with_known(e, known)


def on_lists(e: Expression, values: Mapping[str, Any]) -> Any:
    """Return the value of an expression as nested lists of numbers, computed without NumPy.

    Parameters
    ----------
    e : Expression
        Of any shape.
    values : mapping
        As for `evaluate`, arrays as nested lists: small ones, of sizes up to ten or so.

    Returns
    -------
    float, or nested lists of float
        In the shape of the expression.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    >>> on_lists(A @ x, {"A": [[1, 0, 2], [0, 3, 0]], "x": [1, 1, 1]})
    [3.0, 3.0]
    """
    return evaluate(e, values, list_arrays)
