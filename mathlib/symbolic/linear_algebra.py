"""Functions of whole vectors and matrices: products, traces, determinants, inverses, stacking."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import merge_axes, orient, product, up_to_transpose
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, shape_text
from mathlib.symbolic.indices import fresh_labels


def dot(x: Any, y: Any) -> Expression:
    """Return the inner product of two vectors.

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
    return x @ y


def outer(x: Any, y: Any) -> Expression:
    """Return the outer product of two vectors: entry ``[i, j]`` is ``x[i] y[j]``.

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
    return product(1, [(x, (i,)), (y, (j,))], (i, j))


def kron(x: Any, y: Any) -> Expression:
    """Return the Kronecker product of two matrices or two vectors: every entry of `x` times `y`.

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
    >>> kron(A, B) @ vec(matrix("X", "q", "n"))
    vec(B X Aᵀ)
    """
    x, y = as_expression(x), as_expression(y)
    if len(x.shape) != len(y.shape) or len(x.shape) not in (1, 2):
        raise ValueError(
            f"kron takes two matrices or two vectors, not {shape_text(x.shape)} and "
            f"{shape_text(y.shape)}; multiply by a scalar with *, and make a vector the column of "
            "a matrix with outer"
        )
    slow, fast = fresh_labels(len(x.shape)), fresh_labels(len(x.shape))
    return merge_axes([(x, slow), (y, fast)], *zip(slow, fast, strict=True))


def _vector(x, name):
    x = as_expression(x)
    if len(x.shape) != 1:
        raise ValueError(f"{name} takes two vectors, not {shape_text(x.shape)}; use @ for matrices")
    return x


def trace(x: Any) -> Expression:
    """Return the sum of the diagonal of a square matrix.

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
    return product(1, [(x, (i, i))], ())


def det(x: Any) -> Expression:
    """Return the determinant of a square matrix.

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
    x, _ = orient(_square(x, "det"), (0, 1))
    return as_expression(1) if isinstance(x, nodes.Identity) else nodes.Determinant(x)


def logdet(x: Any) -> Expression:
    """Return the logarithm of the absolute value of a determinant, computed without overflow.

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
    x, _ = orient(_square(x, "logdet"), (0, 1))
    return as_expression(0) if isinstance(x, nodes.Identity) else nodes.LogDeterminant(x)


def inv(x: Any) -> Expression:
    """Return the inverse of a square matrix.

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
    if isinstance(x, (nodes.Inverse, nodes.Identity)):
        return x.base if isinstance(x, nodes.Inverse) else x
    if isinstance(x, nodes.Product) and len(x.factors) == 1 and sorted(x.factors[0][1]) == [0, 1]:
        ((core, labels),) = x.factors
        return product(Fraction(1) / x.coefficient, [(inv(core), labels)], (0, 1))
    return up_to_transpose(nodes.Inverse, x)


def diag(x: Any) -> Expression:
    """Return the diagonal matrix of a vector, or the diagonal of a square matrix.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> diag(vector("x", "n")).shape
    ('n', 'n')
    """
    x = as_expression(x)
    i, j = fresh_labels(2)
    if len(x.shape) == 1:
        return product(1, [(x, (i,)), (nodes.Identity(x.shape[0]), (i, j))], (i, j))
    return product(1, [(_square(x, "diag"), (i, i))], (i,))


def vec(x: Any) -> Expression:
    """Return the columns of a matrix stacked, the first on top: a vector.

    This is the convention of the books, in which ``vec(A X B) = (Bᵀ ⊗ A) vec(X)``; NumPy's
    ``ravel`` lines up the rows instead, as does ``vec(x.T)``.

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
    return merge_axes([(x, (i, j))], (j, i))


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shape_text(x.shape)}")
    return x
