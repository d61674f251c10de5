"""What networks bend their signals with, and losses that bend: made of other functions.

None of them is a node with a rule of its own: a derivative comes from what they are made of. Each
is written as a sum of its pieces, every piece with the mask of where it holds, so that the
derivative reads the same way, and no piece overflows where it does not hold.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic.arithmetic import add, multiply
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.comparisons import at_least_zero, step
from mathlib.symbolic.constants import as_expression, constant, exact, is_number
from mathlib.symbolic.elementwise import abs, tanh
from mathlib.symbolic.exponentials import exp, log
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.logistic import sigmoid
from mathlib.symbolic.special_functions import erf

HALF = Fraction(1, 2)
#: √(2/π) and the number before the cube in the approximation of `gelu`.
SQRT_2_OVER_PI, CUBE = exact(0.7978845608028654), exact(0.044715)


def logsigmoid(x: Any) -> Expression:
    """Return the logarithm of the sigmoid of every entry, computed without overflow.

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
    >>> logsigmoid(vector("x", "n")).evaluate(x=[-1000, 0, 4]).round(2)
    array([-1.0e+03, -6.9e-01, -2.0e-02])
    """
    return log(sigmoid(x))


def silu(x: Any) -> Expression:
    """Return x sigmoid(x) of every entry x: the sigmoid linear unit, also called swish.

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
    >>> silu(vector("x", "n"))
    x ⊙ sigmoid(x)
    """
    return multiply(x, sigmoid(x))


def gelu(x: Any, approximate: str = "none") -> Expression:
    """Return x Φ(x) of every entry x: the Gaussian error linear unit, Φ the normal distribution.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    approximate : {"none", "tanh"}
        Φ by `erf`, or the approximation of it by `tanh`.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Raises
    ------
    ValueError
        If `approximate` is unknown.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> gelu(vector("x", "n")).evaluate(x=[-1, 0, 2]).round(4)
    array([-0.1587,  0.    ,  1.9545])
    """
    x = as_expression(x)
    if approximate not in ("none", "tanh"):
        raise ValueError(f"approximate is 'none' or 'tanh', not {approximate!r}")
    if approximate == "tanh":
        inside = scale(SQRT_2_OVER_PI, add(x, scale(CUBE, power(x, 3))))
        return scale(HALF, multiply(x, add(1, tanh(inside))))
    root = power(constant(2), -HALF)
    return scale(HALF, multiply(x, add(1, erf(multiply(root, x)))))


def elu(x: Any, alpha: Any = 1) -> Expression:
    """Return x where an entry is positive, and alpha (exp(x) - 1) elsewhere.

    At 0 its derivative is taken to be alpha, as it is from the left.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    alpha : Expression or number, optional
        How far down it goes.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> elu(vector("x", "n")).evaluate(x=[-1000, 0, 1000])
    array([  -1.,    0., 1000.])
    """
    x = as_expression(x)
    below = multiply(at_least_zero(scale(-1, x)), x)
    return add(multiply(step(x), x), multiply(alpha, add(exp(below), -1)))


def leaky_relu(x: Any, slope: Any = 0.01) -> Expression:
    """Return x where an entry is positive, and slope times x elsewhere.

    At 0 its derivative is taken to be the slope.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    slope : Expression or number, optional
        The slope where entries are negative.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> leaky_relu(vector("x", "n"), 0.5).evaluate(x=[-3, 0, 2])
    array([-1.5,  0. ,  2. ])
    """
    x = as_expression(x)
    return add(multiply(step(x), x), multiply(slope, multiply(at_least_zero(scale(-1, x)), x)))


def huber(x: Any, delta: Any = 1) -> Expression:
    """Return x²/2 where an entry is at most delta in size, and delta (abs(x) - delta/2) elsewhere.

    Parameters
    ----------
    x : Expression or number
        What is left over: a prediction less its target, of any shape.
    delta : Expression or number, optional
        A positive number: from where on the loss is linear.

    Returns
    -------
    Expression
        Of the shape of `x`: the loss of every entry.

    Raises
    ------
    ValueError
        If delta is a number and not positive.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> huber(vector("x", "n"), 2).evaluate(x=[-1, 0, 5])
    array([0.5, 0. , 8. ])
    """
    x, delta = as_expression(x), as_expression(delta)
    if is_number(delta) and delta.coefficient <= 0:
        raise ValueError(f"delta of huber must be positive, not {delta}")
    size = abs(x)
    near, far = at_least_zero(delta - size), step(size - delta)
    square = multiply(near, scale(HALF, power(x, 2)))
    return add(square, multiply(far, multiply(delta, size - scale(HALF, delta))))


def softsign(x: Any) -> Expression:
    """Return x / (1 + abs(x)) of every entry x.

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
    >>> softsign(vector("x", "n")).evaluate(x=[-3, 0, 1])
    array([-0.75,  0.  ,  0.5 ])
    """
    x = as_expression(x)
    return multiply(x, power(add(1, abs(x)), -1))
