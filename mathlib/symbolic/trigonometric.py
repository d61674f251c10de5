"""Angles and hyperbolas: the functions beside sin, cos and tanh, under NumPy's names."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.elementwise import function_of_entries
from mathlib.symbolic.expression import Expression


def tan(x: Any) -> Expression:
    """Return the tangent of every entry.

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
    >>> derivative(tan(x), x)
    diag(tan(x)∘² + 𝟏)
    """
    return function_of_entries("tan", x)


def arcsin(x: Any) -> Expression:
    """Return the angle between -π/2 and π/2 whose sine is the entry, of every entry.

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
    >>> derivative(arcsin(x), x)
    diag(𝟏 ⊘ sqrt(𝟏 - x∘²))
    """
    return function_of_entries("arcsin", x)


def arccos(x: Any) -> Expression:
    """Return the angle between 0 and π whose cosine is the entry, of every entry.

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
    >>> derivative(arccos(x), x)
    -diag(𝟏 ⊘ sqrt(𝟏 - x∘²))
    """
    return function_of_entries("arccos", x)


def arctan(x: Any) -> Expression:
    """Return the angle between -π/2 and π/2 whose tangent is the entry, of every entry.

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
    >>> derivative(arctan(x), x)
    diag(𝟏 ⊘ (x∘² + 𝟏))
    """
    return function_of_entries("arctan", x)


def sinh(x: Any) -> Expression:
    """Return the hyperbolic sine of every entry.

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
    >>> derivative(sinh(x), x)
    diag(cosh(x))
    """
    return function_of_entries("sinh", x)


def cosh(x: Any) -> Expression:
    """Return the hyperbolic cosine of every entry; its logarithm does not overflow.

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
    >>> derivative(cosh(x), x)
    diag(sinh(x))
    """
    return function_of_entries("cosh", x)


def arcsinh(x: Any) -> Expression:
    """Return the number whose hyperbolic sine is the entry, of every entry.

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
    >>> derivative(arcsinh(x), x)
    diag(𝟏 ⊘ sqrt(x∘² + 𝟏))
    """
    return function_of_entries("arcsinh", x)


def arccosh(x: Any) -> Expression:
    """Return the number, 0 or more, whose hyperbolic cosine is the entry, of every entry.

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
    >>> derivative(arccosh(x), x)
    diag(𝟏 ⊘ sqrt(x∘² - 𝟏))
    """
    return function_of_entries("arccosh", x)


def arctanh(x: Any) -> Expression:
    """Return the number whose hyperbolic tangent is the entry, of every entry.

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
    >>> derivative(arctanh(x), x)
    diag(𝟏 ⊘ (𝟏 - x∘²))
    """
    return function_of_entries("arctanh", x)
