"""Digamma and its derivatives, of a number or of an array, by Python's arithmetic alone.

The recurrence ``psi(x) = psi(x + 1) - 1/x`` leads up to where the asymptotic series has 15 digits
(Abramowitz and Stegun, *Handbook of Mathematical Functions*, 6.3.18 and 6.4.11).
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, factorial
from typing import Any

#: The Bernoulli numbers B(2), B(4), ..., B(16).
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
#: From here on the series is used, for digamma; a derivative begins later by its order.
LARGE = 16
#: Below this the recurrence takes too long, and entries have no value.
LEAST = -1e5


def polygamma_series(order: int, x: Any, least: float, log: Callable[[Any], Any]) -> Any:
    """Return the derivative of an order of digamma; no entry of `x` is a pole or below `least`."""
    total = 0.0 * x
    for _ in range(ceil(max(0.0, LARGE + order - least))):
        low = x < LARGE + order
        total = total + low * x ** (-1.0 - order)
        x = x + low
    rest = 0.5 * factorial(order) * x ** (-1.0 - order)
    for k, number in enumerate(BERNOULLI, 1):
        weight = number * factorial(2 * k + order - 1) / factorial(2 * k)
        rest = rest + weight * x ** (-2.0 * k - order)
    first = -log(x) if order == 0 else factorial(order - 1) * x ** (-1.0 * order)
    return (-1) ** (order + 1) * (first + rest + factorial(order) * total)
