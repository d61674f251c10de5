"""Powers of a matrix, and what solves linear equations: made of inverses and products."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.arithmetic import matmul
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.matrix_algebra import inverse
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def matrix_power(x: Any, power: int) -> Expression:
    """Return a square matrix multiplied by itself, so many times; ``x**2`` squares every entry.

    Parameters
    ----------
    x : Expression, shape (n, n)
    power : int
        How many times; of a negative number, the inverse is multiplied.

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If `x` is not square.
    TypeError
        If `power` is not a whole number.

    Notes
    -----
    It is a product of so many factors, and its derivative has a term for each.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> A = matrix("A", "n", "n")
    >>> matrix_power(A, 3), matrix_power(A, -2)
    (A³, A⁻²)
    """
    x = _square(x, "matrix_power")
    if not is_whole(power):
        raise TypeError(f"matrix_power takes a whole number of times, not {power!r}")
    times = int(power)
    base = inverse(x) if times < 0 else x
    chain = [(base, (k, k + 1)) for k in range(times if times > 0 else -times)]
    raised = product(1, chain, (0, len(chain))) if chain else nodes.Identity(x.shape[0])
    return written(raised, "matrix_power", x, n=times)


def solve(a: Any, b: Any) -> Expression:
    """Return what `a` has to be multiplied by to give `b`: ``inv(a) @ b``.

    Compiled, it is solved for and no inverse is computed.

    Parameters
    ----------
    a : Expression, shape (n, n)
    b : Expression, shape (n,) or (n, k)

    Returns
    -------
    Expression
        Of the shape of `b`.

    Raises
    ------
    ValueError
        If `a` is not square, or the shapes do not fit.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A, x = matrix("A", "n", "n"), vector("x", "n")
    >>> solve(A, x)
    A⁻¹ x
    """
    a, b = _square(a, "solve"), as_expression(b)
    return written(matmul(inverse(a), b), "solve", a, b)


def pinv(x: Any, rank: str = "columns") -> Expression:
    """Return the pseudo-inverse of a matrix of full rank.

    Parameters
    ----------
    x : Expression, shape (m, n)
    rank : {"columns", "rows"}
        What is linearly independent: the columns, where there are more rows, and then it is
        ``inv(x.T @ x) @ x.T``; or the rows, and then ``x.T @ inv(x @ x.T)``.

    Returns
    -------
    Expression, shape (n, m)

    Raises
    ------
    ValueError
        If it is no matrix, or `rank` is neither.

    Notes
    -----
    Where the rank is less, the pseudo-inverse jumps and has no derivative; there it has no value.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> X = matrix("X", "m", "n")
    >>> pinv(X)
    (Xᵀ X)⁻¹ Xᵀ
    """
    x = as_expression(x)
    if len(x.shape) != 2:
        raise ValueError(f"pinv takes a matrix, not {shape_text(x.shape)}")
    if rank not in ("columns", "rows"):
        raise ValueError(f"rank is 'columns' or 'rows', whichever are independent, not {rank!r}")
    if rank == "columns":
        found = matmul(inverse(matmul(x.T, x)), x.T)
    else:
        found = matmul(x.T, inverse(matmul(x, x.T)))
    return written(found, "pinv", x)


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shape_text(x.shape)}")
    return x
