"""What a layer reads, what it has learned, and which examples of a batch meet in it."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from mathlib.figures.matrices import filled_entries
from mathlib.figures.style import BLUE, GREY, ORANGE

#: Tints between nothing and the full colour: few, so that neighbours merge to one rectangle.
TINTS = 4


def pixels(axes, images):
    """Draw small images side by side, on one scale.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    images : dict of str to array_like, shape (m, n)
        One for each of the axes, under its title. Positive values are blue, negative ones orange,
        in four tints, the deeper the larger.
    """
    largest = max(np.abs(image).max() for image in images.values())
    for ax, (title, image) in zip(axes, images.items(), strict=True):
        tints = np.rint(TINTS * np.asarray(image) / largest).astype(int)
        for tint in np.unique(tints[tints != 0]):
            color = to_rgba(BLUE if tint > 0 else ORANGE, abs(tint) / TINTS)
            ax.add_patch(PathPatch(_runs(tints == tint), facecolor=color, edgecolor="none"))
        m, n = tints.shape
        ax.add_patch(Rectangle((0, 0), n, m, fill=False, edgecolor=GREY, linewidth=0.8))
        ax.set(title=title, xlim=(0, n), ylim=(m, 0), aspect="equal")
        ax.axis("off")


def _runs(filled):
    """Return the filled cells of a table as one path, cells side by side in one rectangle."""
    steps = np.diff(np.pad(filled, ((0, 0), (1, 1))).astype(int), axis=1)
    top, left = np.nonzero(steps == 1)
    right = np.nonzero(steps == -1)[1]
    x = np.stack([left, right, right, left, left], axis=1)
    y = np.stack([top, top, top + 1, top + 1, top], axis=1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(np.stack([x.ravel(), y.ravel()], axis=1), codes * len(top))


def batch_blocks(axes, jacobians):
    """Draw which entries of the Jacobians of a batch are filled, one block for two examples.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    jacobians : dict of str to array_like, shape (N, m, N, n)
        One for each of the axes, under its title. An entry that is not zero holds a dot; heavy
        lines divide the N x N blocks of m x n entries.
    """
    shapes = {title: np.shape(J) for title, J in jacobians.items()}
    flat = {
        title: np.reshape(J, (N * m, N * n))
        for (title, J), (N, m, _, n) in zip(jacobians.items(), shapes.values(), strict=True)
    }
    filled_entries(axes, flat)
    for ax, (N, m, _, n) in zip(axes, shapes.values(), strict=True):
        look = {"color": GREY, "linewidth": 2.5, "clip_on": False}
        ax.hlines(m * np.arange(N + 1), 0, N * n, **look)
        ax.vlines(n * np.arange(N + 1), 0, N * m, **look)


def slopes_by_class(axes, slopes):
    """Draw the slope of a loss by each of some scores: up is blue, down is orange.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    slopes : sequence of k array_like, shape (m,)
        From -1 to 1, one for each of the axes; the scores are counted from 0.
    """
    for ax, heights in zip(axes, slopes, strict=True):
        heights = np.asarray(heights)
        (scores,) = heights.nonzero()
        colors = np.where(heights[scores] > 0, BLUE, ORANGE)
        ax.bar(scores, heights[scores], color=colors)
        ax.axhline(0, color=GREY, linewidth=0.8)
        n = len(heights)
        ax.set(xlim=(-0.6, n - 0.4), xticks=range(0, n, 3), ylim=(-1.05, 1.05), yticks=[-1, 0, 1])
        ax.tick_params(length=0, labelleft=ax is axes[0])
