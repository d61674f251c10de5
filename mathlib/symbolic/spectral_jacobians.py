"""How functions of eigenvalues and singular values change, as local Jacobians.

They are functions of the symmetric part of a matrix: what is said of an entry is said, by half, of
its mirror image too. Everything is a first derivative: eigenvectors are not differentiated.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from mathlib.symbolic import spectral_nodes as spectral
from mathlib.symbolic.expression import Factor
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Inverse, LowerTriangle

HALF = Fraction(1, 2)
#: Number, factors, labels of the whole and of the part.
Rule = tuple[Any, list, tuple, tuple]


def spectral_jacobians(e: Any) -> Iterator[Rule]:
    """Yield the rules of a function of eigenvalues, singular values or a triangular factor."""
    i, j, p, q, a, b = fresh_labels(6)
    match e:
        case spectral.DividedDifferences():
            raise ValueError(_unknown(e))
        case spectral.OfSymmetric():
            V, F = spectral.Eigenvectors(e.base), spectral.DividedDifferences(e.base, e.kind)
            factors: list[Factor] = [
                (V, (i, a)),
                (V, (j, b)),
                (F, (a, b)),
                (V, (p, a)),
                (V, (q, b)),
            ]
            yield HALF, factors, (i, j), (p, q)
            yield HALF, factors, (i, j), (q, p)
        case spectral.TraceOfExponential():
            yield 1, [(spectral.Exponential(e.base), (q, p))], (), (p, q)
        case spectral.Exponential():
            raise ValueError(
                f"the derivative of {e} has a closed form within a trace, or where the matrix is "
                "symmetric: take ml.trace of it, declare symmetric=True, or measure it"
            )
        case spectral.Eigenvalues():
            V = spectral.Eigenvectors(e.base)
            yield 1, [(V, (p, a)), (V, (q, a))], (a,), (p, q)
        case spectral.LargestEigenvalue():
            v = spectral.LeadingEigenvector(e.base)
            yield 1, [(v, (p,)), (v, (q,))], (), (p, q)
        case spectral.SingularValueNorm():
            yield 1, [(spectral.SingularDirections(e.base, e.kind), (p, q))], (), (p, q)
        case spectral.Cholesky():
            # L Φ(L⁻¹ dS L⁻ᵀ): Φ takes the lower triangle, with half of the diagonal.
            L, M = e, Inverse(e)
            triangle = (LowerTriangle(e.shape[0]), (a, j))
            factors = [(L, (i, a)), triangle, (M, (a, p)), (M, (j, q))]
            yield HALF, factors, (i, j), (p, q)
            yield HALF, factors, (i, j), (q, p)
            yield -HALF, [(L, (i, j)), (M, (j, p)), (M, (j, q))], (i, j), (p, q)
        case _:
            raise ValueError(_unknown(e))


def _unknown(e):
    return (
        f"the derivative of {e} is not known here: functions of eigenvalues and singular values "
        "are differentiated once; measure what more is wanted, with ml.measure"
    )
