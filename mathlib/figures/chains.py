"""Nested functions: how a step is stretched on its way, and the product that the stretches make."""

from itertools import pairwise

import numpy as np

from mathlib.figures.cells import LABEL
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, PINK, ink

MARKERS = ("o", "s", "D", "^")
COLORS = (BLUE, ORANGE, GREEN, PINK)
OFFSET = {"textcoords": "offset points", "va": "center"}


def stretched_steps(ax, starts, slopes, step, names):
    """Draw a step of the variable, and how long it is after each function of a chain.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    starts : sequence of k float
        The values of the variable and of the results, from which the steps start.
    slopes : sequence of k - 1 float
        By what each function multiplies the step that reaches it; a negative slope turns it round.
    step : float
        How far the variable moves.
    names : sequence of k str
        Of the variable and of the results.
    """
    steps = step * np.cumprod([1, *slopes])
    rows = -np.arange(len(steps), dtype=float)
    for row, start, length, name in zip(rows, starts, steps, names, strict=True):
        ax.plot([0, 1.2 * np.abs(steps).max()], [row, row], color=GREY, linewidth=0.8)
        arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 3, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (length, row), (0, row), arrowprops=arrow)
        ax.plot(0, row, "|", color=BLUE, markersize=14)
        value = f"{name} $= {start:.3g}$"
        ax.annotate(value, (0, row), (-12, 0), ha="right", fontsize=LABEL, **OFFSET)
    for row, slope, (before, after) in zip(rows[:-1], slopes, pairwise(steps), strict=True):
        for ends in ([0, 0], [before, after]):
            ax.plot(ends, [row, row - 1], ":", color=GREY, linewidth=1.2)
        times = f"times ${slope:.3g}$"
        place = max(before, after, 0), row - 0.5
        ax.annotate(times, place, (8, 0), color=ink(ORANGE), fontsize=LABEL, **OFFSET)
    reach = np.abs(steps).max()
    ax.set(xlim=(min(steps.min(), 0) - 0.55 * reach, max(steps.max(), 0) + 0.45 * reach))
    ax.set(ylim=(rows[-1] - 0.4, 0.4))
    ax.axis("off")


def both_ways(ax, slopes, names):
    """Draw the running products of a chain's slopes, from its first end and from its last.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    slopes : sequence of k - 1 float
        Of each result by the one before it.
    names : sequence of k str
        Of the variable and of the results.
    """
    forward = np.cumprod([1, *slopes])
    backward = np.cumprod([1, *slopes[::-1]])[::-1]
    places = range(len(names))
    ax.plot(places, forward, "o-", color=BLUE, label="forward")
    ax.plot(places, backward, "s--", color=ORANGE, label="backward")
    ax.axhline(forward[-1], color=GREY, linestyle=":", linewidth=1)
    ax.set_xticks(places, names)
    ax.set(ylabel="product so far", ylim=(0, 1.15 * max(forward.max(), backward.max())))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)


def slopes_by_depth(ax, slopes):
    """Draw how the slope of a stack of equal functions changes with its depth.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    slopes : dict of str to sequence of float
        One curve for each function, at most four, under its name; the slope of 1, 2, 3, ... of it.
    """
    looks = zip(slopes.items(), COLORS, MARKERS, strict=False)
    for (name, values), color, marker in looks:
        depths = np.arange(1, len(values) + 1)
        ax.semilogy(depths, values, f"{marker}-", color=color, label=name)
    ax.minorticks_off()
    ax.set(xlabel="functions in the chain", ylabel="slope of the whole")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
