"""Numbers as a person writes them: short fractions exactly, all others with few digits.

The engine computes with the number itself. What is printed of a long one, such as pi or the root
of 2, is rounded to `DIGITS` significant digits, and shows that: it has all of them, also zeros at
the end, as 0.300000 for 0.1 + 0.2. A decimal with fewer digits is exact.
"""

from __future__ import annotations

from fractions import Fraction

from mathlib.printing.forms import Form, word

#: Significant digits of a number that is rounded to be read.
DIGITS = 6
#: Significant digits up to which a decimal is written as it is.
TYPED = 10


def split_fraction(size: Fraction) -> tuple[Form, Form | None]:
    """Return numerator and denominator of a positive number as they are written."""
    above, below = size.numerator, size.denominator
    if below == 1 and above < 10**15:
        return _whole(above), None
    if below <= 1000 and above < 10**4:
        return _whole(above), _whole(below)
    mantissa, _, exponent = decimal(size).partition("e")
    power = f"10^{{{exponent}}}"
    latex = power if mantissa == "1" else rf"{mantissa} \cdot {power}"
    written = f"{mantissa}e{exponent}" if exponent else mantissa
    return word(written, latex if exponent else mantissa), None


def exponent_text(exponent: Fraction) -> str:
    """Return an exponent that is no whole number: a short fraction, or decimals."""
    short = exponent.denominator <= 1000 and abs(exponent.numerator) < 10**4
    return str(exponent) if short else ("-" * (exponent < 0) + decimal(abs(exponent)))


def decimal(size: Fraction) -> str:
    """Return a number in decimals, exactly if they are few: 0.044715, 1.41421, 1e-7."""
    if size < 1e-300:  # a float loses it
        power = len(str(size.numerator)) - len(str(size.denominator))
        return f"{decimal(size / Fraction(10) ** power)}e{power}"
    written = repr(float(size))
    digits = written.partition("e")[0].replace(".", "").strip("0")
    if len(digits) > max(TYPED, DIGITS) or Fraction(written) != size:
        written = f"{float(size):#.{DIGITS}g}"
    mantissa, _, exponent = written.partition("e")
    mantissa = mantissa.removesuffix(".0").removesuffix(".")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def _whole(number: int) -> Form:
    return word(str(number), str(number))
