"""The lower or the upper triangle of a square matrix."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constant_nodes import LowerTriangle
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def tril(x: Any) -> Expression:
    """Return a square matrix with 0 above its diagonal.

    Parameters
    ----------
    x : Expression, shape (n, n)

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> tril(matrix("A", "n", "n")).evaluate(A=[[1, 2], [3, 4]])
    array([[1., 0.],
           [3., 4.]])
    """
    x = _square(x, "tril")
    return written(_with_zeros(x, (0, 1)), "tril", x)


def triu(x: Any) -> Expression:
    """Return a square matrix with 0 below its diagonal.

    Parameters
    ----------
    x : Expression, shape (n, n)

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> triu(matrix("A", "n", "n")).evaluate(A=[[1, 2], [3, 4]])
    array([[1., 2.],
           [0., 4.]])
    """
    x = _square(x, "triu")
    return written(_with_zeros(x, (1, 0)), "triu", x)


def _with_zeros(x, labels):
    return product(1, [(x, (0, 1)), (LowerTriangle(x.shape[0]), labels)], (0, 1))


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shape_text(x.shape)}")
    return x
