"""The figures of chains show the steps and products that they are given, true or not."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def arrows(ax):
    return [(text.xyann, text.xy) for text in ax.texts if text.arrow_patch]


def test_each_function_stretches_the_step_that_reaches_it(ax):
    figures.stretched_steps(ax, [1, 4, 7], [3, 0.5], step=0.2, names=["x", "u", "y"])
    lengths = [head[0] - tail[0] for tail, head in arrows(ax)]
    assert lengths == pytest.approx([0.2, 0.6, 0.3])


def test_a_negative_slope_turns_the_step_round_and_it_stays_in_sight(ax):
    figures.stretched_steps(ax, [1, 4, 7], [-3, 0.5], step=0.2, names=["x", "u", "y"])
    ends = [head[0] for _, head in arrows(ax)]
    assert ends == pytest.approx([0.2, -0.6, -0.3])
    assert ax.get_xlim()[0] < -0.6


def test_values_and_stretches_are_written_beside_the_steps(ax):
    figures.stretched_steps(ax, [1, 4, 7], [3, 0.5], step=0.2, names=["x", "u", "y"])
    texts = [text.get_text() for text in ax.texts if text.get_text()]
    assert {"x $= 1$", "u $= 4$", "y $= 7$", "times $3$", "times $0.5$"} == set(texts)


def test_the_running_products_meet_where_both_are_the_whole(ax):
    figures.both_ways(ax, [2, 3, 5], ["x", "u", "v", "y"])
    forward, backward, whole = (line.get_ydata() for line in ax.lines)
    assert forward == pytest.approx([1, 2, 6, 30])
    assert backward == pytest.approx([30, 15, 5, 1])
    assert whole == pytest.approx([30, 30])


def test_each_curve_of_slopes_starts_at_depth_one_with_a_marker_of_its_own(ax):
    figures.slopes_by_depth(ax, {"half": [0.5, 0.25, 0.125], "whole": [1, 1, 1]})
    assert [line.get_xdata().tolist() for line in ax.lines] == [[1, 2, 3]] * 2
    assert len({line.get_marker() for line in ax.lines}) == 2
    assert np.prod(ax.lines[0].get_ydata()) == pytest.approx(0.5**6)
