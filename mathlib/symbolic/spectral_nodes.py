"""Nodes for what is made of eigenvalues, singular values, or a triangular factor.

A function of a symmetric matrix S is that of its eigenvalues, with its eigenvectors V: exp S is
``V diag(exp(λ)) Vᵀ``. How it changes is said by its *divided differences*, the matrix of
``(f(λ_a) - f(λ_b)) / (λ_a - λ_b)``, with ``f'(λ_a)`` on its diagonal (Daleckii and Krein, 1965).
"""

from __future__ import annotations

from mathlib.symbolic.nodes import MatrixFunction


class Spectral(MatrixFunction):
    """A function of a whole matrix, which a second item of its contents may tell."""

    def _initialize(self, base, *told):
        self.kind = self._kind(*told) if told else self.kind
        super()._initialize(base)

    def _kind(self, told):
        return told

    def rebuild(self, *parts):
        """Return the same of another part."""
        return type(self)(*parts, *self.data[1:])


class Cholesky(Spectral):
    """The lower triangular L with L Lᵀ the matrix."""

    kind = "cholesky"


class OfSymmetric(Spectral):
    """A function of a symmetric matrix, by its eigenvalues: `kind` is expm, logm or sqrtm."""

    symmetric = True


class Exponential(Spectral):
    """The exponential of a matrix that need not be symmetric."""

    kind = "general_expm"


class TraceOfExponential(Spectral):
    """Its trace, whose derivative has a closed form where that of the whole has none."""

    kind = "trace_expm"

    def _shape(self, shape):
        return ()


class DividedDifferences(OfSymmetric):
    """The divided differences of a function of a symmetric matrix."""

    def _kind(self, told):
        self.of_kind = told
        return f"{told}_differences"


class Eigenvalues(Spectral):
    """The eigenvalues of a symmetric matrix, the least first."""

    kind = "eigvalsh"

    def _shape(self, shape):
        return shape[:1]


class Eigenvectors(Spectral):
    """The eigenvectors of a symmetric matrix as columns, in the order of the eigenvalues."""

    kind = "eigenvectors"


class LargestEigenvalue(Spectral):
    """The largest eigenvalue of a symmetric matrix."""

    kind = "lambda_max"

    def _shape(self, shape):
        return ()


class LeadingEigenvector(Spectral):
    """The eigenvector of the largest eigenvalue of a symmetric matrix, of length 1."""

    kind = "leading_eigenvector"

    def _shape(self, shape):
        return shape[:1]


class SingularValueNorm(Spectral):
    """A number made of singular values: `kind` is nuclear_norm, spectral_norm or least_stretch."""

    nonnegative = True

    def _shape(self, shape):
        return ()


class SingularDirections(Spectral):
    """The derivative of such a norm: U Vᵀ, or u vᵀ of the greatest or least singular value."""

    def _kind(self, told):
        return DIRECTIONS[told]


#: What the derivatives of the norms are called.
DIRECTIONS = {
    "nuclear_norm": "polar",
    "spectral_norm": "leading_dyad",
    "least_stretch": "least_dyad",
}
