"""Still pictures of the interactive figures that no other figure of the book draws.

Conventions
-----------
As everywhere in `mathlib.figures`: the derivative along an arrow and the way downhill are passed
in. A function takes a point ``[x, y]`` whose coordinates may be arrays of one shape.
"""

import numpy as np

from mathlib.figures.style import BLUE, GREY, ORANGE
from mathlib.figures.surfaces import grid, net, unclip

#: On which side of an arrow that falls, runs level or rises its name stands.
SIDES = {-1: "left", 0: "center", 1: "right"}


def data_flow(ax, nodes, edges):
    """Draw variables as boxes, and an arrow from each to those that are computed from it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    nodes : dict of str to tuple of two float
        Where each box stands, under the text in it.
    edges : dict of tuple of two str to str
        The derivative along each arrow, under the texts of the boxes it joins.
    """
    box = {"boxstyle": "round,pad=0.5", "facecolor": "none", "edgecolor": BLUE}
    boxes = {
        text: ax.text(*place, text, ha="center", va="center", bbox=box)
        for text, place in nodes.items()
    }
    for (tail, head), derivative in edges.items():
        arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.5}
        arrow |= {"patchA": boxes[tail].get_bbox_patch(), "patchB": boxes[head].get_bbox_patch()}
        ax.annotate("", nodes[head], nodes[tail], arrowprops=arrow)
        _name(ax, derivative, nodes[tail], nodes[head])
    x, y = np.transpose([*nodes.values()])
    ax.set(xlim=(x.min() - 0.6, x.max() + 0.6), ylim=(y.min() - 0.4, y.max() + 0.4))
    ax.axis("off")


def fold(ax, f, kink, at, reach=2):
    """Draw the surface of a function around the origin, and the line along which it is folded.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        In three dimensions.
    f : callable
        The function of the surface.
    kink : array_like, shape (2, 2)
        The two ends of the fold, a point in each row.
    at : sequence of two float
        A point of the surface to point out.
    reach : float, optional
        How far the surface goes to either side of the origin.
    """
    ends = np.transpose(kink)
    net(ax, f, (0, 0), reach)
    ax.plot(*ends, f(ends), color=ORANGE, linewidth=3)
    ax.plot(*at, f(np.asarray(at)), "o", color=BLUE)
    ax.view_init(elev=20, azim=-130)  # from here the surface hides neither the fold nor the point
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    unclip(ax)


def way_down(ax, f, way, levels, reach):
    """Draw the contours of a loss around its minimum at the origin, and a way towards it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        The loss.
    way : array_like, shape (steps + 1, 2)
        The points of the way, in order.
    levels : sequence of float
        The heights of the contours.
    reach : sequence of two float
        How far the contours are drawn along each axis, to either side.
    """
    points = grid((0, 0), 1, 61) * np.reshape(reach, (2, 1, 1))
    ax.contour(*points, f(points), levels, colors=GREY, linewidths=0.8)
    ax.plot(*np.transpose(way), "o-", color=ORANGE, markersize=4, linewidth=1.5)
    ax.plot(0, 0, "x", color=BLUE)
    ax.set(xlabel="$w_1$", ylabel="$w_2$")


def _name(ax, text, tail, head):
    """Write beside the middle of an arrow, on the side on which it leaves room."""
    steep = np.sign(head[1] - tail[1])
    place = {"xytext": (-6 * steep, 6), "textcoords": "offset points"}
    ax.annotate(text, np.mean([tail, head], axis=0), ha=SIDES[steep], **place)
