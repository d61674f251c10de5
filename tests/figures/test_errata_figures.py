"""The figures of errata draw the parts that they are given, and show what does not belong."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def texts(ax):
    return {text.get_text(): text.xy for text in ax.texts if text.get_text()}


def bars(ax):
    """The upright bars, from below upwards: lower end and upper end."""
    upright = [line.get_xydata() for line in ax.lines if line.get_linewidth() == 4]
    return [tuple(bar[:, 1]) for bar in upright]


def test_the_two_parts_of_a_rise_meet_at_the_tangent_and_end_on_the_curve(ax):
    figures.rise_in_parts(ax, lambda x: x**3, 1, slope=3, step=2, parts=["straight", "rest"])
    assert bars(ax) == [(1, 7), (7, 27)]
    assert texts(ax)["straight"] == (3, 4)
    assert texts(ax)["rest"] == (3, 17)


def test_the_tangent_has_the_slope_it_was_given_right_or_wrong(ax):
    figures.rise_in_parts(ax, lambda x: x**3, 1, slope=5, step=2, parts=["straight", "rest"])
    assert bars(ax)[0] == (1, 11)


PARTS = np.array([[1.0, 0.0], [0.0, 5.0], [2.0, -1.0], [-4.0, 0.5]])
ACTIVE = [True, False, True, False]


def test_the_chain_goes_through_the_active_parts_first_whatever_their_order(ax):
    figures.chain_of_parts(ax, PARTS, ACTIVE, ["nothing", "right", "too much"])
    stops = {line.get_label(): tuple(line.get_xydata()[0]) for line in ax.lines}
    assert stops == {"nothing": (0, 0), "right": (3, -1), "too much": (-1, 4.5)}


def test_parts_that_do_not_count_are_dashed_and_every_part_has_its_number(ax):
    figures.chain_of_parts(ax, PARTS, ACTIVE, ["nothing", "right", "too much"])
    arrows = [text.arrow_patch for text in ax.texts if text.arrow_patch]
    assert [arrow.get_linestyle() for arrow in arrows] == ["-", "-", "--", "--"]
    assert set(texts(ax)) == {"1", "2", "3", "4"}


def test_the_whole_chain_is_in_sight(ax):
    figures.chain_of_parts(ax, PARTS, ACTIVE, ["nothing", "right", "too much"])
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < -1 < 3 < right
    assert low < -1 < 4.5 < high


def test_a_broadcast_writes_every_entry_and_tints_the_diagonal(ax):
    column, row = [1.0, 2.0, 4.0], [10.0, 20.0, 40.0]
    figures.broadcast(ax, column, row, np.subtract.outer(column, row))
    entries = texts(ax)
    assert {"$-9.00$", "$-19.00$", "$-8.00$", "$-36.00$"} < entries.keys()
    assert {"$3 \\times 1$", "$1 \\times 3$", "$3 \\times 3$"} < entries.keys()
    assert entries["$-19.00$"][0] > entries["$-9.00$"][0], "along the row"
    assert entries["$-8.00$"][1] > entries["$-9.00$"][1], "rows are counted downwards"
    result = [cell.get_facecolor() for cell in ax.patches[6:]]
    diagonal, others = result[::4], [color for i, color in enumerate(result) if i % 4]
    assert len(set(diagonal)) == len(set(others)) == 1
    assert diagonal[0] != others[0]
