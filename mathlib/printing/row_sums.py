"""Sums over the rows of an entrywise product, as the diagonal of a matrix product.

The rows of ``X ⊙ (X M)`` sum to the diagonal of ``X M Xᵀ``, a leverage or a variance, which is how
it is written. Where nothing is the same on both sides, the sum over rows reads better.
"""

from __future__ import annotations

from mathlib.printing.forms import Form, fewest_transposes, matmul, transpose


def sandwich(left: Form, right: Form) -> Form | None:
    """Return X M Xᵀ of X and X M, in either order."""
    for short, long in ((left, right), (right, left)):
        if long.kind == "matmul" and long.parts[0] is short:
            whole = matmul(long, transpose(short))
            return fewest_transposes(whole, transpose(whole))
    return None


def of_square(square: Form, turned: bool) -> Form | None:
    """Return X S² Xᵀ of the entrywise square of X S, where S is symmetric."""
    if square.kind != "power" or square.parts[1] != 2 or square.parts[0].kind != "matmul":
        return None
    rows = transpose(square.parts[0]) if turned else square.parts[0]
    return matmul(rows, transpose(rows)) if rows.parts[-1].symmetric else None
