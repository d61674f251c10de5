"""How long things take: against others, and as they grow."""

from mathlib.figures.style import BLUE, GREY, ORANGE


def speed_ratios(ax, ratios, title):
    """Draw how many times as long others take, one line for each problem.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    ratios : dict of str to sequence of float
        The other's time over ours, from the smallest size of the problem to the largest. A line
        joins them; the ends are marked.
    title : str
    """
    for row, found in enumerate(ratios.values()):
        ax.plot(found, [row] * len(found), ".-", color=GREY, linewidth=1, zorder=1)
        ax.plot(found[0], row, "o", color=ORANGE, label="smallest size", zorder=2)
        ax.plot(found[-1], row, "s", color=BLUE, label="largest size", zorder=2)
    ax.axvline(1, color=GREY, linewidth=1, linestyle="--", zorder=0)
    ax.set_xscale("log")
    ax.set_yticks(range(len(ratios)), list(ratios))
    ax.invert_yaxis()
    ax.set_title(title, fontsize="medium")
    _plain(ax.xaxis, (0.5, 1, 2, 5, 10))


def growth(ax, sizes, times, slopes):
    """Draw times over sizes, both in powers, with straight guides from the first of them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    sizes, times : sequence of float, length k
    slopes : sequence of float
        One guide each: a time that grows like this power of the size.
    """
    for slope in slopes:
        end = times[0] * (sizes[-1] / sizes[0]) ** slope
        ax.plot([sizes[0], sizes[-1]], [times[0], end], "--", color=GREY, linewidth=1)
        ax.annotate(
            f"slope {slope:g}",
            (sizes[-1], end),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
        )
    ax.plot(sizes, times, "o-", color=BLUE)
    ax.set(xscale="log", yscale="log")
    _plain(ax.xaxis, sizes)


def _plain(axis, ticks):
    """Mark these places of a logarithmic axis, each with its number, and no others."""
    axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.set_ticks([], minor=True)
