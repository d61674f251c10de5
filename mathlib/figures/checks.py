"""What checks rest on, what they see, and what slips past them."""

from typing import Any

import numpy as np

from mathlib.figures.style import BLUE, GREY, ORANGE, PINK, ink

DASHES = ("-", "--", "-.", ":")


def losses_by_step(ax, losses):
    """Draw how a loss falls, or climbs, while a network trains.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    losses : dict of str to sequence of float
        One curve for each run, at most four, under its name; the loss before step 0, 1, 2, ...
    """
    for (name, values), dash in zip(losses.items(), DASHES, strict=False):
        # Their last digits depend on the processor, and all of the layout on them.
        steady = [float(f"{value:.6g}") for value in values]
        ax.semilogy(range(len(values)), steady, dash, label=name)
    ax.minorticks_off()
    ax.locator_params(axis="x", nbins=4)
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()


def dot_table(ax, table, rows, columns, meaning):
    """Draw a table of yes and no: a full blue dot, or an orange ring.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    table : array_like of bool, shape (m, n)
    rows, columns : sequence of str
        The names of the m rows and of the n columns; a name may have several lines.
    meaning : sequence of two str
        What a dot says, and what a ring says, for the legend.
    """
    table = np.asarray(table, dtype=bool)
    looks: list[tuple[np.ndarray, str, dict[str, Any]]] = [
        (table, BLUE, {"markerfacecolor": BLUE}),
        (~table, ORANGE, {"markerfacecolor": "none", "markeredgewidth": 2}),
    ]
    for (where, color, look), name in zip(looks, meaning, strict=True):
        i, j = np.nonzero(where)
        ax.plot(j, i, "o", color=color, markersize=11, label=name, **look)
    m, n = table.shape
    ax.set(xlim=(-0.6, n - 0.4), ylim=(m - 0.5, -0.5))
    ax.set_yticks(range(m), rows)
    ax.set_xticks(range(n), columns)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    ax.hlines(np.arange(m - 1) + 0.5, -0.6, n - 0.4, color=GREY, linewidth=0.5)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)


def look_alikes(ax, right, wrong, at):
    """Draw a slope, and wrong formulas for it that cannot be told from it at one point.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    right : pair of str and callable
        A name and a function from array to array, entry by entry.
    wrong : dict of str to callable
        At most three more.
    at : float
        Where all of them cross; drawn from 0 to twice as far.
    """
    x = np.linspace(0, 2 * at, 25)
    name, slope = right
    ax.plot(x, slope(x), color=BLUE, label=f"{name}, right")
    for (name, formula), color, dash in zip(
        wrong.items(), (ORANGE, PINK, GREY), DASHES[1:], strict=False
    ):
        ax.plot(x, formula(x), dash, color=color, label=name)
    ax.axvline(at, color=GREY, linewidth=0.8, linestyle=":")
    ax.plot(at, slope(at), "o", color=BLUE, markersize=8)
    ax.annotate(
        f"all alike at {at:g}",
        (at, slope(at)),
        xytext=(14, -10),
        textcoords="offset points",
        va="top",
        color=ink(BLUE),
    )
    ax.set(xlabel="$x$", ylabel="slope", xlim=(0, 2 * at))
    ax.locator_params(nbins=4)
    ax.legend(loc="upper left")
