"""The canonical form: sums, products and powers that simplify while they are built.

What is simplified: nested sums and products are flattened, equal terms and equal factors are
collected, Kronecker deltas are contracted, a matrix meeting its inverse vanishes, axes that are
merged and taken apart again are as before, numbers are exact fractions in front. A bracket stays a
bracket, ``Xᵀ (X w - y)``, unless it has more than two axes: then it is multiplied out, so that
matrix notation stays in reach.

The invariant is the value. Wherever an expression as it is written has a value, its canonical form
has the same; where it has none, as ``x / x`` at 0, the canonical form may have one. So a rule may
drop a condition and must never drop a case: ``sqrt(x**2)`` is not ``x``.

A node in canonical form is a symbol or another leaf; a function or a power of one; a sum of at
least two different terms, each a number and a unit without one; or a product: a number and factors
that are no products, or one factor that is summed, repeated or transposed. Products are in
`products`, sums in `sums`, powers in `powers`; each needs the other two.
"""

from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.powers import power
from mathlib.symbolic.products import merge_axes, product
from mathlib.symbolic.sums import add, broadcast, entrywise, stretched, up_to_transpose

__all__ = [
    "add",
    "broadcast",
    "entrywise",
    "merge_axes",
    "power",
    "product",
    "scale",
    "stretched",
    "up_to_transpose",
]
