"""What stands in front of an expression or is turned about it: numbers, signs, transposes.

Two expressions that differ by a number only must share what is behind it, or a sum could not
collect them; and of a matrix and its transpose, only one is stored inside functions and brackets.
Both choices are made here, from what the expressions are made of and never from when they were
made, so that every session and machine chooses alike.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from mathlib.symbolic.constants import (
    SHORT,
    as_expression,
    constant,
    is_number,
    is_size,
    is_zero,
    normalize,
)
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.nodes import Identity, Product, Sum
from mathlib.symbolic.structural_order import reads_better


def scale(number: Number, e: Expression) -> Expression:
    """Return a number times an expression."""
    e = as_expression(e)
    if number == 0 or is_zero(e):
        return constant(0, e.shape)
    if number == 1:
        return e
    if isinstance(e, Sum):
        return Sum(tuple((normalize(number * c), term) for c, term in e.terms))
    c, unit = split_coefficient(e)
    if normalize(number * c) == 1:
        return unit
    return Product(normalize(number * c), unit.factors, e.shape)


def split_coefficient(e: Expression) -> tuple[Number, Expression]:
    """Return the number in front of an expression, and what is behind it.

    The number in front of a sum is what its terms have in common, with the sign of its size, as in
    n - 1, of its constant, as in 1 - x, or of its first term.
    """
    if isinstance(e, Sum):
        numbers = [c for c, _ in e.terms]
        common = _common(numbers)
        plain = [c for kind in (is_size, is_number) for c, term in e.terms if kind(term)]
        leading = [*plain, *numbers][0]
        front = normalize(common if leading > 0 else -common)
        return front, scale(normalize(Fraction(1) / front), e)
    if not isinstance(e, Product) or e.coefficient == 1 or e.coefficient == 0:
        return 1, e
    if len(e.factors) == 1 and e.factors[0][1] == e.axes:
        return e.coefficient, e.factors[0][0]
    return e.coefficient, Product(1, e.factors, e.shape)


def _common(numbers: list[Number]) -> Number:
    """Return what numbers have in common: the size that all have, else a plain fraction, or 1.

    A common denominator of pi and 1/3 would be of 16 digits: nobody draws it out of a bracket, and
    under a power it overflows.
    """
    if len({abs(c) for c in numbers}) == 1:
        return max(numbers[0], -numbers[0])
    below = lcm(*(c.denominator for c in numbers))
    above = gcd(*(c.numerator for c in numbers))
    return Fraction(above, below) if below <= SHORT else Fraction(1)


def orient(e: Expression, labels: Labels) -> Factor:
    """Return a matrix or its transpose, whichever comes first, and its labels to match."""
    if len(e.shape) == 2 and reads_better(e.T, e):
        return e.T, labels[::-1]
    return e, labels


def is_diagonal(e: Expression) -> bool:
    """Say whether an expression is a diagonal matrix."""
    return len(e.shape) == 2 and any(isinstance(f, Identity) for f, _ in e.factors)


def diagonal_vector(e: Expression) -> Expression | None:
    """Return the vector of which an expression is the diagonal matrix, with nothing in front."""
    vectors = [f for f, labels in e.factors if len(labels) == 1]
    alone = is_diagonal(e) and len(e.factors) == 2 and split_coefficient(e)[0] == 1
    return vectors[0] if alone and vectors else None
