"""Differences at one step, and three of them extrapolated to step 0.

The error of the mean slope falls by even powers of the step and that of the gap between right and
left slope by odd ones, so three steps cancel two powers of each. The same fit foretells what
steps that are smaller still ought to show, which is how a window is put to the test.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Each step is an eighth of the one before, so three of them cancel the error terms below
# step**6 while the smallest, 64 times below the largest, still stands clear of round-off.
RATIO = 8
# Steps of a window in parts of its largest, and what fits a polynomial of their powers to values.
PARTS = np.array([1.0, 1 / RATIO, 1 / RATIO**2])
FIT_EVEN = np.linalg.inv(PARTS[:, None] ** np.array([0, 2, 4]))
FIT_ODD = np.linalg.inv(PARTS[:, None] ** np.array([0, 1, 3]))
# Steps below this part of x move f by the last digits of numbers inside f.
FINE = 2.0**-25
# A value of f is good to this many units in its last place.
ROUNDING = 16
# An output that is smaller than this around x, and moves no more, may be round-off altogether.
FAINT = 1e-11


class Sample(NamedTuple):
    """One step to either side: the slopes of all outputs, and a unit in the last place of f."""

    step: float
    left: Array
    right: Array
    unit: Array  # per step


class Window(NamedTuple):
    """Three steps extrapolated to 0, for all outputs."""

    largest: float
    smallest: float
    slope: Array
    jump: Array
    error: Array
    rounding: Array
    steepest: Array
    flat: NDArray[np.bool_]
    even: Array
    odd: Array

    def differs(self, sample: Sample) -> tuple[Array, Array]:
        """Return by how much the mean and the gap of the slopes are not as foretold."""
        part = sample.step / self.largest
        mean = self.even[0] + part**2 * self.even[1] + part**4 * self.even[2]
        gap = self.odd[0] + part * self.odd[1] + part**3 * self.odd[2]
        left, right = sample.left, sample.right
        return np.abs((left + right) / 2 - mean), np.abs(right - left - gap)

    def traceless(self, fx: Array, inside: float) -> Array:
        """Return the error where f is hardly more than round-off, and may have lost all else."""
        moves = np.abs(fx) + self.steepest * self.largest
        return np.where(moves < FAINT, 2 * inside / self.smallest, 0)


def extrapolated(samples: list[Sample], inside: float, own: float) -> Window:
    """Extrapolate three samples to step 0; `inside` is lost by the numbers inside f."""
    lefts = np.array([s.left for s in samples])
    rights = np.array([s.right for s in samples])
    means, gaps = (lefts + rights) / 2, rights - lefts
    # A window in which f does not move at all says more: its largest step shows that.
    flat = (lefts == 0).all(axis=0) & (rights == 0).all(axis=0)
    largest, smallest = samples[0].step, samples[-1].step
    rounding = np.where(
        flat,
        2 * samples[0].unit + ROUNDING * inside / largest,
        ROUNDING * samples[-1].unit + (2 * inside / smallest if smallest < FINE * own else 0),
    )
    slope, change = _extrapolate(means, 2, 4)
    jump, _ = _extrapolate(gaps, 1, 3)
    return Window(
        largest=largest,
        smallest=smallest,
        slope=slope,
        jump=jump,
        error=change + rounding + np.abs(jump) / 2,
        rounding=rounding,
        steepest=np.maximum(np.abs(lefts), np.abs(rights)).max(axis=0),
        flat=flat,
        even=np.tensordot(FIT_EVEN, means, 1),
        odd=np.tensordot(FIT_ODD, gaps, 1),
    )


def _extrapolate(values: Array, first: int, second: int) -> tuple[Array, Array]:
    """Cancel two powers of the step by which the error falls; say how much the second changed."""
    coarse, fine = values[1:] + np.diff(values, axis=0) / (RATIO**first - 1)
    return fine + (fine - coarse) / (RATIO**second - 1), np.abs(fine - coarse)
