"""NumPy under the package's names, so that one text can be computed with both.

A function that is written once and called with `mathlib` gives an expression; called with
`Names(sizes)` it gives the number that NumPy gives. The formulas here are textbook ones, and know
nothing of the engine.
"""

import math

import numpy as np


class Names:
    """The functions of NumPy, where the package has other names, and those that it has not."""

    def __init__(self, sizes):
        """Take the sizes that the dimensions' names stand for."""
        self.sizes = sizes

    def __getattr__(self, name):
        """Return NumPy's function of this name."""
        return getattr(np, name)

    def _shape(self, dimensions):
        return tuple(self.sizes.get(dimension, dimension) for dimension in dimensions)

    def ones(self, *dimensions):
        """Return ones; a dimension may be a name."""
        return np.ones(self._shape(dimensions))

    def eye(self, dimension):
        """Return an identity matrix."""
        return np.eye(*self._shape([dimension]))

    def norm(self, x, ord=None, **options):
        """Return a norm; of a matrix, by default, the root of the sum of squares."""
        return np.linalg.norm(x, ord, **options)

    def inv(self, A):
        """Return the inverse."""
        return np.linalg.inv(A)

    def det(self, A):
        """Return the determinant."""
        return np.linalg.det(A)

    def logdet(self, A):
        """Return the logarithm of the absolute value of the determinant."""
        return np.linalg.slogdet(A)[1]

    def relu(self, x):
        """Return the positive part."""
        return np.maximum(x, 0)

    def sigmoid(self, x):
        """Return the logistic function."""
        return 1 / (1 + np.exp(-x))

    def softplus(self, x):
        """Return log(1 + exp(x))."""
        return np.logaddexp(0, x)

    def logsumexp(self, x, axis=None, keepdims=False):
        """Return the logarithm of the sum of exponentials."""
        return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))

    def softmax(self, x, axis=-1):
        """Return exponentials divided by their sum."""
        return np.exp(x) / np.sum(np.exp(x), axis=axis, keepdims=True)

    def vec(self, A):
        """Return the columns, stacked."""
        return A.ravel("F")

    def erf(self, x):
        """Return the error function of every entry."""
        return np.vectorize(math.erf)(x)

    def lgamma(self, x):
        """Return the logarithm of the gamma function of every entry."""
        return np.vectorize(math.lgamma)(x)

    def lambda_max(self, S):
        """Return the largest eigenvalue of the symmetric part."""
        return np.linalg.eigvalsh((S + S.T) / 2)[-1]

    def expm(self, A):
        """Return the exponential of a matrix, by its eigenvalues."""
        values, vectors = np.linalg.eig(A)
        return (vectors * np.exp(values) @ np.linalg.inv(vectors)).real

    def logm(self, S):
        """Return the logarithm of a matrix, by its eigenvalues."""
        values, vectors = np.linalg.eig(S)
        return (vectors * np.log(values) @ np.linalg.inv(vectors)).real

    def matrix_power(self, A, exponent):
        """Return a power of a matrix."""
        return np.linalg.matrix_power(A, exponent)

    def solve(self, A, b):
        """Return the solution of a system."""
        return np.linalg.solve(A, b)
