"""The determinant of a matrix times its inverse: a product that a singular matrix has too.

The derivative of a determinant is written ``det(X) X⁻ᵀ``, as the books write it. Where X has no
inverse it still has a value, the transposed adjugate; so that is what is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Factor


def with_adjugates(factors: Sequence[Factor]) -> list[Factor]:
    """Return the factors of a product with an adjugate for every determinant and inverse that meet.

    Of a power of the determinant, one factor is taken.
    """
    found = list(factors)
    for k, (factor, none) in enumerate(factors):
        det, exponent = (
            (factor.base, factor.exponent) if isinstance(factor, nodes.Power) else (factor, 1)
        )
        if type(det) is nodes.Determinant and exponent >= 1:
            for place, (inverse, labels) in enumerate(found):
                if isinstance(inverse, nodes.Inverse) and inverse.base is det.base:
                    found[place] = nodes.Adjugate(det.base), labels
                    found[k] = power(det, exponent - 1), none
                    break
    return found
