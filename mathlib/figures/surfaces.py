"""Functions of two variables: surfaces, slices, tangent planes and directions.

Conventions
-----------
A function takes a point ``[x, y]``, as the chapters' functions do. Its two coordinates may be
arrays of one shape, and its values come back in that shape. Angles are in radians, counted from
the direction of x towards that of y.
"""

import numpy as np
from matplotlib.patches import Circle

from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, ink

# One look for each curve or arrow, so that they are told apart without their colours.
LOOKS = [
    {"color": BLUE, "linestyle": "-"},
    {"color": GREEN, "linestyle": "--"},
    {"color": ORANGE, "linestyle": ":"},
]


def slices(axes, f, at, slopes, reach=1):
    """Draw a surface, the two slices of it through one point, and the tangents of the slices.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        One in three dimensions for the surface, then one for each slice: along x, along y.
    f : callable
        The function whose surface is cut.
    at : sequence of two float
        The point through which both slices go.
    slopes : sequence of two float
        The slopes of the two tangents.
    reach : float, optional
        How far the surface and its slices go to either side of `at`.
    """
    surface, *sides = axes
    net(surface, f, at, reach)
    surface.view_init(elev=24, azim=-128)  # from here the surface hides neither slice
    steps, short = reach * np.linspace(-1, 1, 25), reach * np.array([-0.5, 0.5])
    for axis, side in enumerate(sides):
        path = _walk(at, np.eye(2)[axis], steps)
        surface.plot(*path, f(path), **LOOKS[axis])
        side.plot(path[axis], f(path), **LOOKS[axis])
        side.plot(at[axis] + short, f(at) + slopes[axis] * short, color=ORANGE, linewidth=1.2)
        side.plot(at[axis], f(at), "o", color=ORANGE)
        side.set(xlabel=f"${'xy'[axis]}$", title=f"slope {slopes[axis]:g}")
        side.locator_params(nbins=3)
    sides[1].sharey(sides[0])
    surface.plot(*at, f(at), "o", color=ORANGE)
    unclip(*axes)


def tangent_plane(ax, f, plane, at, reach):
    """Draw a surface around the origin, and the plane that touches it somewhere.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        In three dimensions.
    f, plane : callable
        The function of the surface, and that of the plane.
    at : sequence of two float
        Where they touch.
    reach : float
        How far the surface goes to either side of the origin; the plane goes half as far from
        `at`.
    """
    net(ax, f, (0, 0), reach)
    ax.view_init(elev=14, azim=-45)  # from here a plane that touches on the right is seen aslant
    points = grid(at, reach / 2, 2)
    ax.plot_surface(*points, plane(points), color=ORANGE, alpha=0.4, shade=False)
    ax.plot(*at, f(at), "o", color=ORANGE)
    unclip(ax)


def compass(ax, f, at, directions, levels, radius):
    """Draw the contours of a function around one point, and an arrow for each direction.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
    at : sequence of two float
        The point from which the arrows leave.
    directions : dict of str to float
        The angle of each arrow, under its label; three at most.
    levels : sequence of float
        The heights of the contours.
    radius : float
        How far contours and arrows reach from the point.
    """
    points = grid(at, radius, 9)
    rim = ax.add_patch(Circle(at, radius, fill=False, color=GREY, linewidth=0.8))
    contours = ax.contour(*points, f(points), levels, colors=GREY, linewidths=0.8)
    contours.set_clip_path(rim)
    for (label, angle), look in zip(directions.items(), LOOKS, strict=False):
        tip, beyond = _walk(at, _unit(angle), radius * np.array([1, 1.15])).T
        arrow = {"arrowstyle": "-|>", "linewidth": 2, "shrinkA": 0, "shrinkB": 0, **look}
        ax.annotate("", tip, at, arrowprops=arrow)
        ax.annotate(label, beyond, ha="center", va="center", color=ink(look["color"]))
    ax.plot(*at, "o", color=GREY)
    ax.locator_params(nbins=3)
    room = 1.3 * radius * np.array([-1, 1])  # for the labels
    ax.set(xlabel="$x$", ylabel="$y$", xlim=at[0] + room, ylim=at[1] + room, aspect="equal")


