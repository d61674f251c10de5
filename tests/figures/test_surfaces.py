"""The figures of functions of two variables draw what they are told, right or wrong."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def surface_axes():
    return plt.figure().add_subplot(projection="3d")


def cubic(p):
    x, y = p
    return 3 * x**2 * y


def slope_of(line):
    (x0, x1), (y0, y1) = (values[[0, -1]] for values in line.get_data())
    return (y1 - y0) / (x1 - x0)


def test_each_slice_holds_the_other_input_still():
    surface, along_x, along_y = axes = [surface_axes(), *plt.subplots(2)[1]]
    figures.slices(axes, cubic, at=(1, 2), slopes=(12, 3), reach=0.5)
    x, values = along_x.lines[0].get_data()
    assert values == pytest.approx(6 * x**2)
    y, values = along_y.lines[0].get_data()
    assert values == pytest.approx(3 * y)
    (x, y, height), (one, two, _) = (line.get_data_3d() for line in surface.lines[:2])
    assert (y == 2).all()
    assert (one == 1).all()
    assert height == pytest.approx(6 * x**2)
    assert [two.min(), two.max()] == [1.5, 2.5]


def test_a_figure_in_three_dimensions_names_no_clip():
    figures.slices(
        [surface_axes(), *plt.subplots(2)[1]], cubic, at=(1, 2), slopes=(12, 3), reach=0.5
    )
    for number in plt.get_fignums():
        file = io.BytesIO()
        plt.figure(number).savefig(file, format="svg", metadata={"Date": None})
        assert b"clip-path" not in file.getvalue()


def test_the_tangents_of_the_slices_have_the_slopes_they_were_given():
    _, along_x, along_y = axes = [surface_axes(), *plt.subplots(2)[1]]
    figures.slices(axes, cubic, at=(1, 2), slopes=(7, -5))
    assert [slope_of(side.lines[1]) for side in (along_x, along_y)] == pytest.approx([7, -5])
    assert [side.get_title() for side in (along_x, along_y)] == ["slope 7", "slope -5"]


def test_the_plane_is_the_one_that_was_given_and_lies_around_its_point():
    ax, seen = surface_axes(), []

    def plane(p):
        seen.append(p)
        return -500 + 0 * p[0]  # far below the surface, whose lowest value is -81

    figures.tangent_plane(ax, cubic, plane, at=(1, 2), reach=3)
    x, y = seen[0]
    assert [x.min(), x.max(), y.min(), y.max()] == [-0.5, 2.5, 0.5, 3.5]
    assert ax.zz_dataLim.intervalx.tolist() == [-500, 81]


def test_every_arrow_of_the_compass_has_the_same_length_and_its_own_angle(ax):
    figures.compass(ax, cubic, (1, 2), {"east": 0, "up": np.pi / 2}, levels=[5, 6, 7], radius=0.5)
    arrows = [text for text in ax.texts if text.arrow_patch]
    assert np.array([arrow.xyann for arrow in arrows]) == pytest.approx(np.array([[1, 2], [1, 2]]))
    assert np.array([arrow.xy for arrow in arrows]) == pytest.approx(np.array([[1.5, 2], [1, 2.5]]))
    assert [text.get_text() for text in ax.texts if not text.arrow_patch] == ["east", "up"]


def test_slopes_are_drawn_over_degrees(ax):
    figures.slopes_by_angle(
        ax,
        {"sine": np.sin, "half": lambda a: np.sin(a) / 2},
        marks={"top": (np.pi / 2, 1)},
        measured=([np.pi / 6], [0.5]),
    )
    _, sine, half, cross, mark = ax.lines
    degrees, slopes = sine.get_data()
    assert slopes == pytest.approx(np.sin(np.radians(degrees)))
    assert [sine.get_label(), half.get_label()] == ["sine", "half"]
    assert sine.get_linestyle() != half.get_linestyle()
    assert np.ravel(cross.get_data()) == pytest.approx([30, 0.5])
    assert np.ravel(mark.get_data()) == pytest.approx([90, 1])


def test_slope_arrows_are_the_slopes_they_were_given_right_or_wrong(ax):
    figures.slope_arrows(ax, cubic, lambda p: (p[0], 7), levels=[5, 20], scale=0.1)
    contours, arrows = ax.collections
    assert arrows.U.tolist() == 3 * [1, 2, 3]
    assert arrows.V.tolist() == 9 * [7]
    assert arrows.scale == pytest.approx(10), "an arrow for the slope 7 is 0.7 long"
    assert arrows.get_offsets().tolist() == [[x, y] for y in (1, 2, 3) for x in (1, 2, 3)]
    assert contours.levels.tolist() == [5, 20]


def test_lines_through_the_origin_leave_the_origin_to_the_function(ax):
    figures.values_along_lines(
        ax, lambda p: np.where(np.hypot(*p) == 0, 9, p[0] - 2 * p[1]), {"0°": 0, "90°": np.pi / 2}
    )
    first, second, origin = ax.lines
    steps, values = first.get_data()
    assert np.isnan(values[np.isnan(steps)]).all()
    assert values == pytest.approx(steps, nan_ok=True)
    assert second.get_ydata() == pytest.approx(-2 * steps, nan_ok=True)
    assert np.ravel(origin.get_data()).tolist() == [0, 9]
