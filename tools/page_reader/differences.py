"""Derivatives and limits from values alone; knows nothing of formulas.

Six values at ±h, ±2h, ±3h give the derivative with an error of order h⁶, the inner four with one of
order h⁴. A limit is approached from both sides. Where such values disagree, the function is not
smooth (a kink, a pole near by), and nothing is claimed.
"""

import numpy as np

from tools.page_reader.arrays import fitted, scalar, times
from tools.page_reader.errors import Unsettled

#: Small enough for the error of order six, large enough that a second derivative, which divides
#: by its square, still has ten digits.
STEP = 0.005
#: Results closer than this, relative to their size, are taken to agree.
AGREEMENT = 2e-6

#: From the values at -3, -2, -1, 1, 2, 3 steps. The last row is the first and a hundredth of what a
#: kink at 0 leaves in f(t) + f(-t), where a smooth function leaves next to nothing.
SLOPE = (
    (-1 / 60, 3 / 20, -3 / 4, 3 / 4, -3 / 20, 1 / 60),
    (0, 1 / 12, -2 / 3, 2 / 3, -1 / 12, 0),
    (-1 / 60 + 0.03, 3 / 20 - 0.08, -3 / 4 + 0.05, 3 / 4 + 0.05, -3 / 20 - 0.08, 1 / 60 + 0.03),
)
#: From the four values next to 0 on the right, the same on the left, and four farther to the right.
LIMIT = (
    (4, -6, 4, -1, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 4, -6, 4, -1),
    (0, 10, -20, 15, -4, 0, 0, 0, 0),
)


def slope(f):
    """Return the derivative of `f`, a function of one number, at 0."""
    quotients = [times(f(k * STEP), scalar(1 / STEP)) for k in (-3, -2, -1, 1, 2, 3)]
    return settled(SLOPE, quotients)


def limit(f):
    """Return the limit of `f`, a function of one number, at 0, where it need not be defined."""
    return settled(LIMIT, [f(k * STEP) for k in (1, 2, 3, 4, 5, -1, -2, -3, -4)])


def settled(weights, values):
    """Weigh values in several ways, and return the first result if the others agree with it."""

    @fitted
    def weighed(*arrays):
        first, *others = (sum(w * a for w, a in zip(row, arrays, strict=True)) for row in weights)
        scale = 1 + np.abs(first).max()
        if not all(np.abs(other - first).max() <= AGREEMENT * scale for other in others):
            raise Unsettled("a derivative or a limit that cannot be measured")
        return first

    return weighed(*values)


def greatest(f):
    """Return the greatest value of `f`, a smooth function of an angle."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    best = max(angles, key=f)
    low, high = best - 0.3, best + 0.3
    for _ in range(60):
        a, b = low + 0.382 * (high - low), high - 0.382 * (high - low)
        low, high = (a, high) if f(a) < f(b) else (low, b)
    return f((low + high) / 2)
