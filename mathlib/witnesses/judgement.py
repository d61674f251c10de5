"""Which of many windows is to be believed, where steps of different sizes see different slopes.

A derivative is a limit, so a finer step is the better judge of what a coarser one says, but it
is also the noisier one. Two kinds of evidence count against a window:

* Finer windows exclude it: their slopes differ from its own by more than all their errors.
* Finer steps scatter around what it foretells. Noise scatters them by the same amount in f at
  every size of step; then it is an error of the window like any other. What scatters them less
  and less as they shrink is not noise but something real and narrow (a fast wave, a bump, the
  stairs of rounded numbers), and the window looked over it.

Numbers *inside* f need a rule of their own. The 1 of ``1 + tanh(x)`` leaves its last digits in a
result that may be far smaller, and makes a staircase of it; a reader means the smooth function.
But stairs as high as that may also be meant, so unless they are very narrow the error is stated
so large that both readings lie within it.
"""

from __future__ import annotations

import numpy as np

from mathlib.witnesses.refusals import refuse_edge, refuse_slope, refuse_staircase
from mathlib.witnesses.windows import Array, Mask, Sample, Window

# A slope that does not settle to six digits belongs to a kink, a jump or noise, unless the doubt
# is less than this part of f per unit of x, to which a measurement is good.
UNSETTLED = 1e-6
PROMISED = 1e-9
# Windows that differ by more than this times both their errors exclude each other.
EXCLUDED = 4
# What scatters by more than so many units in the last place of f is looked into.
SCATTER = 4
# Noise scatters the finest steps by no less than this part of what it scatters any others.
NOISE = 1 / 16
# What numbers of the size of 1 or x inside f may lose, in units of their last place; and the
# least that can be met of it, as a part of a unit in the last place of 1.
INSIDE = 8
LEAST = 1 / 64
# An x larger than this is not met beside a 1.
LARGE = 64
# A coarse slope that is so good makes a staircase of what is flat at finer steps.
STRAIGHT = 1e-2
# Stairs that are as low as that are round-off if they are no wider than this part of x; higher
# ones are if they are no wider than the other.
NARROW = 1e-9
NARROWEST = 3e-13
# The scatter is a sample of the noise, and may have met less than all of it.
MARGIN = 4


def judged(
    windows: list[Window],
    samples: list[Sample],
    fx: Array,
    x: float,
    precision: float,
    name: str,
) -> tuple[Array, Array]:
    """Return the slope of each output, and its error, or refuse it.

    Parameters
    ----------
    windows : list of Window
        From coarse to fine.
    samples : list of Sample
        All steps that were tried, in any order.
    fx : ndarray
        The outputs at step 0.
    x : float
        The place on the axis at step 0.
    precision : float
        A unit in the last place of a number near 1, as f computes.
    name : str
        What an error calls the axis.

    Returns
    -------
    slope, error : ndarray, of the shape of `fx`

    Raises
    ------
    ValueError
        Where f has an edge, a kink, a jump or stairs, or slopes that do not settle.
    """
    where = f"{name} = {repr(float(x)).removesuffix('.0')}"
    per, axes = max(1, abs(x)), [1] * fx.ndim
    slope, jump, own_error, rounding, flat, steepest = (
        np.array([getattr(window, part) for window in windows])
        for part in ("slope", "jump", "error", "rounding", "flat", "steepest")
    )
    if np.isnan(own_error).all(axis=0).any():
        raise refuse_edge(where)
    inside = INSIDE * precision * np.maximum(min(per, LARGE), np.abs(fx))
    _refuse_stairs(slope, own_error, flat, samples, 8 * inside, NARROWEST * per, where)

    scatter = [_scatter(window, samples) for window in windows]
    noise, excess, width, steady, apart = (np.array(part) for part in zip(*scatter, strict=True))
    narrow = width <= NARROW * per
    round_off = (excess <= inside) & (narrow | (excess >= LEAST * precision))
    doubtful = ~steady & round_off & ~narrow
    largest = np.array([window.largest for window in windows]).reshape(-1, *axes)
    error = own_error + noise + np.where(doubtful, 2 * apart, 0)
    met = round_off & (excess >= LEAST * precision)
    error += np.where(met.any(axis=0), inside / largest, 0)
    useless = ~(steady | round_off) | _excluded(slope, error, flat) | np.isnan(error)

    best = np.where(useless, np.inf, error).argmin(axis=0)[None]

    def of_best(values: Array) -> Array:
        return np.take_along_axis(values, best, 0)[0]

    slopes, errors = of_best(slope), of_best(error)
    limits = UNSETTLED * of_best(steepest) + PROMISED * np.abs(fx) / per
    coarsest = (~useless).argmax(axis=0)[None]
    limits += 16 * np.take_along_axis(rounding, coarsest, 0)[0]
    smallest = np.array([window.smallest for window in windows])
    limits += np.where(round_off.any(axis=0), 64 * inside / smallest[coarsest[0]], 0)
    limits += np.where(of_best(flat), UNSETTLED * np.fmax.reduce(steepest), 0)
    limits = np.where(doubtful.any(axis=0), np.inf, limits)
    # An error that shrinks with the step down to round-off is curvature, as of relu(x)**2 at 0:
    # only the slope of a kink or a jump stays in doubt.
    before = np.arange(len(windows) - 1).reshape(-1, *axes) < best
    stalled = ((error[1:] > error[:-1] / 2) & before).any(axis=0) | (best[0] == 0)
    after = np.minimum(best + 1, len(windows) - 1)
    drowned = np.take_along_axis(own_error <= 16 * rounding, after, 0)[0]
    stalled |= ~drowned & (best[0] < len(windows) - 1)
    for output in np.argwhere(stalled & (errors > limits))[:1]:
        at = (slice(None), *output)
        raise refuse_slope(output, slope[at], jump[at], own_error[at], where)
    lost = [window.traceless(fx, precision * min(per, LARGE)) for window in windows]
    return slopes, errors + of_best(np.array(lost))


