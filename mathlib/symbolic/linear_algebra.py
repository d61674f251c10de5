"""Functions of whole matrices: traces, determinants, inverses, diagonals, stacking."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import merge_axes, product, up_to_transpose
from mathlib.symbolic.coefficients import orient, split_coefficient
from mathlib.symbolic.constants import as_expression, constant, size
from mathlib.symbolic.exponentials import log
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
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
    core, _ = orient(x, (0, 1))
    unit = isinstance(core, nodes.Identity)
    return written(constant(1) if unit else nodes.Determinant(core), "det", x)


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
    core, _ = orient(x, (0, 1))
    number, unit = split_coefficient(core)
    if isinstance(unit, nodes.Identity) and number:
        # n log|c|: written as a determinant, nothing would show the size n.
        return written(size(x.shape[0]) * log(constant(abs(number))), "logdet", x)
    return written(nodes.LogDeterminant(core), "logdet", x)


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
    return written(_inverse(x), "inv", x)


def _inverse(x):
    """Return an inverse; a lone factor's number comes out, as in inv(2 Q) = inv(Q) / 2."""
    if isinstance(x, (nodes.Inverse, nodes.Identity)):
        return x.base if isinstance(x, nodes.Inverse) else x
    if isinstance(x, nodes.Product) and len(x.factors) == 1 and sorted(x.factors[0][1]) == [0, 1]:
        ((core, labels),) = x.factors
        return product(Fraction(1) / x.coefficient, [(_inverse(core), labels)], (0, 1))
    return up_to_transpose(nodes.Inverse, x)


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
