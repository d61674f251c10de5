"""Jacobians as boxes of cells, and as the maps that they are near a point."""

import numpy as np

from mathlib.figures.cells import bare, cell, label
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, PINK, ink

OUTPUT_COLORS = (BLUE, ORANGE, GREEN, PINK)
FRACTION = 18  # of a fraction, so that a phone can still show it


def wiggles(ax, jacobian, inputs, outputs):
    """Draw a Jacobian as a table: how far each output moves per unit of each input.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    jacobian : array_like, shape (m, n)
        Numerator layout. Positive entries are tinted blue, negative ones orange, the deeper
        the larger; each entry is also written out with its sign.
    inputs, outputs : sequence of str
        The names of the n columns and of the m rows.
    """
    jacobian = np.asarray(jacobian, dtype=float)
    _tinted(ax, jacobian, np.abs(jacobian).max(), "+.2f")
    m, n = jacobian.shape
    for j, name in enumerate(inputs):
        label(ax, f"move {name}", j + 0.5, -0.25)
    for i, name in enumerate(outputs):
        label(ax, f"moves {name}", -0.1, i + 0.5, ha="right")
    bare(ax, (-1, n), (m, -0.5))
    ax.set_aspect(0.45)


def tinted_matrices(axes, matrices):
    """Draw matrices side by side, their entries tinted on one scale.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    matrices : dict of str to array_like, shape (m, n)
        One for each of the axes, under its title. Positive entries are tinted blue, negative ones
        orange, the deeper the larger; each entry is also written out.
    """
    largest = max(np.abs(matrix).max() for matrix in matrices.values())
    for ax, (title, matrix) in zip(axes, matrices.items(), strict=True):
        _tinted(ax, np.asarray(matrix), largest, ".1f")
        m, n = np.shape(matrix)
        label(ax, title, n / 2, -0.4)
        bare(ax, (0, n), (m, -0.7))
        ax.set_aspect("equal")


def filled_entries(axes, jacobians):
    """Draw which entries of some Jacobians are filled, and count them.

    Parameters
    ----------
    axes : sequence of k matplotlib.axes.Axes
    jacobians : dict of str to array_like, shape (m, n)
        One for each of the axes, under its title, in numerator layout. An entry that is not
        zero holds a dot.
    """
    for ax, (title, jacobian) in zip(axes, jacobians.items(), strict=True):
        filled = np.asarray(jacobian) != 0
        m, n = filled.shape
        ax.hlines(range(m + 1), 0, n, color=GREY, linewidth=0.8, clip_on=False)
        ax.vlines(range(n + 1), 0, m, color=GREY, linewidth=0.8, clip_on=False)
        rows, columns = filled.nonzero()
        ax.plot(columns + 0.5, rows + 0.5, "o", color=BLUE, markersize=8)
        label(ax, title, n / 2, -0.7)
        label(ax, f"{len(rows)} of {m * n}", n / 2, m + 0.7)
        bare(ax, (0, n), (m + 1, -1))
        ax.set_aspect("equal")


def derivative_shapes(ax, m, n):
    """Draw the shapes of the four derivatives to scale, one square for each entry.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    m, n : int
        The numbers of outputs and of inputs; each more than 1, and not the same.
    """
    boxes = [
        (0, 0, 1, 1, "x", "f", "1 \\times 1"),
        (3, 0, 1, n, "\\mathbf{x}", "f", "1 \\times n"),
        (0, 2.6, m, 1, "x", "\\mathbf{f}", "m \\times 1"),
        (3, 2.6, m, n, "\\mathbf{x}", "\\mathbf{f}", "m \\times n"),
    ]
    for left, top, rows, columns, x, f, shape in boxes:
        for i, j in np.ndindex(rows, columns):
            cell(ax, left + j, top + i, OUTPUT_COLORS[i % 4], 0.35)
        # Mathtext sets bold letters so close to the sign before them that they touch.
        name = f"$\\dfrac{{\\partial\\,{f}}}{{\\partial\\,{x}}}$"
        label(ax, name, left - 0.2, top + rows / 2, ha="right")
        label(ax, f"${shape}$", left + columns / 2, top + rows + 0.35)
    label(ax, "by one number", 0.5, -0.6)
    label(ax, f"by a vector of {n}", 3 + n / 2, -0.6)
    label(ax, "one function", -1, 0.5, ha="right")
    label(ax, f"{m} functions", -1, 2.6 + m / 2, ha="right")
    bare(ax, (-3, 3 + n), (2.6 + m + 0.6, -0.9))
    ax.set_aspect("equal")


