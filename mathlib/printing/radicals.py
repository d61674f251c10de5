"""Radicals as a person writes them: sqrt(2 a) and 1 / sqrt(2), not sqrt(2) sqrt(a) and sqrt(2) / 2.

The canonical form keeps an irrational number apart from the rest of a product, with an exponent
between 0 and 1, so that equal terms meet. What is good for adding up is not good to read: here the
number in front and the radical share their parts anew, and a root beside it takes the radical in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeGuard

from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import SHORT, constant, is_radical, normalize, plainness
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.nodes import Power, Product, Sum

Factors = tuple[Factor, ...]


def readable_numbers(number: Number, factors: Factors) -> tuple[Number, Factors]:
    """Return number and factors of a product as a person would write them.

    The powers that come back are to be read only: they are not in canonical form.
    """
    return _readable_powers(*_readable_radicals(number, factors))


def _readable_radicals(number: Number, factors: Factors) -> tuple[Number, Factors]:
    """Return number and factors of a product with its radical written as a person would."""
    for radical, _ in factors:
        if is_radical(radical):
            others = tuple(f for f in factors if f[0] is not radical)
            number, base, exponent = _shortest(number, radical.base.coefficient, radical.exponent)
            for k, (e, labels) in enumerate(others):
                if _takes_in(e, exponent):
                    joint = Power(scale(base, e.base), exponent)
                    return number, (*others[:k], (joint, labels), *others[k + 1 :])
            return number, (*others, (Power(constant(base), exponent), ()))
    return number, factors


def _shortest(number, base, exponent):
    """Return number, base and exponent of one value in the form that is shortest to write."""
    forms = [
        (front, normalize(b), e)
        for front, rest in ((number, exponent), (normalize(number * Fraction(base)), exponent - 1))
        for b, e in ((Fraction(base), rest), (1 / Fraction(base), -rest))
    ]

    def length(form):
        front, b, e = form
        digits = front.numerator.bit_length() + front.denominator.bit_length()
        return digits, plainness(b), e < 0

    return min(forms, key=length)


def _takes_in(e: Expression, exponent: Number) -> TypeGuard[Power]:
    """Say whether a factor is a root of the same degree; a norm is read as such, and stays."""
    return (
        isinstance(e, Power)
        and e.exponent == exponent
        and not is_radical(e)
        and not (isinstance(e.base, Product) and e.base.summed)
    )


def _readable_powers(number: Number, factors: Factors) -> tuple[Number, Factors]:
    """Return number and factors with a denominator back in the power it was drawn out of.

    (x / 3 + 1 / 2)² is kept as (2 x + 3)² / 36, where equal brackets meet; of a high power the
    denominator would have many digits. A denominator that all terms have stays in front.
    """
    for k, (e, labels) in enumerate(factors):
        if isinstance(e, Power) and isinstance(e.base, Sum) and e.exponent in range(2, 1000):
            below = _root_of_divisor(number.denominator, int(e.exponent))
            terms = tuple((normalize(Fraction(c, below)), term) for c, term in e.base.terms)
            whole = all(c.denominator == 1 for c, _ in e.base.terms)
            if whole and len({c.denominator for c, _ in terms}) > 1:
                number = normalize(number * Fraction(below) ** int(e.exponent))
                inside = Power(Sum(terms), e.exponent)
                factors = (*factors[:k], (inside, labels), *factors[k + 1 :])
    return number, factors


def _root_of_divisor(number: int, degree: int) -> int:
    """Return the largest number up to `SHORT` whose power of a degree divides a whole number."""
    largest = min(SHORT, 2 ** (number.bit_length() // degree + 1)) if number > 1 else 1
    return next((k for k in range(largest, 1, -1) if number % k**degree == 0), 1)
