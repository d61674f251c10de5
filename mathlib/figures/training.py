"""Training: measured points and lines through them, valleys, and ways down into them.

Conventions
-----------
Around its lowest point a loss is drawn by its Hessian ``H``, which is passed in: at distance ``d``
from that point it has risen by ``d @ H @ d / 2``, so a contour is an ellipse.
"""

import numpy as np
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.path import Path

from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, PINK, ink

# One look for each line, so that they are told apart without their colours.
LOOKS = [
    {"color": BLUE, "linestyle": "-"},
    {"color": ORANGE, "linestyle": "--"},
]


def lines_through_points(ax, points, lines):
    """Draw measured points, and straight lines that predict them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    points : array_like, shape (2, N)
        Where the points stand, to the right and upwards.
    lines : dict of str to tuple of two float
        Slope and intercept of each line, under its name; two at most.
    """
    _dots(ax, np.transpose(points))
    ends = np.array([np.min(points[0]), np.max(points[0])])
    for (name, (slope, intercept)), look in zip(lines.items(), LOOKS, strict=False):
        ax.plot(ends, slope * ends + intercept, label=name, **look)
    ax.legend(loc="upper left")


def valleys(axes, hessians):
    """Draw the contours of several losses, each around its lowest point.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
    hessians : dict of str to array_like of shape (2, 2)
        The Hessian of each loss, symmetric and positive definite, under the title of its panel.
        Each panel is as wide as the longest axis of its ellipses.
    """
    for ax, (title, H) in zip(axes, hessians.items(), strict=True):
        flattest = np.linalg.eigvalsh(H)[0]
        for part in (0.45, 0.9):
            _contour(ax, (0, 0), np.asarray(H) / flattest, part**2 / 2, linewidth=1.2)
        ax.plot(0, 0, "x", color=BLUE)
        ax.set(title=title, xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xticks=[], yticks=[])
        ax.spines[:].set_visible(False)


def ways_down(axes, ways, bottom, H, heights):
    """Draw several ways down into the same valley, one in each panel.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
    ways : dict of str to array_like of shape (steps + 1, 2)
        The points of each way, in order, under the title of its panel; four at most.
    bottom : sequence of two float
        The lowest point of the loss.
    H : array_like, shape (2, 2)
        Its Hessian, symmetric and positive definite.
    heights : sequence of float
        How far above the lowest point the contours lie.
    """
    colors = (BLUE, ORANGE, GREEN, PINK)
    for ax, (title, way), color in zip(axes, ways.items(), colors, strict=False):
        for height in heights:
            _contour(ax, bottom, H, height, linewidth=0.7)
        ax.plot(*np.transpose(way), "-", color=color, linewidth=1.3)
        ax.plot(*way[0], "o", color=color)
        ax.plot(*bottom, "x", color="black", markersize=7)
        ax.set_title(title, color=ink(color))


def _dots(ax, points):
    """Draw a grey dot at each point, all in one path: hundreds of markers would weigh a lot."""
    stand_still = np.repeat(np.asarray(points, dtype=float), 2, axis=0)
    path = Path(stand_still, [Path.MOVETO, Path.LINETO] * len(points))
    path.should_simplify = False  # else lines of no length are dropped, and round ends with them
    ax.add_patch(PathPatch(path, edgecolor=GREY, fill=False, linewidth=3, capstyle="round"))


def _contour(ax, center, H, height, linewidth):
    """Draw the line on which ``d @ H @ d / 2`` is `height`, d being counted from `center`."""
    curvatures, directions = np.linalg.eigh(H)
    angle = np.degrees(np.arctan2(*directions[::-1, 0]))
    size = 2 * np.sqrt(2 * height / curvatures)
    line = {"fill": False, "edgecolor": GREY, "linewidth": linewidth}
    ax.add_patch(Ellipse(center, *size, angle=angle, **line))
