"""Radicals as a person writes them: sqrt(2 a) and 1 / sqrt(2), not sqrt(2) sqrt(a) and sqrt(2) / 2.

The canonical form keeps an irrational number apart from the rest of a product, with an exponent
between 0 and 1, so that equal terms meet. What is good for adding up is not good to read: here the
number in front and the radical share their parts anew, and a root beside it takes the radical in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeGuard

from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import (
    SHORT,
    constant,
    is_number,
    is_radical,
    normalize,
    number_power,
    plainness,
)
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.nodes import Power, Product, Sum

Factors = tuple[Factor, ...]


def readable_numbers(number: Number, factors: Factors) -> tuple[Number, Factors]:
    """Return number and factors of a product as a person would write them.

    The powers that come back are to be read only: they are not in canonical form.
    """
    number, factors = _readable_roots(number, _without_fractions_below(factors))
    return _readable_powers(*_readable_radicals(number, factors))


def _without_fractions_below(factors: Factors) -> Factors:
    """Return factors with a denominator multiplied into a bracket below that has it too.

    1 / (v (q / v + 1)) is 1 / (q + v).
    """
    for k, (e, labels) in enumerate(factors):
        if not (isinstance(e, Power) and isinstance(e.base, Sum) and e.exponent < 0):
            continue
        inside = {f for term in e.base.children for f in term.children}
        for scalar, none in factors:
            base = scalar.base if isinstance(scalar, Power) else None
            same = isinstance(scalar, Power) and not none and scalar.exponent == e.exponent
            if base is not None and same and power(base, -1) in inside:
                terms = (
                    product(c, [(t, t.axes), (base, ())], t.axes, t.shape) for c, t in e.base.terms
                )
                whole = power(add(*terms), e.exponent)
                others = [f for f in (*factors[:k], *factors[k + 1 :]) if f[0] is not scalar]
                return (*others, (whole, labels))
    return factors


def _readable_roots(number: Number, factors: Factors) -> tuple[Number, Factors]:
    """Return number and factors with a denominator back under the root it was drawn out of.

    sqrt(x² + 1 / 1000) is kept as sqrt(1000 x² + 1) / (10 sqrt(10)).
    """
    radicals = [f for f in factors if is_radical(f[0])]
    for k, (e, labels) in enumerate(factors):
        if not (isinstance(e, Power) and isinstance(e.base, Sum)) or e.exponent.denominator == 1:
            continue
        for size in sorted({abs(c) for c, _ in e.base.terms if abs(c) > 1}):
            front = product(number, [*radicals, (number_power(size, e.exponent), ())], ())
            if is_number(front) and _length(front.coefficient) <= _length(number) - (not radicals):
                inside = Sum(tuple((normalize(Fraction(c) / size), t) for c, t in e.base.terms))
                others = [f for f in (*factors[:k], *factors[k + 1 :]) if f not in radicals]
                return front.coefficient, (*others, (Power(inside, e.exponent), labels))
    return number, factors


def _length(number: Number) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


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
            if number.denominator > SHORT:
                return _decimal(float(number) * float(base) ** float(exponent)), others
            return number, (*others, (Power(constant(base), exponent), ()))
    return number, factors


def _decimal(value: float) -> Number:
    return normalize(Fraction(repr(value)))


def _shortest(number, base, exponent):
    """Return number, base and exponent of one value in the form that is shortest to write."""
    forms = [
        (front, normalize(b), e)
        for front, rest in ((number, exponent), (normalize(number * Fraction(base)), exponent - 1))
        for b, e in ((Fraction(base), rest), (1 / Fraction(base), -rest))
    ]

    def length(form):
        front, b, e = form
        return _length(front), plainness(b), e < 0

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
