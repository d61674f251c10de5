"""Numbers among expressions: exact, and the same in every entry."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isfinite
from numbers import Integral, Rational, Real
from typing import Any, TypeGuard

from mathlib.symbolic.expression import Dimension, Expression, Number, Shape
from mathlib.symbolic.nodes import Power, Product, Size

#: Bits of the numerator or denominator up to which powers of numbers are worked out.
LONGEST = 2000
#: Denominators up to which a float is known as the fraction that was typed, and a sum gives its
#: common denominator away.
SHORT = 1000
#: Whole numbers whose squares, cubes, ... come out from under a root.
SMALL = range(2, 32)


def is_real(value: Any) -> bool:
    """Say whether a value is a real number, of Python or of NumPy."""
    return isinstance(value, Real)


def is_whole(value: Any) -> bool:
    """Say whether a value is a whole number, of Python or of NumPy; True and False are none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def exact(number: Any) -> Number:
    """Return a number as an integer or a fraction: 0.1 is 1/10 and 1 / 3 a third, as is meant."""
    try:
        finite = isfinite(number)
    except OverflowError:
        said = "a constant must fit into double precision, and this one is too large"
        raise ValueError(said) from None
    if not finite:
        raise ValueError(f"a constant must be finite, not {number}")
    if isinstance(number, Integral):
        return int(number)  # those of NumPy overflow
    if isinstance(number, Rational):
        return normalize(Fraction(number))
    return normalize(_meant(float(number)))


def _meant(number: float) -> Fraction:
    """Return the fraction that a float was typed for; of any other, such as pi, its decimals.

    A fraction counts if its denominator is short and the float is, to the last bit, what it rounds
    to. No other float has that by chance as long as few fractions are that close to one another.
    """
    near = Fraction(number).limit_denominator(SHORT)
    few = abs(near.numerator) * near.denominator < 10**9
    return near if few and float(near) == number else Fraction(repr(number))


def as_expression(value: Any) -> Expression:
    """Return an expression as it is, a real number as a constant."""
    if isinstance(value, Expression):
        return value.body
    if is_real(value):
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


def is_size(e: Expression) -> TypeGuard[Size]:
    """Say whether an expression is the size of a dimension."""
    return isinstance(e, Size)


def is_number(e: Expression) -> TypeGuard[Product]:
    """Say whether an expression is a number in every entry."""
    return isinstance(e, Product) and not e.factors


def is_zero(e: Expression) -> TypeGuard[Product]:
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


def is_long(number: Number, exponent: Number) -> bool:
    """Say whether a power of a number is too long to be worked out as a fraction."""
    longest = max(number.numerator.bit_length(), number.denominator.bit_length())
    return longest > LONGEST // 2 or longest * abs(Fraction(exponent)) > LONGEST


def number_power(number: Number, exponent: Number) -> Expression:
    """Return the power of a number: a fraction, times a radical where there is no root.

    A radical stands as a factor of its own, as ``Power(2, 1/2)``, with an exponent between 0 and 1:
    ``2**(3/2)`` is ``2 * 2**(1/2)``, and ``2**(-1/2)`` is half of ``2**(1/2)``; small squares come
    out, as in ``8**(1/2)``. So numbers that differ by a fraction have the same radical, as long as
    no large prime is in them, and multiples of one term can be added up.
    Of a base and its reciprocal the plainer one is taken: ``(1/3)**(1/2) = 1/3 * 3**(1/2)``.
    """
    root = rational_power(number, exponent)
    if root is not None:
        return constant(root)
    whole = floor(exponent)
    front, rest = normalize(Fraction(number) ** whole), exponent - whole
    inverse = normalize(1 / Fraction(number))
    if plainness(inverse) < plainness(number):
        front, number, rest = front * number, inverse, 1 - rest
    root, number = _perfect_part(number, rest.denominator)
    front *= root**rest.numerator
    radical = Power(constant(number), rest)
    return radical if front == 1 else Product(normalize(front), ((radical, ()),), ())


def _perfect_part(number, degree):
    """Return the small numbers whose power of a degree divides a whole number, and the rest."""
    root = 1
    for k in SMALL if number.denominator == 1 and degree < len(SMALL) else ():
        while number % k**degree == 0:
            root, number = root * k, number // k**degree
    return root, number


def is_radical(e: Expression) -> TypeGuard[Power]:
    """Say whether an expression is an irrational power of a positive number."""
    return isinstance(e, Power) and is_number(e.base) and e.base.coefficient > 0


def plainness(number: Number) -> tuple:
    """Sort numbers: whole ones first, then finite decimals, then those above 1."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return number.denominator > 1, rest > 1, number < 1
