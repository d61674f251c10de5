"""Why a slope cannot be measured: the sentences, each true of what was seen.

A slope that differs on the two sides is called a kink only where both sides have settled, so
that a function which is differentiable but steeply curved, as ``|x|**1.1`` is, is not accused of
one. Numbers are written with as many digits as tell them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Two windows whose gaps between left and right slope differ by less see the same kink.
STEADY = 1e-2


def entry(name: str, index: Sequence[int] | Array) -> str:
    """Write an entry of an array as Python does.

    Examples
    --------
    >>> entry("x", (2, 0)), entry("x", ())
    ('x[2, 0]', 'x')
    """
    return f"{name}[{', '.join(map(str, index))}]" if len(index) else name


def refuse_edge(where: str) -> ValueError:
    """Say that f has values on one side only."""
    return ValueError(
        f"f is not finite on both sides of {where}, so its slope cannot be measured there; "
        "move x away from the edge of the domain of f"
    )


def refuse_staircase(output: Array, height: float, where: str) -> ValueError:
    """Say that f has one slope from afar, and none from near."""
    return ValueError(
        f"{entry('f(x)', output)} moves in jumps of {height:.3g} near {where}, as rounded numbers "
        "do: its slope is 0 between them and another one from afar, so neither is measured; let f "
        "compute with all digits"
    )


def refuse_slope(output: Array, slope: Array, jump: Array, error: Array, where: str) -> ValueError:
    """Say what is wrong where the slope of one output does not settle.

    Parameters
    ----------
    output : ndarray of int
        The index of the output.
    slope, jump, error : ndarray, shape (k,)
        The slope, the right slope less the left one, and the error of k windows of falling step.
    where : str
        The entry of x and its value.

    Returns
    -------
    ValueError
        To be raised.
    """
    name = entry("f(x)", output)
    for k in range(len(jump) - 1):
        gap, change = np.abs(jump[k]), np.abs(jump[k + 1] - jump[k])
        if change <= STEADY * gap and error[k] <= (0.5 + STEADY) * gap:
            left, right = slope[k] + jump[k] * np.array([-0.5, 0.5])
            sides = _both(left, right, " on the left and ")
            return ValueError(
                f"{name} has a kink at {where}: its slope is {sides} on the right; measure away "
                "from it (a slope that is chosen, such as relu'(0) = 0, cannot be measured)"
            )
    steadiest = int(np.nanargmin(error - np.abs(jump) / 2))
    at_next = min(steadiest + 1, len(jump) - 1)
    left, right = slope[steadiest] + jump[steadiest] * np.array([-0.5, 0.5])
    if error[at_next] > 2 * error[steadiest]:
        return ValueError(
            f"{name} has no slope at {where}: what is measured grows as the step shrinks, as it "
            "does at a jump, at a vertical tangent, or in noise; measure elsewhere"
        )
    return ValueError(
        f"the slope of {name} at {where} does not settle as the step shrinks: where it is "
        f"steadiest it is {_both(left, right, ' on the left and ')} on the right; measure elsewhere"
    )


def _both(left: float, right: float, between: str) -> str:
    """Write two numbers with the digits that tell them apart, at least three."""
    largest = max(abs(left), abs(right))
    texts: list[str] = []
    for digits in (3, 5, 7, 10, 13):
        below = 10.0**-digits * largest
        texts = [f"{0 if abs(s) < below else s:.{digits}g}" for s in (left, right)]
        if texts[0] != texts[1]:
            break
    return between.join(texts)
