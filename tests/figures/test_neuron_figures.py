"""The figures of a neuron draw the slopes they are given, and leave out what is off."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")

WEIGHTS, BIAS = np.array([0.5, 2.0]), -1.0


@pytest.fixture
def pair():
    _, axes = plt.subplots(1, 2)
    return axes


def ends(line):
    return np.transpose(line.get_data())[[0, -1]]


def test_each_supporting_line_has_its_slope_and_says_it(pair):
    figures.supporting_lines(pair, [0.25, 0.7], between=[0, 1])
    rises = [(b - a)[1] / (b - a)[0] for a, b in map(ends, pair[0].lines)]
    assert rises == pytest.approx([0.25, 0.7])
    assert [text.get_text() for text in pair[0].texts] == ["0.25", "0.7"]


def test_the_slopes_that_may_be_chosen_stand_above_the_kink(pair):
    figures.supporting_lines(pair, [0.5], between=[-1, 3])
    (bar,) = pair[1].lines
    np.testing.assert_array_equal(bar.get_data(), [[0, 0], [-1, 3]])


def draw_map(ax):
    def gradient(point):
        return (WEIGHTS @ point + BIAS > 0) * WEIGHTS

    figures.neuron_map(ax, WEIGHTS, BIAS, gradient, [1, 3])


def test_along_each_line_of_a_map_the_neuron_gives_the_same(ax):
    draw_map(ax)
    lines = [line for line in ax.lines if len(line.get_xdata()) == 2]
    outputs = [ends(line) @ WEIGHTS + BIAS for line in lines]
    np.testing.assert_allclose(outputs, [[0, 0], [1, 1], [3, 3]], atol=1e-12)


def test_arrows_leave_the_points_at_which_the_neuron_is_on_and_no_others(ax):
    draw_map(ax)
    points = np.array([line.get_data() for line in ax.lines if len(line.get_xdata()) == 1])[..., 0]
    arrows = [text for text in ax.texts if not text.get_text()]
    assert len(arrows) == (points @ WEIGHTS + BIAS > 0).sum() == 6
    for arrow in arrows:
        shift = np.subtract(arrow.xy, arrow.xyann)
        assert shift[1] / shift[0] == pytest.approx(4)  # as WEIGHTS


def test_functions_and_slopes_are_drawn_in_halves_that_share_a_look(pair):
    figures.compare_slopes(pair, {"a": (np.abs, np.sign), "b": (np.square, lambda z: 2 * z)}, 2)
    value, slope = ([line for line in ax.lines if len(line.get_xdata()) > 2] for ax in pair)
    np.testing.assert_array_equal([set(line.get_ydata()) for line in slope[:2]], [{-1}, {1}])
    for left, right in zip(value[::2], value[1::2], strict=True):
        assert left.get_color() == right.get_color()
        assert left.get_linestyle() == right.get_linestyle()
        assert (ends(left)[1, 0], ends(right)[1, 0]) == pytest.approx((-2, 2))
    names = [text.get_text() for text in pair[0].get_legend().get_texts()]
    assert names == ["a", "b"]
