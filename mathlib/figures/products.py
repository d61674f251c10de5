"""Products of Jacobians as boxes: what fits together, and what is multiplied first."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from mathlib.figures.cells import bare, label
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, ink

GAP = 1.1  # between two boxes, in cells
SHAPE_SIZE = 12


def row_times_column(ax, m, k, n, entry):
    """Draw a product of two matrices to scale, and what makes one of its entries.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    m, k, n : int
        An m × k matrix times a k × n matrix.
    entry : tuple of two int
        Row and column, counted from 0, of the entry whose row and column are filled.
    """
    i, j = entry
    middle = max(m, k) / 2
    lefts = _product(ax, (0, middle), (m, k, n))
    tops = middle - np.array([m, k, m]) / 2
    filled = [
        (lefts[0], tops[0] + i, k, 1, BLUE),
        (lefts[1] + j, tops[1], 1, k, ORANGE),
        (lefts[2] + j, tops[2] + i, 1, 1, GREEN),
    ]
    for left, top, width, height, color in filled:
        _tint(ax, left, top, width, height, to_rgba(color, 0.8))
    names = [f"row {i + 1}", f"column {j + 1}", f"entry ({i + 1}, {j + 1})"]
    sizes = [(m, k), (k, n), (m, n)]
    for left, (rows, columns), name in zip(lefts, sizes, names, strict=True):
        label(ax, name, left + columns / 2, -0.5, fontsize=SHAPE_SIZE)
        shape = f"${rows} \\times {columns}$"
        label(ax, shape, left + columns / 2, max(m, k) + 0.5, fontsize=SHAPE_SIZE)
    bare(ax, (-0.2, lefts[2] + n + 0.2), (max(m, k) + 0.9, -0.9))
    ax.set_aspect("equal")


def chain_shapes(ax, m, k, n, marked):
    """Draw the products of the chain rule for numbers and vectors, eight of them, to scale.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    m, k, n : int
        How many entries the function, the intermediate result and the variable have as vectors.
    marked : sequence of tuple of three int
        The shapes ``(m, k, n)`` whose result is tinted in another colour.
    """
    top, columns = 0.8, (5.2, 5.2 + 2 * k + 2 * GAP + 3.2)
    for left, x in zip(columns, ["number", "vector"], strict=True):
        label(ax, f"$x$ a {x}", left + 2, -0.5, fontsize=SHAPE_SIZE)
    for rows, inner in ((1, 1), (1, k), (m, 1), (m, k)):
        middle = top + max(rows, inner) / 2
        kinds = f"$f$ a {_kind(rows)}\n$u$ a {_kind(inner)}"
        label(ax, kinds, 4.4, middle, ha="right", fontsize=SHAPE_SIZE)
        for left, across in zip(columns, (1, n), strict=True):
            shape = (rows, inner, across)
            _product(ax, (left, middle), shape, ORANGE if shape in marked else GREEN)
        top += max(rows, inner, 2) + 0.7
    bare(ax, (0, columns[1] + k + 2 * n + 2 * GAP + 0.2), (top, -1))
    ax.set_aspect("equal")


def from_either_side(ax, sizes):
    """Draw a product of three matrices as it is multiplied out from the left and from the right.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    sizes : sequence of four int
        The matrices are ``sizes[0]`` × ``sizes[1]`` and so on. Under each product stands how many
        multiplications it takes.
    """
    a, b, c, d = sizes
    width = b + c + d + 2 * GAP
    tall, start = max(sizes[:3]), 0
    ways = [
        ("from the left", [(a, c), (c, d)], (a * b * c, a * c * d)),
        ("from the right", [(a, b), (b, d)], (b * c * d, a * b * d)),
    ]
    for title, halfway, counts in ways:
        fresh = 0 if title == "from the left" else 1
        lines = [([(a, b), (b, c), (c, d)], None), (halfway, fresh), ([(a, d)], 0)]
        label(ax, title, start + width / 2, -0.8, fontsize=SHAPE_SIZE)
        for row, (boxes, new) in enumerate(lines):
            middle = row * (tall + 1.4) + tall / 2
            _boxes(ax, (start, middle), boxes, [BLUE if i != new else GREEN for i in range(3)])
            if row:
                count = f"{counts[row - 1]} products"
                place = start + width - 0.4, middle
                label(ax, count, *place, color=ink(GREEN), fontsize=SHAPE_SIZE)
        start += width + 4
    bare(ax, (-0.2, start - 1), (3 * tall + 3, -1.4))
    ax.set_aspect("equal")


def _kind(size):
    return "number" if size == 1 else "vector"


def _product(ax, place, shape, result=GREEN):
    """Draw two factors and their product from a left middle point on; return their left ends."""
    m, k, n = shape
    lefts = _boxes(ax, place, [(m, k), (k, n), (m, n)], [BLUE, BLUE, result])
    label(ax, "$=$", lefts[2] - GAP / 2, place[1], fontsize=SHAPE_SIZE)
    return lefts


def _boxes(ax, place, shapes, colors):
    """Draw matrices side by side, their middles at one height; return their left ends."""
    (left, middle), lefts = place, []
    for (rows, columns), color in zip(shapes, colors, strict=False):
        lefts.append(left)
        top = middle - rows / 2
        _tint(ax, left, top, columns, rows, to_rgba(color, 0.3))
        _rulings(ax, left, top, columns, rows)
        left += columns + GAP
    return lefts


def _tint(ax, left, top, width, height, color):
    box = Rectangle((left, top), width, height, facecolor=color, edgecolor=GREY, linewidth=0.8)
    ax.add_patch(box).set_clip_on(False)


def _rulings(ax, left, top, width, height):
    """Draw the lines between the cells of a box as one path."""
    x, y = [], []
    for row in range(1, height):
        x += [left, left + width, np.nan]
        y += [top + row, top + row, np.nan]
    for column in range(1, width):
        x += [left + column, left + column, np.nan]
        y += [top, top + height, np.nan]
    ax.plot(x, y, color=GREY, linewidth=0.8)
