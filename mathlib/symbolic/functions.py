"""The functions of expressions, under NumPy's names where NumPy has them.

Functions of every entry simplify themselves where that is exact, ``log(exp(x)) = x``; softmax and
logsumexp stay whole, so that they are read by name and computed without overflow.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Real
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import (
    add,
    broadcast,
    broadcast_shapes,
    entrywise,
    power,
    product,
    up_to_transpose,
)
from mathlib.symbolic.constants import as_expression, constant, exact, is_number, is_zero, size
from mathlib.symbolic.expression import Expression, dimension_factors, shape_text
from mathlib.symbolic.indices import fresh_labels

# ------------------------------------------------------------------------------------ products


def multiply(left: Any, right: Any) -> Expression:
    """Return the product entry by entry, shapes aligned at their last axes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> multiply(matrix("A", "m", "n"), vector("x", "n"))
    A diag(x)
    """
    left, right = as_expression(left), as_expression(right)
    shape = broadcast_shapes(left.shape, right.shape, "multiplied")
    labels = fresh_labels(len(shape))
    factors = [(e, labels[len(shape) - len(e.shape) :]) for e in (left, right)]
    return product(1, factors, labels)


def matmul(left: Any, right: Any) -> Expression:
    """Return the matrix product: the last axis of `left` meets the first of `right`.

    Raises
    ------
    ValueError
        If the dimensions that meet differ, or one side has no axis.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> matmul(vector("y", "m"), matrix("A", "m", "n")).shape
    ('n',)
    """
    left, right = as_expression(left), as_expression(right)
    if not left.shape or not right.shape:
        raise ValueError("@ takes vectors and matrices; multiply by a scalar with *")
    if len(right.shape) > 2:
        raise ValueError(
            f"the right side of @ must be a vector or a matrix, not {shape_text(right.shape)}"
        )
    if left.shape[-1] != right.shape[0]:
        raise ValueError(
            f"shapes {shape_text(left.shape)} and {shape_text(right.shape)} do not fit: @ needs "
            f"the last dimension on the left, {left.shape[-1]}, to be the first on the right, "
            f"{right.shape[0]}; a transpose may be missing"
        )
    *rows, meeting = fresh_labels(len(left.shape))
    columns = fresh_labels(len(right.shape) - 1)
    return product(1, [(left, (*rows, meeting)), (right, (meeting, *columns))], (*rows, *columns))


# ------------------------------------------------------------------------- functions of entries

#: Those that have no negative value.
NONNEGATIVE = {"exp", "sigmoid", "relu", "step", "softplus", "abs"}


def function(name: str, *arguments: Expression) -> Expression:
    """Return a function of every entry; matrices are turned so that transposes agree."""
    if len(arguments) > 1:
        return nodes.Function(name, arguments, all(a.nonnegative for a in arguments))
    return entrywise(lambda e: _of_entries(name, e), arguments[0])


def _of_entries(name, x):
    return up_to_transpose(lambda core: nodes.Function(name, (core,), name in NONNEGATIVE), x)


def exp(x: Any) -> Expression:
    """Return the exponential of every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> exp(vector("x", "n")).evaluate(x=[0, 1]).round(3)
    array([1.   , 2.718])
    """
    x = as_expression(x)
    return x.children[0] if _is(x, "log") else function("exp", x)


def log(x: Any) -> Expression:
    """Return the natural logarithm of every entry; of a positive product, the sum of logarithms.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> p, q = vector("p", "n", positive=True), vector("q", "n", positive=True)
    >>> log(p * q)
    log(p) + log(q)
    """
    x = as_expression(x)
    if _is(x, "exp"):
        return x.children[0]
    if isinstance(x, nodes.Softmax):
        return x.base - broadcast(logsumexp(x.base, axis=-1), x.shape, x.axes[:-1])
    if isinstance(x, nodes.Power) and x.base.nonnegative:
        return x.exponent * log(x.base)
    if isinstance(x, nodes.Product) and x.factors and x.coefficient == 1 and _apart(x):
        logarithms = (product(1, [(log(e), ls)], x.axes, x.shape) for e, ls in x.factors)
        return add(*logarithms)
    return function("log", x)


def sqrt(x: Any) -> Expression:
    """Return the square root of every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> sqrt(A @ x).shape
    ('m',)
    >>> sqrt(x).evaluate(x=[1, 4, 9])
    array([1., 2., 3.])
    """
    return power(as_expression(x), Fraction(1, 2))


def sin(x: Any) -> Expression:
    """Return the sine of every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> from mathlib.symbolic.differentiation import derivative
    >>> x = vector("x", "n")
    >>> derivative(sin(x), x)
    diag(cos(x))
    """
    return function("sin", as_expression(x))


def cos(x: Any) -> Expression:
    """Return the cosine of every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> from mathlib.symbolic.differentiation import derivative
    >>> x = vector("x", "n")
    >>> derivative(cos(x), x)
    -diag(sin(x))
    """
    return function("cos", as_expression(x))


def tanh(x: Any) -> Expression:
    """Return the hyperbolic tangent of every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> tanh(A @ x).shape
    ('m',)
    >>> tanh(x).evaluate(x=[0, 1000])
    array([0., 1.])
    """
    return function("tanh", as_expression(x))


def sigmoid(x: Any) -> Expression:
    """1 / (1 + exp(-x)) of every entry x, computed without overflow.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> sigmoid(vector("x", "n")).evaluate(x=[-1000, 0, 1000]).round(3)
    array([0. , 0.5, 1. ])
    """
    return function("sigmoid", as_expression(x))


def softplus(x: Any) -> Expression:
    """log(1 + exp(x)) of every entry x, computed without overflow.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> softplus(vector("x", "n")).evaluate(x=[-1000, 1000])
    array([   0., 1000.])
    """
    return function("softplus", as_expression(x))


def relu(x: Any) -> Expression:
    """Return the positive part of every entry. Its derivative at 0 is taken to be 0.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> relu(vector("x", "n")).evaluate(x=[-1, 0, 2])
    array([0., 0., 2.])
    """
    x = as_expression(x)
    return x if x.nonnegative else function("relu", x)


def abs(x: Any) -> Expression:
    """Return the absolute value of every entry. Its derivative at 0 is taken to be 0.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> abs(matrix("A", "m", "n")).evaluate(A=[[1, -2, 0]])
    array([[1., 2., 0.]])
    """
    x = as_expression(x)
    return x if x.nonnegative else function("abs", x)


def sign(x: Any) -> Expression:
    """-1, 0 or 1 for every entry.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> sign(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[ 1., -1.,  0.]])
    """
    return function("sign", as_expression(x))


def step(x: Any) -> Expression:
    """1 where an entry is positive, else 0: what ``x > 0`` means.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> step(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[1., 0., 0.]])
    """
    return function("step", as_expression(x))


def maximum(x: Any, y: Any) -> Expression:
    """Return the greater of two entries; where they are equal, the second gives the derivative.

    A number counts as the second, so ``maximum(0, x)`` is ``relu(x)``, with derivative 0 at 0.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> maximum(vector("x", "n"), 1).evaluate(x=[-1, 0, 2])
    array([1., 1., 2.])
    """
    x, y = _compared(x, y)
    if x is y:
        return x
    return relu(x) if is_zero(y) else function("maximum", x, y)


def minimum(x: Any, y: Any) -> Expression:
    """Return the lesser of two entries; where they are equal, the second gives the derivative.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> minimum(A, x).evaluate(A=[[1, 5], [4, 2], [0, 9]], x=[3, 3])
    array([[1., 3.],
           [3., 2.],
           [0., 3.]])
    """
    x, y = _compared(x, y)
    return x if x is y else function("minimum", x, y)


def _compared(x, y):
    """Two expressions of one shape, in canonical order, numbers second."""
    x, y = as_expression(x), as_expression(y)
    shape = broadcast_shapes(x.shape, y.shape, "compared")
    return sorted([broadcast(x, shape), broadcast(y, shape)], key=lambda e: (is_number(e), e.order))


def raised(base: Any, exponent: Any) -> Expression:
    """Return ``base ** exponent``, entry by entry.

    Raises
    ------
    ValueError
        If the exponent is no number and the base is not known to be positive.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> raised(vector("x", "n"), 2).evaluate(x=[1, 2, 3])
    array([1., 4., 9.])
    """
    base = as_expression(base)
    if isinstance(exponent, Real):
        return power(base, exact(exponent))
    exponent = as_expression(exponent)
    if (is_number(base) and base.coefficient > 0) or (base.nonnegative and not is_number(base)):
        return exp(multiply(exponent, log(base)))
    raise ValueError(
        f"{base} ** {exponent} needs a number as exponent, or a base that is known to be positive "
        "(positive=True)"
    )


def _is(x, name):
    return isinstance(x, nodes.Function) and x.name == name


def _apart(x):
    """Whether a product is one of nonnegative factors, entry by entry."""
    return not x.summed and all(
        f.nonnegative and not isinstance(f, (nodes.Identity, nodes.MergeAxes)) for f in x.children
    )


# ---------------------------------------------------------------------------- along whole axes


def sum(x: Any, axis: int | None = None) -> Expression:
    """Return the sum of all entries, or along one axis.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> sum(matrix("A", "m", "n"), axis=0).shape
    ('n',)
    """
    x = as_expression(x)
    labels = fresh_labels(len(x.shape))
    kept = () if axis is None else tuple(l for l in labels if l != labels[_axis(x, axis)])
    return product(1, [(x, labels)], kept)


def mean(x: Any, axis: int | None = None) -> Expression:
    """Return the mean of all entries, or along one axis.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> mean(matrix("A", "m", "n"), axis=1)
    A 𝟏 / n
    """
    x = as_expression(x)
    total = sum(x, axis)
    for dimension in x.shape if axis is None else [x.shape[_axis(x, axis)]]:
        for factor in dimension_factors(dimension):
            total = total / size(factor)
    return total


def norm(x: Any) -> Expression:
    """Return the root of the sum of squares: a length, or the Frobenius norm of a matrix.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> norm(matrix("A", "m", "n")).evaluate(A=[[1, 0, 2], [2, 4, 0]])
    array(5.)
    """
    return sqrt(sum(as_expression(x) ** 2))


def logsumexp(x: Any, axis: int | None = None) -> Expression:
    """Return the logarithm of the sum of exponentials, of all entries or along one axis.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> logsumexp(matrix("A", "m", "n"), axis=1).shape
    ('m',)
    """
    x = as_expression(x)
    if axis is None:
        for _ in x.shape:
            x = logsumexp(x, axis=-1)
        return x
    moved = _moved(x, axis)
    *rest, last = moved.shape
    if _repeats(moved):  # as many equal terms as the axis is long
        each = product(moved.coefficient, moved.factors, tuple(range(len(rest))), tuple(rest))
        return each + log(size(last))
    labels = fresh_labels(len(rest))
    return product(1, [(nodes.LogSumExp(moved), labels)], labels)


def softmax(x: Any, axis: int = -1) -> Expression:
    """Exponentials divided by their sum along an axis: positive, and 1 in sum.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> softmax(vector("x", "n")).evaluate(x=[1000, 1000])
    array([0.5, 0.5])
    """
    x = as_expression(x)
    labels = fresh_labels(len(x.shape))
    k = _axis(x, axis)
    if _repeats(_moved(x, axis)):
        return constant(1, x.shape) / size(x.shape[k])
    up_to_transpose = (*labels[:k], *labels[k + 1 :], labels[k])
    return product(1, [(nodes.Softmax(_moved(x, axis)), up_to_transpose)], labels)


def _repeats(e):
    """Say whether all entries along the last axis are the same, by what it is made of."""
    return isinstance(e, nodes.Product) and all(len(e.shape) - 1 not in ls for _, ls in e.factors)


def _moved(x, axis):
    """Return the expression with one of its axes put last."""
    labels = fresh_labels(len(x.shape))
    k = _axis(x, axis)
    return product(1, [(x, labels)], (*labels[:k], *labels[k + 1 :], labels[k]))


def _axis(x, axis):
    if not isinstance(axis, int) or not -len(x.shape) <= axis < len(x.shape):
        raise ValueError(f"axis {axis!r} does not exist in shape {shape_text(x.shape)}")
    return axis % len(x.shape)


# ------------------------------------------------------------------------------------ matrices
