"""Functions that are no formula of elementary ones, or a less exact one: erf, lgamma, log1p."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.constants import as_expression, constant, is_number
from mathlib.symbolic.elementwise import function, function_of_entries
from mathlib.symbolic.exponentials import log
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Function
from mathlib.symbolic.writings import written


def erf(x: Any) -> Expression:
    """Return the error function of every entry: 2/√π times the integral of exp(-t²) from 0 on.

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
    >>> erf(vector("x", "n")).evaluate(x=[-1, 0, 2]).round(4)
    array([-0.8427,  0.    ,  0.9953])
    """
    return function_of_entries("erf", x)


def lgamma(x: Any) -> Expression:
    """Return the logarithm of the absolute value of the gamma function of every entry.

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
    >>> from mathlib.symbolic.derivative import derivative
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> derivative(lgamma(x), x)
    diag(digamma(x))
    """
    return function_of_entries("lgamma", x)


def log1p(x: Any) -> Expression:
    """Return log(1 + x) of every entry x, exact where x is small.

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
    >>> from mathlib.symbolic.derivative import derivative
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> derivative(log1p(x), x)
    diag(𝟏 ⊘ (x + 𝟏))
    """
    x = as_expression(x)
    if isinstance(x, Function) and x.name == "exp":
        return written(function("softplus", x.children[0]), "log1p", x)
    return written(function("log1p", x), "log1p", x)


def expm1(x: Any) -> Expression:
    """Return exp(x) - 1 of every entry x, exact where x is small.

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
    >>> from mathlib.symbolic.derivative import derivative
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> derivative(expm1(x), x)
    diag(exp(x))
    """
    return function_of_entries("expm1", x)


def digamma(x: Any) -> Expression:
    """Return the derivative of `lgamma` of every entry; at 0, -1, -2, ... it has none.

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
    >>> digamma(vector("x", "n")).evaluate(x=[1, 2, 3]).round(6)
    array([-0.577216,  0.422784,  0.922784])
    """
    return written(polygamma(0, x), "digamma", x)


def polygamma(order: int, x: Any) -> Expression:
    """Return the derivative of `digamma` of an order, of every entry.

    Parameters
    ----------
    order : int
        0 for `digamma` itself, 1 for its derivative, ...
    x : Expression or number
        Of any shape.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Raises
    ------
    TypeError
        If the order is no number.
    ValueError
        If the order is not 0, 1, 2, ...

    Examples
    --------
    >>> from mathlib.symbolic.derivative import derivative
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> derivative(digamma(x), x)
    diag(polygamma(1, x))
    """
    number = as_expression(order)
    if not is_number(number):
        raise TypeError(f"polygamma takes a whole number as its order, not {order}")
    if number.coefficient.denominator != 1 or number.coefficient < 0:
        raise ValueError(f"polygamma takes an order of 0, 1, 2, ..., not {order}")
    x = as_expression(x)
    if number.coefficient == 0:
        return written(function("digamma", x), "polygamma", constant(0), x)
    orders = constant(number.coefficient, x.shape)
    made = function("polygamma", orders, x)
    return written(made, "polygamma", number, x)


def polygamma_slope(order: Expression, x: Expression) -> Expression:
    """Return the partial derivative of `polygamma` by its second argument."""
    assert is_number(order)
    return polygamma(int(order.coefficient) + 1, x)


def log2(x: Any) -> Expression:
    """Return the logarithm to the base 2 of every entry.

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
    >>> log2(vector("x", "n"))
    log(x) / log(2)
    """
    return log(x) / log(constant(2))


def log10(x: Any) -> Expression:
    """Return the logarithm to the base 10 of every entry.

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
    >>> log10(vector("x", "n"))
    log(x) / log(10)
    """
    return log(x) / log(constant(10))
