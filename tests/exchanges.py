"""The commutation matrix K and the duplication matrix D, as their definitions say, for NumPy."""

import numpy as np

#: What a print calls them, where K or D is a symbol too.
COMMUTATIONS = {"K", "commutation"}
DUPLICATIONS = {"D", "duplication"}
#: Rows of a matrix that is vectorised; of more, K would fill the memory.
MOST = 13


def commutation(m, n):
    """Return the matrix that takes vec(A) to vec(Aᵀ), of A with m rows and n columns."""
    places = np.arange(m * n).reshape(m, n, order="F")  # of each entry of A in vec(A)
    return np.eye(m * n)[places.T.ravel(order="F")]


def duplication(n):
    """Return the matrix that takes vech(S) to vec(S)."""
    columns, rows = np.triu_indices(n)
    unit = np.zeros((n * n, len(rows)))
    for at, pair in enumerate(zip(rows, columns, strict=True)):
        for i, j in (pair, pair[::-1]):
            unit[i + n * j, at] = 1
    return unit


#: Signs whose size is open: K of a square matrix, and D.
OPEN_EXCHANGES = {
    "K": lambda n: commutation(n, n) if n <= MOST else np.zeros((0, 0)),
    "D": lambda n: duplication(n) if n <= MOST else np.zeros((0, 0)),
}
