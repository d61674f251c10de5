"""Curves, slopes and errors of functions of one variable."""

import numpy as np
from matplotlib.patches import Rectangle

from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, ink


def secants(ax, f, at, slope, steps):
    """Draw `f`, its tangent at `at`, and the secants that reach `steps` further.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        Maps an array to an array, entry by entry.
    at : float
        Where the tangent touches.
    slope : float
        The tangent's slope.
    steps : sequence of float
        One secant each, from ``(at, f(at))`` to ``(at + step, f(at + step))``.
    """
    x = np.linspace(at - 1, at + max(steps) + 0.4, 200)
    ends = np.array([x[0], x[-1]])
    ax.plot(x, f(x), color=BLUE)
    ax.plot(ends, f(at) + slope * (ends - at), color=ORANGE)
    for step in steps:
        rise = (f(at + step) - f(at)) / step
        ax.plot(ends, f(at) + rise * (ends - at), "--", color=GREY, linewidth=1)
        ax.plot(at + step, f(at + step), "o", color=GREY, markersize=5)
        ax.annotate(
            f"$h = {step:g}$",
            (ends[1], f(at) + rise * (ends[1] - at)),  # where the secants lie furthest apart
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
    ax.plot(at, f(at), "o", color=ORANGE)
    middle = np.mean(ends)
    ax.annotate(
        f"tangent, slope {slope:g}",
        (middle, f(at) + slope * (middle - at)),
        xytext=(10, -2),  # below a line that rises to the right
        textcoords="offset points",
        va="top",
        color=ink(ORANGE),
    )
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=ends)


def function_above_slope(axes, f, slope, at):
    """Draw `f` with a piece of tangent at each point of `at`, and its slope below.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Upper and lower, sharing their horizontal axis.
    f, slope : callable
        The function and its derivative, each from array to array, entry by entry.
    at : array_like, shape (k,)
        Where the tangents touch.
    """
    upper, lower = axes
    at = np.asarray(at, dtype=float)
    x = np.linspace(at.min() - 0.4, at.max() + 0.4, 200)
    reach = 0.2
    upper.plot(x, f(x), color=BLUE)
    lower.plot(x, slope(x), color=ORANGE)
    lower.axhline(0, color=GREY, linewidth=0.8)
    for point in at:
        run = np.array([-reach, reach])
        upper.plot(point + run, f(point) + slope(point) * run, color=ORANGE)
        lower.plot(point, slope(point), "o", color=ORANGE)
        for ax in axes:
            ax.axvline(point, color=GREY, linewidth=0.6, linestyle=":")
    upper.set(ylabel="$f(x)$")
    lower.set(xlabel="$x$", ylabel="slope of $f$")


def break_above_slopes(axes, f, slopes, at, reach=1):
    """Draw a function of two straight pieces, and below it the slope of each piece.

    A full dot is the value where the pieces meet; a ring ends a line that does not reach it.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Upper and lower, sharing their horizontal axis.
    f : callable
        From a number to a number, straight on either side of `at`, with a kink or a jump there.
    slopes : sequence of two float
        On the left of `at` and on the right.
    at : float
    reach : float, optional
        How far the pieces go to either side of `at`.
    """
    upper, lower = axes
    ring = {"marker": "o", "markerfacecolor": "white", "markevery": [0], "clip_on": False}
    upper.plot(at, f(at), "o", color=BLUE, zorder=3)
    for side, slope in zip((-1, 1), slopes, strict=True):
        ends = at + side * np.array([1e-9, reach])  # so near that only a jump is seen
        values = [f(end) for end in ends]
        joined = abs(values[0] - f(at)) < 1e-6
        upper.plot(ends, values, color=BLUE, **({} if joined else ring))
        lower.plot(ends, [slope, slope], color=ORANGE, **ring)
    for ax in axes:
        ax.axvline(at, color=GREY, linewidth=0.6, linestyle=":", zorder=0)
        ax.margins(y=0.2)
        ax.locator_params(nbins=3)


def product_rectangle(ax, f, g, df, dg):
    """Draw a rectangle of sides `f` and `g`, and what it gains when both grow.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f, g : float
        The sides before: width and height.
    df, dg : float
        What is added to each, small beside `f` and `g`.
    """
    pieces = [
        ((0, 0), f, g, BLUE, "$f\\,g$"),
        ((f, 0), df, g, ORANGE, "$g\\,df$"),
        ((0, g), f, dg, GREEN, "$f\\,dg$"),
        ((f, g), df, dg, GREY, "$df\\,dg$"),
    ]
    for corner, width, height, color, label in pieces:
        ax.add_patch(Rectangle(corner, width, height, color=color, alpha=0.35, linewidth=0))
        middle = (corner[0] + width / 2, corner[1] + height / 2)
        ax.annotate(label, middle, ha="center", va="center")
    ax.annotate("$f$", (f / 2, 0), xytext=(0, -14), textcoords="offset points", ha="center")
    ax.annotate("$g$", (0, g / 2), xytext=(-14, 0), textcoords="offset points", va="center")
    ax.set(xlim=(0, f + df), ylim=(0, g + dg), aspect="equal")
    ax.axis("off")


def error_curves(ax, steps, errors):
    """Draw how large the error of a measured slope is, for each step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    steps : array_like, shape (k,)
    errors : dict of str to array_like, shape (k,)
        One curve for each method, under its name.
    """
    for (name, error), marker in zip(errors.items(), "os^", strict=False):
        ax.loglog(steps, error, marker=marker, markersize=4, linewidth=1, label=name)
    ax.set(xlabel="step $h$", ylabel="error of the slope")
    ax.legend()
