"""Tables and what their rows and columns add up to."""

import numpy as np

from mathlib.figures.cells import bare, cell, label
from mathlib.figures.style import BLUE, GREEN, ORANGE

GAP = 0.5  # between a table and its totals


def totals(ax, table, rows, columns, below=None, beside=None):
    """Draw a table of numbers, and beyond a gap the totals of its columns, its rows, or both.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    table : array_like, shape (m, n)
    rows, columns : sequence of str
        The names of the m rows and of the n columns.
    below : array_like, shape (n,), optional
        One total for each column.
    beside : array_like, shape (m,), optional
        One total for each row.
    """
    table = np.asarray(table, dtype=float)
    m, n = table.shape
    for (i, j), entry in np.ndenumerate(table):
        cell(ax, j, i, BLUE, 0.25, f"${entry:g}$")
    for j, total in enumerate([] if below is None else below):
        cell(ax, j, m + GAP, ORANGE, 0.5, f"${total:g}$")
    for i, total in enumerate([] if beside is None else beside):
        cell(ax, n + GAP, i, GREEN, 0.5, f"${total:g}$")
    for i, name in enumerate(rows):
        label(ax, name, -0.15, i + 0.5, ha="right")
    for j, name in enumerate(columns):
        label(ax, name, j + 0.5, -0.4)
    if below is not None:
        label(ax, "total", -0.15, m + GAP + 0.5, ha="right")
    if beside is not None:
        label(ax, "total", n + GAP + 0.5, -0.4)
    right = n if beside is None else n + GAP + 1
    bottom = m if below is None else m + GAP + 1
    bare(ax, (-1.2, right + 0.1), (bottom + 0.1, -0.8))
    ax.set_aspect(0.55)
