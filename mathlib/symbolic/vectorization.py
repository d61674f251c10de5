"""Constants of vectorised derivatives: the commutation matrix K and the duplication matrix D.

Both say what ``vec``, which stacks the columns of a matrix, makes of a relation between matrices:
``K vec(A) = vec(Aᵀ)``, and ``D vech(S) = vec(S)`` for a symmetric S, of which ``vech`` stacks the
columns from the diagonal down.

References
----------
.. [1] Magnus and Neudecker, *Matrix Differential Calculus with Applications in Statistics and
   Econometrics*, 3rd ed., Wiley 2019, chapter 3.
"""

from __future__ import annotations

from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constant_nodes import Constant, MergeAxes
from mathlib.symbolic.constants import is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.names import checked_dimension
from mathlib.symbolic.shapes import Dimension


class Duplication(Constant):
    """The matrix that writes the entries of a symmetric matrix twice, but those on the diagonal."""

    def _initialize(self, rows):
        self.rows, self.shape = rows, (rows**2, rows * (rows + 1) // 2)

    def entries(self) -> list[list[float]]:
        """Return the entries, row by row."""
        below = [(i, j) for j in range(self.rows) for i in range(j, self.rows)]
        stacked = [(i, j) for j in range(self.rows) for i in range(self.rows)]
        return [[float(pair in ((i, j), (j, i))) for i, j in below] for pair in stacked]


def commutation(rows: Dimension, columns: Dimension) -> Expression:
    """Return the commutation matrix K, for which ``K @ vec(A)`` is ``vec(A.T)``.

    Prints write it ``K[m,n]``, and ``K`` where both are equal.

    Parameters
    ----------
    rows, columns : str or int
        How many of each A has.

    Returns
    -------
    Expression, shape (m*n, m*n)
        A permutation: its transpose is its inverse, ``commutation(columns, rows)``.

    Examples
    --------
    >>> from mathlib.symbolic.linear_algebra import vec
    >>> from mathlib.symbolic.symbols import matrix
    >>> A = matrix("A", "m", "n")
    >>> commutation("m", "n")
    K[m,n]
    >>> commutation("m", "n") @ vec(A) == vec(A.T)
    True
    """
    rows, columns = checked_dimension(rows), checked_dimension(columns)
    whole, other, i, j = fresh_labels(4)
    joints = [
        (MergeAxes(rows, columns), (whole, i, j)),
        (MergeAxes(columns, rows), (other, j, i)),
    ]
    return product(1, joints, (whole, other))


def duplication(rows: int) -> Expression:
    """Return the duplication matrix D, for which ``D @ vech(S)`` is ``vec(S)``.

    Of a symmetric matrix S, ``vech`` stacks the columns from the diagonal down. The derivative by
    ``vech(S)`` is that by ``vec(S)``, with all entries independent, times D.

    Parameters
    ----------
    rows : int
        How many rows S has, as a number.

    Returns
    -------
    Expression, shape (n*n, n*(n+1)/2)

    Raises
    ------
    ValueError
        If the size is a name: half of a product is no dimension.

    Examples
    --------
    >>> duplication(2).evaluate()
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    >>> duplication(3).shape
    (9, 6)
    """
    if not is_whole(rows) or rows < 1:
        raise ValueError(
            f"duplication takes the number of rows as a positive whole number, not {rows!r}: of a "
            "size with a name, n * (n + 1) / 2 is no dimension"
        )
    return Duplication(int(rows))
