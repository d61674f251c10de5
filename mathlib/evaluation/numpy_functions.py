"""Functions of arrays that NumPy lacks: what the interpreter and compiled code call.

At infinite entries they give what SciPy's functions of the same names give.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mathlib.evaluation import list_functions
from mathlib.evaluation.polygamma import LARGE, LEAST, polygamma_series

Array = NDArray[np.float64]


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)) of every entry, accurate and without overflow on either side."""
    return np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x)))


def softmax(x: Array) -> Array:
    """Exponentials divided by their sum along the last axis, without overflow.

    Where the largest entry is infinite it is not a number, as there is no single limit.
    """
    with np.errstate(invalid="ignore"):
        exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    exponentials /= exponentials.sum(axis=-1, keepdims=True)
    return exponentials


def logsumexp(x: Array) -> Array:
    """Return the logarithm of the sum of exponentials along the last axis, without overflow.

    Of entries that are all -inf it is -inf: the sum of no positive number.
    """
    top = x.max(axis=-1, keepdims=True)
    top = np.where(np.isinf(top), 0.0, top)
    with np.errstate(divide="ignore"):
        return np.log(np.exp(x - top).sum(axis=-1)) + top[..., 0]


def hardmax(x: Array) -> Array:
    """Return 1 at the first of the greatest entries along the last axis, else 0."""
    return (np.arange(x.shape[-1]) == x.argmax(axis=-1)[..., None]).astype(float)


def erf(x: Array) -> Array:
    """Return the error function of every entry."""
    return _erf(x)


def lgamma(x: Array) -> Array:
    """Return the logarithm of the gamma function's absolute value; at its poles, infinity."""
    return _lgamma(x)


_erf = np.vectorize(list_functions.FUNCTIONS["erf"], otypes=[float])
_lgamma = np.vectorize(list_functions.FUNCTIONS["lgamma"], otypes=[float])


def digamma(x: Array) -> Array:
    """Return the derivative of `lgamma`; at its poles it is not a number."""
    return polygamma(0, x)


def polygamma(order: Array | float, x: Array) -> Array:
    """Return a derivative of `digamma`; one order for all entries."""
    n = int(np.ravel(order)[0])
    x = np.asarray(x, dtype=float)
    pole = (x <= 0) & (x == np.floor(x))
    regular = (x >= LEAST) & ~pole
    inside = np.where(regular, x, 1.0)
    value = polygamma_series(n, inside, float(inside.min(initial=LARGE + n)), np.log)
    return np.where(regular, value, np.where(pole & (n % 2 == 1), np.inf, np.nan))


def where(condition: Array, x: Array, y: Array) -> Array:
    """Return the first of two where a condition is not 0, else the second."""
    return np.asarray(np.where(condition != 0.0, x, y))


def adjugate(matrix: Array) -> Array:
    """Return the determinant times the inverse; of a singular matrix, its limit.

    With ``U diag(s) V`` the singular value decomposition, entry ``i`` of the limit's diagonal is
    the product of the other singular values.
    """
    try:
        return np.linalg.det(matrix) * np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        U, s, V = np.linalg.svd(matrix)
        others = [np.prod(np.delete(s, k)) for k in range(len(s))]
        return np.linalg.det(U) * np.linalg.det(V) * (V.T * others) @ U.T


def add_diagonal(matrix: Array, diagonal: Array | float) -> Array:
    """Add to the diagonal of a matrix, in place."""
    matrix.ravel(order="K")[:: len(matrix) + 1] += diagonal
    return matrix


#: Functions of entries that are computed in one way only, by NumPy or above; the others have a way
#: without overflow, and the plain one of their definition, by which that is checked.
COMPUTED_IN_ONE_WAY: dict[str, Callable[..., Array]] = {
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "tan": np.tan,
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "arcsinh": np.arcsinh,
    "arccosh": np.arccosh,
    "arctanh": np.arctanh,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "erf": erf,
    "lgamma": lgamma,
    "digamma": digamma,
    "polygamma": polygamma,
}
