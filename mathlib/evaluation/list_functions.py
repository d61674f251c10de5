"""Functions of a number that return what NumPy's return at every edge.

Python's own raise an error where a result is infinite or undefined.
"""

from __future__ import annotations

import math
from collections.abc import Callable

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


#: By the names of `Function` nodes.
FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": _exp,
    "log": _log,
    "sin": _periodic(math.sin),
    "cos": _periodic(math.cos),
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": _relu,
    "abs": abs,
    "sign": _sign,
    "step": _step,
    "at_least_zero": _at_least_zero,
    "raise_to": _raise_to,
    "maximum": _chosen(max),
    "minimum": _chosen(min),
}
