"""The logistic sigmoid and what is made of it; none of it overflows where it is computed."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.canonical_form import add
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.elementwise import function, function_of_entries
from mathlib.symbolic.exponential_rules import is_negated
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.writings import written


def sigmoid(x: Any) -> Expression:
    """1 / (1 + exp(-x)) of every entry x, computed without overflow.

    Parameters
    ----------
    x : Expression or number
        Of any shape.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> sigmoid(vector("x", "n")).evaluate(x=[-1000, 0, 1000]).round(3)
    array([0. , 0.5, 1. ])
    """
    x = as_expression(x)
    if is_negated(x):
        return written(add(1, scale(-1, function("sigmoid", scale(-1, x)))), "sigmoid", x)
    return written(function("sigmoid", x), "sigmoid", x)


def softplus(x: Any) -> Expression:
    """log(1 + exp(x)) of every entry x, computed without overflow.

    Parameters
    ----------
    x : Expression or number
        Of any shape.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> softplus(vector("x", "n")).evaluate(x=[-1000, 1000])
    array([   0., 1000.])
    """
    return function_of_entries("softplus", x)
