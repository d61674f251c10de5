"""The figures of a loss show each sample's error, each jump of a slope, and each filled entry."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def bars(ax):
    """The upright lines: where each stands, its two ends, and its dash."""
    lines = [(line.get_xydata(), line.get_linestyle()) for line in ax.lines]
    upright = [(xy, dash) for xy, dash in lines if len(xy) == 2 and xy[0, 0] == xy[1, 0]]
    return [(xy[0, 0], *xy[:, 1], dash) for xy, dash in upright]


def test_each_error_reaches_from_the_output_to_the_target(ax):
    figures.errors_at_the_hinge(ax, [3, -2, 1], targets=[5, 4, -1])
    assert bars(ax) == [(3, 3, 5, "-"), (-2, 0, 4, "--"), (1, 1, -1, "-")]
    assert [text.get_text() for text in ax.texts] == ["1", "2", "3"]


def test_the_output_is_level_up_to_zero_and_rises_as_fast_as_its_argument(ax):
    figures.errors_at_the_hinge(ax, [4, -6], targets=[1, 2])
    x, y = ax.lines[0].get_data()
    assert x[0] < -6 < 4 < x[-1]
    assert list(y) == [0, 0, x[-1]]


def slices(slope):
    _, (upper, lower) = plt.subplots(2, 1, sharex=True)
    figures.loss_above_slope([upper, lower], lambda x: abs(x) + x**2, slope, [-2, 0, 3], at=1)
    return upper, lower


def test_a_slope_jumps_where_the_loss_has_a_kink():
    upper, lower = slices(lambda x: np.sign(x) + 2 * x)
    before, after = (line.get_ydata() for line in lower.lines[:2])
    assert [before[0], before[-1], after[0], after[-1]] == pytest.approx([-5, -1, 1, 7])
    assert upper.lines[0].get_ydata()[-1] == upper.lines[1].get_ydata()[0] == 0


def test_the_tangent_has_the_slope_it_was_given_right_or_wrong():
    upper, _ = slices(lambda x: 10 + x)
    (x0, x1), (y0, y1) = upper.lines[2].get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(11)


def test_a_chain_of_matrices_fills_what_is_not_zero_and_names_each_shape(ax):
    row, gate = np.array([[2.0, 0.0, -1.0]]), np.diag([1.0, 0.0, 1.0])
    figures.matrix_chain(ax, {"row": row, "gate": gate}, ("both", row @ gate))
    counts = [len(line.get_xdata()) for line in ax.lines]
    assert counts == [2, 2, 2]
    words = [text.get_text() for text in ax.texts]
    assert words == [
        "row",
        r"$1 \times 3$",
        "gate",
        r"$3 \times 3$",
        "$=$",
        "both",
        r"$1 \times 3$",
    ]


def test_the_matrices_of_a_chain_stand_side_by_side_at_one_height(ax):
    figures.matrix_chain(ax, {"a": np.ones((1, 3)), "b": np.ones((3, 2))}, ("c", np.ones((1, 2))))
    spans = [(*line.get_xdata()[[0, -1]], line.get_ydata().mean()) for line in ax.lines]
    assert [height for *_, height in spans] == [1.5, 1.5, 1.5]
    assert all(end < start for (_, end, _), (start, *_) in pairwise(spans))
