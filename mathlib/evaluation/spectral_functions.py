"""Functions of eigenvalues and singular values of arrays of NumPy, under the kinds of nodes.

Those of a symmetric matrix are functions of the symmetric part of what they are given: where one
entry is moved alone, to measure a derivative, half of the step goes to its mirror image.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathlib.evaluation.numpy_functions import Array


def _of_symmetric_part(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda matrix: function((matrix + matrix.T) / 2)


def _of_eigenvalues(function: Callable[..., Any]) -> Callable[..., Any]:
    def of_matrix(matrix: Array) -> Array:
        values, vectors = np.linalg.eigh(matrix)
        with np.errstate(invalid="ignore", divide="ignore"):
            return (vectors * function(values)) @ vectors.T

    return _of_symmetric_part(of_matrix)


#: Coefficients of the numerator of the Padé approximant of degree 13, the constant first.
PADE = (
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0,
)
#: The greatest norm at which it is as good as double precision.
PADE_NORM = 5.37


def _exponential(matrix: Array) -> Any:
    """Return the exponential of any square matrix, by scaling and squaring.

    Higham, *The scaling and squaring method for the matrix exponential revisited*, 2005.
    """
    size = np.linalg.norm(matrix, 1)
    halvings = int(max(0, np.ceil(np.log2(size / PADE_NORM)))) if size > 0 else 0
    scaled, power = matrix / 2.0**halvings, np.eye(len(matrix))
    even, odd = np.zeros(matrix.shape), np.zeros(matrix.shape)
    for k, coefficient in enumerate(PADE):
        (odd if k % 2 else even)[...] += coefficient * power
        power = power @ scaled
    found = np.linalg.solve(even - odd, even + odd)
    for _ in range(halvings):
        found = found @ found
    return found


def _differences(of_pair: Callable[..., Any]) -> Callable[..., Any]:
    def of_matrix(matrix: Array) -> Array:
        values = np.linalg.eigvalsh(matrix)
        with np.errstate(invalid="ignore", divide="ignore"):
            return of_pair(values[:, None], values[None, :])

    return _of_symmetric_part(of_matrix)


def _of_exponential(a: Array, b: Array) -> Array:
    half = (a - b) / 2
    safe = np.where(half == 0, 1.0, half)
    return np.exp((a + b) / 2) * np.where(half == 0, 1.0, np.sinh(safe) / safe)


def _of_logarithm(a: Array, b: Array) -> Array:
    ratio = (a - b) / (a + b)
    safe = np.where(ratio == 0, 1.0, ratio)
    return 2 / (a + b) * np.where(ratio == 0, 1.0, np.arctanh(safe) / safe)


def _of_root(a: Array, b: Array) -> Array:
    return 1 / (np.sqrt(a) + np.sqrt(b))


def _dyad(place: int) -> Callable[..., Any]:
    def of_matrix(matrix: Array) -> Array:
        left, _, right = np.linalg.svd(matrix, full_matrices=False)
        return np.outer(left[:, place], right[place])

    return of_matrix


def _polar(matrix: Array) -> Array:
    left, _, right = np.linalg.svd(matrix, full_matrices=False)
    return left @ right


#: By the kinds of `MatrixFunction` nodes.
SPECTRAL_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cholesky": _of_symmetric_part(np.linalg.cholesky),
    "general_expm": _exponential,
    "trace_expm": lambda matrix: np.trace(_exponential(matrix)),
    "expm": _of_eigenvalues(np.exp),
    "logm": _of_eigenvalues(np.log),
    "sqrtm": _of_eigenvalues(np.sqrt),
    "expm_differences": _differences(_of_exponential),
    "logm_differences": _differences(_of_logarithm),
    "sqrtm_differences": _differences(_of_root),
    "eigvalsh": _of_symmetric_part(np.linalg.eigvalsh),
    "eigenvectors": _of_symmetric_part(lambda matrix: np.linalg.eigh(matrix)[1]),
    "lambda_max": _of_symmetric_part(lambda matrix: np.linalg.eigvalsh(matrix)[-1]),
    "leading_eigenvector": _of_symmetric_part(lambda matrix: np.linalg.eigh(matrix)[1][:, -1]),
    "nuclear_norm": lambda matrix: np.linalg.norm(matrix, "nuc"),
    "spectral_norm": lambda matrix: np.linalg.norm(matrix, 2),
    "least_stretch": lambda matrix: np.linalg.norm(matrix, -2),
    "polar": _polar,
    "leading_dyad": _dyad(0),
    "least_dyad": _dyad(-1),
}
