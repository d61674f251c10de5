"""Tells whether two values keep the relation that stands between them."""

import numpy as np

from tools.page_reader.arrays import fitted, possible, spread
from tools.page_reader.errors import Unreadable, Unsettled
from tools.page_reader.evaluation import COMPARE

#: Relative to the largest entry; what is measured is good for about nine digits.
TOLERANCE = 1e-6


def finite(value):
    """Return a value, unless it is not a real number at this point."""
    if not all(np.isfinite(array).all() for array in possible(value)):
        raise Unsettled("not defined here")
    return value


def precision(tokens):
    """Return how closely a rounded number is meant: half of its last digit."""
    if tokens[-1].kind != "number":
        raise Unreadable(r"behind \approx stands a number")
    number = tokens[-1].text
    return 0.5 * 10.0 ** -len(number.partition(".")[2]) / max(0.01, float(number))


def compared(relation, left, right, tolerance):
    """Return how two sides break their relation, or nothing if they keep it."""
    if relation == r"\ne":
        return "the two sides are equal" if not unequal(left, right) else ""
    if relation in ("=", r"\approx"):
        return unequal(left, right, tolerance)
    holds = fitted(lambda a, b: COMPARE[relation](*spread(a, b)))(left, right)
    return "" if all(map(np.all, possible(holds))) else f"{left} and {right}"


def unequal(left, right, tolerance=TOLERANCE):
    """Return how two sides differ, or nothing if they are equal."""

    @fitted
    def difference(a, b):
        if a.shape != b.shape:
            raise Unreadable(f"a side of shape {a.shape} and one of shape {b.shape}")
        scale = max(0.01, np.abs(a).max(), np.abs(b).max())
        return np.abs(a - b) / scale

    try:
        found = max(possible(difference(left, right)), key=np.max)
    except Unreadable as error:
        return str(error)
    if found.max() <= tolerance:
        return ""
    place = tuple(int(i) + 1 for i in np.unravel_index(found.argmax(), found.shape))
    return f"the sides differ at {place}: {left} and {right}"
