"""Norms of vectors and matrices, of the kinds that NumPy's `linalg.norm` knows.

A norm of vectors is a reduction along one axis; a norm of matrices that is made of sums and maxima
is one along two. The table `OF_MATRICES` says for each kind what is reduced along which axis.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any

from mathlib.symbolic.axes import axis_numbers, axis_options, with_length_one, without_axes
from mathlib.symbolic.canonical_form import power, product
from mathlib.symbolic.constants import as_expression, exact, is_real, normalize
from mathlib.symbolic.elementwise import abs
from mathlib.symbolic.expression import Expression, Labels
from mathlib.symbolic.extrema import max, min
from mathlib.symbolic.reductions import Axis, sum
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.spectral import singular_value_norm
from mathlib.symbolic.writings import written

#: The norms of matrices: what each is of a matrix, whose rows and columns are the two axes given.
OF_MATRICES: dict[Any, Callable[[Expression, Labels], Expression]] = {
    "fro": lambda x, axes: _euclidean(x, axes),
    1: lambda x, axes: _lines(max, x, axes),
    -1: lambda x, axes: _lines(min, x, axes),
    inf: lambda x, axes: _lines(max, x, axes[::-1]),
    -inf: lambda x, axes: _lines(min, x, axes[::-1]),
    2: lambda x, axes: _of_singular_values("spectral_norm", x),
    -2: lambda x, axes: _of_singular_values("least_stretch", x),
    "nuc": lambda x, axes: _of_singular_values("nuclear_norm", x),
}


def norm(x: Any, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Expression:
    """Return a norm, of the kinds of NumPy's ``linalg.norm``.

    Without `ord`, the root of the sum of squares: a length, or the Frobenius norm of a matrix. At 0
    it has a kink and no derivative: there the derivative evaluates to nan.

    Parameters
    ----------
    x : Expression or number
        A vector or a matrix, or of any other shape if `ord` or `axis` says how.
    ord : number or {"fro", "nuc"}, optional
        Of vectors: 1 for the sum of absolute values, 2, `inf` for the greatest of them, ``-inf``
        for the least, or another number p for ``sum(abs(x)**p)**(1/p)``. Of matrices: "fro", 1 for
        the greatest sum of a column's absolute values, `inf` for that of a row's; ``-1`` and
        ``-inf`` for the least; 2 and -2 for the greatest and the least singular value, "nuc" for
        the sum of all. With ``U diag(σ) Vᵀ`` the singular value decomposition, the derivative of
        the last is ``U Vᵀ``, written ``polar(X)``, where the rank is full; that of 2 is ``u vᵀ`` of
        the greatest, ``leading_dyad(X)``, where it is greatest alone.
    axis : int or tuple of int, optional
        One axis for norms of vectors along it, two for those of matrices.
    keepdims : bool, optional
        Whether those axes are kept, with length 1.

    Returns
    -------
    Expression
        A scalar, or of the shape of `x` without those axes; 0 or more.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> A = matrix("A", "m", "n")
    >>> norm(A).evaluate(A=[[1, 0, 2], [2, 4, 0]])
    array(5.)
    >>> norm(A, 1, axis=1).evaluate(A=[[1, 0, -2], [2, 4, 0]])
    array([3., 6.])
    """
    x = as_expression(x)
    axes = axis_numbers(x, axis)
    found = _norm(x, ord, axes)
    options = axis_options(axis, axes, keepdims=bool(keepdims))
    if ord is not None:
        options["ord"] = ord
    return written(with_length_one(found, axes) if keepdims else found, "norm", x, **options)


def _norm(x: Expression, ord: Any, axes: Labels) -> Expression:
    if ord is None:
        return _euclidean(x, axes)
    if len(axes) == 1 and is_real(ord) and ord != 0:
        return _of_vectors(x, ord, axes)
    if len(axes) == 2 and ord in OF_MATRICES:
        return OF_MATRICES[ord](x, axes)
    kinds = {1: "a number other than 0", 2: f"one of {', '.join(map(repr, OF_MATRICES))}"}
    what = kinds.get(len(axes), "for one axis (vectors) or two (matrices); give axis=")
    raise ValueError(f"ord is {what} for shape {shape_text(x.shape)} here, not {ord!r}")


def _euclidean(x: Expression, axes: Labels) -> Expression:
    squares = product(1, [(power(x, 2), x.axes)], without_axes(x, axes))
    return power(squares, Fraction(1, 2))


def _of_vectors(x: Expression, ord: Any, axes: Labels) -> Expression:
    match ord:
        case 2:
            return _euclidean(x, axes)
        case _ if ord == inf:
            return max(abs(x), axes)
        case _ if ord == -inf:
            return min(abs(x), axes)
    p = exact(ord)
    return power(sum(power(abs(x), p), axes), normalize(Fraction(1) / p))


def _of_singular_values(kind: str, x: Expression) -> Expression:
    if len(x.shape) != 2:
        raise ValueError(
            f"singular values are taken of a matrix, not along two axes of {shape_text(x.shape)}"
        )
    return singular_value_norm(kind, x)


def _lines(extreme: Callable, x: Expression, axes: Labels) -> Expression:
    """Return the extreme sum of absolute values along the first axis."""
    summed, left = axes
    return extreme(sum(abs(x), summed), left - (summed < left))
