"""The figures of Jacobians: rows are outputs, columns are inputs, and colours keep to outputs."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def cells(ax):
    """The cells of all boxes: left edge and top to colour (without its depth)."""
    return {cell.get_xy(): cell.get_facecolor()[:3] for cell in ax.patches}


def places(ax):
    return {text.get_text(): text.xy for text in ax.texts if text.get_text()}


def test_wiggles_put_outputs_in_rows_and_inputs_in_columns(ax):
    figures.wiggles(ax, [[1, -2, 0.5], [3, 4, -5]], inputs=["a", "b", "c"], outputs=["y", "z"])
    at = places(ax)
    assert at["$-2.00$"] == (at["move b"][0], at["moves y"][1])
    assert at["$+3.00$"] == (at["move a"][0], at["moves z"][1])
    assert at["moves z"][1] > at["moves y"][1]
    bottom, top = ax.get_ylim()
    assert bottom > top, "rows are counted downwards"


def test_wiggles_tint_by_sign_and_deeper_where_larger(ax):
    figures.wiggles(ax, [[1, -2, 0.5], [3, 4, -5]], inputs="abc", outputs="yz")
    tints = {cell.get_xy(): cell.get_facecolor() for cell in ax.patches}
    assert tints[0, 0][:3] == tints[1, 1][:3] != tints[1, 0][:3] == tints[2, 1][:3]
    assert tints[2, 0][3] < tints[0, 0][3] < tints[1, 0][3] < tints[2, 1][3]


def test_matrices_side_by_side_are_tinted_on_one_scale():
    _, axes = plt.subplots(1, 2)
    figures.tinted_matrices(axes, {"one": [[1, -2, 4]], "other": [[2], [-1]]})
    one, other = ({c.get_xy(): c.get_facecolor() for c in ax.patches} for ax in axes)
    assert one[1, 0][3] == other[0, 0][3] == one[2, 0][3] / 2
    assert one[0, 0][:3] == other[0, 0][:3] != one[1, 0][:3] == other[0, 1][:3]
    at = places(axes[0])
    assert at.keys() == {"one", "$1.0$", "$-2.0$", "$4.0$"}
    assert at["$4.0$"] == (2.5, 0.5)


def test_filled_entries_hold_a_dot_and_are_counted():
    _, axes = plt.subplots(1, 2)
    two = {"triangle": [[4, 0, 0], [-1, 2, 0]], "nothing": np.zeros((3, 2))}
    figures.filled_entries(axes, two)
    dots = [ax.lines[0].get_xydata().tolist() for ax in axes]
    assert dots == [[[0.5, 0.5], [0.5, 1.5], [1.5, 1.5]], []], "columns run across, rows down"
    assert places(axes[0]).keys() == {"triangle", "3 of 6"}
    assert places(axes[1]).keys() == {"nothing", "0 of 6"}
    bottom, top = axes[0].get_ylim()
    assert bottom > top, "rows are counted downwards"


def test_the_four_shapes_have_as_many_cells_as_they_have_derivatives(ax):
    figures.derivative_shapes(ax, m=2, n=3)
    assert len(cells(ax)) == 1 + 3 + 2 + 6
    at = places(ax)
    assert {"$1 \\times 1$", "$1 \\times n$", "$m \\times 1$", "$m \\times n$"} < at.keys()
    assert at["$m \\times n$"][0] == at["$1 \\times n$"][0] == at["by a vector of 3"][0]


def test_the_shapes_do_not_overlap_however_large(ax):
    figures.derivative_shapes(ax, m=4, n=5)
    assert len(cells(ax)) == 1 + 5 + 4 + 20


def test_the_two_layouts_are_transposes_and_a_function_keeps_its_colour(ax):
    figures.layouts(ax, m=2, n=3)
    entries = {}
    for text in ax.texts:
        entries.setdefault(text.get_text(), []).append(text.xy)
    left, right = entries["$\\frac{\\partial f_2}{\\partial x_3}$"]
    origin_left, origin_right = entries["$\\frac{\\partial f_1}{\\partial x_1}$"]
    assert tuple(np.subtract(left, origin_left)) == pytest.approx((2, 1))
    assert tuple(np.subtract(right, origin_right)) == pytest.approx((1, 2))
    colors = cells(ax)
    of_f2 = [colors[x - 0.5, y - 0.5] for x, y in (left, right)]
    of_f1 = [colors[x - 0.5, y - 0.5] for x, y in (origin_left, origin_right)]
    assert of_f2[0] == of_f2[1] != of_f1[0] == of_f1[1]


def test_a_linear_function_lies_on_its_linear_map():
    A = np.array([[2.0, -1.0], [0.5, 3.0]])
    _, (before, after) = plt.subplots(1, 2)
    figures.local_linear_map([before, after], lambda p: A @ p, A, at=[1, -2], reach=0.5)
    curved, straight = (line.get_xydata() for line in after.lines)
    corner, image = np.array([1.5, -1.5]), A @ [1.5, -1.5]
    assert np.isclose(before.lines[0].get_xydata(), corner).all(axis=1).any()
    assert np.isclose(straight, image).all(axis=1).any()
    assert np.isclose(curved, image).all(axis=1).any()


def test_the_linear_map_is_the_jacobian_that_was_given_right_or_wrong():
    J = np.array([[5.0, 7.0], [-3.0, 2.0]])
    _, axes = plt.subplots(1, 2)
    figures.local_linear_map(axes, lambda p: p**2, J, at=[1, 3], reach=0.1)
    straight = axes[1].lines[1].get_xydata()
    assert np.isclose(straight, [1, 9] + J @ [0.1, -0.1]).all(axis=1).any()


def test_the_arrows_are_the_columns_of_the_jacobian():
    J = np.array([[5.0, 7.0], [-3.0, 2.0]])
    _, axes = plt.subplots(1, 2)
    figures.local_linear_map(axes, lambda p: p**2, J, at=[1, 3], reach=0.1)
    tips = [text.xy for text in axes[1].texts if not text.get_text()]
    np.testing.assert_allclose(tips, [[1.5, 8.7], [1.7, 9.2]])
