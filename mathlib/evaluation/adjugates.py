"""The determinant of a matrix times its inverse: a product that a singular matrix has too.

The derivative of a determinant is written ``det(X) X⁻ᵀ``, as the books write it. Where X has no
inverse it still has a value, the transposed adjugate; so that is what is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import diagonal_vector
from mathlib.symbolic.expression import Expression, Factor


def with_adjugates(factors: Sequence[Factor]) -> list[Factor]:
    """Return the factors of a product with an adjugate for every determinant and inverse that meet.

    Of a power of the determinant, one factor is taken. The inverse of a diagonal matrix stands as a
    vector, and then the diagonal of the adjugate takes its place.
    """
    found = list(factors)
    for k, (factor, none) in enumerate(factors):
        det, exponent = (
            (factor.base, factor.exponent) if isinstance(factor, nodes.Power) else (factor, 1)
        )
        if type(det) is nodes.Determinant and exponent >= 1:
            inverse = _inverse(det.base)
            for place, (other, labels) in enumerate(found):
                if other is inverse:
                    pair = labels if len(labels) == 2 else 2 * labels
                    found[place] = nodes.Adjugate(det.base), pair
                    found[k] = power(det, exponent - 1), none
                    break
    return found


def _inverse(base: Expression) -> Expression:
    """Return the inverse of a matrix; of a diagonal one, its diagonal."""
    vector = diagonal_vector(base)
    return nodes.Inverse(base) if vector is None else power(vector, -1)
