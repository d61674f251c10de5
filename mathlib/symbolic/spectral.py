"""Functions of a symmetric matrix, by its eigenvalues, and its triangular factor.

All are functions of the symmetric part: the entries of a symmetric symbol are taken as independent,
and the derivative by them is symmetric, as JAX and PyTorch have it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlib.symbolic import spectral_nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.exponentials import exp, log
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Identity
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written

HALF = Fraction(1, 2)
#: The functions of matrices: what each is of an eigenvalue, and its derivative.
OF_EIGENVALUES = {
    "expm": (exp, exp),
    "logm": (log, lambda x: power(x, -1)),
    "sqrtm": (lambda x: power(x, HALF), lambda x: scale(HALF, power(x, -HALF))),
}


def expm(x: Any) -> Expression:
    """Return the exponential of a square matrix.

    Parameters
    ----------
    x : Expression, shape (n, n)
        If it is not known to be symmetric, as ``X.T @ X`` is, only the trace of the exponential has
        a derivative here.

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, t = ml.matrix("A", "n", "n"), ml.scalar("t")
    >>> ml.derivative(ml.trace(expm(t * A)), A)
    t expm(t A)ᵀ
    """
    x = _square(x, "expm")
    if _is_symmetric(x):
        return _of_symmetric("expm", x)
    return written(spectral_nodes.Exponential(x), "general_expm", x)


def logm(x: Any) -> Expression:
    """Return the logarithm of a symmetric matrix whose eigenvalues are positive.

    Parameters
    ----------
    x : Expression, shape (n, n)
        Declared symmetric, or seen to be. If an eigenvalue is not positive it evaluates to nan.

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square, or not known to be symmetric.

    Examples
    --------
    >>> import mathlib as ml
    >>> S = ml.matrix("S", "n", "n", definite=True)
    >>> ml.derivative(ml.trace(S @ logm(S)), S)
    logm(S) + I
    """
    return _of_symmetric("logm", x)


def sqrtm(x: Any) -> Expression:
    """Return the square root of a symmetric matrix whose eigenvalues are not negative.

    Parameters
    ----------
    x : Expression, shape (n, n)
        Declared symmetric, or seen to be. If an eigenvalue is negative it evaluates to nan.

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square, or not known to be symmetric.

    Examples
    --------
    >>> import mathlib as ml
    >>> S = ml.matrix("S", "n", "n", definite=True)
    >>> ml.derivative(ml.trace(sqrtm(S)), S)
    sqrtm(S)⁻¹ / 2
    """
    return _of_symmetric("sqrtm", x)


def eigvalsh(x: Any) -> Expression:
    """Return the eigenvalues of a symmetric matrix, the least first.

    Where two are equal they have no derivative. The singular values of a matrix X that has at least
    as many rows as columns are ``sqrt(eigvalsh(X.T @ X))``.

    Parameters
    ----------
    x : Expression, shape (n, n)
        Declared symmetric, or seen to be.

    Returns
    -------
    Expression, shape (n,)

    Raises
    ------
    ValueError
        If it is not square, or not known to be symmetric.

    Examples
    --------
    >>> import mathlib as ml
    >>> S = ml.matrix("S", "n", "n", symmetric=True)
    >>> ml.derivative(ml.sum(eigvalsh(S) ** 2), S)
    2 S
    """
    return written(spectral_nodes.Eigenvalues(_symmetric(x, "eigvalsh")), "eigvalsh", x)


def lambda_max(x: Any) -> Expression:
    """Return the largest eigenvalue of a symmetric matrix.

    Its derivative is ``v vᵀ`` with the eigenvector v of length 1, `leading_eigenvector`; where two
    eigenvalues are the largest it has none.

    Parameters
    ----------
    x : Expression, shape (n, n)
        Declared symmetric, or seen to be.

    Returns
    -------
    Expression
        A scalar.

    Raises
    ------
    ValueError
        If it is not square, or not known to be symmetric.

    Examples
    --------
    >>> import mathlib as ml
    >>> S = ml.matrix("S", "n", "n", symmetric=True)
    >>> lambda_max(S).evaluate(S=[[1, 2], [2, 1]]).round(9)
    np.float64(3.0)
    """
    base = _symmetric(x, "lambda_max")
    return written(spectral_nodes.LargestEigenvalue(base), "lambda_max", x)


def cholesky(x: Any) -> Expression:
    """Return the lower triangular L with ``L @ L.T`` the matrix, and a positive diagonal.

    Parameters
    ----------
    x : Expression, shape (n, n)
        Declared symmetric, or seen to be; positive definite in value.

    Returns
    -------
    Expression, shape (n, n)

    Raises
    ------
    ValueError
        If it is not square, or not known to be symmetric.

    References
    ----------
    .. [1] Murray, *Differentiation of the Cholesky decomposition*, arXiv:1602.07527.

    Examples
    --------
    >>> import mathlib as ml
    >>> S = ml.matrix("S", "n", "n", definite=True)
    >>> cholesky(S).evaluate(S=[[4, 2], [2, 5]])
    array([[2., 0.],
           [1., 2.]])
    """
    return written(spectral_nodes.Cholesky(_symmetric(x, "cholesky")), "cholesky", x)


def singular_value_norm(kind: str, x: Expression) -> Expression:
    """Return a number made of the singular values of a matrix."""
    return spectral_nodes.SingularValueNorm(x, kind)


def of_symmetric(kind: str, base: Expression) -> Expression:
    """Return a function of a matrix that is symmetric."""
    if isinstance(base, Identity) and kind == "sqrtm":
        return base
    return spectral_nodes.OfSymmetric(base, kind)


def _of_symmetric(kind, x):
    return written(of_symmetric(kind, _symmetric(x, kind)), kind, x)


def _symmetric(x, name):
    """Return what is known to be symmetric, or refuse it."""
    x = _square(x, name)
    if not _is_symmetric(x):
        raise ValueError(
            f"{name} takes a symmetric matrix, and {x} is not known to be: declare its symbols "
            "with symmetric=True, or take (A + A.T) / 2"
        )
    return x


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shape_text(x.shape)}")
    return x


def _is_symmetric(x):
    return x.with_symmetry.T is x.with_symmetry
