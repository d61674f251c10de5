"""Derivatives and limits from values alone; knows nothing of formulas.

Six values at ±h, ±2h, ±3h give the derivative with an error of order h⁶, the inner four with one of
order h⁴. A limit is approached from both sides. Where two such values disagree the function is not smooth
(a kink, a pole near by), and nothing is claimed.
"""

import numpy as np

from page_reader.arrays import fitted
from page_reader.errors import Unsettled

#: Small enough for the error of order six, large enough that a second derivative, which divides
#: by its square, still has ten digits.
STEP = 0.005
#: Six and four values closer than this are taken to agree.
AGREEMENT = 1e-5

SLOPE = ((3 / 4, -3 / 20, 1 / 60), (2 / 3, -1 / 12, 0))
#: From four values on one side, with an error of order h⁴.
LIMIT = ((4, -6, 4, -1, 0, 0, 0, 0), (0, 0, 0, 0, 4, -6, 4, -1))


def slope(f):
    """Return the derivative of `f`, a function of one number, at 0."""

    @fitted
    def quotient(above, below):
        return (above - below) / STEP

    return settled(SLOPE, [quotient(f(k * STEP), f(-k * STEP)) for k in (1, 2, 3)])


def limit(f):
    """Return the limit of `f`, a function of one number, at 0, where it need not be defined."""
    return settled(LIMIT, [f(side * k * STEP) for side in (1, -1) for k in (1, 2, 3, 4)])


def settled(weights, values):
    """Weigh values in two ways, and return the first result if the second agrees with it."""

    @fitted
    def weighed(*arrays):
        fine, coarse = (sum(w * a for w, a in zip(row, arrays, strict=True)) for row in weights)
        scale = 1 + np.abs(fine).max()
        if not np.abs(fine - coarse).max() <= AGREEMENT * scale:
            raise Unsettled("a derivative or a limit that cannot be measured")
        return fine

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
