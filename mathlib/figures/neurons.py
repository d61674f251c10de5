"""A single neuron: its kink, where it is on and off, and other activations than the rectifier."""

import numpy as np

from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, ink

#: One for each curve of a panel: colour and dash, so that neither is needed alone.
LOOKS = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."))


def supporting_lines(axes, slopes, between, reach=1):
    """Draw lines through the origin, and the range of slopes that may be chosen there.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        The first shows a function with a kink at the origin, the second its slopes.
    slopes : array_like, shape (k,)
        Of the lines.
    between : sequence of two float
        The least slope that may be chosen, and the greatest.
    reach : float, optional
        How far the lines go to either side.
    """
    value, slope = axes
    ends = np.array([-reach, reach])
    for s in slopes:
        value.plot(ends, s * ends, "--", color=GREY, linewidth=1)
        side = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
        value.annotate(f"{s:g}", (reach, s * reach), annotation_clip=False, **side)
    slope.plot([0, 0], between, color=GREY, linewidth=5, alpha=0.5, zorder=0)


def neuron_map(ax, weights, bias, gradient, levels, reach=2):
    """Draw where a neuron of two inputs is on and off, and its gradient by the inputs as arrows.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    weights : array_like, shape (2,)
        The second is not zero.
    bias : float
    gradient : callable
        From a point, shape (2,), to the two slopes there.
    levels : sequence of float
        The outputs along the contours.
    reach : float, optional
        How far the map goes to either side of the origin.
    """
    (w1, w2), ends = weights, np.array([-reach, reach])
    for level in (0, *levels):
        rise = (level - bias - w1 * ends) / w2
        look = {"color": GREY, "linewidth": 1} if level else {"color": ORANGE, "linewidth": 3}
        ax.plot(ends, rise, **look)
        beside = {"xytext": (6, 0), "textcoords": "offset points", "va": "center"}
        words = {} if level else {"color": ink(ORANGE)}
        ax.annotate(f"$a = {level}$", (reach, rise[1]), annotation_clip=False, **beside, **words)
    for point in np.stack(np.meshgrid(*2 * [0.75 * ends[0] + np.arange(4.0)]), -1).reshape(-1, 2):
        slope = 0.4 * np.asarray(gradient(point))
        ax.plot(*point, "o", color=BLUE, markersize=4)
        if slope.any():
            ax.annotate("", point + slope, point, arrowprops={"arrowstyle": "-|>", "color": BLUE})
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=ends, ylim=ends, aspect="equal")
    ax.locator_params(nbins=4)


def compare_slopes(axes, functions, reach=4):
    """Draw some functions in one panel, and their slopes in another.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
    functions : dict of str to tuple of two callable
        A function and its slope, each from array to array, entry by entry, under the name for
        the legend; three at most. Where a function has a kink at 0, its slope may jump.
    reach : float, optional
        How far the curves go to either side of 0.
    """
    value, slope = axes
    for (name, (f, df)), (color, dash) in zip(functions.items(), LOOKS, strict=False):
        look = {"color": color, "linestyle": dash}
        for side, label in ((-1, name), (1, None)):
            # The halves are drawn apart, so that no line crosses a jump; denser where they bend.
            z = side * (reach * np.linspace(0, 1, 14) ** 1.5 + 1e-9)
            value.plot(z, f(z), label=label, **look)
            slope.plot(z, df(z), **look)
    for ax in axes:
        ax.axvline(0, color=GREY, linewidth=0.6, linestyle=":", zorder=0)
    value.legend(loc="upper left")
