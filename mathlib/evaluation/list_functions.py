"""Functions of a number that return what NumPy's return at every edge.

Python's own raise an error where a result is infinite or undefined.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from mathlib.evaluation.polygamma import LEAST, polygamma_series
from mathlib.symbolic.expression import Number

#: The largest number whose exponential is finite.
LARGEST = 709.782712893384


def power(x: float, exponent: Number) -> float:
    """Return a power: infinite of 0 below the line, NaN of a root of a negative number."""
    odd = exponent % 2 == 1
    if x == 0 and exponent < 0:
        return math.copysign(math.inf, x) if odd else math.inf
    if x < 0 and exponent.denominator != 1:
        return math.nan
    try:
        return x ** (int(exponent) if exponent.denominator == 1 else float(exponent))
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf


def _raise_to(x: float, exponent: float) -> float:
    odd = exponent % 2 == 1
    try:
        return math.pow(x, exponent)
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf
    except ValueError:  # 0 to a negative power, or a root of a negative number
        infinite = math.copysign(math.inf, x) if odd else math.inf
        return infinite if x == 0 else math.nan


def _exp(x: float) -> float:
    return math.inf if x > LARGEST else math.exp(x)


def _log(x: float) -> float:
    if x > 0 or math.isnan(x):
        return math.log(x)
    return -math.inf if x == 0 else math.nan


def _periodic(f: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: math.nan if math.isinf(x) else f(x)


def _sigmoid(x: float) -> float:
    small = math.exp(-abs(x))  # it does not overflow
    return (1.0 if x >= 0 else small) / (1.0 + small)


def _softplus(x: float) -> float:
    return x if math.isnan(x) else max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _relu(x: float) -> float:
    return x if math.isnan(x) else max(x, 0.0)


def _sign(x: float) -> float:
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def _at_least_zero(x: float) -> float:
    return float(x >= 0)


def _step(x: float) -> float:
    return float(x > 0)


def _chosen(choose: Callable[[float, float], float]) -> Callable[[float, float], float]:
    return lambda x, y: math.nan if math.isnan(x) or math.isnan(y) else choose(x, y)


def _defined(f: Callable[[float], float], otherwise: float) -> Callable[[float], float]:
    """Return a function that has this value where Python's raises an error, and nan of nan."""

    def of_number(x: float) -> float:
        try:
            return f(x)
        except (ValueError, OverflowError):
            return otherwise

    return of_number


def _odd(f: Callable[[float], float]) -> Callable[[float], float]:
    """Return an odd function from what it is where it may overflow."""
    return lambda x: math.copysign(_defined(f, math.inf)(abs(x)), x)


def _arctanh(x: float) -> float:
    return math.copysign(math.inf, x) if abs(x) == 1 else _defined(math.atanh, math.nan)(x)


def _log1p(x: float) -> float:
    return -math.inf if x == -1 else _defined(math.log1p, math.nan)(x)


def _polygamma(order: float, x: float) -> float:
    n = int(order)
    if -math.inf < x <= 0 and x == math.floor(x):
        return math.inf if n % 2 else math.nan
    return polygamma_series(n, x, x, math.log) if x >= LEAST else math.nan


#: By the names of `Function` nodes.
FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": _exp,
    "log": _log,
    "sin": _periodic(math.sin),
    "cos": _periodic(math.cos),
    "tanh": math.tanh,
    "tan": _periodic(math.tan),
    "arcsin": _defined(math.asin, math.nan),
    "arccos": _defined(math.acos, math.nan),
    "arctan": math.atan,
    "sinh": _odd(math.sinh),
    "cosh": _defined(math.cosh, math.inf),
    "arcsinh": math.asinh,
    "arccosh": _defined(math.acosh, math.nan),
    "arctanh": _arctanh,
    "log1p": _log1p,
    "expm1": _defined(math.expm1, math.inf),
    "erf": math.erf,
    "lgamma": _defined(math.lgamma, math.inf),
    "digamma": lambda x: _polygamma(0, x),
    "polygamma": _polygamma,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": _relu,
    "abs": abs,
    "sign": _sign,
    "step": _step,
    "at_least_zero": _at_least_zero,
    "raise_to": _raise_to,
    "where": lambda c, x, y: x if c else y,
    "maximum": _chosen(max),
    "minimum": _chosen(min),
}