def _refuse_stairs(
    slope: Array,
    error: Array,
    flat: Mask,
    samples: list[Sample],
    inside: Array,
    narrowest: float,
    where: str,
) -> None:
    """Refuse what is straight from afar and level from near, and moves by more than round-off."""
    straight = ~flat & (error <= STRAIGHT * np.abs(slope))
    line = np.where(straight, np.abs(slope), 0).max(axis=0)
    finest = sorted(samples, key=lambda s: s.step)[:4]
    still = np.logical_or(*((np.array(side) == 0).all(axis=0) for side in _sides(finest)))
    moves = np.abs([side * s.step for s in samples for side in (s.left, s.right)])
    quantum = np.where(moves > 0, moves, np.inf).min(axis=0)
    stairs = still & (line > 0) & (quantum > inside) & (quantum > narrowest * line)
    for output in np.argwhere(stairs)[:1]:
        raise refuse_staircase(output, float(quantum[*output]), where)


def _sides(samples: list[Sample]) -> tuple[list[Array], list[Array]]:
    return [s.left for s in samples], [s.right for s in samples]


def _scatter(window: Window, samples: list[Sample]) -> tuple[Array, Array, Array, Mask, Array]:
    """Return how finer steps scatter around what a window foretells.

    Returns
    -------
    noise : ndarray
        As an error of the window's slope: a move of f that belongs to a finer step, per step
        of the window.
    excess : ndarray
        By how much f moves more than the window's error and its own round-off explain.
    width : ndarray
        The smallest step at which it does so by at least a half of this.
    steady : ndarray of bool
        Whether the finest steps move it as well, as noise does.
    apart : ndarray
        By how much the slope at the finer steps differs, where that is not explained.
    """
    shape = window.slope.shape
    finer = [s for s in samples if s.step < window.smallest]
    finest = sorted(samples, key=lambda s: s.step)[:4]
    zero = np.zeros((1, *shape))
    steps = np.array([0, *(s.step for s in finer)]).reshape(-1, *[1] * len(shape))
    apart = np.concatenate([zero, *(_apart(window, s)[None] for s in finer)])
    unit = np.concatenate([zero, *(s.unit[None] for s in finer)])
    with np.errstate(invalid="ignore"):
        moves = np.fmax(apart - window.error - SCATTER * unit, 0) * steps
        excess = np.fmax.reduce(moves)
        width = np.where((moves >= excess / 2) & (moves > 0), steps, np.inf).min(axis=0)
    noise = MARGIN * np.fmax.reduce(apart * steps) / window.smallest
    last = np.fmax.reduce([_apart(window, s) * s.step for s in finest])
    unexplained = np.fmax.reduce(np.where(moves > 0, apart, 0) * (steps >= width))
    return noise, excess, width, last >= NOISE * excess, unexplained


def _apart(window: Window, sample: Sample) -> Array:
    """Return by how much the slope to either side is not as foretold."""
    mean, gap = window.differs(sample)
    return np.maximum(mean, gap / 2)


def _excluded(slope: Array, error: Array, flat: Mask) -> Mask:
    """Tell which windows are excluded by finer ones: by two of them, or by one that is flat."""
    against = np.zeros(slope.shape)
    for finer in range(1, len(slope)):
        apart = np.abs(slope[finer] - slope[:finer]) > EXCLUDED * (error[finer] + error[:finer])
        against[:finer] += apart * np.where(flat[finer], 2, 1)
    return against >= 2
