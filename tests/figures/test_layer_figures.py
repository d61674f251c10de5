"""The figures of layers and batches draw the numbers that they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from mathlib import figures
from mathlib.figures.style import BLUE, ORANGE

pytestmark = pytest.mark.usefixtures("book_style")


def tinted(ax):
    """The cells under each colour: as (row, column), found by asking which path holds them."""
    m, n = int(ax.get_ylim()[0]), int(ax.get_xlim()[1])
    return {
        patch.get_facecolor(): [
            (i, j)
            for i, j in np.ndindex(m, n)
            if patch.get_path().contains_point((j + 0.5, i + 0.5))
        ]
        for patch in ax.patches
        if patch.get_fill()
    }


def test_a_pixel_has_the_tint_of_its_sign_and_size_and_none_where_it_is_nothing():
    axes = plt.subplots(1, 2)[1]
    images = {"seven": [[8, 8, 0], [0, -4, 8]], "one": [[0.1, 2, 0], [0, 2, 0]]}
    figures.pixels(axes, images)
    assert [ax.get_title() for ax in axes] == ["seven", "one"]
    assert tinted(axes[0]) == {
        to_rgba(BLUE, 1): [(0, 0), (0, 1), (1, 2)],
        to_rgba(ORANGE, 0.5): [(1, 1)],
    }
    assert tinted(axes[1]) == {to_rgba(BLUE, 0.25): [(0, 1), (1, 1)]}, "on one scale"


def test_a_batch_has_a_dot_for_each_entry_and_heavy_lines_around_each_pair_of_examples():
    axes = plt.subplots(1, 2)[1]
    J = np.zeros((2, 1, 2, 3))
    J[1, 0, 0, 2] = 7
    figures.batch_blocks(axes, {"one entry": J, "all": np.ones((3, 2, 3, 1))})
    dots = [np.transpose(ax.lines[0].get_data()) for ax in axes]
    assert dots[0].tolist() == [[2.5, 1.5]], "row 1 of 2, column 2 of 6"
    assert len(dots[1]) == 18
    heavy = [[c for c in ax.collections if c.get_linewidth()[0] > 2] for ax in axes]
    rows, columns = ([line[0].tolist() for line in c.get_segments()] for c in heavy[0])
    assert rows == [[0, 0], [0, 1], [0, 2]]
    assert columns == [[0, 0], [3, 0], [6, 0]]


def test_a_slope_is_a_bar_from_zero_in_the_colour_of_its_sign():
    axes = plt.subplots(1, 2)[1]
    figures.slopes_by_class(axes, [[0.25, 0, -0.75, 0.5], [0, 1, 0, -1]])
    bars = [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in axes[0].patches]
    assert bars == [(0, 0.25), (2, -0.75), (3, 0.5)]
    colors = [bar.get_facecolor() for bar in axes[0].patches]
    assert colors == [to_rgba(BLUE), to_rgba(ORANGE), to_rgba(BLUE)]
    assert len(axes[1].patches) == 2
