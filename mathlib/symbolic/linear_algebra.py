"""Functions of whole matrices: traces, determinants, inverses, diagonals, stacking."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import merge_axes, product
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.matrix_algebra import determinant, inverse, log_determinant
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written


def trace(x: Any) -> Expression:
    """Return the sum of the diagonal of a square matrix.

    Parameters
    ----------
    x : Expression, shape (n, n)

    Returns
    -------
    Expression
        A scalar.

    Raises
    ------
    ValueError
        If it is not square.

    Notes
    -----
    ``A**2`` squares every entry, as NumPy does, so ``trace(A**2)`` is the sum of the squares on the
    diagonal. The trace of the matrix product is ``trace(A @ A)``.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> trace(matrix("A", "m", "n") @ matrix("B", "n", "m"))
    tr(A B)
    """
    x = _square(x, "trace")
    (i,) = fresh_labels(1)
    return written(product(1, [(x, (i, i))], ()), "trace", x)


def det(x: Any) -> Expression:
    """Return the determinant of a square matrix.

    Parameters
    ----------
    x : Expression, shape (n, n)

    Returns
    -------
    Expression
        A scalar.

    Raises
    ------
    ValueError
        If it is not square.

    Notes
    -----
    Its gradient is written with the inverse, ``det(X) X⁻ᵀ``, and computed without it, so that it
    has a value where the determinant is 0; second derivatives have none there.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> det(matrix("Q", "n", "n")).evaluate(Q=[[1, 2], [3, 4]]).round(9)
    np.float64(-2.0)
    """
    x = _square(x, "det")
    return written(determinant(x), "det", x)


def logdet(x: Any) -> Expression:
    """Return the logarithm of the absolute value of a determinant, computed without overflow.

    Parameters
    ----------
    x : Expression, shape (n, n)

    Returns
    -------
    Expression
        A scalar.

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A = matrix("A", "m", "n")
    >>> logdet(A.T @ A)
    logdet(Aᵀ A)
    """
    x = _square(x, "logdet")
    return written(log_determinant(x), "logdet", x)


def inv(x: Any) -> Expression:
    """Return the inverse of a square matrix.

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
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> A = matrix("A", "m", "n")
    >>> inv(A.T @ A) @ A.T
    (Aᵀ A)⁻¹ Aᵀ
    """
    x = _square(x, "inv")
    return written(inverse(x), "inv", x)


def diag(x: Any) -> Expression:
    """Return the diagonal matrix of a vector, or the diagonal of a square matrix.

    Parameters
    ----------
    x : Expression, shape (n,) or (n, n)

    Returns
    -------
    Expression, shape (n, n) or (n,)

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> diag(vector("x", "n")).shape
    ('n', 'n')
    """
    x = as_expression(x)
    i, j = fresh_labels(2)
    if len(x.shape) == 1:
        unit = nodes.Identity(x.shape[0])
        return written(product(1, [(x, (i,)), (unit, (i, j))], (i, j)), "diag", x)
    return written(product(1, [(_square(x, "diag"), (i, i))], (i,)), "diag", x)


def vec(x: Any) -> Expression:
    """Return the columns of a matrix stacked, the first on top: a vector.

    This is the convention of the books, in which ``vec(A X B) = (Bᵀ ⊗ A) vec(X)``; NumPy's
    ``ravel`` lines up the rows instead, as does ``vec(x.T)``.

    Parameters
    ----------
    x : Expression, shape (m, n)

    Returns
    -------
    Expression, shape (m*n,)

    Raises
    ------
    ValueError
        If it is no matrix.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> A = matrix("A", "m", "n")
    >>> vec(A).shape
    ('m*n',)
    >>> vec(A).evaluate(A=[[1, 2, 3], [4, 5, 6]])
    array([1., 4., 2., 5., 3., 6.])
    """
    x = as_expression(x)
    if len(x.shape) != 2:
        raise ValueError(
            f"vec takes a matrix, not {shape_text(x.shape)}"
            + ("; a vector is stacked already" if len(x.shape) == 1 else "")
        )
    i, j = fresh_labels(2)
    return written(merge_axes([(x, (i, j))], (j, i)), "vec", x)


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shape_text(x.shape)}")
    return x
