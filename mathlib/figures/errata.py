"""Slips that a picture shows: a step taken for a slope, a batch taken as one, a stray broadcast."""

import numpy as np

from mathlib.figures.cells import LABEL, bare, cell, label
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, PINK, ink


def rise_in_parts(ax, f, at, slope, step, parts):
    """Draw what a step adds to `f`: the rise of the tangent, and what the curve does beyond it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        Maps an array to an array, entry by entry.
    at : float
        Where the step starts.
    slope : float
        The tangent's slope there.
    step : float
        How far the step goes; positive.
    parts : sequence of two str
        The names of the two parts of the rise, first the tangent's.
    """
    x = np.linspace(at - step / 2, at + step, 200)
    end, ends = at + step, x[[0, -1]]
    heights = f(at), f(at) + slope * step, f(end)
    ax.plot(x, f(x), color=BLUE)
    ax.plot(ends, f(at) + slope * (ends - at), color=ORANGE)
    ax.plot([at, end], [heights[0]] * 2, ":", color=GREY, linewidth=1)
    ax.plot([at, end], [heights[0], heights[2]], "--", color=GREY, linewidth=1)
    pairs = zip(heights, heights[1:], (ORANGE, GREEN), parts, strict=False)
    for low, high, color, name in pairs:
        ax.plot([end, end], [low, high], color=color, linewidth=4, solid_capstyle="butt")
        _beside(ax, name, (end, (low + high) / 2), color, fontsize=LABEL)
    _beside(ax, "step", (at + step / 2, heights[0]), GREY, offset=(0, -4), ha="center", va="top")
    ax.plot([at, end], heights[::2], "o", color=BLUE)
    ax.set(xlabel="$x$", ylabel="$y$", xlim=(ends[0], end + 0.5 * step))


def chain_of_parts(ax, parts, active, names):
    """Draw a sum of vectors in the plane as a chain of arrows: the active ones, then the others.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    parts : array_like, shape (k, 2)
        What each of k examples adds, at least one of them active and one not.
    active : array_like of bool, shape (k,)
        Which of them count: their arrows are solid and blue, those of the others dashed and orange.
    names : sequence of three str
        Of the starting point, of where the active ones lead, and of where all lead.
    """
    parts, active = np.asarray(parts, dtype=float), np.asarray(active, dtype=bool)
    order = np.concatenate([np.flatnonzero(active), np.flatnonzero(~active)])
    corners = np.vstack([np.zeros(2), np.cumsum(parts[order], axis=0)])
    for example, tail, head in zip(order, corners, corners[1:], strict=False):
        color, dash = (BLUE, "-") if active[example] else (ORANGE, "--")
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "linestyle": dash}
        ax.annotate("", head, tail, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0})
        aside = np.array([tail[1] - head[1], head[0] - tail[0]])
        aside = 10 * aside / np.linalg.norm(aside)  # in points, to the left of the arrow
        _beside(ax, str(example + 1), (tail + head) / 2, color, offset=aside, ha="center")
    stops = corners[[0, active.sum(), -1]]
    for stop, name, marker in zip(stops, names, "sDo", strict=True):
        ax.plot(*stop, marker, color=GREY, label=name)
    ax.legend(loc="lower left")
    ax.update_datalim(corners)
    ax.set(xlabel="by $w_1$", ylabel="by $w_2$")
    ax.margins(0.12)


def broadcast(ax, column, row, result):
    """Draw what NumPy makes of a column less a row, and what was meant: its diagonal.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    column, row : array_like, shape (n,)
        The entries of the column and of the row.
    result : array_like, shape (n, n)
        What comes out.
    """
    n = len(column)
    for i, (minuend, subtrahend) in enumerate(zip(column, row, strict=True)):
        cell(ax, 0, i, BLUE, 0.35, f"${minuend:g}$")
        cell(ax, 1.8 + i, (n - 1) / 2, ORANGE, 0.35, f"${subtrahend:g}$")
    right = 2.6 + n
    for (i, j), entry in np.ndenumerate(result):
        color, depth = (GREEN, 0.45) if i == j else (PINK, 0.2)
        cell(ax, right + j, i, color, depth, f"${entry:.2f}$")
    label(ax, "$-$", 1.4, n / 2)
    label(ax, "$=$", right - 0.4, n / 2)
    boxes = [
        (0, 1, f"${n} \\times 1$"),
        (1.8, n, f"$1 \\times {n}$"),
        (right, n, f"${n} \\times {n}$"),
    ]
    for left, width, shape in boxes:
        label(ax, shape, left + width / 2, n + 0.4)
    label(ax, "meant: the diagonal", right + n / 2, -0.35, color=ink(GREEN))
    bare(ax, (-0.1, right + n + 0.1), (n + 0.7, -0.7))
    ax.set_aspect("equal")


def _beside(ax, text, point, color, offset=(8, 0), **place):
    """Write a text beside a point, in the colour of what it names."""
    look = {"va": "center", "color": ink(color), **place}
    ax.annotate(text, point, xytext=offset, textcoords="offset points", **look)
