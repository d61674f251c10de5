"""Functions of every entry, under NumPy's names where NumPy has them.

They simplify themselves where that is exact: wherever the function as it is written has a value,
what it becomes has the same one. At a kink a derivative is chosen, see `relu` and `maximum`; there
a simplification may choose another one.
"""

from __future__ import annotations

import builtins
from fractions import Fraction
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import entrywise, power, up_to_transpose
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.constants import as_expression, is_number
from mathlib.symbolic.exponential_rules import is_negated
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.writings import written

#: Those that have no negative value.
NONNEGATIVE = {"exp", "sigmoid", "relu", "step", "at_least_zero", "softplus", "abs", "cosh"}
#: f(-x) is -f(x), or f(x).
ODD = {"sin", "tan", "tanh", "sinh", "arcsin", "arctan", "arcsinh", "arctanh", "erf", "sign"}
EVEN = {"cos", "cosh", "abs"}
#: f(c x) is f(x) for every positive number c.
OF_DIRECTION = {"step", "at_least_zero", "sign"}


def function(name: str, *arguments: Expression) -> Expression:
    """Return a function of every entry; of matrices and their transposes, only one is stored."""
    if len(arguments) > 1:
        nonnegative = all(argument.nonnegative for argument in arguments)
        return up_to_transpose(lambda *core: nodes.Function(name, core, nonnegative), *arguments)
    return entrywise(lambda e: _of_entries(name, e), arguments[0])


def _of_entries(name, x):
    if name in ODD | EVEN and is_negated(x):
        return scale(-1 if name in ODD else 1, _of_entries(name, scale(-1, x)))
    if name in OF_DIRECTION and not is_number(x):
        x = scale(Fraction(1) / _size_of_all(x), x)
    return up_to_transpose(lambda core: nodes.Function(name, (core,), name in NONNEGATIVE), x)


def _size_of_all(x):
    """Return the size of the number in front; of a sum, only one that all terms have."""
    numbers = [c for c, _ in x.terms] if isinstance(x, nodes.Sum) else [split_coefficient(x)[0]]
    sizes = {builtins.abs(c) for c in numbers}
    return sizes.pop() if len(sizes) == 1 else 1


def function_of_entries(name: str, x: Any) -> Expression:
    """Return the function of this name of every entry, and note that it was written so."""
    x = as_expression(x)
    return written(function(name, x), name, x)


def sqrt(x: Any) -> Expression:
    """Return the square root of every entry. At 0 it has no derivative, which is inf or nan there.

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
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> sqrt(A @ x).shape
    ('m',)
    >>> sqrt(x).evaluate(x=[1, 4, 9])
    array([1., 2., 3.])
    """
    x = as_expression(x)
    return written(power(x, Fraction(1, 2)), "sqrt", x)


def sin(x: Any) -> Expression:
    """Return the sine of every entry.

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
    >>> from mathlib.symbolic.derivative import derivative
    >>> x = vector("x", "n")
    >>> derivative(sin(x), x)
    diag(cos(x))
    """
    return function_of_entries("sin", x)


def cos(x: Any) -> Expression:
    """Return the cosine of every entry.

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
    >>> from mathlib.symbolic.derivative import derivative
    >>> x = vector("x", "n")
    >>> derivative(cos(x), x)
    -diag(sin(x))
    """
    return function_of_entries("cos", x)


def tanh(x: Any) -> Expression:
    """Return the hyperbolic tangent of every entry.

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
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> tanh(A @ x).shape
    ('m',)
    >>> tanh(x).evaluate(x=[0, 1000])
    array([0., 1.])
    """
    return function_of_entries("tanh", x)


def relu(x: Any) -> Expression:
    """Return the positive part of every entry. Its derivative at 0 is taken to be 0.

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
    >>> relu(vector("x", "n")).evaluate(x=[-1, 0, 2])
    array([0., 0., 2.])
    """
    x = as_expression(x)
    return written(x if x.nonnegative else function("relu", x), "relu", x)


def abs(x: Any) -> Expression:
    """Return the absolute value of every entry. Its derivative at 0 is taken to be 0.

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
    >>> from mathlib.symbolic.symbols import matrix
    >>> abs(matrix("A", "m", "n")).evaluate(A=[[1, -2, 0]])
    array([[1., 2., 0.]])
    """
    x = as_expression(x)
    return written(x if x.nonnegative else function("abs", x), "abs", x)


def sign(x: Any) -> Expression:
    """-1, 0 or 1 for every entry.

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
    >>> from mathlib.symbolic.symbols import matrix
    >>> sign(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[ 1., -1.,  0.]])
    """
    return function_of_entries("sign", x)
