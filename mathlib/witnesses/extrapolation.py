"""The slope of a function along one axis, from differences extrapolated to step 0.

The slope on the left and the slope on the right are two measurements of one derivative: their
mean, the central difference, is right up to even powers of the step, and their gap, up to odd
powers, tells whether there is a derivative at all. Three steps, each an eighth of the one before,
cancel two of those powers (Richardson; Ridders, "Accurate computation of F'(x) and F'(x) F''(x)",
*Advances in Engineering Software* 4 (1982), 75-76). Such a triple is called a window.

Why a window is not believed for itself
---------------------------------------
All steps of the windows are 1 over a power of 8, so a function with a round period, or one that is
rounded to a grid, looks the same to all of them: a wave returns at each step and seems flat, and a
staircase seems a straight line. Steps like these keep what is exact exact (the slope of ``3 * x``
is 3.0), so they stay; but a window is believed only when it foretells the differences at *probes*,
steps that are irrational parts of the round ones and that reach down to a hundred-billionth.

Where a probe contradicts, the ladder of steps is climbed down to its end, a probe beside each rung,
and the windows judge each other. A derivative is a limit, so the finer window is right where two
exclude each other; what the finer steps scatter counts as noise of the coarser window. What is
left is believed with the smallest estimate of its error, or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from mathlib.witnesses.judgement import LARGE, SCATTER, judged
from mathlib.witnesses.windows import RATIO, Sample, Window, extrapolated

Array = NDArray[np.float64]

# Irrational parts of a round step: 1 over the roots of x**3 = x + 1 and of x**4 = x + 1, and one
# over the golden ratio. No two of them, and no power of 8, are multiples of one length.
IRRATIONAL = (0.7548776662466927, 0.8191725133961645, 0.6180339887498949)
# How far below the smallest step of a window it is probed: next to it, and far below.
PROBED = (1 / RATIO, 2.0**-13, 2.0**-27)
# The smallest step in parts of x: four times the distance of two floating-point numbers, or more.
FINEST = 2.0**-51
# An entry of x below this counts as 0, and is moved by steps that suit 1.
NOTHING = 2.0**-40
# A smooth function settles to this within the first windows: no need for all the steps.
SETTLED = 1e-10
# What a window foretells is good to this part of its slopes.
FORETOLD = 64 * np.finfo(float).eps


def slope_along(
    moved: Callable[[float], Array], fx: Array, x: float, name: str
) -> tuple[Array, Array]:
    """Measure the slopes of all outputs along one axis, and their errors.

    Parameters
    ----------
    moved : callable
        Takes a step and returns the outputs there, NaN where there are none.
    fx : ndarray
        The outputs at step 0, in the precision in which they were computed.
    x : float
        The place on the axis at step 0; steps suit its size.
    name : str
        What an error calls the axis, such as ``"x[0]"``.

    Returns
    -------
    slope, error : ndarray, of the shape of `fx`

    Raises
    ------
    ValueError
        If there is no slope, or none that can be told from what is near.

    Examples
    --------
    >>> slope, error = slope_along(lambda h: np.sin([0.5 + h, 3.0]), np.sin([0.5, 3.0]), 0.5, "x")
    >>> slope.round(9), bool((error < 1e-10).all())
    (array([0.87758256, 0.        ]), True)
    """
    precision = max(np.finfo(fx.dtype).eps, np.finfo(float).eps)
    fx, size = fx.astype(float), abs(x)
    own, inside = size if size > NOTHING else 1.0, precision * min(max(1, size), LARGE)

    def sample(step: float) -> Sample:
        step = (size + step) - size  # what adding the step really adds
        below, above = moved(-step), moved(step)
        largest = np.maximum(np.maximum(np.abs(below), np.abs(above)), np.abs(fx))
        # Values that are equal have lost nothing in their difference.
        largest = np.where(above == below, np.abs(fx), largest)
        return Sample(step, (fx - below) / step, (above - fx) / step, precision * largest / step)

    rungs: list[Sample] = []
    probes: list[Sample] = []
    windows: list[Window] = []
    for step in _steps(size, own):
        rungs.append(sample(step))
        if probes:
            probes.append(sample(step * IRRATIONAL[len(rungs) % len(IRRATIONAL)]))
        if len(rungs) < 3:
            continue
        windows.append(extrapolated(rungs[-3:], inside, own))
        if not probes and _settled(windows[-1], rungs[-3], max(1, size)):
            probes = [sample(step) for step in _probed(windows[-1], own)]
            confirmed = _confirmed(windows[-1], probes)
            if confirmed is not None:
                lost = windows[-1].traceless(fx, inside)
                return windows[-1].slope, confirmed + lost
    return judged(windows, [*rungs, *probes], fx, x, precision, name)


def _steps(size: float, own: float) -> Iterator[float]:
    """Yield round steps from coarse to fine that suit an entry of this absolute value."""
    # Coarse where f is flat, as sin is near 1e-6; fine near an edge or a kink, as log is there.
    finest = FINEST * own
    step = max(1, size) / RATIO
    while step >= finest:
        yield step
        step /= RATIO


def _probed(window: Window, own: float) -> list[float]:
    steps = [window.smallest * p * i for p, i in zip(PROBED, IRRATIONAL, strict=True)]
    finest = 4 * FINEST * own
    return [max(step, finest) for step in steps]


def _settled(window: Window, coarsest: Sample, per: float) -> bool:
    """Tell whether a window is good enough to be probed."""
    largest = coarsest.unit * coarsest.step / np.finfo(float).eps
    allowed = SETTLED * (np.abs(window.slope) + largest / per + window.flat)
    return bool((window.error <= allowed).all())


def _confirmed(window: Window, probes: list[Sample]) -> Array | None:
    """Return the error of a window that foretells its probes, None if it does not."""
    error = window.error
    for number, probe in enumerate(probes):
        mean, gap = window.differs(probe)
        allowed = window.error + SCATTER * probe.unit + FORETOLD * window.steepest
        if not ((mean <= allowed) & (gap <= 2 * allowed)).all():
            return None
        # What a probe shows is noise of the window's own steps; the first is near enough to
        # show a slope as well.
        error = error + mean * (probe.step / window.smallest if number else 1)
    return error
