"""Functions of arrays that NumPy lacks: what compiled code and the interpreter call."""

import numpy as np


def softmax(x: np.ndarray) -> np.ndarray:
    """Exponentials divided by their sum along the last axis, without overflow."""
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    exponentials /= exponentials.sum(axis=-1, keepdims=True)
    return exponentials


def logsumexp(x: np.ndarray) -> np.ndarray:
    """Return the logarithm of the sum of exponentials along the last axis, without overflow."""
    top = x.max(axis=-1, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=-1)) + top[..., 0]


def adjugate(matrix: np.ndarray) -> np.ndarray:
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


def add_diagonal(matrix: np.ndarray, diagonal: np.ndarray | float) -> np.ndarray:
    """Add to the diagonal of a matrix, in place."""
    matrix.ravel(order="K")[:: len(matrix) + 1] += diagonal
    return matrix
