"""How far rounding may take a result, found by trying.

Everything is computed again with every step disturbed a little; how far the result moves is what
its digits are worth (Vignes, *Discrete stochastic arithmetic*, 2004). So an inverse of a matrix
that has none is worth nothing, whatever it is multiplied by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Disturb = Callable[[Any, list[Any]], Any]
#: By which part every step is disturbed, and what is added where a number became 0 as it was too
#: small; no disturbance of other numbers is as small as the third.
PART, TINY, UNDERFLOW = 1e-14, 1e-150, 1e-100


def disturbing(rng: np.random.Generator) -> Disturb:
    """Return what disturbs a step as rounding does: a part of it, and more where digits were lost.

    A number that came to 0 because it is too small, or as a quotient by one that is too large, may
    be multiplied by a large one later.
    """

    def disturb(value: Any, parts: list[Any]) -> Any:
        value = np.asarray(value, dtype=float)
        moved = value * (1 + PART * rng.uniform(-1, 1, np.shape(value)))
        lost = ((np.abs(value) < 1e-290) | ~np.isfinite(value)).any() and _are_extreme(parts)
        return moved + TINY * rng.random(np.shape(value)) if lost else moved

    return disturb


def _are_extreme(parts: list[Any]) -> bool:
    """Say whether some operand has entries that exponentials or quotients make 0 or infinite."""
    arrays = [np.abs(np.asarray(part)) for part in parts if isinstance(part, np.ndarray | float)]
    return any(((array > 700) | ((array > 0) & (array < 1e-150))).any() for array in arrays)
