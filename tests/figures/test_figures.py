"""The figures draw what they are told, on the axes they are given, the same bytes every time."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from processes import printed

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def slope_of(line):
    (x0, x1), (y0, y1) = (values[[0, -1]] for values in line.get_data())
    return (y1 - y0) / (x1 - x0)


def test_a_secant_joins_two_points_of_the_curve(ax):
    figures.secants(ax, np.square, at=1, slope=2, steps=[2, 0.5])
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [slope_of(line) for line in dashed] == pytest.approx([4, 2.5])


def test_the_tangent_has_the_slope_it_was_given_right_or_wrong(ax):
    figures.secants(ax, np.square, at=1, slope=7, steps=[1])
    assert slope_of(ax.lines[1]) == pytest.approx(7)
    assert "tangent, slope 7" in [text.get_text() for text in ax.texts]


def test_each_tangent_touches_the_function_above_its_own_slope():
    _, (upper, lower) = plt.subplots(2, 1, sharex=True)
    figures.function_above_slope([upper, lower], np.square, lambda x: 2 * x, at=[-1, 0.5, 2])
    tangents = [line for line in upper.lines if len(line.get_xdata()) == 2][::2]
    assert [slope_of(line) for line in tangents] == pytest.approx([-2, 1, 4])
    dots = [line.get_ydata()[0] for line in lower.lines if line.get_marker() == "o"]
    assert dots == pytest.approx([-2, 1, 4])


def test_the_four_pieces_of_the_rectangle_make_up_the_grown_one(ax):
    figures.product_rectangle(ax, f=3, g=2, df=0.5, dg=0.25)
    areas = [patch.get_width() * patch.get_height() for patch in ax.patches]
    assert sum(areas) == pytest.approx(3.5 * 2.25)


def test_each_error_curve_has_its_name_and_a_marker_of_its_own(ax):
    steps = np.array([1e-3, 1e-2, 1e-1])
    figures.error_curves(ax, steps, {"one-sided": steps, "central": steps**2})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one-sided", "central"]
    assert len({line.get_marker() for line in ax.lines}) == 2


def test_a_prediction_is_dashed_in_the_colour_of_its_method(ax):
    steps = np.array([1e-3, 1e-2, 1e-1])
    errors = {"one-sided": steps, "central": steps**2}
    figures.error_curves(ax, steps, errors, predicted={"central": 3 * steps**2})
    _, central, foretold = ax.lines
    assert foretold.get_linestyle() == "--"
    assert foretold.get_color() == central.get_color()
    assert foretold.get_ydata() == pytest.approx(3 * steps**2)
    assert len(ax.get_legend().get_texts()) == 2


def test_a_kink_joins_its_pieces_and_their_slopes_stand_below():
    _, (upper, lower) = plt.subplots(2, 1, sharex=True)
    figures.break_above_slopes([upper, lower], lambda x: max(x, 3), [0, 1], at=3, reach=2)
    dot, left, right, _ = upper.lines
    assert np.ravel(dot.get_data()).tolist() == [3, 3]
    assert [slope_of(line) for line in (left, right)] == pytest.approx([0, 1], abs=1e-8)
    assert [line.get_marker() for line in (left, right)] == ["None", "None"]
    assert [list(line.get_ydata()) for line in lower.lines[:2]] == [[0, 0], [1, 1]]


def test_a_jump_ends_with_a_ring_where_the_value_is_not_taken():
    _, axes = plt.subplots(2, 1, sharex=True)
    figures.break_above_slopes(axes, lambda x: 5 * (x > 3), [7, -2], at=3)
    dot, left, right, _ = axes[0].lines
    assert np.ravel(dot.get_data()).tolist() == [3, 0]
    assert [line.get_marker() for line in (left, right)] == ["None", "o"]
    assert [list(line.get_ydata()) for line in axes[1].lines[:2]] == [[7, 7], [-2, -2]], "as told"


def test_each_arrow_of_a_data_flow_has_its_derivative(ax):
    nodes = {"$x$": (0, 0), "$u$": (1, 1), "$y$": (2, 0)}
    figures.data_flow(ax, nodes, {("$x$", "$u$"): "3", ("$u$", "$y$"): "5", ("$x$", "$y$"): "7"})
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert [(arrow.xyann, arrow.xy) for arrow in arrows] == [
        ((0, 0), (1, 1)),
        ((1, 1), (2, 0)),
        ((0, 0), (2, 0)),
    ]
    places = {text.get_text(): text.xy for text in ax.texts if text.get_text() in "357" and text.xy}
    assert places["3"] == pytest.approx([0.5, 0.5])
    assert places["5"] == pytest.approx([1.5, 0.5])


def test_a_fold_lies_on_the_surface_between_its_ends(book_style):
    ax = plt.subplots(subplot_kw={"projection": "3d"})[1]
    figures.fold(ax, lambda x: np.maximum(0, x[0] - 3 * x[1]), [[-1.5, -0.5], [1.5, 0.5]], [2, -1])
    line, point = ax.lines
    assert np.transpose(line.get_data_3d()) == pytest.approx(
        np.array([[-1.5, -0.5, 0], [1.5, 0.5, 0]])
    )
    assert np.ravel(point.get_data_3d()) == pytest.approx([2, -1, 5])


def test_the_way_down_goes_through_the_points_it_was_given(ax):
    way = [[3, 1], [2, -0.5], [1, 0.25]]
    figures.way_down(ax, lambda w: w[0] ** 2 + 9 * w[1] ** 2, way, levels=[1, 4], reach=(4, 2))
    assert np.transpose(ax.lines[0].get_data()) == pytest.approx(np.array(way))
    assert list(ax.collections[0].levels) == [1, 4]


DRAW = """
import io, sys, hashlib
import matplotlib.pyplot as plt, numpy as np
from mathlib import figures
figures.use_style()
fig, ax = plt.subplots()
figures.secants(ax, np.square, at=1, slope=2, steps=[1])
file = io.BytesIO()
fig.savefig(file, format="svg", metadata={"Date": None})
print(hashlib.sha256(file.getvalue()).hexdigest())
"""


def test_a_figure_has_the_same_bytes_in_another_process():
    assert len(printed(DRAW, "-W", "error", MPLBACKEND="agg")) == 1


def test_a_figure_has_no_ground_of_its_own(ax):
    file = io.BytesIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    assert b"fill: #ffffff" not in file.getvalue()