def slopes_by_angle(ax, slopes, marks=None, measured=None):
    """Draw how steep a function is in each direction.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    slopes : dict of str to callable
        From an array of angles to an array of slopes, under the name of the curve; three at most.
    marks : dict of str to tuple of two float, optional
        Angle and slope of points to point out, under their labels; three at most.
    measured : tuple of two array_like of shape (k,), optional
        Angles and slopes of measurements.
    """
    angles = np.linspace(0, 2 * np.pi, 73)
    ax.axhline(0, color=GREY, linewidth=0.8)
    for (name, slope), look in zip(slopes.items(), LOOKS, strict=False):
        ax.plot(np.degrees(angles), slope(angles), label=name, **look)
    if measured:
        ax.plot(np.degrees(measured[0]), measured[1], "x", color=GREY)
    for (label, (angle, slope)), look in zip((marks or {}).items(), LOOKS, strict=False):
        ax.plot(np.degrees(angle), slope, "o", color=look["color"])
        place = {"xytext": (8, 6), "textcoords": "offset points"}
        ax.annotate(label, (np.degrees(angle), slope), color=ink(look["color"]), **place)
    ax.locator_params(axis="y", nbins=3)
    ax.set(xlabel="angle", ylabel="slope", xticks=[0, 180, 360], xticklabels=["0°", "180°", "360°"])


def slope_arrows(ax, f, gradient, levels, scale):
    """Draw the contours of a function of two positive numbers, and its gradient at nine points.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f, gradient : callable
        The function, and from points of shape (2, k, l) its two slopes.
    levels : sequence of float
        The heights of the contours.
    scale : float
        The length of an arrow for a slope of 1.
    """
    points = grid((2.2, 2.2), 1.8, 17)
    ax.contour(*points, f(points), levels, colors=GREY, linewidths=0.6, linestyles="solid")
    at = grid((2, 2), 1, 3)
    across, up = (np.broadcast_to(slope, at[0].shape) for slope in gradient(at))
    shaft = {"width": 0.014, "headwidth": 4, "headlength": 4, "headaxislength": 4}
    lengths = {"angles": "xy", "scale_units": "xy", "scale": 1 / scale}
    ax.quiver(*at, across, up, color=ORANGE, **shaft, **lengths)
    ax.plot(*at.reshape(2, -1), "o", color=BLUE, markersize=4)
    ax.set(aspect="equal", xticks=[1, 2, 3], yticks=[1, 2, 3])


def values_along_lines(ax, f, directions, reach=1):
    """Draw the values of a function along straight lines through the origin.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
    directions : dict of str to float
        The angle of each line, under its label; three at most.
    reach : float, optional
        How far each line goes to either side of the origin.
    """
    steps = reach * np.linspace(0.04, 1, 9)
    steps = np.concatenate([-steps[::-1], [np.nan], steps])
    for (label, angle), look in zip(directions.items(), LOOKS, strict=False):
        values = f(_walk((0, 0), _unit(angle), steps))
        ax.plot(steps, values, **look)
        place = {"xytext": (0, 5), "textcoords": "offset points", "ha": "right"}
        ax.annotate(label, (reach, values[-1]), color=ink(look["color"]), **place)
    ax.margins(y=0.15)
    ax.locator_params(nbins=3)
    ax.plot(0, f((0.0, 0.0)), "o", color=GREY)
    ax.set(xlabel="$t$", ylabel="value")


def net(ax, f, at, reach):
    """Draw a surface as a net, in a box whose walls let the page shine through."""
    points = grid(at, reach, 11)
    ax.plot_wireframe(*points, f(points), rstride=2, cstride=2, color=GREY, linewidth=0.6)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("none")
    ax.locator_params(nbins=3, integer=True)
    ax.set(xlabel="$x$", ylabel="$y$")


def unclip(*axes):
    """Clip nothing where a figure holds axes in three dimensions.

    SVG names a clip by all digits of its corners, of which the last then depend on the processor.
    """
    for ax in axes:
        for artist in [*ax.lines, *ax.collections]:
            artist.set(clip_on=False, in_layout=False)


def grid(at, reach, count):
    """Return the points of a square grid, shape (2, count, count)."""
    return np.array(np.meshgrid(*(np.linspace(c - reach, c + reach, count) for c in at)))


def _unit(angle):
    return np.array([np.cos(angle), np.sin(angle)])


def _walk(at, direction, steps):
    """Return the points to which steps in one direction lead, shape (2, k)."""
    return np.reshape(at, (2, 1)) + np.outer(direction, steps)
