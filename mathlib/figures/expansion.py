"""One number that meets a whole vector: its copies, and what all outputs do when it moves."""

import numpy as np

from mathlib.figures.cells import bare, cell, label
from mathlib.figures.style import BLUE, GREEN, GREY, ORANGE, ink

DASHES = ("-", "--", "-.", ":")
MARKERS = "os^D"


def expansion(ax, entries, number, result, sign):
    """Draw a vector, a number with its copies, and what comes out, as three columns.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    entries, result : array_like, shape (n,)
        The vector, and what an operator makes of it and the number.
    number : float
        Written into the first cell of the middle column; the n - 1 copies below are pale.
    sign : str
        Of the operator, in mathtext.
    """
    n = len(entries)
    for i, (entry, outcome) in enumerate(zip(entries, result, strict=True)):
        cell(ax, 0, i, BLUE, 0.35, f"${entry:g}$")
        cell(ax, 2, i, ORANGE, 0.1 if i else 0.6, f"${number:g}$")
        cell(ax, 4, i, GREEN, 0.35, f"${outcome:g}$")
    label(ax, f"${sign}$", 1.5, n / 2)
    label(ax, "$=$", 3.5, n / 2)
    label(ax, "$\\mathbf{x}$", 0.5, -0.4)
    label(ax, "$\\mathbf{1} \\, z$", 2.5, -0.4)
    label(ax, "$\\mathbf{y}$", 4.5, -0.4)
    label(ax, "copies", 2.5, n + 0.4, color=ink(ORANGE))
    bare(ax, (-0.1, 5.1), (n + 0.7, -0.7))
    ax.set_aspect("equal")


def outputs_by_number(ax, f, numbers, at, slopes):
    """Draw every output of `f` over the one number it takes, with its slope at one place.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        From a number to an array of shape ``(m,)``, m at most 4.
    numbers : array_like, shape (k,)
        Where `f` is drawn, rising.
    at : float
        Where a piece of tangent touches each curve.
    slopes : array_like, shape (m,)
        The slopes of these tangents; each is written at the end of its curve.
    """
    curves = np.array([f(number) for number in numbers]).T
    run = np.array([-0.12, 0.12]) * (numbers[-1] - numbers[0])
    looks = zip(DASHES, MARKERS, strict=True)
    for curve, value, slope, (dash, marker) in zip(curves, f(at), slopes, looks, strict=False):
        (line,) = ax.plot(numbers, curve, dash, linewidth=1.2)
        color = line.get_color()
        ax.plot(at + run, value + slope * run, color=color, linewidth=3.5)
        ax.plot(at, value, marker, color=color, markersize=7)
        end = numbers[-1], curve[-1]
        place = {"xytext": (6, 0), "textcoords": "offset points", "va": "center"}
        ax.annotate(f"slope ${slope:g}$", end, color=ink(color), **place)
    ax.axvline(at, color=GREY, linewidth=0.6, linestyle=":", zorder=0)


def losses_with_minima(ax, losses, weights):
    """Draw losses over one weight, each with a dot where it is least.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    losses : dict of str to (callable, float)
        Under its name each loss, from a number to a number, and the weight where it is least.
        At most four.
    weights : array_like, shape (k,)
        Where the losses are drawn, rising.
    """
    looks = zip(DASHES, MARKERS, strict=True)
    for (name, (loss, least)), (dash, marker) in zip(losses.items(), looks, strict=False):
        (line,) = ax.plot(weights, [loss(weight) for weight in weights], dash, label=name)
        ax.plot(least, loss(least), marker, color=line.get_color(), markersize=8)
    ax.legend()