def layouts(ax, m, n):
    """Draw the Jacobian of m functions of n variables in numerator and in denominator layout.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    m, n : int
        The numbers of functions, at most 4, and of variables.
    """
    gap, tallest = 1.8, max(m, n)
    boxes = [(0, (m, n), "numerator layout"), (n + gap, (n, m), "denominator layout")]
    for left, (rows, columns), title in boxes:
        top = (tallest - rows) / 2
        for row, column in np.ndindex(rows, columns):
            i, j = (row, column) if left == 0 else (column, row)
            entry = f"$\\frac{{\\partial f_{i + 1}}}{{\\partial x_{j + 1}}}$"
            cell(ax, left + column, top + row, OUTPUT_COLORS[i], 0.35, entry, fontsize=FRACTION)
        label(ax, title, left + columns / 2, -0.3)
        label(ax, f"${rows} \\times {columns}$", left + columns / 2, tallest + 0.3)
    label(ax, "transpose", n + gap / 2, tallest / 2 - 0.25)
    arrow = {"arrowstyle": "<->", "color": GREY}
    ends = (n + 0.2, tallest / 2), (n + gap - 0.2, tallest / 2)
    ax.annotate("", *ends, arrowprops=arrow)
    bare(ax, (0, n + gap + m), (tallest + 0.5, -0.6))
    ax.set_aspect("equal")


def local_linear_map(axes, f, jacobian, at, reach):
    """Draw a small grid of inputs, and where a function and its linear map take it.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        For the inputs and for the outputs.
    f : callable
        Maps an array of shape ``(2, k)``, one point in each column, to two rows of ``k``.
    jacobian : array_like, shape (2, 2)
        The Jacobian of `f` at `at`.
    at : array_like, shape (2,)
        The middle of the grid.
    reach : float
        From the middle of the grid to its edge.
    """
    before, after = axes
    at, jacobian = np.asarray(at, dtype=float), np.asarray(jacobian, dtype=float)
    center = np.asarray(f(at[:, None]), dtype=float)
    ends = _grid(reach, points=2)  # a straight line needs no more
    before.plot(*(at[:, None] + ends), color=GREY, linewidth=1)
    curved = f(at[:, None] + _grid(reach, points=9))
    after.plot(*curved, color=BLUE, linewidth=1.2, label="the function")
    straight = center + jacobian @ ends
    after.plot(*straight, "--", color=GREY, linewidth=1, label="its linear map")
    for j, (color, name) in enumerate([(ORANGE, "move $x$"), (GREEN, "move $y$")]):
        _arrow(before, at, reach * np.eye(2)[j], color, name, 1.75)
        _arrow(after, center[:, 0], reach * jacobian[:, j], color, f"column {j + 1}", 2.3)
    before.set(xlabel="$x$", ylabel="$y$", title="inputs", aspect="equal")
    after.set(xlabel="$f(x, y)$", ylabel="$g(x, y)$", title="outputs", aspect="equal")
    after.legend(loc="upper center", bbox_to_anchor=(0.5, -0.25))
    for ax in axes:
        ax.locator_params(nbins=3)


def _grid(reach, points, lines=5):
    """Return a square grid around the origin as one line of shape (2, k), NaN at its gaps."""
    along = np.append(np.linspace(-reach, reach, points), np.nan)
    across = np.linspace(-reach, reach, lines)
    upright = np.array([np.repeat(across, points + 1), np.tile(along, lines)])
    return np.hstack([upright, upright[::-1]])


def _arrow(ax, start, step, color, name, beyond):
    """Draw an arrow along `step`, with its name `beyond` times as far from the start."""
    arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", start + step, start, arrowprops=arrow)
    away = start + beyond * step
    label(ax, name, away[0], away[1], color=ink(color), fontsize=None)
    ax.update_datalim([away])
    ax.margins(0.26, 0.1)


def _tinted(ax, matrix, largest, digits):
    """Draw the entries of a matrix as cells, tinted by their sign and size."""
    depth = 0.6 * np.abs(matrix) / largest
    for (i, j), entry in np.ndenumerate(matrix):
        cell(ax, j, i, BLUE if entry > 0 else ORANGE, depth[i, j], f"${entry:{digits}}$")
