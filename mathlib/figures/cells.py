"""What drawings of matrices are made of: cells, and words at points, on axes without frames."""

from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from mathlib.figures.style import GREY

LABEL = 13  # a font size that a phone can still show


def cell(ax, left, top, color, alpha, text="", fontsize=LABEL):
    """Draw one cell of a matrix, its row counted downwards, with a text in its middle."""
    fill = to_rgba(color, alpha)
    square = Rectangle((left, top), 1, 1, facecolor=fill, edgecolor=GREY, linewidth=0.8)
    ax.add_patch(square).set_clip_on(False)  # half an outline lies outside the axes
    label(ax, text, left + 0.5, top + 0.5, fontsize=fontsize)


def label(ax, text, x, y, ha="center", fontsize=LABEL, **look):
    """Write a text whose middle, or right end, is at a point."""
    ax.annotate(text, (x, y), ha=ha, va="center", fontsize=fontsize, **look)


def bare(ax, xlim, ylim):
    """Fit the axes around a matrix and hide them."""
    ax.set(xlim=xlim, ylim=ylim)
    ax.axis("off")
