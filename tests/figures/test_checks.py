"""The figures of checks: curves of losses, tables of yes and no, formulas that cross at a point."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")

TABLE = [[True, False, False], [False, True, False]]
MEANING = ["caught", "passed"]


def points(ax, name):
    """Return the points of the line with this name."""
    (line,) = (line for line in ax.lines if line.get_label() == name)
    return [tuple(map(int, point)) for point in line.get_xydata()]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_each_loss_has_its_name_and_a_dash_of_its_own(ax):
    figures.losses_by_step(ax, {"right": [8, 4, 2, 1], "wrong": [8, 5, 6]})
    assert legend(ax) == ["right", "wrong"]
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert [line.get_xdata().tolist() for line in ax.lines] == [[0, 1, 2, 3], [0, 1, 2]]
    assert ax.lines[1].get_ydata().tolist() == [8, 5, 6]
    assert ax.get_yscale() == "log"


def test_a_dot_stands_in_the_row_and_the_column_of_what_is_true(ax):
    figures.dot_table(ax, TABLE, ["one", "two"], ["a", "b", "c"], MEANING)
    assert sorted(points(ax, "caught")) == [(0, 0), (1, 1)]
    assert sorted(points(ax, "passed")) == [(0, 1), (1, 0), (2, 0), (2, 1)]


def test_rows_are_read_downwards_and_named_with_the_columns(ax):
    figures.dot_table(ax, TABLE, ["one", "two"], ["a", "b", "c"], MEANING)
    bottom, top = ax.get_ylim()
    assert bottom > top
    assert [label.get_text() for label in ax.get_yticklabels()] == ["one", "two"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["a", "b", "c"]


def test_yes_and_no_are_told_apart_without_colour(ax):
    figures.dot_table(ax, TABLE, ["one", "two"], ["a", "b", "c"], MEANING)
    full, ring = ax.lines
    assert full.get_markerfacecolor() != "none"
    assert ring.get_markerfacecolor() == "none"
    assert legend(ax) == MEANING


def test_a_table_may_be_all_yes(ax):
    figures.dot_table(ax, [[1, 1]], ["one"], ["a", "b"], MEANING)
    assert points(ax, "passed") == []
    assert legend(ax) == MEANING


def test_look_alikes_are_drawn_as_given_and_named(ax):
    wrong = {"4": lambda x: 0 * x + 4, "x³/2": lambda x: x**3 / 2}
    figures.look_alikes(ax, ("2x", lambda x: 2 * x), wrong, at=2)
    right, constant, cubic, *_ = ax.lines
    assert legend(ax) == ["2x, right", "4", "x³/2"]
    assert right.get_ydata()[[0, -1]] == pytest.approx([0, 8])
    assert constant.get_ydata()[[0, -1]] == pytest.approx([4, 4])
    assert cubic.get_ydata()[-1] == pytest.approx(32)
    assert len({line.get_linestyle() for line in (right, constant, cubic)}) == 3


def test_the_point_where_they_meet_is_marked_on_the_right_curve(ax):
    figures.look_alikes(ax, ("2x", lambda x: 2 * x), {"4": lambda x: 0 * x + 4}, at=2)
    dots = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [[2, 4]])
    assert "all alike at 2" in [text.get_text() for text in ax.texts]
