"""Exponentials and logarithms, and what is made of them: log-sum-exp.

logsumexp stays whole, so that it is read by name and computed without overflow.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.arithmetic import multiply
from mathlib.symbolic.axes import (
    axis_numbers,
    axis_options,
    repeats_along_last,
    with_last,
    with_length_one,
)
from mathlib.symbolic.canonical_form import add, broadcast, entrywise, product
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression, constant, is_number, size
from mathlib.symbolic.elementwise import function
from mathlib.symbolic.exponential_rules import beside_one, is_negated, two_exponents
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.general_powers import of_exponent
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.reductions import Axis
from mathlib.symbolic.writings import written


def exp(x: Any) -> Expression:
    """Return the exponential of every entry.

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
    >>> exp(vector("x", "n")).evaluate(x=[0, 1]).round(3)
    array([1.   , 2.718])
    """
    x = as_expression(x)
    return written(_exponential(x), "exp", x)


def _exponential(x):
    if _is(x, "log"):
        return x.children[0]
    raised = of_exponent(x)
    return function("exp", x) if raised is None else raised


def log(x: Any) -> Expression:
    """Return the natural logarithm of every entry; of a positive product, the sum of logarithms.

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
    >>> p, q = vector("p", "n", positive=True), vector("q", "n", positive=True)
    >>> log(p * q)
    log(p) + log(q)
    """
    x = as_expression(x)
    return written(_logarithm(x), "log", x)


def _logarithm(x):
    """Return a logarithm; that of a product is a sum only where no factor can be negative."""
    if is_number(x) and x.coefficient == 1:
        return constant(0, x.shape)
    if _is(x, "exp"):
        return x.children[0]
    if isinstance(x, nodes.Softmax):
        total = _along_last(x.base)
        return add(x.base, scale(-1, broadcast(total, x.shape, x.axes[:-1])))
    if _is(x, "raise_to"):
        base, exponent = x.children
        return multiply(exponent, _logarithm(base))
    if isinstance(x, nodes.Power) and x.base.nonnegative:
        return scale(x.exponent, _logarithm(x.base))
    if isinstance(x, nodes.Product) and x.factors and x.coefficient == 1 and _apart(x):
        logarithms = (product(1, [(_logarithm(e), ls)], x.axes, x.shape) for e, ls in x.factors)
        return add(*logarithms)
    return entrywise(_of_exponentials, x)


def _of_exponentials(x):
    """Return a logarithm; that of a sum of exponentials is computed as a whole."""
    whole = _log_sum_exp(x)
    return function("log", x) if whole is None else whole


def _log_sum_exp(x):
    if (z := beside_one(x)) is not None:
        return function("softplus", z)
    ends = two_exponents(x)
    if ends and ends[0] is scale(-1, ends[1]):
        larger = ends[1] if is_negated(ends[0]) else ends[0]
        return add(function("log", constant(2, x.shape)), function("log", function("cosh", larger)))
    if not (isinstance(x, nodes.Product) and x.summed and x.coefficient == 1):
        return None
    counts = [(e, labels) for e, labels in x.factors if not labels]
    inside = [(e, labels) for e, labels in x.factors if labels]
    if len(inside) != 1 or not all(e.nonnegative for e, _ in counts):
        return None
    ((e, labels),) = inside
    if not _is(e, "exp") or len({*labels}) < len(labels) or {*labels} != {*x.axes} | x.summed:
        return None
    total = product(1, [(e.children[0], labels)], (*x.axes, *x.summed))
    for _ in x.summed:
        total = _along_last(total)
    return add(total, *(_logarithm(e) for e, _ in counts))


def logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return the logarithm of the sum of exponentials, of all entries or along some axes.

    Parameters
    ----------
    x : Expression or number
        Of any shape.
    axis : int or tuple of int, optional
        Along which axes; over all entries if it is not given.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        Of the shape of `x` without those axes; a scalar if no axis is given.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> logsumexp(matrix("A", "m", "n"), axis=1).shape
    ('m',)
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    result = with_last(x, axes)
    for _ in axes:
        result = _along_last(result)
    if keepdims:
        result = with_length_one(result, axes)
    return written(result, "logsumexp", x, **axis_options(axis, axes, keepdims=bool(keepdims)))


def _is(x, name):
    return isinstance(x, nodes.Function) and x.name == name


def _apart(x):
    """Whether a product is one of nonnegative factors, entry by entry."""
    return not x.summed and all(
        f.nonnegative and not isinstance(f, (nodes.Identity, nodes.MergeAxes)) for f in x.children
    )


def _along_last(x):
    """Return the logarithm of the sum of exponentials along the last axis."""
    *rest, last = x.shape
    if repeats_along_last(x):  # as many equal terms as the axis is long
        each = product(x.coefficient, x.factors, tuple(range(len(rest))), tuple(rest))
        return add(each, function("log", size(last)))
    labels = fresh_labels(len(rest))
    return product(1, [(nodes.LogSumExp(x), labels)], labels)
