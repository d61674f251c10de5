"""Sums and products of two expressions: entry by entry, of matrices, of vectors with vectors.

A product is said by its indices alone: the axes that meet have one label, and a label that is no
output is summed. So every product here is one line, and the rules that simplify are in one place.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import canonical_form
from mathlib.symbolic.canonical_form import merge_axes, power, product, stretched
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import broadcast_shapes, shape_text
from mathlib.symbolic.writings import written


def add(left: Any, right: Any) -> Expression:
    """Return the sum entry by entry, shapes aligned at their last axes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> add(matrix("A", "m", "n"), vector("x", "n")).shape
    ('m', 'n')
    """
    return written(canonical_form.add(left, right), "add", left, right)


def subtract(left: Any, right: Any) -> Expression:
    """Return the difference entry by entry, shapes aligned at their last axes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> subtract(1, vector("x", "n"))
    𝟏 - x
    """
    return written(canonical_form.add(left, scale(-1, right)), "subtract", left, right)


def negative(x: Any) -> Expression:
    """Return the expression with the opposite sign.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> negative(vector("x", "n"))
    -x
    """
    return written(scale(-1, x), "negative", x)


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
    axes = tuple(range(len(shape)))
    factors = [
        (e, stretched(e.shape, axes[len(shape) - len(e.shape) :], shape)) for e in (left, right)
    ]
    return written(product(1, factors, axes, shape), "multiply", left, right)


def divide(left: Any, right: Any) -> Expression:
    """Return the quotient entry by entry, shapes aligned at their last axes.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> divide(matrix("A", "m", "n"), vector("x", "n")).shape
    ('m', 'n')
    """
    quotient = multiply(left, power(as_expression(right), -1))
    return written(quotient, "divide", left, right)


def matmul(left: Any, right: Any) -> Expression:
    """Return the matrix product: the last axis of `left` meets the last but one of `right`.

    A vector on the right meets by its only axis. Axes before the last two are a batch: they are
    aligned and repeated as those of other products are.

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
    met = right.shape[-2:][0]
    if left.shape[-1] != met:
        place = "the last but one" if len(right.shape) > 2 else "the first"
        raise ValueError(
            f"shapes {shape_text(left.shape)} and {shape_text(right.shape)} do not fit: @ needs "
            f"the last dimension on the left, {left.shape[-1]}, to be {place} on the right, "
            f"{met}; a transpose may be missing"
        )
    batches = left.shape[:-2], right.shape[:-2]
    batch = broadcast_shapes(*batches, "multiplied by @")
    (meeting,) = fresh_labels(1)
    rows, columns = left.shape[-2:-1], right.shape[-1:] if len(right.shape) > 1 else ()
    axes = tuple(range(len(batch) + len(rows) + len(columns)))
    here, there = (
        stretched(own, axes[len(batch) - len(own) : len(batch)], batch) for own in batches
    )
    ends = axes[len(batch) :]
    factors = [
        (left, (*here, *ends[: len(rows)], meeting)),
        (right, (*there, meeting, *ends[len(rows) :])),
    ]
    found = product(1, factors, axes, batch + rows + columns)
    return written(found, "matmul", left, right)


def dot(x: Any, y: Any) -> Expression:
    """Return the inner product of two vectors.

    Parameters
    ----------
    x, y : Expression, shape (n,)

    Returns
    -------
    Expression
        A scalar.

    Raises
    ------
    ValueError
        If either is no vector.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> dot(vector("x", "n"), vector("y", "n"))
    xᵀ y
    """
    x, y = _vector(x, "dot"), _vector(y, "dot")
    if x.shape != y.shape:
        raise ValueError(
            f"dot takes two vectors of one length, not {shape_text(x.shape)} and "
            f"{shape_text(y.shape)}"
        )
    (i,) = fresh_labels(1)
    return written(product(1, [(x, (i,)), (y, (i,))], ()), "dot", x, y)


def outer(x: Any, y: Any) -> Expression:
    """Return the outer product of two vectors: entry ``[i, j]`` is ``x[i] y[j]``.

    Parameters
    ----------
    x : Expression, shape (m,)
    y : Expression, shape (n,)

    Returns
    -------
    Expression, shape (m, n)

    Raises
    ------
    ValueError
        If either is no vector.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> outer(vector("u", "m"), vector("x", "n")).shape
    ('m', 'n')
    """
    x, y = _vector(x, "outer"), _vector(y, "outer")
    i, j = fresh_labels(2)
    return written(product(1, [(x, (i,)), (y, (j,))], (i, j)), "outer", x, y)


def kron(x: Any, y: Any) -> Expression:
    """Return the Kronecker product of two matrices or two vectors: every entry of `x` times `y`.

    Parameters
    ----------
    x : Expression, shape (m, n) or (m,)
    y : Expression, shape (p, q) or (p,)

    Returns
    -------
    Expression, shape (m*p, n*q) or (m*p,)

    Raises
    ------
    ValueError
        If they are not two matrices or two vectors.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, B = matrix("A", "m", "n"), matrix("B", "p", "q")
    >>> kron(A, B).shape
    ('m*p', 'n*q')
    """
    x, y = as_expression(x), as_expression(y)
    if len(x.shape) != len(y.shape) or len(x.shape) not in (1, 2):
        raise ValueError(
            f"kron takes two matrices or two vectors, not {shape_text(x.shape)} and "
            f"{shape_text(y.shape)}; multiply by a scalar with *, and make a vector the column of "
            "a matrix with outer"
        )
    slow, fast = fresh_labels(len(x.shape)), fresh_labels(len(x.shape))
    pairs = zip(slow, fast, strict=True)
    return written(merge_axes([(x, slow), (y, fast)], *pairs), "kron", x, y)


def _vector(x, name):
    x = as_expression(x)
    if len(x.shape) != 1:
        raise ValueError(f"{name} takes two vectors, not {shape_text(x.shape)}; use @ for matrices")
    return x
