"""Numbers among expressions: exact, and the same in every entry."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from numbers import Rational, Real
from typing import Any

from mathlib.symbolic.expression import Dimension, Expression, Number, Shape
from mathlib.symbolic.nodes import Product, Size


def exact(number: Any) -> Number:
    """Return a number as an integer or a fraction: 0.1 is 1/10, as it is written."""
    if not isfinite(number):
        raise ValueError(f"a constant must be finite, not {number}")
    fraction = Fraction(number if isinstance(number, Rational) else repr(float(number)))
    return normalize(fraction)


def as_expression(value: Any) -> Expression:
    """Return an expression as it is, a real number as a constant."""
    if isinstance(value, Expression):
        return value.body
    if isinstance(value, Real):
        return constant(value)
    raise TypeError(
        f"an expression or a number was wanted, not {type(value).__name__}; for an array, use a "
        "symbol here and give the array to evaluate"
    )


def constant(number: Any, shape: Shape = ()) -> Expression:
    """Return a number, in every entry."""
    return Product(exact(number), (), shape)


def size(dimension: Dimension) -> Expression:
    """Return the number of values of an index that runs over a dimension."""
    return constant(dimension) if isinstance(dimension, int) else Size(dimension)


def is_number(e: Expression) -> bool:
    """Say whether an expression is a number in every entry."""
    return isinstance(e, Product) and not e.factors


def is_zero(e: Expression) -> bool:
    """Say whether an expression is known to be 0 in every entry."""
    return isinstance(e, Product) and e.coefficient == 0


def normalize(number: Number) -> Number:
    """Return a whole fraction as an integer."""
    return number.numerator if number.denominator == 1 else number


def rational_power(number: Number, exponent: Number) -> Number | None:
    """Return the power of a number if it is a fraction, else None."""
    if exponent.denominator == 1:
        return normalize(Fraction(number) ** int(exponent))
    if number < 0 or number == 0 > exponent:
        return None
    parts = (
        Fraction(round(part ** float(1 / Fraction(exponent.denominator))))
        for part in (number.numerator, number.denominator)
    )
    root = Fraction(*parts)
    return normalize(root**exponent.numerator) if root**exponent.denominator == number else None
