"""The figures of one number that meets a vector: copies, slopes, and a loss that it spoils."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def rows_of(ax, left):
    """The texts of the cells of one column, from top to bottom."""
    inside = [text for text in ax.texts if text.xy[0] == left + 0.5 and text.xy[1] % 1 == 0.5]
    return [text.get_text() for text in sorted(inside, key=lambda text: text.xy[1])]


def test_the_number_is_written_once_for_each_entry_and_only_the_first_is_strong(ax):
    figures.expansion(ax, [5, 2, -1], 3, [8, 5, 2], sign="+")
    assert rows_of(ax, 0) == ["$5$", "$2$", "$-1$"]
    assert rows_of(ax, 2) == ["$3$"] * 3
    assert rows_of(ax, 4) == ["$8$", "$5$", "$2$"]
    depths = [cell.get_facecolor()[3] for cell in ax.patches if cell.get_x() == 2]
    assert depths[0] > 2 * max(depths[1:])


def test_what_comes_out_is_what_was_passed_in_right_or_wrong(ax):
    figures.expansion(ax, [5, 2], 3, [70, 60], sign="\\odot")
    assert rows_of(ax, 4) == ["$70$", "$60$"]
    assert "$\\odot$" in [text.get_text() for text in ax.texts]


def test_each_output_is_a_curve_with_the_slope_that_was_given_right_or_wrong(ax):
    figures.outputs_by_number(ax, lambda z: np.array([z, 7 * z**2]), [0, 1, 2], at=1, slopes=[1, 9])
    curves, tangents = ax.lines[0:6:3], ax.lines[1:6:3]
    assert [list(curve.get_ydata()) for curve in curves] == [[0, 1, 2], [0, 7, 28]]
    rises = [np.diff(t.get_ydata())[0] / np.diff(t.get_xdata())[0] for t in tangents]
    assert rises == pytest.approx([1, 9])
    written = {text.get_text(): text.xy for text in ax.texts}
    assert written == {"slope $1$": (2, 2), "slope $9$": (2, 28)}


def test_the_outputs_can_be_told_apart_without_colour(ax):
    figures.outputs_by_number(ax, lambda z: z * np.arange(4), [0, 2], at=1, slopes=range(4))
    assert len({line.get_linestyle() for line in ax.lines[0:12:3]}) == 4
    assert len({line.get_marker() for line in ax.lines[2:12:3]}) == 4


def test_a_dot_marks_where_each_loss_is_said_to_be_least(ax):
    losses = {"right": (lambda w: (w - 2) ** 2, 2), "wrong": (lambda w: w**2 + 5, 0)}
    figures.losses_with_minima(ax, losses, [-1, 0, 2])
    curves, dots = ax.lines[::2], ax.lines[1::2]
    assert [list(curve.get_ydata()) for curve in curves] == [[9, 4, 0], [6, 5, 9]]
    assert [np.ravel(dot.get_data()).tolist() for dot in dots] == [[2, 0], [0, 5]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["right", "wrong"]
