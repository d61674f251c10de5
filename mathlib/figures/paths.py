"""The ways on which a variable moves an output: through a program's steps, and as areas."""

from itertools import pairwise

from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from mathlib.figures.cells import LABEL
from mathlib.figures.stills import data_flow
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, PINK, ink

PATH_COLORS = (BLUE, ORANGE, GREEN, PINK)
FAINT = {"color": GREY, "linestyle": ":", "linewidth": 1}


def paths_apart(axes, nodes, edges, paths):
    """Draw the same data flow once for each path through it; arrows off the path are dotted.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    nodes, edges : dict
        As for `data_flow`.
    paths : dict of str to sequence of str
        k of them, at most four: under its title the boxes that a path visits, in order.
    """
    for ax, (title, stops), color in zip(axes, paths.items(), PATH_COLORS, strict=False):
        data_flow(ax, nodes, edges)
        ax.set_title(title, color=ink(color))
        on_path = set(pairwise(stops))
        texts = iter(ax.texts[len(nodes) :])  # for each edge its arrow, and then its name
        for edge, arrow, name in zip(edges, texts, texts, strict=False):
            walked = edge in on_path
            arrow.arrow_patch.set(**({"color": color, "linewidth": 3} if walked else FAINT))
            name.set_color(ink(color) if walked else GREY)
        for box in ax.texts[: len(nodes)]:
            box.get_bbox_patch().set_edgecolor(color if box.get_text() in stops else GREY)


def strip_and_square(ax, side, step, names=("", "", "")):
    """Draw a square above a strip of height 1, both as wide, and what they gain from a step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    side : float
        The side of the square and the length of the strip.
    step : float
        What is added to the side; positive.
    names : sequence of three str, optional
        What stands in the gain of the strip, in each of the square's two along its sides, and in
        its corner.
    """
    floor = 1.3  # where the square begins, above the strip and a gap
    strip, along, corner = names
    pieces = [
        ((0, 0), side, 1, None, "$x$"),
        ((0, floor), side, side, None, "$x^2$"),
        ((side, 0), step, 1, BLUE, strip),
        ((side, floor), step, side, ORANGE, along),
        ((0, floor + side), side, step, ORANGE, along),
        ((side, floor + side), step, step, GREEN, corner),
    ]
    for (left, bottom), width, height, color, name in pieces:
        fill = to_rgba(color, 0.3) if color else "none"
        edge = color or GREY
        piece = Rectangle(
            (left, bottom), width, height, facecolor=fill, edgecolor=edge, linewidth=1.5
        )
        ax.add_patch(piece)
        middle = left + width / 2, bottom + height / 2
        ax.annotate(name, middle, ha="center", va="center", fontsize=LABEL)
    ax.set(xlim=(-0.05, side + step + 0.05), ylim=(-0.05, floor + side + step + 0.05))
    ax.set_aspect("equal")
    ax.axis("off")
