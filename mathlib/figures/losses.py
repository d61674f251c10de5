"""The loss of one neuron: its errors, its slopes, and its derivative as a product of matrices."""

from itertools import pairwise

import numpy as np

from mathlib.figures.cells import bare, label
from mathlib.figures.style import BLUE, GREY, ORANGE, ink


def errors_at_the_hinge(ax, z, targets):
    """Draw the maximum of zero and `z`, and how far each target lies from it.

    Examples that count are blue and joined by a solid bar, clipped ones orange and dashed.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    z : array_like, shape (N,)
        What comes out before the maximum is taken, all different.
    targets : array_like, shape (N,)
    """
    z, targets = np.asarray(z, dtype=float), np.asarray(targets, dtype=float)
    reach = 0.15 * np.ptp(z)
    ends = np.array([z.min() - reach, 0, z.max() + reach])
    ax.plot(ends, np.maximum(0, ends), color=GREY, label="output")
    for example, (at, target) in enumerate(zip(z, targets, strict=True), start=1):
        color, dash, marker = (BLUE, "-", "o") if at > 0 else (ORANGE, "--", "s")
        ax.plot([at, at], [max(0, at), target], dash, color=color)
        ax.plot(at, target, marker, color=color)
        up = 1 if target >= max(0, at) else -1  # away from the bar
        ax.annotate(
            str(example),
            (at, target),
            xytext=(0, 12 * up),
            textcoords="offset points",
            ha="center",
            va="center",
            color=ink(color),
        )
    ax.margins(y=0.12)
    ax.legend(loc="upper left")


def loss_above_slope(axes, loss, slope, kinks, at):
    """Draw a loss that is smooth between kinks, with a tangent, and its slope below.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Upper and lower, sharing their horizontal axis.
    loss, slope : callable
        The loss and its derivative, each from a number to a number.
    kinks : sequence of float
        Where the slope jumps, in order; the curves go from the first to the last.
    at : float
        Where the tangent touches.
    """
    upper, lower = axes
    for start, end in pairwise(kinks):
        x = np.linspace(start, end, 15)
        inside = x + 1e-9 * (end + start - 2 * x)  # so near that only a jump is seen
        upper.plot(x, [loss(point) for point in x], color=BLUE)
        lower.plot(x, [slope(point) for point in inside], color=ORANGE)
    run = 0.12 * (kinks[-1] - kinks[0]) * np.array([-1, 1])
    upper.plot(at + run, loss(at) + slope(at) * run, "--", color=ORANGE)
    upper.plot(at, loss(at), "o", color=ORANGE)
    lower.plot(at, slope(at), "o", color=ORANGE)
    lower.axhline(0, color=GREY, linewidth=0.8)
    for ax in axes:
        for kink in kinks[1:-1]:
            ax.axvline(kink, color=GREY, linewidth=0.8, linestyle=":")


def matrix_chain(ax, factors, result):
    """Draw a product of matrices to scale, with a filled cell for each entry that is not zero.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    factors : dict of str to array_like, shape (m, n)
        The matrices under their names, from left to right.
    result : tuple of str and array_like, shape (m, n)
        The name and the matrix of what comes out.
    """
    left, tallest = 0.0, max(np.shape(matrix)[0] for matrix in factors.values())
    for name, matrix in [*factors.items(), result]:
        filled = np.asarray(matrix) != 0
        m, n = filled.shape
        if name == result[0]:
            label(ax, "$=$", left, tallest / 2)
            left += 1.0
        top = (tallest - m) / 2
        _grid(ax, left, top, filled)
        label(ax, name, left + n / 2, top - 0.6)
        label(ax, f"${m} \\times {n}$", left + n / 2, top + m + 0.6)
        left += n + 1.0
    bare(ax, (-0.3, left), (tallest + 1.2, -1.2))
    ax.set_aspect("equal")


def _grid(ax, left, top, filled):
    """Draw the cells of a matrix, a blue square in each that is filled."""
    m, n = filled.shape
    ax.hlines(top + np.arange(m + 1), left, left + n, color=GREY, linewidth=0.8)
    ax.vlines(left + np.arange(n + 1), top, top + m, color=GREY, linewidth=0.8)
    rows, columns = filled.nonzero()
    ax.plot(left + columns + 0.5, top + rows + 0.5, "s", color=BLUE, markersize=8)
