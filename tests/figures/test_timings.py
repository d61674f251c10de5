"""The figures of timings draw what they are told, and mark it without colour too."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def drawn(lines, marker):
    """Return the points of every line with this marker."""
    return [tuple(np.ravel(line.get_data())) for line in lines if line.get_marker() == marker]


RATIOS = {"sum": [3.0, 0.5, 2.0], "product": [0.8, 7.0]}


def test_each_problem_has_a_row_with_all_its_ratios(ax):
    figures.speed_ratios(ax, RATIOS, "gradients")
    rows = [line.get_xdata().tolist() for line in ax.lines if line.get_marker() == "."]
    assert rows == [[3.0, 0.5, 2.0], [0.8, 7.0]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["sum", "product"]
    assert ax.get_title() == "gradients"


def test_the_ends_of_a_row_are_told_apart_by_marker_and_name(ax):
    figures.speed_ratios(ax, RATIOS, "gradients")
    assert drawn(ax.lines, "o") == [(3.0, 0), (0.8, 1)]
    assert drawn(ax.lines, "s") == [(2.0, 0), (7.0, 1)]
    named = {(line.get_marker(), line.get_label()) for line in ax.lines}
    assert {("o", "smallest size"), ("s", "largest size")} <= named


def test_the_first_problem_stands_on_top_and_equal_speed_is_marked(ax):
    figures.speed_ratios(ax, RATIOS, "gradients")
    bottom, top = ax.get_ylim()
    assert bottom > top
    assert ax.get_xscale() == "log"
    assert [1, 1] in [list(line.get_xdata()) for line in ax.lines]


def test_the_guides_start_at_the_first_time_and_grow_as_their_slopes_say(ax):
    figures.growth(ax, [2, 6, 18], [5.0, 7.0, 11.0], slopes=[1, 2])
    one, two, measured = ax.lines
    assert one.get_ydata() == pytest.approx([5, 45])
    assert two.get_ydata() == pytest.approx([5, 405])
    assert measured.get_xdata().tolist() == [2, 6, 18]
    assert measured.get_ydata().tolist() == [5, 7, 11]
    assert [text.get_text() for text in ax.texts] == ["slope 1", "slope 2"]


def test_both_axes_of_growth_are_logarithmic_and_its_sizes_are_written_out(ax):
    figures.growth(ax, [2, 6, 18], [5.0, 7.0, 11.0], slopes=[1])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2", "6", "18"]
