"""Powers of every entry, by an exponent that is a number.

Powers are simplified where every value allows it: of a product, of a power, of a root only where
nothing under it can be negative. Where the power as it is written has a value, the simplified one
has the same; it may have one where the other has none, as ``sqrt(x)**2``, which is ``x``.
"""

from __future__ import annotations

from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.constant_nodes import Constant
from mathlib.symbolic.constants import (
    constant,
    is_long,
    is_number,
    is_zero,
    normalize,
    number_power,
)
from mathlib.symbolic.contraction_rules import blocks_of
from mathlib.symbolic.exponential_rules import beside_one, sigmoid_of_opposite
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Function, Identity, MergeAxes, Power, Product, Sum
from mathlib.symbolic.products import product
from mathlib.symbolic.structure import has
from mathlib.symbolic.sums import broadcast, entrywise, up_to_transpose

#: Functions whose values are 0 and 1.
MASKS = ("step", "at_least_zero")


def power(base: Expression, exponent: Number) -> Expression:
    """Every entry of `base` to a power that is a number."""
    from mathlib.symbolic.general_powers import general_power

    if exponent == 0 or exponent == 1:
        return base if exponent else constant(1, base.shape)
    whole = exponent.denominator == 1
    if is_zero(base) and exponent < 0:
        raise ZeroDivisionError("the denominator is 0, whatever the values of the symbols")
    if is_long(split_coefficient(base)[0], exponent):
        return Power(base, exponent)
    if is_number(base) and (base.coefficient >= 0 or whole):
        return broadcast(number_power(base.coefficient, exponent), base.shape)
    if isinstance(base, Power) and (whole or base.base.nonnegative):
        return power(base.base, normalize(base.exponent * exponent))
    if isinstance(base, Function) and base.name == "raise_to":
        raised, times = base.children
        return general_power(raised, scale(exponent, times))
    if exponent > 0 and (has(base, "one_hot") or _is_mask(base)):
        return base
    if isinstance(base, Function) and base.name == "abs" and exponent % 2 == 0:
        return power(base.children[0], exponent)
    if isinstance(base, (Product, Sum)):
        return entrywise(lambda e: _power_of_compound(e, exponent), base)
    return Power(base, exponent)


def _is_mask(e):
    return isinstance(e, Constant) or (isinstance(e, Function) and e.name in MASKS)


def _power_of_compound(base, exponent):
    """Return the power of the number in front, times that of each factor where that is allowed.

    A positive number may always come out, and so may any number under a whole exponent. A root of
    a product is the product of the roots only where every factor is nonnegative: of ``x y`` with
    both negative it exists, and theirs do not. So a minus sign stays under the root.
    """
    whole = exponent.denominator == 1
    number, unit = split_coefficient(base)
    sign = 1 if whole or number > 0 else -1
    root = number_power(sign * number, exponent)
    if number > 0 > exponent and (z := beside_one(unit)) is not None:
        share = power(sigmoid_of_opposite(z), -exponent)  # 1 / (1 + exp(z))
        return product(1, [(root, ()), (share, unit.axes)], unit.axes)
    pieces = _pieces(unit, whole)
    if pieces and (whole or (sign > 0 and all(e.nonnegative for e, _ in pieces))):
        factors = [(power(e, exponent), labels) for e, labels in pieces]
        return product(1, [(root, ()), *factors], unit.axes, unit.shape)
    core = scale(sign, unit)
    make = Power if isinstance(core, (Product, Sum)) else power
    labels = fresh_labels(len(core.shape))
    raised = up_to_transpose(lambda core: make(core, exponent), core)
    return product(1, [(root, ()), (raised, labels)], labels)


def _pieces(unit, whole) -> list[Factor]:
    """Return the factors, or blocks of a scalar, that are raised each by itself.

    A scalar comes out from under a whole exponent only: sqrt(sum(x**2) / n) stays as it is.
    """
    if not isinstance(unit, Product):
        return []
    if unit.summed and not unit.shape:
        blocks = [(product(1, block, ()), ()) for block in blocks_of(unit.factors)]
        pieces = [f for f in unit.factors if not f[1]] + blocks
        return pieces if len(pieces) > 1 else []
    if any(isinstance(e, (Identity, MergeAxes)) for e in unit.children):
        return []
    if not unit.summed:
        return list(unit.factors)
    scalars = [f for f in unit.factors if whole and not f[1]]
    if not scalars:
        return []
    rest = product(1, [f for f in unit.factors if f[1]], unit.axes, unit.shape)
    return [*scalars, (rest, unit.axes)]
