"""Linear algebra on matrices that are lists of rows, and what is taken along one row.

Elimination with row exchanges, as in any textbook: enough for the small matrices of `list_arrays`.
"""

from __future__ import annotations

import math

Row = list[float]
Matrix = list[Row]


class SingularMatrixError(ValueError):
    """A matrix has no inverse."""


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse, by elimination beside the identity."""
    size = len(matrix)
    beside = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    upper, sign = _eliminated(beside)
    if sign == 0:
        raise SingularMatrixError
    for k in reversed(range(size)):
        pivot = upper[k][k]
        upper[k] = [entry / pivot for entry in upper[k]]
        for i in range(k):
            upper[i] = _less(upper[i], upper[i][k], upper[k])
    return [row[size:] for row in upper]


def determinant(matrix: Matrix) -> float:
    """Return the determinant: the product of the pivots, with the sign of the row exchanges."""
    upper, sign = _eliminated(matrix)
    return sign * math.prod(upper[k][k] for k in range(len(matrix))) if sign else 0.0


def log_determinant(matrix: Matrix) -> float:
    """Return the logarithm of the absolute value of the determinant."""
    upper, sign = _eliminated(matrix)
    if sign == 0:
        return -math.inf
    return sum(math.log(abs(upper[k][k])) for k in range(len(matrix)))


def cholesky(matrix: Matrix) -> Matrix:
    """Return the lower triangular factor of a positive definite matrix, row by row."""
    rows: Matrix = []
    for i, given in enumerate(matrix):
        row: Row = []
        for j in range(i):
            known = sum(a * b for a, b in zip(row, rows[j], strict=False))
            row.append((given[j] - known) / rows[j][j])
        square = given[i] - sum(entry**2 for entry in row)
        if not square > 0:
            raise SingularMatrixError
        rows.append([*row, math.sqrt(square)])
    return [row + [0.0] * (len(matrix) - len(row)) for row in rows]


def adjugate(matrix: Matrix) -> Matrix:
    """Return the transposed matrix of cofactors, which a singular matrix has too."""
    size = range(len(matrix))
    return [[(-1) ** (i + j) * determinant(_minor(matrix, i, j)) for i in size] for j in size]


def log_sum_exp(row: Row) -> float:
    """Return the logarithm of the sum of exponentials, -inf if all entries are -inf."""
    top = max(row)
    if math.isinf(top):
        return top if not any(map(math.isnan, row)) else math.nan
    return top + math.log(sum(math.exp(x - top) for x in row))


def softmax(row: Row) -> Row:
    """Return the exponentials divided by their sum; NaN where the largest entry is infinite."""
    top = max(row)
    weights = [math.exp(x - top) if not math.isinf(top) or x != top else math.nan for x in row]
    return [weight / sum(weights) for weight in weights]


def hardmax(row: Row) -> Row:
    """Return 1 at the first of the greatest entries, else 0."""
    place = row.index(max(row))
    return [float(k == place) for k in range(len(row))]


def _eliminated(matrix: Matrix) -> tuple[Matrix, int]:
    """Return the matrix with zeros below its diagonal, and a sign: 0 if a pivot is missing."""
    rows, sign = [list(row) for row in matrix], 1
    for k in range(len(rows)):
        best = max(range(k, len(rows)), key=lambda i: abs(rows[i][k]))
        if rows[best][k] == 0:
            return rows, 0
        if best != k:
            rows[k], rows[best], sign = rows[best], rows[k], -sign
        for i in range(k + 1, len(rows)):
            rows[i] = _less(rows[i], rows[i][k] / rows[k][k], rows[k])
    return rows, sign


def _less(row: Row, number: float, other: Row) -> Row:
    """Return a row less a number times another."""
    return [x - number * y for x, y in zip(row, other, strict=True)]


def _minor(matrix: Matrix, i: int, j: int) -> Matrix:
    """Return the matrix without row i and column j."""
    return [row[:j] + row[j + 1 :] for k, row in enumerate(matrix) if k != i]
